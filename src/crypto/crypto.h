/*
 * crypto: the library's start, random bytes, comparison and digests.
 *
 * src/crypto is the only door to libsodium (1.0.18); its functions are named
 * at each call so that a reviewer can check them one by one.
 */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include "base/err.h"
#include "base/slice.h"

#define CRYPTO_DIGEST_LEN 32

/* Starts libsodium; once per process, before any other call.  ERR_BUG. */
int crypto_start(struct err *err);

/* Fills out with bytes of the system's generator (randombytes_buf). */
void crypto_random(void *out, size_t len);

/* Overwrites with zeros, and is not optimized away. */
void crypto_wipe(void *p, size_t len);

/* Whether two strings of the same length are equal, in constant time. */
bool crypto_equal(const void *a, const void *b, size_t len);

/*
 * BLAKE2b-256 (RFC 7693) without a key.  Never for records: a digest without
 * a key of anything that contains personal data can be reversed by trying.
 */
void crypto_digest(struct slice in, uint8_t out[static CRYPTO_DIGEST_LEN]);

/*
 * Closes the process to its neighbours: no core dump, no ptrace and no
 * /proc/PID/mem by others.  ERR_BUG if the system refuses.
 */
int crypto_guard_process(struct err *err);

#endif
