/*
 * canonical: one spelling for all policies with the same rules.
 *
 * JSON without blanks, members sorted bytewise, texts in the one language
 * that the program shows.  Comments, layout, tests, approval and the division
 * into files do not enter.
 */
#ifndef POLICY_CANONICAL_H
#define POLICY_CANONICAL_H

#include "policy/compile.h"

/* Adds one node. */
void canonical_node(struct buf *out, const struct node *node);

/* Adds a policy that was compiled without errors. */
void canonical_policy(struct buf *out, const struct compiler *c);

#endif
