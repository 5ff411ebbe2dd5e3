/*
 * offset: by how many days a person's dates are moved.
 *
 *	subkey = as for tokens (crypto/token.h), with the label "tamis sh1"
 *	n      = BLAKE2b-64(key = subkey, message = normalized value), 8 bytes,
 *	         big endian, modulo 2 * most
 *	days   = n < most ? n - most : n - most + 1
 *
 * so that every number of days from -most to most but 0 is as likely as the
 * others (but for 2^-40), and the same person has the same one in every
 * record, format and run of an epoch.  Vectors: tests/vectors/offset.tsv.
 */
#ifndef CRYPTO_OFFSET_H
#define CRYPTO_OFFSET_H

#include "crypto/token.h"

struct offset_maker; /* opaque; holds a subkey in guarded memory */

/* As token_maker_new(). */
int offset_maker_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct offset_maker **maker,
    struct err *err);
void offset_maker_free(struct offset_maker *maker);

/* Days from -most to most, never 0; most is from 1 to 2^23. */
int32_t offset_days(
    const struct offset_maker *maker, struct slice value, uint32_t most);

#endif
