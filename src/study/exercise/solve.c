#include "study/exercise/solve.h"

#include "base/date.h"
#include "engine/evaluate.h"

/* Steps after which a policy is taken to ask for the impossible. */
#define MOST_STEPS 5000

/* Tests at one time: more do not occur in a policy that people can read. */
#define MOST_TESTS 256

/* Conditions that are still to be taken apart. */
struct todo {
	struct solve_wish wish;
	const struct todo *next;
};

/* A test of one slot. */
struct test {
	uint32_t condition;
	bool holds;
};

/* The search at work. */
struct search {
	struct solver *s;
	struct test tests[MOST_TESTS];
	size_t count;
	unsigned int steps;
};

static const struct condition *
condition_at(const struct search *w, uint32_t i)
{
	return &w->s->slots->program->conditions[i];
}

static struct slot *
slot_at(const struct search *w, uint32_t operand)
{
	struct slots *slots = w->s->slots;

	return &slots->all[slots->by_operand[operand]];
}

static bool
is_age(const struct condition *c)
{
	return c->op == CONDITION_AGE_UNDER || c->op == CONDITION_AGE_FROM;
}

/*
 * Values of one slot.
 */

static void
suppose(struct solver *s, const struct slot *slot)
{
	for (size_t i = 0; slot->operand >= 0 && i < slot->count; i++)
		engine_suppose(
		    s->engine, (uint32_t)slot->operand, &slot->values[i]);
}

void
solve_suppose(struct solver *s)
{
	const struct slice nothing = { NULL, 0 };

	engine_begin(s->engine, nothing);
	for (size_t i = 0; i < s->slots->count; i++)
		suppose(s, &s->slots->all[i]);
}

static bool
is_about(const struct search *w, const struct test *t, const struct slot *slot)
{
	return slot_at(w, condition_at(w, t->condition)->operand) == slot;
}

/* Whether the slot passes its tests with the values it has now. */
static bool
passes(const struct search *w, const struct slot *slot)
{
	const struct slice nothing = { NULL, 0 };

	engine_begin(w->s->engine, nothing);
	suppose(w->s, slot);
	for (size_t i = 0; i < w->count; i++) {
		const struct condition *c =
		    condition_at(w, w->tests[i].condition);

		if (is_about(w, &w->tests[i], slot) && is_age(c) &&
		    slot_at(w, c->at_operand) != slot)
			suppose(w->s, slot_at(w, c->at_operand));
	}
	for (size_t i = 0; i < w->count; i++)
		if (is_about(w, &w->tests[i], slot) &&
		    evaluate_condition(w->s->engine,
			(int32_t)w->tests[i].condition) != w->tests[i].holds)
			return false;
	return true;
}

static bool
pass_with(const struct search *w, struct slot *slot, size_t n,
    const struct value *a, const struct value *b)
{
	slot->count = n;
	if (n > 0)
		slot->values[0] = *a;
	if (n > 1)
		slot->values[1] = *b;
	return passes(w, slot);
}

static bool
pass_with_one(const struct search *w, struct slot *slot, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (pass_with(w, slot, 1, &slot->candidates[i], NULL))
			return true;
	return false;
}

static bool
pass_with_two(const struct search *w, struct slot *slot)
{
	const struct value *v = slot->candidates;
	size_t n =
	    slot->only_count > 0 ? slot->only_count : slot->candidate_count;

	for (size_t i = 0; slot->several && i < n; i++)
		for (size_t j = i + 1; j < slot->candidate_count; j++)
			if (!slice_equal(v[i].text, v[j].text) &&
			    pass_with(w, slot, 2, &v[i], &v[j]))
				return true;
	return false;
}

/* A day of birth so many years, and days, before a date. */
static bool
pass_with_birth(const struct search *w, struct slot *slot, struct slice at,
    uint32_t years, int32_t days)
{
	struct date date;
	struct buf text;
	bool good = false;

	buf_init(&text, 64);
	if (date_parse(at, &date) && date.precision >= DATE_DAY &&
	    date_move(&date, days)) {
		date.year -= (int)years;
		if (date.month == 2 && date.day == 29)
			date.day = 28;
		date_put(&text, &date, DATE_DAY);
		good = pass_with(w, slot, 1,
		    &(struct value){
			arena_copy(w->s->example->arena, buf_slice(&text)),
			VALUE_TEXT },
		    NULL);
	}
	buf_release(&text);
	return good;
}

/* The same for the ages that are asked for. */
static bool
pass_with_births(const struct search *w, struct slot *slot)
{
	static const int32_t days[] = { -40, 0, 40 };

	for (size_t i = 0; i < w->count; i++) {
		const struct condition *c =
		    condition_at(w, w->tests[i].condition);
		const struct slot *at;

		if (!is_about(w, &w->tests[i], slot) || !is_age(c))
			continue;
		at = slot_at(w, c->at_operand);
		for (size_t d = 0; at->count == 1 && d < 3; d++)
			if (pass_with_birth(
				w, slot, at->values[0].text, c->age, days[d]))
				return true;
	}
	return false;
}

/* Whether other records of the kind have nothing there either. */
static bool
is_left_out(const struct slot *slot)
{
	return !slot->used && !slot->wanted;
}

/* Finds values with which the slot passes. */
static bool
find(const struct search *w, struct slot *slot)
{
	if (slot->empty)
		return pass_with(w, slot, 0, NULL, NULL);
	if (is_left_out(slot) && pass_with(w, slot, 0, NULL, NULL))
		return true;
	slots_draw(w->s->slots, slot, w->s->example);
	if (slot->differ)
		return pass_with_two(w, slot);
	if (slot->only_count > 0)
		return pass_with_one(w, slot, 0, slot->only_count) ||
		       pass_with_two(w, slot);
	return pass_with_one(w, slot, 0, slot->good_count) ||
	       pass_with_births(w, slot) ||
	       (!slot->wanted && pass_with(w, slot, 0, NULL, NULL)) ||
	       pass_with_one(
		   w, slot, slot->good_count, slot->candidate_count) ||
	       pass_with_two(w, slot);
}

/*
 * The search.
 */

static bool go(struct search *w, const struct todo *todo);

/* Fixes what passes the tests of ages, or all others. */
static bool
settle_tests(struct search *w, bool ages)
{
	for (size_t i = 0; i < w->count; i++) {
		const struct condition *c =
		    condition_at(w, w->tests[i].condition);
		struct slot *slot = slot_at(w, c->operand);

		if (is_age(c) != ages || (slot->fixed && !ages))
			continue;
		if (!find(w, slot))
			return false;
		slot->fixed = true;
	}
	return true;
}

/* An age is counted to a date that is there. */
static bool
settle_dates(struct search *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const struct condition *c =
		    condition_at(w, w->tests[i].condition);

		if (!is_age(c))
			continue;
		if (!find(w, slot_at(w, c->at_operand)))
			return false;
		slot_at(w, c->at_operand)->fixed = true;
	}
	return true;
}

static bool
settle(struct search *w)
{
	for (size_t i = 0; i < w->s->slots->count; i++)
		w->s->slots->all[i].fixed = false;
	return settle_dates(w) && settle_tests(w, false) &&
	       settle_tests(w, true);
}

/* Adds a test, if the slot can pass it beside those it has. */
static bool
go_test(
    struct search *w, const struct solve_wish *wish, const struct todo *rest)
{
	const struct condition *c = condition_at(w, (uint32_t)wish->condition);
	bool good;

	if (w->count == MOST_TESTS)
		return false;
	w->tests[w->count++] =
	    (struct test){ (uint32_t)wish->condition, wish->holds };
	good = (!is_age(c) || find(w, slot_at(w, c->at_operand))) &&
	       find(w, slot_at(w, c->operand)) && go(w, rest);
	if (!good)
		w->count--;
	return good;
}

/* All parts must be as asked. */
static bool
go_all(struct search *w, const struct condition *c, bool holds,
    const struct todo *rest)
{
	struct todo *parts =
	    arena_array(w->s->example->arena, c->part_count, sizeof(*parts));

	if (parts == NULL)
		return false;
	for (size_t i = 0; i < c->part_count; i++) {
		parts[i].wish =
		    (struct solve_wish){ (int32_t)c->parts[i], holds };
		parts[i].next = rest;
		rest = &parts[i];
	}
	return go(w, rest);
}

/* One part is enough. */
static bool
go_any(struct search *w, const struct condition *c, bool holds,
    const struct todo *rest)
{
	size_t n = c->part_count;
	size_t first = draw(w->s->example->dice, (uint32_t)n);

	for (size_t i = 0; i < n; i++) {
		struct todo one = { .next = rest };

		one.wish.condition = (int32_t)c->parts[(first + i) % n];
		one.wish.holds = holds;
		if (go(w, &one))
			return true;
	}
	return false;
}

static bool
go(struct search *w, const struct todo *todo)
{
	const struct condition *c;
	const struct solve_wish *wish;

	if (todo == NULL)
		return settle(w);
	wish = &todo->wish;
	if (++w->steps > MOST_STEPS)
		return false;
	if (wish->condition < 0)
		return wish->holds && go(w, todo->next);
	c = condition_at(w, (uint32_t)wish->condition);
	switch (c->op) {
	case CONDITION_NOT:
		return go_all(w, c, !wish->holds, todo->next);
	case CONDITION_ALL:
	case CONDITION_ANY:
		return (c->op == CONDITION_ALL) == wish->holds
			   ? go_all(w, c, wish->holds, todo->next)
			   : go_any(w, c, wish->holds, todo->next);
	default:
		return go_test(w, wish, todo->next);
	}
}

bool
solve(struct solver *s, const struct solve_wish *wishes, size_t n)
{
	struct search w = { .s = s };
	struct todo *todo = arena_array(s->example->arena, n, sizeof(*todo));

	if (n > 0 && todo == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		todo[i].wish = wishes[i];
		todo[i].next = i + 1 < n ? &todo[i + 1] : NULL;
	}
	return go(&w, n > 0 ? todo : NULL);
}
