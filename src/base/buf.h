/*
 * buf: bytes that grow up to a stated maximum.
 *
 * After a failure (no memory, maximum reached) a buffer stays failed and
 * ignores what is added, so that one look at `failed` at the end is enough.
 * Room for BUF_SLACK bytes beyond `len` always exists once anything was
 * reserved, so that fast copies may write a little too much.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/slice.h"

#define BUF_SLACK 64

struct buf {
	uint8_t *p;      /* owned; NULL until the first byte */
	size_t len, cap; /* bytes used, bytes that may be used */
	size_t max;      /* len never grows beyond this */
	bool failed;
};

/* An empty buffer that may grow to max bytes; allocates nothing. */
void buf_init(struct buf *b, size_t max);

/* Frees the bytes; the buffer is as after buf_init(). */
void buf_release(struct buf *b);

/* Overwrites the bytes with zeros, then buf_release(): for secrets. */
void buf_wipe(struct buf *b);

/* Forgets the bytes and a failure, keeps the memory. */
static inline void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

/* buf_reserve() when more memory is needed, or none is to be had. */
uint8_t *buf_reserve_more(struct buf *b, size_t n);

/*
 * Makes sure that n more bytes (and BUF_SLACK beyond) can be written at
 * b->p + b->len, and returns that place.  Returns NULL, and the buffer has
 * failed, when there is no memory or the maximum is passed.  The caller adds
 * what it wrote to b->len.
 */
static inline uint8_t *
buf_reserve(struct buf *b, size_t n)
{
	if (b->p == NULL || b->failed || n > b->cap - b->len)
		return buf_reserve_more(b, n);
	return b->p + b->len;
}

static inline void
buf_add(struct buf *b, const void *bytes, size_t len)
{
	uint8_t *to = len == 0 ? NULL : buf_reserve(b, len);

	if (to == NULL)
		return;
	memcpy(to, bytes, len);
	b->len += len;
}

static inline void
buf_add_slice(struct buf *b, struct slice s)
{
	buf_add(b, s.p, s.len);
}

void buf_add_byte(struct buf *b, uint8_t byte);
void buf_add_text(struct buf *b, const char *text);
void buf_add_format(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_add_u64(struct buf *b, uint64_t n); /* decimal */

/* One character (Unicode scalar value) as UTF-8. */
void buf_add_char(struct buf *b, uint32_t c);

/*
 * buf_add_slice() without a call for short texts.  Of these exactly the bytes
 * are copied, not one beyond them, which may be one that must not leave.
 */
static inline void
buf_put(struct buf *b, struct slice s)
{
	uint8_t *to;

	if (s.len > 32 || s.len > b->cap - b->len || b->failed) {
		buf_add_slice(b, s);
		return;
	}
	to = b->p + b->len;
	b->len += s.len;
	if (s.len >= 16) {
		memcpy(to, s.p, 16);
		memcpy(to + s.len - 16, s.p + s.len - 16, 16);
	} else if (s.len >= 8) {
		memcpy(to, s.p, 8);
		memcpy(to + s.len - 8, s.p + s.len - 8, 8);
	} else if (s.len >= 4) {
		memcpy(to, s.p, 4);
		memcpy(to + s.len - 4, s.p + s.len - 4, 4);
	} else if (s.len > 0) {
		to[0] = s.p[0];
		to[s.len / 2] = s.p[s.len / 2];
		to[s.len - 1] = s.p[s.len - 1];
	}
}

static inline struct slice
buf_slice(const struct buf *b)
{
	return (struct slice){ b->p, b->len };
}

/* The bytes from offset `from` on. */
static inline struct slice
buf_slice_from(const struct buf *b, size_t from)
{
	/* Nothing may have been added yet, and there be no memory. */
	if (from == 0)
		return buf_slice(b);
	return (struct slice){ b->p + from, b->len - from };
}

#endif
