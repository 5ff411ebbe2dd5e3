/*
 * hl7v2_text: the characters that structure a message, and values between
 * them.
 *
 * A header (MSH, FHS, BHS; H in HPRIM) declares the mark that ends fields,
 * then those of components, repetitions, escapes and subcomponents, and since
 * version 2.7 maybe one of truncation.  In a value, marks are spelled by
 * escapes.
 */
#ifndef FORMAT_HL7V2_TEXT_H
#define FORMAT_HL7V2_TEXT_H

#include "base/buf.h"
#include "base/charset.h"
#include "engine/reason.h"
#include "format/hl7v2_scan.h"

struct hl7v2_marks {
	uint8_t field, component, repetition, escape, sub;
	uint8_t truncation; /* 0: none */

	/* The same as full blocks. */
	struct {
		hl7v2_block field, component, repetition, escape, sub;
		hl7v2_block truncation;
	} full;
};

/* ASCII that is no letter, digit, blank, control or `"`. */
static inline bool
hl7v2_is_mark(uint8_t c)
{
	bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

	return c > ' ' && c < 0x7F && c != '"' && !letter &&
	       !(c >= '0' && c <= '9');
}

/*
 * Reads the marks that a header line with a name of `name` bytes declares.
 * Returns how much of the line, from its start, is name and declaration; 0
 * if there are not four or five marks, all different.
 */
size_t
hl7v2_marks_read(struct slice line, size_t name, struct hl7v2_marks *marks);

/*
 * Adds what a value with escapes stands for, in UTF-8: \F\ \S\ \T\ \R\ \E\
 * \P\ \.br\ (a line feed) and \Xhh..\ (bytes of `charset`).  Any other escape
 * is REASON_ESCAPE, and so are bytes without a meaning, and U+0000.
 */
enum reason hl7v2_decode(struct buf *out, struct slice raw,
    const struct hl7v2_marks *marks, enum charset charset);

/* Whether bytes cannot stand for themselves in a value. */
static inline hl7v2_block
hl7v2_are_special(hl7v2_block block, const struct hl7v2_marks *m)
{
	hl7v2_block special = hl7v2_below_blank(block);

	special = hl7v2_or(special, hl7v2_same(block, m->full.field));
	special = hl7v2_or(special, hl7v2_same(block, m->full.component));
	special = hl7v2_or(special, hl7v2_same(block, m->full.repetition));
	special = hl7v2_or(special, hl7v2_same(block, m->full.escape));
	special = hl7v2_or(special, hl7v2_same(block, m->full.sub));
	/* Without a mark of truncation, that is a control character. */
	return hl7v2_or(special, hl7v2_same(block, m->full.truncation));
}

/*
 * Whether a text, as a value, is spelled as it is: it has no marks and no
 * control characters.  FORMAT_PAD as in hl7v2_encode().
 */
static inline bool
hl7v2_is_plain(struct slice text, const struct hl7v2_marks *marks)
{
	const uint8_t *p = text.p, *end = p + text.len;
	uint32_t special = 0;

	for (; p < end; p += HL7V2_BLOCK)
		special |= hl7v2_bits(hl7v2_are_special(hl7v2_load(p), marks)) &
			   hl7v2_inside(p, end);
	return special == 0;
}

/*
 * Adds text as a value: marks and control characters become escapes.
 * FORMAT_PAD bytes beyond the text can be read.
 */
void hl7v2_encode(
    struct buf *out, struct slice text, const struct hl7v2_marks *marks);

#endif
