#include "pace.h"

#include <poll.h>
#include <time.h>

#include "stop.h"

#define SECOND      UINT64_C(1000000000) /* nanoseconds */
#define MILLISECOND 1000000
#define WAIT_MOST   200 /* milliseconds: then a signal is looked for */

uint64_t
pace_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

/* When the next record is due. */
static uint64_t
due(const struct pace *p)
{
	uint64_t whole = p->records / p->rate, rest = p->records % p->rate;

	return p->start + whole * SECOND + rest * SECOND / p->rate;
}

void
pace_wait(struct pace *p)
{
	uint64_t now = pace_now();

	if (p->records == 0)
		p->start = now;
	while (*stop_flag() == 0 && now + MILLISECOND <= due(p)) {
		uint64_t wait = (due(p) - now) / MILLISECOND;

		poll(NULL, 0, wait > WAIT_MOST ? WAIT_MOST : (int)wait);
		now = pace_now();
	}
	p->records++;
}
