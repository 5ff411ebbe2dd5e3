#include "study/audit/escapes.h"

#include "study/audit/digit.h"

/* Longer escapes of HL7 v2 are none: bytes, and the others, as \.sp+3\. */
#define HL7V2_HEX   1024
#define HL7V2_OTHER 16

/* Marks before that of an escape of JSON: a text of JSON, three deep. */
#define JSON_MARKS 7

/* Only what is so near to an escape is decoded. */
#define AROUND ((size_t)1024)

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
		decoded_put_char(d,
		    (uint32_t)((c - 0xD800) * 0x400 + (low - 0xDC00) + 0x10000),
		    from);
		return 12;
	}
	if (is_half(c, 0xD800) || is_half(c, 0xDC00))
		return 0;
	decoded_put_char(d, (uint32_t)c, from);
	return 6;
}

/* A byte as \xHH, as programs print it, which JSON has not. */
static size_t
take_byte(struct decoded *d, struct slice s, size_t from)
{
	int32_t byte = hex_of(slice_skip(s, 2), 2);

	if (byte < 0)
		return 0;
	decoded_put(d, (uint8_t)byte, from);
	return 4;
}

static size_t
take_json_once(struct decoded *d, struct slice s, size_t from)
{
	switch (s.p[1]) {
	case 'u':
	case 'U':
		return take_unicode(d, s, from);
	case 'x':
		return take_byte(d, s, from);
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		decoded_break(d, from);
		return 2;
	default:
		decoded_put(d, s.p[1], from);
		return 2;
	}
}

/*
 * How many marks at the start of s are before that of an escape: those of JSON
 * in a text of JSON, as logs hold what a program wrote.  Only where the number
 * of a character may follow can nothing else be meant.
 */
static size_t
marks_before(struct slice s)
{
	size_t n = 0;

	while (n < JSON_MARKS && n + 2 < s.len && s.p[n + 1] == '\\')
		n++;
	return (s.p[n + 1] | 0x20) == 'u' || s.p[n + 1] == 'x' ? n : 0;
}

static size_t
take_json(struct decoded *d, struct slice s, size_t from)
{
	size_t before, taken;

	if (s.len < 2)
		return 0;
	before = marks_before(s);
	taken = take_json_once(d, slice_skip(s, before), from);
	return taken == 0 ? 0 : before + taken;
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
	decoded_put_char(d, c, from);
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
		decoded_put(d, entities[i].byte, from);
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
	decoded_put(d, (uint8_t)byte, from);
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
		decoded_break(d, from);
		return end;
	}
	for (size_t i = 2; i + 2 < end; i += 2)
		decoded_put(d, (uint8_t)hex_of(slice_skip(s, i), 2), from);
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
escapes_mark(enum encoding encoding)
{
	return escapes[encoding].mark;
}

/* Takes the escape at a mark, or the mark itself; returns where it ends. */
static size_t
take(struct decoded *d, struct slice piece, size_t at, enum encoding encoding)
{
	size_t taken = escapes[encoding].take(d, slice_skip(piece, at), at);

	if (taken == 0)
		decoded_put(d, piece.p[at], at);
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

		at = slice_find(piece, end, mark);
		if (at - end > 2 * AROUND || at == piece.len) {
			at = at - end > AROUND ? end + AROUND : at;
			decoded_put_between(d, piece, end, at);
			return at;
		}
		decoded_put_between(d, piece, end, at);
	}
}

bool
escapes_decode(struct decoded *d, struct slice piece, enum encoding encoding)
{
	uint8_t mark = escapes[encoding].mark;
	size_t done = 0, at;

	while ((at = slice_find(piece, done, mark)) < piece.len) {
		size_t begin = at - done > AROUND ? at - AROUND : done;

		if (begin > 0)
			decoded_break(d, begin);
		decoded_put_between(d, piece, begin, at);
		done = unescape_near(d, piece, at, encoding);
	}
	return d->bytes.len > 0;
}
