#include "base/fold.h"

#include <check.h>

#include "base/utf8.h"

static const struct {
	const char *text, *spelled;
} cases[] = {
	{ "", "" },
	{ "A b;\x01\t", "A b;\x01\t" },
	{ "Andr\xC3\xA9@x", "Andre@x" },
	{ "Andre\xCC\x81@x", "Andre@x" },
	{ "\xEF\xBC\x92\xEF\xBC\x95\xD9\xA0\xE2\x91\xA0", "2501" },
	{ "a\xEF\xBC\xA0x\xEF\xBC\x8E"
	  "fr",
	    "a@x.fr" },
	{ "\xEF\xBC\x8B"
	  "33",
	    "+33" },
	{ "1\xC2\xA0"
	  "2\xE2\x80\x89"
	  "3\xE2\x80\xA8"
	  "4\xC2\x85"
	  "5",
	    "1 2 3 4 5" },
	{ "1\xE2\x80\x91"
	  "2\xE2\x88\x92"
	  "3\xE2\x80\xA2"
	  "4",
	    "1-2-3-4" },
	{ "1\xC2\xAD"
	  "2\xE2\x80\x8B"
	  "3\xE2\xA0\x80"
	  "4",
	    "1234" },
	{ "\xE2\x82\xAC\xD0\x98", "\xE2\x82\xAC\xD0\xB8" },
	/* What is no UTF-8 is ISO-8859-1. */
	{ "Andr\xE9@x", "Andre@x" },
	{ "1\xA0"
	  "2\xFF",
	    "1 2y" },
};

START_TEST(texts_are_spelled_in_ascii)
{
	struct buf out;

	buf_init(&out, 64);
	fold_spell(slice_text(cases[_i].text), &out);
	ck_assert_msg(
	    slice_is(buf_slice(&out), cases[_i].spelled), "%s", cases[_i].text);
	buf_release(&out);
}
END_TEST

START_TEST(no_text_grows_more_than_is_said)
{
	struct buf out;
	uint8_t bytes[4];

	buf_init(&out, FOLD_MAX);
	for (uint32_t c = 1; c < 0x110000; c++) {
		size_t n = utf8_put(c, bytes);

		if (c >= 0xD800 && c < 0xE000)
			continue;
		buf_reset(&out);
		fold_spell((struct slice){ bytes, n }, &out);
		ck_assert(!out.failed);
		ck_assert_uint_le(out.len, n * FOLD_MAX / 2);
	}
	buf_release(&out);
}
END_TEST

Suite *fold_suite(void);

Suite *
fold_suite(void)
{
	Suite *s = suite_create("fold");
	TCase *t = tcase_create("fold");

	tcase_add_loop_test(t, texts_are_spelled_in_ascii, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(t, no_text_grows_more_than_is_said);
	suite_add_tcase(s, t);
	return s;
}
