/*
 * phrase: the passphrase of a file of keys, typed or read from a descriptor,
 * and never from an argument or the environment.
 */
#ifndef PHRASE_H
#define PHRASE_H

#include "opt.h"

struct phrase {
	struct tamis_passphrase ask; /* for the library */
	const char *path;            /* of the file, for the question */
	int fd;                      /* -1: ask on the terminal */
	bool is_new;                 /* ask twice */
};

/*
 * Prepares to ask, on the terminal or the descriptor that an option names.  The
 * struct stays where it is.  TAMIS_EUSAGE.
 */
int phrase_init(struct phrase *p, const struct args *args, enum opt_id option,
    const char *path, struct tamis_error *err);

#endif
