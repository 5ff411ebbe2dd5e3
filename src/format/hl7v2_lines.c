#include "format/hl7v2_lines.h"

#include <stdlib.h>

#include "base/array.h"

static bool
is_line_end(uint8_t c)
{
	return c == '\r' || c == '\n';
}

static bool
add(struct hl7v2_lines *l, struct hl7v2_line line)
{
	if (l->count == l->cap &&
	    !array_grow((void **)&l->items, &l->cap, sizeof(*l->items)))
		return false;
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

/* Where the next line begins, and its marks. */
struct ahead {
	const uint8_t *begin;
	uint32_t first;
};

/* Adds the line that ends at p, at an index of the ends, if it is not empty. */
static inline enum reason
take_line(struct hl7v2_lines *l, struct ahead ahead, const uint8_t *p,
    uint32_t last, size_t max)
{
	struct hl7v2_line line = { slice_between(ahead.begin, p), ahead.first,
		last };

	if (line.text.len == 0)
		return REASON_NONE;
	if (l->count == max)
		return REASON_MEMBERS;
	return add(l, line) ? REASON_NONE : REASON_MEMORY;
}

/* A control character at p ends the line ahead, or is wrong. */
static inline enum reason
take_control(struct hl7v2_lines *l, struct ahead *ahead, const uint8_t *p,
    uint32_t last, const uint8_t *end, size_t max)
{
	struct ahead line = *ahead;
	struct slice ends;

	ahead->first = last + 1;
	/* LF may end a line together with the byte before it. */
	if (p < line.begin)
		return REASON_NONE;
	if (!is_line_end(*p))
		return REASON_SYNTAX;
	ends = end_at(p, end);
	if (l->end.len == 0)
		l->end = ends;
	if (ends.len != l->end.len || *p != *l->end.p)
		return REASON_LINE_END;
	ahead->begin = p + ends.len;
	return take_line(l, line, p, last, max);
}

/* All lines of a message up to `end`, where the last one ends. */
static enum reason
take_lines(struct hl7v2_lines *l, const struct hl7v2_index *message,
    const uint8_t *end, size_t max)
{
	struct ahead ahead = { message->begin, 0 };
	uint32_t last = (uint32_t)message->end_count;

	for (size_t i = 0; i < message->break_count; i++) {
		const uint8_t *p =
		    message->begin + message->ends[message->breaks[i]];
		enum reason reason;

		if (p >= end) {
			last = message->breaks[i];
			break;
		}
		reason =
		    take_control(l, &ahead, p, message->breaks[i], end, max);
		if (reason != REASON_NONE)
			return reason;
	}
	return take_line(l, ahead, end, last, max);
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
