/*
 * intern: byte strings as small numbers, in the order of their first sight.
 *
 * Names, sets of positions and pairs of paths are all told apart this way
 * while a machine is built.
 */
#ifndef MATCH_INTERN_H
#define MATCH_INTERN_H

#include "base/arena.h"

#define INTERN_NONE UINT32_MAX

struct intern {
	struct arena *arena;
	struct slice *items; /* by number; copies, aligned for any type */
	uint64_t *hashes;    /* by number */
	uint32_t *places;    /* hash table of number + 1; 0: empty */
	uint32_t count, cap; /* the table has 2 * cap places */
};

/* Numbers nothing yet; allocates nothing. */
void intern_init(struct intern *t, struct arena *a);

/*
 * The number of a byte string.  A new one gets t->count, which grows.
 * INTERN_NONE when the arena fails.
 */
uint32_t intern_add(struct intern *t, struct slice bytes);

#endif
