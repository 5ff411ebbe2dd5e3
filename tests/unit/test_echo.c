#include "engine/echo.h"

#include <check.h>

static const struct {
	const char *guarded, *released;
	bool comes_back;
} cases[] = {
	{ "255081416800063", "255081416800063@patient.example", true },
	{ "255081416800063", "id 2 55 08 14 168 000 63!", true },
	{ "2 55 08 14 168 000 63", "nir:2.55.08.14.168.000", true },
	{ "255081416800063", "990025508141680006300", true },
	{ "255081416800063", "255081416800", false },
	{ "255081416800063", "1255081416801063", false },
	{ "LEFE\xCC\x80VRE", "chez Lef\xC3\xA8vre, 2e", true },
	{ "Le Goff", "dossier de M. LE-GOFF", true },
	{ "a.b@c.example", "<AB@C.EXAMPLE>", true },
	{ "a.b@c.example", "ab, c.example", true },
	{ "a.b@c.example", "abc.example", false },
	{ "abc", "abc", false },
	{ "abcd", "abc", false },
	{ "abcd", "", false },
	{ "", "abcd", false },
};

START_TEST(protected_values_are_found_in_released_ones)
{
	struct echo echo;
	struct echo_hit hit;

	echo_init(&echo, 4096);
	ck_assert_int_eq(echo_guard(&echo, slice_text(cases[_i].guarded),
			     slice_text("$.of")),
	    0);
	ck_assert_int_eq(
	    echo_let(&echo, slice_text("other text"), slice_text("$.other")),
	    0);
	ck_assert_int_eq(echo_let(&echo, slice_text(cases[_i].released),
			     slice_text("$.path")),
	    0);
	ck_assert_int_eq(echo_find(&echo, &hit), cases[_i].comes_back);
	if (cases[_i].comes_back) {
		ck_assert(slice_is(hit.path, "$.path"));
		ck_assert(slice_is(hit.of, "$.of"));
	}
	echo_reset(&echo);
	ck_assert(!echo_find(&echo, &hit));
	echo_release(&echo);
}
END_TEST

START_TEST(values_are_not_joined)
{
	struct echo echo;
	struct echo_hit hit;

	echo_init(&echo, 4096);
	echo_guard(&echo, slice_text("abcdefgh"), slice_text("$.of"));
	echo_let(&echo, slice_text("abcd"), slice_text("$.a"));
	echo_let(&echo, slice_text("efgh"), slice_text("$.b"));
	ck_assert(!echo_find(&echo, &hit));
	echo_release(&echo);
}
END_TEST

START_TEST(what_does_not_fit_is_said)
{
	struct echo echo;

	echo_init(&echo, 8);
	ck_assert_int_eq(
	    echo_guard(&echo, slice_text("abcdefgh"), slice_text("$")), -1);
	ck_assert_int_eq(
	    echo_let(&echo, slice_text("abcdefghi"), slice_text("$")), -1);
	echo_release(&echo);
}
END_TEST

Suite *echo_suite(void);

Suite *
echo_suite(void)
{
	Suite *s = suite_create("echo");
	TCase *c = tcase_create("echo");

	tcase_add_loop_test(c, protected_values_are_found_in_released_ones, 0,
	    sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, values_are_not_joined);
	tcase_add_test(c, what_does_not_fit_is_said);
	suite_add_tcase(s, c);
	return s;
}
