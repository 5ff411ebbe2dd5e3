/*
 * md: MD5 and SHA-1, which libsodium leaves out for good reasons.
 *
 * Both are broken, and nothing is ever protected by them: crypto/plain.h makes
 * them of values that somebody else may have hidden so.
 */
#ifndef CRYPTO_MD_H
#define CRYPTO_MD_H

#include "base/slice.h"

#define MD5_LEN  16
#define SHA1_LEN 20

/* RFC 1321. */
void md5(struct slice text, uint8_t out[static MD5_LEN]);

/* FIPS 180-4. */
void sha1(struct slice text, uint8_t out[static SHA1_LEN]);

#endif
