/*
 * notary: the receipt of one run, from before it to its line in the file.
 */
#ifndef RUN_NOTARY_H
#define RUN_NOTARY_H

#include "run/receipt_file.h"

struct notary {
	struct pair_secret *secret;
	struct pair_public signer;
	struct receipt_file file;
	struct digest *input, *output; /* for the run's job */
	struct buf body;               /* empty: nothing was noted */
	bool noted, added;
};

/*
 * Opens the file for receipts, which must live as long, and the secret file
 * that signs them.  ERR_KEY, ERR_OUTPUT, ERR_STOPPED, as receipt_file_open();
 * then nothing is to be closed.
 */
int notary_open(struct notary *n, const char *path,
    const struct pair_source *secret, const volatile sig_atomic_t *stop,
    struct err *err);
void notary_close(struct notary *n);

/* Whether a run can be noted down.  ERR_USAGE: another one was. */
int notary_is_new(const struct notary *n, struct err *err);

/* Notes a run down, once.  Its digests are those of the notary. */
void notary_note(struct notary *n, struct receipt_run *run);

/*
 * Adds the receipt to the file, once.  ERR_USAGE: nothing was noted, it was
 * added, now is no time, or sandbox not in UTF-8; ERR_IO, ERR_STOPPED,
 * ERR_NOMEM, as receipt_file_add().
 */
int notary_write(
    struct notary *n, const char *now, const char *sandbox, struct err *err);

#endif
