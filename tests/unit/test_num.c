#include <check.h>

#include "base/num.h"

static const struct {
	const char *text;
	bool ok;
	uint64_t n;
} counts[] = {
	{ "0", true, 0 },
	{ "007", true, 7 },
	{ "18446744073709551615", true, UINT64_MAX },
	{ "000000000000000000000018446744073709551615", true, UINT64_MAX },
	{ "18446744073709551616", false, 0 },
	{ "99999999999999999999", false, 0 },
	{ "184467440737095516150", false, 0 },
	{ "", false, 0 },
	{ "-1", false, 0 },
	{ "+1", false, 0 },
	{ " 1", false, 0 },
	{ "1 ", false, 0 },
	{ "1.0", false, 0 },
	{ "x", false, 0 },
};
#define COUNTS (int)(sizeof(counts) / sizeof(*counts))

START_TEST(reads_counts)
{
	uint64_t n = 42;

	ck_assert_int_eq(
	    num_u64(slice_text(counts[_i].text), &n), counts[_i].ok);
	ck_assert_uint_eq(n, counts[_i].ok ? counts[_i].n : 42);
}
END_TEST

static const struct {
	const char *text;
	bool digits, integer, decimal;
} shapes[] = {
	{ "", false, false, false },
	{ "0", true, true, true },
	{ "-0", false, true, true },
	{ "10", true, true, true },
	{ "-12", false, true, true },
	{ "012", true, false, false },
	{ "-012", false, false, false },
	{ "1.5", false, false, true },
	{ "0.0", false, false, true },
	{ "-0.5e-7", false, false, true },
	{ "1E5", false, false, true },
	{ "1e+05", false, false, true },
	{ "1.", false, false, false },
	{ ".5", false, false, false },
	{ "1e", false, false, false },
	{ "1e+", false, false, false },
	{ "-", false, false, false },
	{ "+1", false, false, false },
	{ "1 ", false, false, false },
	{ " 1", false, false, false },
	{ "1,5", false, false, false },
	{ "0x1", false, false, false },
	{ "NaN", false, false, false },
	{ "--1", false, false, false },
};
#define SHAPES (int)(sizeof(shapes) / sizeof(*shapes))

START_TEST(knows_shapes)
{
	struct slice s = slice_text(shapes[_i].text);

	ck_assert_int_eq(num_is_digits(s), shapes[_i].digits);
	ck_assert_int_eq(num_is_integer(s), shapes[_i].integer);
	ck_assert_int_eq(num_is_decimal(s), shapes[_i].decimal);
}
END_TEST

/* Every value is written in several ways; the lines are in order. */
static const struct {
	int rank;
	const char *text;
} ranked[] = {
	{ 0, "-1e1000" },
	{ 1, "-9007199254740993" },
	{ 2, "-9007199254740992" },
	{ 3, "-12" },
	{ 3, "-1.2e1" },
	{ 3, "-0.0012E+4" },
	{ 4, "-1.1" },
	{ 5, "-1.0999999999999999999999999999999999999999999" },
	{ 6, "-1e-1000" },
	{ 7, "0" },
	{ 7, "-0" },
	{ 7, "0.000" },
	{ 7, "0e1000" },
	{ 7, "-0.0e-5" },
	{ 8, "0.00000000000000000000000000000000000001" },
	{ 9, "0.1" },
	{ 9, "1e-1" },
	{ 9, "0.10" },
	{ 9, "100e-3" },
	{ 10, "0.11" },
	{ 11, "1" },
	{ 11, "1.0" },
	{ 11, "0.1e1" },
	{ 12, "9" },
	{ 13, "10" },
	{ 14, "9007199254740992" },
	{ 15, "9007199254740993" },
	{ 16, "123456789012345678901234567890" },
	{ 16, "1.23456789012345678901234567890e29" },
	{ 16, "123456789012345678901234567890.000" },
	{ 17, "1e1000" },
};
#define RANKED (int)(sizeof(ranked) / sizeof(*ranked))

START_TEST(compares_exactly)
{
	for (int i = 0; i < RANKED; i++) {
		int diff = ranked[_i].rank - ranked[i].rank;
		int order = 9;

		ck_assert(num_compare(slice_text(ranked[_i].text),
		    slice_text(ranked[i].text), &order));
		ck_assert_int_eq(order, (diff > 0) - (diff < 0));
	}
}
END_TEST

START_TEST(does_not_compare_what_is_no_number)
{
	static const char *const bad[] = { "", "x", "1e1001", "1e-1001",
		"0e99999999999999999999", "01", "1.", "-" };
	struct slice one = slice_text("1");
	int order = 9;

	ck_assert(!num_compare(slice_text(bad[_i]), one, &order));
	ck_assert(!num_compare(one, slice_text(bad[_i]), &order));
	ck_assert_int_eq(order, 9);
}
END_TEST

static const struct {
	const char *text;
	uint64_t step;
	const char *floor; /* NULL: refused */
} floors[] = {
	{ "0", 5, "0" },
	{ "-0", 5, "0" },
	{ "-0.0", 5, "0" },
	{ "4.999", 5, "0" },
	{ "5", 5, "5" },
	{ "37.6", 1, "37" },
	{ "37.6", 10, "30" },
	{ "-0.1", 1, "-1" },
	{ "-0.1", 10, "-10" },
	{ "-5", 5, "-5" },
	{ "-5.000", 5, "-5" },
	{ "-5.0001", 5, "-10" },
	{ "-6", 5, "-10" },
	{ "1e3", 7, "994" },
	{ "1.5e1", 4, "12" },
	{ "15e-1", 1, "1" },
	{ "1e-400", 1, "0" },
	{ "-1e-4000", 3, "-3" },
	{ "0e9999999999", 3, "0" },
	{ "999999999999999999", 1, "999999999999999999" },
	{ "-999999999999999999", 1000000000000000000, "-1000000000000000000" },
	{ "7", UINT64_MAX, "0" },
	{ "-7", UINT64_MAX, "-18446744073709551615" },
	{ "1000000000000000000", 1, NULL },
	{ "1e18", 1, NULL },
	{ "1e99999999999999999999", 1, NULL },
	{ "", 1, NULL },
	{ "abc", 1, NULL },
	{ "01", 1, NULL },
};
#define FLOORS (int)(sizeof(floors) / sizeof(*floors))

START_TEST(rounds_down)
{
	struct buf b;

	buf_init(&b, 100);
	ck_assert_int_eq(
	    num_floor(slice_text(floors[_i].text), floors[_i].step, &b),
	    floors[_i].floor != NULL);
	ck_assert(slice_is(
	    buf_slice(&b), floors[_i].floor != NULL ? floors[_i].floor : ""));
	buf_release(&b);
}
END_TEST

Suite *num_suite(void);

Suite *
num_suite(void)
{
	Suite *suite = suite_create("num");
	TCase *tc = tcase_create("num");

	tcase_add_loop_test(tc, reads_counts, 0, COUNTS);
	tcase_add_loop_test(tc, knows_shapes, 0, SHAPES);
	tcase_add_loop_test(tc, compares_exactly, 0, RANKED);
	tcase_add_loop_test(tc, does_not_compare_what_is_no_number, 0, 8);
	tcase_add_loop_test(tc, rounds_down, 0, FLOORS);
	suite_add_tcase(suite, tc);
	return suite;
}
