/* The values of two records. */
#include "run/contrast.h"

#include <stdlib.h>

typedef const struct sample_value *value_ref;

/* By place, then in the order of the record. */
static int
order(const void *a, const void *b)
{
	const struct sample_value *x = *(const value_ref *)a;
	const struct sample_value *y = *(const value_ref *)b;
	int by_place = slice_order(x->place, y->place);

	return by_place != 0 ? by_place : (x > y) - (x < y);
}

/* The caller frees the list; NULL without memory. */
static value_ref *
sort(const struct contrast_values *v)
{
	value_ref *list = calloc(v->count + 1, sizeof(*list));

	for (size_t i = 0; list != NULL && i < v->count; i++)
		list[i] = &v->all[i];
	if (list != NULL && v->count > 0)
		qsort(list, v->count, sizeof(*list), order);
	return list;
}

/* How many values stand at the place of the first. */
static size_t
run_length(const value_ref *list, size_t count)
{
	size_t n = 0;

	while (n < count && slice_equal(list[n]->place, list[0]->place))
		n++;
	return n;
}

static bool
is_same(const struct contrast_job *job, const struct sample_value *a,
    const struct sample_value *b)
{
	if (a->value.kind != b->value.kind)
		return false;
	return slice_equal(a->value.text, b->value.text) ||
	       job->same(job->ctx, a, b);
}

static bool
are_same(const struct contrast_job *job, const value_ref *a, size_t n,
    const value_ref *b, size_t m)
{
	if (n != m)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_same(job, a[i], b[i]))
			return false;
	return true;
}

static int
tell(const struct contrast_job *job, uint64_t record, enum contrast_what what,
    struct slice place)
{
	job->tell(
	    job->ctx, &(struct contrast){ what, record, place, { NULL, 0 } });
	return 1;
}

static int
compare(const struct contrast_job *job, uint64_t record, const value_ref *a,
    size_t a_count, const value_ref *b, size_t b_count)
{
	size_t i = 0, k = 0;
	int told = 0;

	while (i < a_count || k < b_count) {
		size_t n = run_length(a + i, a_count - i);
		size_t m = run_length(b + k, b_count - k);
		int way = 0;

		if (n > 0 && m > 0)
			way = slice_order(a[i]->place, b[k]->place);
		if (m == 0 || way < 0) {
			told +=
			    tell(job, record, CONTRAST_DISAPPEARS, a[i]->place);
			i += n;
			continue;
		}
		if (n == 0 || way > 0) {
			told +=
			    tell(job, record, CONTRAST_APPEARS, b[k]->place);
			k += m;
			continue;
		}
		if (!are_same(job, a + i, n, b + k, m))
			told +=
			    tell(job, record, CONTRAST_CHANGES, b[k]->place);
		i += n;
		k += m;
	}
	return told;
}

int
contrast_values(const struct contrast_job *job, uint64_t record,
    const struct contrast_values *before, const struct contrast_values *now)
{
	value_ref *a = sort(before), *b = sort(now);
	int told = -1;

	if (a != NULL && b != NULL)
		told = compare(job, record, a, before->count, b, now->count);
	free(a);
	free(b);
	return told;
}
