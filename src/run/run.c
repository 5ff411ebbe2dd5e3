#include "run/run.h"

#include "format/format.h"
#include "run/checkpoint.h"
#include "run/quarantine.h"
#include "run/reader.h"
#include "run/sink.h"

/* Bytes of input after which a checkpoint is noted down. */
#define CHECKPOINT_EVERY ((uint64_t)16 << 20)

struct loop {
	const struct run_job *job;
	const struct run_work *work;
	struct run_counts *counts;
	struct err *err;
	struct reader reader;
	struct sink out, rejects;
	struct quarantine quarantine;
	size_t input;   /* index of the input at hand */
	uint64_t saved; /* bytes_in at the last checkpoint */
};

/*
 * Writes what is gathered; the list of rejected records first.  Nothing is
 * written where one of both is not what a former run wrote.
 */
static int
flush(struct loop *l)
{
	if (sink_compare(&l->rejects, l->err) < 0 ||
	    sink_compare(&l->out, l->err) < 0 ||
	    sink_flush(&l->rejects, l->err) < 0 ||
	    sink_flush(&l->out, l->err) < 0)
		return -1;
	return 0;
}

static bool
has_quarantine(const struct loop *l)
{
	return l->job->quarantine >= 0 || l->job->quarantine == SINK_NOWHERE;
}

/* The run's figures are those of records that arrived where they belong. */
static void
count(struct loop *l)
{
	struct run_counts *c = l->counts;

	c->written = l->out.records;
	c->bytes_out = l->out.written;
	if (has_quarantine(l))
		c->rejected = l->rejects.records;
}

/*
 * Checkpoints.
 */

/* Goes on where the checkpoint says that the outputs end. */
static int
resume(struct loop *l)
{
	const struct checkpoint_state *s;
	bool complete;

	if (l->job->checkpoint == NULL)
		return 0;
	s = &l->job->checkpoint->state;
	complete = s->phase == CHECKPOINT_COMPLETE;
	if (sink_resume(&l->out, s->output, complete, l->err) < 0)
		return -1;
	return has_quarantine(l)
		   ? sink_resume(&l->rejects, s->quarantine, complete, l->err)
		   : 0;
}

/* Whether there is something new to be noted down, and place for it. */
static bool
can_save(const struct loop *l)
{
	return l->job->checkpoint != NULL && !l->out.replay.active &&
	       !l->rejects.replay.active &&
	       l->job->checkpoint->state.phase != CHECKPOINT_COMPLETE;
}

/* So much was read, or so little comes, that a checkpoint is worth its time. */
static bool
is_due(const struct loop *l)
{
	uint64_t since = l->counts->bytes_in - l->saved;

	return can_save(l) &&
	       (since >= CHECKPOINT_EVERY ||
		   (since > 0 && source_rests(&l->reader.source)));
}

/* Notes down what was written, when it is on the disk. */
static int
save(struct loop *l)
{
	const struct run_counts *c = l->counts;
	struct checkpoint_state s = { .phase = CHECKPOINT_OPEN };

	if (flush(l) < 0)
		return -1;
	if (!can_save(l))
		return 0;
	if (sink_sync(&l->out, l->err) < 0 ||
	    (has_quarantine(l) && sink_sync(&l->rejects, l->err) < 0))
		return -1;
	count(l);
	s.records = c->records;
	s.written = c->written;
	s.rejected = c->rejected;
	s.output = l->out.written;
	s.quarantine = l->rejects.written;
	l->saved = c->bytes_in;
	return checkpoint_save(l->job->checkpoint, &s, l->err);
}

/* All records were made: none may be missing that a former run had. */
static int
finish(struct loop *l)
{
	if (flush(l) < 0 || replay_end(&l->out.replay, l->err) < 0 ||
	    replay_end(&l->rejects.replay, l->err) < 0)
		return -1;
	return save(l);
}

/*
 * Records.
 */

/* Whether so much is gathered that memory would not stay flat. */
static bool
is_full(const struct loop *l)
{
	return l->out.bytes.len >= SINK_FULL ||
	       l->rejects.bytes.len >= SINK_FULL;
}

static void
report(struct loop *l)
{
	if (l->job->progress == NULL)
		return;
	count(l);
	l->job->progress(l->job->ctx, l->counts);
}

/* The error that stops a run at a rejected record. */
static int
stop_at(struct loop *l, const struct reject *r, const char *why)
{
	const struct reason_text *reason = &reasons[r->why.reason];
	struct slice path = r->why.path, of = r->why.of;

	if (r->why.reason == REASON_MEMORY)
		return err_nomem(l->err);
	if (save(l) < 0)
		return -1;
	return err_set(l->err, ERR_REJECT,
	    "%s: record %llu at byte %llu rejected (%s): %s%s%.*s%s%.*s%s",
	    l->reader.source.name, (unsigned long long)r->record,
	    (unsigned long long)r->offset, reason->name, reason->help,
	    path.p == NULL ? "" : ", path ", path.p == NULL ? 0 : (int)path.len,
	    path.p == NULL ? "" : (const char *)path.p,
	    of.p == NULL ? "" : ", of ", of.p == NULL ? 0 : (int)of.len,
	    of.p == NULL ? "" : (const char *)of.p, why);
}

/* A record was rejected; `last` when none can follow. */
static int
on_rejected(struct loop *l, const struct reading_reject *found, bool last)
{
	struct reject r = {
		.record = ++l->counts->records,
		.input = l->job->input_count > 1 ? l->input + 1 : 0,
		.offset = found->offset,
		.why = found->why,
		.content = found->content,
	};

	if (!has_quarantine(l)) {
		l->counts->rejected = 1;
		return stop_at(l, &r, "");
	}
	quarantine_line(&l->quarantine, &r, &l->rejects.bytes);
	if (sink_end_record(&l->rejects, l->err) < 0)
		return -1;
	if (last || r.why.reason == REASON_MEMORY)
		return stop_at(l, &r, "; what follows cannot be read");
	return 0;
}

static int
on_written(struct loop *l)
{
	l->counts->records++;
	return sink_end_record(&l->out, l->err);
}

static bool
is_stopped(const struct loop *l)
{
	return l->job->stop != NULL && *l->job->stop != 0;
}

/* The run was asked to end: what was gathered are whole records. */
static int
stop(struct loop *l)
{
	if (save(l) < 0)
		return -1;
	return err_set(
	    l->err, ERR_STOPPED, "stopped by a signal, at the end of a record");
}

/* Reads on; first lets out what is ready if there is nothing to read. */
static int
read_on(struct loop *l)
{
	struct source *source = &l->reader.source;
	size_t before = source->end - source->begin;
	bool pauses = source_pauses(source);
	enum source_read result;

	if ((is_full(l) || pauses) && flush(l) < 0)
		return -1;
	if (is_due(l) && save(l) < 0)
		return -1;
	result = pauses && !source_wait(source) ? SOURCE_INTERRUPTED
						: source_fill(source, l->err);
	if (result == SOURCE_FAILED)
		return -1;
	l->counts->bytes_in += source->end - source->begin - before;
	report(l);
	return 0;
}

/* One piece of the input.  Returns 1 at its end, 0 to go on, -1. */
static int
step(struct loop *l)
{
	struct reading_reject reject;
	int result = 0;

	switch (reader_step(&l->reader, &l->out.bytes, &reject)) {
	case READING_NOTHING:
		break;
	case READING_WRITTEN:
		result = on_written(l);
		break;
	case READING_REJECTED:
		result = on_rejected(l, &reject, false);
		break;
	case READING_LAST:
		return on_rejected(l, &reject, true);
	case READING_MORE:
		return read_on(l);
	case READING_END:
	default:
		return 1;
	}
	return result == 0 && is_full(l) ? flush(l) : result;
}

static int
run_input(struct loop *l, const struct run_input *input)
{
	int result;

	reader_open(&l->reader, input->fd, input->name);
	do
		result = is_stopped(l) ? stop(l) : step(l);
	while (result == 0);
	return result < 0 ? -1 : 0;
}

static int
run_inputs(struct loop *l)
{
	for (l->input = 0; l->input < l->job->input_count; l->input++) {
		/* Two inputs never share a line: that would be one record. */
		sink_end_line(&l->out);
		if (run_input(l, &l->job->inputs[l->input]) < 0)
			return -1;
	}
	return finish(l);
}

/* Every record that was met has come to one of the two ends. */
static int
check_conservation(const struct run_counts *c, struct err *err)
{
	if (c->records == c->written + c->rejected)
		return 0;
	return err_set(err, ERR_BUG, "records were lost");
}

int
run_records(const struct run_job *job, const struct run_work *work,
    struct run_counts *counts, struct err *err)
{
	struct loop l = {
		.job = job,
		.work = work,
		.counts = counts,
		.err = err,
	};
	int result;

	reader_init(&l.reader, job->program, job->format, work, job->read_size);
	l.reader.source.digest = job->input_digest;
	sink_init(&l.out, job->out, "output");
	l.out.digest = job->output_digest;
	l.out.stop = job->stop;
	sink_init(&l.rejects, job->quarantine, "quarantine");
	quarantine_init(&l.quarantine, job->quarantine_to);
	result = resume(&l) < 0 ? -1 : run_inputs(&l);
	count(&l);
	if (result == 0)
		result = check_conservation(counts, err);
	report(&l);
	reader_release(&l.reader);
	sink_release(&l.out);
	sink_release(&l.rejects);
	quarantine_release(&l.quarantine);
	return result;
}

/*
 * The work of a policy.
 */

struct filtering {
	const struct format *format;
	struct engine *engine;
	void *scratch;
};

static enum filtered
filter_record(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct filtering *f = ctx;
	enum filtered answer =
	    f->format->filter(piece, f->engine, f->scratch, out);

	*why = f->engine->rejection;
	return answer;
}

/* The engine counts this one, too. */
static void
hear_rejection(void *ctx, const struct rejection *why)
{
	struct filtering *f = ctx;

	engine_begin(f->engine, (struct slice){ NULL, 0 });
	engine_reject_path(f->engine, why->reason, why->path);
	engine_end(f->engine);
}

int
run(const struct run_job *job, struct engine *engine, struct run_counts *counts,
    struct err *err)
{
	struct filtering f = { format_get(job->format), engine, NULL };
	struct run_work work = {
		.record = filter_record, .rejected = hear_rejection, .ctx = &f
	};
	int result;

	*counts = (struct run_counts){ 0 };
	if (f.format == NULL)
		return err_set(err, ERR_USAGE, "format %s is not available",
		    format_names[job->format]);
	f.scratch = f.format->scratch_new(job->program);
	if (f.scratch == NULL)
		return err_nomem(err);
	work.split = f.format->split;
	work.scratch = f.scratch;
	result = run_records(job, &work, counts, err);
	f.format->scratch_free(f.scratch);
	return result;
}
