#include "study/audit/decoded.h"

#include <stdlib.h>

#include "base/utf8.h"

void
decoded_init(struct decoded *d)
{
	*d = (struct decoded){ 0 };
	buf_init(&d->bytes, UINT32_MAX);
}

void
decoded_release(struct decoded *d)
{
	buf_wipe(&d->bytes);
	free(d->from);
	d->from = NULL;
	d->cap = 0;
}

bool
decoded_room(struct decoded *d, size_t n)
{
	uint32_t *from;

	if (buf_reserve(&d->bytes, n) == NULL)
		return false;
	if (d->cap >= d->bytes.len + n)
		return true;
	from = realloc(d->from, d->bytes.cap * sizeof(*from));
	if (from == NULL) {
		d->bytes.failed = true;
		return false;
	}
	d->from = from;
	d->cap = d->bytes.cap;
	return true;
}

void
decoded_put_char(struct decoded *d, uint32_t c, size_t from)
{
	uint8_t bytes[4];
	size_t n = utf8_put(c, bytes);

	for (size_t i = 0; i < n; i++)
		decoded_put(d, bytes[i], from);
}

void
decoded_break(struct decoded *d, size_t from)
{
	decoded_put(d, '\n', from);
}

void
decoded_put_between(
    struct decoded *d, struct slice piece, size_t begin, size_t end)
{
	size_t n = end - begin;

	if (n == 0 || !decoded_room(d, n))
		return;
	for (size_t i = 0; i < n; i++)
		d->from[d->bytes.len + i] = (uint32_t)(begin + i);
	memcpy(d->bytes.p + d->bytes.len, piece.p + begin, n);
	d->bytes.len += n;
}
