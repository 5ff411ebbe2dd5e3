/*
 * names: a set of names, numbered in the order in which they were added.
 */
#ifndef POLICY_NAMES_H
#define POLICY_NAMES_H

#include "base/arena.h"
#include "base/slice.h"

#define NAMES_NONE UINT32_MAX

struct names {
	struct arena *arena; /* borrowed; fails when a name cannot be kept */
	struct slice *names; /* by number; the text stays borrowed */
	uint32_t count, room;
	uint32_t *places; /* a table of 2 * room numbers */
};

void names_init(struct names *n, struct arena *arena);

/* The number of a name, or NAMES_NONE. */
uint32_t names_find(const struct names *n, struct slice name);

/* Adds a name that is not in the set; its number, or NAMES_NONE. */
uint32_t names_add(struct names *n, struct slice name);

#endif
