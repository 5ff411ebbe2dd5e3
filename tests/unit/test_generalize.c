/* generalize: places, dates, ages and numbers, at their boundaries. */
#include <check.h>

#include "acting.h"

static const struct {
	const char *to;
	enum type_id must;
	const char *text, *want;
} cases[] = {
	{ "departement", TYPE_POSTCODE_FR, "75001", "75" },
	{ "departement", TYPE_ANY, "20000", "2A" },
	{ "departement", TYPE_POSTCODE_FR, "97133", "977" },
	{ "departement", TYPE_POSTCODE_FR, "98000", "invalid" },
	{ "departement", TYPE_POSTCODE_FR, "750075", "invalid" },
	{ "departement", TYPE_INSEE_FR, "2B033", "2B" },
	{ "departement", TYPE_INSEE_FR, "20004", "invalid" },
	{ "region", TYPE_POSTCODE_FR, "75001", "11" },
	{ "region", TYPE_INSEE_FR, "97411", "04" },
	{ "region", TYPE_POSTCODE_FR, "98800", "invalid" },

	{ "year", TYPE_DATE, "2021-11-03", "2021" },
	{ "year", TYPE_DATE, "20211103", "2021" },
	{ "year", TYPE_DATE, "2021", "2021" },
	{ "year", TYPE_DATE, "03/11/2021", "invalid" },
	{ "quarter", TYPE_DATE, "2021-01-01", "2021-Q1" },
	{ "quarter", TYPE_DATE, "2021-03-31", "2021-Q1" },
	{ "quarter", TYPE_DATE, "2021-04-01", "2021-Q2" },
	{ "quarter", TYPE_DATE, "2021-09-30", "2021-Q3" },
	{ "quarter", TYPE_DATE, "2021-12-31", "2021-Q4" },
	{ "quarter", TYPE_DATE, "20211231", "2021Q4" },
	{ "quarter", TYPE_DATE, "2021", "2021" },
	{ "month", TYPE_DATE, "2021-11-03", "2021-11" },
	{ "month", TYPE_DATE, "20211103", "202111" },
	{ "month", TYPE_DATE, "2021", "2021" },
	{ "day", TYPE_DATETIME, "2021-11-03T14:05:06Z", "2021-11-03" },
	{ "day", TYPE_DATETIME, "202111031405", "20211103" },
	{ "day", TYPE_DATE, "2021-11", "2021-11" },
	{ "hour", TYPE_DATETIME, "2021-11-03T14:05:06+01:00", "2021-11-03T14" },
	{ "hour", TYPE_DATETIME, "20211103140506+0100", "2021110314" },
	{ "hour", TYPE_DATE, "2021-11-03", "2021-11-03" },
};

START_TEST(places_and_dates)
{
	struct acting a;

	acting_init(&a, "generalize");
	acting_choose(&a, "to", cases[_i].to);
	a.context.must = cases[_i].must;
	ck_assert_ptr_null(acting_check(&a, cases[_i].must));
	ck_assert_msg(
	    slice_is(acting_result(&a, cases[_i].text), cases[_i].want),
	    "%s of %s", cases[_i].to, cases[_i].text);
	acting_release(&a);
}
END_TEST

/* want: in classes of one, five and ten years. */
static const struct {
	const char *birth, *at, *want[3];
} ages[] = {
	{ "1984-11-03", "2021-11-03", { "37", "35-39", "30-39" } },
	{ "1984-11-04", "2021-11-03", { "36", "35-39", "30-39" } },
	{ "19841103", "2021-11-03T14:05:00Z", { "37", "35-39", "30-39" } },
	{ "2021-11-03", "2021-11-03", { "0", "0-4", "0-9" } },
	{ "2017-11-03", "2021-11-03", { "4", "0-4", "0-9" } },
	{ "2016-11-03", "2021-11-03", { "5", "5-9", "0-9" } },
	{ "2011-11-04", "2021-11-03", { "9", "5-9", "0-9" } },
	{ "2011-11-03", "2021-11-03", { "10", "10-14", "10-19" } },
	{ "2000-02-29", "2021-02-28", { "20", "20-24", "20-29" } },
	{ "2000-02-29", "2021-03-01", { "21", "20-24", "20-29" } },
	{ "2000-02-29", "2020-02-29", { "20", "20-24", "20-29" } },
	{ "1931-11-04", "2021-11-03", { "89", "85-89", "80-89" } },
	{ "1931-11-03", "2021-11-03", { "90+", "90+", "90+" } },
	{ "1901-01-01", "2021-11-03", { "90+", "90+", "90+" } },
	{ "1984-11", "2021-11-03", { "invalid", "invalid", "invalid" } },
	{ "1984", "2021-11-03", { "invalid", "invalid", "invalid" } },
	{ "1984-11-03", "2021-11", { "invalid", "invalid", "invalid" } },
	{ "1984-11-03", "unknown", { "invalid", "invalid", "invalid" } },
	{ "1984-11-03", "", { "invalid", "invalid", "invalid" } },
	{ "1984-11-03", NULL, { "invalid", "invalid", "invalid" } },
	{ "2021-11-04", "2021-11-03", { "invalid", "invalid", "invalid" } },
	{ "unknown", "2021-11-03", { "invalid", "invalid", "invalid" } },
};

START_TEST(age)
{
	static const char *const widths[] = { "age-1y", "age-5y", "age-10y" };
	int32_t operand = 0;

	for (size_t i = 0; i < 3; i++) {
		struct acting a;

		acting_init(&a, "generalize");
		acting_choose(&a, "to", widths[i]);
		acting_put(&a, "at", &operand, sizeof(operand));
		ck_assert_ptr_null(acting_check(&a, TYPE_DATE));
		if (ages[_i].at != NULL)
			a.context.at = slice_text(ages[_i].at);
		ck_assert_msg(slice_is(acting_result(&a, ages[_i].birth),
				  ages[_i].want[i]),
		    "%s at %s", ages[_i].birth, ages[_i].at);
		acting_release(&a);
	}
}
END_TEST

START_TEST(steps)
{
	struct acting a;

	acting_init(&a, "generalize");
	acting_set(&a, "step", 10);
	ck_assert_ptr_null(acting_check(&a, TYPE_NUMBER));
	ck_assert_int_eq(acting_on(&a, VALUE_NUMBER, "37.5"), VERDICT_CHANGED);
	ck_assert(slice_is(buf_slice(&a.out), "30"));
	ck_assert_int_eq(a.kind, VALUE_NUMBER);
	ck_assert_int_eq(acting_on(&a, VALUE_NUMBER, "-1"), VERDICT_CHANGED);
	ck_assert(slice_is(buf_slice(&a.out), "-10"));
	ck_assert_int_eq(acting_on(&a, VALUE_TEXT, "40"), VERDICT_CHANGED);
	ck_assert(slice_is(buf_slice(&a.out), "40"));
	ck_assert_int_eq(a.kind, VALUE_TEXT);
	ck_assert_int_eq(acting_on(&a, VALUE_TEXT, "many"), VERDICT_INVALID);
	ck_assert_int_eq(acting_on(&a, VALUE_BOOLEAN, "true"), VERDICT_INVALID);
	acting_release(&a);
}
END_TEST

START_TEST(settings_that_do_not_fit)
{
	int32_t operand = 0;
	struct acting a;

	acting_init(&a, "generalize");
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_ANY));
	acting_choose(&a, "to", "age-5y");
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_ANY));
	acting_put(&a, "at", &operand, sizeof(operand));
	ck_assert_ptr_null(acting_check(&a, TYPE_ANY));
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_POSTCODE_FR));
	acting_choose(&a, "to", "year");
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_ANY));
	acting_set(&a, "step", 5);
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_ANY));
	acting_release(&a);

	acting_init(&a, "generalize");
	acting_choose(&a, "to", "departement");
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_DATE));
	acting_set(&a, "to", 0);
	acting_set(&a, "step", 5);
	ck_assert_ptr_null(acting_check(&a, TYPE_INTEGER));
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_TEXT));
	acting_release(&a);
}
END_TEST

Suite *generalize_suite(void);

Suite *
generalize_suite(void)
{
	Suite *suite = suite_create("generalize");
	TCase *tcase = tcase_create("generalize");

	tcase_add_loop_test(
	    tcase, places_and_dates, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(tcase, age, 0, sizeof(ages) / sizeof(ages[0]));
	tcase_add_test(tcase, steps);
	tcase_add_test(tcase, settings_that_do_not_fit);
	suite_add_tcase(suite, tcase);
	return suite;
}
