/*
 * receipt: --receipt FILE and --sign SECRET, which go together.
 *
 * No receipt, no output.  A file that is written as a whole (out.h) is on the
 * disk before its receipt is written, and takes its name when the receipt is
 * on the disk as well.  What is written directly has left by then: so the file
 * of receipts is opened, locked and checked before anything is read, and a
 * run without a receipt fails.
 */
#ifndef RECEIPT_H
#define RECEIPT_H

#include "opt.h"
#include "out.h"

/* TAMIS_EUSAGE, unless both or none of the options are given. */
int receipt_check_options(const struct args *args, struct tamis_error *err);

/* Opens what the options name; *receipt stays NULL without them. */
int receipt_open(struct tamis_receipt **receipt, const struct args *args,
    struct tamis_error *err);

/*
 * Makes an output durable, then its receipt; only then may it be committed.
 * sandbox: as of tamis_sandbox().
 * TAMIS_EIO and others; the text says so if the output has left nonetheless.
 */
int receipt_vouch(struct tamis_receipt *receipt, const char *sandbox,
    struct out *out, struct tamis_error *err);

#endif
