#include "run/preview.h"

#include <unistd.h>

#include "run/rewrite.h"

/*
 * The values of a stream.
 */

struct listing {
	struct arena *arena;
	struct sample_values *values;
	const struct run_counts *counts;
};

static enum visited
list_value(void *ctx, const struct visit *v, struct value *to)
{
	struct listing *l = ctx;
	struct sample_values *values = l->values;

	(void)to;
	if (value_is_absent(&v->value))
		return VISIT_LEAVE;
	if (values->count == values->room &&
	    !arena_grow(l->arena, (void **)&values->all, &values->room,
		sizeof(*values->all)))
		return VISIT_FAIL;
	values->all[values->count++] = (struct sample_value){
		.record = l->counts->records + 1,
		.place = arena_copy(l->arena, v->place),
		.value = { arena_copy(l->arena, v->value.text), v->value.kind },
	};
	return l->arena->failed ? VISIT_FAIL : VISIT_LEAVE;
}

/* Lists the values of records that tamis reads, or that it wrote. */
static int
list_values(const struct run_job *job, int fd, bool written,
    struct arena *arena, struct sample_values *values, struct err *err)
{
	struct run_input input = { fd, job->inputs->name };
	struct program *p = rewrite_program(job->program, job->format, 0);
	struct run_counts counts = { 0 };
	struct listing l = { arena, values, &counts };
	struct run_job reading = {
		.program = p,
		.format = job->format,
		.inputs = &input,
		.input_count = 1,
		.out = SINK_NOWHERE,
		.quarantine = SINK_NOWHERE,
	};
	int result;

	if (p == NULL)
		return err_nomem(err);
	if (!written) {
		p->limits = job->program->limits;
		p->streams[job->format].dialect =
		    job->program->streams[job->format].dialect;
	}
	result = rewrite(&reading, list_value, &l, &counts, err);
	program_free(p);
	return result;
}

/*
 * The records.
 */

struct previewing {
	const struct format *format;
	struct engine engine;
	void *scratch;
	struct arena *arena;
	struct sample *sample;
	uint64_t written;
};

static struct sample_record *
add_record(struct previewing *p)
{
	struct sample *s = p->sample;

	if (s->count == s->room && !arena_grow(p->arena, (void **)&s->records,
				       &s->room, sizeof(*s->records)))
		return NULL;
	s->records[s->count] = (struct sample_record){ .kind = p->engine.kind };
	return &s->records[s->count++];
}

static void
note_written(struct previewing *p)
{
	struct sample_record *r = add_record(p);
	size_t n = p->engine.use_count;
	uint32_t *uses = arena_array(p->arena, n, sizeof(*uses));

	if (r == NULL || uses == NULL)
		return;
	if (n > 0)
		memcpy(uses, p->engine.uses, n * sizeof(*uses));
	r->uses = uses;
	r->use_count = n;
	r->written = ++p->written;
}

static void
note_rejected(struct previewing *p, const struct rejection *why)
{
	struct sample_record *r = add_record(p);

	if (r == NULL)
		return;
	r->reason = reasons[why->reason].name;
	r->path = why->path;
}

static enum filtered
filter_record(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct previewing *p = ctx;
	enum filtered answer =
	    p->format->filter(piece, &p->engine, p->scratch, out);

	*why = p->engine.rejection;
	if (answer == FILTERED_WRITTEN)
		note_written(p);
	else if (answer == FILTERED_REJECTED)
		note_rejected(p, why);
	return answer;
}

static void
hear_rejection(void *ctx, const struct rejection *why)
{
	struct previewing *p = ctx;

	engine_begin(&p->engine, (struct slice){ NULL, 0 });
	note_rejected(p, why);
}

static int
filter_all(struct previewing *p, const struct run_job *job, struct err *err)
{
	struct run_counts counts = { 0 };
	struct run_work work = {
		.split = p->format->split,
		.record = filter_record,
		.rejected = hear_rejection,
		.ctx = p,
		.scratch = p->scratch,
	};

	return run_records(job, &work, &counts, err);
}

/* Filters the input; the output is read later. */
static int
filter_input(const struct run_job *job, struct arena *arena,
    struct sample *sample, struct err *err)
{
	struct previewing p = {
		.format = format_get(job->format),
		.arena = arena,
		.sample = sample,
	};
	struct run_job copy = *job;
	int result;

	copy.quarantine = SINK_NOWHERE;
	if (engine_init(
		&p.engine, job->program, job->format, job->binding, err) < 0)
		return -1;
	p.scratch = p.format->scratch_new(job->program);
	result =
	    p.scratch == NULL ? err_nomem(err) : filter_all(&p, &copy, err);
	if (p.scratch != NULL)
		p.format->scratch_free(p.scratch);
	engine_release(&p.engine);
	return result;
}

/* What follows a stop cannot be read; the rest is worth showing. */
static int
forgive(int result, struct err *err)
{
	if (result == 0 || err->code != ERR_REJECT)
		return result;
	*err = (struct err){ 0 };
	return 0;
}

static int
rewind_to(int fd, off_t at, struct err *err)
{
	if (lseek(fd, at, SEEK_SET) == at)
		return 0;
	return err_set(err, ERR_IO, "the sample cannot be read twice");
}

static int
run_all(const struct run_job *job, struct arena *arena, struct sample *s,
    struct err *err)
{
	int fd = job->inputs->fd;
	off_t at = lseek(fd, 0, SEEK_CUR);

	if (at < 0)
		return err_set(err, ERR_IO,
		    "a sample is a regular file, which is read twice");
	if (forgive(list_values(job, fd, false, arena, &s->before, err), err) <
		0 ||
	    rewind_to(fd, at, err) < 0 ||
	    forgive(filter_input(job, arena, s, err), err) < 0 ||
	    rewind_to(job->out, 0, err) < 0)
		return -1;
	return list_values(job, job->out, true, arena, &s->after, err);
}

int
preview_run(const struct run_job *job, struct arena *arena,
    struct sample *sample, struct err *err)
{
	int result;

	*sample = (struct sample){ .format = job->format };
	result = run_all(job, arena, sample, err);
	if (result == 0 && arena->failed)
		result = err_nomem(err);
	return result;
}

/*
 * Marks.
 */

static bool
ends_with(struct slice s, const char *end)
{
	size_t n = strlen(end);

	return s.len >= n && slice_is(slice_skip(s, s.len - n), end);
}

static bool
is_mark(const struct sample *s, const struct sample_value *v)
{
	struct slice place = v->place, text = v->value.text;

	switch (s->format) {
	case FORMAT_HL7V2:
		return slice_is(place, "MSH-11") &&
		       (slice_is(text, "T") || slice_is(text, "D"));
	case FORMAT_XML:
		return (ends_with(place, "/synthetic") ||
			   ends_with(place, "/@synthetic")) &&
		       slice_is(text, "true");
	case FORMAT_JSON:
		if (slice_is(place, "meta.security.code"))
			return slice_is(text, "HTEST");
		break;
	default:
		break;
	}
	return slice_is(place, "synthetic") && slice_is(text, "true");
}

/* Whether the values of a record, from *next on, say so, or there are none. */
static bool
is_marked(const struct sample *s, size_t *next, uint64_t record)
{
	const struct sample_values *values = &s->before;
	size_t first = *next;
	bool marked = false;

	while (*next < values->count && values->all[*next].record == record)
		marked |= is_mark(s, &values->all[(*next)++]);
	return marked || *next == first;
}

uint64_t
preview_unmarked(const struct sample *sample)
{
	size_t next = 0;

	for (size_t i = 0; i < sample->count; i++)
		if (!is_marked(sample, &next, i + 1))
			return i + 1;
	return 0;
}
