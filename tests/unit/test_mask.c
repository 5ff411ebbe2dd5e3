/* mask: the ends are shown, never the whole. */
#include <check.h>

#include "acting.h"
#include "base/utf8.h"

static const struct {
	uint32_t first, last;
	const char *text, *want;
} cases[] = {
	{ 2, 2, "0612345678", "06******78" },
	{ 0, 4, "0612345678", "******5678" },
	{ 2, 0, "0612345678", "06********" },
	{ 0, 0, "abc", "***" },
	{ 1, 1, "abc", "a*c" },
	{ 1, 1, "ab", "**" },
	{ 1, 1, "a", "*" },
	{ 64, 64, "abc", "***" },
	{ 1, 1, "\xC3\xA9t\xC3\xA9", "\xC3\xA9*\xC3\xA9" },
	{ 1, 1, "\xC3\xA9\xC3\xA9", "**" },
};

START_TEST(hides)
{
	struct acting a;

	acting_init(&a, "mask");
	acting_set(&a, "first", cases[_i].first);
	acting_set(&a, "last", cases[_i].last);
	ck_assert_ptr_null(acting_check(&a, TYPE_ANY));
	ck_assert_msg(
	    slice_is(acting_result(&a, cases[_i].text), cases[_i].want), "%s",
	    cases[_i].text);
	acting_release(&a);
}
END_TEST

START_TEST(with_another_character)
{
	struct slice bullet = slice_text("\xE2\x80\xA2");
	struct acting a;
	uint32_t c;

	ck_assert(utf8_next(&bullet, &c));
	acting_init(&a, "mask");
	acting_set(&a, "with", c);
	acting_set(&a, "last", 1);
	ck_assert(slice_is(acting_result(&a, "ab"), "\xE2\x80\xA2"
						    "b"));
	acting_release(&a);
}
END_TEST

START_TEST(kinds)
{
	struct acting a;

	acting_init(&a, "mask");
	acting_set(&a, "first", 1);
	ck_assert_int_eq(acting_on(&a, VALUE_NUMBER, "123"), VERDICT_CHANGED);
	ck_assert(slice_is(buf_slice(&a.out), "1**"));
	ck_assert_int_eq(a.kind, VALUE_TEXT);
	ck_assert_int_eq(
	    acting_on(&a, VALUE_BOOLEAN, "false"), VERDICT_INVALID);
	acting_release(&a);
}
END_TEST

Suite *mask_suite(void);

Suite *
mask_suite(void)
{
	Suite *suite = suite_create("mask");
	TCase *tcase = tcase_create("mask");

	tcase_add_loop_test(tcase, hides, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, with_another_character);
	tcase_add_test(tcase, kinds);
	suite_add_tcase(suite, tcase);
	return suite;
}
