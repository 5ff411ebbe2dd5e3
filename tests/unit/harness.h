/*
 * harness: a policy and an input in memory give an outcome.
 *
 * For tests of whole records.  The keyring has one key named "test" with
 * fixed bytes, so tokens are the same in every run.
 */
#ifndef TESTS_UNIT_HARNESS_H
#define TESTS_UNIT_HARNESS_H

#include "base/buf.h"
#include "run/run.h"

struct outcome {
	int result; /* of run() */
	struct err err;
	struct run_counts counts;
	struct buf out, quarantine; /* NUL-terminated, not counted */
};

/* A descriptor of a new file that holds this, at its start. */
int harness_file(struct slice content);

/* All that a file holds, NUL-terminated, not counted; closes it. */
struct buf harness_content(int fd);

/* The fields of a kind: a policy around them, with a domain "patient". */
struct buf harness_policy(const char *fields);

/* The same with the kind's format: `"format":"csv","delimiter":";"`. */
struct buf harness_policy_as(const char *format, const char *fields);

/*
 * Runs an input through a policy of one format, in reads of read_size bytes (0:
 * any).  With quarantine, rejected records are listed and the run goes on.
 * Aborts the test when the policy is refused.
 */
struct outcome harness_run(
    const char *policy, struct slice input, size_t read_size, bool quarantine);
/* The same with a program that was loaded, of one format. */
struct outcome harness_run_program(const struct program *program,
    struct slice input, size_t read_size, bool quarantine);
void harness_release(struct outcome *o);

/*
 * Filters one input by these fields, with quarantine; returns the output,
 * followed by "!reason" or "!reason:path" for each rejected record, in a
 * static buffer.
 */
const char *harness_filter(const char *fields, const char *input);

/* The same in a format, as in harness_policy_as(). */
const char *
harness_filter_as(const char *format, const char *fields, const char *input);

#endif
