#include "format/hl7v2_lines.h"

#include <stdlib.h>

#include "base/array.h"

static bool
is_line_end(uint8_t c)
{
	return c == '\r' || c == '\n';
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

/* Makes room for lines; false without memory. */
static bool
reserve(struct hl7v2_lines *l, size_t count)
{
	while (l->cap < count)
		if (!array_grow((void **)&l->items, &l->cap, sizeof(*l->items)))
			return false;
	return true;
}

/* A control character that ends no line as those before; the first one that
 * ends a line shows how all do. */
static enum reason
take_other_end(struct hl7v2_lines *l, struct slice ends)
{
	if (!is_line_end(*ends.p))
		return REASON_SYNTAX;
	if (l->end.len > 0)
		return REASON_LINE_END;
	l->end = ends;
	return REASON_NONE;
}

/* Where lines are taken from a message, and put. */
struct taking {
	const uint8_t *begin; /* of the line at hand, */
	uint32_t first;       /* and its marks */
	struct hl7v2_line *to, *full;
};

/* Puts the line at hand, which ends at p and an index of the ends, if it is not
 * empty.  False if there is one too many. */
static inline bool
put_line(struct taking *t, const uint8_t *p, uint32_t last)
{
	if (p == t->begin)
		return true;
	if (t->to == t->full)
		return false;
	*t->to++ =
	    (struct hl7v2_line){ slice_between(t->begin, p), t->first, last };
	return true;
}

/* Takes all lines of a message up to `end`, where the last one ends. */
static inline enum reason
take_all(struct hl7v2_lines *l, const struct hl7v2_index *message,
    const uint8_t *end, struct taking *t)
{
	uint32_t last = (uint32_t)message->end_count;

	for (size_t i = 0; i < message->break_count; i++) {
		uint32_t at = message->breaks[i];
		const uint8_t *p = message->begin + message->ends[at];
		struct slice ends;

		if (p >= end) {
			last = at;
			break;
		}
		/* LF may end a line together with the byte before it. */
		if (p >= t->begin) {
			ends = end_at(p, end);
			if (ends.len != l->end.len || *p != *l->end.p) {
				enum reason reason = take_other_end(l, ends);

				if (reason != REASON_NONE)
					return reason;
			}
			if (!put_line(t, p, at))
				return REASON_MEMBERS;
			t->begin = p + ends.len;
		}
		t->first = at + 1;
	}
	return put_line(t, end, last) ? REASON_NONE : REASON_MEMBERS;
}

static enum reason
take_lines(struct hl7v2_lines *l, const struct hl7v2_index *message,
    const uint8_t *end, size_t max)
{
	size_t most = message->break_count + 1;
	struct taking t = { .begin = message->begin };
	enum reason reason;

	most = most < max ? most : max;
	if (!reserve(l, most))
		return REASON_MEMORY;
	t.to = l->items;
	t.full = l->items + most;
	reason = take_all(l, message, end, &t);
	l->count = (size_t)(t.to - l->items);
	return reason;
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
