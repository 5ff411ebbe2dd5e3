#include <check.h>

#include "policy/suggest.h"

static const struct {
	const char *word, *offers[4], *best;
} cases[] = {
	{ "kepe", { "drop", "keep", "mask" }, "keep" },
	{ "keepp", { "keep" }, "keep" },
	{ "kee", { "keep" }, "keep" },
	{ "kxxp", { "keep" }, NULL },
	{ "ke", { "keep", "kee" }, NULL },
	{ "generalise", { "generalize", "general" }, "generalize" },
	{ "tokneize", { "tokenise", "tokenize" }, "tokenize" },
	{ "age-10", { "age-1y", "age-10y" }, "age-10y" },
	{ "age-10", { "age-10y", "age-1y" }, "age-10y" },
	{ "genrlze", { "generalize" }, NULL },
	{ "post-code", { "postcode-fr", "postcode" }, "postcode" },
	{ "aaaa", { "" }, NULL },
	{ "", { "a" }, NULL },
	{ "0123456789012345678901234567890123456789x",
	    { "0123456789012345678901234567890123456789" }, NULL },
};

START_TEST(test_suggest)
{
	struct suggest s = suggest_for(slice_text(cases[_i].word));
	const char *best = cases[_i].best;

	for (size_t i = 0; i < 4 && cases[_i].offers[i] != NULL; i++)
		suggest_offer(&s, slice_text(cases[_i].offers[i]));
	if (best == NULL)
		ck_assert_ptr_null(s.best.p);
	else
		ck_assert(slice_is(s.best, best));
}
END_TEST

Suite *suggest_suite(void);

Suite *
suggest_suite(void)
{
	Suite *suite = suite_create("suggest");
	TCase *words = tcase_create("words");

	tcase_add_loop_test(
	    words, test_suggest, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	suite_add_tcase(suite, words);
	return suite;
}
