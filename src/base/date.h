/*
 * date: civil dates and times with the precision they were written in.
 *
 * Two spellings are read: extended (ISO 8601 and RFC 3339: 2021-11-03,
 * 2021-11-03T14:05, 2021-11-03T14:05:06.123+01:00, also 2021 and 2021-11, a
 * blank in place of T) and compact (HL7 v2 DTM: 20211103, 202111031405,
 * 20211103140506.123+0100, also 2021 and 202111).  Years 1800 to 2200;
 * months and days exist; seconds up to 60.  The proleptic Gregorian calendar.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/buf.h"
#include "base/slice.h"

enum date_precision {
	DATE_YEAR,
	DATE_MONTH,
	DATE_DAY,
	DATE_HOUR,
	DATE_MINUTE,
	DATE_SECOND, /* with or without a fraction */
};

struct date {
	int year;
	int month, day;           /* from 1; 1 where not given */
	int hour, minute, second; /* 0 where not given */
	int zone;                 /* minutes east of Greenwich */
	bool has_zone;
	bool compact; /* spelled without separators */
	enum date_precision precision;
};

/* Reads the whole of s; false if it is not a date in one of the spellings. */
bool date_parse(struct slice s, struct date *d);

/*
 * Compares as far as both are known: *order is -1, 0 or 1 at the coarser
 * precision of the two.  Zones are taken into account when both have one.
 * False when the coarser one covers the finer one, so that the order is not
 * known (2021 against 2021-11-03); equal at equal precision is 0.
 */
bool date_compare(const struct date *a, const struct date *b, int *order);

/*
 * Full years from birth to at.  False if either is not known to the day, or
 * at is before birth.  A person born on 29 February completes a year on
 * 1 March of common years (French civil practice: the day must have come).
 */
bool date_age(const struct date *birth, const struct date *at, int *years);

/*
 * Adds d cut to a precision (at most its own), in its own spelling and
 * without zone: 2021, 2021-11, 2021-11-03, 2021-11-03T14 or 2021, 202111,
 * 20211103, 2021110314.
 */
void date_put(struct buf *out, const struct date *d, enum date_precision to);

/*
 * Moves d by a number of days.  A month moves as its 15th and a year as its 2
 * July, which are their middles, and stays a month or a year.  False, with d
 * as it was, where the result would not lie in the years above.
 */
bool date_move(struct date *d, int32_t days);

/*
 * Adds text, of which d was read, with the year, month and day that d has now
 * in place of its own, as far as it has them; every other byte stays.
 */
void date_put_over(struct buf *out, const struct date *d, struct slice text);

#endif
