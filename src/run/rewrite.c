#include "run/rewrite.h"

/* It only borrows. */
#define PROGRAM_MAX 4096

struct program *
rewrite_program(
    const struct program *policy, enum format_id format, uint8_t delimiter)
{
	struct program *p = program_new(PROGRAM_MAX);

	if (p != NULL)
		program_reads_written(p, policy, format, delimiter);
	return p;
}

static enum filtered
walk_record(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct walker *w = ctx;
	enum filtered answer = walker_record(w, piece, out);

	*why = (struct rejection){ .reason = w->reason };
	return answer;
}

int
rewrite(const struct run_job *job, visit_fn *visit, void *ctx,
    struct run_counts *counts, struct err *err)
{
	struct walker walker;
	struct run_work work = {
		.record = walk_record,
		.ctx = &walker,
		.as_received = true,
	};
	int result;

	*counts = (struct run_counts){ 0 };
	if (walker_init(&walker, job->program, job->format, visit, ctx) < 0)
		return err_nomem(err);
	work.split = walker.format->split;
	work.scratch = walker.scratch;
	result = run_records(job, &work, counts, err);
	walker_release(&walker);
	return result;
}
