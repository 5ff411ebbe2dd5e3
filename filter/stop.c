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

/* Nothing that is half written stays behind. */
static void
leave(int number)
{
	out_remove_incomplete();
	die_of(number);
}

/* It has done its work when a system call was interrupted. */
static void
interrupt(int number)
{
	(void)number;
}

static void
listen_for(void (*handler)(int number))
{
	static const int asks[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction action = { .sa_handler = handler };

	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		struct sigaction old;

		if (sigaction(asks[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(asks[i], &action, NULL);
	}
}

void
stop_leave(void)
{
	listen_for(leave);
}

void
stop_watch(void)
{
	struct sigaction interrupting = { .sa_handler = interrupt };

	sigaction(SIGALRM, &interrupting, NULL);
	listen_for(ask);
}

void
stop_die(void)
{
	if (asked != 0)
		die_of(asked);
}
