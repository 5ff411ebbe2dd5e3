/*
 * nearest: which of many paths are most like one that is none of them.
 *
 * Unlike names (suggest.h), paths are compared at any distance: by the
 * distance of Levenshtein, in bytes, where one that ends as the other one does
 * is nearer than any that does not.
 */
#ifndef POLICY_NEAREST_H
#define POLICY_NEAREST_H

#include "base/slice.h"

#define NEAREST_MAX 3

struct nearest {
	struct slice path;
	struct slice found[NEAREST_MAX]; /* the nearest first */
	size_t distance[NEAREST_MAX];
	size_t count;
};

struct nearest nearest_to(struct slice path);

/* The path offered stays borrowed; one that was offered before is ignored. */
void nearest_offer(struct nearest *n, struct slice path);

#endif
