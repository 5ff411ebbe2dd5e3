/*
 * array: arrays on the heap that grow with what is added to them.
 */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* How many elements an array has room for at first. */
#define ARRAY_FIRST 64

/*
 * Doubles the room of an array of elements of `size` bytes; *array is NULL and
 * *cap 0 at first.  The caller frees it.  False without memory: the array and
 * its room are as they were.
 */
bool array_grow(void **array, size_t *cap, size_t size);

#endif
