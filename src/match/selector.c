#include "match/selector.h"

#include <stdlib.h>

#include "base/limits.h"

/* A class of the operand with a number. */
struct term {
	uint32_t operand;
	struct machine_class class;
};

/* The terms and operands of all predicates while they are collected. */
struct collection {
	struct term *terms;
	size_t term_count;
	struct slice operands[LIMIT_OPERANDS];
	uint32_t operand_count;
};

static uint32_t
find_name(const struct slice *names, uint32_t n, struct slice name)
{
	uint32_t i = 0;

	while (i < n && !slice_equal(names[i], name))
		i++;
	return i;
}

static void
add_term(struct collection *c, uint32_t operand, struct slice text, bool prefix)
{
	c->terms[c->term_count++] =
	    (struct term){ operand, { .text = text, .prefix = prefix } };
}

/* False when there are too many operands. */
static bool
collect_predicate(struct collection *c, const struct predicate *p)
{
	uint32_t i = find_name(c->operands, c->operand_count, p->operand);

	if (i == LIMIT_OPERANDS)
		return false;
	if (i == c->operand_count) {
		c->operands[c->operand_count++] = p->operand;
		/* Any other text: the empty prefix. */
		add_term(c, i, (struct slice){ NULL, 0 }, true);
	}
	add_term(c, i, p->value, p->op == PREDICATE_STARTS);
	return true;
}

static bool
collect(struct collection *c, const struct step *const *steps, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < steps[i]->predicate_count; k++)
			if (!collect_predicate(c, &steps[i]->predicates[k]))
				return false;
	return true;
}

/* By operand; constants by text, then prefixes, the longest first. */
static int
term_order(const void *left, const void *right)
{
	const struct term *a = left, *b = right;

	if (a->operand != b->operand)
		return a->operand < b->operand ? -1 : 1;
	if (a->class.prefix != b->class.prefix)
		return a->class.prefix ? 1 : -1;
	if (a->class.prefix && a->class.text.len != b->class.text.len)
		return a->class.text.len > b->class.text.len ? -1 : 1;
	return slice_order(a->class.text, b->class.text);
}

static void
sort_terms(struct collection *c)
{
	size_t kept = 0;

	qsort(c->terms, c->term_count, sizeof(*c->terms), term_order);
	for (size_t i = 0; i < c->term_count; i++)
		if (kept == 0 ||
		    term_order(&c->terms[kept - 1], &c->terms[i]) != 0)
			c->terms[kept++] = c->terms[i];
	c->term_count = kept;
}

/* Gives each operand its run of classes; 0 as selector_init(). */
static uint32_t
lay_out(const struct collection *c, struct machine_operand *operands,
    struct machine_class *classes)
{
	uint32_t stride = 1;
	size_t t = 0;

	for (uint32_t i = 0; i < c->operand_count; i++) {
		size_t begin = t;

		for (; t < c->term_count && c->terms[t].operand == i; t++)
			classes[t] = c->terms[t].class;
		operands[i] = (struct machine_operand){
			.name = c->operands[i],
			.classes = classes + begin,
			.class_count = t - begin,
			.stride = stride,
		};
		if (t - begin + 1 > LIMIT_SELECTIONS / stride)
			return 0;
		stride *= (uint32_t)(t - begin + 1);
	}
	return stride;
}

/* As many terms as predicates, and one more for each possible operand. */
static size_t
most_terms(const struct step *const *steps, size_t n)
{
	size_t most = LIMIT_OPERANDS;

	for (size_t i = 0; i < n; i++)
		most += steps[i]->predicate_count;
	return most;
}

uint32_t
selector_init(struct machine_selector *s, struct arena *a,
    const struct step *const *steps, size_t n)
{
	struct collection c = { 0 };
	struct machine_operand *operands;
	struct machine_class *classes;
	uint32_t sums = 0;

	c.terms = calloc(most_terms(steps, n), sizeof(*c.terms));
	if (c.terms == NULL || !collect(&c, steps, n))
		goto out;
	sort_terms(&c);
	operands = arena_array(a, c.operand_count, sizeof(*operands));
	classes = arena_array(a, c.term_count, sizeof(*classes));
	if (operands == NULL || classes == NULL)
		goto out;
	sums = lay_out(&c, operands, classes);
	*s = (struct machine_selector){
		.operands = operands,
		.operand_count = c.operand_count,
	};
out:
	free(c.terms);
	return sums;
}

static const struct machine_operand *
find_operand(const struct machine_selector *s, struct slice name)
{
	const struct machine_operand *o = s->operands;

	while (!slice_equal(o->name, name))
		o++;
	return o;
}

/* Whether a predicate holds for all texts of a class: they all agree. */
static bool
class_satisfies(const struct machine_class *class, const struct predicate *p)
{
	switch (p->op) {
	case PREDICATE_IS:
		return !class->prefix && slice_equal(class->text, p->value);
	case PREDICATE_IS_NOT:
		return class->prefix || !slice_equal(class->text, p->value);
	default:
		return slice_starts(class->text, p->value);
	}
}

static bool
predicate_holds(
    const struct machine_selector *s, const struct predicate *p, uint32_t sum)
{
	const struct machine_operand *o = find_operand(s, p->operand);
	size_t class = sum / o->stride % (o->class_count + 1);

	return class > 0 && class_satisfies(&o->classes[class - 1], p);
}

bool
selector_holds(
    const struct machine_selector *s, const struct step *step, uint32_t sum)
{
	for (size_t i = 0; i < step->predicate_count; i++)
		if (!predicate_holds(s, &step->predicates[i], sum))
			return false;
	return true;
}
