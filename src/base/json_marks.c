#include "base/json_marks.h"

#include "base/json_block.h"
#include "base/utf8.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define BLOCK 64

/* What stands in 64 bytes; bit i is about byte i. */
struct bits {
	uint64_t stops, wide;
};

/* How a processor looks at a block, and writes the offsets of its marks. */
struct way {
	struct bits (*look)(const uint8_t *p);
	const uint8_t **(*put)(
	    const uint8_t **at, uint64_t marks, const uint8_t *block);
};

static inline struct bits
look_any(const uint8_t *p)
{
	struct bits bits = { 0, 0 };

	for (unsigned int i = 0; i < BLOCK; i += JSON_BLOCK) {
		struct json_block block = json_block_look(p + i);

		bits.stops |= (uint64_t)block.stops << i;
		bits.wide |= (uint64_t)block.wide << i;
	}
	return bits;
}

static inline const uint8_t **
put_any(const uint8_t **at, uint64_t marks, const uint8_t *block)
{
	for (; marks != 0; marks &= marks - 1)
		*at++ = block + __builtin_ctzll(marks);
	return at;
}

/* The bits of a block's first n bytes. */
static inline uint64_t
first_bits(size_t n)
{
	return n < BLOCK ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

/*
 * Goes over the span once.  with_wide: the first bytes of runs beyond ASCII are
 * marks, too.  True if there are any such bytes.
 */
static inline __attribute__((always_inline)) bool
pass(struct way way, struct json_marks *m, bool with_wide)
{
	uint64_t any_wide = 0, before = 0;
	const uint8_t **at = m->at;

	for (const uint8_t *p = m->begin; p < m->end; p += BLOCK) {
		uint64_t within = first_bits((size_t)(m->end - p));
		struct bits bits = way.look(p);
		uint64_t marks = bits.stops;

		if (with_wide)
			marks |= bits.wide & ~(bits.wide << 1 | before);
		before = bits.wide >> 63;
		any_wide |= bits.wide & within;
		at = way.put(at, marks & within, p);
	}
	at[0] = at[1] = NULL;
	return any_wide != 0;
}

static inline __attribute__((always_inline)) void
find(struct way way, struct json_marks *m)
{
	if (pass(way, m, false) && !utf8_valid(slice_between(m->begin, m->end)))
		pass(way, m, true);
}

static void
find_any(struct json_marks *m)
{
	find((struct way){ look_any, put_any }, m);
}

#ifdef __x86_64__

static inline CPU_TARGET_AVX2 uint64_t
join(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline CPU_TARGET_AVX2 __m256i
stops_avx2(__m256i bytes)
{
	__m256i quote = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"'));
	__m256i slash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'));
	__m256i low = _mm256_min_epu8(bytes, _mm256_set1_epi8(0x1F));
	__m256i control = _mm256_cmpeq_epi8(bytes, low);

	return _mm256_or_si256(_mm256_or_si256(quote, slash), control);
}

static inline CPU_TARGET_AVX2 struct bits
look_avx2(const uint8_t *p)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)p);
	__m256i b = _mm256_loadu_si256((const __m256i *)(p + 32));

	return (struct bits){
		.stops = join(stops_avx2(a), stops_avx2(b)),
		.wide = join(a, b),
	};
}

/*
 * Eight are written at once: most blocks have about that many, and how many
 * exactly is what no processor foresees.
 */
static inline CPU_TARGET_AVX2 const uint8_t **
put_avx2(const uint8_t **at, uint64_t marks, const uint8_t *block)
{
	const uint8_t **next = at + __builtin_popcountll(marks);

	for (; marks != 0; at += 8)
		for (int i = 0; i < 8; i++, marks = _blsr_u64(marks))
			at[i] = block + _tzcnt_u64(marks);
	return next;
}

static CPU_TARGET_AVX2 void
find_avx2(struct json_marks *m)
{
	find((struct way){ look_avx2, put_avx2 }, m);
}

static inline CPU_TARGET_AVX512 struct bits
look_avx512(const uint8_t *p)
{
	__m512i bytes = _mm512_loadu_si512(p);

	return (struct bits){
		.stops = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')) |
			 _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')) |
			 _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(0x20)),
		.wide = _mm512_movepi8_mask(bytes),
	};
}

/* Puts the numbers of the bits side by side, and eight of them in a row. */
static inline CPU_TARGET_AVX512 const uint8_t **
put_avx512(const uint8_t **at, uint64_t marks, const uint8_t *block)
{
	static const uint8_t numbers[BLOCK] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
		10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
		26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
		42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
		58, 59, 60, 61, 62, 63 };
	__m512i first = _mm512_set1_epi64((int64_t)(uintptr_t)block);
	__m512i which =
	    _mm512_maskz_compress_epi8(marks, _mm512_loadu_si512(numbers));
	const uint8_t **next = at + __builtin_popcountll(marks);

	do {
		__m128i few = _mm512_castsi512_si128(which);

		_mm512_storeu_si512(
		    at, _mm512_add_epi64(first, _mm512_cvtepu8_epi64(few)));
		_mm512_storeu_si512(
		    at + 8, _mm512_add_epi64(first,
				_mm512_cvtepu8_epi64(_mm_srli_si128(few, 8))));
		at += 16;
		which = _mm512_alignr_epi32(which, which, 4);
	} while (at < next);
	return next;
}

static CPU_TARGET_AVX512 void
find_avx512(struct json_marks *m)
{
	find((struct way){ look_avx512, put_avx512 }, m);
}

#endif

/* A span does not end inside a character, if that can be helped. */
static const uint8_t *
span_end(const uint8_t *p, const uint8_t *end)
{
	const uint8_t *last = p + JSON_MARKS_SPAN;

	if (end - p <= JSON_MARKS_SPAN)
		return end;
	end = last;
	while (end > last - 4 && (*end & 0xC0) == 0x80)
		end--;
	return end;
}

void
json_marks_find_as(
    enum cpu cpu, struct json_marks *m, const uint8_t *p, const uint8_t *end)
{
	m->begin = p;
	m->end = span_end(p, end);
	switch (cpu) {
#ifdef __x86_64__
	case CPU_AVX512:
		find_avx512(m);
		break;
	case CPU_AVX2:
		find_avx2(m);
		break;
#endif
	default:
		find_any(m);
	}
}

void
json_marks_find(struct json_marks *m, const uint8_t *p, const uint8_t *end)
{
	json_marks_find_as(cpu_best(), m, p, end);
}
