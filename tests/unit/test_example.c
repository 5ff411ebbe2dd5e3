/* Examples of types are of them, and nobody's; what is wrong is not. */
#include "study/exercise/example.h"

#include <check.h>

#include "action/contact.h"
#include "action/nir.h"
#include "base/limits.h"

#define DRAWS 500

/* Draws examples of a type, and looks at each. */
static void
draw_all(enum type_id type, enum about about, uint32_t max,
    void (*look)(const struct value *v))
{
	struct arena arena;
	struct dice dice = { .state = 1 };
	struct example x;

	arena_init(&arena, LIMIT_PROGRAM);
	for (int i = 0; i < DRAWS; i++) {
		struct value v;

		example_begin(&x, &dice, &arena, i % 2 == 0);
		x.brief = i % 3 == 0;
		v = example_value(&x, type, max, about);
		ck_assert(!value_is_absent(&v));
		ck_assert_msg(type_holds(type, max, &v), "%s: %.*s",
		    types[type].name, (int)v.text.len, (const char *)v.text.p);
		if (look != NULL)
			look(&v);
	}
	arena_release(&arena);
}

START_TEST(examples_are_of_their_type)
{
	for (enum about about = ABOUT_NOTHING; about <= ABOUT_MARK; about++)
		if (_i != TYPE_TEXT || about != ABOUT_MARK)
			draw_all((enum type_id)_i, about, 0, NULL);
}
END_TEST

START_TEST(texts_have_their_length)
{
	draw_all(TYPE_TEXT, ABOUT_FAMILY, 3, NULL);
	draw_all(TYPE_TEXT, ABOUT_NOTHING, 1, NULL);
}
END_TEST

static void
look_at_number(const struct value *v)
{
	struct nir nir;

	ck_assert(nir_parse(v->text, &nir));
	ck_assert(nir.has_key && nir.key == nir_key(&nir));
	ck_assert_mem_eq(nir.body + 10, "000", 3);
}

static void
look_at_phone(const struct value *v)
{
	struct phone phone;

	ck_assert(contact_parse_phone(v->text, &phone));
	/* Numbers of films begin as those of La Réunion do. */
	ck_assert_mem_eq(phone.text, "+26263998", 9);
}

static void
look_at_rpps(const struct value *v)
{
	ck_assert(slice_starts(v->text, slice_text("0000")));
}

static void
look_at_finess(const struct value *v)
{
	ck_assert(slice_starts(v->text, slice_text("00")));
}

START_TEST(numbers_are_nobodys)
{
	draw_all(TYPE_NIR_KEY, ABOUT_NOTHING, 0, look_at_number);
	draw_all(TYPE_INS, ABOUT_NOTHING, 0, look_at_number);
	draw_all(TYPE_PHONE, ABOUT_NOTHING, 0, look_at_phone);
	draw_all(TYPE_RPPS, ABOUT_NOTHING, 0, look_at_rpps);
	draw_all(TYPE_FINESS, ABOUT_NOTHING, 0, look_at_finess);
}
END_TEST

START_TEST(something_is_wrong_for_each_type)
{
	struct arena arena;
	struct dice dice = { .state = 1 };
	struct example x;
	struct value v;
	bool found = false;

	arena_init(&arena, LIMIT_PROGRAM);
	example_begin(&x, &dice, &arena, false);
	for (size_t i = 0; example_wrong(&x, 8, i, &v); i++)
		found |= !type_holds((enum type_id)_i, 8, &v);
	ck_assert(found);
	arena_release(&arena);
}
END_TEST

static const struct {
	const char *name;
	enum about about;
} names[] = {
	{ "dateNaissance", ABOUT_BIRTH },
	{ "Né le", ABOUT_NOTHING },
	{ "Prénom", ABOUT_FIRST },
	{ "PATIENT_LAST_NAME", ABOUT_FAMILY },
	{ "Code postal", ABOUT_POSTCODE },
	{ "telephone", ABOUT_PHONE },
	{ "synthetic", ABOUT_MARK },
	{ "", ABOUT_NOTHING },
};

START_TEST(names_tell_what_values_are_about)
{
	ck_assert_int_eq(
	    example_about(slice_text(names[_i].name)), names[_i].about);
}
END_TEST

Suite *example_suite(void);

Suite *
example_suite(void)
{
	Suite *suite = suite_create("example");
	TCase *tc = tcase_create("example");

	tcase_add_loop_test(
	    tc, examples_are_of_their_type, TYPE_NIR, TYPE_COUNT);
	tcase_add_test(tc, texts_have_their_length);
	tcase_add_test(tc, numbers_are_nobodys);
	tcase_add_loop_test(
	    tc, something_is_wrong_for_each_type, TYPE_NIR, TYPE_COUNT);
	tcase_add_loop_test(tc, names_tell_what_values_are_about, 0,
	    (int)(sizeof(names) / sizeof(names[0])));
	suite_add_tcase(suite, tc);
	return suite;
}
