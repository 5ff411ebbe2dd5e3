/*
 * tally: the findings of an audit, grouped as somebody judges them.
 */
#ifndef STUDY_TALLY_H
#define STUDY_TALLY_H

#include "study/audit/audit.h"

/* How many lines of a group are remembered. */
#define TALLY_LINES 5

/* Findings that only differ in where they are. */
struct tally_group {
	uint64_t count;
	uint64_t lines[TALLY_LINES]; /* the first ones, in order */
	size_t line_count;
};

struct tally {
	struct tally_group *groups; /* owned; see tally_group() */
	size_t fields;
	uint64_t total;
};

/* For findings of the first so many fields; those of others do not count. */
int tally_init(struct tally *t, size_t fields, struct err *err);
void tally_release(struct tally *t);

/* Forgets all findings. */
void tally_reset(struct tally *t);

/* An audit_found_fn; ctx is the tally. */
void tally_found(void *ctx, const struct audit_finding *finding);

static inline struct tally_group *
tally_group(const struct tally *t, size_t field, enum spelling spelling,
    enum encoding encoding)
{
	return &t->groups[(field * SPELLING_COUNT + spelling) * ENCODING_COUNT +
			  encoding];
}

#endif
