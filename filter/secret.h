/*
 * secret: where a secret key comes from, for the commands that use one.
 */
#ifndef SECRET_H
#define SECRET_H

#include "phrase.h"

struct secret {
	struct tamis_secret_source source; /* for the library */
	struct phrase phrase;
};

/*
 * Prepares the file that an option names; passphrase_fd is the option for the
 * descriptor of its passphrase.  The struct stays where it is.  TAMIS_EUSAGE.
 */
int secret_init(struct secret *s, const struct args *args, enum opt_id file,
    enum opt_id passphrase_fd, struct tamis_error *err);

#endif
