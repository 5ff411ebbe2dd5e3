/*
 * normalize: one spelling for all the ways in which a value is written.
 *
 * Tokens are made of normalized values, so that one person written in seven
 * ways has one token.  What each normalization does is fixed for ever by its
 * name (it enters the token's subkey): a change is a new name.
 */
#ifndef ACTION_NORMALIZE_H
#define ACTION_NORMALIZE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/value.h"

enum normalize_id {
	NORMALIZE_NONE,   /* the text as it stands */
	NORMALIZE_NIR,    /* 13 characters, without blanks and key: see nir.h */
	NORMALIZE_DIGITS, /* the digits, without blanks, dots and dashes */
	NORMALIZE_PHONE,  /* E.164, French national numbers as +33 */
	NORMALIZE_EMAIL,  /* ASCII letters in lower case */
	NORMALIZE_IDENTITY, /* names and dates of birth: see identity.h */
	NORMALIZE_COUNT,
};

struct normalization {
	const char *name; /* as in a policy: "nir" */
	const char *help; /* one sentence */
	bool (*apply)(struct slice text, struct buf *out);
	bool joins; /* no result holds IDENTITY_JOIN */

	/* To be asked once before the first value, as identity_check(). */
	int (*check)(struct err *err); /* NULL: nothing to ask */
};

extern const struct normalization normalizations[NORMALIZE_COUNT];

/* The normalization called name, or NORMALIZE_COUNT if there is none. */
enum normalize_id normalize_find(struct slice name);

#endif
