#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

#include "progress.h"

static volatile sig_atomic_t asked;

static void
ask(int number)
{
	(void)number;
	asked = 1;
}

void
progress_start(
    struct progress *p, const struct say *say, bool wanted, uint64_t total)
{
	struct sigaction action = { .sa_handler = ask, .sa_flags = SA_RESTART };

	*p = (struct progress){ .say = say,
		.draws = wanted && say->terminal,
		.next = 1,
		.total = total };
	clock_gettime(CLOCK_MONOTONIC, &p->start);
	sigaction(SIGUSR1, &action, NULL);
}

static double
seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) +
	       (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void
print_counters(const struct say *say, const struct tamis_counts *counts)
{
	say_info(say,
	    "%" PRIu64 " records, %" PRIu64 " written, %" PRIu64
	    " rejected, %.1f MB in, %.1f MB out",
	    counts->records, counts->written, counts->rejected,
	    (double)counts->bytes_in / 1e6, (double)counts->bytes_out / 1e6);
}

static void
draw(struct progress *p, const struct tamis_counts *counts, double seconds)
{
	double rate = (double)counts->bytes_in / seconds;

	fputs("\r\033[K", stderr);
	if (counts->records > 0)
		fprintf(stderr, "%" PRIu64 " records, ", counts->records);
	fprintf(stderr, "%.1f MB, %.1f MB/s", (double)counts->bytes_in / 1e6,
	    rate / 1e6);
	if (counts->bytes_in > 0 && p->total > counts->bytes_in)
		fprintf(stderr, ", %.0f s left",
		    (double)(p->total - counts->bytes_in) / rate);
	p->drawn = true;
}

void
progress_show(struct progress *p, const struct tamis_counts *counts)
{
	double seconds = p->draws ? seconds_since(&p->start) : 0;

	if (asked) {
		asked = 0;
		progress_end(p);
		print_counters(p->say, counts);
	}
	if (!p->draws || seconds < p->next)
		return;
	draw(p, counts, seconds);
	p->next = seconds + 0.1;
}

void
progress_end(struct progress *p)
{
	if (p->drawn)
		fputs("\r\033[K", stderr);
	p->drawn = false;
}
