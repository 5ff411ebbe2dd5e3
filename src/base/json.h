/*
 * json: the grammar of RFC 8259, token by token.
 *
 * The readers work on bytes [p, end) and return where the token ends, or
 * NULL if there is no well-formed token at p.  They never read at or beyond
 * end, except that PAD bytes beyond it must be readable (their content does
 * not matter), which lets strings be scanned 16 bytes at a time.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/slice.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define JSON_PAD 32

enum json_fault {
	JSON_OK,
	JSON_CUT,    /* end was reached inside the token */
	JSON_SYNTAX, /* not the grammar */
	JSON_UTF8,   /* invalid UTF-8 or a lone surrogate in a string */
};

/* The first byte at or after p that is not blank (RFC 8259, section 2). */
static inline const uint8_t *
json_blank(const uint8_t *p, const uint8_t *end)
{
	while (p < end && *p <= ' ' &&
	       (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
		p++;
	return p;
}

/* json_string() for any string; it only takes the short ones itself. */
const uint8_t *json_string_any(const uint8_t *p, const uint8_t *end,
    bool *escaped, enum json_fault *fault);

#ifdef __SSE2__

/* Bit i: byte i of the 16 at p is a quote, a backslash, a control or beyond
 * ASCII. */
static inline uint32_t
json_marks(__m128i bytes)
{
	__m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	__m128i slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
	/* Signed: control characters and bytes beyond ASCII are below. */
	__m128i other = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
	__m128i marks = _mm_or_si128(_mm_or_si128(quote, slash), other);

	return (uint32_t)_mm_movemask_epi8(marks);
}

#endif

/*
 * p is just behind an opening quote.  Returns the closing quote; *escaped
 * says whether there is a backslash before it.  Checks everything: control
 * characters, escapes, surrogate pairs, UTF-8.  On NULL, *fault says why.
 */
static inline const uint8_t *
json_string(
    const uint8_t *p, const uint8_t *end, bool *escaped, enum json_fault *fault)
{
#ifdef __SSE2__
	const uint8_t *block = p;
	uint32_t marks;

	do {
		marks = json_marks(_mm_loadu_si128((const __m128i *)block));
		if (marks != 0) {
			const uint8_t *mark = block + __builtin_ctz(marks);

			if (*mark != '"' || mark >= end)
				break;
			*escaped = false;
			return mark;
		}
		block += 16;
	} while (block < end);
#endif
	return json_string_any(p, end, escaped, fault);
}

/* Whether the inside of a string holds U+0000, which is always an escape. */
bool json_has_nul(struct slice inside);

/* p is at a number; returns the byte after it, or NULL and *fault. */
const uint8_t *
json_number(const uint8_t *p, const uint8_t *end, enum json_fault *fault);

/*
 * Adds the characters that the inside of a string (as checked by
 * json_string()) stands for.
 */
void json_unescape(struct buf *out, struct slice inside);

/* Adds text (valid UTF-8) as a string with its quotes. */
void json_quote(struct buf *out, struct slice text);

/* At most so many bytes are a text of n bytes as a string. */
#define JSON_QUOTED_MAX(n) (6 * (n) + 2)

/*
 * Writes it where there is room for these and JSON_PAD more; returns the end.
 * JSON_PAD bytes behind the text can be read.
 */
uint8_t *json_put_quoted(uint8_t *to, struct slice text);

#endif
