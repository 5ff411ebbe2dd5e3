/*
 * coverage: what of a policy its tests have reached.
 *
 * To be reached are: every rule, alternatives each for itself; of every field
 * whose alternatives are all conditional, that none of them applies; every
 * reason for which a field can reject a record; and, in a format whose kinds
 * all state what they match, a record of no kind.  A reason counts when `must`,
 * `oneOf`, `absent`, `at`, `per`, `from` or a map's `else` can give it, but not
 * when the condition under which the rule is asked, or a predicate of its path,
 * rules it out.
 */
#ifndef STUDY_COVERAGE_H
#define STUDY_COVERAGE_H

#include "engine/engine.h"

enum cover {
	COVER_RULE,      /* a rule was applied, or dropped a value */
	COVER_OTHERWISE, /* none of the alternatives applied */
	COVER_REJECT,    /* a field rejected a record for the reason */
	COVER_KIND,      /* a record was of no kind */
};

struct cover_item {
	enum cover what;
	enum format_id format;
	const struct kind *kind;   /* NULL: COVER_KIND */
	const struct field *field; /* likewise */
	const struct rule *rule;   /* COVER_RULE; COVER_REJECT: the first */
	enum reason reason;        /* COVER_REJECT, COVER_KIND */
	bool reached;
};

struct coverage {
	struct cover_item *items; /* owned; in the order of the policy */
	size_t count;
};

/* Nothing is reached.  -1 without memory. */
int coverage_init(struct coverage *c, const struct program *program);
void coverage_release(struct coverage *c);

/* A record was written: the engine still knows its conditions. */
void coverage_written(struct coverage *c, struct engine *e);

/* A record was rejected; kind is NULL if it had none. */
void coverage_rejected(struct coverage *c, enum format_id format,
    const struct kind *kind, const struct rejection *why);

/* The records of an engine are done. */
void coverage_count(struct coverage *c, const struct engine *e);

/* Whether an operand of a predicate of a step means what the path ends at. */
bool coverage_is_operand(enum format_id format, const struct path *path,
    size_t step, struct slice operand);

/* How many items are reached, and the share in whole percents, rounded down.
 * Of nothing, all is reached. */
size_t coverage_reached(const struct coverage *c);
unsigned int coverage_percent(const struct coverage *c);

#endif
