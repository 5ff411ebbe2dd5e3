/*
 * token: the same value gives the same word, and nobody without the key can
 * tell which value it was.
 *
 *	tk1.<key name>.<epoch>.<26 characters>
 *
 * The last part is base32 (RFC 4648, lower case, no padding) of 128 bits of
 * BLAKE2b (RFC 7693) over the normalized value, keyed with a subkey:
 *
 *	subkey = BLAKE2b-256(key = epoch's key, message =
 *	         "tamis tk1" 00 | epoch as 4 bytes, big endian |
 *	         len entity | entity | len label | label | len norm | norm)
 *	token  = BLAKE2b-128(key = subkey, message = normalized value)
 *
 * where each len is 8 bytes, big endian, `label` is the name of the policy's
 * domain and `norm` the name of its normalization.  Nothing of the record's
 * format enters, so that the same person has the same token in all four.
 * Vectors: tests/vectors/token.tsv.
 *
 * Limits: equal values have equal tokens, so whoever sees the output can
 * count; and whoever holds the key can try values.
 */
#ifndef CRYPTO_TOKEN_H
#define CRYPTO_TOKEN_H

#include "base/buf.h"
#include "base/err.h"
#include "crypto/keyring.h"

/* The longest token: tk1. name . epoch . 26 */
#define TOKEN_MAX (4 + 32 + 1 + 10 + 1 + 26)

/* What separates tokens that must not be comparable. */
struct token_domain {
	struct slice entity, label, normalization;
};

struct token_maker; /* opaque; holds a subkey in guarded memory */

/*
 * Derives the subkey of a domain from the keyring's key i, which must be a
 * one-way key and not revoked.  The caller frees the result.  ERR_KEY,
 * ERR_NOMEM.
 */
int token_maker_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct token_maker **maker,
    struct err *err);

/* Wipes and frees; NULL is ignored. */
void token_maker_free(struct token_maker *maker);

/* Adds the token of a normalized value. */
void token_make(
    const struct token_maker *maker, struct slice value, struct buf *out);

#endif
