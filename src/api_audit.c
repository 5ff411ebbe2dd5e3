/*
 * The public API of audits.
 */
#include "api.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "study/audit/protected.h"
#include "study/audit/tally.h"

struct tamis_audit {
	const struct program *program;
	struct audit audit;
	struct protected protected;
	struct tally tally;
	bool against;    /* values are known */
	bool is_trusted; /* the search found what was planted */
};

static int
audit_open(
    struct tamis_audit *a, const struct tamis_policy *policy, struct err *err)
{
	a->program = policy->program;
	audit_init(&a->audit);
	a->audit.shapes = true;
	return tally_init(&a->tally, DETECT_COUNT, err);
}

API int
tamis_audit_new(struct tamis_audit **audit, const struct tamis_policy *policy,
    struct tamis_error *out)
{
	struct err err = { 0 };
	struct tamis_audit *a = calloc(1, sizeof(*a));

	if (a == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	if (audit_open(a, policy, &err) < 0) {
		tamis_audit_free(a);
		return tell(out, &err);
	}
	*audit = a;
	return 0;
}

API void
tamis_audit_free(struct tamis_audit *a)
{
	if (a == NULL)
		return;
	protected_release(&a->protected);
	tally_release(&a->tally);
	audit_release(&a->audit);
	free(a);
}

/*
 * The values of an input.
 */

static void
tell_progress(void *ctx, const struct run_counts *counts)
{
	const struct tamis_reading *job = ctx;
	struct tamis_counts public = public_counts(counts);

	job->progress(job->ctx, &public);
}

static int
read_records(struct tamis_audit *a, const struct run_job *job,
    struct run_counts *counts, struct err *err)
{
	struct engine engine;
	int result;

	if (engine_init(&engine, a->program, job->format, job->binding, err) <
	    0)
		return -1;
	engine_observe(&engine, &a->protected.observer);
	result = run(job, &engine, counts, err);
	engine_release(&engine);
	return result;
}

static int
read_inputs(struct tamis_audit *a, const struct tamis_reading *job,
    enum format_id format, struct run_counts *counts, struct err *err)
{
	const struct binding without_keys = { 0 };
	struct tamis_reading copy = *job;
	struct run_input *inputs =
	    calloc(job->input_count + 1, sizeof(*inputs));
	struct run_job r = {
		.program = a->program,
		.binding = &without_keys,
		.format = format,
		.inputs = inputs,
		.input_count = job->input_count,
		.out = SINK_NOWHERE,
		.quarantine = SINK_NOWHERE,
		.stop = job->stop,
		.progress = job->progress == NULL ? NULL : tell_progress,
		.ctx = &copy,
	};
	int result;

	if (inputs == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < job->input_count; i++)
		inputs[i] = (struct run_input){ job->inputs[i].fd,
			job->inputs[i].name };
	result = read_records(a, &r, counts, err);
	free(inputs);
	protected_end(&a->protected);
	if (result == 0 && a->protected.err.code != ERR_NONE) {
		*err = a->protected.err;
		return -1;
	}
	return result;
}

/* From here on values are looked for, and no shapes. */
static int
turn_to_values(struct tamis_audit *a, enum format_id format, struct err *err)
{
	if (a->against)
		return err_set(err, ERR_USAGE, "the audit has an input");
	if (protected_init(&a->protected, &a->audit, a->program, format, err) <
	    0)
		return -1;
	tally_release(&a->tally);
	a->audit.shapes = false;
	a->against = true;
	return tally_init(&a->tally, a->protected.path_count, err);
}

static int
read_against(struct tamis_audit *a, const struct tamis_reading *job,
    struct tamis_read *read, struct err *err)
{
	struct run_counts counts = { 0 };
	enum format_id format;
	int result;

	if (format_id_read(job->format, &format, err) < 0)
		return -1;
	if (turn_to_values(a, format, err) < 0)
		return -1;
	result = read_inputs(a, job, format, &counts, err);
	read->records = counts.records;
	read->unread = counts.rejected;
	read->values = a->audit.values;
	read->too_short = a->audit.too_short;
	if (result == 0 && read->values == read->too_short)
		return err_set(err, ERR_INPUT,
		    "the input has no value that could be looked for");
	return result;
}

API int
tamis_audit_against(struct tamis_audit *a, const struct tamis_reading *job,
    struct tamis_read *read, struct tamis_error *out)
{
	struct err err = { 0 };

	*read = (struct tamis_read){ 0 };
	return read_against(a, job, read, &err) < 0 ? tell(out, &err) : 0;
}

/*
 * The search.
 */

static const char *
name_of(const struct tamis_audit *a, size_t field)
{
	return a->against ? (const char *)a->protected.paths[field].p
			  : detector_names[field];
}

static void
tell_findings(const struct tamis_audit *a, const struct tamis_searching *job)
{
	for (size_t f = 0; f < a->tally.fields; f++)
		for (unsigned int s = 0; s < SPELLING_COUNT; s++)
			for (unsigned int e = 0; e < ENCODING_COUNT; e++) {
				const struct tally_group *g =
				    tally_group(&a->tally, f, (enum spelling)s,
					(enum encoding)e);
				struct tamis_finding finding = {
					.path = name_of(a, f),
					.spelling =
					    spelling_name((enum spelling)s),
					.encoding = encoding_names[e],
					.count = g->count,
					.lines = g->lines,
					.line_count = g->line_count,
				};

				if (g->count > 0)
					job->found(job->ctx, &finding);
			}
}

struct search {
	struct tamis_audit *audit;
	const struct tamis_searching *job;
};

static void
note_finding(void *ctx, const struct audit_finding *finding)
{
	struct search *s = ctx;

	tally_found(&s->audit->tally, finding);
}

static void
tell_bytes(void *ctx, uint64_t bytes)
{
	struct search *s = ctx;

	if (s->job->progress != NULL)
		s->job->progress(s->job->ctx, bytes);
}

static int
search(
    struct tamis_audit *a, const struct tamis_searching *job, struct err *err)
{
	struct audit_file file = { job->artefact.fd, job->artefact.name,
		tell_bytes };
	struct search s = { a, job };

	if (!a->is_trusted &&
	    audit_control(&a->audit, audit_scan_bytes, err) < 0)
		return -1;
	a->is_trusted = true;
	tally_reset(&a->tally);
	return audit_scan(&a->audit, &file, note_finding, &s, err);
}

API int
tamis_audit_search(struct tamis_audit *a, const struct tamis_searching *job,
    uint64_t *hits, struct tamis_error *out)
{
	struct err err = { 0 };
	int result = search(a, job, &err);

	*hits = a->tally.total;
	tell_findings(a, job);
	return result < 0 ? tell(out, &err) : 0;
}
