#include "format/hl7v2_index.h"

#include <stdlib.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* As many bytes as a word has bits; bit i is about byte i. */
#define BLOCK 64
struct bits {
	uint64_t of[HL7V2_MARK_COUNT];
};

/* The bytes of the marks that have a word of their own, in that order. */
struct bytes {
	uint8_t field, component, repetition, sub, escape;
};

/* How a processor looks at a block. */
typedef struct bits look_fn(const uint8_t *p, struct bytes marks);

static inline struct bits
bits_of(uint64_t field, uint64_t component, uint64_t repetition, uint64_t sub,
    uint64_t escape, uint64_t control, uint64_t wide)
{
	return (struct bits){ {
	    [HL7V2_FIELD] = field,
	    [HL7V2_COMPONENT] = component,
	    [HL7V2_REPETITION] = repetition,
	    [HL7V2_SUB] = sub,
	    [HL7V2_ESCAPE] = escape,
	    [HL7V2_INNER] = component | repetition | sub | escape,
	    [HL7V2_CONTROL] = control,
	    [HL7V2_WIDE] = wide,
	} };
}

/* Goes over the text once. */
static inline __attribute__((always_inline)) void
pass(look_fn *look, struct hl7v2_index *ix, struct bytes marks)
{
	const uint8_t *p = ix->begin, *end = ix->end;
	uint64_t *word = ix->words, wide = 0;
	const size_t cap = ix->cap;
	struct bits bits;

	for (; end - p >= BLOCK; p += BLOCK, word++) {
		bits = look(p, marks);
		wide |= bits.of[HL7V2_WIDE];
		for (size_t i = 0; i < HL7V2_MARK_COUNT; i++)
			word[i * cap] = hl7v2_index_order(bits.of[i]);
	}
	/* What is beyond the end counts for nothing. */
	bits = look(p, marks);
	for (size_t i = 0; i < HL7V2_MARK_COUNT; i++)
		bits.of[i] &= (UINT64_C(1) << (end - p)) - 1;
	wide |= bits.of[HL7V2_WIDE];
	for (size_t i = 0; i < HL7V2_MARK_COUNT; i++) {
		word[i * cap] = hl7v2_index_order(bits.of[i]);
		word[i * cap + 1] = 0;
	}
	ix->ascii = wide == 0;
}

/* Sixteen bytes at a time, as the compiler was told that the machine can. */

static inline uint64_t
same_any(const hl7v2_block b[static 4], uint8_t byte)
{
	hl7v2_block mark = hl7v2_full(byte);

	return hl7v2_window(hl7v2_same(b[0], mark), hl7v2_same(b[1], mark),
	    hl7v2_same(b[2], mark), hl7v2_same(b[3], mark));
}

static inline struct bits
look_any(const uint8_t *p, struct bytes marks)
{
	const hl7v2_block b[4] = { hl7v2_load(p), hl7v2_load(p + 16),
		hl7v2_load(p + 32), hl7v2_load(p + 48) };
	uint64_t low =
	    hl7v2_window(hl7v2_below_blank(b[0]), hl7v2_below_blank(b[1]),
		hl7v2_below_blank(b[2]), hl7v2_below_blank(b[3]));

	return bits_of(same_any(b, marks.field), same_any(b, marks.component),
	    same_any(b, marks.repetition), same_any(b, marks.sub),
	    same_any(b, marks.escape), low & ~same_any(b, '\t'),
	    hl7v2_window(b[0], b[1], b[2], b[3]));
}

static void
make_any(struct hl7v2_index *ix, struct bytes marks)
{
	pass(look_any, ix, marks);
}

#ifdef __x86_64__

static inline CPU_TARGET_AVX2 uint64_t
join(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline CPU_TARGET_AVX2 uint64_t
same_avx2(__m256i a, __m256i b, uint8_t byte)
{
	__m256i mark = _mm256_set1_epi8((char)byte);

	return join(_mm256_cmpeq_epi8(a, mark), _mm256_cmpeq_epi8(b, mark));
}

static inline CPU_TARGET_AVX2 __m256i
control_avx2(__m256i bytes)
{
	__m256i low = _mm256_min_epu8(bytes, _mm256_set1_epi8(' ' - 1));

	return _mm256_andnot_si256(
	    _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\t')),
	    _mm256_cmpeq_epi8(bytes, low));
}

static inline CPU_TARGET_AVX2 struct bits
look_avx2(const uint8_t *p, struct bytes marks)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)p);
	__m256i b = _mm256_loadu_si256((const __m256i *)(p + 32));

	return bits_of(same_avx2(a, b, marks.field),
	    same_avx2(a, b, marks.component), same_avx2(a, b, marks.repetition),
	    same_avx2(a, b, marks.sub), same_avx2(a, b, marks.escape),
	    join(control_avx2(a), control_avx2(b)), join(a, b));
}

static CPU_TARGET_AVX2 void
make_avx2(struct hl7v2_index *ix, struct bytes marks)
{
	pass(look_avx2, ix, marks);
}

static inline CPU_TARGET_AVX512 uint64_t
same_avx512(__m512i bytes, uint8_t byte)
{
	return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)byte));
}

static inline CPU_TARGET_AVX512 struct bits
look_avx512(const uint8_t *p, struct bytes marks)
{
	__m512i bytes = _mm512_loadu_si512(p);
	uint64_t low = _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(' '));

	return bits_of(same_avx512(bytes, marks.field),
	    same_avx512(bytes, marks.component),
	    same_avx512(bytes, marks.repetition), same_avx512(bytes, marks.sub),
	    same_avx512(bytes, marks.escape), low & ~same_avx512(bytes, '\t'),
	    _mm512_movepi8_mask(bytes));
}

static CPU_TARGET_AVX512 void
make_avx512(struct hl7v2_index *ix, struct bytes marks)
{
	pass(look_avx512, ix, marks);
}

#endif

/* Makes room for the bits of `len` bytes; false without memory. */
static bool
reserve(struct hl7v2_index *ix, size_t len)
{
	size_t need = len / BLOCK + 2, cap = ix->cap == 0 ? 64 : ix->cap;

	if (need <= ix->cap)
		return true;
	while (cap < need)
		cap *= 2;
	hl7v2_index_release(ix);
	ix->words = malloc(cap * HL7V2_MARK_COUNT * sizeof(*ix->words));
	if (ix->words == NULL)
		return false;
	ix->cap = cap;
	for (size_t i = 0; i < HL7V2_MARK_COUNT; i++)
		ix->rows[i] = ix->words + i * cap;
	return true;
}

bool
hl7v2_index_make_as(enum cpu cpu, struct hl7v2_index *ix, struct slice text,
    const struct hl7v2_marks *m)
{
	struct bytes marks = { m->field, m->component, m->repetition, m->sub,
		m->escape };

	if (!reserve(ix, text.len))
		return false;
	ix->begin = text.p;
	ix->end = text.p + text.len;
	switch (cpu) {
#ifdef __x86_64__
	case CPU_AVX512:
		make_avx512(ix, marks);
		break;
	case CPU_AVX2:
		make_avx2(ix, marks);
		break;
#endif
	default:
		make_any(ix, marks);
	}
	return true;
}

bool
hl7v2_index_make(
    struct hl7v2_index *ix, struct slice text, const struct hl7v2_marks *marks)
{
	return hl7v2_index_make_as(cpu_best(), ix, text, marks);
}

void
hl7v2_index_release(struct hl7v2_index *ix)
{
	free(ix->words);
	*ix = (struct hl7v2_index){ 0 };
}
