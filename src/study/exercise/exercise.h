/*
 * exercise: made records that reach all of a policy in one format.
 *
 * For each item of the coverage that no record has reached yet one is made
 * (study/exercise/maker.h) and then filtered, with keys of a test: it counts if
 * it is written, or rejected as it should be, and the item is reached.  What
 * counted once is made again with other values as long as records are asked
 * for.
 */
#ifndef STUDY_EXERCISE_H
#define STUDY_EXERCISE_H

#include "study/exercise/maker.h"
#include "study/test/test_keys.h"

/* The records that must be written, or those that must be rejected. */
struct exercise_cycle {
	size_t *items; /* owned; of the coverage, whose records counted */
	size_t count;
	size_t at;    /* next of the coverage, or, if it is done, of items */
	bool done;    /* each item of the coverage was tried */
	bool rejects; /* what records must be */
};

struct exercise {
	const struct program *program;
	enum format_id format;
	struct coverage coverage; /* reached by any record so far */
	bool *failed;             /* owned; by item: no record reaches it */
	struct exercise_cycle written, rejected;

	struct test_keys keys;
	struct engine engine;
	struct made_page page;
	struct maker maker;
	void *scratch;        /* of the format */
	struct coverage seen; /* by the record at hand */
	struct buf record;    /* made last, and read by the format */
	struct buf text, out; /* a file with that record alone; what leaves */
	uint64_t wrote, refused; /* of that file */
	bool is_marked;          /* the record says that it is synthetic */

	uint64_t count;    /* records to make; 0: as many as it takes */
	uint32_t share;    /* of 100 records: those that must be rejected */
	uint64_t made;     /* so far */
	uint64_t refusals; /* of them: that are rejected */
	uint64_t
	    unmarked; /* of them: that do not say that they are synthetic */
};

/*
 * Begins; the program must outlive it.  exercise_release() frees all, after a
 * failure too.  ERR_POLICY, ERR_KEY, ERR_NOMEM.
 */
int exercise_init(struct exercise *x, const struct program *program,
    enum format_id format, uint64_t seed, struct err *err);
void exercise_release(struct exercise *x);

/* What stands before, between and behind the records. */
void exercise_head(const struct exercise *x, struct buf *out);
void exercise_tail(const struct exercise *x, struct buf *out);

/* Makes the next record; false: there are no more. */
bool exercise_make(struct exercise *x);

/* Adds the record that was made. */
void exercise_put(struct exercise *x, struct buf *out);

/* Whether it is a rejection that reaches the item. */
bool exercise_rejects(const struct cover_item *item);

/* Whether records of this exercise should reach an item. */
bool exercise_is_about(const struct exercise *x, const struct cover_item *item);

#endif
