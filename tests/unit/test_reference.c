#include "base/reference.h"

#include <check.h>
#include <stdio.h>

static const struct {
	const char *text, *resolved; /* NULL: no reference is in it */
} cases[] = {
	{ "", NULL },
	{ "a & b", NULL },
	{ "a&b;", NULL },
	{ "&", NULL },
	{ "&#", NULL },
	{ "&#x", NULL },
	{ "&#xg;", NULL },
	{ "&#;", NULL },
	{ "&#0;", NULL },
	{ "&#xD800;", NULL },
	{ "&#x110000;", NULL },
	{ "&#99999999999999999999;", NULL },
	{ "&eacute", NULL },
	{ "&acute;", NULL },
	{ "&lig;", NULL },
	{ "&eeacute;", NULL },
	{ "&abcdefghijklmnop;", NULL },
	{ "&#233;", "\xC3\xA9" },
	{ "&#xe9;", "\xC3\xA9" },
	{ "&#XE9;", "\xC3\xA9" },
	{ "&#x10FFFF;", "\xF4\x8F\xBF\xBF" },
	{ "2&#53 5", "25 5" },
	{ "&#50", "2" },
	{ "Lef&egrave;vre", "Lefevre" },
	{ "&OElig;uvre &amp; S&oelig;ur", "OEuvre & Soeur" },
	{ "stra&szlig;e", "strasse" },
	{ "06&nbsp;12&thinsp;34&shy;56", "06 12 3456" },
	{ "&amp;#50;", "&#50;" },
	{ "&&#50;&", "&2&" },
	{ "&unknown;&lt;", "&unknown;<" },
	{ "100 %", NULL },
	{ "%", NULL },
	{ "%4", NULL },
	{ "%4g", NULL },
	{ "Lef%C3%A8vre%40x%2", "Lef\xC3\xA8vre@x%2" },
	{ "%2540", "%40" },
	{ "\\", NULL },
	{ "\\u", NULL },
	{ "\\u00e", NULL },
	{ "\\u0000", NULL },
	{ "\\ud83d", NULL },
	{ "\\n", NULL },
	{ "Lef\\u00e8vre", "Lef\xC3\xA8vre" },
	{ "\\u00321", "21" },
};

START_TEST(references_become_what_they_stand_for)
{
	struct buf out;
	bool found;

	buf_init(&out, 64);
	found = reference_resolve(slice_text(cases[_i].text), &out);
	ck_assert_int_eq(found, cases[_i].resolved != NULL);
	if (found)
		ck_assert_msg(slice_is(buf_slice(&out), cases[_i].resolved),
		    "%s", cases[_i].text);
	buf_release(&out);
}
END_TEST

/* A text does not grow. */
START_TEST(a_buffer_of_its_size_is_enough)
{
	struct buf out;

	buf_init(&out, 1 << 10);
	for (uint32_t c = 1; c < 0x110000; c += 7) {
		char text[16];

		snprintf(text, sizeof(text), "&#%u", c);
		buf_reset(&out);
		if (reference_resolve(slice_text(text), &out))
			ck_assert_uint_le(out.len, strlen(text));
	}
	buf_release(&out);
}
END_TEST

START_TEST(a_full_buffer_fails)
{
	struct buf out;

	buf_init(&out, 2);
	ck_assert(!reference_resolve(slice_text("&#50;&#50;&#50;"), &out));
	ck_assert(out.failed);
	buf_release(&out);
}
END_TEST

Suite *reference_suite(void);

Suite *
reference_suite(void)
{
	Suite *s = suite_create("reference");
	TCase *t = tcase_create("reference");

	tcase_add_loop_test(t, references_become_what_they_stand_for, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(t, a_buffer_of_its_size_is_enough);
	tcase_add_test(t, a_full_buffer_fails);
	suite_add_tcase(s, t);
	return s;
}
