/*
 * audit: does anything that should have stayed stand in a file?
 *
 * The values are folded and made into needles in every spelling: as they are,
 * backwards, as windows of eight of their digits, and as digests without a
 * key.  The file is then searched in every reading (study/view.h), however
 * large it is, in memory that depends on the number of values alone.
 *
 * Limits: values whose folded form has fewer than four bytes are not looked
 * for (they are counted), those with fewer than eight only as whole words; a
 * value that was encoded twice, encrypted or cut is not found.
 */
#ifndef STUDY_AUDIT_H
#define STUDY_AUDIT_H

#include "crypto/plain.h"
#include "study/needles.h"
#include "study/view.h"

enum spelling {
	SPELLING_FOLDED, /* any case, accents, grouping */
	SPELLING_REVERSED,
	SPELLING_WINDOW, /* eight digits of it */
	SPELLING_DIGEST, /* enum plain_digest, from here on */
	SPELLING_COUNT = SPELLING_DIGEST + PLAIN_COUNT,
};

/* "as it is", "backwards", "eight digits of it", "SHA-256" ... */
const char *spelling_name(enum spelling spelling);

/* Fields that can be told apart. */
#define AUDIT_FIELDS (UINT16_MAX / SPELLING_COUNT)

struct audit {
	struct needles needles;
	struct needles allowed; /* digits that may stand anywhere */
	struct buf folded, scratch;
	struct view view;
	uint64_t values, too_short; /* told to audit_value() */
};

void audit_init(struct audit *a);
void audit_release(struct audit *a); /* wipes */

/*
 * A value that leaves as it is: eight digits of it are no sign of another.
 * To be told before the values of the same records.  ERR_NOMEM.
 */
int audit_allow(struct audit *a, struct slice value, struct err *err);

/* A value, in UTF-8, of a field (below AUDIT_FIELDS) that must not be found. */
int audit_value(
    struct audit *a, uint16_t field, struct slice value, struct err *err);

struct audit_finding {
	uint64_t line; /* of the file, from 1 */
	uint16_t field;
	enum spelling spelling;
	enum encoding encoding;
};

typedef void audit_found_fn(void *ctx, const struct audit_finding *finding);

/*
 * Searches what can be read from a descriptor; name is for messages.
 * ERR_IO, ERR_NOMEM.
 */
int audit_scan(struct audit *a, int fd, const char *name, audit_found_fn *found,
    void *ctx, struct err *err);

/* audit_scan() of bytes in memory. */
int audit_scan_bytes(struct audit *a, struct slice bytes, audit_found_fn *found,
    void *ctx, struct err *err);

/*
 * The positive control: plants values of its own in every spelling and every
 * encoding, and searches for them.  ERR_BUG names the first that is missed.
 */
int audit_control(struct err *err);

#endif
