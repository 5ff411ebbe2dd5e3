/*
 * pace: the clock of a replay, and how fast it may go.
 */
#ifndef PACE_H
#define PACE_H

#include "cli.h"

struct pace {
	unsigned long rate; /* records a second; 0: as fast as can be */
	uint64_t start;     /* when the first record came */
	uint64_t records;
};

/* Nanoseconds since some moment. */
uint64_t pace_now(void);

/*
 * Called before each record: waits until it is due, unless a signal asks to
 * end.  Waits are of whole milliseconds, so that the rate is one of many
 * records.
 */
void pace_wait(struct pace *p);

#endif
