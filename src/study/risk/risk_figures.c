#include "study/risk/risk_figures.h"

#include <math.h>

#include "study/risk/risk_text.h"

const uint64_t risk_classes[RISK_CLASSES] = { 1, 2, 3, 5, 10, 20, 50, 100, 1000,
	10000 };

static size_t
class_of(uint64_t count)
{
	size_t i = RISK_CLASSES - 1;

	while (count < risk_classes[i])
		i--;
	return i;
}

static void
add_size(struct risk_sizes *s, uint64_t count, uint64_t k, double scale)
{
	size_t class = class_of(count);
	double records = scale * (double)count;

	s->class_groups[class] += scale;
	s->class_records[class] += records;
	if (count < s->smallest)
		s->smallest = count;
	if (count > s->largest)
		s->largest = count;
	if (count == 1)
		s->uniques += scale;
	if (count >= k)
		return;
	s->groups_below += scale;
	s->records_below += records;
	/* Horvitz and Thompson's estimator: (1 - p) / p^2 of each square. */
	s->below_error += (scale - 1) * scale * (double)count * (double)count;
}

void
risk_sizes(const struct risk_groups *g, uint64_t k, struct risk_sizes *s)
{
	double scale = ldexp(1, (int)g->halvings);

	*s = (struct risk_sizes){
		.exact = g->halvings == 0,
		.sampled = g->count,
		.groups = scale * (double)g->count,
		.smallest = UINT64_MAX,
	};
	for (size_t i = 0; i < g->count; i++)
		add_size(s, g->groups[i].count, k, scale);
	s->below_error = sqrt(s->below_error);
}

struct risk_attack
risk_attack(const struct risk_sizes *s, uint64_t records, uint64_t population)
{
	double people = (double)population;
	double highest = (double)records / (people * (double)s->smallest);

	/* 1 / (f * people / records); its mean over all records, of which an
	 * estimate may be too high. */
	return (
	    struct risk_attack){ highest, fmin(s->groups / people, highest) };
}

/* Whether group a comes before b. */
static bool
precedes(const struct risk_group *a, const struct risk_group *b)
{
	if (a->count != b->count)
		return a->count < b->count;
	return risk_text_order((struct slice){ a->text, a->text_len },
		   (struct slice){ b->text, b->text_len }) < 0;
}

size_t
risk_smallest(const struct risk_groups *g, uint64_t k,
    const struct risk_group **shown, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < g->count; i++) {
		const struct risk_group *group = &g->groups[i];
		size_t at = n;

		if (group->count < k)
			continue;
		while (at > 0 && precedes(group, shown[at - 1]))
			at--;
		if (at == max)
			continue;
		n += n < max;
		memmove(&shown[at + 1], &shown[at],
		    (n - at - 1) * sizeof(const struct risk_group *));
		shown[at] = group;
	}
	return n;
}
