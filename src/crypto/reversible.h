/*
 * reversible: tokens that the holder of the key can turn back into values.
 *
 *	rv1.<key name>.<epoch>.<base64url of siv | ciphertext>
 *
 * Deterministic authenticated encryption with a synthetic nonce (SIV, Rogaway
 * and Shrimpton, Deterministic Authenticated-Encryption, EUROCRYPT 2006,
 * section 4), from libsodium's parts:
 *
 *	mac key, enc key = BLAKE2b-512(key = epoch's key, message =
 *	    "tamis rv1" 00 | epoch as 4 bytes, big endian |
 *	    len entity | entity | len label | label | len norm | norm)
 *	siv        = BLAKE2b-192(key = mac key, message = padded)
 *	ciphertext = padded xor XChaCha20(key = enc key, nonce = siv)
 *
 * where padded is the normalized value, 80, and zeros up to a multiple of 16
 * bytes (ISO/IEC 7816-4).  Opening decrypts, computes siv anew and compares in
 * constant time, so a changed or invented token never opens.  Entity, label
 * and normalization are those of a token's domain (crypto/token.h).
 *
 * Limits: as for tokens, equal values have equal tokens; the length tells the
 * value's, in steps of 16 bytes; and whoever has the key reads every value.
 * What comes back is the normalized value.  Vectors:
 * tests/vectors/reversible.tsv.
 */
#ifndef CRYPTO_REVERSIBLE_H
#define CRYPTO_REVERSIBLE_H

#include "crypto/token.h"

#define REVERSIBLE_PREFIX "rv1."

struct reversible; /* opaque; subkeys of one domain and epoch, guarded */

/* Derives the subkeys from the keyring's key i, which must be a reversible
 * one and not revoked.  The caller frees the result.  ERR_KEY. */
int reversible_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct reversible **r, struct err *err);
void reversible_free(struct reversible *r);

/* Adds the token of a normalized value. */
void reversible_make(
    const struct reversible *r, struct slice value, struct buf *out);

/* What a token says of itself; slices point into the text. */
struct reversible_token {
	struct slice key;
	uint32_t epoch;
	struct slice body; /* base64url */
};

/* Whether the whole of s has the form of a reversible token. */
bool reversible_parse(struct slice s, struct reversible_token *token);

/* Adds the value to out; false, and nothing is added, unless the token was
 * made with these subkeys.  A failed buffer stays failed. */
bool reversible_open(const struct reversible *r,
    const struct reversible_token *token, struct buf *out);

#endif
