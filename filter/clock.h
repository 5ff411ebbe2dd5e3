/*
 * clock: what time it is, in UTC, without time zones and their files.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include "cli.h"

#define CLOCK_LEN 20 /* 2021-11-03T14:05:06Z */
#define CLOCK_DAY 10 /* 2021-11-03 */

/* Writes the time now, terminated; its first CLOCK_DAY characters are the day.
 * TAMIS_EIO. */
int clock_now(char text[static CLOCK_LEN + 1], struct tamis_error *err);

#endif
