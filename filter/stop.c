#define _XOPEN_SOURCE 700 /* setitimer() */

#include <sys/time.h>

#include "out.h"
#include "stop.h"

#define REPEAT 200000 /* microseconds */

static volatile sig_atomic_t asked;

const volatile sig_atomic_t *
stop_flag(void)
{
	return &asked;
}

static void
die_of(int number)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	sigset_t only;

	sigemptyset(&only);
	sigaddset(&only, number);
	sigaction(number, &standard, NULL);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	raise(number);
}

/* On Linux setitimer() is one system call and may be made here. */
static void
ask(int number)
{
	static const struct itimerval often = { { 0, REPEAT }, { 0, REPEAT } };

	if (asked != 0) {
		out_remove_incomplete();
		die_of(number);
	}
	asked = number;
	setitimer(ITIMER_REAL, &often, NULL);
}

/* It has done its work when a system call was interrupted. */
static void
interrupt(int number)
{
	(void)number;
}

void
stop_watch(void)
{
	static const int asks[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction asking = { .sa_handler = ask };
	struct sigaction interrupting = { .sa_handler = interrupt };

	sigaction(SIGALRM, &interrupting, NULL);
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		struct sigaction old;

		if (sigaction(asks[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(asks[i], &asking, NULL);
	}
}

void
stop_die(void)
{
	if (asked != 0)
		die_of(asked);
}
