#include "format/hl7v2_start.h"

#include "format/hl7v2_scan.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define BLOCK 64

const struct hl7v2_starts hl7v2_starts_of_messages = {
	.bytes = { 'M', 'F', 'B', 0x0B },
	.by_half = { 1, [0x2] = 'B', [0x6] = 'F', [0xB] = 0x0B, [0xD] = 'M' },
};

const struct hl7v2_starts hl7v2_starts_of_hprim = {
	.bytes = { 'H', 'L', 0x0B, 0x0B },
	.by_half = { 1, [0x8] = 'H', [0xB] = 0x0B, [0xC] = 'L' },
};

/* LF and CR, likewise. */
static const uint8_t ends_by_half[16] = { 1, [0xA] = '\n', [0xD] = '\r' };

/* A bit for each place in the block at p that is looked for. */
typedef uint64_t look_fn(const uint8_t *p, const struct hl7v2_starts *starts);

static inline __attribute__((always_inline)) const uint8_t *
find(look_fn *look, const uint8_t *p, const uint8_t *end,
    const struct hl7v2_starts *starts)
{
	for (; p < end; p += BLOCK) {
		uint64_t bits = look(p, starts);

		if (bits != 0) {
			p += __builtin_ctzll(bits);
			break;
		}
	}
	return p < end ? p : end;
}

static inline hl7v2_block
is_any(hl7v2_block bytes, uint8_t a, uint8_t b)
{
	return hl7v2_or(
	    hl7v2_same(bytes, hl7v2_full(a)), hl7v2_same(bytes, hl7v2_full(b)));
}

static inline uint64_t
look_any(const uint8_t *p, const struct hl7v2_starts *s)
{
	uint64_t found = 0;

	for (unsigned int i = 0; i < BLOCK; i += HL7V2_BLOCK) {
		hl7v2_block next = hl7v2_load(p + i + 1);
		hl7v2_block start =
		    hl7v2_or(is_any(next, s->bytes[0], s->bytes[1]),
			is_any(next, s->bytes[2], s->bytes[3]));
		uint32_t bits =
		    hl7v2_bits(is_any(hl7v2_load(p + i), '\r', '\n')) &
		    hl7v2_bits(start);

		found |= (uint64_t)bits << i;
	}
	return found;
}

static const uint8_t *
find_any(
    const uint8_t *p, const uint8_t *end, const struct hl7v2_starts *starts)
{
	return find(look_any, p, end, starts);
}

#ifdef __x86_64__

/* Whether bytes are what stands at the place of their low half. */
static inline CPU_TARGET_AVX2 __m256i
are_there_avx2(__m256i bytes, const uint8_t by_half[static 16])
{
	__m256i table = _mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const __m128i *)by_half));

	/* 0 for bytes from 80 on. */
	return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, bytes), bytes);
}

static inline CPU_TARGET_AVX2 uint32_t
look_half_avx2(const uint8_t *p, const struct hl7v2_starts *s)
{
	__m256i bytes = _mm256_loadu_si256((const __m256i *)p);
	__m256i next = _mm256_loadu_si256((const __m256i *)(p + 1));

	return (uint32_t)_mm256_movemask_epi8(
	    _mm256_and_si256(are_there_avx2(next, s->by_half),
		are_there_avx2(bytes, ends_by_half)));
}

static inline CPU_TARGET_AVX2 uint64_t
look_avx2(const uint8_t *p, const struct hl7v2_starts *s)
{
	return look_half_avx2(p, s) | (uint64_t)look_half_avx2(p + 32, s) << 32;
}

static CPU_TARGET_AVX2 const uint8_t *
find_avx2(
    const uint8_t *p, const uint8_t *end, const struct hl7v2_starts *starts)
{
	return find(look_avx2, p, end, starts);
}

static inline CPU_TARGET_AVX512 uint64_t
are_there_avx512(uint64_t of, __m512i bytes, const uint8_t by_half[static 16])
{
	__m512i table =
	    _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)by_half));

	return _mm512_mask_cmpeq_epi8_mask(
	    of, _mm512_shuffle_epi8(table, bytes), bytes);
}

static inline CPU_TARGET_AVX512 uint64_t
look_avx512(const uint8_t *p, const struct hl7v2_starts *s)
{
	uint64_t ends =
	    are_there_avx512(UINT64_MAX, _mm512_loadu_si512(p), ends_by_half);

	return are_there_avx512(ends, _mm512_loadu_si512(p + 1), s->by_half);
}

static CPU_TARGET_AVX512 const uint8_t *
find_avx512(
    const uint8_t *p, const uint8_t *end, const struct hl7v2_starts *starts)
{
	return find(look_avx512, p, end, starts);
}

#endif

const uint8_t *
hl7v2_start_find_as(enum cpu cpu, const uint8_t *p, const uint8_t *end,
    const struct hl7v2_starts *starts)
{
	switch (cpu) {
#ifdef __x86_64__
	case CPU_AVX512:
		return find_avx512(p, end, starts);
	case CPU_AVX2:
		return find_avx2(p, end, starts);
#endif
	default:
		return find_any(p, end, starts);
	}
}

const uint8_t *
hl7v2_start_find(
    const uint8_t *p, const uint8_t *end, const struct hl7v2_starts *starts)
{
	return hl7v2_start_find_as(cpu_best(), p, end, starts);
}
