/* ladder: what sort values are, and what each step makes of them. */
#include <check.h>
#include <stdio.h>

#include "study/risk/ladder.h"

#define NONE LADDER_SORTS

/* The step, and the value that it makes, each behind the next. */
static void
add_climbed(const struct ladder_step *step, const char *value, struct buf *all)
{
	struct ladder_words words = ladder_words(step);
	struct buf out;

	buf_init(&out, 100);
	buf_add_text(all, all->len > 0 ? ", " : "");
	buf_add_text(all, words.key);
	buf_add_byte(all, ' ');
	if (words.text != NULL)
		buf_add_text(all, words.text);
	else
		buf_add_u64(all, step->setting);
	buf_add_byte(all, ' ');
	if (ladder_climb(step, slice_text(value), &out))
		buf_add_slice(all, buf_slice(&out));
	else
		buf_add_text(all, "unfit");
	buf_release(&out);
}

/* Values with blanks between; the steps are tried on the first. */
static const struct {
	const char *values;
	struct ladder_hint hint;
	const char *steps;
} cases[] = {
	/* Dates begin at the finest. */
	{ "2021-11-03T14:05 2021", { NONE, false },
	    "to hour 2021-11-03T14, to day 2021-11-03, to month 2021-11, "
	    "to quarter 2021-Q4, to year 2021" },
	{ "20211103", { NONE, false },
	    "to month 202111, to quarter 2021Q4, to year 2021" },
	{ "2021-11-03 1955", { NONE, false },
	    "to month 2021-11, to quarter 2021-Q4, to year 2021" },
	{ "2021-08", { NONE, false }, "to quarter 2021-Q3, to year 2021" },
	{ "2021-Q3 2021", { NONE, false }, "to year 2021" },
	{ "2021Q3", { NONE, false }, "to year 2021" },
	{ "2021 1955", { NONE, false },
	    "step 5 2020, step 10 2020, step 20 2020, step 100 2000, "
	    "step 200 2000, step 1000 2000, step 2000 2000" },
	/* Postcodes and communes. */
	{ "20137 59000", { NONE, false },
	    "first 4 2013, first 3 201, to departement 2A, to region 94" },
	{ "2B033 59350", { NONE, false },
	    "first 4 2B03, first 3 2B0, to departement 2B, to region 94" },
	{ "97411", { LADDER_COMMUNE, false },
	    "first 4 9741, first 3 974, to departement 974, to region 04" },
	{ "97133 59000", { NONE, false },
	    "first 4 9713, first 3 971, to departement 977, to region unfit" },
	{ "98000 59000", { NONE, false },
	    "step 5 98000, step 10 98000, step 20 98000, step 100 98000, "
	    "step 200 98000, step 1000 98000, step 2000 98000, "
	    "step 10000 90000, step 20000 80000" },
	{ "59 2A", { NONE, false }, "to region 32" },
	{ "975 59", { LADDER_DEPARTEMENT, false }, "to region unfit" },
	{ "59 75", { LADDER_DEPARTEMENT, false }, "to region 32" },
	{ "32 11", { LADDER_CLOSED, false }, "" },
	/* Numbers and ages. */
	{ "37 8", { NONE, false }, "step 5 35, step 10 30, step 20 20" },
	{ "-7", { NONE, false }, "step 5 -10" },
	{ "37.5", { NONE, false }, "step 5 35, step 10 30, step 20 20" },
	{ "37", { LADDER_AGE, false }, "to age-5y 35-39, to age-10y 30-39" },
	{ "37 90+", { NONE, false }, "to age-5y 35-39, to age-10y 30-39" },
	{ "90+ 37", { NONE, false }, "to age-5y 90+, to age-10y 90+" },
	{ "35-39", { NONE, false }, "to age-10y 30-39" },
	{ "30-39 90+", { NONE, false }, "" },
	{ "1234567890", { NONE, false },
	    "step 5 1234567890, step 10 1234567890, step 20 1234567880, "
	    "step 100 1234567800, step 200 1234567800, step 1000 1234567000, "
	    "step 2000 1234566000, step 10000 1234560000, "
	    "step 20000 1234560000, step 100000 1234500000, "
	    "step 200000 1234400000, step 1000000 1234000000, "
	    "step 2000000 1234000000, step 10000000 1230000000, "
	    "step 20000000 1220000000, step 100000000 1200000000, "
	    "step 200000000 1200000000, step 1000000000 1000000000" },
	/* Texts, and what only looks like something else. */
	{ "F M", { NONE, false }, "" },
	{ "590", { LADDER_TEXT, false }, "first 2 59, first 1 5" },
	{ "590", { LADDER_TEXT, true }, "last 2 90, last 1 0" },
	{ "éàè", { NONE, false }, "first 2 éà, first 1 é" },
	{ "2021-Q5", { NONE, false },
	    "first 6 2021-Q, first 5 2021-, first 4 2021, first 3 202, "
	    "first 2 20, first 1 2" },
	{ "30-36", { NONE, false },
	    "first 4 30-3, first 3 30-, first 2 30, first 1 3" },
	{ "94558-4 a-very-long-code-of-more-characters", { NONE, false },
	    "first 32 94558-4, first 24 94558-4, first 16 94558-4, "
	    "first 12 94558-4, first 10 94558-4, first 8 94558-4, "
	    "first 7 94558-4, first 6 94558-, first 5 94558, first 4 9455, "
	    "first 3 945, first 2 94, first 1 9" },
	/* A hint that the values do not bear out is none. */
	{ "abc", { LADDER_NUMBER, false }, "first 2 ab, first 1 a" },
	{ "x1 37", { LADDER_AGE, false }, "first 1 x" },
};

START_TEST(steps_are_those_of_the_values)
{
	struct ladder_view view = { 0 };
	struct slice rest = slice_text(cases[_i].values), value;
	char first[64];
	struct ladder ladder;
	struct buf all;

	buf_init(&all, 10000);
	snprintf(first, sizeof(first), "%.*s",
	    (int)strcspn(cases[_i].values, " "), cases[_i].values);
	while (slice_take_until(&rest, ' ', &value))
		ladder_look(&view, value);
	ladder_look(&view, rest);
	ladder_choose(&view, cases[_i].hint, &ladder);
	for (size_t i = 0; i < ladder.count; i++)
		add_climbed(&ladder.steps[i], first, &all);
	buf_add_byte(&all, '\0');
	ck_assert_str_eq((char *)all.p, cases[_i].steps);
	buf_release(&all);
}
END_TEST

START_TEST(no_values_have_no_steps)
{
	const struct ladder_view view = { 0 };
	struct ladder ladder = { .count = 1 };

	ladder_choose(&view, (struct ladder_hint){ NONE, false }, &ladder);
	ck_assert_uint_eq(ladder.count, 0);
}
END_TEST

/* What comes after a sort was chosen. */
START_TEST(other_values_are_unfit)
{
	static const char *const values[] = { "", "x", "2021-13", "2021-Q",
		"30-36", "59000000000000000000", "98000" };
	static const struct ladder_step steps[] = {
		{ LADDER_DATE, 0, ACTION_GENERALIZE, 3, false },
		{ LADDER_QUARTER, 0, ACTION_GENERALIZE, 3, false },
		{ LADDER_POSTCODE, 0, ACTION_GENERALIZE, 1, false },
		{ LADDER_DEPARTEMENT, 0, ACTION_GENERALIZE, 2, false },
		{ LADDER_AGE, 0, ACTION_GENERALIZE, 9, false },
	};
	struct buf out;

	buf_init(&out, 100);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (size_t v = 0; v < sizeof(values) / sizeof(*values); v++)
			ck_assert_msg(!ladder_climb(&steps[i],
					  slice_text(values[v]), &out),
			    "%s, sort %d", values[v], (int)steps[i].sort);
	ck_assert_uint_eq(out.len, 0);
	buf_release(&out);
}
END_TEST

Suite *ladder_suite(void);

Suite *
ladder_suite(void)
{
	Suite *s = suite_create("ladder");
	TCase *t = tcase_create("ladder");

	tcase_add_loop_test(t, steps_are_those_of_the_values, 0,
	    sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(t, no_values_have_no_steps);
	tcase_add_test(t, other_values_are_unfit);
	suite_add_tcase(s, t);
	return s;
}
