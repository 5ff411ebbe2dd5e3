#include "crypto/plain.h"

#include <sodium.h>

#include "crypto/md.h"

const char *const plain_names[PLAIN_COUNT] = {
	[PLAIN_MD5] = "MD5",
	[PLAIN_SHA_1] = "SHA-1",
	[PLAIN_SHA_256] = "SHA-256",
	[PLAIN_SHA_512] = "SHA-512",
	[PLAIN_BLAKE2B_256] = "BLAKE2b-256",
	[PLAIN_BLAKE2B_512] = "BLAKE2b-512",
};

size_t
plain_digest(
    enum plain_digest kind, struct slice text, uint8_t out[static PLAIN_MAX])
{
	switch (kind) {
	case PLAIN_MD5:
		md5(text, out);
		return MD5_LEN;
	case PLAIN_SHA_1:
		sha1(text, out);
		return SHA1_LEN;
	case PLAIN_SHA_256:
		crypto_hash_sha256(out, text.p, text.len);
		return crypto_hash_sha256_BYTES;
	case PLAIN_SHA_512:
		crypto_hash_sha512(out, text.p, text.len);
		return crypto_hash_sha512_BYTES;
	case PLAIN_BLAKE2B_256:
		crypto_generichash(out, 32, text.p, text.len, NULL, 0);
		return 32;
	default:
		crypto_generichash(out, 64, text.p, text.len, NULL, 0);
		return 64;
	}
}
