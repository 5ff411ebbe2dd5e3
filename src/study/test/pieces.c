#include "study/test/pieces.h"

/* The loop at work. */
struct loop {
	const struct pieces *p;
	struct splitter splitter;
	struct slice window;
	struct buf *out;
};

/* Writes what stands around a piece as it was received. */
static void
take_around(const struct loop *l, enum split answer, struct piece *piece)
{
	const uint8_t *end = piece->record.p + piece->record.len;

	if (answer == SPLIT_RECORD) {
		piece->before = slice_between(l->window.p, piece->record.p);
		piece->after = slice_between(end, l->window.p + piece->used);
	} else if (answer == SPLIT_END) {
		piece->after = l->window;
	} else {
		piece->after = (struct slice){ l->window.p, piece->used };
	}
}

static enum split
next(struct loop *l, struct piece *piece)
{
	enum split answer =
	    l->p->format->split(&l->splitter, l->window, true, piece);

	if (l->p->as_received)
		take_around(l, answer, piece);
	return answer;
}

/* A record that is not written; false if none can follow. */
static bool
leave(const struct loop *l, const struct piece *piece,
    const struct rejection *why, size_t *used)
{
	l->p->rejected(l->p->ctx, why, false);
	/* A record that something follows was read to its own end. */
	if (reason_misleads(why->reason) && why->reason != REASON_TRAILING)
		*used = piece->used_if_malformed;
	return *used > 0;
}

/* False if nothing can follow. */
static bool
take_record(struct loop *l, const struct piece *piece, size_t *used)
{
	size_t before = l->out->len;
	struct rejection why;

	buf_add_slice(l->out, piece->before);
	switch (l->p->record(l->p->ctx, piece, l->out, &why)) {
	case FILTERED_WRITTEN:
		buf_add_slice(l->out, piece->after);
		splitter_written(&l->splitter);
		return true;
	case FILTERED_SHORT:
		l->out->len = before;
		l->splitter.wide = true;
		*used = 0;
		return true;
	case FILTERED_REJECTED:
	default:
		l->out->len = before;
		return leave(l, piece, &why, used);
	}
}

/* A record that split rejected. */
static void
hear(const struct loop *l, const struct piece *piece)
{
	struct rejection why = { piece->reason, piece->path };

	l->p->rejected(l->p->ctx, &why, true);
}

/* One piece, and what it takes up; false if nothing can follow. */
static bool
step(struct loop *l, size_t *used)
{
	struct piece piece = { 0 };
	enum split answer = next(l, &piece);

	*used = piece.used;
	switch (answer) {
	case SPLIT_RECORD:
		return take_record(l, &piece, used);
	case SPLIT_REJECT:
		hear(l, &piece);
		return true;
	case SPLIT_STOP:
		hear(l, &piece);
		return false;
	case SPLIT_GLUE:
	case SPLIT_MORE:
	case SPLIT_END:
	default:
		buf_add_slice(l->out, piece.after);
		return answer != SPLIT_END;
	}
}

void
pieces_go(const struct pieces *p, struct slice text, struct buf *out)
{
	struct loop l = { .p = p, .window = text, .out = out };
	size_t used;

	splitter_init(&l.splitter, p->program, p->format->id);
	l.splitter.scratch = p->scratch;
	while (step(&l, &used))
		l.window = slice_skip(l.window, used);
}
