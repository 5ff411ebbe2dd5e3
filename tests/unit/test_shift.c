/* shift: what lies between a person's dates stays, in every format. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "acting.h"
#include "base/date.h"
#include "crypto/crypto.h"
#include "folder.h"
#include "harness.h"

#define NIR   "184067510800074"
#define OTHER "284067510800076"
#define MOST  365

static struct action_domain domains[2];
static struct acting acting;

/* Two epochs of one key: two domains that differ in nothing else. */
static void
setup(void)
{
	static const char ring_text[] =
	    "tamis-keyring 1\n"
	    "key k 1 old 2021-11-03 "
	    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"
	    "key k 2 active 2021-11-04 "
	    "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA\n"
	    "end 2\n";
	struct token_domain names = { slice_text("person"), slice_text("d"),
		slice_text("nir") };
	struct keyring *ring;
	struct err err = { 0 };

	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	folder_write("ring", slice_text(ring_text), 0600);
	ck_assert_int_eq(keyring_open(folder_file("ring"), &ring, &err), 0);
	for (size_t i = 0; i < 2; i++) {
		domains[i].normalize = NORMALIZE_NIR;
		ck_assert_int_eq(offset_maker_new(ring, i, &names,
				     &domains[i].offsets, &err),
		    0);
	}
	keyring_close(ring);
	acting_init(&acting, "shift");
	acting_set(&acting, "maxDays", MOST);
	acting.context.domains = domains;
	acting.context.at = slice_text(NIR);
}

static void
teardown(void)
{
	acting_release(&acting);
	offset_maker_free(domains[0].offsets);
	offset_maker_free(domains[1].offsets);
	folder_remove();
}

static void
shift(const char *text, char out[static 64])
{
	struct slice result = acting_result(&acting, text);

	ck_assert_uint_lt(result.len, 64);
	memcpy(out, result.p, result.len);
	out[result.len] = '\0';
}

static int
days_of(const char *text)
{
	struct date day, d;
	int n = 0, order = -1;

	ck_assert(date_parse(slice_text("1990-01-01"), &day));
	ck_assert(date_parse((struct slice){ (const uint8_t *)text, 10 }, &d));
	for (; date_compare(&day, &d, &order) && order != 0; n++)
		ck_assert(date_move(&day, 1));
	return n;
}

START_TEST(intervals_stay)
{
	static const char *const dates[] = { "2019-12-31", "2020-02-29",
		"2020-03-01", "2021-11-03", "2021-11-03T14:05:06.123+01:00" };
	char first[64], out[64];

	shift(dates[0], first);
	ck_assert_str_ne(first, dates[0]);
	ck_assert_int_le(abs(days_of(first) - days_of(dates[0])), MOST);
	for (size_t i = 1; i < sizeof(dates) / sizeof(*dates); i++) {
		shift(dates[i], out);
		ck_assert_int_eq(days_of(out) - days_of(first),
		    days_of(dates[i]) - days_of(dates[0]));
		ck_assert_str_eq(out + 10, dates[i] + 10);
	}
}
END_TEST

/* All spellings of a date, and of a person, move alike. */
START_TEST(spellings_move_alike)
{
	char extended[64], compact[64], again[64];

	shift("2021-11-03", extended);
	shift("20211103140506.1-0500", compact);
	ck_assert_int_eq(strncmp(compact, extended, 4), 0);
	ck_assert_int_eq(strncmp(compact + 4, extended + 5, 2), 0);
	ck_assert_int_eq(strncmp(compact + 6, extended + 8, 2), 0);
	ck_assert_str_eq(compact + 8, "140506.1-0500");
	acting.context.at = slice_text("1 84 06 75 108 000");
	shift("2021-11-03", again);
	ck_assert_str_eq(again, extended);
}
END_TEST

START_TEST(others_move_otherwise)
{
	char one[64], out[64];

	shift("2021-11-03", one);
	acting.context.at = slice_text(OTHER);
	shift("2021-11-03", out);
	ck_assert_str_ne(out, one);
	acting.context.at = slice_text(NIR);
	acting_set(&acting, "as", 1);
	shift("2021-11-03", out);
	ck_assert_str_ne(out, one);
}
END_TEST

/* Nobody's dates stay where they are, and all moves are within the bound. */
START_TEST(every_date_moves)
{
	char nir[32], out[64];

	acting_set(&acting, "maxDays", 1);
	for (int i = 0; i < 200; i++) {
		snprintf(nir, sizeof(nir), "1840675108%03d", i + 1);
		acting.context.at = slice_text(nir);
		shift("2021-11-03", out);
		ck_assert(strcmp(out, "2021-11-02") == 0 ||
			  strcmp(out, "2021-11-04") == 0);
	}
}
END_TEST

START_TEST(precision_and_kind_stay)
{
	char out[64];

	shift("2021-11", out);
	ck_assert_uint_eq(strlen(out), 7);
	shift("2021", out);
	ck_assert_uint_eq(strlen(out), 4);
	ck_assert_int_eq(
	    acting_on(&acting, VALUE_NUMBER, "20211103"), VERDICT_CHANGED);
	ck_assert_int_eq(acting.kind, VALUE_NUMBER);
	ck_assert_uint_eq(acting.out.len, 8);
}
END_TEST

START_TEST(what_cannot_be_shifted)
{
	char out[64];

	shift("soon", out);
	ck_assert_str_eq(out, "invalid");
	shift("2021-02-30", out);
	ck_assert_str_eq(out, "invalid");
	ck_assert_int_eq(
	    acting_on(&acting, VALUE_BOOLEAN, "true"), VERDICT_INVALID);
	acting.context.at = slice_text("nobody");
	shift("2021-11-03", out);
	ck_assert_str_eq(out, "invalid");
	domains[0].normalize = NORMALIZE_DIGITS;
	acting.context.at = slice_text(" ");
	shift("2021-11-03", out);
	ck_assert_str_eq(out, "invalid");
}
END_TEST

/* Whichever way it goes, one of the ends of the calendar is too near. */
START_TEST(the_calendar_ends)
{
	char first[64], last[64];

	shift("1800-01-01", first);
	shift("2200-12-31", last);
	ck_assert(
	    (strcmp(first, "invalid") == 0) != (strcmp(last, "invalid") == 0));
}
END_TEST

START_TEST(only_dates_have_types_of_dates)
{
	ck_assert_ptr_null(acting_check(&acting, TYPE_ANY));
	ck_assert_ptr_null(acting_check(&acting, TYPE_DATE));
	ck_assert_ptr_null(acting_check(&acting, TYPE_DATETIME));
	ck_assert_ptr_nonnull(acting_check(&acting, TYPE_CODE));
}
END_TEST

/* Whole records. */

#define SHIFT(path, per)                                                   \
	"\"" path "\":{\"do\":\"shift\",\"as\":\"patient\",\"per\":\"" per \
	"\",\"maxDays\":365,\"because\":\"x\"}"

/* What the date of a JSON record becomes. */
static void
shift_json(const char *day, char out[static 64])
{
	char record[100];
	const char *written;

	snprintf(
	    record, sizeof(record), "{\"n\":\"" NIR "\",\"d\":\"%s\"}\n", day);
	written = harness_filter(SHIFT("d", "n"), record);
	ck_assert_int_eq(sscanf(written, "{\"d\":\"%10[0-9-]\"}", out), 1);
}

START_TEST(formats_move_alike)
{
	char day[64], csv[100], compact[100];

	shift_json("2021-11-03", day);
	ck_assert_str_ne(day, "2021-11-03");
	snprintf(csv, sizeof(csv), "d\n%s\n", day);
	ck_assert_str_eq(
	    harness_filter_as("\"format\":\"csv\",\"delimiter\":\";\","
			      "\"encoding\":\"utf-8\"",
		SHIFT("d", "n"), "d;n\n2021-11-03;" NIR "\n"),
	    csv);
	snprintf(csv, sizeof(csv), "<r><d>%s</d></r>\n", day);
	ck_assert_str_eq(
	    harness_filter_as("\"format\":\"xml\"", SHIFT("/r/d", "/r/@n"),
		"<r n='1 84 06 75 108 000 74'><d>2021-11-03</d></r>\n"),
	    csv);
	snprintf(compact, sizeof(compact),
	    "MSH|^~\\&\rPID|||||||%.4s%.2s%.2s\r", day, day + 5, day + 8);
	ck_assert_str_eq(
	    harness_filter_as("\"format\":\"hl7v2\"",
		SHIFT("PID-7", "PID-3[5='INS'].1"),
		"MSH|^~\\&|\rPID|||17^^^^PI~" NIR "^^^^INS||||20211103\r"),
	    compact);
}
END_TEST

START_TEST(persons_are_single)
{
	ck_assert_str_eq(
	    harness_filter(SHIFT("d", "n"), "{\"d\":\"2021-11-03\"}\n"),
	    "!per:d");
	ck_assert_str_eq(harness_filter(SHIFT("d", "n"),
			     "{\"d\":\"2021-11-03\",\"n\":\"\"}\n"),
	    "!per:d");
	ck_assert_str_eq(
	    harness_filter(SHIFT("d", "n[]"),
		"{\"d\":\"2021-11-03\",\"n\":[\"" NIR "\",\"" OTHER "\"]}\n"),
	    "!per:d");
	ck_assert_str_eq(harness_filter(SHIFT("d", "n"),
			     "{\"d\":\"2021-11-03\",\"n\":\"nobody\"}\n"),
	    "!type:d");
	ck_assert_str_eq(
	    harness_filter(SHIFT("d", "n"), "{\"e\":\"2021-11-03\"}\n"),
	    "{}\n");
}
END_TEST

Suite *shift_suite(void);

Suite *
shift_suite(void)
{
	Suite *suite = suite_create("shift");
	TCase *tcase = tcase_create("action"), *records = tcase_create("run");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, intervals_stay);
	tcase_add_test(tcase, spellings_move_alike);
	tcase_add_test(tcase, others_move_otherwise);
	tcase_add_test(tcase, every_date_moves);
	tcase_add_test(tcase, precision_and_kind_stay);
	tcase_add_test(tcase, what_cannot_be_shifted);
	tcase_add_test(tcase, the_calendar_ends);
	tcase_add_test(tcase, only_dates_have_types_of_dates);
	suite_add_tcase(suite, tcase);
	tcase_add_test(records, formats_move_alike);
	tcase_add_test(records, persons_are_single);
	suite_add_tcase(suite, records);
	return suite;
}
