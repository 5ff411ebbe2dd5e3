#include <check.h>

#include "folder.h"
#include "policy/codes_help.h"
#include "policy/policy.h"
#include "tamis.h"

#define TEXT_MAX (1 << 20)

/* Notes whether a code is among the notes. */
struct listening {
	const char *code;
	bool heard;
};

static void
listen(void *ctx, const struct note *note)
{
	struct listening *l = ctx;

	l->heard |= strcmp(note->code, l->code) == 0;
}

static void
write_example(const struct code_help *help)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	code_example(&text, help);
	folder_write("it.policy.jsonc", buf_slice(&text), 0600);
	buf_reset(&text);
	if (help->other_name != NULL) {
		code_quote(&text, help->other);
		folder_write(help->other_name, buf_slice(&text), 0600);
	}
	buf_release(&text);
}

static void
listen_to_tests(void *ctx, const struct tamis_note *note)
{
	struct listening *l = ctx;

	l->heard |= strcmp(note->code, l->code) == 0;
}

/* What is only known when the example's own tests have run. */
static void
run_tests(const char *path, struct listening *l)
{
	struct tamis_policy *policy;
	struct tamis_error err;

	if (tamis_policy_load(&policy, path, listen_to_tests, l, &err) != 0)
		return;
	ck_assert_int_eq(
	    tamis_policy_check_tests(policy, path, listen_to_tests, l, &err),
	    0);
	tamis_policy_free(policy);
}

START_TEST(every_example_gets_its_code)
{
	const struct code_help *help = &code_helps[_i];
	struct listening l = { policy_codes[_i].code, false };
	struct program *program = NULL;
	struct err err = { 0 };

	write_example(help);
	if (policy_load(folder_file("it.policy.jsonc"), listen, &l, &program,
		&err) == 0)
		program_free(program);
	if (!l.heard)
		run_tests(folder_file("it.policy.jsonc"), &l);
	ck_assert_msg(l.heard, "the example of %s does not get it", l.code);
}
END_TEST

START_TEST(every_code_is_explained)
{
	const char *text = code_helps[_i].text;

	ck_assert_msg(text != NULL && strlen(text) > 10, "%s has no text",
	    policy_codes[_i].code);
	ck_assert_int_eq(text[strlen(text) - 1], '.');
	ck_assert_ptr_nonnull(code_helps[_i].example);
}
END_TEST

START_TEST(codes_are_found_by_their_number)
{
	ck_assert_int_eq(code_find(slice_text("E0101")), CODE_UNREADABLE);
	ck_assert_int_eq(code_find(slice_text("N0801")), CODE_SPECIFIC_WINS);
	ck_assert_int_eq(code_find(slice_text("E0100")), CODE_COUNT);
	ck_assert_int_eq(code_find(slice_text("")), CODE_COUNT);
}
END_TEST

START_TEST(nothing_that_hides_is_printed)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	code_explain(&out, CODE_HIDDEN, false);
	code_explain(&out, CODE_NOT_UTF8, false);
	buf_add_byte(&out, '\0');
	ck_assert_ptr_nonnull(strstr((const char *)out.p, "\"?p\""));
	ck_assert_ptr_null(strstr((const char *)out.p, "\xE2\x80\xAE"));
	ck_assert_ptr_null(strstr((const char *)out.p, "\xEF\xBB\xBF"));
	buf_release(&out);
}
END_TEST

Suite *codes_help_suite(void);

Suite *
codes_help_suite(void)
{
	Suite *s = suite_create("codes_help");
	TCase *t = tcase_create("codes_help");

	tcase_add_checked_fixture(t, folder_make, folder_remove);
	tcase_add_loop_test(t, every_example_gets_its_code, 0, CODE_COUNT);
	tcase_add_loop_test(t, every_code_is_explained, 0, CODE_COUNT);
	tcase_add_test(t, codes_are_found_by_their_number);
	tcase_add_test(t, nothing_that_hides_is_printed);
	suite_add_tcase(s, t);
	return s;
}
