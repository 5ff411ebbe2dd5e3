#include "policy/nearest.h"

/* Of longer ones the ends are compared. */
#define COMPARED 96

struct nearest
nearest_to(struct slice path)
{
	return (struct nearest){ .path = path };
}

static struct slice
end_of(struct slice s, size_t n)
{
	return s.len > n ? slice_skip(s, s.len - n) : s;
}

static bool
ends_alike(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;

	return n > 2 && slice_equal(end_of(a, n), end_of(b, n));
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Algorithm: Wagner and Fischer, over one row. */
static size_t
distance(struct slice a, struct slice b)
{
	size_t row[COMPARED + 1];

	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t before = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t swap = before + (a.p[i - 1] != b.p[j - 1]);

			before = row[j];
			row[j] = least(swap, least(row[j], row[j - 1]) + 1);
		}
	}
	return row[b.len];
}

/* Whether so many slips can still be a resemblance. */
static bool
is_alike(size_t d, struct slice a, struct slice b)
{
	return d * 3 < (a.len > b.len ? a.len : b.len) * 2;
}

static void
insert(struct nearest *n, struct slice path, size_t d)
{
	size_t i = n->count < NEAREST_MAX ? n->count++ : NEAREST_MAX - 1;

	for (; i > 0 && n->distance[i - 1] > d; i--) {
		n->distance[i] = n->distance[i - 1];
		n->found[i] = n->found[i - 1];
	}
	n->distance[i] = d;
	n->found[i] = path;
}

void
nearest_offer(struct nearest *n, struct slice path)
{
	struct slice a = end_of(n->path, COMPARED);
	struct slice b = end_of(path, COMPARED);
	size_t d = ends_alike(n->path, path) ? 1 : distance(a, b);

	for (size_t i = 0; i < n->count; i++)
		if (slice_equal(n->found[i], path))
			return;
	if (is_alike(d, a, b) &&
	    (n->count < NEAREST_MAX || d < n->distance[NEAREST_MAX - 1]))
		insert(n, path, d);
}
