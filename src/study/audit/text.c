#include "study/audit/text.h"

#include "base/utf8.h"

static inline bool
is_text(uint32_t c)
{
	if (c >= 0x20)
		return c != 0x7F && (c < 0x80 || c >= 0xA0);
	return c == '\t' || c == '\n' || c == '\r';
}

/* Whether all of eight bytes are ASCII that is shown. */
static inline bool
are_shown(const uint8_t *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t w;

	memcpy(&w, p, 8);
	return ((w | (w - ones * 0x20) | (w + ones)) & (ones * 0x80)) == 0;
}

/* Bytes of the character of text at the start of s, which is not empty; 0: it
 * is none; -1: it is no UTF-8. */
static inline int
text_char(struct slice s)
{
	struct slice rest = s;
	uint32_t c;

	if (s.p[0] < 0x80)
		return is_text(s.p[0]) ? 1 : 0;
	if (s.p[0] < 0xC2 || s.p[0] > 0xF4 || s.len < 2 ||
	    (s.p[1] & 0xC0) != 0x80 || !utf8_next(&rest, &c))
		return -1;
	return is_text(c) ? (int)(s.len - rest.len) : 0;
}

struct text
text_at(struct slice s, size_t at, bool strict)
{
	size_t least = strict ? TEXT_SURE_STRICT : TEXT_SURE;
	size_t i = at, others = 0;

	while (i < s.len) {
		int n;

		if (s.len - i >= 8 && are_shown(s.p + i)) {
			i += 8;
			continue;
		}
		n = text_char(slice_skip(s, i));
		if (n == 0 || (n < 0 && strict))
			break;
		others += n < 0;
		i += n < 0 ? 1 : (size_t)n;
	}
	return (struct text){ i,
		(i - at >= least || i - at == s.len) && others * 4 <= i - at };
}

/*
 * How many of the eight bytes at p end with a control character that is none of
 * text: no text of eight bytes begins among them.
 */
static inline size_t
unfit(const uint8_t *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t w, controls;
	size_t last;

	memcpy(&w, p, 8);
	controls = ~(((w & (ones * 0x7F)) + ones * 0x60) | w) & (ones * 0x80);
	if (controls == 0)
		return 0;
	last = 8;
	while (p[last - 1] >= 0x20)
		last--;
	return is_text(p[last - 1]) ? 0 : last;
}

bool
text_find(struct slice s, size_t from, size_t least, size_t *begin, size_t *end)
{
	while (s.len - from >= least) {
		size_t pass = unfit(s.p + from);
		struct text text;

		if (pass > 0) {
			from += pass;
			continue;
		}
		text = text_at(s, from, true);
		if (text.end - from >= least) {
			*begin = from;
			*end = text.end;
			return true;
		}
		from = text.end + 1;
	}
	return false;
}
