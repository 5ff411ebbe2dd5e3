/*
 * written: records that tamis wrote, one at a time, as lists of their values.
 */
#ifndef RUN_WRITTEN_H
#define RUN_WRITTEN_H

#include "base/arena.h"
#include "format/walker.h"
#include "program/sample.h"
#include "run/reader.h"

struct written {
	struct program *program; /* owned */
	struct walker walker;
	struct run_work work;
	struct reader reader;
	struct buf spare; /* what the walker writes */

	/* The record at hand, until the next one. */
	struct arena arena;          /* its texts */
	struct sample_values values; /* those that are not empty */
	struct slice record;         /* as it was written */
	uint64_t count;              /* records so far, with that one */
	bool is_cut;                 /* the end was none */
};

/*
 * For records of a format by a policy, which must outlive it.  -1 without
 * memory; written_release() frees it, after a failure too.
 */
int written_init(
    struct written *w, const struct program *policy, enum format_id format);
void written_release(struct written *w);

/* Goes over to another output, at its beginning. */
void written_open(struct written *w, int fd, const char *name);

/*
 * Goes on to the next record: 1; 0 at the end.  -1: ERR_INPUT: what stands
 * there is no record of the format; ERR_IO, ERR_NOMEM.
 */
int written_next(struct written *w, struct err *err);

#endif
