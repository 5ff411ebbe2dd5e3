/*
 * register: what a policy lets out, for whoever answers for it.
 *
 * What leaves, as what, when, why, on which basis and to whom, and what stays:
 * field by field, in the order in which the policy was written.
 */
#ifndef POLICY_REGISTER_H
#define POLICY_REGISTER_H

#include "base/err.h"
#include "policy/phrase.h"

/* What is shown, and how. */
struct register_view {
	const struct document *document;
	enum language language;
	struct slice digest; /* of the rules, as text */
	bool color;          /* of a terminal */
};

/* One rule of a field. */
struct register_row {
	const struct rule *rule;
	const struct node *node; /* the rule as it is written */
	const struct field *field;
	bool first, last; /* of the field's alternatives */
	bool is_new;      /* the input does not have the field */
};

/* The rules of a kind. */
struct register_kind {
	const struct kind *kind;
	const struct node *node;
	struct register_row *rows;
	size_t count;
};

/*
 * Lists the rules of the kind with a number, in the order in which they are
 * written; the arena owns them.  ERR_NOMEM.
 */
int register_rows(const struct document *document, size_t kind, struct arena *a,
    struct register_kind *rows, struct err *err);

/* The kind's phrases in a language. */
struct phrase register_phrase(
    const struct register_view *view, const struct register_kind *kind);

/* When a rule applies, as a phrase: "always", "positive result; otherwise…" */
void register_when(
    struct buf *out, const struct phrase *p, const struct register_row *row);

/* Which records a kind is of, as a sentence. */
void register_match(
    struct buf *out, const struct phrase *p, const struct register_kind *kind);

/* A condition as it is defined: its title, if it has one, and its test. */
void register_condition(
    struct buf *out, const struct phrase *p, const struct node *condition);

/* What of a kind may never come out: its three lists, as sentences. */
#define REGISTER_NEVER 3
extern const char *const register_never_keys[REGISTER_NEVER];

/* Adds the sentence of a list; nothing if the kind has no such list. */
void register_never(struct buf *out, const struct phrase *p, size_t list);

/* Who a recipient is. */
void register_recipient(
    struct buf *out, const struct register_view *view, struct slice name);

/* What is known of the approval, as a phrase. */
void register_approval(struct buf *out, const struct register_view *view);

/* Adds the register as a text of 79 columns.  ERR_NOMEM. */
int register_text(
    struct buf *out, const struct register_view *view, struct err *err);

/*
 * Adds what happens to one field, whether a rule names it or not.  ERR_USAGE:
 * it is a path of none of the policy's formats; ERR_NOMEM.
 */
int register_path(struct buf *out, const struct register_view *view,
    struct slice path, struct err *err);

#endif
