#include "format/hl7v2_lines.h"

#include <stdlib.h>

static bool
is_line_end(uint8_t c)
{
	return c == '\r' || c == '\n';
}

static bool
add(struct hl7v2_lines *l, struct slice line)
{
	if (l->count == l->cap) {
		size_t cap = l->cap == 0 ? 64 : l->cap * 2;
		struct slice *items = realloc(l->items, cap * sizeof(*items));

		if (items == NULL)
			return false;
		l->items = items;
		l->cap = cap;
	}
	l->items[l->count++] = line;
	return true;
}

/* The line end at p: CR and LF are one. */
static inline struct slice
end_at(const uint8_t *p, const uint8_t *end)
{
	bool pair = *p == '\r' && p + 1 < end && p[1] == '\n';

	return (struct slice){ p, pair ? 2 : 1 };
}

/* The message without the line ends behind its last line. */
static struct slice
without_tail(struct slice message)
{
	while (message.len > 0 && is_line_end(message.p[message.len - 1]))
		message.len--;
	return message;
}

/* Adds the line [begin, p), if it is not empty. */
static inline enum reason
take_line(
    struct hl7v2_lines *l, const uint8_t *begin, const uint8_t *p, size_t max)
{
	if (p == begin)
		return REASON_NONE;
	if (l->count == max)
		return REASON_MEMBERS;
	return add(l, slice_between(begin, p)) ? REASON_NONE : REASON_MEMORY;
}

/* A control character at p ends the line from *begin on, or is wrong. */
static inline enum reason
take_control(struct hl7v2_lines *l, const uint8_t **begin, const uint8_t *p,
    const uint8_t *end, size_t max)
{
	const uint8_t *line = *begin;
	struct slice ends;

	/* LF may end a line together with the byte before it. */
	if (p < line)
		return REASON_NONE;
	if (!is_line_end(*p))
		return REASON_SYNTAX;
	ends = end_at(p, end);
	if (l->end.len == 0)
		l->end = ends;
	if (ends.len != l->end.len || *p != *l->end.p)
		return REASON_LINE_END;
	*begin = p + ends.len;
	return take_line(l, line, p, max);
}

/* All lines of a message up to `end`, where the last one ends. */
static enum reason
take_lines(struct hl7v2_lines *l, const struct hl7v2_index *message,
    const uint8_t *end, size_t max)
{
	const uint8_t *begin = message->begin;
	size_t len = (size_t)(end - begin);

	for (size_t at = 0; at < len; at += 64) {
		uint64_t bits = hl7v2_index_word(message, HL7V2_CONTROL, at);

		for (; bits != 0; bits &= bits - 1) {
			const uint8_t *p =
			    message->begin + at + __builtin_ctzll(bits);
			enum reason reason;

			/* Line ends behind the last line. */
			if (p >= end)
				break;
			reason = take_control(l, &begin, p, end, max);
			if (reason != REASON_NONE)
				return reason;
		}
	}
	return take_line(l, begin, end, max);
}

enum reason
hl7v2_lines_find(
    struct hl7v2_lines *l, const struct hl7v2_index *message, size_t max)
{
	struct slice all = slice_between(message->begin, message->end);
	struct slice body = without_tail(all);
	const uint8_t *end = body.p + body.len;
	enum reason reason;

	l->count = 0;
	l->end.len = 0;
	reason = take_lines(l, message, end, max);
	if (l->end.len == 0)
		l->end = body.len < all.len ? end_at(end, message->end)
					    : slice_text("\r");
	if (reason == REASON_NONE && l->count == 0)
		reason = REASON_SYNTAX;
	return reason;
}

void
hl7v2_lines_release(struct hl7v2_lines *l)
{
	free(l->items);
	*l = (struct hl7v2_lines){ 0 };
}
