/*
 * exact: a heap block of the input's size, so that a sanitizer sees every
 * byte that is read too much.
 */
#ifndef FUZZ_EXACT_H
#define FUZZ_EXACT_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A copy with `pad` bytes behind it, filled with `fill`; the caller frees. */
static inline uint8_t *
exact_copy(const uint8_t *data, size_t size, size_t pad, uint8_t fill)
{
	uint8_t *p = malloc(size + pad + (size + pad == 0));

	if (p == NULL)
		abort();
	if (size > 0)
		memcpy(p, data, size);
	memset(p + size, fill, pad);
	return p;
}

/* What must hold. */
#define MUST(truth) ((truth) ? (void)0 : abort())

#endif
