#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "study/risk/risk_figures.h"

/*
 * All values in their order.  Ranks count from 0; share[i] is the part of all
 * records that have one of the first i values, and area[i] the sum of
 * share[1] to share[i].
 */
struct scale {
	size_t count;
	uint32_t *rank; /* by number of the value */
	double *share, *area;
};

/* A value, to be put in order. */
struct ranked {
	const struct risk_group *value;
	uint32_t number;
};

static struct slice
text_of(const struct risk_group *value)
{
	return (struct slice){ value->text, value->text_len };
}

static int
order_numbers(const void *a, const void *b)
{
	const struct ranked *one = a, *other = b;
	int order = 0;

	num_compare(text_of(one->value), text_of(other->value), &order);
	if (order != 0)
		return order;
	return (one->number > other->number) - (one->number < other->number);
}

/* Whether all values are numbers that can be compared. */
static bool
are_numbers(const struct risk_groups *values)
{
	static const struct slice zero = { (const uint8_t *)"0", 1 };
	int order;

	for (size_t i = 0; i < values->count; i++)
		if (!num_compare(text_of(&values->groups[i]), zero, &order))
			return false;
	return values->count > 1;
}

static void
fill_scale(struct scale *scale, const struct ranked *ranked, uint64_t records)
{
	scale->share[0] = 0;
	scale->area[0] = 0;
	for (size_t i = 0; i < scale->count; i++) {
		scale->rank[ranked[i].number] = (uint32_t)i;
		scale->share[i + 1] =
		    scale->share[i] +
		    (double)ranked[i].value->count / (double)records;
		scale->area[i + 1] = scale->area[i] + scale->share[i + 1];
	}
}

static void
scale_release(struct scale *scale)
{
	free(scale->rank);
	free(scale->share);
	free(scale->area);
}

static int
scale_init(struct scale *scale, const struct risk *r, struct err *err)
{
	size_t n = r->values.count;
	struct ranked *ranked = calloc(n + 1, sizeof(*ranked));
	int result = 0;

	*scale = (struct scale){
		.count = n,
		.rank = calloc(n + 1, sizeof(*scale->rank)),
		.share = calloc(n + 1, sizeof(*scale->share)),
		.area = calloc(n + 1, sizeof(*scale->area)),
	};
	if (ranked == NULL || scale->rank == NULL || scale->share == NULL ||
	    scale->area == NULL) {
		result = err_nomem(err);
	} else {
		for (size_t i = 0; i < n; i++)
			ranked[i] = (struct ranked){ &r->values.groups[i],
				(uint32_t)i };
		if (are_numbers(&r->values))
			qsort(ranked, n, sizeof(*ranked), order_numbers);
		fill_scale(scale, ranked, r->records);
	}
	free(ranked);
	return result;
}

/*
 * The sum of |p - share[i]| for i from `from` to `to`, inclusive; shares
 * ascend, so they are below p up to some place, and above it from there on.
 */
static double
work_between(const struct scale *scale, double p, size_t from, size_t to)
{
	size_t low = from, high = to + 1;
	double below, above;

	if (from > to)
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (scale->share[middle] <= p)
			low = middle + 1;
		else
			high = middle;
	}
	below = p * (double)(low - from) -
		(scale->area[low - 1] - scale->area[from - 1]);
	above =
	    scale->area[to] - scale->area[low - 1] - p * (double)(to + 1 - low);
	return below + above;
}

/* A value of a group by its rank, and the part of the group that has it. */
struct part {
	uint32_t rank;
	double p;
};

static int
order_parts(const void *a, const void *b)
{
	const struct part *one = a, *other = b;

	return (one->rank > other->rank) - (one->rank < other->rank);
}

/* Li 2007, section 4.2: earth moves from rank to rank, 1 / (m - 1) far. */
static double
ordered_distance(const struct scale *scale, const struct part *parts, size_t n)
{
	double p = 0, work = 0;
	size_t next = 1;

	for (size_t i = 0; i < n; i++) {
		work += work_between(scale, p, next, parts[i].rank);
		p += parts[i].p;
		next = (size_t)parts[i].rank + 1;
	}
	work += work_between(scale, p, next, scale->count);
	return work / (double)(scale->count - 1);
}

/* The same where all values are equally far from each other. */
static double
equal_distance(const struct scale *scale, const struct part *parts, size_t n)
{
	double moved = 0, met = 0;

	for (size_t i = 0; i < n; i++) {
		double q = scale->share[parts[i].rank + 1] -
			   scale->share[parts[i].rank];

		moved += fabs(parts[i].p - q);
		met += q;
	}
	return (moved + 1 - met) / 2;
}

static double
entropy(const struct part *parts, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum -= parts[i].p * log(parts[i].p);
	return sum;
}

static void
take_group(const struct scale *scale, const struct risk_group *group,
    struct part *parts, struct risk_diversity *d)
{
	size_t n = group->share_count;

	for (size_t i = 0; i < n; i++)
		parts[i] = (struct part){
			scale->rank[group->shares[i].value],
			(double)group->shares[i].count / (double)group->count,
		};
	qsort(parts, n, sizeof(*parts), order_parts);
	if (n < d->distinct)
		d->distinct = n;
	d->entropy = fmin(d->entropy, exp(entropy(parts, n)));
	d->equal = fmax(d->equal, equal_distance(scale, parts, n));
	if (d->has_order)
		d->ordered =
		    fmax(d->ordered, ordered_distance(scale, parts, n));
}

int
risk_diversity(const struct risk *r, struct risk_diversity *d, struct err *err)
{
	struct scale scale;
	struct part *parts = calloc(r->values.count + 1, sizeof(*parts));
	int result = scale_init(&scale, r, err);

	*d = (struct risk_diversity){
		.values = r->values.count,
		.distinct = UINT64_MAX,
		.entropy = HUGE_VAL,
		.has_order = are_numbers(&r->values),
	};
	if (parts == NULL)
		result = err_nomem(err);
	for (size_t i = 0; result == 0 && i < r->groups.count; i++)
		take_group(&scale, &r->groups.groups[i], parts, d);
	scale_release(&scale);
	free(parts);
	return result;
}
