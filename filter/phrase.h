/*
 * phrase: the passphrase of a keyring, typed or read from a descriptor, and
 * never from an argument or the environment.
 */
#ifndef PHRASE_H
#define PHRASE_H

#include "opt.h"

struct phrase {
	struct tamis_passphrase ask; /* for the library */
	const char *path;            /* of the keyring, for the question */
	int fd;                      /* -1: ask on the terminal */
	bool is_new;                 /* ask twice */
};

/*
 * Prepares to ask as --passphrase-fd says.  The struct stays where it is.
 * TAMIS_EUSAGE.
 */
int phrase_init(struct phrase *p, const struct args *args, const char *path,
    struct tamis_error *err);

#endif
