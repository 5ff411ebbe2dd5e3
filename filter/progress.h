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
	uint64_t total;        /* bytes to read; 0: not known */
	struct timespec start; /* of the run */
};

/* Begins a run, and listens for SIGUSR1. */
void progress_start(
    struct progress *p, const struct say *say, bool wanted, uint64_t total);

/* Called with new counts a few times a second. */
void progress_show(struct progress *p, const struct tamis_counts *counts);

/* Takes the line away, before anything else is said. */
void progress_end(struct progress *p);

#endif
