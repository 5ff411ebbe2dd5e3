/*
 * below: files in a policy's folder or below it.
 *
 * They are named by a path relative to that folder that never leads up, and
 * reached without a symbolic link, so that a policy cannot name what lies
 * elsewhere.
 */
#ifndef POLICY_BELOW_H
#define POLICY_BELOW_H

#include "base/arena.h"
#include "base/buf.h"

/* NULL, or why a path may not name such a file: a constant sentence. */
const char *below_refusal(struct slice path);

/*
 * Reads a regular file, whose path below_refusal() passed, beside the policy
 * at `policy` into text, as far as its maximum goes.  -1 if it cannot be read
 * or is longer.  The arena is for names, and may fail.
 */
int below_read(
    struct arena *a, const char *policy, struct slice path, struct buf *text);

#endif
