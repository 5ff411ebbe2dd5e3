#include "engine/evaluate.h"

#include "base/date.h"
#include "base/num.h"

static struct slice
text_of(const struct engine *e, const struct sighting *s)
{
	return (struct slice){ e->seen.p + s->at, s->len };
}

static void
find_single(const struct engine *e, uint32_t operand, struct single *single)
{
	*single = (struct single){ .record = e->record };
	for (size_t i = 0; i < e->sighting_count; i++) {
		const struct sighting *s = &e->sightings[i];

		if (s->operand != operand)
			continue;
		if (single->found &&
		    !slice_equal(single->text, text_of(e, s))) {
			single->found = false;
			return;
		}
		single->text = text_of(e, s);
		single->found = true;
	}
}

bool
evaluate_single(struct engine *e, uint32_t operand, struct slice *text)
{
	struct single *single = &e->singles[operand];

	/* Once per record: every value of an array may ask. */
	if (single->record != e->record)
		find_single(e, operand, single);
	if (single->found)
		*text = single->text;
	return single->found;
}

enum evaluated
evaluate_value(struct engine *e, uint32_t operand, struct value *value)
{
	enum evaluated found = EVALUATED_NONE;

	for (size_t i = 0; i < e->sighting_count; i++) {
		const struct sighting *s = &e->sightings[i];

		if (s->operand != operand)
			continue;
		if (found == EVALUATED_ONE &&
		    !slice_equal(value->text, text_of(e, s)))
			return EVALUATED_SEVERAL;
		*value = (struct value){ text_of(e, s), s->kind };
		found = EVALUATED_ONE;
	}
	return found;
}

static bool
is_one_of(const struct condition *c, struct slice text)
{
	for (size_t i = 0; i < c->constant_count; i++)
		if (slice_equal(c->constants[i].text, text))
			return true;
	return false;
}

/* Whether a date lies before (sign -1) or after (sign 1) the bound. */
static bool
is_beyond(const struct condition *c, struct slice text, int sign)
{
	struct date d;
	int order;

	return date_parse(text, &d) && date_compare(&d, &c->bound, &order) &&
	       order == sign;
}

/* Whether a number is the constant, or lies on one side of it. */
static bool
is_within(const struct condition *c, struct slice text, int sign)
{
	int order;

	return num_compare(text, c->constants[0].text, &order) &&
	       (order == 0 || order == sign);
}

/* The age in full years; false when it is not known. */
static bool
age_of(
    struct engine *e, const struct condition *c, struct slice text, int *years)
{
	struct slice at_text;
	struct date birth, at;

	return date_parse(text, &birth) &&
	       evaluate_single(e, c->at_operand, &at_text) &&
	       date_parse(at_text, &at) && date_age(&birth, &at, years);
}

static bool
test(struct engine *e, const struct condition *c, struct slice text)
{
	int years;

	switch (c->op) {
	case CONDITION_IN:
		return is_one_of(c, text);
	case CONDITION_EXISTS:
		return true;
	case CONDITION_BEFORE:
		return is_beyond(c, text, -1);
	case CONDITION_AFTER:
		return is_beyond(c, text, 1);
	case CONDITION_AT_LEAST:
		return is_within(c, text, 1);
	case CONDITION_AT_MOST:
		return is_within(c, text, -1);
	case CONDITION_AGE_UNDER:
		return age_of(e, c, text, &years) && (uint32_t)years < c->age;
	case CONDITION_AGE_FROM:
		return age_of(e, c, text, &years) && (uint32_t)years >= c->age;
	default:
		return false;
	}
}

/* Whether an object or array is where values should be: it passes no test. */
static bool
is_enclosed(const struct engine *e, const struct condition *c)
{
	return e->enclosed[c->operand] == e->record;
}

/* One value that passes is enough, unless every one must. */
static bool
leaf_holds(struct engine *e, const struct condition *c)
{
	bool any = false;

	if (c->every && is_enclosed(e, c))
		return false;
	for (size_t i = 0; i < e->sighting_count; i++) {
		const struct sighting *s = &e->sightings[i];

		if (s->operand != c->operand)
			continue;
		any = true;
		if (test(e, c, text_of(e, s)) != c->every)
			return !c->every;
	}
	return any && c->every;
}

static bool
holds(struct engine *e, const struct condition *c)
{
	switch (c->op) {
	case CONDITION_ALL:
		for (size_t i = 0; i < c->part_count; i++)
			if (!evaluate_condition(e, (int32_t)c->parts[i]))
				return false;
		return true;
	case CONDITION_ANY:
		for (size_t i = 0; i < c->part_count; i++)
			if (evaluate_condition(e, (int32_t)c->parts[i]))
				return true;
		return false;
	case CONDITION_NOT:
		return !evaluate_condition(e, (int32_t)c->parts[0]);
	case CONDITION_MISSING:
		for (size_t i = 0; i < e->sighting_count; i++)
			if (e->sightings[i].operand == c->operand)
				return false;
		return !is_enclosed(e, c);
	default:
		return leaf_holds(e, c);
	}
}

bool
evaluate_condition(struct engine *e, int32_t condition)
{
	uint64_t *known;

	if (condition < 0)
		return true;
	known = &e->condition_known[condition];
	if (*known / 2 != e->record)
		*known = e->record * 2 +
			 holds(e, &e->program->conditions[condition]);
	return *known % 2 == 1;
}
