#include "study/audit/needles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

struct hits {
	char text[256]; /* "label@offset " for each */
	size_t most;
};

static bool
note(void *ctx, const struct needle *needle, size_t at)
{
	struct hits *h = ctx;
	size_t len = strlen(h->text);

	snprintf(h->text + len, sizeof(h->text) - len, "%u@%zu ",
	    (unsigned int)needle->label, at);
	return --h->most > 0;
}

/* Words are separated by blanks in `text`, values by '|'. */
static const char *
find(const struct needles *n, const char *text, struct hits *h)
{
	uint8_t folded[256];
	bool edge[256];
	size_t len = 0;
	bool begins = true;

	for (; *text != '\0'; text++) {
		if (*text != ' ') {
			edge[len] = begins && *text != '|';
			folded[len++] =
			    *text == '|' ? NEEDLE_BREAK : (uint8_t)*text;
		}
		begins = *text == ' ' || *text == '|';
	}
	*h = (struct hits){ .most = 100 };
	needles_find(n, (struct slice){ folded, len }, edge, len, note, h);
	return h->text;
}

static void
add(struct needles *n, const char *text, uint16_t label)
{
	struct err err = { 0 };

	ck_assert_int_eq(needles_add(n, slice_text(text), label, &err), 0);
}

START_TEST(long_needles_are_found_anywhere)
{
	struct needles n;
	struct hits h;

	needles_init(&n);
	add(&n, "279035121518989", 1);
	add(&n, "27903512", 2);
	add(&n, "dominique", 3);
	ck_assert_str_eq(find(&n, "27707279035121518989", &h), "2@5 1@5 ");
	ck_assert_str_eq(find(&n, "xdominiquex", &h), "3@1 ");
	ck_assert_str_eq(find(&n, "2790351 21518989", &h), "2@0 1@0 ");
	ck_assert_str_eq(find(&n, "2790351|21518989", &h), "");
	ck_assert_str_eq(find(&n, "dominiqu", &h), "");
	needles_release(&n);
}
END_TEST

START_TEST(short_needles_are_found_as_words)
{
	struct needles n;
	struct hits h;

	needles_init(&n);
	add(&n, "huet", 1);
	add(&n, "besson", 2);
	add(&n, "legoff", 3);
	ck_assert_str_eq(find(&n, "huet", &h), "1@0 ");
	ck_assert_str_eq(find(&n, "m huet|besson", &h), "1@1 2@6 ");
	ck_assert_str_eq(find(&n, "huette", &h), "");
	ck_assert_str_eq(find(&n, "ahuet", &h), "");
	ck_assert_str_eq(find(&n, "bess on", &h), "2@0 ");
	ck_assert_str_eq(find(&n, "bess|on", &h), "");
	ck_assert_str_eq(find(&n, "m le goff", &h), "3@1 ");
	ck_assert_str_eq(find(&n, "le goff x", &h), "3@0 ");
	ck_assert_str_eq(find(&n, "ale goff", &h), "");
	ck_assert_str_eq(find(&n, "le goffa", &h), "");
	ck_assert_str_eq(find(&n, "le gof", &h), "");
	needles_release(&n);
}
END_TEST

START_TEST(too_short_ones_are_left_out)
{
	struct needles n;
	struct hits h;

	needles_init(&n);
	add(&n, "leu", 1);
	add(&n, "", 1);
	ck_assert_int_eq(n.count, 0);
	ck_assert_str_eq(find(&n, "leu", &h), "");
	needles_release(&n);
}
END_TEST

START_TEST(the_first_label_of_a_text_stays)
{
	struct needles n;
	struct hits h;

	needles_init(&n);
	add(&n, "dominique", 1);
	add(&n, "dominique", 2);
	ck_assert_int_eq(n.count, 1);
	ck_assert(needles_has(&n, slice_text("dominique")));
	ck_assert(!needles_has(&n, slice_text("dominiqu")));
	ck_assert(!needles_has(&n, slice_text("dominiquea")));
	ck_assert_str_eq(find(&n, "dominique", &h), "1@0 ");
	needles_release(&n);
}
END_TEST

START_TEST(it_stops_when_told)
{
	struct needles n;
	struct hits h = { .most = 1 };
	bool edge[20] = { true };

	needles_init(&n);
	add(&n, "12345678", 1);
	ck_assert(!needles_find(
	    &n, slice_text("1234567812345678"), edge, 16, note, &h));
	ck_assert_str_eq(h.text, "1@0 ");
	needles_release(&n);
}
END_TEST

START_TEST(what_begins_later_is_not_told)
{
	struct needles n;
	struct hits h = { .most = 9 };
	bool edge[20] = { true };

	needles_init(&n);
	add(&n, "12345678", 1);
	ck_assert(needles_find(
	    &n, slice_text("1234567812345678"), edge, 8, note, &h));
	ck_assert_str_eq(h.text, "1@0 ");
	needles_release(&n);
}
END_TEST

START_TEST(each_of_many_is_found)
{
	struct needles n;
	struct hits h;
	char text[16], expected[16];

	needles_init(&n);
	for (int i = 0; i < 50000; i++) {
		snprintf(text, sizeof(text), "%09d", i * 19);
		add(&n, text, (uint16_t)i);
	}
	ck_assert_int_eq(n.count, 50000);
	for (int i = 0; i < 50000; i += 7) {
		snprintf(text, sizeof(text), "%09d", i * 19);
		snprintf(expected, sizeof(expected), "%d@0 ", i);
		ck_assert_str_eq(find(&n, text, &h), expected);
		snprintf(text, sizeof(text), "%09d", i * 19 + 1);
		ck_assert_str_eq(find(&n, text, &h), "");
	}
	needles_release(&n);
}
END_TEST

#define LIKE "patientofthehospital%07d"

/* Time would not suffice if each were compared with all of them. */
START_TEST(very_many_may_begin_alike)
{
	struct needles n;
	struct hits h;
	char text[40], expected[16];

	needles_init(&n);
	for (int i = 0; i < 60000; i++) {
		snprintf(text, sizeof(text), LIKE, i * 19);
		add(&n, text, (uint16_t)i);
		add(&n, text, UINT16_MAX);
	}
	add(&n, "patientofthehospital0000190b", 1);
	ck_assert_int_eq(n.count, 60001);
	for (int i = 0; i < 60000; i++) {
		snprintf(text, sizeof(text), LIKE, i * 19);
		snprintf(expected, sizeof(expected), "%d@0 ", i);
		ck_assert_str_eq(find(&n, text, &h), expected);
		snprintf(text, sizeof(text), LIKE, i * 19 + 1);
		ck_assert_str_eq(find(&n, text, &h), "");
	}
	ck_assert_str_eq(
	    find(&n, "patientofthehospital0000190b", &h), "1@0 10@0 ");
	needles_release(&n);
}
END_TEST

Suite *needles_suite(void);

Suite *
needles_suite(void)
{
	Suite *s = suite_create("needles");
	TCase *t = tcase_create("needles");

	tcase_add_test(t, long_needles_are_found_anywhere);
	tcase_add_test(t, short_needles_are_found_as_words);
	tcase_add_test(t, too_short_ones_are_left_out);
	tcase_add_test(t, the_first_label_of_a_text_stays);
	tcase_add_test(t, it_stops_when_told);
	tcase_add_test(t, what_begins_later_is_not_told);
	tcase_add_test(t, each_of_many_is_found);
	tcase_add_test(t, very_many_may_begin_alike);
	suite_add_tcase(s, t);
	return s;
}
