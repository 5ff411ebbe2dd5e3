/*
 * hl7v2_scan: finding marks in a message, a block or a window at a time.
 *
 * Everywhere FORMAT_PAD bytes beyond the end can be read.
 */
#ifndef FORMAT_HL7V2_SCAN_H
#define FORMAT_HL7V2_SCAN_H

#include "base/slice.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define HL7V2_BLOCK  16
#define HL7V2_WINDOW 64 /* four blocks */

/*
 * A block of bytes, or an answer about each of them: 0xFF yes, 0 no.
 */
#ifdef __SSE2__

typedef __m128i hl7v2_block;

static inline hl7v2_block
hl7v2_load(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline void
hl7v2_store(uint8_t *p, hl7v2_block block)
{
	_mm_storeu_si128((__m128i *)(void *)p, block);
}

/* A block that is full of c. */
static inline hl7v2_block
hl7v2_full(uint8_t c)
{
	return _mm_set1_epi8((char)c);
}

static inline hl7v2_block
hl7v2_same(hl7v2_block a, hl7v2_block b)
{
	return _mm_cmpeq_epi8(a, b);
}

/* Whether they are control characters. */
static inline hl7v2_block
hl7v2_below_blank(hl7v2_block block)
{
	return _mm_cmpeq_epi8(
	    _mm_min_epu8(block, _mm_set1_epi8(' ' - 1)), block);
}

static inline hl7v2_block
hl7v2_or(hl7v2_block a, hl7v2_block b)
{
	return _mm_or_si128(a, b);
}

/* The highest bit of each byte, that of the first one lowest. */
static inline uint32_t
hl7v2_bits(hl7v2_block block)
{
	return (uint32_t)_mm_movemask_epi8(block);
}

#else

typedef struct {
	uint8_t bytes[HL7V2_BLOCK];
} hl7v2_block;

static inline hl7v2_block
hl7v2_load(const uint8_t *p)
{
	hl7v2_block block;

	memcpy(block.bytes, p, HL7V2_BLOCK);
	return block;
}

static inline void
hl7v2_store(uint8_t *p, hl7v2_block block)
{
	memcpy(p, block.bytes, HL7V2_BLOCK);
}

static inline hl7v2_block
hl7v2_full(uint8_t c)
{
	hl7v2_block block;

	memset(block.bytes, c, HL7V2_BLOCK);
	return block;
}

static inline hl7v2_block
hl7v2_same(hl7v2_block a, hl7v2_block b)
{
	for (size_t i = 0; i < HL7V2_BLOCK; i++)
		a.bytes[i] = a.bytes[i] == b.bytes[i] ? 0xFF : 0;
	return a;
}

static inline hl7v2_block
hl7v2_below_blank(hl7v2_block block)
{
	for (size_t i = 0; i < HL7V2_BLOCK; i++)
		block.bytes[i] = block.bytes[i] < ' ' ? 0xFF : 0;
	return block;
}

static inline hl7v2_block
hl7v2_or(hl7v2_block a, hl7v2_block b)
{
	for (size_t i = 0; i < HL7V2_BLOCK; i++)
		a.bytes[i] |= b.bytes[i];
	return a;
}

static inline uint32_t
hl7v2_bits(hl7v2_block block)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < HL7V2_BLOCK; i++)
		bits |= (uint32_t)(block.bytes[i] >> 7) << i;
	return bits;
}

#endif

/* The number of the lowest bit that is set; there is one. */
static inline unsigned int
hl7v2_first(uint32_t bits)
{
	return (unsigned int)__builtin_ctz(bits);
}

/* A bit for each byte of the block at p that is before end; p < end. */
static inline uint32_t
hl7v2_inside(const uint8_t *p, const uint8_t *end)
{
	return end - p >= HL7V2_BLOCK ? 0xFFFF : (1u << (end - p)) - 1;
}

/* The bits of four blocks in a row. */
static inline uint64_t
hl7v2_window(hl7v2_block a, hl7v2_block b, hl7v2_block c, hl7v2_block d)
{
	return (uint64_t)hl7v2_bits(a) | (uint64_t)hl7v2_bits(b) << 16 |
	       (uint64_t)hl7v2_bits(c) << 32 | (uint64_t)hl7v2_bits(d) << 48;
}

/* A bit for each byte of the window at p that is before end; p < end. */
static inline uint64_t
hl7v2_window_inside(const uint8_t *p, const uint8_t *end)
{
	return end - p >= HL7V2_WINDOW ? UINT64_MAX
				       : (UINT64_C(1) << (end - p)) - 1;
}

/* A bit for each of two marks in the window at p that is before end; p < end.
 */
static inline uint64_t
hl7v2_either_in(const uint8_t *p, const uint8_t *end, uint8_t a, uint8_t b)
{
	const hl7v2_block x = hl7v2_full(a), y = hl7v2_full(b);
	hl7v2_block blocks[4];
	uint64_t bits;

	for (size_t i = 0; i < 4; i++) {
		hl7v2_block block = hl7v2_load(p + i * HL7V2_BLOCK);

		blocks[i] =
		    hl7v2_or(hl7v2_same(block, x), hl7v2_same(block, y));
	}
	bits = hl7v2_window(blocks[0], blocks[1], blocks[2], blocks[3]);
	return bits & hl7v2_window_inside(p, end);
}

/* The first byte in [p, end) that is one of two, or end. */
static inline const uint8_t *
hl7v2_find_either(const uint8_t *p, const uint8_t *end, uint8_t a, uint8_t b)
{
	for (; p < end; p += HL7V2_WINDOW) {
		uint64_t bits = hl7v2_either_in(p, end, a, b);

		if (bits != 0)
			return p + __builtin_ctzll(bits);
	}
	return end;
}

/* The first byte of the mark in [p, end), or end; mark: a full block. */
static inline const uint8_t *
hl7v2_find(const uint8_t *p, const uint8_t *end, hl7v2_block mark)
{
	for (; p < end; p += HL7V2_BLOCK) {
		uint32_t bits = hl7v2_bits(hl7v2_same(hl7v2_load(p), mark));

		if (bits != 0) {
			p += hl7v2_first(bits);
			return p < end ? p : end;
		}
	}
	return end;
}

static inline bool
hl7v2_has(struct slice s, hl7v2_block mark)
{
	return s.len > 0 && hl7v2_find(s.p, s.p + s.len, mark) != s.p + s.len;
}

/* Takes the part before the next mark off *rest; false when all are taken. */
static inline bool
hl7v2_next(struct slice *rest, hl7v2_block mark, struct slice *part)
{
	const uint8_t *end, *p;

	if (rest->p == NULL)
		return false;
	end = rest->p + rest->len;
	p = hl7v2_find(rest->p, end, mark);
	*part = slice_between(rest->p, p);
	*rest = p < end ? slice_between(p + 1, end) : (struct slice){ NULL, 0 };
	return true;
}

#endif
