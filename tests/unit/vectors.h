/*
 * vectors: the files of tests/vectors.
 *
 * Lines that begin with # are comments; the others have columns that are
 * separated by tabs.
 */
#ifndef UNIT_VECTORS_H
#define UNIT_VECTORS_H

#include <stddef.h>
#include <stdint.h>

#define VECTORS_COLUMNS 16 /* at most */

/*
 * Calls check with the columns of every line, which must be so many.  Fails
 * the test when there are fewer lines than least.
 */
void vectors_each(const char *path, size_t columns, unsigned int least,
    void (*check)(char *const *columns));

/* Reads n bytes of hexadecimal digits. */
void vectors_hex(const char *hex, uint8_t *out, size_t n);

#endif
