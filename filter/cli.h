/*
 * cli: what every command of the program shares: how it ends, and how a
 * failure is described.
 */
#ifndef CLI_H
#define CLI_H

#include "tamis.h"

/* The numbers from 64 on are those of BSD's sysexits. */
enum exit_code {
	CLI_DONE = 0,         /* done, and nothing was found */
	CLI_FOUND = 1,        /* done, and something was found */
	CLI_USAGE = 64,       /* the command line */
	CLI_REJECTED = 65,    /* a record was rejected: stopped */
	CLI_NOINPUT = 66,     /* an input cannot be opened */
	CLI_UNREACHABLE = 69, /* a service cannot be reached */
	CLI_BUG = 70,         /* our mistake */
	CLI_CANTCREATE = 73,  /* an output cannot be created */
	CLI_IO = 74,          /* reading, writing or memory failed */
	CLI_PERMISSION = 77,  /* a key file is missing, unsafe or damaged */
	CLI_POLICY = 78,      /* a policy or a checkpoint was refused */
};

/* What they mean, for people. */
struct cli_exit {
	enum exit_code code;
	const char *help;
};

extern const struct cli_exit cli_exits[];
extern const size_t cli_exit_count;

/* The exit code for a failure. */
enum exit_code cli_exit_code(enum tamis_code code);

/* Describes a failure.  Returns -1. */
int cli_fail(struct tamis_error *err, enum tamis_code code, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/* cli_fail() with ": " and the message of errno behind the text. */
int cli_fail_errno(struct tamis_error *err, enum tamis_code code,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* What is expected is for people to change, who look at it: TAMIS_EUSAGE where
 * the variable CI is set. */
int cli_may_update(struct tamis_error *err);

/* Reads a number of digits only, at most max; false on anything else. */
bool cli_number(const char *text, unsigned long max, unsigned long *number);

/*
 * The delimiter that a text names, which only CSV has: `;` if it is NULL, `tab`
 * also so.
 */
int cli_delimiter(const char *text, const char *format, char *delimiter,
    struct tamis_error *err);

#endif
