/* The names h, m, v, t, f and G are those of RFC 7693, section 3. */
#include "crypto/blake2b.h"
#include "crypto/crypto.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define BLOCK_LEN 128

/* Section 2.6: the initial values of SHA-512. */
static const uint64_t iv[8] = {
	UINT64_C(0x6A09E667F3BCC908),
	UINT64_C(0xBB67AE8584CAA73B),
	UINT64_C(0x3C6EF372FE94F82B),
	UINT64_C(0xA54FF53A5F1D36F1),
	UINT64_C(0x510E527FADE682D1),
	UINT64_C(0x9B05688C2B3E6C1F),
	UINT64_C(0x1F83D9ABFB41BD6B),
	UINT64_C(0x5BE0CD19137E2179),
};

static inline uint64_t
rotate_right(uint64_t x, unsigned int n)
{
	return x >> n | x << (64 - n);
}

/* Section 3.1: the mixing function G. */
#define G(a, b, c, d, x, y)                           \
	do {                                          \
		v[a] = v[a] + v[b] + (x);             \
		v[d] = rotate_right(v[d] ^ v[a], 32); \
		v[c] = v[c] + v[d];                   \
		v[b] = rotate_right(v[b] ^ v[c], 24); \
		v[a] = v[a] + v[b] + (y);             \
		v[d] = rotate_right(v[d] ^ v[a], 16); \
		v[c] = v[c] + v[d];                   \
		v[b] = rotate_right(v[b] ^ v[c], 63); \
	} while (0)

/* Section 2.7: the order of the message's words in each round. */
static const uint8_t sigma[10][16] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	{ 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
	{ 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
	{ 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
	{ 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
	{ 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
	{ 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
	{ 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
	{ 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
	{ 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 },
};

/* Round r over the message words, section 3.2. */
#define WORD(r, i) m[sigma[r][i]]
#define ROUND(r)                                           \
	do {                                               \
		G(0, 4, 8, 12, WORD(r, 0), WORD(r, 1));    \
		G(1, 5, 9, 13, WORD(r, 2), WORD(r, 3));    \
		G(2, 6, 10, 14, WORD(r, 4), WORD(r, 5));   \
		G(3, 7, 11, 15, WORD(r, 6), WORD(r, 7));   \
		G(0, 5, 10, 15, WORD(r, 8), WORD(r, 9));   \
		G(1, 6, 11, 12, WORD(r, 10), WORD(r, 11)); \
		G(2, 7, 8, 13, WORD(r, 12), WORD(r, 13));  \
		G(3, 4, 9, 14, WORD(r, 14), WORD(r, 15));  \
	} while (0)

static inline uint64_t
load_little(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

/*
 * Section 3.2: the compression function F from one h to another, or the same;
 * t is the offset counter.
 */
static void
compress_any(const uint64_t from[static 8], uint64_t h[static 8],
    const uint8_t block[static BLOCK_LEN], uint64_t t, bool last)
{
	uint64_t m[16], v[16];

	for (size_t i = 0; i < 16; i++)
		m[i] = load_little(block + 8 * i);
	memcpy(v, from, 64);
	memcpy(v + 8, iv, 64);
	v[12] ^= t;
	if (last)
		v[14] = ~v[14];
	ROUND(0);
	ROUND(1);
	ROUND(2);
	ROUND(3);
	ROUND(4);
	ROUND(5);
	ROUND(6);
	ROUND(7);
	ROUND(8);
	ROUND(9);
	ROUND(0);
	ROUND(1);
	for (size_t i = 0; i < 8; i++)
		h[i] = from[i] ^ v[i] ^ v[i + 8];
}

#ifdef __x86_64__

/* The matrix v by rows: four mixings go side by side. */
struct rows {
	__m256i a, b, c, d;
};

/*
 * A sum that is formed as it is written: b, for which all wait, is added last.
 * Compilers know that additions can change places, but not that these must not.
 */
static inline CPU_TARGET_AVX512 __m256i
formed(__m256i sum)
{
	__asm__("" : "+v"(sum));
	return sum;
}

/* Half of G in each column. */
static inline CPU_TARGET_AVX512 void
mix_half(struct rows *v, __m256i m, const int d_right, const int b_right)
{
	v->a = _mm256_add_epi64(formed(_mm256_add_epi64(v->a, m)), v->b);
	v->d = _mm256_xor_si256(v->d, v->a);
	v->d = d_right == 32 ? _mm256_ror_epi64(v->d, 32)
			     : _mm256_ror_epi64(v->d, 16);
	v->c = _mm256_add_epi64(v->c, v->d);
	v->b = _mm256_xor_si256(v->b, v->c);
	v->b = b_right == 24 ? _mm256_ror_epi64(v->b, 24)
			     : _mm256_ror_epi64(v->b, 63);
}

/* G in each column: x of all four, then y, are in m. */
static inline CPU_TARGET_AVX512 void
mix(struct rows *v, __m512i m)
{
	mix_half(v, _mm512_castsi512_si256(m), 32, 24);
	mix_half(v, _mm512_extracti64x4_epi64(m, 1), 16, 63);
}

/*
 * A round.  The diagonals are made columns by turning the rows around b, which
 * is what the next mixing waits for: column 0 is the one of v[3] and v[4].
 */
static inline CPU_TARGET_AVX512 void
round_avx512(struct rows *v, const __m512i m[static 2], __m128i order)
{
	const __m128i places =
	    _mm_setr_epi8(0, 2, 4, 6, 1, 3, 5, 7, 14, 8, 10, 12, 15, 9, 11, 13);
	__m128i at = _mm_shuffle_epi8(order, places);
	__m512i columns = _mm512_cvtepu8_epi64(at);
	__m512i diagonals = _mm512_cvtepu8_epi64(_mm_srli_si128(at, 8));

	mix(v, _mm512_permutex2var_epi64(m[0], columns, m[1]));
	v->a = _mm256_permute4x64_epi64(v->a, _MM_SHUFFLE(2, 1, 0, 3));
	v->c = _mm256_permute4x64_epi64(v->c, _MM_SHUFFLE(0, 3, 2, 1));
	v->d = _mm256_permute4x64_epi64(v->d, _MM_SHUFFLE(1, 0, 3, 2));
	mix(v, _mm512_permutex2var_epi64(m[0], diagonals, m[1]));
	v->a = _mm256_permute4x64_epi64(v->a, _MM_SHUFFLE(0, 3, 2, 1));
	v->c = _mm256_permute4x64_epi64(v->c, _MM_SHUFFLE(2, 1, 0, 3));
	v->d = _mm256_permute4x64_epi64(v->d, _MM_SHUFFLE(1, 0, 3, 2));
}

/* F of the words in m. */
static inline CPU_TARGET_AVX512 void
compress_words(const uint64_t from[static 8], uint64_t h[static 8],
    const __m512i m[static 2], uint64_t t, bool last)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)from);
	__m256i high = _mm256_loadu_si256((const __m256i *)(from + 4));
	struct rows v = { low, high, _mm256_loadu_si256((const __m256i *)iv),
		_mm256_loadu_si256((const __m256i *)(iv + 4)) };

	v.d = _mm256_xor_si256(
	    v.d, _mm256_setr_epi64x((int64_t)t, 0, last ? -1 : 0, 0));
	for (size_t i = 0; i < 12; i++)
		round_avx512(
		    &v, m, _mm_loadu_si128((const __m128i *)sigma[i % 10]));
	low = _mm256_xor_si256(low, _mm256_xor_si256(v.a, v.c));
	high = _mm256_xor_si256(high, _mm256_xor_si256(v.b, v.d));
	_mm256_storeu_si256((__m256i *)h, low);
	_mm256_storeu_si256((__m256i *)(h + 4), high);
}

static CPU_TARGET_AVX512 void
compress_avx512(const uint64_t from[static 8], uint64_t h[static 8],
    const uint8_t block[static BLOCK_LEN], uint64_t t)
{
	const __m512i m[2] = { _mm512_loadu_si512(block),
		_mm512_loadu_si512(block + 64) };

	compress_words(from, h, m, t, false);
}

/* Up to 64 bytes, and zeros. */
static inline CPU_TARGET_AVX512 __m512i
load_some(const uint8_t *p, size_t len)
{
	uint64_t there = len < 64 ? (UINT64_C(1) << len) - 1 : UINT64_MAX;

	return _mm512_maskz_loadu_epi8(there, p);
}

/*
 * The last block, straight from the message: what was just put together in
 * memory could not be had at once.
 */
static CPU_TARGET_AVX512 void
finish_avx512(const uint64_t from[static 8], uint64_t h[static 8],
    struct slice rest, uint64_t t)
{
	__m512i m[2] = { load_some(rest.p, rest.len), _mm512_setzero_si512() };

	if (rest.len > 64)
		m[1] = load_some(rest.p + 64, rest.len - 64);
	compress_words(from, h, m, t, true);
}

#endif

/* A block that is not the last. */
static void
compress(enum cpu cpu, const uint64_t from[static 8], uint64_t h[static 8],
    const uint8_t block[static BLOCK_LEN], uint64_t t)
{
#ifdef __x86_64__
	if (cpu == CPU_AVX512) {
		compress_avx512(from, h, block, t);
		return;
	}
#endif
	(void)cpu;
	compress_any(from, h, block, t, false);
}

/* The last one, of which `rest` is there. */
static void
finish(enum cpu cpu, const uint64_t from[static 8], uint64_t h[static 8],
    struct slice rest, uint64_t t)
{
	uint8_t block[BLOCK_LEN] = { 0 };

#ifdef __x86_64__
	if (cpu == CPU_AVX512) {
		finish_avx512(from, h, rest, t);
		return;
	}
#endif
	(void)cpu;
	memcpy(block, rest.p, rest.len);
	compress_any(from, h, block, t, true);
}

/* Section 2.5: the parameter block says hash and key length, fanout 1. */
void
blake2b_key_init(struct blake2b_key *k,
    const uint8_t key[static BLAKE2B_KEY_LEN], size_t hash_len)
{
	uint8_t block[BLOCK_LEN] = { 0 };

	memcpy(k->chain, iv, sizeof(iv));
	k->chain[0] ^= UINT64_C(0x01010000) ^ BLAKE2B_KEY_LEN << 8 ^ hash_len;
	k->hash_len = hash_len;
	memcpy(block, key, BLAKE2B_KEY_LEN);
	memcpy(k->empty, k->chain, sizeof(k->chain));
	compress_any(k->chain, k->chain, block, BLOCK_LEN, false);
	compress_any(k->empty, k->empty, block, BLOCK_LEN, true);
	crypto_wipe(block, sizeof(block));
}

static inline void
write_hash(const uint64_t h[static 8], uint8_t *out, size_t len)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	memcpy(out, h, len);
#else
	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)(h[i / 8] >> 8 * (i % 8));
#endif
}

void
blake2b_hash_as(enum cpu cpu, const struct blake2b_key *k, struct slice message,
    uint8_t *out)
{
	const uint64_t *chain = k->chain;
	uint64_t h[8], t = BLOCK_LEN;

	if (message.len == 0) {
		write_hash(k->empty, out, k->hash_len);
		return;
	}
	for (; message.len > BLOCK_LEN; chain = h) {
		t += BLOCK_LEN;
		compress(cpu, chain, h, message.p, t);
		message = slice_skip(message, BLOCK_LEN);
	}
	finish(cpu, chain, h, message, t + message.len);
	write_hash(h, out, k->hash_len);
}

void
blake2b_hash(const struct blake2b_key *k, struct slice message, uint8_t *out)
{
	blake2b_hash_as(cpu_best(), k, message, out);
}
