#include "format/json_names.h"

#include <stdlib.h>

#include "base/array.h"

static bool
same(const struct json_name *a, const struct json_name *b)
{
	return a->sign == b->sign && slice_equal(a->text, b->text);
}

static bool
is_among(
    const struct json_name *items, size_t count, const struct json_name *name)
{
	for (size_t i = 0; i < count; i++)
		if (same(&items[i], name))
			return true;
	return false;
}

enum json_named
json_names_add_any(struct json_names *n, struct json_object *o,
    const struct json_name *name, uint64_t bit)
{
	size_t count = n->count - o->base;

	if ((o->filter & bit) != 0 && count < JSON_NAMES_MANY &&
	    is_among(n->items + o->base, count, name))
		return JSON_TWICE;
	o->filter |= bit;
	if (n->count == n->cap &&
	    !array_grow((void **)&n->items, &n->cap, sizeof(*n->items)))
		return JSON_NO_MEMORY;
	n->items[n->count++] = *name;
	return JSON_NEW;
}

/* Any total order in which equal names are neighbours. */
static int
compare(const struct json_name *a, const struct json_name *b)
{
	if (a->sign != b->sign)
		return a->sign < b->sign ? -1 : 1;
	if (a->text.len != b->text.len)
		return a->text.len < b->text.len ? -1 : 1;
	return memcmp(a->text.p, b->text.p, a->text.len);
}

static void
sift(struct json_name *items, size_t root, size_t count)
{
	struct json_name top = items[root];

	for (;;) {
		size_t child = root * 2 + 1;

		if (child >= count)
			break;
		if (child + 1 < count &&
		    compare(&items[child], &items[child + 1]) < 0)
			child++;
		if (compare(&top, &items[child]) >= 0)
			break;
		items[root] = items[child];
		root = child;
	}
	items[root] = top;
}

/* Heapsort (Williams 1964): n log n whatever the input, and in place. */
static void
sort(struct json_name *items, size_t count)
{
	for (size_t i = count / 2; i-- > 0;)
		sift(items, i, count);
	for (size_t i = count; i-- > 1;) {
		struct json_name last = items[i];

		items[i] = items[0];
		items[0] = last;
		sift(items, 0, i);
	}
}

enum json_named
json_names_end_many(struct json_names *n, const struct json_object *o)
{
	struct json_name *items = n->items + o->base;
	size_t count = n->count - o->base;

	n->count = o->base;
	sort(items, count);
	for (size_t i = 1; i < count; i++)
		if (same(&items[i - 1], &items[i]))
			return JSON_TWICE;
	return JSON_NEW;
}

void
json_names_release(struct json_names *n)
{
	free(n->items);
	*n = (struct json_names){ 0 };
}
