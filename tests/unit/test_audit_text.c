#include "study/audit/text.h"

#include <check.h>

/* Bytes that text has, and some that it has not, in any order. */
static struct slice
make(uint8_t bytes[64], uint32_t *state)
{
	static const char *const parts[] = { "a", "Z9 ", "abcdefgh", "\n", "\t",
		"\r", "\x1B", "\x7F", "\xC3\xA9", "\xC3", "\xA9",
		"\xE2\x82\xAC", "\xE2\x82", "\xF0\x9F\x98\x80", "\xFF",
		"\xC2\x85", "\xC3\xA9\xC3\xA8\xC3\xA9\xC3\xA9" };
	size_t len = 0;

	while (len < 48) {
		const char *part;

		*state = *state * 1664525 + 1013904223;
		part =
		    parts[(*state >> 16) % (sizeof(parts) / sizeof(parts[0]))];
		memcpy(bytes + len, part, strlen(part));
		len += strlen(part);
	}
	return (struct slice){ bytes, len };
}

/* Where text of eight bytes begins, trying each place. */
static size_t
first_of(struct slice s, size_t from)
{
	while (from + 8 <= s.len && text_at(s, from, true).end - from < 8)
		from++;
	return from;
}

START_TEST(no_place_is_passed_over_where_text_begins)
{
	uint32_t state = 1;
	uint8_t bytes[64];

	for (int i = 0; i < 50000; i++) {
		struct slice s = make(bytes, &state);
		size_t end = 0, begin, expected = first_of(s, 0);

		while (text_find(s, end, 8, &begin, &end)) {
			ck_assert_uint_eq(begin, expected);
			ck_assert_uint_eq(end, text_at(s, begin, true).end);
			expected = first_of(s, end);
		}
		ck_assert_uint_gt(expected + 8, s.len);
	}
}
END_TEST

Suite *audit_text_suite(void);

Suite *
audit_text_suite(void)
{
	Suite *s = suite_create("audit_text");
	TCase *t = tcase_create("audit_text");

	tcase_add_test(t, no_place_is_passed_over_where_text_begins);
	suite_add_tcase(s, t);
	return s;
}
