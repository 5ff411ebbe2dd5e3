/*
 * sample: what a few records held, and what became of them.
 *
 * Made for people who look at made-up records; the one place where values of
 * records are shown.  All of it lives in an arena of whoever made it.
 */
#ifndef PROGRAM_SAMPLE_H
#define PROGRAM_SAMPLE_H

#include "program/program.h"

struct sample_value {
	uint64_t record;    /* its number, from 1 */
	struct slice place; /* match/path.h */
	struct value value;
};

struct sample_values {
	struct sample_value *all; /* in the order of the records */
	size_t count, room;
};

struct sample_record {
	const struct kind *kind; /* NULL: of none */
	const char *reason;      /* of a rejection, or NULL: it was written */
	struct slice path;       /* of the policy, of the rejection; or empty */
	const uint32_t *uses;    /* rule id * 2 + dropped, one for each value */
	size_t use_count;
	uint64_t written; /* its number among those written, from 1 */
};

struct sample {
	enum format_id format;
	struct sample_values before, after; /* by record; by record written */
	struct sample_record *records;
	size_t count, room;
};

#endif
