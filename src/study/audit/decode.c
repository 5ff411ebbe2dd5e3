#include "study/audit/decode.h"

#include "study/audit/escapes.h"
#include "study/audit/runs.h"

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
		decoded_put_char(d, unit_at(s, begin, little), begin);
	decoded_break(d, i);
	return begin;
}

static void
decode_utf_16_as(struct decoded *d, struct slice s, bool little)
{
	size_t done = 0, zero;

	while ((zero = slice_find(s, done, 0)) < s.len) {
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
		return runs_decode_base64(d, piece);
	case ENCODING_HEX:
		return runs_decode_hex(d, piece);
	case ENCODING_UTF_16:
		decode_utf_16_as(d, piece, true);
		decode_utf_16_as(d, piece, false);
		return d->bytes.len > 0;
	default:
		return escapes_decode(d, piece, encoding);
	}
}
