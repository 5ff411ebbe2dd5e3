/*
 * plain: digests without a key, to recognize that somebody used one.
 *
 * Never to make anything that leaves: a digest without a key of a value that
 * can be guessed is the value.
 */
#ifndef CRYPTO_PLAIN_H
#define CRYPTO_PLAIN_H

#include "base/slice.h"

enum plain_digest {
	PLAIN_MD5,
	PLAIN_SHA_1,
	PLAIN_SHA_256,
	PLAIN_SHA_512,
	PLAIN_BLAKE2B_256,
	PLAIN_BLAKE2B_512,
	PLAIN_COUNT,
};

#define PLAIN_MAX 64 /* bytes of the longest */

extern const char *const plain_names[PLAIN_COUNT]; /* "SHA-256" */

/* RFC 1321, FIPS 180-4, RFC 7693.  Returns the number of bytes written to out.
 */
size_t plain_digest(
    enum plain_digest kind, struct slice text, uint8_t out[static PLAIN_MAX]);

#endif
