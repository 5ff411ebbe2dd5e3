#include "base/utf8.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

/* Whether a byte goes on with a character: 10xxxxxx. */
static inline bool
is_tail(uint8_t byte)
{
	return (byte & 0xC0) == 0x80;
}

static inline uint32_t
bits(uint8_t tail)
{
	return tail & 0x3F;
}

/* Reads the character at p; returns its length, or 0 if it is not valid. */
static inline size_t
decode(const uint8_t *p, size_t left, uint32_t *c)
{
	uint32_t lead = p[0];

	if (lead < 0x80) {
		*c = lead;
		return 1;
	}
	if ((lead & 0xE0) == 0xC0 && left >= 2 && is_tail(p[1])) {
		*c = (lead & 0x1F) << 6 | bits(p[1]);
		return *c >= 0x80 ? 2 : 0;
	}
	if ((lead & 0xF0) == 0xE0 && left >= 3 && is_tail(p[1]) &&
	    is_tail(p[2])) {
		*c = (lead & 0x0F) << 12 | bits(p[1]) << 6 | bits(p[2]);
		return *c >= 0x800 && (*c < 0xD800 || *c > 0xDFFF) ? 3 : 0;
	}
	if ((lead & 0xF8) == 0xF0 && left >= 4 && is_tail(p[1]) &&
	    is_tail(p[2]) && is_tail(p[3])) {
		*c = (lead & 0x07) << 18 | bits(p[1]) << 12 | bits(p[2]) << 6 |
		     bits(p[3]);
		return *c >= 0x10000 && *c <= 0x10FFFF ? 4 : 0;
	}
	return 0;
}

/* The first byte at or after p that is not ASCII, or end. */
static inline const uint8_t *
skip_ascii(const uint8_t *p, const uint8_t *end)
{
#ifdef __SSE2__
	while (end - p >= 16) {
		__m128i block = _mm_loadu_si128((const __m128i *)p);
		unsigned int high = (unsigned int)_mm_movemask_epi8(block);

		if (high != 0)
			return p + __builtin_ctz(high);
		p += 16;
	}
#endif
	while (end - p >= 8) {
		uint64_t word;

		memcpy(&word, p, sizeof(word));
		if ((word & UINT64_C(0x8080808080808080)) != 0)
			break;
		p += 8;
	}
	while (p < end && *p < 0x80)
		p++;
	return p;
}

static bool
valid_any(const uint8_t *p, const uint8_t *end)
{
	uint32_t c;

	while ((p = skip_ascii(p, end)) < end) {
		do {
			size_t n = decode(p, (size_t)(end - p), &c);

			if (n == 0)
				return false;
			p += n;
		} while (p < end && *p >= 0x80);
	}
	return true;
}

#ifdef __x86_64__

/*
 * Keiser and Lemire, Validating UTF-8 In Less Than One Instruction Per Byte,
 * 2021: each half of a byte says what it can be wrong with, given what its
 * neighbours are; what three halves agree on is wrong.
 */
#define TOO_SHORT  0x01 /* a lead without its tail */
#define TOO_LONG   0x02 /* a tail without its lead */
#define OVERLONG_3 0x04
#define TOO_LARGE  0x08 /* F4 with 90 and above, F5 and above */
#define SURROGATE  0x10
#define OVERLONG_2 0x20
#define OVERLONG_4 0x40 /* and F5 and above with 80 to 8F */
#define TWO_TAILS  0x80 /* right only as third or fourth byte */
#define ANY_LOW    (TOO_SHORT | TOO_LONG | TWO_TAILS)
#define ANY_TAIL   (TOO_LONG | OVERLONG_2 | TWO_TAILS)

static inline CPU_TARGET_AVX2 __m256i
look_up(__m256i halves, __m128i table)
{
	return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), halves);
}

static inline CPU_TARGET_AVX2 __m256i
high_half(__m256i bytes)
{
	return _mm256_and_si256(
	    _mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

/* What a byte and the one before it have wrong. */
static inline CPU_TARGET_AVX2 __m256i
faults_of_pairs(__m256i bytes, __m256i before)
{
	const __m128i before_high =
	    _mm_setr_epi8(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
		TOO_LONG, TOO_LONG, TOO_LONG, (char)TWO_TAILS, (char)TWO_TAILS,
		(char)TWO_TAILS, (char)TWO_TAILS, TOO_SHORT | OVERLONG_2,
		TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
		TOO_SHORT | TOO_LARGE | OVERLONG_4);
	const char other = (char)(ANY_LOW | TOO_LARGE | OVERLONG_4);
	const __m128i before_low = _mm_setr_epi8(
	    (char)(ANY_LOW | OVERLONG_3 | OVERLONG_2 | OVERLONG_4),
	    (char)(ANY_LOW | OVERLONG_2), (char)ANY_LOW, (char)ANY_LOW,
	    (char)(ANY_LOW | TOO_LARGE), other, other, other, other, other,
	    other, other, other, (char)(other | SURROGATE), other, other);
	const __m128i high = _mm_setr_epi8(TOO_SHORT, TOO_SHORT, TOO_SHORT,
	    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
	    (char)(ANY_TAIL | OVERLONG_3 | OVERLONG_4),
	    (char)(ANY_TAIL | OVERLONG_3 | TOO_LARGE),
	    (char)(ANY_TAIL | SURROGATE | TOO_LARGE),
	    (char)(ANY_TAIL | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT,
	    TOO_SHORT, TOO_SHORT);
	__m256i low_half = _mm256_and_si256(before, _mm256_set1_epi8(0x0F));

	return _mm256_and_si256(
	    _mm256_and_si256(look_up(high_half(before), before_high),
		look_up(low_half, before_low)),
	    look_up(high_half(bytes), high));
}

/* The bytes n places before those of a block, `last` being the one before. */
#define BEFORE(bytes, last, n) \
	_mm256_alignr_epi8(    \
	    bytes, _mm256_permute2x128_si256(last, bytes, 0x21), 16 - (n))

/* What is wrong in a block of 32 bytes; 0: nothing. */
static inline CPU_TARGET_AVX2 __m256i
faults(__m256i bytes, __m256i last)
{
	__m256i third = _mm256_subs_epu8(
	    BEFORE(bytes, last, 2), _mm256_set1_epi8(0xE0 - 0x80));
	__m256i fourth = _mm256_subs_epu8(
	    BEFORE(bytes, last, 3), _mm256_set1_epi8(0xF0 - 0x80));
	__m256i due = _mm256_and_si256(
	    _mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO_TAILS));

	return _mm256_xor_si256(
	    due, faults_of_pairs(bytes, BEFORE(bytes, last, 1)));
}

/*
 * All blocks behind the first character beyond ASCII are gone over in full:
 * where there is one there are more, and no processor foresees where.
 */
static CPU_TARGET_AVX2 bool
valid_avx2(const uint8_t *p, const uint8_t *end)
{
	__m256i last = _mm256_setzero_si256(), bad = last, bytes = last;
	uint8_t rest[32] = { 0 };

	for (; end - p >= 32; p += 32, last = bytes) {
		bytes = _mm256_loadu_si256((const __m256i *)p);
		bad = _mm256_or_si256(bad, faults(bytes, last));
	}
	/* Filled up with zeros, the end shows what is cut there. */
	if (p < end)
		memcpy(rest, p, (size_t)(end - p));
	bytes = _mm256_loadu_si256((const __m256i *)rest);
	bad = _mm256_or_si256(bad, faults(bytes, last));
	return _mm256_testz_si256(bad, bad) != 0;
}

#endif

bool
utf8_valid_as(enum cpu cpu, struct slice s)
{
	const uint8_t *p, *end;

	if (s.len == 0)
		return true;
	end = s.p + s.len;
	p = skip_ascii(s.p, end);
#ifdef __x86_64__
	if (cpu >= CPU_AVX2 && end - p >= 32)
		return valid_avx2(p, end);
#endif
	(void)cpu;
	return valid_any(p, end);
}

bool
utf8_valid(struct slice s)
{
	return utf8_valid_as(cpu_best(), s);
}

bool
utf8_next(struct slice *rest, uint32_t *c)
{
	uint32_t read;
	size_t n;

	if (rest->len == 0)
		return false;
	n = decode(rest->p, rest->len, &read);
	if (n == 0)
		return false;
	*c = read;
	*rest = slice_skip(*rest, n);
	return true;
}

size_t
utf8_count(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += !is_tail(s.p[i]);
	return n;
}

struct slice
utf8_first(struct slice s, size_t n)
{
	size_t len = 0;

	while (len < s.len && (n > 0 || is_tail(s.p[len])))
		n -= !is_tail(s.p[len++]);
	return (struct slice){ s.p, len };
}

struct slice
utf8_last(struct slice s, size_t n)
{
	size_t from = s.len;

	while (from > 0 && n > 0)
		n -= !is_tail(s.p[--from]);
	return from == 0 ? s : slice_skip(s, from);
}

size_t
utf8_put(uint32_t c, uint8_t out[static 4])
{
	if (c < 0x80) {
		out[0] = (uint8_t)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (uint8_t)(0xC0 | c >> 6);
		out[1] = (uint8_t)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (uint8_t)(0xE0 | c >> 12);
		out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
		out[2] = (uint8_t)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (uint8_t)(0xF0 | c >> 18);
	out[1] = (uint8_t)(0x80 | (c >> 12 & 0x3F));
	out[2] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
	out[3] = (uint8_t)(0x80 | (c & 0x3F));
	return 4;
}
