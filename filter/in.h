/*
 * in: the inputs of a run, all opened before anything is read.
 */
#ifndef IN_H
#define IN_H

#include "cli.h"
#include "out.h"
#include "say.h"

struct in {
	struct tamis_input *inputs; /* owned */
	size_t count;
	uint64_t total; /* bytes to read; 0: not known */
};

/*
 * Opens files by name; "-", and no name at all, is standard input, which
 * must not be a terminal.  TAMIS_EUSAGE, TAMIS_EINPUT; then in_close() closes
 * those that were opened.
 */
int in_open(struct in *in, char **names, int count, struct tamis_error *err);

/* Closes what in_open() opened, and frees. */
void in_close(struct in *in);

/* Refuses an output that is one of the inputs.  TAMIS_EUSAGE. */
int
in_refuse(const struct in *in, const struct out *out, struct tamis_error *err);

/* The same for a file by its name, if it is there. */
int
in_refuse_named(const struct in *in, const char *path, struct tamis_error *err);

#endif
