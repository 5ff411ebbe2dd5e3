/*
 * audit: does anything that should have stayed stand in a file?
 *
 * The values are folded and looked for in every spelling: as they are,
 * backwards, by eight of their digits, and as digests without a key.  The file
 * is searched in every reading (study/audit/decode.h), however large it is, in
 * memory that depends on the number of values alone.  Without values it is
 * searched for shapes that identify (action/detect.h).
 *
 * Limits: values whose folded form has fewer than four bytes are not looked
 * for (they are counted), those with fewer than eight only as whole words of
 * text (study/audit/view.h); a value that was encoded twice, encrypted,
 * compressed or cut to less than eight digits is not found.  A digest is known
 * by its first eight bytes; those of a value as it was received, folded, and
 * without the key of a NIR are looked for, in both cases of letters.
 */
#ifndef STUDY_AUDIT_H
#define STUDY_AUDIT_H

#include "action/detect.h"
#include "crypto/plain.h"
#include "study/audit/needles.h"
#include "study/audit/view.h"
#include "study/audit/windows.h"

enum spelling {
	SPELLING_FOLDED, /* any case, accents, grouping */
	SPELLING_REVERSED,
	SPELLING_DIGITS, /* eight in a row */
	SPELLING_SHAPE,
	SPELLING_DIGEST, /* enum plain_digest, from here on */
	SPELLING_COUNT = SPELLING_DIGEST + PLAIN_COUNT,
};

/* "as it is", "backwards", "eight digits of it", "SHA-256" ... */
const char *spelling_name(enum spelling spelling);

/* Fields that can be told apart; the last one is the control's. */
#define AUDIT_FIELDS  (UINT16_MAX / SPELLING_COUNT)
#define AUDIT_CONTROL (AUDIT_FIELDS - 1)

struct audit {
	struct needles needles;
	struct windows digits;
	struct windows allowed; /* digits that may stand anywhere */
	struct windows digests;
	bool shapes; /* to be looked for, too; the caller's */

	struct buf folded, scratch, reversed;
	struct buf covered; /* by byte of a piece: a value was found there */
	struct buf plain;   /* the same of all that was told as it stands */
	struct view view;
	uint64_t values, too_short; /* told to audit_value() */
};

void audit_init(struct audit *a);
void audit_release(struct audit *a); /* wipes */

/*
 * Adds to keys (uint64_t each) all eight digits in a row of a value, folded.
 * keys->failed without memory.
 */
void audit_digits(struct audit *a, struct slice value, struct buf *keys);

/* Eight digits that are no sign of a value, wherever they stand.  ERR_NOMEM. */
int audit_allow(struct audit *a, uint64_t key, struct err *err);

/*
 * A value, in UTF-8, of a field (below AUDIT_CONTROL) that must not be found.
 * One that is told again, of whatever field, is counted and changes nothing.
 */
int audit_value(
    struct audit *a, uint16_t field, struct slice value, struct err *err);

struct audit_finding {
	uint64_t line;  /* of the file, from 1 */
	uint16_t field; /* of a shape: enum detector */
	enum spelling spelling;
	enum encoding encoding;
};

typedef void audit_found_fn(void *ctx, const struct audit_finding *finding);

struct audit_file {
	int fd;
	const char *name;                            /* for messages */
	void (*progress)(void *ctx, uint64_t bytes); /* done; or NULL */
};

/* Searches what can be read from a file, to its end.  ERR_IO, ERR_NOMEM. */
int audit_scan(struct audit *a, const struct audit_file *file,
    audit_found_fn *found, void *ctx, struct err *err);

/* audit_scan() of bytes in memory. */
int audit_scan_bytes(struct audit *a, struct slice bytes, audit_found_fn *found,
    void *ctx, struct err *err);

/* A search, for the control of it: audit_scan_bytes(). */
typedef int audit_search_fn(struct audit *a, struct slice bytes,
    audit_found_fn *found, void *ctx, struct err *err);

/*
 * The positive control: plants values of its own (AUDIT_CONTROL) among those
 * of the audit, or shapes if those are looked for, in every spelling and every
 * encoding, and searches for them.  They are nobody's, and stay among the
 * values.  ERR_BUG names the first that is missed.
 */
int audit_control(struct audit *a, audit_search_fn *search, struct err *err);

#endif
