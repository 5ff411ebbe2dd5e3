#include "study/replay/replay.h"

#include "action/detect.h"
#include "base/limits.h"

/*
 * Places that no rule names.
 */

/* The name of a member or column may be a value: it is not told then. */
static bool
is_hidden(enum format_id format, struct slice place, struct slice *shape)
{
	size_t at;

	for (enum detector d = 0; format != FORMAT_HL7V2 && d < DETECT_COUNT;
	     d++) {
		if (!detect_in(d, place, &at))
			continue;
		*shape = slice_text(detector_names[d]);
		return true;
	}
	return false;
}

static enum visited
visit(void *ctx, const struct visit *v, struct value *to)
{
	struct replay_stream *s = ctx;
	struct replay_entry thing = { .what = REPLAY_UNNAMED,
		.format = s->format->id,
		.name = v->place };

	(void)to;
	if (value_is_absent(&v->value) ||
	    named_has(&s->named, s->engine.kind, v->place))
		return VISIT_LEAVE;
	if (is_hidden(thing.format, v->place, &thing.name))
		thing.what = REPLAY_HIDDEN;
	replay_note(s->notes, &thing, s->at);
	return s->notes->arena.failed ? VISIT_FAIL : VISIT_LEAVE;
}

/*
 * Records.
 */

static void
note_rejected(struct replay_stream *s, const struct rejection *why)
{
	const struct replay_entry thing = { .what = REPLAY_REJECTED,
		.format = s->format->id,
		.name = slice_text(reasons[why->reason].name),
		.path = why->path };

	if (s->notes != NULL)
		replay_note(s->notes, &thing, s->at);
	if (s->absent != NULL)
		s->absent(
		    s->ctx, s->at.record, reasons[why->reason].name, why->path);
}

static void
note_written(struct replay_stream *s, const struct buf *out, size_t before)
{
	if (s->absent != NULL && out->len == before)
		s->absent(s->ctx, s->at.record, REPLAY_NOTHING,
		    (struct slice){ NULL, 0 });
}

enum filtered
replay_record(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct replay_stream *s = ctx;
	size_t before = out->len;
	enum filtered answer;

	if (s->pace != NULL)
		s->pace(s->ctx);
	answer = s->format->filter(piece, &s->engine, s->walker.scratch, out);
	*why = s->engine.rejection;
	if (answer == FILTERED_SHORT)
		return answer;
	s->at.record++;
	if (answer == FILTERED_WRITTEN)
		note_written(s, out, before);
	else
		note_rejected(s, why);
	if (s->notes != NULL &&
	    (answer == FILTERED_WRITTEN || !reason_misleads(why->reason)) &&
	    walker_visit(&s->walker, piece, &s->spare) == REASON_MEMORY)
		s->notes->arena.failed = true;
	return answer;
}

/* The engine counts this one, too. */
void
replay_rejected(void *ctx, const struct rejection *why)
{
	struct replay_stream *s = ctx;

	if (s->pace != NULL)
		s->pace(s->ctx);
	s->at.record++;
	note_rejected(s, why);
	engine_begin(&s->engine, (struct slice){ NULL, 0 });
	engine_reject_path(&s->engine, why->reason, why->path);
	engine_end(&s->engine);
}

int
replay_stream_open(struct replay_stream *s, uint32_t file, struct err *err)
{
	const struct engine *e = &s->engine;

	if (s->walker.scratch != NULL)
		walker_release(&s->walker);
	s->at = (struct replay_at){ file, 0 };
	if (walker_init(&s->walker, e->program, s->format->id, visit, s) == 0)
		return 0;
	s->walker.scratch = NULL;
	return err_nomem(err);
}

int
replay_stream_init(struct replay_stream *s, const struct program *program,
    enum format_id format, const struct binding *binding,
    struct replay_notes *notes, struct err *err)
{
	*s = (struct replay_stream){ .format = format_get(format),
		.notes = notes };
	buf_init(&s->spare, LIMIT_GATHERED);
	if (engine_init(&s->engine, program, format, binding, err) < 0)
		return -1;
	return named_init(&s->named, program, format) < 0 ? err_nomem(err) : 0;
}

void
replay_stream_release(struct replay_stream *s)
{
	if (s->walker.scratch != NULL)
		walker_release(&s->walker);
	named_release(&s->named);
	buf_wipe(&s->spare);
	engine_release(&s->engine);
}
