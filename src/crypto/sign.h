/*
 * sign: signatures (Ed25519, RFC 8032) and the digests that receipts carry.
 *
 * A digest without a key of anything that holds personal data can be reversed
 * by trying.  So the digest of an input is keyed with the signer's secret,
 * and that of an output with the verification key, which receipts do not
 * carry: whoever has NAME.pub can tell whether an output is the one that was
 * signed for, and nobody can try values with the receipt alone.
 *
 *	digest = BLAKE2b-256(key, data)
 *	key    = BLAKE2b-256(seed, "tamis receipt input"), or
 *	         BLAKE2b-256(public key, "tamis receipt output")
 *
 * The texts are without terminator.  Vectors: tests/vectors/sign.tsv and
 * digest.tsv.
 */
#ifndef CRYPTO_SIGN_H
#define CRYPTO_SIGN_H

#include "crypto/crypto.h"
#include "crypto/pair.h"

#define SIGN_LEN 64

/* Signs a message with a secret of use PAIR_SIGN. */
void sign_message(const struct pair_secret *secret, struct slice message,
    uint8_t signature[static SIGN_LEN]);

/* Whether a signature is that of the message by this key. */
bool sign_verify(const struct pair_public *public, struct slice message,
    const uint8_t signature[static SIGN_LEN]);

/* A digest at work; bytes may be added in pieces of any size. */
struct digest; /* opaque, guarded */

/* ERR_KEY without guarded memory, or for a key of another use.  The caller
 * frees it. */
int digest_input_new(
    const struct pair_secret *secret, struct digest **digest, struct err *err);
int digest_output_new(
    const struct pair_public *public, struct digest **digest, struct err *err);
void digest_add(struct digest *digest, struct slice data);
/* Ends it; only digest_free() may follow. */
void digest_end(struct digest *digest, uint8_t out[static CRYPTO_DIGEST_LEN]);
void digest_free(struct digest *digest);

#endif
