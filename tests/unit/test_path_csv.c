#include <check.h>

#include "base/limits.h"
#include "match/path.h"

static const char *const names[] = { "NIR", "Code postal", "a.b[]", "**",
	"id[x='y']", " ", "\"quoted\"", "\xC3\xA9t\xC3\xA9", "two\nlines" };

START_TEST(any_text_is_a_column)
{
	struct slice text = slice_text(names[_i]);
	struct path_fault fault;
	struct path path;
	struct arena a;

	arena_init(&a, 1 << 16);
	ck_assert_int_eq(path_parse_csv(&a, text, &path, &fault), 0);
	ck_assert(slice_equal(path.text, text));
	ck_assert_uint_eq(path.step_count, 1);
	ck_assert_int_eq(path.steps[0].kind, STEP_NAME);
	ck_assert(slice_equal(path.steps[0].name, text));
	ck_assert(!path.deep);
	arena_release(&a);
}
END_TEST

static const uint8_t long_name[LIMIT_NAME + 1] = { 'x' };

static const struct {
	struct slice text;
	const char *why;
} faults[] = {
	{ { (const uint8_t *)"", 0 }, "the path is empty" },
	{ { (const uint8_t *)"a\0b", 3 }, "a name cannot hold U+0000" },
	{ { (const uint8_t *)"\xE9", 1 }, "the path is not valid UTF-8" },
	{ { long_name, sizeof(long_name) }, "the name is too long" },
};

START_TEST(some_texts_are_none)
{
	struct path_fault fault = { 0 };
	struct path path;
	struct arena a;

	arena_init(&a, 1 << 16);
	ck_assert_int_eq(
	    path_parse_csv(&a, faults[_i].text, &path, &fault), -1);
	ck_assert_str_eq(fault.why, faults[_i].why);
	arena_release(&a);
}
END_TEST

START_TEST(memory_that_ends_is_told)
{
	struct path_fault fault = { "?", 1 };
	struct path path;
	struct arena a;

	arena_init(&a, 8);
	ck_assert_int_eq(
	    path_parse_csv(&a, slice_text("NIR"), &path, &fault), -1);
	ck_assert_ptr_null(fault.why);
	arena_release(&a);
}
END_TEST

Suite *path_csv_suite(void);

Suite *
path_csv_suite(void)
{
	Suite *s = suite_create("path_csv");
	TCase *t = tcase_create("path_csv");

	tcase_add_loop_test(
	    t, any_text_is_a_column, 0, sizeof(names) / sizeof(names[0]));
	tcase_add_loop_test(
	    t, some_texts_are_none, 0, sizeof(faults) / sizeof(faults[0]));
	tcase_add_test(t, memory_that_ends_is_told);
	suite_add_tcase(s, t);
	return s;
}
