#include "clock.h"

#include <stdio.h>
#include <time.h>

#define DAY 86400 /* seconds */

struct day {
	int64_t year;
	int month, day;
};

/*
 * The day of the proleptic Gregorian calendar, n days from 1970-01-01 on.
 * Years begin in March, so that a leap day is the last one: H. Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
 */
static struct day
day_of(int64_t n)
{
	int64_t from_march = n + 719468;
	int64_t era = from_march / 146097;
	int64_t in_era = from_march % 146097;
	int64_t year =
	    (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153; /* from March */

	return (struct day){
		.year = year + era * 400 + (month >= 10),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(in_year - (153 * month + 2) / 5 + 1),
	};
}

int
clock_now(char text[static CLOCK_LEN + 1], struct tamis_error *err)
{
	time_t now = time(NULL);
	int seconds;
	struct day d;

	/* A clock that is not set reads 1970. */
	if (now < 0)
		return cli_fail(err, TAMIS_EIO, "the clock cannot be read");
	d = day_of(now / DAY);
	seconds = (int)(now % DAY);
	if (snprintf(text, CLOCK_LEN + 1, "%04lld-%02d-%02dT%02d:%02d:%02dZ",
		(long long)d.year, d.month, d.day, seconds / 3600,
		seconds / 60 % 60, seconds % 60) != CLOCK_LEN)
		return cli_fail(err, TAMIS_EIO, "the clock cannot be read");
	return 0;
}
