#include "run/written.h"

#include "base/limits.h"
#include "run/rewrite.h"

static enum visited
list_value(void *ctx, const struct visit *v, struct value *to)
{
	struct written *w = ctx;
	struct sample_values *values = &w->values;

	(void)to;
	if (value_is_absent(&v->value))
		return VISIT_LEAVE;
	if (values->count == values->room &&
	    !arena_grow(&w->arena, (void **)&values->all, &values->room,
		sizeof(*values->all)))
		return VISIT_FAIL;
	values->all[values->count++] = (struct sample_value){
		.record = w->count + 1,
		.place = arena_copy(&w->arena, v->place),
		.value = { arena_copy(&w->arena, v->value.text),
		    v->value.kind },
	};
	return w->arena.failed ? VISIT_FAIL : VISIT_LEAVE;
}

static void
forget_record(struct written *w)
{
	arena_release(&w->arena);
	w->values = (struct sample_values){ .all = NULL };
}

static enum filtered
read_record(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct written *w = ctx;
	enum filtered answer;

	forget_record(w);
	w->record = piece->record;
	answer = walker_record(&w->walker, piece, out);
	*why = (struct rejection){ .reason = w->walker.reason };
	return answer;
}

int
written_init(
    struct written *w, const struct program *policy, enum format_id format)
{
	*w = (struct written){
		.program = rewrite_program(policy, format, 0),
	};
	buf_init(&w->spare, LIMIT_GATHERED);
	arena_init(&w->arena, LIMIT_PROGRAM);
	if (w->program == NULL ||
	    walker_init(&w->walker, w->program, format, list_value, w) < 0)
		return -1;
	w->work = (struct run_work){
		.split = w->walker.format->split,
		.record = read_record,
		.ctx = w,
		.scratch = w->walker.scratch,
		.as_received = true,
	};
	reader_init(&w->reader, w->program, format, &w->work, 0);
	return 0;
}

void
written_release(struct written *w)
{
	if (w->walker.scratch != NULL)
		walker_release(&w->walker);
	reader_release(&w->reader);
	arena_release(&w->arena);
	buf_wipe(&w->spare);
	program_free(w->program);
}

void
written_open(struct written *w, int fd, const char *name)
{
	reader_open(&w->reader, fd, name);
	forget_record(w);
	w->count = 0;
	w->is_cut = false;
}

/* Of nothing at all, no record was written: it is no document and no table. */
static bool
is_empty(const struct written *w)
{
	return w->count == 0 && w->reader.source.taken == 0 &&
	       source_window(&w->reader.source).len == 0;
}

/*
 * The end, where it is none: of an input that was cut, what was written of it
 * is cut, too.
 */
static int
fail(struct written *w, const struct reading_reject *reject, struct err *err)
{
	w->is_cut = reject->why.reason == REASON_CUT;
	if (is_empty(w) || w->is_cut)
		return 0;
	if (reject->why.reason == REASON_MEMORY)
		return err_nomem(err);
	return err_set(err, ERR_INPUT,
	    "%s: what follows record %llu cannot be read (%s)",
	    w->reader.source.name, (unsigned long long)w->count,
	    reasons[reject->why.reason].name);
}

int
written_next(struct written *w, struct err *err)
{
	struct reading_reject reject;

	for (;;) {
		buf_reset(&w->spare);
		switch (reader_step(&w->reader, &w->spare, &reject)) {
		case READING_NOTHING:
			break;
		case READING_WRITTEN:
			w->count++;
			return 1;
		case READING_MORE:
			if (source_fill(&w->reader.source, err) ==
			    SOURCE_FAILED)
				return -1;
			break;
		case READING_REJECTED:
		case READING_LAST:
			return fail(w, &reject, err);
		case READING_END:
		default:
			return 0;
		}
	}
}
