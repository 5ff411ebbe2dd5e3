/*
 * reveal: the opener of reversible tokens, for the holder of their keys.
 *
 * A token tells its key and epoch; what else its subkey is made of are the
 * entity, name and normalization of a domain, which a policy has.  Values come
 * back as they were normalized.
 */
#ifndef RUN_REVEAL_H
#define RUN_REVEAL_H

#include "crypto/keyring.h"
#include "run/open.h"

struct reveal; /* opaque; holds subkeys */

/*
 * What the keys of a keyring open that are those of reversible domains of the
 * policy: all epochs but the revoked.  The policy must outlive the result,
 * which the caller frees; the keyring may be closed.  ERR_KEY, also if there
 * is no such key; ERR_NOMEM.
 */
int reveal_new(const struct program *policy, const struct keyring *ring,
    struct reveal **reveal, struct err *err);

/* Wipes and frees; NULL is ignored. */
void reveal_free(struct reveal *reveal);

/* What a walk over records asks about each value; reveal must outlive it. */
struct opener reveal_opener(struct reveal *reveal);

#endif
