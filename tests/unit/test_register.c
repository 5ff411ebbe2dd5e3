#include <check.h>
#include <stdio.h>

#include "policies.h"
#include "policy/nearest.h"
#include "policy/register.h"

#define TEXT_MAX (64 << 20)

/* Loads a written text; it must be accepted. */
static struct document
load(const char *written)
{
	struct buf text = policies_text(written);
	struct document d = { 0 };
	struct err err = { 0 };

	ck_assert_int_eq(
	    document_parse("test", buf_slice(&text), NULL, NULL, &d, &err), 0);
	buf_release(&text);
	return d;
}

/* The register of a policy, or of one path, NUL-terminated. */
static struct buf
shown(const struct document *d, enum language l, const char *path)
{
	struct register_view view = { .document = d, .language = l };
	struct err err = { 0 };
	struct buf out;

	buf_init(&out, TEXT_MAX);
	if (path == NULL)
		ck_assert_int_eq(register_text(&out, &view, &err), 0);
	else
		ck_assert_int_eq(
		    register_path(&out, &view, slice_text(path), &err), 0);
	buf_add_byte(&out, '\0');
	return out;
}

static void
assert_says(
    const char *policy, enum language l, const char *path, const char *what)
{
	struct document d = load(policy);
	struct buf out = shown(&d, l, path);

	ck_assert_msg(strstr((const char *)out.p, what) != NULL,
	    "`%s` is not in:\n%s", what, (const char *)out.p);
	buf_release(&out);
	document_release(&d);
}

#define DROPS "`do`: `drop`, `because`: `no need`"
#define KEEPS "`do`: `keep`, `must`: `code`, `because`: `a need`"

/* What a rule is said to let out. */
static const struct {
	const char *rule, *en, *fr;
} forms[] = {
	{ KEEPS, "the value as received", "la valeur telle que reçue" },
	{ "`do`: `truncate`, `first`: 2, `because`: `x`",
	    "its first 2 characters", "ses 2 premiers caractères" },
	{ "`do`: `truncate`, `last`: 3, `because`: `x`",
	    "its last 3 characters", "ses 3 derniers caractères" },
	{ "`do`: `mask`, `because`: `x`", "each of its characters shown as “*”",
	    "chacun de ses caractères remplacé par" },
	{ "`do`: `mask`, `last`: 2, `because`: `x`",
	    "its last 2 characters, every other one shown as “*”",
	    "ses 2 derniers caractères, tous les autres remplacés par" },
	{ "`do`: `mask`, `first`: 1, `last`: 0, `with`: `#`, `because`: `x`",
	    "its first character, every other one shown as “#”",
	    "son premier caractère, tous les autres remplacés par" },
	{ "`do`: `mask`, `first`: 3, `last`: 1, `because`: `x`",
	    "its first 3 characters and its last character, every other one",
	    "ses 3 premiers caractères et son dernier caractère, tous" },
	{ "`do`: `replace`, `with`: null, `because`: `x`", "the constant null",
	    "la constante null" },
	{ "`do`: `replace`, `with`: `null`, `because`: `x`",
	    "the constant “null”", "la constante" },
	{ "`do`: `generalize`, `step`: 10, `because`: `x`", "a multiple of 10",
	    "multiple inférieur de 10" },
	{ "`do`: `generalize`, `to`: `age-5y`, `at`: `day`, `because`: `x`",
	    "on the date day", "à la date" },
	{ "`do`: `map`, `table`: { `POS`: `P` }, `else`: `drop`, `because`: "
	  "`x`",
	    "“POS” → “P”; any other value is dropped", "valeur est écartée" },
	{ "`do`: `map`, `table`: { `POS`: `P` }, `else`: `reject`, `because`: "
	  "`x`",
	    "any other value rejects", "; toute autre" },
	{ "`do`: `keep`, `oneOf`: [ `N`, 1 ], `invalid`: `drop`, `because`: "
	  "`x`",
	    "must be one of “N”, 1; any other value is dropped",
	    "doit être parmi" },
	{ "`do`: `keep`, `must`: `text`, `max`: 9, `absent`: `reject`, "
	  "`because`: `x`",
	    "of at most 9\n", "un enregistrement sans cette" },
};

#define FORMS (int)(sizeof(forms) / sizeof(forms[0]))

START_TEST(rules_are_told_in_both_languages)
{
	char policy[1024];

	snprintf(policy, sizeof(policy), POLICY_FIELDS("`a`: { %s }"),
	    forms[_i].rule);
	assert_says(policy, LANGUAGE_EN, "a", forms[_i].en);
	assert_says(policy, LANGUAGE_FR, "a", forms[_i].fr);
}
END_TEST

#define WHEN(condition) \
	POLICY_FIELDS("`a`: { " KEEPS ", `when`: " condition " }")

static const struct {
	const char *condition, *says;
} conditions[] = {
	{ "{ `field`: `r`, `is`: `P` }", "When: r is “P”; otherwise it is" },
	{ "{ `field`: `r`, `in`: [ 1, true ] }", "r is one of 1, true" },
	{ "{ `field`: `r`, `exists`: true }", "r is there" },
	{ "{ `field`: `r`, `exists`: false }", "r is missing" },
	{ "{ `field`: `r`, `before`: `2021-11` }", "r is before “2021-11”" },
	{ "{ `field`: `r`, `after`: `2021-11` }", "r is after “2021-11”" },
	{ "{ `field`: `r`, `atLeast`: 3 }", "r is at least 3" },
	{ "{ `field`: `r`, `atMost`: 3, `every`: true }",
	    "for every value, r is at most 3" },
	{ "{ `field`: `b`, `ageUnder`: 18, `at`: `d` }",
	    "the age from b, on d, is under 18" },
	{ "{ `field`: `b`, `ageFrom`: 18, `at`: `d` }",
	    "the age from b, on d, is 18 or more" },
	{ "{ `not`: { `field`: `r`, `is`: `N` } }", "not (r is “N”)" },
	{ "{ `all`: [ { `field`: `r`, `is`: 1 }, { `any`: [\n{ `field`: `s`, "
	  "`is`: 2 }, { `field`: `t`, `is`: 3 } ] } ] }",
	    "r is 1 and (s is 2 or t is 3)" },
	{ "{ `title`: { `en`: `a good day`, `fr`: `un bon jour` }, `field`: "
	  "`r`, `is`: 1 }",
	    "When: a good day; otherwise" },
};

#define CONDITIONS (int)(sizeof(conditions) / sizeof(conditions[0]))

START_TEST(conditions_are_told)
{
	char policy[1024];

	snprintf(policy, sizeof(policy), WHEN("%s"), conditions[_i].condition);
	assert_says(policy, LANGUAGE_EN, "a", conditions[_i].says);
}
END_TEST

/* What a path comes upon. */
#define PLACES                                                        \
	POLICY_FIELDS("`p.id`: { " KEEPS " }, `p.names[]`: { " KEEPS  \
		      " }, `p.home`: { " DROPS " },\n"                \
		      "`t[use='w'].n`: { " KEEPS " }, `t[].n`: { "    \
		      "`do`: `truncate`, `first`: 1, `because`: `x` " \
		      "},\n`**.deep`: { " KEEPS " }")

static const struct {
	const char *path, *says;
} places[] = {
	{ "p.id", "kept        p.id\n" },
	{ "p.names[]", "kept        p.names[]" },
	{ "p.names[0]", "The rule for p.names[] applies." },
	{ "p.names[0]", "kept        p.names[]" },
	{ "p.home.street", "p.home is dropped, and all that is in it." },
	{ "p.id.x", "p.id is treated as a value" },
	{ "p", "No value, but what is around others." },
	{ "p", "              p.names[]\n" },
	{ "t[use='w'].n", "kept        t[use='w'].n" },
	{ "t[use='h'].n", "The rule for t[].n applies." },
	{ "t[use='w'][x='1'].n", "The rule for t[use='w'].n applies." },
	{ "p.deep", "The rule for **.deep applies." },
	{ "p.ids", "p.ids: no rule names it, so it is dropped." },
	{ "p.ids", "The nearest paths that rules name:\n  p.id\n" },
};

#define PLACES_COUNT (int)(sizeof(places) / sizeof(places[0]))

START_TEST(a_path_is_told_by_what_it_comes_upon)
{
	assert_says(PLACES, LANGUAGE_EN, places[_i].path, places[_i].says);
}
END_TEST

START_TEST(a_path_of_no_format_is_refused)
{
	struct document d = load(PLACES);
	struct register_view view = { .document = &d };
	struct err err = { 0 };
	struct buf out;

	buf_init(&out, TEXT_MAX);
	ck_assert_int_eq(
	    register_path(&out, &view, slice_text("a["), &err), -1);
	ck_assert_int_eq(err.code, ERR_USAGE);
	buf_release(&out);
	document_release(&d);
}
END_TEST

START_TEST(alternatives_say_otherwise)
{
	const char *policy = POLICY_FIELDS(
	    "`a`: [ { " KEEPS ", `when`: { `field`: `r`, `is`: 1 } }, "
	    "{ `do`: `mask`, `because`: `x` } ]");

	assert_says(policy, LANGUAGE_EN, "a", "When: r is 1\n");
	assert_says(policy, LANGUAGE_EN, "a", "When: otherwise\n");
}
END_TEST

START_TEST(what_only_drops_stays)
{
	struct document d =
	    load(POLICY_FIELDS("`a`: { " DROPS " }, `b`: { " KEEPS " }"));
	struct buf out = shown(&d, LANGUAGE_EN, NULL);
	const char *leaves = strstr((const char *)out.p, "What leaves");
	const char *stays = strstr((const char *)out.p, "What stays");
	const char *a = strstr((const char *)out.p, "dropped     a");
	const char *b = strstr((const char *)out.p, "kept        b");

	ck_assert(leaves != NULL && stays != NULL && a != NULL && b != NULL);
	ck_assert(leaves < b && b < stays && stays < a);
	buf_release(&out);
	document_release(&d);
}
END_TEST

START_TEST(values_cannot_steer_a_terminal)
{
	struct document d =
	    load(POLICY_FIELDS("`a`: { `do`: `keep`, `oneOf`: [ "
			       "`\\u001b[2J` ], `because`: `x` }"));
	struct buf out = shown(&d, LANGUAGE_EN, NULL);

	ck_assert_ptr_null(memchr(out.p, 0x1B, out.len));
	ck_assert_ptr_nonnull(strstr((const char *)out.p, "“?[2J”"));
	buf_release(&out);
	document_release(&d);
}
END_TEST

START_TEST(every_sentence_is_there_in_both_languages)
{
	for (enum language l = 0; l < LANGUAGE_COUNT; l++) {
		for (enum word w = 0; w < WORD_COUNT; w++)
			ck_assert_msg(word(l, w) != NULL && *word(l, w) != '\0',
			    "word %d of language %d", (int)w, (int)l);
		for (enum action_id a = 0; a < ACTION_COUNT; a++)
			ck_assert_ptr_nonnull(words_badge(l, a));
		for (enum type_id t = 0; t < TYPE_COUNT; t++)
			ck_assert_ptr_nonnull(words_type(l, t));
		for (enum normalize_id n = 0; n < NORMALIZE_COUNT; n++)
			ck_assert_ptr_nonnull(words_normal(l, n));
	}
}
END_TEST

/* A choice that generalize gains must be told, too. */
START_TEST(every_generalization_has_words)
{
	const struct param *to = actions[ACTION_GENERALIZE]->params;

	while (to->kind != PARAM_CHOICE)
		to++;
	for (size_t i = 0; to->choices[i] != NULL; i++)
		for (enum language l = 0; l < LANGUAGE_COUNT; l++)
			ck_assert_msg(words_coarser(l,
					  slice_text(to->choices[i])) != NULL,
			    "%s", to->choices[i]);
	ck_assert_ptr_null(words_coarser(LANGUAGE_EN, slice_text("century")));
}
END_TEST

START_TEST(the_nearest_comes_first)
{
	static const char *const offered[] = { "patient.name", "zip",
		"patient.nom", "patient.nam", "patient.nom" };
	struct nearest n = nearest_to(slice_text("patient.nom"));

	for (size_t i = 0; i < 5; i++)
		nearest_offer(&n, slice_text(offered[i]));
	ck_assert_uint_eq(n.count, 3);
	ck_assert(slice_is(n.found[0], "patient.nom"));
	ck_assert(slice_is(n.found[1], "patient.nam") ||
		  slice_is(n.found[1], "patient.name"));
}
END_TEST

Suite *register_suite(void);

Suite *
register_suite(void)
{
	Suite *s = suite_create("register");
	TCase *t = tcase_create("register");

	tcase_add_loop_test(t, rules_are_told_in_both_languages, 0, FORMS);
	tcase_add_loop_test(t, conditions_are_told, 0, CONDITIONS);
	tcase_add_loop_test(
	    t, a_path_is_told_by_what_it_comes_upon, 0, PLACES_COUNT);
	tcase_add_test(t, a_path_of_no_format_is_refused);
	tcase_add_test(t, alternatives_say_otherwise);
	tcase_add_test(t, what_only_drops_stays);
	tcase_add_test(t, values_cannot_steer_a_terminal);
	tcase_add_test(t, every_sentence_is_there_in_both_languages);
	tcase_add_test(t, every_generalization_has_words);
	tcase_add_test(t, the_nearest_comes_first);
	suite_add_tcase(s, t);
	return s;
}
