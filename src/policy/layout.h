/*
 * layout: one layout for all policies, with their comments where they were.
 *
 * Objects and arrays stand on one line where they fit in LAYOUT_WIDTH columns
 * and no comment is in them; otherwise each of their items has its own, one
 * tab deeper.  The policy itself, its sections, kinds and fields always do.
 * Keys stay in the order in which they were written, names and numbers in
 * their spelling, and one blank line between items where there were some.
 *
 * A comment stays behind what it is behind on a line, or before what it is
 * before.  One inside a member, before its value, moves before the member.
 */
#ifndef POLICY_LAYOUT_H
#define POLICY_LAYOUT_H

#include "base/buf.h"
#include "base/err.h"
#include "policy/policy.h"

#define LAYOUT_WIDTH 100 /* columns, a tab being 4 */
#define LAYOUT_TAB   4

/* Most bytes that a policy of LIMIT_POLICY bytes can become. */
#define LAYOUT_MAX ((size_t)64 << 20)

/*
 * Adds the policy, or file that policies use, in its layout to out, whose
 * maximum is LAYOUT_MAX.  What cannot be read is told as by policy_parse(), and
 * refused: ERR_POLICY.  What was laid out is read again, and means the same:
 * same keys and values in the same order, same comments.  ERR_BUG if not, and
 * ERR_NOMEM; then out is of no use.
 */
int policy_layout(const char *name, struct slice text, note_fn *note, void *ctx,
    struct buf *out, struct err *err);

#endif
