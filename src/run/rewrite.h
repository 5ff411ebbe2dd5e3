/*
 * rewrite: streams of records in which values are replaced.
 *
 * The output is the input, byte for byte, but for the values that a visitor
 * replaces (format/walker.h), and but for headers of CSV that further inputs
 * repeat.  Otherwise it is as of run(): whole records, in order; without a
 * quarantine a malformed one stops it.
 */
#ifndef RUN_REWRITE_H
#define RUN_REWRITE_H

#include "format/walker.h"
#include "run/run.h"

/*
 * A program that is about streams as tamis writes them, and about no kinds of
 * records: with built-in limits, and the dialect and record path that a policy
 * has for the format.  Without a policy there is no record path, and CSV has
 * this delimiter.  CSV is UTF-8 in any case.  The policy must outlive it.
 * NULL without memory; program_free() frees it.
 */
struct program *rewrite_program(
    const struct program *policy, enum format_id format, uint8_t delimiter);

/*
 * Runs a job whose program is of rewrite_program(); its binding is nothing.
 * While the visitor is called, counts->records is the number of records
 * before the one at hand.  Returns as run() does.
 */
int rewrite(const struct run_job *job, visit_fn *visit, void *ctx,
    struct run_counts *counts, struct err *err);

#endif
