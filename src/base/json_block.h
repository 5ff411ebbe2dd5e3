/*
 * json_block: sixteen bytes of JSON text at a glance.
 */
#ifndef BASE_JSON_BLOCK_H
#define BASE_JSON_BLOCK_H

#include <stdint.h>

#include "base/swar.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define JSON_BLOCK 16

/* Bit i is about byte i. */
struct json_block {
	uint32_t stops; /* quotes, backslashes, control characters */
	uint32_t wide;  /* bytes of characters beyond ASCII */
};

/* The high bits of the eight bytes as one byte. */
static inline uint32_t
json_gather(uint64_t high)
{
	return (uint32_t)((high >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

static inline struct json_block
json_half_block(const uint8_t *p)
{
	uint64_t x = 0, stops;

	for (unsigned int i = 0; i < 8; i++)
		x |= (uint64_t)p[i] << 8 * i;
	stops = swar_zeros(x ^ SWAR_EACH('"')) |
		swar_zeros(x ^ SWAR_EACH('\\')) |
		swar_zeros(x & SWAR_EACH(0xE0));
	return (struct json_block){ json_gather(stops),
		json_gather(x & SWAR_EACH(0x80)) };
}

/* For any machine. */
static inline struct json_block
json_block_any(const uint8_t *p)
{
	struct json_block a = json_half_block(p), b = json_half_block(p + 8);

	return (
	    struct json_block){ a.stops | b.stops << 8, a.wide | b.wide << 8 };
}

#ifdef __SSE2__

static inline struct json_block
json_block_sse2(const uint8_t *p)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)p);
	__m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	__m128i slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
	__m128i low = _mm_min_epu8(bytes, _mm_set1_epi8(0x1F));
	__m128i control = _mm_cmpeq_epi8(bytes, low);
	__m128i stops = _mm_or_si128(_mm_or_si128(quote, slash), control);

	return (struct json_block){
		(uint32_t)_mm_movemask_epi8(stops),
		(uint32_t)_mm_movemask_epi8(bytes),
	};
}

#endif

/* As the compiler was told that the machine can. */
static inline struct json_block
json_block_look(const uint8_t *p)
{
#ifdef __SSE2__
	return json_block_sse2(p);
#else
	return json_block_any(p);
#endif
}

#endif
