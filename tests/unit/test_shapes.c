#include "study/audit/shapes.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

static char told[256]; /* "detector@first " for each */

static void
note(void *ctx, enum detector detector, size_t first, size_t last)
{
	size_t len = strlen(told);

	(void)ctx;
	ck_assert_uint_le(first, last);
	snprintf(told + len, sizeof(told) - len, "%s@%zu ",
	    detector_names[detector], first);
}

static const char *
find(const char *text, bool strict)
{
	told[0] = '\0';
	shapes_find(slice_text(text), strict, note, NULL);
	return told;
}

START_TEST(each_part_is_searched)
{
	ck_assert_str_eq(find("", false), "");
	ck_assert_str_eq(
	    find("a@example.org;01 99 00 12 34", false), "email@0 phone@14 ");
	ck_assert_str_eq(find("10000000009\n10000000008\n10000000009", false),
	    "rpps@0 rpps@24 ");
	ck_assert_str_eq(
	    find("<FR7630006000011234567890189>", false), "iban@1 ");
}
END_TEST

/* Bytes form short addresses by chance, and no numbers. */
START_TEST(short_addresses_are_left_out_where_anything_may_be)
{
	ck_assert_str_eq(find("a@example.org", true), "");
	ck_assert_str_eq(find("nobody@example.org", true), "email@0 ");
	ck_assert_str_eq(find("10000000009", true), "rpps@0 ");
}
END_TEST

/* Wherever in a part without an end; and within a moment. */
START_TEST(long_parts_are_searched_to_their_end)
{
	struct buf text;

	buf_init(&text, (size_t)1 << 18);
	for (int i = 0; i < _i; i++)
		buf_add_text(&text, "0 ");
	buf_add_text(&text, "x 279035121500084 x");
	while (text.len < (size_t)1 << 17)
		buf_add_text(&text, " 0 0 0 0 0 0 0 0");
	buf_add_byte(&text, 0);
	ck_assert(!text.failed);
	ck_assert_ptr_nonnull(
	    strstr(find((const char *)text.p, false), "nir@"));
	buf_release(&text);
}
END_TEST

Suite *shapes_suite(void);

Suite *
shapes_suite(void)
{
	Suite *s = suite_create("shapes");
	TCase *t = tcase_create("shapes");

	tcase_add_test(t, each_part_is_searched);
	tcase_add_test(t, short_addresses_are_left_out_where_anything_may_be);
	tcase_add_loop_test(t, long_parts_are_searched_to_their_end, 168, 180);
	suite_add_tcase(s, t);
	return s;
}
