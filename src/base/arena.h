/*
 * arena: memory that is freed all at once.
 *
 * A policy and the program compiled from it live in one arena each.  After a
 * failure the arena stays failed: every later call returns NULL, so a
 * builder may check once at its end.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>

#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* owned */
	size_t used, max;           /* bytes handed out, and their limit */
	bool failed;
};

/* An empty arena that hands out at most max bytes; allocates nothing. */
void arena_init(struct arena *a, size_t max);

/* Frees everything; the arena is as after arena_init(). */
void arena_release(struct arena *a);

/* Forgets what was handed out, and a failure; keeps memory to hand out again.
 */
void arena_reset(struct arena *a);

/* size zeroed bytes, aligned for any type; NULL on failure. */
void *arena_alloc(struct arena *a, size_t size);

/* n zeroed elements of size bytes; NULL on failure or overflow. */
void *arena_array(struct arena *a, size_t n, size_t size);

/*
 * Doubles the room of an array of the arena that is full, of *cap elements of
 * `size` bytes; *array is NULL and *cap 0 at first.  The arena keeps the old
 * one, too.  False on failure: the array and its room are as they were.
 */
bool arena_grow(struct arena *a, void **array, size_t *cap, size_t size);

/*
 * A copy of s followed by a NUL that is not counted.  On failure the result
 * has p == NULL and len 0.
 */
struct slice arena_copy(struct arena *a, struct slice s);

#endif
