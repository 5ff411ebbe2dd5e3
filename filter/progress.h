/*
 * progress: how far a run is, on standard error: one line that is redrawn on
 * a terminal after the first second, and one line for each SIGUSR1.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <time.h>

#include "say.h"

struct progress {
	const struct say *say;
	bool draws;            /* on a terminal, and wanted */
	bool drawn;            /* a line stands there now */
	double next;           /* when to draw again: seconds from the start */
	uint64_t total;        /* bytes to read; 0: not known */
	struct timespec start; /* of the run */
};

/* Begins a run, and listens for SIGUSR1. */
void progress_start(
    struct progress *p, const struct say *say, bool wanted, uint64_t total);

/* New counts, as often as there are any: draws ten times a second at most. */
void progress_show(struct progress *p, const struct tamis_counts *counts);

/* Takes the line away, before anything else is said. */
void progress_end(struct progress *p);

#endif
