#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"

struct reading {
	ptrdiff_t at; /* of the closing quote or the byte after; -1: fault */
	enum json_fault fault;
	bool escaped;
};

/* A block of exactly len bytes and the pad, filled with poison. */
static uint8_t *
poisoned(struct slice text, uint8_t poison)
{
	uint8_t *p = malloc(text.len + JSON_PAD);

	ck_assert_ptr_nonnull(p);
	memcpy(p, text.p, text.len);
	memset(p + text.len, poison, JSON_PAD);
	return p;
}

static struct reading
read_string(struct slice text, uint8_t poison)
{
	struct reading r = { -1, JSON_OK, false };
	uint8_t *p = poisoned(text, poison);
	const uint8_t *end = json_string(p, p + text.len, &r.escaped, &r.fault);

	if (end != NULL)
		r.at = end - p;
	free(p);
	return r;
}

static struct reading
read_number(struct slice text, uint8_t poison)
{
	struct reading r = { -1, JSON_OK, false };
	uint8_t *p = poisoned(text, poison);
	const uint8_t *end = json_number(p, p + text.len, &r.fault);

	if (end != NULL)
		r.at = end - p;
	free(p);
	return r;
}

/* Texts after an opening quote. */
static const struct {
	const char *text;
	enum json_fault fault;
	bool escaped;
} strings[] = {
	{ "\"", JSON_OK, false },
	{ "a\"", JSON_OK, false },
	{ "fifteen bytes..\"", JSON_OK, false },
	{ "sixteen bytes...\"", JSON_OK, false },
	{ "seventeen bytes..\"", JSON_OK, false },
	{ "thirty-two bytes, two whole ones\"", JSON_OK, false },
	{ "\x7F\"", JSON_OK, false },
	{ "caf\u00e9 \u20ac \U0001F600\"", JSON_OK, false },
	{ "d\u00e9j\u00e0 vu \u00e0 la p\u00e2tisserie\"", JSON_OK, false },
	{ "a\",\xFF\x01", JSON_OK, false },
	{ "\\\"\\\\\\/\\b\\f\\n\\r\\t\"", JSON_OK, true },
	{ "\\u0041\\u00e9\\u20AC\"", JSON_OK, true },
	{ "\\uD83D\\ude00\"", JSON_OK, true },
	{ "\\udbff\\udfff\"", JSON_OK, true },
	{ "\\u0001\\uFFFF\"", JSON_OK, true },
	{ "\\\\\"", JSON_OK, true },
	{ "\\\\\\\"\"", JSON_OK, true },
	{ "a long text before an escape\\n\"", JSON_OK, true },
	/* Not ended. */
	{ "", JSON_CUT, false },
	{ "a", JSON_CUT, false },
	{ "sixteen bytes...", JSON_CUT, false },
	{ "\\", JSON_CUT, true },
	{ "\\\"", JSON_CUT, true },
	{ "\\u", JSON_CUT, true },
	{ "\\u004", JSON_CUT, true },
	{ "\\uD83D", JSON_CUT, true },
	{ "\\uD83D\\", JSON_CUT, true },
	{ "\\uD83D\\u", JSON_CUT, true },
	{ "\\uD83D\\ude0", JSON_CUT, true },
	{ "\xC3", JSON_CUT, false },
	/* Control characters. */
	{ "\n\"", JSON_SYNTAX, false },
	{ "\t\"", JSON_SYNTAX, false },
	{ "a\x01\"", JSON_SYNTAX, false },
	{ "twenty bytes........\x1F\"", JSON_SYNTAX, false },
	/* Escapes. */
	{ "\\x\"", JSON_SYNTAX, true },
	{ "\\U0041\"", JSON_SYNTAX, true },
	{ "\\a\"", JSON_SYNTAX, true },
	{ "\\'\"", JSON_SYNTAX, true },
	{ "\\0\"", JSON_SYNTAX, true },
	{ "\\N\"", JSON_SYNTAX, true },
	{ "\\\n\"", JSON_SYNTAX, true },
	{ "\\\u00e9\"", JSON_SYNTAX, true },
	{ "\\u\"", JSON_SYNTAX, true },
	{ "\\u004\"", JSON_SYNTAX, true },
	{ "\\u004g\"", JSON_SYNTAX, true },
	{ "\\u 041\"", JSON_SYNTAX, true },
	{ "\\u+041\"", JSON_SYNTAX, true },
	{ "\\u00\u00e9\"", JSON_SYNTAX, true },
	{ "\\uD83D\\u12x4\"", JSON_SYNTAX, true },
	{ "\\u0000\"", JSON_OK, true },
	/* Characters that do not exist. */
	{ "\\uD800\"", JSON_UTF8, true },
	{ "\\uDBFFx\"", JSON_UTF8, true },
	{ "\\uD83D\\n\"", JSON_UTF8, true },
	{ "\\uD83D\\u0041\"", JSON_UTF8, true },
	{ "\\uD83D\\uD83D\"", JSON_UTF8, true },
	{ "\\uDE00\"", JSON_UTF8, true },
	{ "\\uDE00\\uD83D\"", JSON_UTF8, true },
	{ "\x80\"", JSON_UTF8, false },
	{ "a\xFF\"", JSON_UTF8, false },
	{ "\xC3\"", JSON_UTF8, false },
	{ "\xC0\x80\"", JSON_UTF8, false },
	{ "\xED\xA0\x80\"", JSON_UTF8, false },
	{ "\xF4\x90\x80\x80\"", JSON_UTF8, false },
	{ "twenty bytes........\xE9\"", JSON_UTF8, false },
	{ "\xE9 and twenty bytes more\"", JSON_UTF8, false },
	{ "\xE9\\n\"", JSON_UTF8, true },
};
#define STRINGS (int)(sizeof(strings) / sizeof(*strings))

/* Bytes beyond the end that would matter most if they did. */
static const uint8_t poisons[] = { '"', '\\', 0x00, 0xBF, '0', 'u' };
#define POISONS (sizeof(poisons))

/* Where the closing quote stands, in texts that are well formed. */
static ptrdiff_t
closing(const char *text)
{
	const char *p = text;

	while (*p != '"')
		p += *p == '\\' ? 2 : 1;
	return p - text;
}

START_TEST(reads_strings)
{
	struct slice text = slice_text(strings[_i].text);
	bool ok = strings[_i].fault == JSON_OK;
	ptrdiff_t want = ok ? closing(strings[_i].text) : -1;

	for (size_t i = 0; i < POISONS; i++) {
		struct reading r = read_string(text, poisons[i]);

		ck_assert_int_eq(r.at, want);
		ck_assert_int_eq(r.escaped, strings[_i].escaped);
		if (!ok)
			ck_assert_int_eq(r.fault, strings[_i].fault);
	}
}
END_TEST

/* The same text at every place of a block gives the same answer. */
START_TEST(reads_strings_at_every_place)
{
	struct slice text = slice_text(strings[_i].text);
	struct reading alone = read_string(text, 'x');
	uint8_t moved[128];

	for (size_t by = 0; by < 40; by++) {
		struct reading r;

		memset(moved, '.', by);
		memcpy(moved + by, text.p, text.len);
		r = read_string(
		    (struct slice){ moved, by + text.len }, by % 2 ? '"' : 0);
		if (alone.at >= 0)
			r.at -= (ptrdiff_t)by;
		ck_assert_int_eq(r.at, alone.at);
		ck_assert_int_eq(r.fault, alone.fault);
		ck_assert_int_eq(r.escaped, alone.escaped);
	}
}
END_TEST

START_TEST(finds_the_nul)
{
	ck_assert(json_has_nul(slice_text("\\u0000")));
	ck_assert(json_has_nul(slice_text("a\\\\\\u0000b")));
	ck_assert(!json_has_nul(slice_text("")));
	ck_assert(!json_has_nul(slice_text("\\\\u0000")));
	ck_assert(json_has_nul(slice_text("\\u0001\\u00000")));
	ck_assert(!json_has_nul(slice_text("\\n0000")));
	ck_assert(!json_has_nul(slice_text("\\u000")));
}
END_TEST

/* A well-formed string that is cut anywhere is cut, and nothing else. */
START_TEST(reads_strings_cut_at_every_byte)
{
	struct slice text = slice_text(strings[_i].text);
	ptrdiff_t at;

	if (strings[_i].fault != JSON_OK)
		return;
	at = closing(strings[_i].text);
	for (text.len = 0; text.len <= (size_t)at; text.len++) {
		for (size_t i = 0; i < POISONS; i++) {
			struct reading r = read_string(text, poisons[i]);

			ck_assert_int_eq(r.at, -1);
			ck_assert_int_eq(r.fault, JSON_CUT);
		}
	}
}
END_TEST

/* The same answer as a reader that goes byte by byte, on noise. */

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

/* Passes what one backslash introduces; false if it is not well formed. */
static bool
pass_escape(struct slice *s, uint32_t *pending)
{
	char digits[5] = { 0 };
	uint32_t unit = 0;
	bool low;

	if (s->len == 0)
		return false;
	if (s->p[0] != 'u') {
		bool known =
		    s->p[0] != 0 && strchr("\"\\/bfnrt", s->p[0]) != NULL;

		*s = slice_skip(*s, 1);
		return known && *pending == 0;
	}
	if (s->len < 5)
		return false;
	memcpy(digits, s->p + 1, 4);
	if (strspn(digits, "0123456789abcdefABCDEF") != 4)
		return false;
	unit = (uint32_t)strtoul(digits, NULL, 16);
	*s = slice_skip(*s, 5);
	low = unit >= 0xDC00 && unit <= 0xDFFF;
	if (low != (*pending != 0))
		return false;
	*pending = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
	return true;
}

static ptrdiff_t
read_slowly(struct slice text)
{
	struct slice s = text;
	uint32_t c, pending = 0;

	while (utf8_next(&s, &c)) {
		if (c == '"')
			return pending == 0 ? s.p - text.p - 1 : -1;
		if (c == '\\') {
			if (!pass_escape(&s, &pending))
				return -1;
		} else if (c < 0x20 || pending != 0) {
			return -1;
		}
	}
	return -1;
}

START_TEST(agrees_with_a_slow_reader)
{
	static const char *const pieces[] = { "a", "bcdefghijk", "\"", "\\\"",
		"\\", "\\n", "\\u", "\\u00e9", "\\uD83D", "\\uDE00", "0000",
		"\u00e9", "\u20ac", "\U0001F600", "\xC3", "\xA9", "\x1F",
		"seventeen letters", "\xED\xA0\x80", " " };
	uint32_t random = (uint32_t)_i + 1;
	unsigned int accepted = 0;

	for (int round = 0; round < 20000; round++) {
		uint32_t n = next_random(&random) % 8;
		uint8_t text[256];
		size_t len = 0;
		ptrdiff_t want;

		for (uint32_t i = 0; i < n; i++) {
			const char *piece = pieces[next_random(&random) % 20];

			memcpy(text + len, piece, strlen(piece));
			len += strlen(piece);
		}
		text[len++] = '"';
		want = read_slowly((struct slice){ text, len });
		if (read_string((struct slice){ text, len },
			(uint8_t)next_random(&random))
			.at != want)
			ck_abort_msg("round %d", round);
		accepted += want >= 0;
	}
	ck_assert_uint_gt(accepted, 1000);
}
END_TEST

static const struct {
	const char *text;
	ptrdiff_t len; /* -1: fault */
	enum json_fault fault;
} numbers[] = {
	{ "0", 1, JSON_OK },
	{ "-0", 2, JSON_OK },
	{ "12", 2, JSON_OK },
	{ "-12.50", 6, JSON_OK },
	{ "1e5", 3, JSON_OK },
	{ "1E+05", 5, JSON_OK },
	{ "0.0e-0", 6, JSON_OK },
	{ "12345678901234567890123456789012345678901234567890", 50, JSON_OK },
	{ "12,", 2, JSON_OK },
	{ "0]", 1, JSON_OK },
	{ "1 2", 1, JSON_OK },
	{ "1.5.5", 3, JSON_OK },
	{ "1a", 1, JSON_OK },
	{ "", -1, JSON_CUT },
	{ "-", -1, JSON_CUT },
	{ "1.", -1, JSON_CUT },
	{ "-0.", -1, JSON_CUT },
	{ "1e", -1, JSON_CUT },
	{ "1.5E", -1, JSON_CUT },
	{ "1e+", -1, JSON_CUT },
	{ "1e-", -1, JSON_CUT },
	{ "+1", -1, JSON_SYNTAX },
	{ ".5", -1, JSON_SYNTAX },
	{ "-.5", -1, JSON_SYNTAX },
	{ "--1", -1, JSON_SYNTAX },
	{ "- 1", -1, JSON_SYNTAX },
	{ "00", -1, JSON_SYNTAX },
	{ "01", -1, JSON_SYNTAX },
	{ "-01.5", -1, JSON_SYNTAX },
	{ "1.e5", -1, JSON_SYNTAX },
	{ "1.,", -1, JSON_SYNTAX },
	{ "1e,", -1, JSON_SYNTAX },
	{ "1e+-5", -1, JSON_SYNTAX },
	{ "1e++5", -1, JSON_SYNTAX },
	{ "NaN", -1, JSON_SYNTAX },
	{ "-Infinity", -1, JSON_SYNTAX },
	{ "x", -1, JSON_SYNTAX },
	{ "\xEF\xBC\x91", -1, JSON_SYNTAX },
};
#define NUMBERS (int)(sizeof(numbers) / sizeof(*numbers))

START_TEST(reads_numbers)
{
	static const uint8_t beyond[] = { '0', '9', '.', 'e', '-', 0 };

	for (size_t i = 0; i < sizeof(beyond); i++) {
		struct reading r =
		    read_number(slice_text(numbers[_i].text), beyond[i]);

		ck_assert_int_eq(r.at, numbers[_i].len);
		if (r.at < 0)
			ck_assert_int_eq(r.fault, numbers[_i].fault);
	}
}
END_TEST

START_TEST(passes_blanks)
{
	static const uint8_t text[] = " \t\r\n x\v ";
	const uint8_t *end = text + sizeof(text) - 1;

	ck_assert_ptr_eq(json_blank(text, end), text + 5);
	ck_assert_ptr_eq(json_blank(text + 6, end), text + 6);
	ck_assert_ptr_eq(json_blank(text, text + 3), text + 3);
	ck_assert_ptr_eq(json_blank(end, end), end);
}
END_TEST

static const struct {
	const char *inside, *text;
} unescapes[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t" },
	{ "caf\\u00e9 \\u20AC", "caf\u00e9 \u20ac" },
	{ "x\\uD83D\\ude00y", "x\U0001F600y" },
	{ "\\udbff\\udfff\\u0001", "\U0010FFFF\x01" },
	{ "\u00e9\\n\u00e9", "\u00e9\n\u00e9" },
};

START_TEST(unescapes_what_was_checked)
{
	struct slice inside = slice_text(unescapes[_i].inside);
	uint8_t *p = poisoned(inside, '\\');
	struct buf out;

	buf_init(&out, 100);
	buf_add_text(&out, ">");
	json_unescape(&out, (struct slice){ p, inside.len });
	buf_add_text(&out, "<");
	ck_assert_uint_eq(out.len, strlen(unescapes[_i].text) + 2);
	ck_assert_mem_eq(out.p + 1, unescapes[_i].text, out.len - 2);
	buf_release(&out);
	free(p);
}
END_TEST

START_TEST(quotes_only_what_must_be)
{
	static const struct {
		const char *text, *quoted;
	} cases[] = {
		{ "", "\"\"" },
		{ "plain / 'text' \x7F", "\"plain / 'text' \x7F\"" },
		{ "\"", "\"\\\"\"" },
		{ "a\\b", "\"a\\\\b\"" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "\x01\x0B\x1F", "\"\\u0001\\u000b\\u001f\"" },
		{ "\u00e9\u2028\U0001F600", "\"\u00e9\u2028\U0001F600\"" },
	};
	struct buf out;

	buf_init(&out, 100);
	json_quote(&out, slice_text(cases[_i].text));
	ck_assert(slice_is(buf_slice(&out), cases[_i].quoted));
	buf_release(&out);
}
END_TEST

/* Both ways to quote, with each byte at each place of a few blocks. */
START_TEST(both_ways_quote_the_same)
{
	uint8_t text[50 + JSON_PAD], put[JSON_QUOTED_MAX(50) + JSON_PAD];
	struct buf out;

	buf_init(&out, sizeof(put));
	for (size_t at = 0; at < 50; at++) {
		memset(text, 'x', sizeof(text));
		text[at] = (uint8_t)_i;
		for (size_t len = at; len <= 50; len += 3) {
			struct slice part = { text, len };
			uint8_t *end = json_put_quoted(put, part);

			buf_reset(&out);
			json_quote(&out, part);
			ck_assert(slice_equal(
			    buf_slice(&out), slice_between(put, end)));
		}
	}
	buf_release(&out);
}
END_TEST

START_TEST(writing_stops_at_the_maximum)
{
	struct buf out;

	buf_init(&out, 4);
	json_quote(&out, slice_text("abc"));
	ck_assert(out.failed);
	buf_reset(&out);
	json_unescape(&out, slice_text("abcde"));
	ck_assert(out.failed);
	ck_assert_uint_eq(out.len, 0);
	buf_release(&out);
}
END_TEST

/* All characters of the first planes, quoted and read back. */
START_TEST(what_is_quoted_comes_back)
{
	struct buf text, quoted, back;
	enum json_fault fault = JSON_OK;
	const uint8_t *end;
	bool escaped;

	buf_init(&text, (size_t)1 << 20);
	buf_init(&quoted, (size_t)1 << 20);
	buf_init(&back, (size_t)1 << 20);
	for (uint32_t c = 1; c < 0x20000; c += c < 0x3000 ? 1 : 97) {
		if (c < 0xD800 || c > 0xDFFF)
			buf_add_char(&text, c);
	}
	json_quote(&quoted, buf_slice(&text));
	ck_assert(!quoted.failed);
	end =
	    json_string(quoted.p + 1, quoted.p + quoted.len, &escaped, &fault);
	ck_assert_ptr_eq(end, quoted.p + quoted.len - 1);
	json_unescape(&back, slice_between(quoted.p + 1, end));
	ck_assert(slice_equal(buf_slice(&back), buf_slice(&text)));
	buf_release(&text);
	buf_release(&quoted);
	buf_release(&back);
}
END_TEST

Suite *json_suite(void);

Suite *
json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *tc = tcase_create("json");

	tcase_add_loop_test(tc, reads_strings, 0, STRINGS);
	tcase_add_loop_test(tc, reads_strings_at_every_place, 0, STRINGS);
	tcase_add_loop_test(tc, reads_strings_cut_at_every_byte, 0, STRINGS);
	tcase_add_test(tc, finds_the_nul);
	tcase_add_loop_test(tc, agrees_with_a_slow_reader, 0, 4);
	tcase_add_loop_test(tc, reads_numbers, 0, NUMBERS);
	tcase_add_test(tc, passes_blanks);
	tcase_add_loop_test(tc, unescapes_what_was_checked, 0, 7);
	tcase_add_loop_test(tc, quotes_only_what_must_be, 0, 7);
	tcase_add_test(tc, writing_stops_at_the_maximum);
	tcase_add_loop_test(tc, both_ways_quote_the_same, 0, 128);
	tcase_add_test(tc, what_is_quoted_comes_back);
	suite_add_tcase(suite, tc);
	return suite;
}
