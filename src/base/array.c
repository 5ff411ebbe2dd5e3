#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>

bool
array_grow(void **array, size_t *cap, size_t size)
{
	size_t more = *cap == 0 ? ARRAY_FIRST : *cap * 2;
	void *p;

	if (*cap > SIZE_MAX / 2 || more > SIZE_MAX / size)
		return false;
	p = realloc(*array, more * size);
	if (p == NULL)
		return false;
	*array = p;
	*cap = more;
	return true;
}
