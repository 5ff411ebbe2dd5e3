/*
 * contrast: two results of one data set, record by record and place by place.
 *
 * A result is what was written and which records were rejected, why.  Values of
 * a place are compared as sequences.
 */
#ifndef RUN_CONTRAST_H
#define RUN_CONTRAST_H

#include <signal.h>

#include "base/err.h"
#include "program/sample.h"

/*
 * Rejected records as a text: for each a line with its number, the reason, and
 * the path of the policy if the reason is about one, with a blank between.
 */
void contrast_add_reject(
    struct buf *out, uint64_t record, const char *reason, struct slice path);

/* A result. */
struct contrast_side {
	const struct program *policy; /* which made it */
	int out;                      /* descriptor of what was written */
	int rejects;                  /* and of the list; -1: there is none */
	const char *out_name, *rejects_name; /* for messages */
};

enum contrast_what {
	CONTRAST_APPEARS,    /* values at a place where there was none */
	CONTRAST_DISAPPEARS, /* the other way round */
	CONTRAST_CHANGES,    /* other values at a place */
	CONTRAST_AROUND,     /* equal values, in another spelling or order */
	CONTRAST_REJECTED,   /* for this reason; and was written */
	CONTRAST_WRITTEN,    /* and was rejected, for this reason */
	CONTRAST_REASON,     /* rejected, but for this reason now */
	CONTRAST_MORE,       /* a record that was not there */
	CONTRAST_FEWER,      /* a record that is not there any more */
};

/* Something that is other than before in a record. */
struct contrast {
	enum contrast_what what;
	uint64_t record;   /* of the data set, from 1 */
	struct slice name; /* the place, or the reason; or empty */
	struct slice path; /* of the reason */
};

struct contrast_job {
	enum format_id format;
	const struct contrast_side *before, *now;
	const volatile sig_atomic_t *stop; /* or NULL */

	/* Whether two values that are other texts mean the same. */
	bool (*same)(void *ctx, const struct sample_value *before,
	    const struct sample_value *now);
	void (*tell)(void *ctx, const struct contrast *found);
	void *ctx;
};

/*
 * Compares two results from where their descriptors stand; *records is how many
 * of the data set differ.  ERR_INPUT: a result is none; ERR_STOPPED, ERR_IO,
 * ERR_NOMEM.
 */
int contrast_results(
    const struct contrast_job *job, uint64_t *records, struct err *err);

/* The values of one record. */
struct contrast_values {
	const struct sample_value *all;
	size_t count;
};

/*
 * Compares two records alone, and tells what appears, disappears or changes, in
 * the order of their places; of the job, only that counts.  Returns how much
 * was told; -1 without memory.
 */
int contrast_values(const struct contrast_job *job, uint64_t record,
    const struct contrast_values *before, const struct contrast_values *now);

#endif
