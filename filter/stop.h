/*
 * stop: the signals that ask a run to end (SIGHUP, SIGINT, SIGTERM).
 *
 * The first one asks: the run ends with a whole record, writes what it has
 * gathered, and the process then dies of the signal, as its parent expects.
 * It is repeated to the process several times a second as SIGALRM, so that no
 * read or write that began in between waits for ever.  A second one ends the
 * process at once, after what is not complete was removed; so does the first
 * one where nobody looks whether a signal has asked.
 */
#ifndef STOP_H
#define STOP_H

#include <signal.h>
#include <stdbool.h>

/*
 * Begin to listen, but not for signals that are ignored (nohup): until then,
 * stop_leave() ends the process; from stop_watch() on, they ask.
 */
void stop_leave(void);
void stop_watch(void);

/* Not 0 once a signal has asked. */
const volatile sig_atomic_t *stop_flag(void);

/* Dies of the signal that asked, if one did. */
void stop_die(void);

#endif
