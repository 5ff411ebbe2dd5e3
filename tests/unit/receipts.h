/*
 * receipts: lines of receipts that a key of the tests signs.
 *
 * Use receipts_start() and receipts_stop() as a checked fixture; it comes
 * with a folder (folder.h), in which the key lies as signer and signer.pub.
 */
#ifndef UNIT_RECEIPTS_H
#define UNIT_RECEIPTS_H

#include "base/buf.h"
#include "run/receipt.h"

/* Counts and an outcome that add up, without what comes before. */
#define RECEIPTS_GOOD                                        \
	"`records`:3,`written`:2,`rejected`:1,`bytes_in`:9," \
	"`bytes_out`:6,`reasons`:{`type`:1},"
#define RECEIPTS_ENDED "`outcome`:`complete`"

void receipts_start(void);
void receipts_stop(void);

const struct pair_secret *receipts_secret(void);
const struct pair_public *receipts_signer(void);

/*
 * Members from tamis to outcome with these counts, ` for ", and the digest of
 * an output "output\n".
 */
struct buf receipts_body(const char *counts, const char *outcome);

/* A whole line of these members, signed; with its line feed. */
struct buf receipts_line(
    const struct receipt_place *place, const char *counts, const char *outcome);

/* A file of so many lines that follow each other, from number 1 on. */
struct buf receipts_file(unsigned int lines);

/* Line i of such a file, from 1; with its line feed. */
struct slice receipts_nth(const struct buf *file, unsigned int i);

#endif
