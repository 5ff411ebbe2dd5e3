#include "format/hl7v2_lines.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static bool
is_line_end(uint8_t c)
{
	return c == '\r' || c == '\n';
}

const uint8_t *
hl7v2_line_end(const uint8_t *p, const uint8_t *end)
{
#ifdef __SSE2__
	const __m128i cr = _mm_set1_epi8('\r'), lf = _mm_set1_epi8('\n');

	for (; end - p >= 16; p += 16) {
		__m128i block =
		    _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i ends = _mm_or_si128(
		    _mm_cmpeq_epi8(block, cr), _mm_cmpeq_epi8(block, lf));
		uint32_t bits = (uint32_t)_mm_movemask_epi8(ends);

		if (bits != 0)
			return p + __builtin_ctz(bits);
	}
#endif
	while (p < end && !is_line_end(*p))
		p++;
	return p;
}

/*
 * The first byte at or after p that is no printable ASCII character, or end.
 * DEL counts as printable: no format gives it a meaning.
 */
static const uint8_t *
find_odd(const uint8_t *p, const uint8_t *end)
{
#ifdef __SSE2__
	/* Signed: bytes beyond ASCII are below the blank, too. */
	const __m128i blank = _mm_set1_epi8(' ');

	for (; end - p >= 16; p += 16) {
		__m128i block =
		    _mm_loadu_si128((const __m128i *)(const void *)p);
		uint32_t bits =
		    (uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(block, blank));

		if (bits != 0)
			return p + __builtin_ctz(bits);
	}
#endif
	while (p < end && *p >= ' ' && *p < 0x80)
		p++;
	return p;
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

static const char *
end_at(const uint8_t *p, const uint8_t *end)
{
	if (*p == '\n')
		return "\n";
	return p + 1 < end && p[1] == '\n' ? "\r\n" : "\r";
}

/* The message without the line ends behind its last line. */
static struct slice
without_tail(struct slice message)
{
	while (message.len > 0 && is_line_end(message.p[message.len - 1]))
		message.len--;
	return message;
}

/* Adds the line [begin, p), which ends there; REASON_NONE if it is good. */
static enum reason
take_line(
    struct hl7v2_lines *l, const uint8_t *begin, const uint8_t *p, size_t max)
{
	if (p == begin)
		return REASON_NONE;
	if (l->count == max)
		return REASON_MEMBERS;
	return add(l, slice_between(begin, p)) ? REASON_NONE : REASON_MEMORY;
}

enum reason
hl7v2_lines_find(struct hl7v2_lines *l, struct slice message, size_t max)
{
	struct slice body = without_tail(message);
	const uint8_t *begin = body.p, *p = begin, *end = begin + body.len;
	const uint8_t *far = message.p + message.len;
	enum reason reason = REASON_NONE;

	l->count = 0;
	l->ascii = true;
	l->end = end < far ? end_at(end, far) : "\r";
	for (bool first = true; reason == REASON_NONE; p++) {
		p = find_odd(p, end);
		if (p == end)
			break;
		if (*p >= 0x80) {
			l->ascii = false;
		} else if (is_line_end(*p)) {
			reason = take_line(l, begin, p, max);
			if (first)
				l->end = end_at(p, end);
			first = false;
			if (strcmp(end_at(p, end), l->end) != 0)
				return REASON_LINE_END;
			p += strlen(l->end) - 1;
			begin = p + 1;
		} else if (*p != '\t') {
			return REASON_SYNTAX;
		}
	}
	if (reason == REASON_NONE)
		reason = take_line(l, begin, end, max);
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
