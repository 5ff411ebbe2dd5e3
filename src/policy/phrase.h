/*
 * phrase: rules and conditions of a policy in words.
 *
 * Every call adds a phrase without capital and full stop, in which names and
 * values of the policy stand as they are written there: whoever shows it sees
 * to what they could do to a terminal or page.
 */
#ifndef POLICY_PHRASE_H
#define POLICY_PHRASE_H

#include "policy/document.h"
#include "policy/words.h"

/* Whose words, and of which kind of records. */
struct phrase {
	const struct document *document;
	const struct node *kind;
	enum language language;
};

/* As what a value leaves; node is the rule as it is written. */
void phrase_form(struct buf *out, const struct phrase *p,
    const struct rule *rule, const struct node *node);

/* What a value must be, and what becomes of others; maybe nothing. */
void phrase_check(struct buf *out, const struct phrase *p,
    const struct rule *rule, const struct node *node);

/* A condition by its title where it has one, by its name, or in full. */
void
phrase_when(struct buf *out, const struct phrase *p, const struct node *when);

/* A condition in full; those that it names by their titles. */
void phrase_condition(
    struct buf *out, const struct phrase *p, const struct node *condition);

/* A domain: what its tokens are of, and who can turn them back. */
void
phrase_domain(struct buf *out, enum language l, const struct domain *domain);

/*
 * The definition of a name in a section such as "recipients", in whichever of
 * the policy's files; NULL if there is none.
 */
const struct node *phrase_definition(
    const struct document *document, const char *section, struct slice name);

/* The definition of a condition, which may be the kind's own. */
const struct node *
phrase_named_condition(const struct phrase *p, struct slice name);

#endif
