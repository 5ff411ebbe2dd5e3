#include "crypto/md.h"

#include "crypto/crypto.h"

#define BLOCK 64

/* Both go over blocks, and change a few words at each. */
typedef void block_fn(uint32_t state[static 5], const uint8_t *block);

static uint32_t
rotate(uint32_t word, unsigned int by)
{
	return word << by | word >> (32 - by);
}

/*
 * Goes over the text, then over what both end with: a bit, zeros, and the
 * length in bits as 64 bits, whose bytes `put_length` writes.
 */
static void
digest(struct slice text, uint32_t state[static 5], block_fn *block,
    void (*put_length)(uint64_t bits, uint8_t out[static 8]))
{
	uint8_t last[2 * BLOCK] = { 0 };
	size_t whole = text.len / BLOCK * BLOCK, rest = text.len - whole;
	size_t end = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;

	for (size_t i = 0; i < whole; i += BLOCK)
		block(state, text.p + i);
	if (rest > 0)
		memcpy(last, text.p + whole, rest);
	last[rest] = 0x80;
	put_length((uint64_t)text.len * 8, last + end - 8);
	for (size_t i = 0; i < end; i += BLOCK)
		block(state, last + i);
	crypto_wipe(last, sizeof(last));
}

/*
 * MD5.
 */

static uint32_t
read_little(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static void
put_little(uint64_t bits, uint8_t out[static 8])
{
	for (unsigned int i = 0; i < 8; i++)
		out[i] = (uint8_t)(bits >> (8 * i));
}

static void
md5_block(uint32_t state[static 5], const uint8_t *block)
{
	/* The whole part of 2^32 times |sin(i + 1)|. */
	static const uint32_t sines[64] = { 0xd76aa478, 0xe8c7b756, 0x242070db,
		0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
		0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122,
		0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
		0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681,
		0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
		0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942,
		0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9,
		0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085,
		0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
		0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3,
		0x8f0ccc92, 0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0,
		0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
		0xeb86d391 };
	static const uint8_t turns[4][4] = { { 7, 12, 17, 22 },
		{ 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];

	for (unsigned int i = 0; i < 64; i++) {
		uint32_t mixed, was = d;
		unsigned int word;

		switch (i / 16) {
		case 0:
			mixed = (b & c) | (~b & d);
			word = i;
			break;
		case 1:
			mixed = (d & b) | (~d & c);
			word = (5 * i + 1) % 16;
			break;
		case 2:
			mixed = b ^ c ^ d;
			word = (3 * i + 5) % 16;
			break;
		default:
			mixed = c ^ (b | ~d);
			word = 7 * i % 16;
		}
		mixed += a + sines[i] + read_little(block + 4 * (size_t)word);
		d = c;
		c = b;
		b += rotate(mixed, turns[i / 16][i % 4]);
		a = was;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
}

void
md5(struct slice text, uint8_t out[static MD5_LEN])
{
	uint32_t state[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 };

	digest(text, state, md5_block, put_little);
	for (unsigned int i = 0; i < MD5_LEN; i++)
		out[i] = (uint8_t)(state[i / 4] >> (8 * (i % 4)));
}

/*
 * SHA-1.
 */

static uint32_t
read_big(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static void
put_big(uint64_t bits, uint8_t out[static 8])
{
	for (unsigned int i = 0; i < 8; i++)
		out[i] = (uint8_t)(bits >> (56 - 8 * i));
}

static uint32_t
sha1_mix(unsigned int i, uint32_t b, uint32_t c, uint32_t d)
{
	switch (i / 20) {
	case 0:
		return ((b & c) | (~b & d)) + 0x5a827999;
	case 1:
		return (b ^ c ^ d) + 0x6ed9eba1;
	case 2:
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	default:
		return (b ^ c ^ d) + 0xca62c1d6;
	}
}

static void
sha1_block(uint32_t state[static 5], const uint8_t *block)
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3],
		 e = state[4];
	uint32_t w[80];

	for (unsigned int i = 0; i < 16; i++)
		w[i] = read_big(block + 4 * (size_t)i);
	for (unsigned int i = 16; i < 80; i++)
		w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (unsigned int i = 0; i < 80; i++) {
		uint32_t was = rotate(a, 5) + sha1_mix(i, b, c, d) + e + w[i];

		e = d;
		d = c;
		c = rotate(b, 30);
		b = a;
		a = was;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
}

void
sha1(struct slice text, uint8_t out[static SHA1_LEN])
{
	uint32_t state[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
		0xc3d2e1f0 };

	digest(text, state, sha1_block, put_big);
	for (unsigned int i = 0; i < SHA1_LEN; i++)
		out[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}
