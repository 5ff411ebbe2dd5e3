#include "format/hl7v2_text.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* Whether bytes are marks, all different. */
static bool
are_marks(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!hl7v2_is_mark(s.p[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (s.p[k] == s.p[i])
				return false;
	}
	return true;
}

size_t
hl7v2_marks_read(struct slice line, size_t name, struct hl7v2_marks *marks)
{
	struct slice all = { line.p + name, 1 };

	if (line.len < name + 5)
		return 0;
	while (name + all.len < line.len && all.len < 7 &&
	       all.p[all.len] != all.p[0])
		all.len++;
	if ((all.len != 5 && all.len != 6) || !are_marks(all))
		return 0;
	*marks = (struct hl7v2_marks){
		.field = all.p[0],
		.component = all.p[1],
		.repetition = all.p[2],
		.escape = all.p[3],
		.sub = all.p[4],
		.truncation = all.len == 6 ? all.p[5] : 0,
		.full.field = hl7v2_full(all.p[0]),
		.full.component = hl7v2_full(all.p[1]),
		.full.repetition = hl7v2_full(all.p[2]),
		.full.escape = hl7v2_full(all.p[3]),
		.full.sub = hl7v2_full(all.p[4]),
		.full.truncation = hl7v2_full(all.len == 6 ? all.p[5] : 0),
	};
	return name + all.len;
}

/* The mark that an escape of one letter stands for; 0: none. */
static uint8_t
mark_of(uint8_t letter, const struct hl7v2_marks *marks)
{
	switch (letter) {
	case 'F':
		return marks->field;
	case 'S':
		return marks->component;
	case 'T':
		return marks->sub;
	case 'R':
		return marks->repetition;
	case 'E':
		return marks->escape;
	case 'P':
		return marks->truncation;
	default:
		return 0;
	}
}

/* Adds the bytes of \Xhh..\, given its digits. */
static bool
add_hex(struct buf *out, struct slice digits, enum charset charset)
{
	if (digits.len == 0 || digits.len % 2 != 0)
		return false;
	for (size_t i = 0; i < digits.len; i += 2) {
		int high = ascii_hex_value(digits.p[i]);
		int low = ascii_hex_value(digits.p[i + 1]);
		uint8_t byte = (uint8_t)(high * 16 + low);

		if (high < 0 || low < 0 || byte == 0)
			return false;
		if (charset == CHARSET_UTF_8)
			buf_add_byte(out, byte);
		else if (!charset_to_utf8(
			     charset, (struct slice){ &byte, 1 }, out))
			return false;
	}
	return true;
}

/* Adds what an escape stands for, given what is between its marks. */
static bool
add_escape(struct buf *out, struct slice inside,
    const struct hl7v2_marks *marks, enum charset charset)
{
	uint8_t mark = inside.len == 1 ? mark_of(inside.p[0], marks) : 0;

	if (mark != 0)
		buf_add_byte(out, mark);
	else if (slice_is(inside, ".br"))
		buf_add_byte(out, '\n');
	else if (inside.len > 1 && inside.p[0] == 'X')
		return add_hex(out, slice_skip(inside, 1), charset);
	return mark != 0 || slice_is(inside, ".br");
}

enum reason
hl7v2_decode(struct buf *out, struct slice raw, const struct hl7v2_marks *marks,
    enum charset charset)
{
	size_t at = out->len;
	struct slice part;

	while (hl7v2_next(&raw, marks->full.escape, &part)) {
		buf_add_slice(out, part);
		if (raw.p == NULL)
			break;
		/* An escape ends with a mark, too. */
		if (!hl7v2_next(&raw, marks->full.escape, &part) ||
		    raw.p == NULL || !add_escape(out, part, marks, charset))
			return out->failed ? REASON_MEMORY : REASON_ESCAPE;
	}
	if (out->failed)
		return REASON_MEMORY;
	if (out->len > at && !utf8_valid(buf_slice_from(out, at)))
		return REASON_ESCAPE;
	return REASON_NONE;
}

/* The letter of the escape of a mark; 0 for any other character. */
static uint8_t
letter_of(uint8_t c, const struct hl7v2_marks *marks)
{
	static const char letters[] = "FSTREP";

	for (size_t i = 0; letters[i] != '\0'; i++)
		if (mark_of((uint8_t)letters[i], marks) == c)
			return (uint8_t)letters[i];
	return 0;
}

static void
add_escaped(struct buf *out, uint8_t c, const struct hl7v2_marks *marks)
{
	uint8_t letter = letter_of(c, marks);

	if (letter != 0)
		buf_add_format(
		    out, "%c%c%c", marks->escape, letter, marks->escape);
	else
		buf_add_format(
		    out, "%cX%02X%c", marks->escape, c, marks->escape);
}

/*
 * Copies a text block by block as far as it needs no escapes; *p is what is
 * left of it.  Beyond the text a buffer has room for a block.
 */
static uint8_t *
copy_plain(uint8_t *o, const uint8_t **p, const uint8_t *end,
    const struct hl7v2_marks *marks)
{
	for (; *p < end; *p += HL7V2_BLOCK, o += HL7V2_BLOCK) {
		hl7v2_block block = hl7v2_load(*p);
		uint32_t bits = hl7v2_bits(hl7v2_are_special(block, marks));
		size_t left = (size_t)(end - *p), n = HL7V2_BLOCK;

		hl7v2_store(o, block);
		if (bits != 0)
			n = hl7v2_first(bits);
		n = n < left ? n : left;
		if (n < HL7V2_BLOCK) {
			*p += n;
			return o + n;
		}
	}
	return o;
}

void
hl7v2_encode(
    struct buf *out, struct slice text, const struct hl7v2_marks *marks)
{
	const uint8_t *p = text.p, *end = p + text.len;

	while (p < end) {
		uint8_t *o = buf_reserve(out, (size_t)(end - p));

		if (o == NULL)
			return;
		o = copy_plain(o, &p, end, marks);
		out->len = (size_t)(o - out->p);
		if (p < end)
			add_escaped(out, *p++, marks);
	}
}
