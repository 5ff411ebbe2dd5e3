#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

START_TEST(the_first_error_wins)
{
	struct err err = { .code = ERR_NONE };

	ck_assert_int_eq(err_set(&err, ERR_POLICY, "first %d", 1), -1);
	ck_assert_int_eq(err_set(&err, ERR_IO, "second"), -1);
	ck_assert_int_eq(err_errno(&err, ERR_IO, "third"), -1);
	ck_assert_int_eq(err_nomem(&err), -1);
	ck_assert_int_eq(err.code, ERR_POLICY);
	ck_assert_str_eq(err.text, "first 1");
}
END_TEST

START_TEST(adds_the_message_of_errno)
{
	struct err err = { .code = ERR_NONE };
	char want[128];

	snprintf(want, sizeof(want), "cannot open x: %s", strerror(ENOENT));
	errno = ENOENT;
	ck_assert_int_eq(err_errno(&err, ERR_INPUT, "cannot open %s", "x"), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);
	ck_assert_str_eq(err.text, want);
}
END_TEST

START_TEST(long_texts_are_cut)
{
	struct err err = { .code = ERR_NONE };
	char text[2000];

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	errno = ENOENT;
	err_errno(&err, ERR_IO, "%s", text);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
}
END_TEST

START_TEST(memory)
{
	struct err err = { .code = ERR_NONE };

	ck_assert_int_eq(err_nomem(&err), -1);
	ck_assert_int_eq(err.code, ERR_NOMEM);
}
END_TEST

Suite *err_suite(void);

Suite *
err_suite(void)
{
	Suite *suite = suite_create("err");
	TCase *tc = tcase_create("err");

	tcase_add_test(tc, the_first_error_wins);
	tcase_add_test(tc, adds_the_message_of_errno);
	tcase_add_test(tc, long_texts_are_cut);
	tcase_add_test(tc, memory);
	suite_add_tcase(suite, tc);
	return suite;
}
