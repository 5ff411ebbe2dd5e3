#include <check.h>

#include "base/date.h"

static struct date
parse(const char *text)
{
	struct date d = { 0 };

	ck_assert_msg(date_parse(slice_text(text), &d), "%s", text);
	return d;
}

static const struct {
	const char *text;
	struct date date;
} good[] = {
	{ "2021", { 2021, 1, 1, 0, 0, 0, 0, false, false, DATE_YEAR } },
	{ "2021-11", { 2021, 11, 1, 0, 0, 0, 0, false, false, DATE_MONTH } },
	{ "2021-11-03", { 2021, 11, 3, 0, 0, 0, 0, false, false, DATE_DAY } },
	{ "2021-11-03T14",
	    { 2021, 11, 3, 14, 0, 0, 0, false, false, DATE_HOUR } },
	{ "2021-11-03T14:05",
	    { 2021, 11, 3, 14, 5, 0, 0, false, false, DATE_MINUTE } },
	{ "2021-11-03 14:05:06",
	    { 2021, 11, 3, 14, 5, 6, 0, false, false, DATE_SECOND } },
	{ "2021-11-03T14:05:06.123+01:00",
	    { 2021, 11, 3, 14, 5, 6, 60, true, false, DATE_SECOND } },
	{ "2021-11-03T14:05:06.123456789Z",
	    { 2021, 11, 3, 14, 5, 6, 0, true, false, DATE_SECOND } },
	{ "2021-11-03T14:05Z",
	    { 2021, 11, 3, 14, 5, 0, 0, true, false, DATE_MINUTE } },
	{ "2021-11-03T14:05-09:30",
	    { 2021, 11, 3, 14, 5, 0, -570, true, false, DATE_MINUTE } },
	{ "2016-12-31T23:59:60Z",
	    { 2016, 12, 31, 23, 59, 60, 0, true, false, DATE_SECOND } },
	{ "202111", { 2021, 11, 1, 0, 0, 0, 0, false, true, DATE_MONTH } },
	{ "20211103", { 2021, 11, 3, 0, 0, 0, 0, false, true, DATE_DAY } },
	{ "2021110314", { 2021, 11, 3, 14, 0, 0, 0, false, true, DATE_HOUR } },
	{ "202111031405",
	    { 2021, 11, 3, 14, 5, 0, 0, false, true, DATE_MINUTE } },
	{ "20211103140506.1234-0530",
	    { 2021, 11, 3, 14, 5, 6, -330, true, true, DATE_SECOND } },
	{ "202111031405+0100",
	    { 2021, 11, 3, 14, 5, 0, 60, true, true, DATE_MINUTE } },
	{ "2020-02-29", { 2020, 2, 29, 0, 0, 0, 0, false, false, DATE_DAY } },
	{ "2000-02-29", { 2000, 2, 29, 0, 0, 0, 0, false, false, DATE_DAY } },
	{ "1800-01-01", { 1800, 1, 1, 0, 0, 0, 0, false, false, DATE_DAY } },
	{ "2200-12-31", { 2200, 12, 31, 0, 0, 0, 0, false, false, DATE_DAY } },
};
#define GOOD (int)(sizeof(good) / sizeof(*good))

START_TEST(reads_both_spellings)
{
	struct date d = parse(good[_i].text), want = good[_i].date;

	ck_assert_int_eq(d.year, want.year);
	ck_assert_int_eq(d.month, want.month);
	ck_assert_int_eq(d.day, want.day);
	ck_assert_int_eq(d.hour, want.hour);
	ck_assert_int_eq(d.minute, want.minute);
	ck_assert_int_eq(d.second, want.second);
	ck_assert_int_eq(d.zone, want.zone);
	ck_assert_int_eq(d.has_zone, want.has_zone);
	ck_assert_int_eq(d.compact, want.compact);
	ck_assert_int_eq(d.precision, want.precision);
}
END_TEST

static const char *const bad[] = { "", "2", "202", "21-11-03", "1799", "2201",
	"0000", "x021", "-2021", "+2021", " 2021", "2021 ", "2021-", "2021-1",
	"2021-00", "2021-13", "2021-11-", "2021-11-3", "2021-11-00",
	"2021-11-31", "2021-02-29", "2100-02-29", "1900-02-29", "2021-04-31",
	"2021-11-03T", "2021-11-03T1", "2021-11-03T24", "2021-11-03T24:00",
	"2021-11-03T24:00:00", "2021-11-03T14:60", "2021-11-03T14:05:61",
	"2021-11-03T14:5", "2021-11-03T14:05:6", "2021-11-03t14:05",
	"2021-11-03  14:05", "2021-11-03_14:05", "2021-11-03T14.05",
	"2021-11-03T14:05:06.", "2021-11-03T14:05:06,5", "2021-11-03T14:05.5",
	"2021-11-03T14:05z", "2021-11-03T14:05+1", "2021-11-03T14:05+01",
	"2021-11-03T14:05+0100", "2021-11-03T14:05+24:00",
	"2021-11-03T14:05+01:60", "2021-11-03T14:05+01:00x",
	"2021-11-03T14:05ZZ", "2021-11-03Z", "2021-11-03+01:00", "2021Z",
	"2021-11-03 ", "2021/11/03", "03/11/2021", "03.11.2021",
	/* Weeks and days of the year. */
	"2021-W44", "2021-W44-3", "2021W443", "2021-307", "2021307",
	/* Compact. */
	"20211", "202100", "202113", "20211131", "20210229", "2021110324",
	"202111032400", "20211103140", "20211103140561", "20211103T1405",
	"2021-11-03T14:05:06.1234567890", "20211103140506.", "202111031405.5",
	"202111031405Z", "202111031405+01:00", "202111031405+01",
	"20211103+0100", "2021-1103", "202111-03", "2021-11-031405",
	"20211103140506123", "\xEF\xBC\x92\xEF\xBC\x90\x32\x31" };
#define BAD (int)(sizeof(bad) / sizeof(*bad))

START_TEST(refuses_everything_else)
{
	struct date d = { .year = 42 };

	ck_assert_msg(!date_parse(slice_text(bad[_i]), &d), "%s", bad[_i]);
	ck_assert_int_eq(d.year, 42);
}
END_TEST

START_TEST(nul_is_no_digit_and_no_mark)
{
	static const uint8_t year[] = { '2', '0', '2', '1', 0 };
	static const uint8_t second[] = "2021-11-03T14:05:06.\0";
	struct date d;

	ck_assert(!date_parse((struct slice){ year, 5 }, &d));
	ck_assert(!date_parse((struct slice){ second, 21 }, &d));
	ck_assert(!date_parse((struct slice){ NULL, 0 }, &d));
}
END_TEST

#define UNKNOWN 9

static const struct {
	const char *a, *b;
	int order;
} pairs[] = {
	{ "2021", "2021", 0 },
	{ "2021", "2022", -1 },
	{ "2021", "20220101", -1 },
	{ "2021", "2020-12-31", 1 },
	{ "2021", "2021-11-03", UNKNOWN },
	{ "2021-11", "2021-11-03", UNKNOWN },
	{ "2021-11", "2021-12-01", -1 },
	{ "2021-12-01", "2021-11", 1 },
	{ "2021-11-03", "20211103", 0 },
	{ "2021-11-03", "2021-11-04", -1 },
	{ "2021-11-03", "2021-11-03T00:00", UNKNOWN },
	{ "2021-11-03", "2021-11-04T00:00", -1 },
	{ "2020-02-29", "2020-03-01", -1 },
	{ "2020-02", "2020-03-01", -1 },
	{ "1999-12-31T23:59:59", "2000", -1 },
	{ "2021-11-03T14:05", "2021-11-03T14:05:00", UNKNOWN },
	{ "2021-11-03T14:05:00", "2021-11-03T14:05:01", -1 },
	{ "2021-11-03T14:05:06.9", "2021-11-03T14:05:06.1", 0 },
	/* Zones count when both are known. */
	{ "2021-11-03T14:05Z", "2021-11-03T15:05+01:00", 0 },
	{ "2021-11-03T23:30-01:00", "2021-11-04T00:29Z", 1 },
	{ "2021-01-01T00:30+01:00", "2020-12-31T23:31Z", -1 },
	{ "2021-11-03T14:05", "2021-11-03T15:05+01:00", -1 },
	{ "2021-11-03T14Z", "2021-11-03T14:30Z", UNKNOWN },
	{ "2021-11-03T14Z", "2021-11-03T20+05:30", UNKNOWN },
	{ "2021-11-03T14Z", "2021-11-03T16+01:00", -1 },
	{ "2016-12-31T23:59:60Z", "2017-01-01T00:00:01Z", -1 },
	{ "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", 1 },
};
#define PAIRS (int)(sizeof(pairs) / sizeof(*pairs))

START_TEST(compares_as_far_as_known)
{
	struct date a = parse(pairs[_i].a), b = parse(pairs[_i].b);
	int order = UNKNOWN, back = UNKNOWN;
	bool known = pairs[_i].order != UNKNOWN;

	ck_assert_int_eq(date_compare(&a, &b, &order), known);
	ck_assert_int_eq(date_compare(&b, &a, &back), known);
	ck_assert_int_eq(order, pairs[_i].order);
	ck_assert_int_eq(back, known ? -pairs[_i].order : UNKNOWN);
}
END_TEST

static const struct {
	const char *birth, *at;
	int years; /* -1: not known */
} ages[] = {
	{ "1984-06-15", "1984-06-15", 0 },
	{ "1984-06-15", "1985-06-14", 0 },
	{ "1984-06-15", "1985-06-15", 1 },
	{ "1984-06-15", "20211103140506", 37 },
	{ "1984-06-15", "2022-05-31", 37 },
	{ "1984-06-15", "2022-07-01", 38 },
	{ "1921-11-04", "2021-11-03", 99 },
	{ "2004-02-29", "2022-02-28", 17 },
	{ "2004-02-29", "2022-03-01", 18 },
	{ "2004-02-29", "2024-02-28", 19 },
	{ "2004-02-29", "2024-02-29", 20 },
	{ "1800-01-01", "2200-12-31", 400 },
	{ "1984-06-15", "1984-06-14", -1 },
	{ "1984-06-15", "1983-12-31", -1 },
	{ "1984-06", "2021-11-03", -1 },
	{ "1984", "2021-11-03", -1 },
	{ "1984-06-15", "2021-11", -1 },
	{ "1984-06-15", "2021", -1 },
};
#define AGES (int)(sizeof(ages) / sizeof(*ages))

START_TEST(counts_full_years)
{
	struct date birth = parse(ages[_i].birth), at = parse(ages[_i].at);
	int years = -1;

	ck_assert_int_eq(date_age(&birth, &at, &years), ages[_i].years >= 0);
	ck_assert_int_eq(years, ages[_i].years);
}
END_TEST

START_TEST(writes_what_it_was_cut_to)
{
	static const struct {
		const char *text;
		enum date_precision to;
		const char *cut;
	} cases[] = {
		{ "2021-11-03T14:05:06+01:00", DATE_YEAR, "2021" },
		{ "2021-11-03T14:05:06+01:00", DATE_MONTH, "2021-11" },
		{ "2021-11-03 14:05:06+01:00", DATE_DAY, "2021-11-03" },
		{ "2021-01-03 04:05", DATE_HOUR, "2021-01-03T04" },
		{ "20211103140506.1+0100", DATE_YEAR, "2021" },
		{ "20211103140506.1+0100", DATE_MONTH, "202111" },
		{ "20211103140506.1+0100", DATE_DAY, "20211103" },
		{ "20210103040506.1+0100", DATE_HOUR, "2021010304" },
		{ "2021", DATE_YEAR, "2021" },
	};
	struct date d = parse(cases[_i].text);
	struct buf out;

	buf_init(&out, 100);
	date_put(&out, &d, cases[_i].to);
	ck_assert(slice_is(buf_slice(&out), cases[_i].cut));
	buf_release(&out);
}
END_TEST

static const struct {
	const char *text;
	int32_t days;
	const char *moved; /* NULL: there is no such date */
} moves[] = {
	{ "2021-11-03", 1, "2021-11-04" },
	{ "2021-11-03", -3, "2021-10-31" },
	{ "2020-02-28", 1, "2020-02-29" },
	{ "2021-02-28", 1, "2021-03-01" },
	{ "1900-02-28", 1, "1900-03-01" },
	{ "2000-03-01", -1, "2000-02-29" },
	{ "2020-01-01", 366, "2021-01-01" },
	{ "20211231", 1, "20220101" },
	{ "2021-11-03T14:05:06.123+01:00", 30,
	    "2021-12-03T14:05:06.123+01:00" },
	{ "2021-11-03 14", 30, "2021-12-03 14" },
	{ "2016-12-31T23:59:60Z", -365, "2016-01-01T23:59:60Z" },
	{ "20211103140506.1234-0530", -3, "20211031140506.1234-0530" },
	{ "2021-11", 15, "2021-11" },
	{ "2021-11", 16, "2021-12" },
	{ "2021-11", -15, "2021-10" },
	{ "202101", -15, "202012" },
	{ "2021", 182, "2021" },
	{ "2021", 183, "2022" },
	{ "2021", -182, "2021" },
	{ "2021", -183, "2020" },
	{ "1800-01-02", -1, "1800-01-01" },
	{ "1800-01-01", -1, NULL },
	{ "2200-12-30", 1, "2200-12-31" },
	{ "2200-12-31T10:00", 1, NULL },
	{ "1800-01", -15, NULL },
	{ "2200", 183, NULL },
	{ "2021-11-03", INT32_MAX, NULL },
	{ "2021-11-03", INT32_MIN, NULL },
};
#define MOVES (int)(sizeof(moves) / sizeof(*moves))

START_TEST(moves_by_days)
{
	struct slice text = slice_text(moves[_i].text);
	struct date d = parse(moves[_i].text), before = d;
	struct buf out;

	ck_assert_int_eq(
	    date_move(&d, moves[_i].days), moves[_i].moved != NULL);
	if (moves[_i].moved == NULL) {
		ck_assert_int_eq(d.year, before.year);
		ck_assert_int_eq(d.month, before.month);
		ck_assert_int_eq(d.day, before.day);
		return;
	}
	buf_init(&out, 100);
	date_put_over(&out, &d, text);
	ck_assert(slice_is(buf_slice(&out), moves[_i].moved));
	buf_release(&out);
}
END_TEST

/* Day after day through all the years: the calendar has no gap. */
START_TEST(every_day_follows_the_day_before)
{
	struct date d = parse("1800-01-01"), next = d;
	int days = 1;

	for (; date_move(&next, 1); days++, d = next) {
		int order;

		ck_assert(date_compare(&d, &next, &order) && order == -1);
		ck_assert(next.day == d.day + 1 || next.day == 1);
	}
	ck_assert_int_eq(days, 401 * 365 + 97);
	ck_assert(date_move(&d, 1 - days));
	ck_assert(d.year == 1800 && d.month == 1 && d.day == 1);
}
END_TEST

Suite *date_suite(void);

Suite *
date_suite(void)
{
	Suite *suite = suite_create("date");
	TCase *tc = tcase_create("date");

	tcase_add_loop_test(tc, reads_both_spellings, 0, GOOD);
	tcase_add_loop_test(tc, refuses_everything_else, 0, BAD);
	tcase_add_test(tc, nul_is_no_digit_and_no_mark);
	tcase_add_loop_test(tc, compares_as_far_as_known, 0, PAIRS);
	tcase_add_loop_test(tc, counts_full_years, 0, AGES);
	tcase_add_loop_test(tc, writes_what_it_was_cut_to, 0, 9);
	tcase_add_loop_test(tc, moves_by_days, 0, MOVES);
	tcase_add_test(tc, every_day_follows_the_day_before);
	suite_add_tcase(suite, tc);
	return suite;
}
