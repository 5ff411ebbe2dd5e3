#include "study/view.h"

#include <stdlib.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "study/needles.h"

/* What eight bytes make: shorter runs are words, not encoded values. */
#define BASE64_MIN 11
#define HEX_MIN    16

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
view_init(struct view *v)
{
	*v = (struct view){ 0 };
	buf_init(&v->folded, (size_t)1 << 31);
	buf_init(&v->decoded, (size_t)1 << 31);
}

void
view_release(struct view *v)
{
	buf_wipe(&v->folded);
	buf_wipe(&v->decoded);
	free(v->edge);
	free(v->from);
	free(v->decoded_from);
	*v = (struct view){ 0 };
}

/* Makes room in the arrays beside the buffers. */
static bool
make_room(uint32_t **from, bool **edge, size_t *cap, size_t n)
{
	uint32_t *places;
	bool *edges;

	if (*cap >= n)
		return true;
	n *= 2;
	places = realloc(*from, n * sizeof(*places));
	if (places != NULL)
		*from = places;
	if (edge == NULL) {
		*cap = places == NULL ? *cap : n;
		return places != NULL;
	}
	edges = realloc(*edge, n * sizeof(*edges));
	if (edges != NULL)
		*edge = edges;
	if (places == NULL || edges == NULL)
		return false;
	*cap = n;
	return true;
}

/*
 * Decoding.  Each decoder adds bytes with the place that they came from.
 */

static void
put(struct view *v, uint8_t byte, size_t from)
{
	size_t at = v->decoded.len;

	if (!make_room(&v->decoded_from, NULL, &v->decoded_cap, at + 1)) {
		v->decoded.failed = true;
		return;
	}
	buf_add_byte(&v->decoded, byte);
	v->decoded_from[at] = (uint32_t)from;
}

static void
put_char(struct view *v, uint32_t c, size_t from)
{
	uint8_t bytes[4];
	size_t n = utf8_put(c, bytes);

	for (size_t i = 0; i < n; i++)
		put(v, bytes[i], from);
}

/* A line end, which folds to a break. */
static void
put_break(struct view *v, size_t from)
{
	put(v, '\n', from);
}

static int
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

/* Takes a \uXXXX, or two that make one character; 0: there is none. */
static size_t
take_unicode(struct view *v, struct slice s, size_t from)
{
	int32_t c = hex_of(slice_skip(s, 2), 4), low = -1;

	if (c < 0)
		return 0;
	if (is_half(c, 0xD800) && s.len >= 12 && s.p[6] == '\\' &&
	    (s.p[7] | 0x20) == 'u')
		low = hex_of(slice_skip(s, 8), 4);
	if (is_half(c, 0xD800) && is_half(low, 0xDC00)) {
		put_char(v,
		    (uint32_t)((c - 0xD800) * 0x400 + (low - 0xDC00) + 0x10000),
		    from);
		return 12;
	}
	if (is_half(c, 0xD800) || is_half(c, 0xDC00))
		return 0;
	put_char(v, (uint32_t)c, from);
	return 6;
}

/* Each of these takes what stands for a character at the start of s, and
 * returns how many bytes that is; 0: nothing does. */

static size_t
take_json(struct view *v, struct slice s, size_t from)
{
	if (s.len < 2)
		return 0;
	switch (s.p[1]) {
	case 'u':
	case 'U':
		return take_unicode(v, s, from);
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		put_break(v, from);
		return 2;
	default:
		put(v, s.p[1], from);
		return 2;
	}
}

/* The character of a numeric reference, and where it ends; 0: none. */
static size_t
take_number(struct view *v, struct slice s, size_t from)
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
	put_char(v, c, from);
	return i + 1;
}

static size_t
take_xml(struct view *v, struct slice s, size_t from)
{
	static const struct {
		const char *name;
		uint8_t byte;
	} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' } };

	if (s.len > 2 && s.p[1] == '#')
		return take_number(v, s, from);
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		struct slice name = slice_text(entities[i].name);

		if (!slice_starts(s, name))
			continue;
		put(v, entities[i].byte, from);
		return name.len;
	}
	return 0;
}

static size_t
take_percent(struct view *v, struct slice s, size_t from)
{
	int32_t byte = hex_of(slice_skip(s, 1), 2);

	if (byte < 0)
		return 0;
	put(v, (uint8_t)byte, from);
	return 3;
}

/* \X3132\ with any number of bytes; other escapes stand for separators. */
static size_t
take_hl7v2(struct view *v, struct slice s, size_t from)
{
	const uint8_t *end =
	    s.len > 2 ? memchr(s.p + 1, '\\', s.len - 1) : NULL;
	size_t len = end == NULL ? 0 : (size_t)(end - s.p);

	if (len < 2 || len > 512)
		return 0;
	if (s.p[1] != 'X') {
		put_break(v, from);
		return len + 1;
	}
	for (size_t i = 2; i + 1 < len; i += 2) {
		int32_t byte = hex_of(slice_skip(s, i), 2);

		if (byte >= 0)
			put(v, (uint8_t)byte, from);
	}
	return len + 1;
}

/* How the encodings that escape single characters begin and go on. */
static const struct {
	uint8_t mark;
	size_t (*take)(struct view *v, struct slice s, size_t from);
} escapes[] = {
	[ENCODING_JSON] = { '\\', take_json },
	[ENCODING_XML] = { '&', take_xml },
	[ENCODING_PERCENT] = { '%', take_percent },
	[ENCODING_HL7V2] = { '\\', take_hl7v2 },
};

static bool
unescape(struct view *v, struct slice piece, enum encoding encoding)
{
	uint8_t mark = escapes[encoding].mark;
	size_t i = 0;

	if (piece.len == 0 || memchr(piece.p, mark, piece.len) == NULL)
		return false;
	while (i < piece.len) {
		size_t taken = 0;

		if (piece.p[i] == mark)
			taken =
			    escapes[encoding].take(v, slice_skip(piece, i), i);
		if (taken == 0)
			put(v, piece.p[i], i);
		i += taken == 0 ? 1 : taken;
	}
	return true;
}

static int
sextet_of(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

/* Where a run of base64 that begins at i ends; lines may end inside it. */
static size_t
base64_end(struct slice s, size_t i)
{
	while (i < s.len &&
	       (sextet_of(s.p[i]) >= 0 || s.p[i] == '\r' || s.p[i] == '\n'))
		i++;
	return i;
}

/* Decodes a run whose first `skip` characters belong to something else. */
static void
decode_base64(struct view *v, struct slice s, size_t i, size_t end, size_t skip)
{
	uint32_t bits = 0;
	unsigned int count = 0;

	for (; i < end; i++) {
		int sextet = sextet_of(s.p[i]);

		if (sextet < 0)
			continue;
		if (skip > 0) {
			skip--;
			continue;
		}
		bits = bits << 6 | (uint32_t)sextet;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		put(v, (uint8_t)(bits >> count), i);
	}
	put_break(v, end - 1);
}

static bool
decode_runs_of_base64(struct view *v, struct slice piece)
{
	for (size_t i = 0; i < piece.len; i++) {
		size_t end = base64_end(piece, i);

		if (end - i >= BASE64_MIN)
			for (size_t skip = 0; skip < 4; skip++)
				decode_base64(v, piece, i, end, skip);
		i = end;
	}
	return v->decoded.len > 0;
}

static void
decode_hex(struct view *v, struct slice s, size_t i, size_t end)
{
	for (; i + 1 < end; i += 2)
		put(v, (uint8_t)(digit_of(s.p[i]) * 16 + digit_of(s.p[i + 1])),
		    i);
	put_break(v, end - 1);
}

static bool
decode_runs_of_hex(struct view *v, struct slice piece)
{
	for (size_t i = 0; i < piece.len; i++) {
		size_t end = i;

		while (end < piece.len && digit_of(piece.p[end]) >= 0)
			end++;
		if (end - i >= HEX_MIN) {
			decode_hex(v, piece, i, end);
			decode_hex(v, piece, i + 1, end);
		}
		i = end;
	}
	return v->decoded.len > 0;
}

/* Reads pairs of bytes; high is where the first of a pair counts more. */
static void
read_utf_16(struct view *v, struct slice piece, size_t first, bool high)
{
	for (size_t i = first; i + 1 < piece.len; i += 2) {
		uint32_t a = piece.p[i], b = piece.p[i + 1];
		uint32_t c = high ? a << 8 | b : b << 8 | a;

		if (c < 0xD800 || c >= 0xE000)
			put_char(v, c, i);
	}
	put_break(v, piece.len - 1);
}

/* Both byte orders, from both first bytes: one of the four is right. */
static bool
decode_utf_16(struct view *v, struct slice piece)
{
	if (piece.len == 0 || memchr(piece.p, 0, piece.len) == NULL)
		return false;
	for (size_t way = 0; way < 4; way++)
		read_utf_16(v, piece, way % 2, way < 2);
	return true;
}

static bool
decode(struct view *v, struct slice piece, enum encoding encoding)
{
	switch (encoding) {
	case ENCODING_BASE64:
		return decode_runs_of_base64(v, piece);
	case ENCODING_HEX:
		return decode_runs_of_hex(v, piece);
	case ENCODING_UTF_16:
		return decode_utf_16(v, piece);
	default:
		return unescape(v, piece, encoding);
	}
}

/*
 * Folding.
 */

static void
add(struct view *v, const uint8_t *bytes, size_t len, size_t from, bool edge)
{
	size_t at = v->folded.len;

	if (!make_room(&v->from, &v->edge, &v->cap, at + len)) {
		v->folded.failed = true;
		return;
	}
	buf_add(&v->folded, bytes, len);
	for (size_t i = 0; i < len; i++) {
		v->from[at + i] = (uint32_t)from;
		v->edge[at + i] = edge && i == 0;
	}
}

/* Folds text; from says for each byte where it came from, NULL: itself. */
static void
fold(struct view *v, struct slice text, const uint32_t *from)
{
	static const uint8_t gap[] = { NEEDLE_BREAK };
	struct slice rest = text;
	uint8_t bytes[FOLD_MAX];
	bool edge = true, gap_last = true;

	while (rest.len > 0) {
		size_t at = (size_t)(rest.p - text.p), len;
		enum fold_kind kind = fold_next(&rest, bytes, &len);
		size_t place = from == NULL ? at : from[at];

		if (kind == FOLD_BREAK && !gap_last)
			add(v, gap, sizeof(gap), place, false);
		if (kind == FOLD_LETTERS)
			add(v, bytes, len, place, edge);
		edge = kind != FOLD_LETTERS;
		gap_last =
		    kind == FOLD_BREAK || (kind == FOLD_NOTHING && gap_last);
	}
}

bool
view_make(struct view *v, struct slice piece, enum encoding encoding)
{
	struct slice text = piece;

	buf_reset(&v->folded);
	buf_reset(&v->decoded);
	if (encoding != ENCODING_RAW) {
		if (!decode(v, piece, encoding))
			return false;
		text = buf_slice(&v->decoded);
	}
	if (v->decoded.failed) {
		v->folded.failed = true;
		return false;
	}
	fold(v, text, encoding == ENCODING_RAW ? NULL : v->decoded_from);
	return !v->folded.failed;
}
