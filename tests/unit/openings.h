/*
 * openings: inputs in memory, and what opening their values gives.
 */
#ifndef UNIT_OPENINGS_H
#define UNIT_OPENINGS_H

#include "base/buf.h"
#include "run/open.h"

struct opening_result {
	int result;
	struct err err;
	struct open_counts counts;
	struct buf out, left; /* NUL-terminated, not counted; left: lines
				 RECORD:PLACE */
};

typedef int opening_fn(
    const struct open_job *job, struct open_counts *counts, struct err *err);

/*
 * Opens an input of a format (a list, or a quarantine: of JSON) with CSV's
 * delimiter `;`, in reads of read_size bytes (0: any).
 */
struct opening_result openings_run_once(opening_fn *open, enum format_id format,
    struct opener opener, struct slice input, size_t read_size);

/* The same; each size of reads must give the same. */
struct opening_result openings_run(opening_fn *open, enum format_id format,
    struct opener opener, struct slice input);
void openings_release(struct opening_result *r);

/* A field `left` of a job: adds a line to the buffer ctx. */
void openings_left(void *ctx, const struct left *left);

#endif
