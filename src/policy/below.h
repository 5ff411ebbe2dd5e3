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
#include "base/err.h"

/* NULL, or why a path may not name such a file: a constant sentence. */
const char *below_refusal(struct slice path);

/* The name, for messages, of such a file beside the policy at `policy`; NULL
 * without memory. */
const char *below_name(struct arena *a, const char *policy, struct slice path);

/*
 * Reads a regular file, whose path below_refusal() passed, beside the policy
 * at `policy` into text, as far as its maximum goes.  -1 if it cannot be read
 * or is longer, or, with ERR_POLICY, if others can change it or a folder on
 * the way (base/trust.h).  The arena is for names, and may fail.
 */
int below_read(struct arena *a, const char *policy, struct slice path,
    struct buf *text, struct err *err);

#endif
