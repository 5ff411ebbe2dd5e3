/*
 * xml_chars: characters and names of XML 1.0, fifth edition, in UTF-8.
 *
 * Char is production 2, S production 3, names are those of Namespaces in XML
 * 1.0, third edition: production 4, NCName, without colon.  The readers work
 * on bytes [p, end) and may read, not use, XML_BLOCK bytes beyond it.
 */
#ifndef FORMAT_XML_CHARS_H
#define FORMAT_XML_CHARS_H

#include "base/slice.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes beyond an end that must be readable. */
#define XML_BLOCK 32

static inline bool
xml_is_white(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The first byte at or after p that is no white space, or end. */
static inline const uint8_t *
xml_skip_white(const uint8_t *p, const uint8_t *end)
{
	while (p < end && xml_is_white(*p))
		p++;
	return p;
}

/* Whether XML 1.0 allows the character: Char, production [2]. */
bool xml_is_char(uint32_t c);

/* xml_char_length() for any character; it takes those of Latin itself. */
size_t xml_char_length_any(const uint8_t *p, const uint8_t *end);

/* The bytes of the character at p, before end; 0: no Char in valid UTF-8. */
static inline size_t
xml_char_length(const uint8_t *p, const uint8_t *end)
{
	/* Two bytes are U+0080 to U+07FF, and all of these are Char. */
	if (*p >= 0xC2 && *p < 0xE0 && end - p >= 2 && (p[1] & 0xC0) == 0x80)
		return 2;
	return xml_char_length_any(p, end);
}

#ifdef __SSE2__

/* Bit i: byte i of the 16 at p is a stop, a control or beyond ASCII. */
static inline uint32_t
xml_marks(const uint8_t *p, const char stops[static 4])
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)p);
	__m128i a = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(stops[0]));
	__m128i b = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(stops[1]));
	__m128i c = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(stops[2]));
	__m128i d = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(stops[3]));
	/* Signed: bytes beyond ASCII are below, too. */
	__m128i other = _mm_cmpgt_epi8(_mm_set1_epi8(0x20), bytes);
	__m128i ab = _mm_or_si128(a, b), cd = _mm_or_si128(c, d);

	return (uint32_t)_mm_movemask_epi8(
	    _mm_or_si128(_mm_or_si128(ab, cd), other));
}

/*
 * The first byte at or after p that is a stop, a control or beyond ASCII; if
 * there is none before the end, any place at or behind it.  Four bytes of
 * ASCII stop; one may stand there several times.
 */
static inline const uint8_t *
xml_find_mark(const uint8_t *p, const uint8_t *end, const char stops[static 4])
{
	for (; p < end; p += 16) {
		uint32_t marks = xml_marks(p, stops);

		if (marks != 0)
			return p + __builtin_ctz(marks);
	}
	return p;
}

#else

static inline const uint8_t *
xml_find_mark(const uint8_t *p, const uint8_t *end, const char stops[static 4])
{
	while (p < end && *p >= 0x20 && *p < 0x80 && *p != stops[0] &&
	       *p != stops[1] && *p != stops[2] && *p != stops[3])
		p++;
	return p;
}

#endif

/*
 * Goes over characters up to one of four stops of ASCII.  Returns where it
 * stopped: at a stop, at a byte that begins no Char, or at the end.  *plain
 * becomes false at white space that does not stand for itself: CR, and inside
 * the quotes of an attribute also LF and TAB.
 */
static inline const uint8_t *
xml_run(const uint8_t *p, const uint8_t *end, const char stops[static 4],
    bool quoted, bool *plain)
{
	for (;;) {
		size_t n = 1;

		p = xml_find_mark(p, end, stops);
		if (p >= end)
			return end;

		if (*p >= 0x20 && *p < 0x80)
			return p;
		if (*p >= 0x80)
			n = xml_char_length(p, end);
		else if (!xml_is_white(*p))
			return p;
		else if (quoted || *p == '\r')
			*plain = false;
		if (n == 0)
			return p;
		p += n;
	}
	return p;
}

/* xml_ncname() for any name; it takes the short ones of ASCII itself. */
const uint8_t *xml_ncname_any(const uint8_t *p, const uint8_t *end);

#ifdef __SSE2__

/* Bit i: byte i of the 16 at p is no letter, digit, "-", "." or "_". */
static inline uint32_t
xml_name_ends(const uint8_t *p)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)p);
	__m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
	/* As signed numbers, the 26 letters come first. */
	__m128i letter = _mm_cmplt_epi8(
	    _mm_add_epi8(lower, _mm_set1_epi8((char)(0x80 - 'a'))),
	    _mm_set1_epi8(-128 + 26));
	/* And the 13 bytes from "-" to "9", of which one is "/". */
	__m128i digit = _mm_cmplt_epi8(
	    _mm_add_epi8(bytes, _mm_set1_epi8((char)(0x80 - '-'))),
	    _mm_set1_epi8(-128 + 13));
	__m128i slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('/'));
	__m128i line = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'));
	__m128i name = _mm_or_si128(
	    _mm_or_si128(letter, line), _mm_andnot_si128(slash, digit));

	return ~(uint32_t)_mm_movemask_epi8(name) & 0xFFFF;
}

#endif

/* The end of the NCName at p; p itself if there is none. */
static inline const uint8_t *
xml_ncname(const uint8_t *p, const uint8_t *end)
{
#ifdef __SSE2__
	uint32_t ends = xml_name_ends(p);

	/* What may stand in names but not first comes before the letters. */
	if (ends != 0 && *p >= 'A') {
		const uint8_t *stop = p + __builtin_ctz(ends);

		if (stop < end && *stop < 0x80)
			return stop;
	}
#endif
	return xml_ncname_any(p, end);
}

/*
 * Reads the reference at p, which is "&": the byte behind it, and the
 * character that it stands for.  NULL if it is none of a Char or of amp, lt,
 * gt, apos, quot.
 */
const uint8_t *xml_reference(const uint8_t *p, const uint8_t *end, uint32_t *c);

#endif
