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

/* A bit for each byte of a block that ends a line, or that may begin one. */
struct look {
	uint64_t ends, starts;
};

typedef struct look
look_fn(const uint8_t *p, const struct hl7v2_starts *starts);

/* Each byte is loaded once: whether a line ends before a block is kept. */
static inline __attribute__((always_inline)) const uint8_t *
find(look_fn *look, const uint8_t *p, const uint8_t *end,
    const struct hl7v2_starts *starts)
{
	uint64_t ended = 0;

	for (; p <= end; p += BLOCK) {
		struct look bits = look(p, starts);
		uint64_t found = (bits.ends << 1 | ended) & bits.starts;

		if (found != 0) {
			p += __builtin_ctzll(found) - 1;
			break;
		}
		ended = bits.ends >> (BLOCK - 1);
	}
	return p < end ? p : end;
}

static inline hl7v2_block
is_any(hl7v2_block bytes, uint8_t a, uint8_t b)
{
	return hl7v2_or(
	    hl7v2_same(bytes, hl7v2_full(a)), hl7v2_same(bytes, hl7v2_full(b)));
}

static inline struct look
look_any(const uint8_t *p, const struct hl7v2_starts *s)
{
	struct look found = { 0, 0 };

	for (unsigned int i = 0; i < BLOCK; i += HL7V2_BLOCK) {
		hl7v2_block bytes = hl7v2_load(p + i);
		hl7v2_block start =
		    hl7v2_or(is_any(bytes, s->bytes[0], s->bytes[1]),
			is_any(bytes, s->bytes[2], s->bytes[3]));

		found.ends |= (uint64_t)hl7v2_bits(is_any(bytes, '\r', '\n'))
			      << i;
		found.starts |= (uint64_t)hl7v2_bits(start) << i;
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

static inline CPU_TARGET_AVX2 uint64_t
look_up_avx2(__m256i low, __m256i high, const uint8_t by_half[static 16])
{
	return (uint32_t)_mm256_movemask_epi8(are_there_avx2(low, by_half)) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(
		   are_there_avx2(high, by_half))
		   << 32;
}

static inline CPU_TARGET_AVX2 struct look
look_avx2(const uint8_t *p, const struct hl7v2_starts *s)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)p);
	__m256i high = _mm256_loadu_si256((const __m256i *)(p + 32));

	return (struct look){ look_up_avx2(low, high, ends_by_half),
		look_up_avx2(low, high, s->by_half) };
}

static CPU_TARGET_AVX2 const uint8_t *
find_avx2(
    const uint8_t *p, const uint8_t *end, const struct hl7v2_starts *starts)
{
	return find(look_avx2, p, end, starts);
}

static inline CPU_TARGET_AVX512 uint64_t
look_up_avx512(__m512i bytes, const uint8_t by_half[static 16])
{
	__m512i table =
	    _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)by_half));

	return _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(table, bytes), bytes);
}

static inline CPU_TARGET_AVX512 struct look
look_avx512(const uint8_t *p, const struct hl7v2_starts *s)
{
	__m512i bytes = _mm512_loadu_si512(p);

	return (struct look){ look_up_avx512(bytes, ends_by_half),
		look_up_avx512(bytes, s->by_half) };
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
