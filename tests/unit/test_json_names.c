#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/json_names.h"
#include "match/machine.h"

static enum json_named
add(struct json_names *n, struct json_object *o, const char *text)
{
	struct slice name = slice_text(text);

	return json_names_add(n, o, name, machine_sign(name.p, name.len));
}

START_TEST(different_names_are_new)
{
	struct json_names n = { 0 };
	struct json_object o = json_names_begin(&n);

	ck_assert_int_eq(add(&n, &o, ""), JSON_NEW);
	ck_assert_int_eq(add(&n, &o, "a"), JSON_NEW);
	ck_assert_int_eq(add(&n, &o, "A"), JSON_NEW);
	ck_assert_int_eq(add(&n, &o, "aa"), JSON_NEW);
	ck_assert_int_eq(add(&n, &o, "a-very-long-name-of-a-member"), JSON_NEW);
	ck_assert_int_eq(json_names_end(&n, &o), JSON_NEW);
	json_names_release(&n);
}
END_TEST

START_TEST(the_same_name_is_refused)
{
	struct json_names n = { 0 };
	struct json_object o = json_names_begin(&n);

	ck_assert_int_eq(add(&n, &o, "nir"), JSON_NEW);
	ck_assert_int_eq(add(&n, &o, "nom"), JSON_NEW);
	ck_assert_int_eq(add(&n, &o, "nir"), JSON_TWICE);
	json_names_release(&n);
}
END_TEST

START_TEST(objects_do_not_see_each_other)
{
	struct json_names n = { 0 };
	struct json_object outer = json_names_begin(&n), inner;

	ck_assert_int_eq(add(&n, &outer, "code"), JSON_NEW);
	inner = json_names_begin(&n);
	ck_assert_int_eq(add(&n, &inner, "code"), JSON_NEW);
	ck_assert_int_eq(json_names_end(&n, &inner), JSON_NEW);
	ck_assert_int_eq(add(&n, &outer, "valeur"), JSON_NEW);
	ck_assert_int_eq(add(&n, &outer, "code"), JSON_TWICE);
	json_names_release(&n);
}
END_TEST

/* Beyond the names that are compared at once, the end of the object tells. */
START_TEST(many_names_are_checked_when_the_object_ends)
{
	struct json_names n = { 0 };
	struct json_object o;
	static char texts[1000][16];
	int twice = _i;

	for (int i = 0; i < 1000; i++)
		snprintf(texts[i], sizeof(texts[i]), "name%d",
		    twice > 0 && i == 999 ? twice : i);
	o = json_names_begin(&n);
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(add(&n, &o, texts[i]), JSON_NEW);
	ck_assert_int_eq(
	    json_names_end(&n, &o), twice == 0 ? JSON_NEW : JSON_TWICE);
	ck_assert_uint_eq(n.count, 0);
	json_names_release(&n);
}
END_TEST

Suite *json_names_suite(void);

Suite *
json_names_suite(void)
{
	Suite *s = suite_create("json_names");
	TCase *t = tcase_create("json_names");

	tcase_add_test(t, different_names_are_new);
	tcase_add_test(t, the_same_name_is_refused);
	tcase_add_test(t, objects_do_not_see_each_other);
	tcase_add_loop_test(
	    t, many_names_are_checked_when_the_object_ends, 0, 5);
	suite_add_tcase(s, t);
	return s;
}
