/* The table of actions, and the small ones. */
#include <check.h>

#include "acting.h"

START_TEST(names_and_parameters)
{
	for (size_t i = 0; i < ACTION_COUNT; i++) {
		const struct action *action = actions[i];

		ck_assert_ptr_eq(action_find(slice_text(action->name)), action);
		ck_assert_ptr_nonnull(action->help);
		ck_assert_ptr_nonnull(action->params);
		for (const struct param *p = action->params; p->name != NULL;
		     p++) {
			ck_assert_ptr_nonnull(p->help);
			ck_assert_uint_lt(p->offset, action->size);
			ck_assert(
			    (p->kind == PARAM_CHOICE) == (p->choices != NULL));
		}
	}
	ck_assert_ptr_null(action_find(slice_text("Keep")));
	ck_assert_ptr_null(action_find(slice_text("")));
}
END_TEST

START_TEST(what_is_released)
{
	for (size_t i = 0; i < ACTION_COUNT; i++) {
		ck_assert(actions[i]->releases == (i != ACTION_DROP));
		ck_assert(actions[i]->releases_raw == (i == ACTION_KEEP));
	}
}
END_TEST

START_TEST(keep_and_drop)
{
	struct acting a;

	acting_init(&a, "keep");
	ck_assert_int_eq(acting_on(&a, VALUE_NUMBER, "1"), VERDICT_KEEP);
	acting_release(&a);
	acting_init(&a, "drop");
	ck_assert_int_eq(acting_on(&a, VALUE_NUMBER, "1"), VERDICT_DROP);
	acting_release(&a);
}
END_TEST

START_TEST(replace)
{
	struct value text = { slice_text("unknown"), VALUE_TEXT };
	struct value null = { { NULL, 0 }, VALUE_NULL };
	struct acting a;

	acting_init(&a, "replace");
	acting_put(&a, "with", &text, sizeof(text));
	ck_assert_int_eq(acting_on(&a, VALUE_BOOLEAN, "true"), VERDICT_CHANGED);
	ck_assert(slice_is(buf_slice(&a.out), "unknown"));
	ck_assert_int_eq(a.kind, VALUE_TEXT);
	acting_put(&a, "with", &null, sizeof(null));
	ck_assert_int_eq(acting_on(&a, VALUE_TEXT, "x"), VERDICT_CHANGED);
	ck_assert_uint_eq(a.out.len, 0);
	ck_assert_int_eq(a.kind, VALUE_NULL);
	acting_release(&a);
}
END_TEST

START_TEST(map)
{
	const struct action_pair pairs[] = {
		{ slice_text("I"), slice_text("indeterminate") },
		{ slice_text("N"), slice_text("negative") },
		{ slice_text("P"), slice_text("positive") },
	};
	struct action_table table = { pairs, 3 };
	struct acting a;

	acting_init(&a, "map");
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_ANY));
	acting_put(&a, "table", &table, sizeof(table));
	ck_assert_ptr_null(acting_check(&a, TYPE_ANY));
	acting_choose(&a, "else", "drop");
	ck_assert(slice_is(acting_result(&a, "I"), "indeterminate"));
	ck_assert(slice_is(acting_result(&a, "N"), "negative"));
	ck_assert(slice_is(acting_result(&a, "P"), "positive"));
	ck_assert(slice_is(acting_result(&a, "p"), "drop"));
	ck_assert(slice_is(acting_result(&a, "P "), "drop"));
	acting_choose(&a, "else", "reject");
	ck_assert(slice_is(acting_result(&a, "X"), "refuse"));
	acting_release(&a);
}
END_TEST

static const struct {
	const char *param;
	uint32_t n;
	const char *text, *want;
} truncated[] = {
	{ "first", 3, "75001", "750" },
	{ "last", 2, "75001", "01" },
	{ "first", 5, "75001", "75001" },
	{ "last", 9, "75001", "75001" },
	{ "first", 2, "\xC3\xA9t\xC3\xA9", "\xC3\xA9t" },
	{ "last", 1, "\xC3\xA9t\xC3\xA9", "\xC3\xA9" },
};

START_TEST(truncate)
{
	struct acting a;

	acting_init(&a, "truncate");
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_ANY));
	acting_set(&a, truncated[_i].param, truncated[_i].n);
	ck_assert_ptr_null(acting_check(&a, TYPE_ANY));
	ck_assert(slice_is(
	    acting_result(&a, truncated[_i].text), truncated[_i].want));
	ck_assert_int_eq(acting_on(&a, VALUE_NUMBER, "12345"), VERDICT_CHANGED);
	ck_assert_int_eq(a.kind, VALUE_TEXT);
	ck_assert_int_eq(acting_on(&a, VALUE_BOOLEAN, "true"), VERDICT_INVALID);
	acting_set(&a, "first", 1);
	acting_set(&a, "last", 1);
	ck_assert_ptr_nonnull(acting_check(&a, TYPE_ANY));
	acting_release(&a);
}
END_TEST

Suite *action_suite(void);

Suite *
action_suite(void)
{
	Suite *suite = suite_create("action");
	TCase *tcase = tcase_create("action");

	tcase_add_test(tcase, names_and_parameters);
	tcase_add_test(tcase, what_is_released);
	tcase_add_test(tcase, keep_and_drop);
	tcase_add_test(tcase, replace);
	tcase_add_test(tcase, map);
	tcase_add_loop_test(
	    tcase, truncate, 0, sizeof(truncated) / sizeof(truncated[0]));
	suite_add_tcase(suite, tcase);
	return suite;
}
