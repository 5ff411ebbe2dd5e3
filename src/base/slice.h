/*
 * slice: a pointer and a length that own nothing.
 *
 * Bytes of records and policies travel as slices.  A slice is valid as long
 * as the memory it points into; whoever hands one out says how long that is.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const uint8_t *p;
	size_t len;
};

/* The bytes [begin, end). */
static inline struct slice
slice_between(const uint8_t *begin, const uint8_t *end)
{
	return (struct slice){ begin, (size_t)(end - begin) };
}

/* The characters of a C string, without its terminator. */
static inline struct slice
slice_text(const char *text)
{
	return (struct slice){ (const uint8_t *)text, strlen(text) };
}

static inline bool
slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* slice_equal() of eight bytes or more, without a call for up to 16. */
static inline bool
slice_same(struct slice a, struct slice b)
{
	uint64_t head[2], tail[2];

	if (a.len != b.len || a.len < 8 || a.len > 16)
		return slice_equal(a, b);
	memcpy(&head[0], a.p, 8);
	memcpy(&head[1], b.p, 8);
	memcpy(&tail[0], a.p + a.len - 8, 8);
	memcpy(&tail[1], b.p + a.len - 8, 8);
	return head[0] == head[1] && tail[0] == tail[1];
}

static inline bool
slice_is(struct slice s, const char *text)
{
	return slice_equal(s, slice_text(text));
}

static inline bool
slice_starts(struct slice s, struct slice prefix)
{
	return s.len >= prefix.len &&
	       (prefix.len == 0 || memcmp(s.p, prefix.p, prefix.len) == 0);
}

/* Bytewise: negative, 0 or positive as memcmp(); a prefix comes first. */
static inline int
slice_order(struct slice a, struct slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len > 0 ? memcmp(a.p, b.p, len) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* slice_order() of words that mostly differ at once. */
static inline int
slice_word_order(struct slice a, struct slice b)
{
	size_t i = 0;

	while (i < a.len && i < b.len && a.p[i] == b.p[i])
		i++;
	if (i < a.len && i < b.len)
		return a.p[i] < b.p[i] ? -1 : 1;
	return (a.len > b.len) - (a.len < b.len);
}

/* What is left of s after its first n bytes; n is at most s.len. */
static inline struct slice
slice_skip(struct slice s, size_t n)
{
	return (struct slice){ s.p + n, s.len - n };
}

/* Where the next such byte stands from an offset on; s.len: nowhere. */
static inline size_t
slice_find(struct slice s, size_t from, uint8_t byte)
{
	const uint8_t *found =
	    from < s.len ? memchr(s.p + from, byte, s.len - from) : NULL;

	return found == NULL ? s.len : (size_t)(found - s.p);
}

/* Takes what stands before a byte off *rest, and the byte; false, and *rest is
 * unchanged, if the byte is not there. */
static inline bool
slice_take_until(struct slice *rest, char byte, struct slice *before)
{
	const uint8_t *end = NULL;

	if (rest->len > 0)
		end = memchr(rest->p, byte, rest->len);
	if (end == NULL)
		return false;
	*before = slice_between(rest->p, end);
	*rest = slice_skip(*rest, before->len + 1);
	return true;
}

#endif
