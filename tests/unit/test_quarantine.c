#include "run/quarantine.h"

#include <check.h>

static const char *
line_of(const struct reject *reject)
{
	static char text[256];
	struct quarantine q;
	struct buf b;

	buf_init(&b, sizeof(text) - 1);
	quarantine_init(&q, NULL);
	quarantine_line(&q, reject, &b);
	quarantine_release(&q);
	ck_assert(!b.failed);
	memcpy(text, b.p, b.len);
	text[b.len] = '\0';
	buf_release(&b);
	return text;
}

START_TEST(a_line_says_where_and_why)
{
	struct reject r = {
		.record = 3, .offset = 1234, .why = { REASON_CUT, { NULL, 0 } }
	};

	ck_assert_str_eq(
	    line_of(&r), "{\"record\":3,\"offset\":1234,\"reason\":\"cut\"}\n");
	r.input = 2;
	ck_assert_str_eq(line_of(&r),
	    "{\"record\":3,\"input\":2,\"offset\":1234,"
	    "\"reason\":\"cut\"}\n");
}
END_TEST

START_TEST(a_path_of_the_policy_is_quoted)
{
	struct reject r = { .record = 1,
		.why = { REASON_TYPE, slice_text("\"a b\".c") } };

	ck_assert_str_eq(line_of(&r),
	    "{\"record\":1,\"offset\":0,\"reason\":\"type\","
	    "\"path\":\"\\\"a b\\\".c\"}\n");
}
END_TEST

START_TEST(every_reason_has_a_word_and_a_sentence)
{
	for (int i = 0; i < REASON_COUNT; i++) {
		ck_assert_ptr_nonnull(reasons[i].name);
		ck_assert_ptr_nonnull(reasons[i].help);
	}
}
END_TEST

Suite *quarantine_suite(void);

Suite *
quarantine_suite(void)
{
	Suite *s = suite_create("quarantine");
	TCase *t = tcase_create("quarantine");

	tcase_add_test(t, a_line_says_where_and_why);
	tcase_add_test(t, a_path_of_the_policy_is_quoted);
	tcase_add_test(t, every_reason_has_a_word_and_a_sentence);
	suite_add_tcase(s, t);
	return s;
}
