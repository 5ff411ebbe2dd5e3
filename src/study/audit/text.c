#include "study/audit/text.h"

#include "base/swar.h"
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
	uint64_t w;

	memcpy(&w, p, 8);
	return ((w | (w - SWAR_EACH(0x20)) | (w + SWAR_EACH(1))) &
		   SWAR_EACH(0x80)) == 0;
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
 * How many of the eight bytes at p end with one that no text has there: a
 * control character, the first byte of a character of UTF-8 without a second
 * one, or a second one without a first.  No text of eight bytes begins among
 * them.
 */
static inline size_t
unfit(const uint8_t *p)
{
	uint64_t w, high, first, other, bad;

	memcpy(&w, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	high = w & SWAR_EACH(0x80);
	first = high & w << 1;
	other = high & ~first;
	bad = ~(((w & SWAR_EACH(0x7F)) + SWAR_EACH(0x60)) | w) &
	      SWAR_EACH(0x80) &
	      ~(swar_zeros(w ^ SWAR_EACH('\t')) |
		  swar_zeros(w ^ SWAR_EACH('\n')) |
		  swar_zeros(w ^ SWAR_EACH('\r')));
	bad |= first << 8 >> 8 & ~(other >> 8);
	bad |= other & ~(high << 8);
	return bad == 0 ? 0 : 8 - (size_t)__builtin_clzll(bad) / 8;
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
