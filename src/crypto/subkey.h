/*
 * subkey: what a domain uses of an epoch's key, of this floor alone.
 *
 *	subkey = BLAKE2b(key = epoch's key, message =
 *	         label 00 | epoch as 4 bytes, big endian |
 *	         len entity | entity | len label | label | len norm | norm)
 *
 * The label tells what the subkey is for, so that no two uses of a key can
 * meet; each len is 8 bytes, big endian.
 */
#ifndef CRYPTO_SUBKEY_H
#define CRYPTO_SUBKEY_H

#include "crypto/blake2b.h"
#include "crypto/token.h"

/*
 * Refuses a key that is revoked, or is not of the sort that is needed.
 * ERR_KEY.
 */
int subkey_allowed(
    const struct keyring *ring, size_t i, bool reversible, struct err *err);

/* Derives len bytes (up to 64) from the keyring's key i; the caller wipes
 * them. */
void subkey_derive(const struct keyring *ring, size_t i, const char *label,
    const struct token_domain *domain, uint8_t *subkey, size_t len);

/*
 * The one-way key i, derived and ready for hashes of hash_len bytes, in
 * guarded memory that is read-only; secret_free() it.  ERR_KEY.
 */
int subkey_hasher_new(const struct keyring *ring, size_t i, const char *label,
    const struct token_domain *domain, size_t hash_len,
    struct blake2b_key **hasher, struct err *err);

#endif
