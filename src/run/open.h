/*
 * open: streams in which sealed values or tokens become values again.
 *
 * What opens them is an opener (run/unseal.h, run/reveal.h).  A text that it
 * cannot open stays as it is, and is told; so is one that opens to what no
 * record can hold, since whoever has a public key can seal anything.
 */
#ifndef RUN_OPEN_H
#define RUN_OPEN_H

#include "base/value.h"
#include "run/run.h"

enum opened {
	OPEN_NOT,    /* not a text of the opener's kind */
	OPEN_DONE,   /* the value was added to out, *kind is its kind */
	OPEN_LEFT,   /* forged, moved, damaged, or without a key */
	OPEN_OTHERS, /* meant for somebody else, as it says itself */
	OPEN_NOMEM,
};

struct opener {
	/* Opens a text at a place; only OPEN_DONE adds to out. */
	enum opened (*open)(void *ctx, struct slice text, struct slice place,
	    struct buf *out, enum value_kind *kind);
	void *ctx;
};

/* What was left as it was: which record, from 1, and where in it. */
struct left {
	uint64_t record;
	struct slice place; /* match/path.h; in a list there is none */
};

struct open_job {
	/* Its binding is nothing; its program is of rewrite_program(). */
	struct run_job run;
	struct opener opener;

	/* Hears of each OPEN_LEFT; its place is valid until it returns. */
	void (*left)(void *ctx, const struct left *left);
	void *ctx;
};

struct open_counts {
	struct run_counts run;
	uint64_t opened, left, others; /* values */
};

/*
 * Opens the values of records; all else is as received (run/rewrite.h).  A
 * malformed record stops: ERR_REJECT, ERR_IO, ERR_NOMEM, as run().
 */
int open_records(
    const struct open_job *job, struct open_counts *counts, struct err *err);

/* The same for a list: each line is a text, and has no place. */
int open_list(
    const struct open_job *job, struct open_counts *counts, struct err *err);

#endif
