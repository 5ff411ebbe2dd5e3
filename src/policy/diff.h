/*
 * diff: what a newer policy lets out that an older one did not, and back.
 *
 * Two policies are compared as sets: kinds by name, fields by path, rules by
 * what they let out, conditions by what they imply.  A path that only one of
 * them has is compared with the rule of the other that its values fall under,
 * if there is one.  What cannot be compared counts as weaker: nothing is called
 * harmless that was not shown to be.
 */
#ifndef POLICY_DIFF_H
#define POLICY_DIFF_H

#include "policy/register.h"

enum diff_mark {
	DIFF_WEAKER,   /* more may leave, or it cannot be told */
	DIFF_STRONGER, /* less leaves */
	DIFF_CHANGED,  /* neither more nor less */
	DIFF_MARKS,
};

/* Names: "weaker", ... */
extern const char *const diff_marks[DIFF_MARKS];

enum diff_what {
	DIFF_KIND_ADDED,
	DIFF_KIND_REMOVED,
	DIFF_MATCH,
	DIFF_FIELD_ADDED,
	DIFF_FIELD_REMOVED,
	DIFF_FORM,
	DIFF_WHEN,
	DIFF_ALTERNATIVES,
	DIFF_CHECK,
	DIFF_REASON,
	DIFF_NEVER,
	DIFF_REVERSIBLE,
	DIFF_DOMAIN,
	DIFF_DOMAIN_SHARED,
	DIFF_RECIPIENT_ADDED,
	DIFF_RECIPIENT_REMOVED,
	DIFF_RECIPIENT,
	DIFF_LIMIT,
	DIFF_SPELLING,
	DIFF_WHATS,
};

/* Names that do not change: "field-added", ... */
extern const char *const diff_whats[DIFF_WHATS];

struct difference {
	enum diff_mark mark;
	enum diff_what what;
	struct slice kind, path; /* or a name of the policy; p NULL: none */
	struct slice text;       /* a sentence without full stop */
};

/* Texts are NUL-terminated, and valid until the callback returns. */
typedef void diff_fn(void *ctx, const struct difference *difference);

/* Tells all differences, in the order of the newer policy.  ERR_NOMEM. */
int diff_policies(const struct document *older, const struct document *newer,
    enum language language, diff_fn *tell, void *ctx, struct err *err);

#endif
