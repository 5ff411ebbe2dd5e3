/* Departments and regions. */
#include <check.h>
#include <stdio.h>

#include "action/geo.h"

/* NULL: invalid. */
static const struct {
	const char *code, *department, *region;
} postcodes[] = {
	{ "01000", "01", "84" },
	{ "14000", "14", "28" },
	{ "18000", "18", "24" },
	{ "20000", "2A", "94" },
	{ "20100", "2A", "94" },
	{ "20200", "2B", "94" },
	{ "20600", "2B", "94" },
	{ "20300", NULL, NULL },
	{ "20900", NULL, NULL },
	{ "21000", "21", "27" },
	{ "35000", "35", "53" },
	{ "31000", "31", "76" },
	{ "33000", "33", "75" },
	{ "44000", "44", "52" },
	{ "59000", "59", "32" },
	{ "67000", "67", "44" },
	{ "13001", "13", "93" },
	{ "75001", "75", "11" },
	{ "95999", "95", "11" },
	{ "96000", NULL, NULL },
	{ "97100", "971", "01" },
	{ "97133", "977", NULL },
	{ "97150", "978", NULL },
	{ "97200", "972", "02" },
	{ "97300", "973", "03" },
	{ "97400", "974", "04" },
	{ "97500", "975", NULL },
	{ "97501", NULL, NULL },
	{ "97600", "976", "06" },
	{ "97700", NULL, NULL },
	{ "97800", NULL, NULL },
	{ "97900", NULL, NULL },
	{ "98000", NULL, NULL },
	{ "98600", "986", NULL },
	{ "98700", "987", NULL },
	{ "98800", "988", NULL },
	{ "98900", NULL, NULL },
	{ "99000", NULL, NULL },
	{ "00100", NULL, NULL },
	{ "", NULL, NULL },
	{ "7500", NULL, NULL },
	{ "750075", NULL, NULL },
	{ "75O01", NULL, NULL },
	{ "2A004", NULL, NULL },
	{ "75 01", NULL, NULL },
};

static const struct {
	const char *code, *department, *region;
} communes[] = {
	{ "75108", "75", "11" },
	{ "2A004", "2A", "94" },
	{ "2B033", "2B", "94" },
	{ "20004", NULL, NULL },
	{ "2a004", NULL, NULL },
	{ "2C004", NULL, NULL },
	{ "97105", "971", "01" },
	{ "97502", "975", NULL },
	{ "97701", "977", NULL },
	{ "97801", "978", NULL },
	{ "98735", "987", NULL },
	{ "99351", NULL, NULL },
	{ "00000", NULL, NULL },
	{ "96001", NULL, NULL },
	{ "2A04", NULL, NULL },
	{ "2A0044", NULL, NULL },
	{ "1A004", NULL, NULL },
};

static void
expect(const char *code, const char *got, const char *want)
{
	ck_assert_msg((got == NULL) == (want == NULL), "%s", code);
	if (got != NULL)
		ck_assert_str_eq(got, want);
}

static void
expect_place(const char *code, const char *department,
    const char *want_department, const char *want_region)
{
	expect(code, department, want_department);
	if (department != NULL)
		expect(code, geo_region(department), want_region);
}

START_TEST(of_postcode)
{
	const char *code = postcodes[_i].code;

	expect_place(code, geo_department_of_postcode(slice_text(code)),
	    postcodes[_i].department, postcodes[_i].region);
}
END_TEST

START_TEST(of_commune)
{
	const char *code = communes[_i].code;

	expect_place(code, geo_department_of_insee(slice_text(code)),
	    communes[_i].department, communes[_i].region);
}
END_TEST

START_TEST(all_of_the_mainland)
{
	for (unsigned int n = 1; n <= 95; n++) {
		char code[16], want[16];
		const char *got;

		snprintf(code, sizeof(code), "%02u001", n);
		snprintf(want, sizeof(want), "%02u", n);
		got = geo_department_of_insee(slice_text(code));
		if (n == 20) {
			ck_assert_ptr_null(got);
			continue;
		}
		ck_assert_ptr_nonnull(got);
		ck_assert_str_eq(got, want);
		ck_assert_ptr_nonnull(geo_region(got));
		ck_assert_str_eq(
		    geo_department_of_postcode(slice_text(code)), want);
	}
}
END_TEST

Suite *geo_suite(void);

Suite *
geo_suite(void)
{
	Suite *suite = suite_create("geo");
	TCase *tcase = tcase_create("geo");

	tcase_add_loop_test(
	    tcase, of_postcode, 0, sizeof(postcodes) / sizeof(postcodes[0]));
	tcase_add_loop_test(
	    tcase, of_commune, 0, sizeof(communes) / sizeof(communes[0]));
	tcase_add_test(tcase, all_of_the_mainland);
	suite_add_tcase(suite, tcase);
	return suite;
}
