#include "format/walker.h"

#include "format/split.h"

_Static_assert(BUF_SLACK >= FORMAT_PAD, "buffers can be scanned as windows");

/* Far more than names of LIMIT_NAME bytes in LIMIT_DEPTH containers take. */
#define PLACE_MAX ((size_t)1 << 20)

int
walker_init(struct walker *w, const struct program *program,
    enum format_id format, visit_fn *visit, void *ctx)
{
	*w = (struct walker){
		.visit = visit,
		.ctx = ctx,
		.format = format_get(format),
	};
	buf_init(&w->place, PLACE_MAX);
	/* A text grows to at most three times its length. */
	buf_init(&w->text, program->limits.record * 3);
	buf_init(&w->to, program->limits.record * 3);
	w->scratch = w->format->scratch_new(program);
	w->memory = w->format->walk_new(program);
	if (w->scratch != NULL && w->memory != NULL)
		return 0;
	walker_release(w);
	return -1;
}

void
walker_release(struct walker *w)
{
	w->format->scratch_free(w->scratch);
	w->format->walk_free(w->memory);
	buf_wipe(&w->place);
	buf_wipe(&w->text);
	buf_wipe(&w->to);
}

void
walker_copy(struct walker *w, const uint8_t *p)
{
	buf_add_slice(w->out, slice_between(w->at, p));
	w->at = p;
}

enum visited
walker_meet(
    struct walker *w, struct slice raw, const struct value *v, struct value *to)
{
	struct visit visit = { buf_slice(&w->place), *v, w->elements,
		w->element_count };
	enum visited answer;

	if (w->checking)
		return VISIT_LEAVE;
	if (w->place.failed)
		return VISIT_FAIL;
	answer = w->visit(w->ctx, &visit, to);
	if (answer != VISIT_REPLACE)
		return answer;
	/* Behind its own text, more bytes can be read. */
	buf_reset(&w->to);
	buf_add_slice(&w->to, to->text);
	if (w->to.failed)
		return VISIT_FAIL;
	to->text = buf_slice(&w->to);
	walker_copy(w, raw.p);
	w->at = raw.p + raw.len;
	return VISIT_REPLACE;
}

static enum reason
check_then_visit(struct walker *w, const struct piece *piece)
{
	enum reason reason;

	w->checking = true;
	w->at = piece->record.p;
	reason = w->format->walk(piece, w);
	if (reason != REASON_NONE)
		return reason;
	w->checking = false;
	w->at = piece->record.p;
	return w->format->walk(piece, w);
}

enum reason
walker_visit(struct walker *w, const struct piece *piece, struct buf *spare)
{
	buf_reset(spare);
	w->out = spare;
	return check_then_visit(w, piece);
}

enum filtered
walker_record(struct walker *w, const struct piece *piece, struct buf *out)
{
	size_t before = out->len;

	w->out = out;
	w->reason = check_then_visit(w, piece);
	if (w->reason == REASON_NONE) {
		walker_copy(w, piece->record.p + piece->record.len);
		if (!out->failed)
			return FILTERED_WRITTEN;
		w->reason = REASON_MEMORY;
	}
	out->len = before;
	return split_is_short(piece, w->reason) ? FILTERED_SHORT
						: FILTERED_REJECTED;
}
