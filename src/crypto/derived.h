/*
 * derived: keys for tests, made from a name that everybody knows.
 *
 *	bytes = BLAKE2b-256("tamis test key" 00 | len owner | owner |
 *	        len use | use | len name | name)
 *
 * each len is 8 bytes, big endian; owner is the name of the test; use is
 * "key", "reversible" or "seal"; name is that of the key or recipient.  What
 * is made with them is worth nothing, and never more: they are no input of any
 * other call, cannot be written to a file, and no keyring has them.
 */
#ifndef CRYPTO_DERIVED_H
#define CRYPTO_DERIVED_H

#include "crypto/keyring.h"
#include "crypto/pair.h"

/* The name of a key, and its sort. */
struct derived_key {
	struct slice name;
	bool reversible;
};

/*
 * A keyring of these keys, each with epoch 1.  The caller closes it.  ERR_KEY,
 * ERR_NOMEM.
 */
int derived_keyring(struct slice owner, const struct derived_key *keys,
    size_t count, struct keyring **ring, struct err *err);

/* The pair of a recipient.  The caller closes it.  ERR_KEY. */
int derived_pair(struct slice owner, struct slice recipient,
    struct pair_secret **secret, struct err *err);

#endif
