/*
 * passphrase: how one is asked for, and how that of a file is changed.
 *
 * What it protects, and how, is in crypto/protect.h.
 */
#ifndef CRYPTO_PASSPHRASE_H
#define CRYPTO_PASSPHRASE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define PASSPHRASE_LEAST 8 /* bytes */
#define PASSPHRASE_MOST  1024

/* How to ask for a passphrase. */
struct passphrase {
	/*
	 * Writes it to out and its length, at most room, to *len.  -1 and err
	 * if there is none.  Must not keep a copy.
	 */
	int (*ask)(
	    void *ctx, uint8_t *out, size_t room, size_t *len, struct err *err);
	void *ctx;
};

/*
 * Puts a file of keys, a keyring or the secret file of a pair, under another
 * passphrase, or, if now is NULL, under none.  before is asked first, when the
 * file is protected, and may be NULL.  What is in the file stays, and as with
 * keyring_add() there always is the old or the new one, whole.  ERR_KEY as for
 * keyring_open(), and when the file is neither; ERR_USAGE: there is nothing to
 * be done; ERR_OUTPUT, ERR_IO, ERR_NOMEM.
 */
int passphrase_change(const char *path, const struct passphrase *before,
    const struct passphrase *now, struct err *err);

#endif
