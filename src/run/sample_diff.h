/*
 * sample_diff: the outputs of two policies for one sample.
 *
 * They are compared record by record and place by place, as sequences of
 * values.  Sealed values differ in every run: two of them are the same here.
 */
#ifndef RUN_SAMPLE_DIFF_H
#define RUN_SAMPLE_DIFF_H

#include "base/arena.h"
#include "program/sample.h"

/* In how many records what leaves from a place is other than before. */
struct sample_change {
	struct slice place;
	uint64_t appears, disappears, changes;
};

struct sample_changes {
	struct sample_change *all; /* in the arena; in order of appearance */
	size_t count, room;
	uint64_t records, written[2]; /* by the older and the newer policy */
};

/*
 * Compares two samples of the same input; texts stay those of the samples.
 * False without memory.
 */
bool sample_diff(const struct sample *older, const struct sample *newer,
    struct arena *arena, struct sample_changes *changes);

#endif
