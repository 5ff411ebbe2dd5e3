/* Normalizations: spellings that agree, and what has none. */
#include <check.h>

#include "action/normalize.h"

/* want == NULL: does not normalize. */
static const struct {
	enum normalize_id id;
	const char *text, *want;
} cases[] = {
	{ NORMALIZE_NONE, " As It Is ", " As It Is " },
	{ NORMALIZE_NIR, "1 84 06 75 108 000 74", "1840675108000" },
	{ NORMALIZE_NIR, "172092a00400007", "172092A004000" },
	{ NORMALIZE_NIR, "184067510800", NULL },
	{ NORMALIZE_DIGITS, "12 34.56-78", "12345678" },
	{ NORMALIZE_DIGITS,
	    "0\xC2\xA0"
	    "7\xE2\x80\xAF"
	    "5",
	    "075" },
	{ NORMALIZE_DIGITS, "12a", NULL },
	{ NORMALIZE_DIGITS, "12/34", NULL },
	{ NORMALIZE_DIGITS, " .-", "" },

	{ NORMALIZE_PHONE, "06 12 34 56 78", "+33612345678" },
	{ NORMALIZE_PHONE, "0612345678", "+33612345678" },
	{ NORMALIZE_PHONE, "06.12.34.56.78", "+33612345678" },
	{ NORMALIZE_PHONE, "06-12-34-56-78", "+33612345678" },
	{ NORMALIZE_PHONE, "+33612345678", "+33612345678" },
	{ NORMALIZE_PHONE, "+33 6 12 34 56 78", "+33612345678" },
	{ NORMALIZE_PHONE, "+33-6-12-34-56-78", "+33612345678" },
	{ NORMALIZE_PHONE, "+33-612345678", "+33612345678" },
	{ NORMALIZE_PHONE, "0033 6 12 34 56 78", "+33612345678" },
	{ NORMALIZE_PHONE,
	    "06\xC2\xA0"
	    "12345678",
	    "+33612345678" },
	{ NORMALIZE_PHONE, "0590 12 34 56", "+590590123456" },
	{ NORMALIZE_PHONE, "+590 590 12 34 56", "+590590123456" },
	{ NORMALIZE_PHONE, "00590590123456", "+590590123456" },
	{ NORMALIZE_PHONE, "+33 590 12 34 56", "+590590123456" },
	{ NORMALIZE_PHONE, "0692 12 34 56", "+262692123456" },
	{ NORMALIZE_PHONE, "0639 12 34 56", "+262639123456" },
	{ NORMALIZE_PHONE, "0694 12 34 56", "+594694123456" },
	{ NORMALIZE_PHONE, "0696 12 34 56", "+596696123456" },
	{ NORMALIZE_PHONE, "0976 12 34 56", "+33976123456" },
	{ NORMALIZE_PHONE, "+32 2 123 45 67", "+3221234567" },
	{ NORMALIZE_PHONE, "+123456789012345", "+123456789012345" },
	{ NORMALIZE_PHONE, "+1234567890123456", NULL },
	{ NORMALIZE_PHONE, "+1234567", NULL },
	{ NORMALIZE_PHONE, "+0123456789", NULL },
	{ NORMALIZE_PHONE, "+33 06 12 34 56 78", NULL },
	{ NORMALIZE_PHONE, "+33 (0)6 12 34 56 78", NULL },
	{ NORMALIZE_PHONE, "+33 6 12 34 56 7", NULL },
	{ NORMALIZE_PHONE, "612345678", NULL },
	{ NORMALIZE_PHONE, "061234567", NULL },
	{ NORMALIZE_PHONE, "06123456789", NULL },
	{ NORMALIZE_PHONE, "33612345678", NULL },
	{ NORMALIZE_PHONE, "06 12 34 56 7a", NULL },
	{ NORMALIZE_PHONE, "15", NULL },
	{ NORMALIZE_PHONE, "", NULL },
	{ NORMALIZE_PHONE, "+", NULL },
	{ NORMALIZE_PHONE, "00", NULL },
	{ NORMALIZE_PHONE, "++33612345678", NULL },

	{ NORMALIZE_EMAIL, "A.B@Example.ORG", "a.b@example.org" },
	{ NORMALIZE_EMAIL, " a@example.org\t", "a@example.org" },
	{ NORMALIZE_EMAIL,
	    "\xC2\xA0"
	    "a@example.org",
	    "a@example.org" },
	{ NORMALIZE_EMAIL, "a b@example.org", NULL },
	{ NORMALIZE_EMAIL, "a@example", NULL },
};

START_TEST(normalizes)
{
	struct slice text = slice_text(cases[_i].text);
	const char *want = cases[_i].want;
	struct buf out;
	bool good;

	buf_init(&out, 100);
	good = normalizations[cases[_i].id].apply(text, &out);
	ck_assert_msg(good == (want != NULL), "%s", cases[_i].text);
	if (good)
		ck_assert_msg(
		    slice_is(buf_slice(&out), want), "%s", cases[_i].text);
	buf_release(&out);
}
END_TEST

/* What is normalized normalizes to itself. */
START_TEST(again_changes_nothing)
{
	struct buf once, twice;

	if (cases[_i].want == NULL)
		return;
	buf_init(&once, 100);
	buf_init(&twice, 100);
	normalizations[cases[_i].id].apply(slice_text(cases[_i].text), &once);
	ck_assert(normalizations[cases[_i].id].apply(buf_slice(&once), &twice));
	ck_assert(slice_equal(buf_slice(&once), buf_slice(&twice)));
	buf_release(&once);
	buf_release(&twice);
}
END_TEST

START_TEST(names)
{
	for (enum normalize_id id = 0; id < NORMALIZE_COUNT; id++) {
		ck_assert_ptr_nonnull(normalizations[id].help);
		ck_assert_int_eq(
		    normalize_find(slice_text(normalizations[id].name)), id);
	}
	ck_assert_int_eq(normalize_find(slice_text("NIR")), NORMALIZE_COUNT);
	ck_assert_int_eq(normalize_find(slice_text("")), NORMALIZE_COUNT);
}
END_TEST

Suite *normalize_suite(void);

Suite *
normalize_suite(void)
{
	Suite *suite = suite_create("normalize");
	TCase *tcase = tcase_create("normalize");
	int count = sizeof(cases) / sizeof(cases[0]);

	tcase_add_loop_test(tcase, normalizes, 0, count);
	tcase_add_loop_test(tcase, again_changes_nothing, 0, count);
	tcase_add_test(tcase, names);
	suite_add_tcase(suite, tcase);
	return suite;
}
