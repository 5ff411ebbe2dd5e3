/* Values for which conditions hold, or do not: what is found is judged. */
#include "study/exercise/solve.h"

#include <check.h>

#include "base/limits.h"
#include "engine/evaluate.h"
#include "policies.h"
#include "study/test/test_keys.h"

#define CONDITION(when)                                                       \
	POLICY_FIELDS("`kept`: { `do`: `keep`, `must`: `code`, `when`: " when \
		      ", " BECAUSE " }")

/* A solver for the one kind of a policy. */
struct fixture {
	struct program *program;
	struct test_keys keys;
	struct engine engine;
	struct slots slots;
	struct arena arena;
	struct dice dice;
	struct example example;
	struct solver solver;
};

static void
set_up(struct fixture *f, const char *policy)
{
	struct err err = { 0 };

	*f = (struct fixture){ .program = policies_load(policy) };
	arena_init(&f->arena, LIMIT_PROGRAM);
	ck_assert_int_eq(
	    test_keys_init(&f->keys, f->program, slice_text("t"), &err), 0);
	ck_assert_int_eq(engine_init(&f->engine, &f->keys.program, FORMAT_JSON,
			     f->keys.binding, &err),
	    0);
	ck_assert_int_eq(
	    slots_init(&f->slots, f->program, &f->program->kinds[0]), 0);
	f->solver = (struct solver){ &f->slots, &f->engine, &f->example };
}

static void
tear_down(struct fixture *f)
{
	slots_release(&f->slots);
	engine_release(&f->engine);
	test_keys_release(&f->keys);
	arena_release(&f->arena);
	program_free(f->program);
}

/* Whether values were found for which the kept field's condition is so. */
static bool
finds(struct fixture *f, bool holds)
{
	int32_t when = f->program->kinds[0].fields[0].rules[0].when;
	struct solve_wish wish = { when, holds };

	slots_begin(&f->slots);
	example_begin(&f->example, &f->dice, &f->arena, false);
	if (!solve(&f->solver, &wish, 1))
		return false;
	solve_suppose(&f->solver);
	ck_assert(evaluate_condition(&f->engine, when) == holds);
	return true;
}

struct asked {
	const char *policy;
	bool can_hold, can_fail;
};

/* Each kind of condition, whether it can hold, and whether it can fail. */
static const struct asked asked[] = {
	{ CONDITION("{ `field`: `a`, `is`: `P` }"), true, true },
	{ CONDITION("{ `field`: `a`, `is`: 5 }"), true, true },
	{ CONDITION("{ `field`: `a`, `is`: true }"), true, true },
	{ CONDITION("{ `field`: `a`, `in`: [ `P`, `N` ] }"), true, true },
	{ CONDITION("{ `field`: `a`, `exists`: true }"), true, true },
	{ CONDITION("{ `field`: `a`, `exists`: false }"), true, true },
	{ CONDITION("{ `field`: `a`, `before`: `2021-11-03` }"), true, true },
	{ CONDITION("{ `field`: `a`, `before`: `2021` }"), true, true },
	{ CONDITION("{ `field`: `a`, `after`: `2021-11` }"), true, true },
	{ CONDITION("{ `field`: `a`, `after`: `2021-11-03T10:00` }"), true,
	    true },
	{ CONDITION("{ `field`: `a`, `atLeast`: 18 }"), true, true },
	{ CONDITION("{ `field`: `a`, `atMost`: -2 }"), true, true },
	{ CONDITION("{ `field`: `a`, `atMost`: 1.5 }"), true, true },
	{ CONDITION("{ `field`: `a`, `ageUnder`: 18, `at`: `b` }"), true,
	    true },
	{ CONDITION("{ `field`: `a`, `ageFrom`: 90, `at`: `b` }"), true, true },
	{ CONDITION("{ `field`: `a[]`, `every`: true, `is`: `P` }"), true,
	    true },
	{ CONDITION("{ `not`: { `field`: `a`, `is`: `P` } }"), true, true },
	{ CONDITION("{ `all`: [ { `field`: `a`, `is`: `P` }, "
		    "{ `field`: `b`, `atLeast`: 3 } ] }"),
	    true, true },
	{ CONDITION("{ `any`: [ { `field`: `a`, `is`: `P` }, "
		    "{ `field`: `b`, `atLeast`: 3 } ] }"),
	    true, true },
	/* Between two bounds, of a date and of an age. */
	{ CONDITION("{ `all`: [ { `field`: `a`, `after`: `2021-01-01` }, "
		    "{ `field`: `a`, `before`: `2021-03-15` } ] }"),
	    true, true },
	{ CONDITION("{ `all`: [ { `field`: `a`, `ageFrom`: 12, `at`: `b` }, "
		    "{ `field`: `a`, `ageUnder`: 18, `at`: `b` }, "
		    "{ `field`: `b`, `before`: `2015-01-01` } ] }"),
	    true, true },
	/* Two values of one array. */
	{ CONDITION("{ `all`: [ { `field`: `a[]`, `is`: `P` }, "
		    "{ `field`: `a[]`, `is`: `N` } ] }"),
	    true, true },
	/* The first way that is tried leads nowhere. */
	{ CONDITION("{ `all`: [ { `any`: [ { `field`: `a`, `is`: `P` }, "
		    "{ `field`: `b`, `is`: `Q` } ] }, "
		    "{ `not`: { `field`: `a`, `is`: `P` } } ] }"),
	    true, true },
	{ CONDITION("{ `all`: [ { `any`: [ { `field`: `b`, `is`: `Q` }, "
		    "{ `field`: `a`, `is`: `P` } ] }, "
		    "{ `not`: { `field`: `a`, `is`: `P` } } ] }"),
	    true, true },
	/* What cannot be. */
	{ CONDITION("{ `all`: [ { `field`: `a`, `is`: `P` }, "
		    "{ `field`: `a`, `is`: `N` } ] }"),
	    false, true },
	{ CONDITION("{ `all`: [ { `field`: `a`, `is`: `P` }, "
		    "{ `field`: `a`, `exists`: false } ] }"),
	    false, true },
	{ CONDITION("{ `all`: [ { `field`: `a[]`, `every`: true, `is`: `P` }, "
		    "{ `field`: `a[]`, `is`: `N` } ] }"),
	    false, true },
	{ CONDITION("{ `any`: [ { `field`: `a`, `exists`: true }, "
		    "{ `field`: `a`, `exists`: false } ] }"),
	    true, false },
	{ CONDITION("{ `all`: [ { `field`: `a`, `atLeast`: 4 }, "
		    "{ `field`: `a`, `atMost`: 3 } ] }"),
	    false, true },
};

START_TEST(values_are_found_where_there_are_any)
{
	const struct asked *a = &asked[_i];
	struct fixture f;

	set_up(&f, a->policy);
	for (uint64_t seed = 0; seed < 20; seed++) {
		f.dice.state = seed;
		ck_assert_msg(finds(&f, true) == a->can_hold, "%s", a->policy);
		ck_assert_msg(finds(&f, false) == a->can_fail, "%s", a->policy);
	}
	tear_down(&f);
}
END_TEST

START_TEST(what_was_said_of_a_slot_stays)
{
	struct fixture f;
	struct solve_wish wish;
	struct slot *a;

	set_up(&f, CONDITION("{ `any`: [ { `field`: `a`, `is`: `P` }, "
			     "{ `field`: `b`, `is`: `Q` } ] }"));
	wish.condition = f.program->kinds[0].fields[0].rules[0].when;
	for (uint64_t seed = 0; seed < 20; seed++) {
		f.dice.state = seed;
		slots_begin(&f.slots);
		example_begin(&f.example, &f.dice, &f.arena, false);
		a = &f.slots.all[1];
		ck_assert(slice_is(a->path->text, "a"));
		a->empty = true;
		wish.holds = true;
		ck_assert(solve(&f.solver, &wish, 1));
		ck_assert_uint_eq(a->count, 0);
	}
	tear_down(&f);
}
END_TEST

START_TEST(always_cannot_fail)
{
	struct solve_wish always = { -1, true }, never = { -1, false };
	struct fixture f;

	set_up(&f, CONDITION("{ `field`: `a`, `is`: `P` }"));
	slots_begin(&f.slots);
	example_begin(&f.example, &f.dice, &f.arena, false);
	ck_assert(solve(&f.solver, &always, 1));
	ck_assert(solve(&f.solver, NULL, 0));
	ck_assert(!solve(&f.solver, &never, 1));
	tear_down(&f);
}
END_TEST

Suite *solve_suite(void);

Suite *
solve_suite(void)
{
	Suite *suite = suite_create("solve");
	TCase *tc = tcase_create("solve");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, values_are_found_where_there_are_any, 0,
	    (int)(sizeof(asked) / sizeof(asked[0])));
	tcase_add_test(tc, what_was_said_of_a_slot_stays);
	tcase_add_test(tc, always_cannot_fail);
	suite_add_tcase(suite, tc);
	return suite;
}
