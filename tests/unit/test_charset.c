#include <check.h>

#include "base/charset.h"
#include "base/utf8.h"

/* The character of one byte, or -1. */
static int32_t
character_of(enum charset from, uint8_t byte)
{
	struct slice one = { &byte, 1 }, rest;
	struct buf out;
	uint32_t c;
	int32_t result = -1;
	bool good;

	buf_init(&out, 16);
	buf_add_byte(&out, 'x');
	good = charset_to_utf8(from, one, &out);
	ck_assert_int_eq(good, charset_holds(from, one));
	if (good) {
		rest = buf_slice_from(&out, 1);
		ck_assert(utf8_next(&rest, &c) && rest.len == 0);
		result = (int32_t)c;
	} else {
		ck_assert(!out.failed);
		ck_assert_uint_eq(out.len, 1);
	}
	buf_release(&out);
	return result;
}

/* Where a charset differs from ISO-8859-1. */
struct difference {
	uint8_t byte;
	int32_t character;
};

/* 8859-15.TXT of the Unicode Consortium, version 2.0. */
static const struct difference latin_9[] = {
	{ 0xA4, 0x20AC },
	{ 0xA6, 0x0160 },
	{ 0xA8, 0x0161 },
	{ 0xB4, 0x017D },
	{ 0xB8, 0x017E },
	{ 0xBC, 0x0152 },
	{ 0xBD, 0x0153 },
	{ 0xBE, 0x0178 },
	{ 0, 0 },
};

/* CP1252.TXT of the Unicode Consortium, version 2.01. */
static const struct difference windows_1252[] = {
	{ 0x80, 0x20AC },
	{ 0x81, -1 },
	{ 0x82, 0x201A },
	{ 0x83, 0x0192 },
	{ 0x84, 0x201E },
	{ 0x85, 0x2026 },
	{ 0x86, 0x2020 },
	{ 0x87, 0x2021 },
	{ 0x88, 0x02C6 },
	{ 0x89, 0x2030 },
	{ 0x8A, 0x0160 },
	{ 0x8B, 0x2039 },
	{ 0x8C, 0x0152 },
	{ 0x8D, -1 },
	{ 0x8E, 0x017D },
	{ 0x8F, -1 },
	{ 0x90, -1 },
	{ 0x91, 0x2018 },
	{ 0x92, 0x2019 },
	{ 0x93, 0x201C },
	{ 0x94, 0x201D },
	{ 0x95, 0x2022 },
	{ 0x96, 0x2013 },
	{ 0x97, 0x2014 },
	{ 0x98, 0x02DC },
	{ 0x99, 0x2122 },
	{ 0x9A, 0x0161 },
	{ 0x9B, 0x203A },
	{ 0x9C, 0x0153 },
	{ 0x9D, -1 },
	{ 0x9E, 0x017E },
	{ 0x9F, 0x0178 },
	{ 0, 0 },
};

static const struct difference none[] = { { 0, 0 } };

static int32_t
expected(const struct difference *differences, uint8_t byte)
{
	for (; differences->byte != 0; differences++)
		if (differences->byte == byte)
			return differences->character;
	return byte;
}

static const struct {
	enum charset charset;
	const struct difference *differences;
} tables[] = {
	{ CHARSET_LATIN_1, none },
	{ CHARSET_LATIN_9, latin_9 },
	{ CHARSET_WINDOWS_1252, windows_1252 },
};

START_TEST(every_byte_has_its_character)
{
	for (int byte = 0; byte < 256; byte++)
		ck_assert_int_eq(
		    character_of(tables[_i].charset, (uint8_t)byte),
		    expected(tables[_i].differences, (uint8_t)byte));
}
END_TEST

START_TEST(a_byte_is_utf8_below_0x80_only)
{
	for (int byte = 0; byte < 256; byte++)
		ck_assert_int_eq(character_of(CHARSET_UTF_8, (uint8_t)byte),
		    byte < 0x80 ? byte : -1);
}
END_TEST

static const struct {
	enum charset from;
	const char *in, *out; /* NULL: refused */
} texts[] = {
	{ CHARSET_UTF_8, "", "" },
	{ CHARSET_LATIN_1, "", "" },
	{ CHARSET_UTF_8, "\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9" },
	{ CHARSET_UTF_8, "\xC3\xA9t\xE9", NULL },
	{ CHARSET_LATIN_1, "\xE9t\xE9", "\xC3\xA9t\xC3\xA9" },
	{ CHARSET_LATIN_1, "a long text in ASCII", "a long text in ASCII" },
	{ CHARSET_LATIN_9, "c\x9Cur, c\xBDur, 5 \xA4",
	    "c\xC2\x9Cur, c\xC5\x93ur, 5 \xE2\x82\xAC" },
	{ CHARSET_WINDOWS_1252, "\x80\x80\x80\x80\x80\x80\x80\x80\x80",
	    "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC"
	    "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC" },
	{ CHARSET_WINDOWS_1252, "L\x92\xE9toile du nord",
	    "L\xE2\x80\x99"
	    "\xC3\xA9toile du "
	    "nord" },
	{ CHARSET_WINDOWS_1252, "all is well up to \x9D", NULL },
};

START_TEST(texts_become_utf8)
{
	struct buf out;
	bool good;

	buf_init(&out, 1024);
	good = charset_to_utf8(texts[_i].from, slice_text(texts[_i].in), &out);
	ck_assert_int_eq(good, texts[_i].out != NULL);
	ck_assert_int_eq(
	    good, charset_holds(texts[_i].from, slice_text(texts[_i].in)));
	ck_assert(!out.failed);
	if (good)
		ck_assert(slice_is(buf_slice(&out), texts[_i].out));
	else
		ck_assert_uint_eq(out.len, 0);
	buf_release(&out);
}
END_TEST

START_TEST(a_full_buffer_fails)
{
	struct buf out;

	for (enum charset c = 0; c < CHARSET_COUNT; c++) {
		buf_init(&out, 2);
		ck_assert(!charset_to_utf8(c, slice_text("abc"), &out));
		ck_assert(out.failed);
		buf_release(&out);
	}
}
END_TEST

START_TEST(names_are_found)
{
	for (enum charset c = 0; c < CHARSET_COUNT; c++)
		ck_assert_int_eq(charset_find(slice_text(charset_names[c])), c);
	ck_assert_int_eq(charset_find(slice_text("UTF-8")), CHARSET_UTF_8);
	ck_assert_int_eq(
	    charset_find(slice_text("ISO-8859-15")), CHARSET_LATIN_9);
	ck_assert_int_eq(
	    charset_find(slice_text("Windows-1252")), CHARSET_WINDOWS_1252);
	ck_assert_int_eq(charset_find(slice_text("")), CHARSET_COUNT);
	ck_assert_int_eq(charset_find(slice_text("UTF-16")), CHARSET_COUNT);
	ck_assert_int_eq(charset_find(slice_text("utf-8 ")), CHARSET_COUNT);
}
END_TEST

START_TEST(ascii_is_told)
{
	ck_assert(charset_is_ascii(slice_text("")));
	ck_assert(charset_is_ascii(slice_text("twelve bytes\x7F")));
	ck_assert(!charset_is_ascii(slice_text("\x80")));
	ck_assert(!charset_is_ascii(slice_text("sixteen bytes an\xE9")));
	ck_assert(!charset_is_ascii(slice_text("\xE9sixteen bytes and")));
}
END_TEST

/* Wherever a byte stands in a text of any length; not one around it. */
START_TEST(one_byte_is_not_ascii)
{
	size_t len = (size_t)_i;
	uint8_t text[42];

	memset(text, 0x80, sizeof(text));
	memset(text + 1, 0x7F, len);
	ck_assert(charset_is_ascii((struct slice){ text + 1, len }));
	for (size_t i = 1; i <= len; i++) {
		text[i] = 0x80;
		ck_assert(!charset_is_ascii((struct slice){ text + 1, len }));
		text[i] = 0x7F;
	}
}
END_TEST

/* There and back again, for every byte that means something. */
START_TEST(every_character_has_its_byte)
{
	enum charset charset = (enum charset)_i;
	struct buf text, back;

	buf_init(&text, 1000);
	buf_init(&back, 1000);
	for (unsigned int byte = 0; byte <= 0xFF; byte++) {
		uint8_t one = (uint8_t)byte;

		buf_reset(&text);
		buf_reset(&back);
		if (!charset_to_utf8(charset, (struct slice){ &one, 1 }, &text))
			continue;
		ck_assert(charset_from_utf8(charset, buf_slice(&text), &back));
		ck_assert_uint_eq(back.len, 1);
		ck_assert_uint_eq(back.p[0], byte);
	}
	buf_release(&text);
	buf_release(&back);
}
END_TEST

START_TEST(a_character_without_byte_adds_nothing)
{
	struct buf out;

	buf_init(&out, 1000);
	buf_add_byte(&out, 'x');
	ck_assert(!charset_from_utf8(
	    CHARSET_LATIN_1, slice_text("a\xC3\xA9\xE2\x82\xAC"), &out));
	ck_assert_uint_eq(out.len, 1);
	ck_assert(charset_from_utf8(
	    CHARSET_LATIN_9, slice_text("a\xC3\xA9\xE2\x82\xAC"), &out));
	ck_assert(slice_is(buf_slice(&out), "xa\xE9\xA4"));
	ck_assert_uint_eq(charset_byte(CHARSET_LATIN_1, 0x20AC), 0);
	ck_assert_uint_eq(charset_byte(CHARSET_WINDOWS_1252, 0x20AC), 0x80);
	buf_release(&out);
}
END_TEST

Suite *charset_suite(void);

Suite *
charset_suite(void)
{
	Suite *s = suite_create("charset");
	TCase *t = tcase_create("charset");

	tcase_add_loop_test(t, every_byte_has_its_character, 0,
	    sizeof(tables) / sizeof(tables[0]));
	tcase_add_test(t, a_byte_is_utf8_below_0x80_only);
	tcase_add_loop_test(
	    t, texts_become_utf8, 0, sizeof(texts) / sizeof(texts[0]));
	tcase_add_test(t, a_full_buffer_fails);
	tcase_add_test(t, names_are_found);
	tcase_add_test(t, ascii_is_told);
	tcase_add_loop_test(t, one_byte_is_not_ascii, 0, 41);
	tcase_add_loop_test(t, every_character_has_its_byte, 0, CHARSET_COUNT);
	tcase_add_test(t, a_character_without_byte_adds_nothing);
	suite_add_tcase(s, t);
	return s;
}
