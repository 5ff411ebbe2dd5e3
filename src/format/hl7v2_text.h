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

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct hl7v2_marks {
	uint8_t field, component, repetition, escape, sub;
	uint8_t truncation; /* 0: none */
};

/* ASCII that is no letter, digit, blank, control or `"`. */
bool hl7v2_is_mark(uint8_t c);

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

/* Adds text as a value: marks and control characters become escapes. */
void hl7v2_encode(
    struct buf *out, struct slice text, const struct hl7v2_marks *marks);

/*
 * The first c in [p, end), or end.  FORMAT_PAD bytes beyond end can be read.
 */
static inline const uint8_t *
hl7v2_find(const uint8_t *p, const uint8_t *end, uint8_t c)
{
#ifdef __SSE2__
	__m128i block = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i same = _mm_cmpeq_epi8(block, _mm_set1_epi8((char)c));
	uint32_t bits = (uint32_t)_mm_movemask_epi8(same);

	if (bits != 0) {
		p += __builtin_ctz(bits);
		return p < end ? p : end;
	}
	if (end - p <= 16)
		return end;
	p += 16;
#endif
	p = memchr(p, c, (size_t)(end - p));
	return p != NULL ? p : end;
}

static inline bool
hl7v2_has(struct slice s, uint8_t c)
{
	return s.len > 0 && hl7v2_find(s.p, s.p + s.len, c) != s.p + s.len;
}

/* Takes the part before the next mark off *rest; false when all are taken. */
static inline bool
hl7v2_next(struct slice *rest, uint8_t mark, struct slice *part)
{
	const uint8_t *end, *p;

	if (rest->p == NULL)
		return false;
	end = rest->p + rest->len;
	p = rest->len > 0 ? hl7v2_find(rest->p, end, mark) : end;
	*part = slice_between(rest->p, p);
	*rest = p < end ? slice_between(p + 1, end) : (struct slice){ NULL, 0 };
	return true;
}

#endif
