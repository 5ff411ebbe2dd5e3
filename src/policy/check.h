/*
 * check: what can be honoured, but is probably a mistake.
 */
#ifndef POLICY_CHECK_H
#define POLICY_CHECK_H

#include "policy/compile.h"

/* Looks at a rule without errors; node is its object. */
void check_rule(struct compiler *c, const struct site *site,
    const struct node *node, const struct rule *rule);

/* Looks for unused names and the like in a policy without errors. */
void check_policy(struct compiler *c);

/* Compares the kinds of such a policy (check_kinds.c). */
void check_kinds(struct compiler *c);

/* Notes unused conditions of one kind. */
void check_unused(
    struct compiler *c, const struct symbols *s, enum policy_code unused);

#endif
