/*
 * decoded: what stood behind an encoding, each byte of it with the place in the
 * piece of the file that it came from.
 *
 * Without memory, bytes.failed says so, and nothing more is added.
 */
#ifndef STUDY_DECODED_H
#define STUDY_DECODED_H

#include "base/buf.h"

struct decoded {
	struct buf bytes;
	uint32_t *from; /* owned; by byte */
	size_t cap;     /* of from; never more than that of bytes */
};

void decoded_init(struct decoded *d);
void decoded_release(struct decoded *d); /* wipes */

/* Makes room for n more bytes, and for their places; false without memory. */
bool decoded_room(struct decoded *d, size_t n);

static inline void
decoded_put(struct decoded *d, uint8_t byte, size_t from)
{
	if (d->bytes.len >= d->cap && !decoded_room(d, 1))
		return;
	d->from[d->bytes.len] = (uint32_t)from;
	d->bytes.p[d->bytes.len++] = byte;
}

/* A character, in UTF-8. */
void decoded_put_char(struct decoded *d, uint32_t c, size_t from);

/* A line end, across which nothing stands. */
void decoded_break(struct decoded *d, size_t from);

/* What is no text, between two texts that have nothing to do with each other.
 */
#define DECODED_END 0

/* The bytes [begin, end) of a piece as they are. */
void decoded_put_between(
    struct decoded *d, struct slice piece, size_t begin, size_t end);

#endif
