/*
 * engine_inner: what the parts of the engine share, and nobody else.
 *
 *	engine.c	an engine; a record begins, or is rejected
 *	engine_look.c	look mode: which values a record has, and what it is
 *	engine_leaf.c	act mode: what becomes of a value
 *	engine_new.c	fields that the input does not have
 *	engine_end.c	what is missing or must not come out; counting
 */
#ifndef ENGINE_ENGINE_INNER_H
#define ENGINE_ENGINE_INNER_H

#include "base/array.h"
#include "engine/engine.h"
#include "engine/evaluate.h"

/* The field whose path ends at an act mode state. */
static inline const struct field *
engine_field_at(const struct engine *e, uint32_t state)
{
	return &e->kind->fields[e->machine->states[state].winner];
}

/* The first alternative whose condition holds, or NULL. */
static inline const struct rule *
engine_choose_rule(struct engine *e, const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++) {
		const struct rule *rule = &field->rules[i];

		if (rule->when < 0 || evaluate_condition(e, rule->when))
			return rule;
	}
	return NULL;
}

/* Notes a rule that decides about a value, to be counted if the record leaves.
 * Returns what becomes of the value. */
static inline enum leaf
engine_use(struct engine *e, const struct rule *rule, enum leaf leaf)
{
	if (e->use_count == e->use_cap &&
	    !array_grow((void **)&e->uses, &e->use_cap, sizeof(*e->uses))) {
		engine_reject(e, REASON_MEMORY);
		return LEAF_REJECT;
	}
	e->uses[e->use_count++] = rule->id * 2 + (leaf == LEAF_DROP);
	return leaf;
}

/* A value that its rule cannot accept. */
static inline enum leaf
engine_refuse(struct engine *e, const struct field *field,
    const struct rule *rule, enum reason reason)
{
	if (rule->invalid_drops)
		return engine_use(e, rule, LEAF_DROP);
	engine_reject_path(e, reason, field->path.text);
	return LEAF_REJECT;
}

/* Protects a value from coming out elsewhere. */
static inline int
engine_guard(struct engine *e, struct slice value, struct slice path)
{
	enum reason reason = net_guard(&e->net, value, path);

	return reason == REASON_NONE ? 0 : engine_reject(e, reason);
}

/* Whether values are protected in this record: their field may keep them. */
static inline bool
engine_guards(struct engine *e, const struct guarded *guarded)
{
	const struct rule *rule;

	if (guarded->keeper < 0)
		return true;
	rule = engine_choose_rule(e, &e->kind->fields[guarded->keeper]);
	return rule == NULL || !actions[rule->action]->releases_raw;
}

/* Whether the values of an operand are protected. */
static inline bool
engine_is_guarded(struct engine *e, uint32_t operand)
{
	size_t low = 0, high = e->kind->guarded_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct guarded *guarded = &e->kind->guarded[middle];

		if (guarded->operand == operand)
			return engine_guards(e, guarded);
		if (guarded->operand < operand)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/*
 * Rejects a record with a container where something is protected without a
 * rule of its own, which must be a value: what is in a container has no path,
 * and would not be looked for.  -1: rejected.
 */
int engine_refuse_enclosed(struct engine *e);

#endif
