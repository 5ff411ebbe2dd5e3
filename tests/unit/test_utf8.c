#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

/* Validity, which every way that the processor can go agrees on. */
static bool
is_valid_as_all(struct slice s)
{
	bool valid = utf8_valid(s);

	for (enum cpu cpu = CPU_ANY; cpu <= cpu_best(); cpu++)
		ck_assert_int_eq(utf8_valid_as(cpu, s), valid);
	return valid;
}

/* Validity by both ways to read, in a block without a byte too many. */
static bool
is_valid(struct slice s)
{
	uint8_t *p = malloc(s.len + (s.len == 0));
	struct slice copy = { p, s.len }, rest = copy;
	uint32_t c;
	bool valid;

	ck_assert_ptr_nonnull(p);
	memcpy(p, s.p, s.len);
	valid = is_valid_as_all(copy);
	while (utf8_next(&rest, &c))
		;
	ck_assert_int_eq(valid, rest.len == 0);
	free(p);
	return valid;
}

static bool
comes_back(uint32_t c)
{
	uint8_t bytes[4];
	struct slice s = { bytes, utf8_put(c, bytes) };
	uint32_t back = 0;

	return utf8_valid(s) && utf8_count(s) == 1 && utf8_next(&s, &back) &&
	       s.len == 0 && back == c;
}

START_TEST(every_character_comes_back)
{
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		bool surrogate = c >= 0xD800 && c <= 0xDFFF;

		if (comes_back(c) == surrogate)
			ck_abort_msg("U+%04X", (unsigned int)c);
	}
}
END_TEST

static const struct {
	const char *text;
	bool valid;
} sequences[] = {
	{ "", true },
	{ "\x7F", true },
	{ "\xC2\x80", true },
	{ "\xDF\xBF", true },
	{ "\xE0\xA0\x80", true },
	{ "\xED\x9F\xBF", true },
	{ "\xEE\x80\x80", true },
	{ "\xEF\xBF\xBF", true },
	{ "\xF0\x90\x80\x80", true },
	{ "\xF4\x8F\xBF\xBF", true },
	/* Lone tails and leads. */
	{ "\x80", false },
	{ "\xBF", false },
	{ "a\x80", false },
	{ "\xC2", false },
	{ "\xC2\x41", false },
	{ "\xC2\xC2\x80", false },
	{ "\xE0\xA0", false },
	{ "\xE1\x80\x41", false },
	{ "\xE1\x41\x80", false },
	{ "\xF0\x90\x80", false },
	{ "\xF1\x80\x80\x41", false },
	{ "\xF1\x80\xC0\x80", false },
	/* Overlong forms. */
	{ "\xC0\x80", false },
	{ "\xC1\xBF", false },
	{ "\xE0\x80\x80", false },
	{ "\xE0\x9F\xBF", false },
	{ "\xF0\x80\x80\x80", false },
	{ "\xF0\x8F\xBF\xBF", false },
	/* Surrogates, also as a pair. */
	{ "\xED\xA0\x80", false },
	{ "\xED\xBF\xBF", false },
	{ "\xED\xA0\xBD\xED\xB8\x80", false },
	/* Too large. */
	{ "\xF4\x90\x80\x80", false },
	{ "\xF5\x80\x80\x80", false },
	{ "\xF8\x88\x80\x80\x80", false },
	{ "\xFE", false },
	{ "\xFF", false },
};
#define SEQUENCES (int)(sizeof(sequences) / sizeof(*sequences))

START_TEST(knows_the_boundaries)
{
	ck_assert_int_eq(
	    is_valid(slice_text(sequences[_i].text)), sequences[_i].valid);
}
END_TEST

/* The answer must not depend on where in a block a sequence stands. */
START_TEST(sees_a_sequence_at_every_place)
{
	struct slice s = slice_text(sequences[_i].text);
	uint8_t text[80];

	for (size_t at = 0; at + s.len <= sizeof(text); at++) {
		memset(text, 'x', sizeof(text));
		memcpy(text + at, s.p, s.len);
		for (size_t len = at + s.len; len <= sizeof(text); len += 7)
			ck_assert_int_eq(is_valid((struct slice){ text, len }),
			    sequences[_i].valid);
	}
}
END_TEST

/* Another character before it makes blocks begin elsewhere. */
START_TEST(sees_a_sequence_behind_another)
{
	struct slice s = slice_text(sequences[_i].text);
	uint8_t text[100];

	for (size_t at = 2; at + s.len <= sizeof(text); at++) {
		memset(text, 'x', sizeof(text));
		memcpy(text, "\xC3\xA9", 2);
		memcpy(text + at, s.p, s.len);
		ck_assert_int_eq(is_valid((struct slice){ text, sizeof(text) }),
		    sequences[_i].valid);
		ck_assert_int_eq(is_valid((struct slice){ text, at + s.len }),
		    sequences[_i].valid);
	}
}
END_TEST

/* Two bytes of any kind and two more at the bounds, over the end of a block. */
START_TEST(all_ways_agree_on_four_bytes)
{
	static const uint8_t bounds[] = { 'x', 0x7F, 0x80, 0x8F, 0x90, 0x9F,
		0xA0, 0xBF, 0xC0 };
	const unsigned int n = sizeof(bounds);
	uint8_t text[64];

	memset(text, 'x', sizeof(text));
	memcpy(text, "\xC3\xA9", 2);
	for (unsigned int i = 0; i < 256 * n * n; i++) {
		text[30] = (uint8_t)(0x80 + _i);
		text[31] = (uint8_t)i;
		text[32] = bounds[i / 256 % n];
		text[33] = bounds[i / 256 / n];
		is_valid_as_all((struct slice){ text, sizeof(text) });
	}
}
END_TEST

START_TEST(leaves_an_invalid_rest_alone)
{
	struct slice rest = slice_text("a\xFF");
	uint32_t c = 0;

	ck_assert(utf8_next(&rest, &c));
	ck_assert_uint_eq(c, 'a');
	ck_assert(!utf8_next(&rest, &c));
	ck_assert_uint_eq(rest.len, 1);
	ck_assert_uint_eq(c, 'a');
	ck_assert(!utf8_next(&(struct slice){ NULL, 0 }, &c));
}
END_TEST

static const struct {
	size_t n;
	const char *first, *last;
} cuts[] = {
	{ 0, "", "" },
	{ 1, "\u00e9", "z" },
	{ 2, "\u00e9t", "\U0001F600z" },
	{ 3, "\u00e9t\u20ac", "\u20ac\U0001F600z" },
	{ 5, "\u00e9t\u20ac\U0001F600z", "\u00e9t\u20ac\U0001F600z" },
	{ 6, "\u00e9t\u20ac\U0001F600z", "\u00e9t\u20ac\U0001F600z" },
	{ SIZE_MAX, "\u00e9t\u20ac\U0001F600z", "\u00e9t\u20ac\U0001F600z" },
};

START_TEST(cuts_between_characters)
{
	struct slice s = slice_text("\u00e9t\u20ac\U0001F600z");

	ck_assert_uint_eq(utf8_count(s), 5);
	ck_assert(slice_is(utf8_first(s, cuts[_i].n), cuts[_i].first));
	ck_assert(slice_is(utf8_last(s, cuts[_i].n), cuts[_i].last));
	s = (struct slice){ NULL, 0 };
	ck_assert_uint_eq(utf8_count(s), 0);
	ck_assert_uint_eq(utf8_first(s, cuts[_i].n).len, 0);
	ck_assert_uint_eq(utf8_last(s, cuts[_i].n).len, 0);
	ck_assert(utf8_valid(s));
}
END_TEST

/* Reads hexadecimal digits and blanks up to a colon or the line's end. */
static size_t
read_hex(const char *text, uint8_t *out)
{
	size_t n = 0;
	unsigned int byte;
	int used;

	while (sscanf(text, " %2x%n", &byte, &used) == 1) {
		out[n++] = (uint8_t)byte;
		text += used;
	}
	return n;
}

/* A line of the suite: number ":" what ":" bytes. */
static bool
check_line(const char *line)
{
	static const char *const kinds[] = { ":valid hex:", ":invalid hex:" };
	uint8_t bytes[512];

	for (int i = 0; i < 2; i++) {
		const char *at = strstr(line, kinds[i]);
		struct slice s = { bytes, 0 };

		if (at == NULL)
			continue;
		s.len = read_hex(at + strlen(kinds[i]), bytes);
		ck_assert_uint_gt(s.len, 0);
		ck_assert_msg(is_valid(s) == (i == 0), "%s", line);
		return true;
	}
	return false;
}

START_TEST(agrees_with_the_suite)
{
	static const char path[] =
	    "../shared/suites/utf8/utf8tests/utf8tests.txt";
	FILE *file = fopen(path, "r");
	char line[1024];
	unsigned int cases = 0;

	if (file == NULL) {
		fprintf(
		    stderr, "utf8: no suite beside the checkout, skipped\n");
		return;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		if (line[0] != '#')
			cases += check_line(line);
	}
	fclose(file);
	ck_assert_uint_gt(cases, 100);
}
END_TEST

Suite *utf8_suite(void);

Suite *
utf8_suite(void)
{
	Suite *suite = suite_create("utf8");
	TCase *tc = tcase_create("utf8");

	tcase_add_test(tc, every_character_comes_back);
	tcase_add_loop_test(tc, knows_the_boundaries, 0, SEQUENCES);
	tcase_add_loop_test(tc, sees_a_sequence_at_every_place, 0, SEQUENCES);
	tcase_add_loop_test(tc, sees_a_sequence_behind_another, 0, SEQUENCES);
	tcase_add_loop_test(tc, all_ways_agree_on_four_bytes, 0, 128);
	tcase_add_test(tc, leaves_an_invalid_rest_alone);
	tcase_add_loop_test(tc, cuts_between_characters, 0, 7);
	tcase_add_test(tc, agrees_with_the_suite);
	suite_add_tcase(suite, tc);
	return suite;
}
