/*
 * The public API for drafts of policies.
 */
#include "api_text.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "policy/layout.h"
#include "run/rewrite.h"
#include "study/learn/learn.h"

/* Samples on their way to a draft. */
struct learning {
	const struct tamis_learning *job;
	enum format_id format;
	struct program *program;  /* owned: how the samples are spelled */
	struct run_input *inputs; /* owned */
	struct learner *learner;  /* owned */
	uint64_t records;
};

static int
find_charset(const char *name, enum charset *charset, struct err *err)
{
	*charset = CHARSET_UTF_8;
	if (name == NULL)
		return 0;
	for (int i = 0; i < CHARSET_COUNT; i++) {
		*charset = (enum charset)i;
		if (strcmp(charset_names[i], name) == 0)
			return 0;
	}
	return err_set(err, ERR_USAGE, "there is no encoding `%s`", name);
}

/* What is said of the spelling must be of the format. */
static int
check_spelling(
    const struct tamis_learning *job, enum format_id format, struct err *err)
{
	if (job->hprim && format != FORMAT_HL7V2)
		return err_set(err, ERR_USAGE,
		    "hprim is a dialect of hl7v2, and the samples are %s",
		    format_names[format]);
	if (job->encoding != NULL && format != FORMAT_CSV)
		return err_set(err, ERR_USAGE,
		    "the encoding of csv is stated, and the samples are %s",
		    format_names[format]);
	return 0;
}

static int
set_up(struct learning *l, const struct tamis_learning *job, struct err *err)
{
	enum charset charset;

	*l = (struct learning){ .job = job };
	if (format_id_read(job->format, &l->format, err) < 0)
		return -1;
	if (check_spelling(job, l->format, err) < 0 ||
	    find_charset(job->encoding, &charset, err) < 0)
		return -1;
	l->program = rewrite_program(NULL, l->format, (uint8_t)job->delimiter);
	l->inputs = calloc(job->input_count + 1, sizeof(*l->inputs));
	l->learner = learn_new(l->format);
	if (l->program == NULL || l->inputs == NULL || l->learner == NULL)
		return err_nomem(err);
	l->program->streams[l->format].dialect.encoding = charset;
	l->program->streams[l->format].dialect.hprim = job->hprim;
	for (size_t i = 0; i < job->input_count; i++)
		l->inputs[i] = (struct run_input){ job->inputs[i].fd,
			job->inputs[i].name };
	return 0;
}

static void
release(struct learning *l)
{
	program_free(l->program);
	free(l->inputs);
	learn_free(l->learner);
}

/* Reads all samples; what is written of them goes nowhere. */
static int
read_samples(struct learning *l, struct err *err)
{
	struct run_counts counts = { 0 };
	struct run_job job = {
		.program = l->program,
		.format = l->format,
		.inputs = l->inputs,
		.input_count = l->job->input_count,
		.out = SINK_NOWHERE,
		.quarantine = -1,
		.stop = l->job->stop,
	};
	int result;

	result = rewrite(&job, learn_visit, l->learner, &counts, err);
	l->records = counts.records;
	return result;
}

/* Gives the draft its layout, and sees to it that it is a policy. */
static int
finish(struct slice text, struct buf *out, struct err *err)
{
	struct program *program = NULL;
	struct err why = { 0 };
	int status = policy_layout("the draft", text, NULL, NULL, out, err);

	if (status == 0 && out->len <= LIMIT_POLICY &&
	    policy_parse(
		"the draft", buf_slice(out), NULL, NULL, &program, &why) < 0)
		status = why.code == ERR_NOMEM
			     ? err_nomem(err)
			     : err_set(err, ERR_BUG, "%s", why.text);
	if (status == 0 && out->len > LIMIT_POLICY)
		status = err_set(err, ERR_POLICY,
		    "the draft is longer than %zu bytes, and no policy is: "
		    "give samples with fewer places",
		    (size_t)LIMIT_POLICY);
	program_free(program);
	return status;
}

static int
draft(struct learning *l, struct buf *out, struct err *err)
{
	const struct dialect *dialect = &l->program->streams[l->format].dialect;
	struct buf text;
	int status;

	buf_init(&text, LEARN_DRAFT);
	status = learn_draft(l->learner, dialect, l->records, &text, err);
	if (status == 0)
		status = finish(buf_slice(&text), out, err);
	buf_release(&text);
	return status;
}

API int
tamis_learn(const struct tamis_learning *job, struct tamis_text *text,
    struct tamis_error *out)
{
	struct err err = { 0 };
	struct learning l;
	struct buf layout;
	int status = set_up(&l, job, &err);

	buf_init(&layout, LAYOUT_MAX);
	if (status == 0)
		status = read_samples(&l, &err);
	if (status == 0)
		status = draft(&l, &layout, &err);
	release(&l);
	return api_hand_over(&layout, status, text, &err) == 0
		   ? 0
		   : tell(out, &err);
}
