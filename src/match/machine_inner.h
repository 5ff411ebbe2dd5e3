/*
 * machine_inner: what the parts of building a machine share, and nobody else.
 *
 *	machine_build.c		the states, and what leads to the next
 *	machine_overlap.c	which paths end in one state, and which wins
 */
#ifndef MATCH_MACHINE_INNER_H
#define MATCH_MACHINE_INNER_H

#include "match/intern.h"
#include "match/machine.h"

/*
 * A place in a path: the step that is to be taken next.  A path has one
 * position more than it has steps; positions are numbered through all paths.
 */
struct machine_position {
	const struct step *step; /* NULL: the path ends here */
	uint32_t path;
	uint32_t name; /* of a STEP_NAME: its number in `names` */
	bool after_deep;
};

/*
 * Set on the position of a STEP_SELECT whose array was entered: its elements
 * are next, and no array inside it.
 */
#define MACHINE_INSIDE (UINT64_C(1) << 31)

/* Sorted positions: what a state stands for. */
struct machine_set {
	const uint64_t *items;
	size_t count;
};

struct machine_list {
	uint64_t *items;
	size_t count, cap;
};

struct machine_builder {
	struct arena *out; /* of the machine */
	struct arena scratch;
	bool failed; /* besides what the arenas know */

	const struct path *const *paths;
	struct machine_position *positions;
	uint64_t *first;        /* position of each path's first step */
	struct slice *spelling; /* of each number of `names` */
	struct intern names, sets, pairs;

	struct machine_state *states;
	size_t state_count, state_cap;
	struct machine_list next;  /* positions of the set being collected */
	struct machine_list moves; /* name << 32 | position it leads to */

	machine_overlap_fn *overlap;
	void *ctx;
};

static inline bool
machine_failed(const struct machine_builder *b)
{
	return b->failed || b->scratch.failed || b->out->failed;
}

static inline bool
machine_is_kind(const struct machine_position *position, enum step_kind kind)
{
	return position->step != NULL && position->step->kind == kind;
}

static inline const struct machine_position *
machine_position_in(
    const struct machine_builder *b, struct machine_set set, size_t i)
{
	return &b->positions[set.items[i] & ~MACHINE_INSIDE];
}

/* The accepted path that is more specific than all others, or MACHINE_NONE. */
uint32_t machine_winner(
    const struct machine_builder *b, const struct machine_state *state);

/* Tells of the paths that share a value of a state, each pair once. */
void machine_tell_overlaps(struct machine_builder *b, struct machine_set set,
    const struct machine_state *state);

#endif
