/*
 * unseal: the opener of values that were sealed to the holder of a secret key.
 */
#ifndef RUN_UNSEAL_H
#define RUN_UNSEAL_H

#include "crypto/pair.h"
#include "run/open.h"

/*
 * A record in a line of a quarantine is sealed at this place, as a text whose
 * characters are its bytes, U+0000 to U+00FF (what charset_to_utf8() makes of
 * ISO-8859-1), since it may be no text at all.
 */
#define UNSEAL_QUARANTINE "quarantine"

/* The longest line: a record of text, padded, in base64url. */
#define UNSEAL_LINE ((size_t)96 << 20)

struct unseal; /* opaque; holds keys */

/*
 * What the secret opens; with a policy, only values of that policy.  Once a
 * value opened, whose recipient's name is thereby known, those that name
 * somebody else and do not open are OPEN_OTHERS.  Both must outlive the
 * result, which the caller frees.  ERR_KEY, ERR_NOMEM.
 */
int unseal_new(const struct pair_secret *secret, const struct program *policy,
    struct unseal **unseal, struct err *err);

/* Wipes and frees; NULL is ignored. */
void unseal_free(struct unseal *unseal);

/* What a walk over records asks about each value; unseal must outlive it. */
struct opener unseal_opener(struct unseal *unseal);

/*
 * Reads lines of a quarantine and writes the records that are sealed in them,
 * byte for byte and in order, each with a line feed behind it unless it ends
 * in one.  Lines in which none is sealed, or does not open, are told as left
 * by their number.  The job's opener is that of unseal; its program is about
 * JSON, and has UNSEAL_LINE as limit of records.
 */
int unseal_quarantine(
    const struct open_job *job, struct open_counts *counts, struct err *err);

#endif
