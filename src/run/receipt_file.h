/*
 * receipt_file: receipts are added to their file, one line at a time.
 *
 * A file has the receipts of one key, and is never rewritten.  Whoever adds a
 * line holds a lock (flock()) from reading the last line until the new one is
 * on the disk, so that the lines of runs at the same time make one chain.
 */
#ifndef RUN_RECEIPT_FILE_H
#define RUN_RECEIPT_FILE_H

#include <signal.h>

#include "base/buf.h"
#include "base/err.h"
#include "run/receipt.h"

struct receipt_file {
	int fd;
	const char *path; /* for messages */
	const struct pair_public *signer;
	const volatile sig_atomic_t *stop; /* not 0: wait for nobody; or NULL */
};

/*
 * Opens a file to add receipts that `signer` signs, and creates it (0600) if
 * there is none.  ERR_OUTPUT: it cannot be written or locked, is no regular
 * file or a symbolic link, or its last line is not a whole receipt by this
 * key.  ERR_STOPPED: a signal said so while others held the lock.  path, signer
 * and stop must live as long as the file is open.
 */
int receipt_file_open(struct receipt_file *f, const char *path,
    const struct pair_public *signer, const volatile sig_atomic_t *stop,
    struct err *err);
void receipt_file_close(struct receipt_file *f);

/*
 * Adds a receipt with this body (run/receipt.h), durable on return.  Waits for
 * others who add.  ERR_IO: the file was removed, or changed so that no line can
 * follow, or cannot be written, and is as before; ERR_STOPPED, as above;
 * ERR_NOMEM.
 */
int receipt_file_add(const struct receipt_file *f, const char *time,
    const char *sandbox, struct slice body, const struct pair_secret *secret,
    struct err *err);

#endif
