/*
 * err: why something failed, for people.
 *
 * Calls that can fail take a `struct err *`, return 0 or -1, and touch no
 * other output parameter on failure.  The first error wins: once set, an
 * error is not overwritten, so calls chain with ||.  The text names files,
 * rules, paths of the policy and ordinals; never a byte of a record.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_code {
	ERR_NONE,
	ERR_USAGE,   /* the caller asked for something impossible */
	ERR_POLICY,  /* the policy was refused */
	ERR_REJECT,  /* a record was rejected and the run had to stop */
	ERR_INPUT,   /* an input cannot be opened */
	ERR_OUTPUT,  /* an output cannot be created */
	ERR_IO,      /* reading or writing failed */
	ERR_STOPPED, /* the run was asked to end */
	ERR_KEY,     /* a key or key file is missing, unsafe or damaged */
	ERR_RESUME,  /* what a checkpoint says is not what is there */
	ERR_NOMEM,
	ERR_BUG,
};

struct err {
	enum err_code code;
	char text[512];
};

/* Sets the error unless one is set already.  Returns -1. */
int err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* err_set() with ": " and the message of errno behind the text. */
int err_errno(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* err_set() for memory that could not be had. */
int err_nomem(struct err *err);

#endif
