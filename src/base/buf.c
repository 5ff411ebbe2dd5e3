#define _GNU_SOURCE /* explicit_bzero */

#include "base/buf.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_CAP 256

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_release(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

void
buf_wipe(struct buf *b)
{
	/* All of the memory: buf_reset() may have forgotten more than len. */
	if (b->p != NULL)
		explicit_bzero(b->p, b->cap + BUF_SLACK);
	buf_release(b);
}

/* At least `need`, at most max, doubling in between. */
static size_t
next_cap(const struct buf *b, size_t need)
{
	size_t cap = b->cap > FIRST_CAP / 2 ? b->cap : FIRST_CAP / 2;

	if (cap > b->max / 2)
		return b->max;
	cap *= 2;
	return cap > need ? cap : need;
}

static int
grow(struct buf *b, size_t need)
{
	size_t cap = next_cap(b, need);
	uint8_t *p;

	if (cap > SIZE_MAX - BUF_SLACK)
		return -1;
	p = realloc(b->p, cap + BUF_SLACK);
	if (p == NULL)
		return -1;
	b->p = p;
	b->cap = cap;
	return 0;
}

uint8_t *
buf_reserve_more(struct buf *b, size_t n)
{
	if (b->failed)
		return NULL;
	if (n <= b->cap - b->len && b->p != NULL)
		return b->p + b->len;
	if (n > b->max - b->len || grow(b, b->len + n) == -1) {
		b->failed = true;
		return NULL;
	}
	return b->p + b->len;
}

void
buf_add_byte(struct buf *b, uint8_t byte)
{
	buf_add(b, &byte, 1);
}

void
buf_add_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void
buf_add_format(struct buf *b, const char *format, ...)
{
	va_list args;
	uint8_t *to;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0) {
		b->failed = true;
		return;
	}
	to = buf_reserve(b, (size_t)len);
	if (to == NULL)
		return;
	/* The terminator goes into the slack. */
	va_start(args, format);
	vsnprintf((char *)to, (size_t)len + 1, format, args);
	va_end(args);
	b->len += (size_t)len;
}

void
buf_add_u64(struct buf *b, uint64_t n)
{
	uint8_t digits[20];
	size_t first = sizeof(digits);

	do {
		digits[--first] = (uint8_t)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	buf_add(b, digits + first, sizeof(digits) - first);
}

void
buf_add_char(struct buf *b, uint32_t c)
{
	uint8_t bytes[4] = { 0 };

	buf_add(b, bytes, utf8_put(c, bytes));
}
