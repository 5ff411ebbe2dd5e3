/*
 * learn: a draft of a policy from samples.
 *
 * Every place of the samples becomes a rule that drops it, with how many
 * values stand there, how many different ones, and which types all of them
 * have.  No value of a sample is ever in the draft; names of members, columns
 * and elements are.
 *
 * Different values are told apart by 64 bits of each, up to
 * LEARN_DIFFERENT of them, so that memory does not grow with the samples.
 */
#ifndef STUDY_LEARN_H
#define STUDY_LEARN_H

#include "base/err.h"
#include "format/walker.h"

#define LEARN_DIFFERENT 256 /* are counted; more are "256 or more" */

/* Most bytes of a draft before its layout. */
#define LEARN_DRAFT ((size_t)16 << 20)

struct learner;

/* NULL without memory. */
struct learner *learn_new(enum format_id format);
void learn_free(struct learner *l);

/* A visit_fn that takes a value into account; ctx is the learner. */
enum visited learn_visit(void *ctx, const struct visit *v, struct value *to);

/*
 * Adds the draft, for samples of this dialect and so many records, to out; it
 * wants a layout.  ERR_USAGE: there are more places than a policy has rules.
 * ERR_NOMEM.
 */
int learn_draft(struct learner *l, const struct dialect *dialect,
    uint64_t records, struct buf *out, struct err *err);

#endif
