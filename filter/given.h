/*
 * given: options of the form NAME=VALUE, as lists.
 */
#ifndef GIVEN_H
#define GIVEN_H

#include "cli.h"
#include "opt.h"

struct given {
	struct tamis_recipient recipients[OPT_REPEATS];
	size_t recipient_count;
	struct tamis_epoch epochs[OPT_REPEATS];
	size_t epoch_count;
	char *names[OPT_REPEATS]; /* owned, of both */
	size_t name_count;
};

/*
 * Reads --recipient and --epoch.  given_release() frees the names, after a
 * failure too.  TAMIS_EUSAGE, TAMIS_ENOMEM.
 */
int
given_read(struct given *g, const struct args *args, struct tamis_error *err);
void given_release(struct given *g);

#endif
