#include "format/hl7v2_index.h"

#include <stdlib.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* As many bytes as a word has bits; bit i is about byte i. */
#define BLOCK 64
struct bits {
	uint64_t of[HL7V2_MARK_COUNT];
	uint64_t field, control, wide;

	/* Of characters of two bytes in UTF-8: what may be either of them. */
	uint64_t lead, tail;
};

/* Beyond the last offset that is put somewhere others are, which mean nothing.
 */
#define PUT_SLACK 32

/* The bytes of the marks. */
struct bytes {
	uint8_t field, component, repetition, sub, escape;
};

/*
 * How a processor looks at a block; tells which of some bits that are set, in
 * their order, are in others; and puts down the numbers of bits.
 */
struct way {
	struct bits (*look)(const uint8_t *p, struct bytes marks);
	uint64_t (*pick)(uint64_t bits, uint64_t among);
	uint32_t *(*put)(uint32_t *at, uint64_t bits, uint32_t first);
};

static inline struct bits
bits_of(uint64_t component, uint64_t repetition, uint64_t sub, uint64_t escape)
{
	return (struct bits){ .of = {
				  [HL7V2_COMPONENT] = component,
				  [HL7V2_REPETITION] = repetition,
				  [HL7V2_SUB] = sub,
				  [HL7V2_ESCAPE] = escape,
				  [HL7V2_INNER] =
				      component | repetition | sub | escape,
			      } };
}

/* The bits of a block's first n bytes. */
static inline uint64_t
first_bits(size_t n)
{
	return n < BLOCK ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

/*
 * Puts down the numbers of bits of which there mostly are two at most: how many
 * exactly is what no processor foresees.
 */
static inline uint32_t *
put_few(uint32_t *at, uint64_t bits, uint32_t first)
{
	const uint64_t top = UINT64_C(1) << 63;
	uint32_t *next = at + __builtin_popcountll(bits);

	do {
		for (int i = 0; i < 2; i++, bits &= bits - 1)
			*at++ = first + (uint32_t)__builtin_ctzll(bits | top);
	} while (at < next);
	return next;
}

/*
 * Some bits are set if a block, of which `wide` are not ASCII, holds anything
 * but that and whole characters of two bytes.  *lead is 1 if a character begins
 * with its last byte, and was if one did before it.
 */
static inline uint64_t
find_longer(const struct bits *bits, uint64_t wide, uint64_t *lead)
{
	uint64_t leads = bits->lead & wide, tails = bits->tail & wide;
	uint64_t due = leads << 1 | *lead;

	*lead = leads >> 63;
	return (due ^ tails) | (wide ^ (leads | tails));
}

/* How far a pass has come, and what it has found. */
struct passing {
	uint32_t *ends, *breaks; /* the next of them */
	uint64_t *word;          /* likewise, of the first row */
	uint32_t at;             /* offset of the next block */
	uint64_t wide, longer, lead;
};

/* Goes over a block, of which only some bytes count: those of the text. */
static inline __attribute__((always_inline)) void
pass_block(struct way way, struct hl7v2_index *ix, struct bytes marks,
    uint64_t within, struct passing *now)
{
	struct bits bits = way.look(ix->begin + now->at, marks);
	uint64_t control = bits.control & within;
	uint64_t all = (bits.field & within) | control;
	uint64_t wide = bits.wide & within;
	uint32_t before = (uint32_t)(now->ends - ix->ends);

	for (size_t i = 0; i < HL7V2_MARK_COUNT; i++)
		now->word[i * ix->cap] = hl7v2_index_order(bits.of[i] & within);
	now->wide |= wide;
	now->longer |= find_longer(&bits, wide, &now->lead);
	now->ends = way.put(now->ends, all, now->at);
	now->breaks = put_few(now->breaks, way.pick(control, all), before);
	now->at += BLOCK;
	now->word++;
}

/* Goes over the text once. */
static inline __attribute__((always_inline)) void
pass(struct way way, struct hl7v2_index *ix, struct bytes marks)
{
	struct hl7v2_index text = *ix;
	const size_t len = (size_t)(text.end - text.begin);
	struct passing now = { text.ends, text.breaks, text.words, 0, 0, 0, 0 };

	while (len - now.at > BLOCK)
		pass_block(way, &text, marks, UINT64_MAX, &now);
	if (len > 0)
		pass_block(way, &text, marks, first_bits(len - now.at), &now);
	for (size_t i = 0; i < HL7V2_MARK_COUNT; i++)
		now.word[i * text.cap] = 0;
	*now.ends = (uint32_t)len;
	ix->end_count = (size_t)(now.ends - text.ends);
	ix->break_count = (size_t)(now.breaks - text.breaks);
	ix->ascii = now.wide == 0;
	ix->short_utf8 = (now.longer | now.lead) == 0;
}

static inline uint64_t
pick_any(uint64_t bits, uint64_t among)
{
	uint64_t picked = 0;

	for (; bits != 0; bits &= bits - 1)
		picked |= UINT64_C(1)
			  << __builtin_popcountll(among & ((bits & -bits) - 1));
	return picked;
}

static inline uint32_t *
put_any(uint32_t *at, uint64_t bits, uint32_t first)
{
	for (; bits != 0; bits &= bits - 1)
		*at++ = first + (uint32_t)__builtin_ctzll(bits);
	return at;
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
	struct bits bits =
	    bits_of(same_any(b, marks.component), same_any(b, marks.repetition),
		same_any(b, marks.sub), same_any(b, marks.escape));

	bits.field = same_any(b, marks.field);
	bits.control =
	    hl7v2_window(hl7v2_below_blank(b[0]), hl7v2_below_blank(b[1]),
		hl7v2_below_blank(b[2]), hl7v2_below_blank(b[3])) &
	    ~same_any(b, '\t');
	bits.wide = hl7v2_window(b[0], b[1], b[2], b[3]);
	return bits;
}

static void
make_any(struct hl7v2_index *ix, struct bytes marks)
{
	pass((struct way){ look_any, pick_any, put_any }, ix, marks);
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

/* C2 to DF. */
static inline CPU_TARGET_AVX2 __m256i
lead_avx2(__m256i bytes)
{
	__m256i from = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)0xC2));
	__m256i most = _mm256_set1_epi8(0xDF - 0xC2);

	return _mm256_cmpeq_epi8(_mm256_min_epu8(from, most), from);
}

/* 80 to BF: the lowest of all with a sign. */
static inline CPU_TARGET_AVX2 __m256i
tail_avx2(__m256i bytes)
{
	return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), bytes);
}

static inline CPU_TARGET_AVX2 struct bits
look_avx2(const uint8_t *p, struct bytes marks)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)p);
	__m256i b = _mm256_loadu_si256((const __m256i *)(p + 32));
	struct bits bits = bits_of(same_avx2(a, b, marks.component),
	    same_avx2(a, b, marks.repetition), same_avx2(a, b, marks.sub),
	    same_avx2(a, b, marks.escape));

	bits.field = same_avx2(a, b, marks.field);
	bits.control = join(control_avx2(a), control_avx2(b));
	bits.wide = join(a, b);
	bits.lead = join(lead_avx2(a), lead_avx2(b));
	bits.tail = join(tail_avx2(a), tail_avx2(b));
	return bits;
}

/* Eight at once, as put_few(). */
static inline CPU_TARGET_AVX2 uint32_t *
put_avx2(uint32_t *at, uint64_t bits, uint32_t first)
{
	uint32_t *next = at + __builtin_popcountll(bits);

	for (; bits != 0; at += 8)
		for (int i = 0; i < 8; i++, bits = _blsr_u64(bits))
			at[i] = first + (uint32_t)_tzcnt_u64(bits);
	return next;
}

static CPU_TARGET_AVX2 void
make_avx2(struct hl7v2_index *ix, struct bytes marks)
{
	pass((struct way){ look_avx2, pick_any, put_avx2 }, ix, marks);
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
	struct bits bits = bits_of(same_avx512(bytes, marks.component),
	    same_avx512(bytes, marks.repetition), same_avx512(bytes, marks.sub),
	    same_avx512(bytes, marks.escape));

	bits.field = same_avx512(bytes, marks.field);
	bits.control = _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(' ')) &
		       ~same_avx512(bytes, '\t');
	bits.wide = _mm512_movepi8_mask(bytes);
	bits.lead = _mm512_cmple_epu8_mask(
	    _mm512_sub_epi8(bytes, _mm512_set1_epi8((char)0xC2)),
	    _mm512_set1_epi8(0xDF - 0xC2));
	bits.tail = _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8((char)0xC0));
	return bits;
}

static inline CPU_TARGET_AVX512 uint64_t
pick_avx512(uint64_t bits, uint64_t among)
{
	return _pext_u64(bits, among);
}

/* Puts the numbers of the bits side by side, and sixteen of them in a row. */
static inline CPU_TARGET_AVX512 uint32_t *
put_avx512(uint32_t *at, uint64_t bits, uint32_t first)
{
	static const uint8_t numbers[BLOCK] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
		10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
		26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
		42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
		58, 59, 60, 61, 62, 63 };
	__m512i which =
	    _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(numbers));
	uint32_t *next = at + __builtin_popcountll(bits);

	do {
		__m512i few =
		    _mm512_cvtepu8_epi32(_mm512_castsi512_si128(which));

		_mm512_storeu_si512(
		    at, _mm512_add_epi32(few, _mm512_set1_epi32((int)first)));
		at += 16;
		which = _mm512_alignr_epi32(which, which, 4);
	} while (at < next);
	return next;
}

static CPU_TARGET_AVX512 void
make_avx512(struct hl7v2_index *ix, struct bytes marks)
{
	pass((struct way){ look_avx512, pick_avx512, put_avx512 }, ix, marks);
}

#endif

/* Makes room for what is in `len` bytes; false without memory. */
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
	/* What is not needed of them is never touched. */
	ix->ends = malloc((cap * BLOCK + PUT_SLACK) * sizeof(*ix->ends));
	ix->breaks = malloc((cap * BLOCK + PUT_SLACK) * sizeof(*ix->breaks));
	if (ix->words == NULL || ix->ends == NULL || ix->breaks == NULL)
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
	free(ix->ends);
	free(ix->breaks);
	*ix = (struct hl7v2_index){ 0 };
}
