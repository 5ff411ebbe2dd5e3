/* The names h, m, v, t, f and G are those of RFC 7693, section 3. */
#include "crypto/blake2b.h"
#include "crypto/crypto.h"

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

/* One round over the message words in the order of SIGMA, section 2.7. */
#define ROUND(a, b, c, d, e, f, g, h, i, j, k, l, m0, n, o, p) \
	do {                                                   \
		G(0, 4, 8, 12, m[a], m[b]);                    \
		G(1, 5, 9, 13, m[c], m[d]);                    \
		G(2, 6, 10, 14, m[e], m[f]);                   \
		G(3, 7, 11, 15, m[g], m[h]);                   \
		G(0, 5, 10, 15, m[i], m[j]);                   \
		G(1, 6, 11, 12, m[k], m[l]);                   \
		G(2, 7, 8, 13, m[m0], m[n]);                   \
		G(3, 4, 9, 14, m[o], m[p]);                    \
	} while (0)

static inline uint64_t
load_little(const uint8_t *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

/* Section 3.2: the compression function F; t is the offset counter. */
static void
compress(uint64_t h[static 8], const uint8_t block[static BLOCK_LEN],
    uint64_t t, bool last)
{
	uint64_t m[16], v[16];

	for (size_t i = 0; i < 16; i++)
		m[i] = load_little(block + 8 * i);
	memcpy(v, h, 64);
	memcpy(v + 8, iv, 64);
	v[12] ^= t;
	if (last)
		v[14] = ~v[14];
	ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
	ROUND(11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4);
	ROUND(7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8);
	ROUND(9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13);
	ROUND(2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9);
	ROUND(12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11);
	ROUND(13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10);
	ROUND(6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5);
	ROUND(10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0);
	ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
	for (size_t i = 0; i < 8; i++)
		h[i] ^= v[i] ^ v[i + 8];
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
	compress(k->chain, block, BLOCK_LEN, false);
	compress(k->empty, block, BLOCK_LEN, true);
	crypto_wipe(block, sizeof(block));
}

static void
write_hash(const uint64_t h[static 8], uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)(h[i / 8] >> 8 * (i % 8));
}

void
blake2b_hash(const struct blake2b_key *k, struct slice message, uint8_t *out)
{
	uint64_t h[8], t = BLOCK_LEN;
	uint8_t block[BLOCK_LEN] = { 0 };

	if (message.len == 0) {
		write_hash(k->empty, out, k->hash_len);
		return;
	}
	memcpy(h, k->chain, sizeof(h));
	while (message.len > BLOCK_LEN) {
		t += BLOCK_LEN;
		compress(h, message.p, t, false);
		message = slice_skip(message, BLOCK_LEN);
	}
	memcpy(block, message.p, message.len);
	compress(h, block, t + message.len, true);
	write_hash(h, out, k->hash_len);
}
