#include "base/utf8_simd.h"

#ifdef __x86_64__

#include <immintrin.h>
#include <string.h>

#include "base/cpu.h"

/* What can be wrong with two neighbours. */
#define TOO_SHORT  0x01 /* a lead without its tail */
#define TOO_LONG   0x02 /* a tail without its lead */
#define OVERLONG_3 0x04
#define TOO_LARGE  0x08 /* F4 with 90 and above, F5 and above */
#define SURROGATE  0x10
#define OVERLONG_2 0x20
#define OVERLONG_4 0x40 /* and F5 and above with 80 to 8F */
#define TWO_TAILS  0x80 /* right only as third or fourth byte */

/* By the high half of the byte before. */
static const uint8_t by_before_high[16] = {
	[0] = TOO_LONG,
	TOO_LONG,
	TOO_LONG,
	TOO_LONG,
	TOO_LONG,
	TOO_LONG,
	TOO_LONG,
	TOO_LONG,
	[0x8] = TWO_TAILS,
	TWO_TAILS,
	TWO_TAILS,
	TWO_TAILS,
	[0xC] = TOO_SHORT | OVERLONG_2,
	[0xD] = TOO_SHORT,
	[0xE] = TOO_SHORT | OVERLONG_3 | SURROGATE,
	[0xF] = TOO_SHORT | TOO_LARGE | OVERLONG_4,
};

/* By its low half, about which all leads and tails can be wrong... */
#define ANY   (TOO_SHORT | TOO_LONG | TWO_TAILS)
#define ABOVE (ANY | TOO_LARGE | OVERLONG_4)
static const uint8_t by_before_low[16] = {
	[0x0] = ANY | OVERLONG_2 | OVERLONG_3 | OVERLONG_4,
	[0x1] = ANY | OVERLONG_2,
	[0x2] = ANY,
	[0x3] = ANY,
	[0x4] = ANY | TOO_LARGE,
	[0x5] = ABOVE,
	ABOVE,
	ABOVE,
	ABOVE,
	ABOVE,
	ABOVE,
	ABOVE,
	ABOVE,
	[0xD] = ABOVE | SURROGATE,
	[0xE] = ABOVE,
	ABOVE,
};

/* By the high half of the byte: one that is no tail, or 8, 9, A and B. */
#define TAIL (TOO_LONG | OVERLONG_2 | TWO_TAILS)
static const uint8_t by_high[16] = {
	[0] = TOO_SHORT,
	TOO_SHORT,
	TOO_SHORT,
	TOO_SHORT,
	TOO_SHORT,
	TOO_SHORT,
	TOO_SHORT,
	TOO_SHORT,
	[0x8] = TAIL | OVERLONG_3 | OVERLONG_4,
	[0x9] = TAIL | OVERLONG_3 | TOO_LARGE,
	[0xA] = TAIL | SURROGATE | TOO_LARGE,
	[0xB] = TAIL | SURROGATE | TOO_LARGE,
	[0xC] = TOO_SHORT,
	TOO_SHORT,
	TOO_SHORT,
	TOO_SHORT,
};

/* Behind a lead of three or four bytes this is the third or fourth. */
#define THIRD  (0xE0 - 0x80)
#define FOURTH (0xF0 - 0x80)

/*
 * 32 bytes.
 */

static inline CPU_TARGET_AVX2 __m256i
look_up_32(const uint8_t table[static 16], __m256i halves)
{
	__m128i t = _mm_loadu_si128((const __m128i *)table);

	return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(t), halves);
}

static inline CPU_TARGET_AVX2 __m256i
high_32(__m256i bytes)
{
	return _mm256_and_si256(
	    _mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

/* What is wrong in a block behind the one that is `last`; 0: nothing. */
static inline CPU_TARGET_AVX2 __m256i
faults_32(__m256i bytes, __m256i last)
{
	__m256i over = _mm256_permute2x128_si256(last, bytes, 0x21);
	__m256i before = _mm256_alignr_epi8(bytes, over, 15);
	__m256i low = _mm256_and_si256(before, _mm256_set1_epi8(0x0F));
	__m256i pairs = _mm256_and_si256(
	    _mm256_and_si256(look_up_32(by_before_high, high_32(before)),
		look_up_32(by_before_low, low)),
	    look_up_32(by_high, high_32(bytes)));
	__m256i third = _mm256_subs_epu8(
	    _mm256_alignr_epi8(bytes, over, 14), _mm256_set1_epi8(THIRD));
	__m256i fourth = _mm256_subs_epu8(
	    _mm256_alignr_epi8(bytes, over, 13), _mm256_set1_epi8(FOURTH));
	__m256i due = _mm256_and_si256(
	    _mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO_TAILS));

	return _mm256_xor_si256(due, pairs);
}

CPU_TARGET_AVX2 bool
utf8_valid_avx2(const uint8_t *p, const uint8_t *end)
{
	__m256i last = _mm256_setzero_si256(), bad = last, bytes;
	uint8_t rest[32] = { 0 };

	for (; end - p >= 32; p += 32, last = bytes) {
		bytes = _mm256_loadu_si256((const __m256i *)p);
		bad = _mm256_or_si256(bad, faults_32(bytes, last));
	}
	/* Filled up with zeros, the end shows what is cut there. */
	if (p < end)
		memcpy(rest, p, (size_t)(end - p));
	bytes = _mm256_loadu_si256((const __m256i *)rest);
	bad = _mm256_or_si256(bad, faults_32(bytes, last));
	return _mm256_testz_si256(bad, bad) != 0;
}

/*
 * 64 bytes, in the same way.
 */

static inline CPU_TARGET_AVX512 __m512i
look_up_64(const uint8_t table[static 16], __m512i halves)
{
	__m128i t = _mm_loadu_si128((const __m128i *)table);

	return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(t), halves);
}

static inline CPU_TARGET_AVX512 __m512i
high_64(__m512i bytes)
{
	return _mm512_and_si512(
	    _mm512_srli_epi16(bytes, 4), _mm512_set1_epi8(0x0F));
}

static inline CPU_TARGET_AVX512 __m512i
faults_64(__m512i bytes, __m512i last)
{
	__m512i over = _mm512_alignr_epi32(bytes, last, 12);
	__m512i before = _mm512_alignr_epi8(bytes, over, 15);
	__m512i low = _mm512_and_si512(before, _mm512_set1_epi8(0x0F));
	__m512i pairs = _mm512_and_si512(
	    _mm512_and_si512(look_up_64(by_before_high, high_64(before)),
		look_up_64(by_before_low, low)),
	    look_up_64(by_high, high_64(bytes)));
	__m512i third = _mm512_subs_epu8(
	    _mm512_alignr_epi8(bytes, over, 14), _mm512_set1_epi8(THIRD));
	__m512i fourth = _mm512_subs_epu8(
	    _mm512_alignr_epi8(bytes, over, 13), _mm512_set1_epi8(FOURTH));
	__m512i due = _mm512_and_si512(
	    _mm512_or_si512(third, fourth), _mm512_set1_epi8((char)TWO_TAILS));

	return _mm512_xor_si512(due, pairs);
}

/* The first n bytes at p (all 64 if there are more), the others 0. */
static inline CPU_TARGET_AVX512 __m512i
load_64(const uint8_t *p, size_t n)
{
	uint64_t mask = n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;

	return _mm512_maskz_loadu_epi8(mask, p);
}

CPU_TARGET_AVX512 bool
utf8_valid_avx512(const uint8_t *p, const uint8_t *end)
{
	__m512i last = _mm512_setzero_si512(), bad = last, bytes;
	size_t left = (size_t)(end - p);

	for (; left >= 64; p += 64, left -= 64, last = bytes) {
		bytes = _mm512_loadu_si512(p);
		bad = _mm512_or_si512(bad, faults_64(bytes, last));
	}
	bad = _mm512_or_si512(bad, faults_64(load_64(p, left), last));
	return _mm512_test_epi8_mask(bad, bad) == 0;
}

#endif
