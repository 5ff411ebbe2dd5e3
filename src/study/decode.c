#include "study/decode.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "study/text.h"

/* What eight bytes make: shorter runs are words, not encoded values. */
#define BASE64_MIN 11
#define HEX_MIN    16
#define TEXT_LEAST 8

/* Longer escapes of HL7 v2 are none: bytes, and the others, as \.sp+3\. */
#define HL7V2_HEX   1024
#define HL7V2_OTHER 16

const char *const encoding_names[ENCODING_COUNT] = {
	[ENCODING_RAW] = "as it stands",
	[ENCODING_JSON] = "JSON escapes",
	[ENCODING_XML] = "XML references",
	[ENCODING_PERCENT] = "percent",
	[ENCODING_HL7V2] = "HL7 v2 escapes",
	[ENCODING_BASE64] = "base64",
	[ENCODING_HEX] = "hexadecimal",
	[ENCODING_UTF_16] = "UTF-16",
};

void
decoded_init(struct decoded *d)
{
	*d = (struct decoded){ 0 };
	buf_init(&d->bytes, UINT32_MAX);
}

void
decoded_release(struct decoded *d)
{
	buf_wipe(&d->bytes);
	free(d->from);
	d->from = NULL;
	d->cap = 0;
}

/* Makes room for n more bytes, and for their places. */
static bool
make_room(struct decoded *d, size_t n)
{
	uint32_t *from;

	if (buf_reserve(&d->bytes, n) == NULL)
		return false;
	if (d->cap >= d->bytes.len + n)
		return true;
	from = realloc(d->from, d->bytes.cap * sizeof(*from));
	if (from == NULL) {
		d->bytes.failed = true;
		return false;
	}
	d->from = from;
	d->cap = d->bytes.cap;
	return true;
}

static inline void
put(struct decoded *d, uint8_t byte, size_t from)
{
	if (!make_room(d, 1))
		return;
	d->from[d->bytes.len] = (uint32_t)from;
	d->bytes.p[d->bytes.len++] = byte;
}

static void
put_char(struct decoded *d, uint32_t c, size_t from)
{
	uint8_t bytes[4];
	size_t n = utf8_put(c, bytes);

	for (size_t i = 0; i < n; i++)
		put(d, bytes[i], from);
}

/* A line end, across which nothing stands. */
static void
put_break(struct decoded *d, size_t from)
{
	put(d, '\n', from);
}

/* The bytes [begin, end) of a piece as they are. */
static void
put_between(struct decoded *d, struct slice piece, size_t begin, size_t end)
{
	size_t n = end - begin;

	if (n == 0 || !make_room(d, n))
		return;
	for (size_t i = 0; i < n; i++)
		d->from[d->bytes.len + i] = (uint32_t)(begin + i);
	memcpy(d->bytes.p + d->bytes.len, piece.p + begin, n);
	d->bytes.len += n;
}

static inline int
digit_of(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static inline bool
is_hex(uint8_t c)
{
	return digit_of(c) >= 0;
}

/* The number of n digits of hexadecimal at the start of s, or -1. */
static int32_t
hex_of(struct slice s, size_t n)
{
	int32_t number = 0;

	if (s.len < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int digit = digit_of(s.p[i]);

		if (digit < 0)
			return -1;
		number = number * 16 + digit;
	}
	return number;
}

static bool
is_half(int32_t c, int32_t first)
{
	return c >= first && c < first + 0x400;
}

/*
 * Each of these takes what stands for a character at the start of s, and
 * returns how many bytes that is; 0: nothing does.
 */

/* A \uXXXX, or two that make one character. */
static size_t
take_unicode(struct decoded *d, struct slice s, size_t from)
{
	int32_t c = hex_of(slice_skip(s, 2), 4), low = -1;

	if (c < 0)
		return 0;
	if (is_half(c, 0xD800) && s.len >= 12 && s.p[6] == '\\' &&
	    (s.p[7] | 0x20) == 'u')
		low = hex_of(slice_skip(s, 8), 4);
	if (is_half(c, 0xD800) && is_half(low, 0xDC00)) {
		put_char(d,
		    (uint32_t)((c - 0xD800) * 0x400 + (low - 0xDC00) + 0x10000),
		    from);
		return 12;
	}
	if (is_half(c, 0xD800) || is_half(c, 0xDC00))
		return 0;
	put_char(d, (uint32_t)c, from);
	return 6;
}

static size_t
take_json(struct decoded *d, struct slice s, size_t from)
{
	if (s.len < 2)
		return 0;
	switch (s.p[1]) {
	case 'u':
	case 'U':
		return take_unicode(d, s, from);
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		put_break(d, from);
		return 2;
	default:
		put(d, s.p[1], from);
		return 2;
	}
}

/* The character of a numeric reference. */
static size_t
take_number(struct decoded *d, struct slice s, size_t from)
{
	bool hex = s.len > 2 && (s.p[2] | 0x20) == 'x';
	uint32_t c = 0;
	size_t i = hex ? 3 : 2;

	for (; i < s.len && i < 12 && s.p[i] != ';'; i++) {
		int digit = digit_of(s.p[i]);

		if (digit < 0 || (!hex && digit > 9))
			return 0;
		c = c * (hex ? 16 : 10) + (uint32_t)digit;
	}
	if (i >= s.len || s.p[i] != ';' || c > 0x10FFFF ||
	    (c >= 0xD800 && c < 0xE000))
		return 0;
	put_char(d, c, from);
	return i + 1;
}

static size_t
take_xml(struct decoded *d, struct slice s, size_t from)
{
	static const struct {
		const char *name;
		uint8_t byte;
	} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' } };

	if (s.len > 2 && s.p[1] == '#')
		return take_number(d, s, from);
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		struct slice name = slice_text(entities[i].name);

		if (!slice_starts(s, name))
			continue;
		put(d, entities[i].byte, from);
		return name.len;
	}
	return 0;
}

static size_t
take_percent(struct decoded *d, struct slice s, size_t from)
{
	int32_t byte = hex_of(slice_skip(s, 1), 2);

	if (byte < 0)
		return 0;
	put(d, (uint8_t)byte, from);
	return 3;
}

/* Where the escape of HL7 v2 at the start of s ends, behind its last mark; 0:
 * it is none. */
static size_t
hl7v2_end(struct slice s)
{
	size_t most = s.len < 2 ? 0 : s.p[1] == 'X' ? HL7V2_HEX : HL7V2_OTHER;
	size_t i = 1;

	while (i < s.len && i < most && s.p[i] > ' ' && s.p[i] != '\\' &&
	       (i < 2 || s.p[1] != 'X' || is_hex(s.p[i])))
		i++;
	return i > 1 && i < s.len && s.p[i] == '\\' ? i + 1 : 0;
}

/* \X3132\ with any number of bytes; other escapes stand for separators. */
static size_t
take_hl7v2(struct decoded *d, struct slice s, size_t from)
{
	size_t end = hl7v2_end(s);

	if (end == 0)
		return 0;
	if (s.p[1] != 'X') {
		put_break(d, from);
		return end;
	}
	for (size_t i = 2; i + 2 < end; i += 2)
		put(d, (uint8_t)hex_of(slice_skip(s, i), 2), from);
	return end;
}

/* How the encodings that escape single characters begin and go on. */
static const struct {
	uint8_t mark;
	size_t (*take)(struct decoded *d, struct slice s, size_t from);
} escapes[ENCODING_COUNT] = {
	[ENCODING_JSON] = { '\\', take_json },
	[ENCODING_XML] = { '&', take_xml },
	[ENCODING_PERCENT] = { '%', take_percent },
	[ENCODING_HL7V2] = { '\\', take_hl7v2 },
};

uint8_t
encoding_mark(enum encoding encoding)
{
	return escapes[encoding].mark;
}

/* The next mark from an offset on, or the length of the piece. */
static size_t
next_mark(struct slice piece, size_t i, uint8_t mark)
{
	const uint8_t *found =
	    i < piece.len ? memchr(piece.p + i, mark, piece.len - i) : NULL;

	return found == NULL ? piece.len : (size_t)(found - piece.p);
}

/* Takes the escape at a mark, or the mark itself; returns where it ends. */
static size_t
take(struct decoded *d, struct slice piece, size_t at, enum encoding encoding)
{
	size_t taken = escapes[encoding].take(d, slice_skip(piece, at), at);

	if (taken == 0)
		put(d, piece.p[at], at);
	return at + (taken == 0 ? 1 : taken);
}

/*
 * Decodes escapes from the mark at `at` on, as long as they are near to each
 * other; returns where that ends.
 */
static size_t
unescape_near(
    struct decoded *d, struct slice piece, size_t at, enum encoding encoding)
{
	uint8_t mark = escapes[encoding].mark;

	for (;;) {
		size_t end = take(d, piece, at, encoding);

		at = next_mark(piece, end, mark);
		if (at - end > 2 * DECODE_AROUND || at == piece.len) {
			at =
			    at - end > DECODE_AROUND ? end + DECODE_AROUND : at;
			put_between(d, piece, end, at);
			return at;
		}
		put_between(d, piece, end, at);
	}
}

static bool
unescape(struct decoded *d, struct slice piece, enum encoding encoding)
{
	uint8_t mark = escapes[encoding].mark;
	size_t done = 0, at;

	while ((at = next_mark(piece, done, mark)) < piece.len) {
		size_t begin =
		    at - done > DECODE_AROUND ? at - DECODE_AROUND : done;

		if (begin > 0)
			put_break(d, begin);
		put_between(d, piece, begin, at);
		done = unescape_near(d, piece, at, encoding);
	}
	return d->bytes.len > 0;
}

/*
 * Runs of the alphabet of base64, with either of its last two characters, and
 * of hexadecimal digits.  Where in a run something begins is not known: it is
 * decoded in every way, of which all but one give bytes without a meaning.
 */

/* What characters of base64 stand for, plus one; 0: nothing. */
static const uint8_t sextets[0x100] = { ['A'] = 1,
	['B'] = 2,
	['C'] = 3,
	['D'] = 4,
	['E'] = 5,
	['F'] = 6,
	['G'] = 7,
	['H'] = 8,
	['I'] = 9,
	['J'] = 10,
	['K'] = 11,
	['L'] = 12,
	['M'] = 13,
	['N'] = 14,
	['O'] = 15,
	['P'] = 16,
	['Q'] = 17,
	['R'] = 18,
	['S'] = 19,
	['T'] = 20,
	['U'] = 21,
	['V'] = 22,
	['W'] = 23,
	['X'] = 24,
	['Y'] = 25,
	['Z'] = 26,
	['a'] = 27,
	['b'] = 28,
	['c'] = 29,
	['d'] = 30,
	['e'] = 31,
	['f'] = 32,
	['g'] = 33,
	['h'] = 34,
	['i'] = 35,
	['j'] = 36,
	['k'] = 37,
	['l'] = 38,
	['m'] = 39,
	['n'] = 40,
	['o'] = 41,
	['p'] = 42,
	['q'] = 43,
	['r'] = 44,
	['s'] = 45,
	['t'] = 46,
	['u'] = 47,
	['v'] = 48,
	['w'] = 49,
	['x'] = 50,
	['y'] = 51,
	['z'] = 52,
	['0'] = 53,
	['1'] = 54,
	['2'] = 55,
	['3'] = 56,
	['4'] = 57,
	['5'] = 58,
	['6'] = 59,
	['7'] = 60,
	['8'] = 61,
	['9'] = 62,
	['+'] = 63,
	['/'] = 64,
	['-'] = 63,
	['_'] = 64 };

/* Lines may end inside it. */
static inline bool
is_base64(uint8_t c)
{
	return sextets[c] != 0 || c == '\r' || c == '\n';
}

/* A run, whose first characters belong to something else. */
struct run {
	size_t begin, end, skip;
};

/* Leaves of what was added since `at` only text. */
static void
leave_text(struct decoded *d, size_t at)
{
	struct slice bytes = buf_slice(&d->bytes);
	size_t to = at, begin, end = at;

	while (text_find(bytes, end, TEXT_LEAST, &begin, &end)) {
		size_t n = end - begin;

		memmove(d->bytes.p + to, d->bytes.p + begin, n);
		memmove(d->from + to, d->from + begin, n * sizeof(d->from[0]));
		to += n;
		if (end == bytes.len)
			break;
		d->from[to] = d->from[end];
		d->bytes.p[to++] = '\n';
		end++;
	}
	d->bytes.len = to;
}

static void
end_run(struct decoded *d, const struct run *run, size_t at)
{
	leave_text(d, at);
	if (d->bytes.len > at)
		put_break(d, run->end - 1);
}

/* Four characters at a time, as long as no line ends among them. */
static size_t
decode_groups(struct decoded *d, struct slice s, size_t i, size_t end)
{
	uint8_t *to = d->bytes.p + d->bytes.len;
	uint32_t *from = d->from + d->bytes.len;
	size_t n = 0;

	for (; end - i >= 4; i += 4, n += 3) {
		const uint8_t *p = s.p + i;
		uint32_t a = sextets[p[0]], b = sextets[p[1]],
			 c = sextets[p[2]], e = sextets[p[3]], bits;

		if (a == 0 || b == 0 || c == 0 || e == 0)
			break;
		bits = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (e - 1);
		to[n] = (uint8_t)(bits >> 16);
		to[n + 1] = (uint8_t)(bits >> 8);
		to[n + 2] = (uint8_t)bits;
		from[n] = (uint32_t)(i + 1);
		from[n + 1] = (uint32_t)(i + 2);
		from[n + 2] = (uint32_t)(i + 3);
	}
	d->bytes.len += n;
	return i;
}

/* The group at i, over the ends of lines; returns where it ends. */
static size_t
decode_group(struct decoded *d, struct slice s, size_t i, size_t end)
{
	unsigned int count = 0;
	uint32_t bits = 0;

	for (; i < end && count < 4; i++) {
		uint8_t sextet = sextets[s.p[i]];

		if (sextet == 0)
			continue;
		bits = bits << 6 | (uint32_t)(sextet - 1);
		if (++count > 1)
			put(d, (uint8_t)(bits >> (8 - 2 * count)), i);
	}
	return i;
}

static void
decode_base64(struct decoded *d, struct slice s, const struct run *run)
{
	size_t skip = run->skip, before = d->bytes.len, i = run->begin;

	for (; skip > 0 && i < run->end; i++)
		skip -= sextets[s.p[i]] != 0;
	if (!make_room(d, run->end - run->begin))
		return;
	while (i < run->end) {
		i = decode_groups(d, s, i, run->end);
		i = decode_group(d, s, i, run->end);
		if (!make_room(d, run->end - i + 1))
			return;
	}
	end_run(d, run, before);
}

static void
decode_run_of_base64(
    struct decoded *d, struct slice s, size_t begin, size_t end)
{
	for (size_t skip = 0; skip < 4; skip++)
		decode_base64(d, s, &(struct run){ begin, end, skip });
}

static void
decode_hex(struct decoded *d, struct slice s, const struct run *run)
{
	size_t before = d->bytes.len;

	for (size_t i = run->begin + run->skip; i + 1 < run->end; i += 2)
		put(d, (uint8_t)(digit_of(s.p[i]) * 16 + digit_of(s.p[i + 1])),
		    i);
	end_run(d, run, before);
}

static void
decode_run_of_hex(struct decoded *d, struct slice s, size_t begin, size_t end)
{
	for (size_t skip = 0; skip < 2; skip++)
		decode_hex(d, s, &(struct run){ begin, end, skip });
}

/*
 * The next run of so many characters that begins at *end or later.  It has a
 * character least - 1 behind that: looking there first leaves most of a text
 * out.
 */
static inline bool
next_run(struct slice s, bool (*has)(uint8_t c), size_t least, size_t *begin,
    size_t *end)
{
	size_t from = *end, at;

	while (s.len - from >= least) {
		at = from + least - 1;
		if (!has(s.p[at])) {
			from = at + 1;
			continue;
		}
		*begin = *end = at;
		while (*begin > from && has(s.p[*begin - 1]))
			--*begin;
		while (*end < s.len && has(s.p[*end]))
			++*end;
		if (*end - *begin >= least)
			return true;
		from = *end;
	}
	return false;
}

bool
decode_next_base64(struct slice piece, size_t *begin, size_t *end)
{
	return next_run(piece, is_base64, BASE64_MIN, begin, end);
}

size_t
decode_some_base64(struct slice text, uint8_t *out, size_t n)
{
	uint32_t bits = 0;
	unsigned int count = 0;
	size_t got = 0;

	for (size_t i = 0; i < text.len && got < n; i++) {
		if (sextets[text.p[i]] == 0)
			continue;
		bits = bits << 6 | (uint32_t)(sextets[text.p[i]] - 1);
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		out[got++] = (uint8_t)(bits >> count);
	}
	return got;
}

static bool
decode_all_base64(struct decoded *d, struct slice piece)
{
	size_t begin, end = 0;

	while (decode_next_base64(piece, &begin, &end))
		decode_run_of_base64(d, piece, begin, end);
	return d->bytes.len > 0;
}

static bool
decode_all_hex(struct decoded *d, struct slice piece)
{
	size_t begin, end = 0;

	while (next_run(piece, is_hex, HEX_MIN, &begin, &end))
		decode_run_of_hex(d, piece, begin, end);
	return d->bytes.len > 0;
}

/*
 * UTF-16: wherever a zero byte makes a character of a Latin alphabet, as far
 * as characters go on that people write with.
 */

static uint32_t
unit_at(struct slice s, size_t i, bool little)
{
	return little ? (uint32_t)s.p[i + 1] << 8 | s.p[i]
		      : (uint32_t)s.p[i] << 8 | s.p[i + 1];
}

/* Not those of East Asia, which all text looks like in pairs of bytes. */
static bool
is_unit(uint32_t c)
{
	return (c >= 0x20 && c < 0x2E80) || (c >= 0xFE70 && c < 0xFFF0) ||
	       c == '\t' || c == '\n' || c == '\r';
}

/* Decodes from the pair at i on, and before it; returns where it ends. */
static size_t
decode_units(
    struct decoded *d, struct slice s, size_t done, size_t i, bool little)
{
	size_t begin = i;

	while (begin >= done + 2 && is_unit(unit_at(s, begin - 2, little)))
		begin -= 2;
	for (; begin + 1 < s.len && is_unit(unit_at(s, begin, little));
	     begin += 2)
		put_char(d, unit_at(s, begin, little), begin);
	put_break(d, i);
	return begin;
}

static void
decode_utf_16_as(struct decoded *d, struct slice s, bool little)
{
	size_t done = 0, zero;

	while ((zero = next_mark(s, done, 0)) < s.len) {
		size_t i = little ? zero - 1 : zero;

		if ((little && zero == done) || i + 1 >= s.len ||
		    !is_unit(unit_at(s, i, little)))
			done = zero + 1;
		else
			done = decode_units(d, s, done, i, little);
	}
}

bool
decode(struct decoded *d, struct slice piece, enum encoding encoding)
{
	buf_reset(&d->bytes);
	switch (encoding) {
	case ENCODING_BASE64:
		return decode_all_base64(d, piece);
	case ENCODING_HEX:
		return decode_all_hex(d, piece);
	case ENCODING_UTF_16:
		decode_utf_16_as(d, piece, true);
		decode_utf_16_as(d, piece, false);
		return d->bytes.len > 0;
	default:
		return unescape(d, piece, encoding);
	}
}
