/*
 * risk: how well records hide in groups of equal ones.
 *
 * Records with the same values at the quasi-identifiers are a group.  A value
 * that is missing (or null, or empty) is one of its own; several values at one
 * path count in their order.  Values are compared by their decoded text.
 *
 * A group's key is 128 bits: the sum of a keyed BLAKE2b of each
 * quasi-identifier's values, by which the key without one of them is a
 * difference.  The key of the hash is the caller's, at random for each
 * measurement; so nothing about values can be found out by trying.
 */
#ifndef STUDY_RISK_H
#define STUDY_RISK_H

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"
#include "crypto/blake2b.h"
#include "engine/engine.h"
#include "study/risk/ladder.h"
#include "study/risk/risk_groups.h"

#define RISK_QUASI     32    /* most quasi-identifiers */
#define RISK_SENSITIVE 65536 /* most values of the sensitive field */

/* Bytes of one field's values in one record, each with its length. */
#define RISK_HASHED_MAX (LIMIT_RECORD * 16)

/* Most bytes of values, and of their shares, that a table keeps. */
#define RISK_BYTES ((size_t)256 << 20)

struct risk_steps; /* study/risk/risk_steps.h */

/* What one path has in the record at hand. */
struct risk_field {
	struct buf hashed; /* the field's number, and its values */
	struct buf shown;
	struct ladder_hint hint;
	uint64_t seen; /* records that have a value there */
	bool now;      /* one of them is the record at hand */
};

struct risk {
	size_t quasi_count;
	bool sensitive; /* the field behind the quasi-identifiers */
	struct risk_field fields[RISK_QUASI + 1];
	struct blake2b_key key;

	uint64_t records;
	struct risk_groups groups;
	struct risk_groups values; /* of the sensitive field */
	struct risk_steps *steps;  /* owned; NULL while groups are exact */
	struct buf text;           /* of a new group */

	const struct field *first;       /* of the observed kind */
	struct engine_observer observer; /* for engine_observe() */
};

/*
 * A measurement over the first quasi_count fields of a program of
 * risk_program(), and, if sensitive, one more.  max: groups to count exactly.
 * It stays where it is.  Hints may be put to its fields before the first
 * record.
 */
void
risk_init(struct risk *r, const struct program *program, size_t quasi_count,
    bool sensitive, size_t max, const uint8_t key[static BLAKE2B_KEY_LEN]);
void risk_release(struct risk *r);

/*
 * Takes the record into account that the observer heard of.  False: it cannot
 * be, and no later one; risk_error() says why.
 */
bool risk_record(struct risk *r);

/* The key of what struct risk_field has in `hashed`. */
struct risk_key risk_key_of(const struct risk *r, struct slice hashed);

/* ERR_NOMEM; ERR_USAGE: the sensitive field has too many values.  -1. */
int risk_error(const struct risk *r, struct err *err);

#endif
