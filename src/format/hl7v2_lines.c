#include "format/hl7v2_lines.h"

#include <stdlib.h>

#include "format/hl7v2_scan.h"

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

static struct slice
end_at(const uint8_t *p, const uint8_t *end)
{
	bool pair = *p == '\r' && p + 1 < end && p[1] == '\n';

	return (struct slice){ p, pair ? 2 : 1 };
}

/* Whether two ends are of one kind. */
static bool
are_alike(struct slice a, struct slice b)
{
	return a.len == b.len && a.p[0] == b.p[0];
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
	if (*p == '\t' || p < *begin)
		return REASON_NONE;
	if (!is_line_end(*p))
		return REASON_SYNTAX;
	ends = end_at(p, end);
	if (l->end.len == 0)
		l->end = ends;
	if (!are_alike(ends, l->end))
		return REASON_LINE_END;
	*begin = p + ends.len;
	return take_line(l, line, p, max);
}

/* The control characters in the window at p; notes bytes above 0x7F. */
static inline uint64_t
controls_in(const uint8_t *p, const uint8_t *end, uint64_t *high)
{
	hl7v2_block a = hl7v2_load(p), b = hl7v2_load(p + 16);
	hl7v2_block c = hl7v2_load(p + 32), d = hl7v2_load(p + 48);
	uint64_t inside, bits;

	bits = hl7v2_window(hl7v2_below_blank(a), hl7v2_below_blank(b),
	    hl7v2_below_blank(c), hl7v2_below_blank(d));
	if (end - p >= HL7V2_WINDOW) {
		*high |= hl7v2_bits(hl7v2_or(hl7v2_or(a, b), hl7v2_or(c, d)));
		return bits;
	}
	inside = hl7v2_window_inside(p, end);
	*high |= hl7v2_window(a, b, c, d) & inside;
	return bits & inside;
}

/* All lines of a body, which ends with the last one. */
static enum reason
take_lines(struct hl7v2_lines *l, struct slice body, size_t max)
{
	const uint8_t *begin = body.p, *end = begin + body.len;
	enum reason reason;
	uint64_t high = 0;

	for (const uint8_t *p = begin; p < end; p += HL7V2_WINDOW) {
		uint64_t bits = controls_in(p, end, &high);

		for (; bits != 0; bits &= bits - 1) {
			reason = take_control(
			    l, &begin, p + __builtin_ctzll(bits), end, max);
			if (reason != REASON_NONE)
				return reason;
		}
	}
	l->ascii = high == 0;
	return take_line(l, begin, end, max);
}

enum reason
hl7v2_lines_find(struct hl7v2_lines *l, struct slice message, size_t max)
{
	struct slice body = without_tail(message);
	enum reason reason;

	l->count = 0;
	l->end.len = 0;
	reason = take_lines(l, body, max);
	if (l->end.len == 0)
		l->end = body.len < message.len ? end_at(body.p + body.len,
						      message.p + message.len)
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
