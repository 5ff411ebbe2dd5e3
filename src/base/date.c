#include "base/date.h"

#include "base/ascii.h"

#define FIRST_YEAR 1800
#define LAST_YEAR  2200

/* Digits of a fraction: down to nanoseconds; more would hold other numbers. */
#define FRACTION_MAX 9

/* What follows the year, by precision. */
static const struct part {
	const char *marks; /* what stands before it in extended spelling */
	int min, max;
} parts[] = {
	[DATE_MONTH] = { "-", 1, 12 },
	[DATE_DAY] = { "-", 1, 31 },
	[DATE_HOUR] = { "T ", 0, 23 },
	[DATE_MINUTE] = { ":", 0, 59 },
	[DATE_SECOND] = { ":", 0, 60 },
};

/* Whether s begins with one of these characters. */
static inline bool
begins(struct slice s, const char *marks)
{
	for (; s.len > 0 && *marks != '\0'; marks++)
		if (s.p[0] == (uint8_t)*marks)
			return true;
	return false;
}

static inline bool
begins_with_digit(struct slice s)
{
	return s.len > 0 && ascii_is_digit(s.p[0]);
}

/* Takes a number of so many digits off the front of *s. */
static bool
take(struct slice *s, size_t digits, int min, int max, int *n)
{
	int sum = 0;

	if (s->len < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		if (!ascii_is_digit(s->p[i]))
			return false;
		sum = sum * 10 + (s->p[i] - '0');
	}
	if (sum < min || sum > max)
		return false;
	*s = slice_skip(*s, digits);
	*n = sum;
	return true;
}

/* Takes the month and what follows, as far as it is written. */
static bool
take_parts(struct slice *s, struct date *d)
{
	int *fields[] = { &d->year, &d->month, &d->day, &d->hour, &d->minute,
		&d->second };

	for (int i = DATE_MONTH; i <= DATE_SECOND; i++) {
		const struct part *part = &parts[i];

		if (d->compact ? !begins_with_digit(*s)
			       : !begins(*s, part->marks))
			break;
		if (!d->compact)
			*s = slice_skip(*s, 1);
		if (!take(s, 2, part->min, part->max, fields[i]))
			return false;
		d->precision = (enum date_precision)i;
	}
	return true;
}

/* Takes a fraction of a second, which nobody asks for. */
static bool
take_fraction(struct slice *s, const struct date *d)
{
	size_t digits = 0;

	if (d->precision < DATE_SECOND || !begins(*s, "."))
		return true;
	*s = slice_skip(*s, 1);
	for (; digits <= FRACTION_MAX && begins_with_digit(*s); digits++)
		*s = slice_skip(*s, 1);
	return digits > 0 && digits <= FRACTION_MAX;
}

/* Takes the zone; only a time of day has one. */
static bool
take_zone(struct slice *s, struct date *d)
{
	bool west = begins(*s, "-");
	int hours, minutes;

	if (d->precision < DATE_HOUR || !begins(*s, d->compact ? "+-" : "Z+-"))
		return true;
	d->has_zone = true;
	if (begins(*s, "Z")) {
		*s = slice_skip(*s, 1);
		return true;
	}
	*s = slice_skip(*s, 1);
	if (!take(s, 2, 0, 23, &hours))
		return false;
	if (!d->compact) {
		if (!begins(*s, ":"))
			return false;
		*s = slice_skip(*s, 1);
	}
	if (!take(s, 2, 0, 59, &minutes))
		return false;
	d->zone = (hours * 60 + minutes) * (west ? -1 : 1);
	return true;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of the year before the first of a month; 13 is the year's end. */
static int
days_before_month(int year, int month)
{
	static const int days[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273,
		304, 334, 365 };

	return days[month - 1] + (month > 2 && is_leap(year));
}

static bool
day_exists(const struct date *d)
{
	return d->day <= days_before_month(d->year, d->month + 1) -
			     days_before_month(d->year, d->month);
}

bool
date_parse(struct slice s, struct date *d)
{
	struct date read = { .month = 1, .day = 1 };

	if (!take(&s, 4, FIRST_YEAR, LAST_YEAR, &read.year))
		return false;
	read.compact = begins_with_digit(s);
	if (!take_parts(&s, &read) || !take_fraction(&s, &read) ||
	    !take_zone(&s, &read) || s.len > 0 || !day_exists(&read))
		return false;
	*d = read;
	return true;
}

/* Days from the first one of the calendar to the first of a year. */
static int32_t
days_before_year(int year)
{
	int past = year - 1;

	return past * 365 + past / 4 - past / 100 + past / 400;
}

static int32_t
days_before(int year, int month, int day)
{
	return days_before_year(year) + days_before_month(year, month) + day -
	       1;
}

/* Seconds from a fixed moment to the beginning of what d says, local time. */
static int64_t
seconds(const struct date *d)
{
	int64_t days = days_before(d->year, d->month, d->day);

	return ((days * 24 + d->hour) * 60 + d->minute) * 60 + d->second;
}

/* Seconds that d may mean. */
static int64_t
length(const struct date *d)
{
	switch (d->precision) {
	case DATE_YEAR:
		return (int64_t)days_before_month(d->year, 13) * 86400;
	case DATE_MONTH:
		return (int64_t)(days_before_month(d->year, d->month + 1) -
				 days_before_month(d->year, d->month)) *
		       86400;
	case DATE_DAY:
		return 86400;
	case DATE_HOUR:
		return 3600;
	case DATE_MINUTE:
		return 60;
	case DATE_SECOND:
		break;
	}
	return 1;
}

bool
date_compare(const struct date *a, const struct date *b, int *order)
{
	/* Each is the span of time it may mean. */
	int64_t a_begin = seconds(a), b_begin = seconds(b);
	int64_t a_end, b_end;

	if (a->has_zone && b->has_zone) {
		a_begin -= (int64_t)a->zone * 60;
		b_begin -= (int64_t)b->zone * 60;
	}
	a_end = a_begin + length(a);
	b_end = b_begin + length(b);
	if (a_end <= b_begin)
		*order = -1;
	else if (b_end <= a_begin)
		*order = 1;
	else if (a->precision == b->precision && a_begin == b_begin)
		*order = 0;
	else
		return false;
	return true;
}

bool
date_age(const struct date *birth, const struct date *at, int *years)
{
	int full = at->year - birth->year;

	if (birth->precision < DATE_DAY || at->precision < DATE_DAY)
		return false;
	if (at->month < birth->month ||
	    (at->month == birth->month && at->day < birth->day))
		full--;
	if (full < 0)
		return false;
	*years = full;
	return true;
}

/* Adds the last `digits` decimal digits of n, zeros included. */
static void
add_digits(struct buf *out, int n, size_t digits)
{
	uint8_t *to = buf_reserve(out, digits);

	if (to == NULL)
		return;
	for (size_t i = digits; i-- > 0; n /= 10)
		to[i] = (uint8_t)('0' + n % 10);
	out->len += digits;
}

void
date_put(struct buf *out, const struct date *d, enum date_precision to)
{
	const int fields[] = { d->year, d->month, d->day, d->hour, d->minute,
		d->second };

	add_digits(out, fields[DATE_YEAR], 4);
	for (enum date_precision i = DATE_MONTH; i <= to; i++) {
		if (!d->compact)
			buf_add_byte(out, (uint8_t)parts[i].marks[0]);
		add_digits(out, fields[i], 2);
	}
}

/* The day of the calendar that so many others lie before. */
static void
set_day(struct date *d, int32_t days)
{
	/* Years have 365.2425 days: the guess is at most one too low. */
	d->year = (int)((int64_t)days * 400 / 146097);
	while (days_before_year(d->year + 1) <= days)
		d->year++;
	days -= days_before_year(d->year);
	d->month = 1;
	while (days_before_month(d->year, d->month + 1) <= days)
		d->month++;
	d->day = days - days_before_month(d->year, d->month) + 1;
}

bool
date_move(struct date *d, int32_t days)
{
	bool has_month = d->precision >= DATE_MONTH;
	bool has_day = d->precision >= DATE_DAY;
	int month = has_month ? d->month : 7;
	int day = has_day ? d->day : has_month ? 15 : 2;
	int64_t to = (int64_t)days_before(d->year, month, day) + days;

	if (to < days_before_year(FIRST_YEAR) ||
	    to >= days_before_year(LAST_YEAR + 1))
		return false;
	set_day(d, (int32_t)to);
	if (!has_month)
		d->month = 1;
	if (!has_day)
		d->day = 1;
	return true;
}

void
date_put_over(struct buf *out, const struct date *d, struct slice text)
{
	enum date_precision to =
	    d->precision < DATE_DAY ? d->precision : DATE_DAY;
	size_t part = d->compact ? 2 : 3;

	date_put(out, d, to);
	buf_add_slice(out, slice_skip(text, 4 + part * (size_t)to));
}
