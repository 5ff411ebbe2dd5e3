/* tamis audit: does anything that should have stayed stand in a file? */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "box.h"
#include "in.h"
#include "jsonout.h"
#include "opt.h"
#include "progress.h"
#include "view.h"

struct session {
	const struct args *args;
	const struct say *say;
	bool json;

	struct tamis_policy *policy;
	struct tamis_audit *audit;
	const char *format;
	struct in against, artefacts; /* against.count 0: shapes are enough */

	struct tamis_read read;
	struct progress progress;
	const struct tamis_input *artefact; /* that is searched */
	uint64_t searched, searching; /* bytes of those before, and of it */
	uint64_t hits;                /* in all of them */

	const char *hint; /* what to do about a failure, or NULL */
};

static int
open_against(struct session *s, struct tamis_error *err)
{
	char *names[OPT_REPEATS];
	int count = 0;

	for (int i = 0; i < s->args->repeat_count; i++)
		if (s->args->repeats[i].id == OPT_VALUES)
			names[count++] =
			    (char *)(uintptr_t)s->args->repeats[i].value;
	if (count == 0)
		return 0;
	s->hint = "-f names one of the formats of the policy";
	s->format =
	    tamis_policy_format(s->policy, s->args->value[OPT_FORMAT], err);
	if (s->format == NULL)
		return -1;
	s->hint = NULL;
	return in_open(&s->against, names, count, err);
}

static bool
reads_standard(const struct in *in)
{
	for (size_t i = 0; i < in->count; i++)
		if (in->inputs[i].fd == STDIN_FILENO)
			return true;
	return false;
}

static int
open_all(struct session *s, struct tamis_error *err)
{
	if (view_load(&s->policy, s->args->value[OPT_POLICY], NULL, s->say,
		err) != 0 ||
	    tamis_audit_new(&s->audit, s->policy, err) != 0 ||
	    open_against(s, err) != 0 ||
	    in_open(&s->artefacts, s->args->operands, s->args->operand_count,
		err) != 0)
		return -1;
	if (reads_standard(&s->against) && reads_standard(&s->artefacts))
		return cli_fail(
		    err, TAMIS_EUSAGE, "standard input is named twice");
	return 0;
}

/* Everything is open: from here on nothing else can be. */
static int
enter_sandbox(struct session *s, struct tamis_error *err)
{
	return box_enter(s->args, s->say, NULL, 0, &s->hint, err) == NULL ? -1
									  : 0;
}

static void
hear_progress(void *ctx, const struct tamis_counts *counts)
{
	struct session *s = ctx;

	progress_show(&s->progress, counts);
}

static int
read_against(struct session *s, struct tamis_error *err)
{
	struct tamis_reading job = {
		.format = s->format,
		.inputs = s->against.inputs,
		.input_count = s->against.count,
		.progress = hear_progress,
		.ctx = s,
	};
	int result;

	if (job.input_count == 0)
		return 0;
	progress_start(&s->progress, s->say,
	    s->args->value[OPT_NO_PROGRESS] == NULL, s->against.total);
	result = tamis_audit_against(s->audit, &job, &s->read, err);
	progress_end(&s->progress);
	return result;
}

static void
finding_as_json(const struct session *s, const struct tamis_finding *f)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "finding");
	jsonout_text(&j, "file", s->artefact->name);
	jsonout_text(&j, "path", f->path);
	jsonout_text(&j, "spelling", f->spelling);
	jsonout_text(&j, "encoding", f->encoding);
	jsonout_number(&j, "count", f->count);
	jsonout_open(&j, "lines", '[');
	for (size_t i = 0; i < f->line_count; i++)
		jsonout_number(&j, NULL, f->lines[i]);
	jsonout_close(&j, ']');
	jsonout_end(&j);
}

static void
finding_as_text(const struct session *s, const struct tamis_finding *f)
{
	view_put(s->artefact->name);
	printf(":%" PRIu64 ": ", f->lines[0]);
	view_put(f->path);
	printf(" (spelling: %s; encoding: %s)", f->spelling, f->encoding);
	if (f->count > 1)
		printf(", %" PRIu64 " times", f->count);
	for (size_t i = 1; i < f->line_count; i++)
		printf("%s%" PRIu64, i == 1 ? ", also in line " : ", ",
		    f->lines[i]);
	putchar('\n');
}

static void
hear_finding(void *ctx, const struct tamis_finding *f)
{
	struct session *s = ctx;

	progress_end(&s->progress);
	if (s->json)
		finding_as_json(s, f);
	else
		finding_as_text(s, f);
}

static void
hear_bytes(void *ctx, uint64_t bytes)
{
	struct session *s = ctx;
	struct tamis_counts counts = { .bytes_in = s->searched + bytes };

	progress_show(&s->progress, &counts);
	s->searching = bytes;
}

static int
search_file(
    struct session *s, const struct tamis_input *file, struct tamis_error *err)
{
	struct tamis_searching job = { .artefact = *file,
		.found = hear_finding,
		.progress = hear_bytes,
		.ctx = s };
	uint64_t hits;
	int result;

	s->artefact = file;
	s->searching = 0;
	result = tamis_audit_search(s->audit, &job, &hits, err);
	s->searched += s->searching;
	s->hits += hits;
	return result;
}

static int
search(struct session *s, struct tamis_error *err)
{
	int result = 0;

	progress_start(&s->progress, s->say,
	    s->args->value[OPT_NO_PROGRESS] == NULL, s->artefacts.total);
	for (size_t i = 0; i < s->artefacts.count && result == 0; i++)
		result = search_file(s, &s->artefacts.inputs[i], err);
	progress_end(&s->progress);
	return result;
}

static void
summary_as_json(const struct session *s)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "audit");
	jsonout_number(&j, "files", s->artefacts.count);
	if (s->against.count > 0) {
		jsonout_number(&j, "records", s->read.records);
		jsonout_number(&j, "unread", s->read.unread);
		jsonout_number(&j, "values", s->read.values);
		jsonout_number(&j, "too_short", s->read.too_short);
	}
	jsonout_number(&j, "hits", s->hits);
	jsonout_end(&j);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
summary_as_text(const struct session *s)
{
	uint64_t looked_for = s->read.values - s->read.too_short;

	if (s->against.count > 0)
		printf("looked for %" PRIu64 " value%s of %" PRIu64 " record%s",
		    looked_for, plural(looked_for), s->read.records,
		    plural(s->read.records));
	else
		printf("looked for shapes that identify");
	printf(" in %zu file%s: found %" PRIu64 " time%s\n", s->artefacts.count,
	    plural(s->artefacts.count), s->hits, plural(s->hits));
	if (s->read.too_short > 0)
		printf("too short to be looked for: %" PRIu64 " value%s\n",
		    s->read.too_short, plural(s->read.too_short));
	if (s->read.unread > 0)
		printf("could not be read, or not wholly: %" PRIu64
		       " record%s\n",
		    s->read.unread, plural(s->read.unread));
}

static void
release(struct session *s)
{
	in_close(&s->artefacts);
	in_close(&s->against);
	tamis_audit_free(s->audit);
	tamis_policy_free(s->policy);
}

enum exit_code
cmd_audit(const struct args *args, const struct say *say)
{
	struct session s = {
		.args = args, .say = say, .json = args->value[OPT_JSON] != NULL
	};
	struct tamis_error err;
	enum exit_code code;

	if (open_all(&s, &err) != 0 || enter_sandbox(&s, &err) != 0 ||
	    read_against(&s, &err) != 0 || search(&s, &err) != 0) {
		code = say_failure_hint(say, &err, s.hint);
	} else {
		if (s.json)
			summary_as_json(&s);
		else
			summary_as_text(&s);
		code = s.hits > 0 ? CLI_FOUND : CLI_DONE;
	}
	release(&s);
	return say_end(say, code);
}
