/*
 * say: messages for people, on standard error and nowhere else.
 *
 * Control characters in a message are shown as `?`: names of files and lines
 * of policies come from elsewhere and must not steer a terminal.
 */
#ifndef SAY_H
#define SAY_H

#include "cli.h"

struct say {
	bool color;    /* colours, and source lines under notes */
	bool terminal; /* standard error is a terminal */
};

/*
 * How to talk: mode is the value of --color, or NULL.  --color is stronger
 * than NO_COLOR, which is stronger than CLICOLOR_FORCE, TERM=dumb, and
 * whether standard error is a terminal.  -1: mode is none of auto, always,
 * never.
 */
int say_init(struct say *say, const char *mode);

/* The same for what is shown on another descriptor than standard error. */
int say_init_for(struct say *say, const char *mode, int fd);

/* tamis: error: ..., tamis: warning: ..., tamis: hint: ..., tamis: ... */
void say_error(const struct say *say, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void say_warning(const struct say *say, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void say_hint(const struct say *say, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void say_info(const struct say *say, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says why something failed.  Returns the exit code for it. */
enum exit_code
say_failure(const struct say *say, const struct tamis_error *err);

/* The same, and what to do about it, if hint is not NULL. */
enum exit_code say_failure_hint(
    const struct say *say, const struct tamis_error *err, const char *hint);

/*
 * The end of a command that printed on standard output: code, or CLI_IO when
 * that failed, which is then said unless its reader has gone.
 */
enum exit_code say_end(const struct say *say, enum exit_code code);

/*
 * FILE:LINE:COLUMN: error: text [E0102], and where colours are on the line
 * with a caret.
 */
void say_note(const struct say *say, const struct tamis_note *note);

/* How many bytes of a character that steers terminals stand at p; 0: none. */
size_t say_control(const char *p);

/* "error", "warning", "hint". */
const char *say_level(enum tamis_level level);

#endif
