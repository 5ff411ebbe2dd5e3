#include "run/reader.h"

void
reader_init(struct reader *r, const struct program *program,
    enum format_id format, const struct run_work *work, size_t read_size)
{
	*r = (struct reader){
		.work = work, .program = program, .format = format
	};
	source_init(
	    &r->source, program->limits.record * 2 + (1 << 20), read_size);
}

void
reader_release(struct reader *r)
{
	source_release(&r->source);
}

void
reader_open(struct reader *r, int fd, const char *name)
{
	source_open(&r->source, fd, name);
	splitter_init(&r->splitter, r->program, r->format);
	r->splitter.scratch = r->work->scratch;
	r->used = 0;
}

/* The bytes of a piece that ends there; p == NULL: they are not all of it. */
static struct slice
content_of(const struct reader *r, const struct piece *piece,
    enum reason reason, size_t end)
{
	struct slice window = source_window(&r->source);
	size_t len = end - piece->start;

	if (reason == REASON_RECORD_SIZE || len > r->program->limits.record)
		return (struct slice){ NULL, 0 };
	return (struct slice){ window.p + piece->start, len };
}

/* A rejection that split, not filter, found. */
static enum reading
on_split_rejected(struct reader *r, const struct piece *piece, bool last,
    struct reading_reject *reject)
{
	reject->why =
	    (struct rejection){ .reason = piece->reason, .path = piece->path };
	reject->offset = r->source.taken + piece->start;
	/* Where it ends is not known when nothing can follow. */
	reject->content = (struct slice){ NULL, 0 };
	if (!last)
		reject->content =
		    content_of(r, piece, piece->reason, piece->used);
	if (r->work->rejected != NULL)
		r->work->rejected(r->work->ctx, &reject->why);
	r->used = piece->used;
	return last ? READING_LAST : READING_REJECTED;
}

static enum reading
on_rejected(
    struct reader *r, const struct piece *piece, struct reading_reject *reject)
{
	bool misleads = reason_misleads(reject->why.reason);
	bool last = misleads && piece->used_if_malformed == 0;

	/* A record that something follows was read to its own end. */
	if (misleads && reject->why.reason != REASON_TRAILING)
		r->used = piece->used_if_malformed;
	reject->offset = r->source.taken + piece->start;
	reject->content = content_of(
	    r, piece, reject->why.reason, last ? piece->used : r->used);
	return last ? READING_LAST : READING_REJECTED;
}

static enum reading
on_record(struct reader *r, const struct piece *piece, struct buf *out,
    struct reading_reject *reject)
{
	size_t before = out->len;
	struct rejection why;

	r->used = piece->used;
	buf_add_slice(out, piece->before);
	switch (r->work->record(r->work->ctx, piece, out, &why)) {
	case FILTERED_WRITTEN:
		buf_add_slice(out, piece->after);
		splitter_written(&r->splitter);
		return READING_WRITTEN;
	case FILTERED_SHORT:
		out->len = before;
		r->splitter.wide = true;
		/* It must be looked for again. */
		r->used = 0;
		return READING_NOTHING;
	case FILTERED_REJECTED:
		break;
	}
	out->len = before;
	reject->why = why;
	return on_rejected(r, piece, reject);
}

/* Finds the next piece. */
static enum split
split(struct reader *r, struct piece *piece)
{
	struct slice window = source_window(&r->source);
	enum split answer =
	    r->work->split(&r->splitter, window, r->source.eof, piece);

	if (!r->work->as_received)
		return answer;
	if (answer == SPLIT_RECORD) {
		const uint8_t *end = piece->record.p + piece->record.len;

		piece->before = slice_between(window.p, piece->record.p);
		piece->after = slice_between(end, window.p + piece->used);
	} else if (answer == SPLIT_END) {
		piece->after = window;
	} else if (!piece->repeats) {
		piece->after = (struct slice){ window.p, piece->used };
	}
	return answer;
}

enum reading
reader_step(struct reader *r, struct buf *out, struct reading_reject *reject)
{
	struct piece piece = { 0 };

	source_take(&r->source, r->used);
	r->used = 0;
	switch (split(r, &piece)) {
	case SPLIT_RECORD:
		return on_record(r, &piece, out, reject);
	case SPLIT_REJECT:
		return on_split_rejected(r, &piece, false, reject);
	case SPLIT_STOP:
		return on_split_rejected(r, &piece, true, reject);
	case SPLIT_GLUE:
		buf_add_slice(out, piece.after);
		r->used = piece.used;
		return READING_NOTHING;
	case SPLIT_MORE:
		buf_add_slice(out, piece.after);
		source_take(&r->source, piece.used);
		return READING_MORE;
	case SPLIT_END:
	default:
		buf_add_slice(out, piece.after);
		return READING_END;
	}
}
