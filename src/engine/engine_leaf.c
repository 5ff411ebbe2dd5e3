/*
 * Act mode: what becomes of a value, or of a container.
 */
#include "engine/engine_inner.h"

static enum leaf
refuse(struct engine *e, uint32_t state, const struct rule *rule,
    enum reason reason)
{
	return engine_refuse(e, engine_field_at(e, state), rule, reason);
}

static enum leaf
leaf_absent(
    struct engine *e, const struct field *field, const struct rule *rule)
{
	if (rule->absent_rejects) {
		engine_reject_path(e, REASON_ABSENT, field->path.text);
		return LEAF_REJECT;
	}
	return engine_use(
	    e, rule, rule->action == ACTION_KEEP ? LEAF_SPLICE : LEAF_DROP);
}

/* What becomes of protected values where no alternative applies. */
static const struct rule no_alternative = {
	.action = ACTION_DROP,
	.guards = true,
};

static inline bool
stays(const struct engine *e, struct slice text)
{
	return (uintptr_t)text.p - (uintptr_t)e->stays.p < e->stays.len;
}

/* Notes a value that is to be written.  False: no memory. */
static inline bool
note_shown(
    struct engine *e, uint32_t field, enum type_id must, struct slice text)
{
	if (!stays(e, text))
		return net_show_copy(&e->net, field, must, text);
	if (!net_has_room(&e->net) && !net_reserve(&e->net))
		return false;
	net_show(&e->net, field, must, text);
	return true;
}

/* The same as a rule says. */
static enum leaf
show(struct engine *e, uint32_t state, const struct rule *rule,
    struct slice text, enum leaf leaf)
{
	if (e->searches && rule->shows &&
	    !note_shown(
		e, e->machine->states[state].winner, rule->must, text)) {
		engine_reject(e, REASON_MEMORY);
		return LEAF_REJECT;
	}
	return engine_use(e, rule, leaf);
}

enum leaf
engine_leaf_any(
    struct engine *e, uint32_t state, bool absent, const struct rule **rule)
{
	const struct machine_state *s = &e->machine->states[state];
	const struct field *field;
	const struct rule *r;

	if (s->winner == MACHINE_NONE)
		return LEAF_DROP;
	field = &e->kind->fields[s->winner];
	r = engine_choose_rule(e, field);
	if (e->observer != NULL) {
		*rule = r;
		return absent ? LEAF_DROP : LEAF_APPLY;
	}
	if (r == NULL && (absent || !field_guards(field)))
		return LEAF_DROP;
	if (absent)
		return leaf_absent(e, field, r);
	if (r == NULL) {
		*rule = &no_alternative;
		return LEAF_APPLY;
	}
	e->field_seen[s->winner] = e->record;
	if (r->splices && !e->searches)
		return engine_use(e, r, LEAF_SPLICE);
	if (r->action == ACTION_DROP && !r->guards)
		return engine_use(e, r, LEAF_DROP);
	*rule = r;
	return LEAF_APPLY;
}

static bool
is_listed(const struct rule *rule, struct slice text)
{
	size_t low = 0, high = rule->one_of_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = slice_word_order(rule->one_of[middle], text);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static enum leaf
observe(struct engine *e, const struct field *field, const struct rule *rule,
    const struct value *v)
{
	e->observer->meet(e->observer->ctx, field->path.text, field, rule, v);
	return LEAF_DROP;
}

/* engine_apply() of rules whose values have to be looked at. */
static enum leaf
apply(struct engine *e, uint32_t state, const struct rule *rule,
    const struct value *in, enum value_kind *kind)
{
	struct action_context context = {
		.domains = e->binding->domains,
		.recipients = e->binding->recipients,
		.scratch = &e->scratch,
		.place = rule->place,
		.must = rule->must,
	};

	if (rule->guards && in->kind != VALUE_BOOLEAN &&
	    engine_guard(e, in->text, engine_field_at(e, state)->path.text) < 0)
		return LEAF_REJECT;
	if (rule->action == ACTION_DROP)
		return rule == &no_alternative ? LEAF_DROP
					       : engine_use(e, rule, LEAF_DROP);
	if (rule->must != TYPE_ANY &&
	    !type_holds(rule->must, rule->text_max, in))
		return refuse(e, state, rule, REASON_TYPE);
	if (rule->one_of_count > 0 && !is_listed(rule, in->text))
		return refuse(e, state, rule, REASON_ONE_OF);
	if (rule->at >= 0 &&
	    !evaluate_single(e, (uint32_t)rule->at, &context.at))
		return refuse(e, state, rule,
		    rule->action == ACTION_SHIFT ? REASON_PER : REASON_AT);
	if (in->text.len > e->program->limits.value) {
		engine_reject(e, REASON_VALUE_SIZE);
		return LEAF_REJECT;
	}
	if (rule->action == ACTION_KEEP)
		return show(e, state, rule, in->text, LEAF_SPLICE);
	buf_reset(&e->result);
	buf_reset(&e->scratch);
	*kind = VALUE_TEXT;
	switch (actions[rule->action]->apply(
	    rule->config, &context, in, &e->result, kind)) {
	case VERDICT_KEEP:
		return show(e, state, rule, in->text, LEAF_SPLICE);
	case VERDICT_DROP:
		return engine_use(e, rule, LEAF_DROP);
	case VERDICT_CHANGED:
		break;
	case VERDICT_INVALID:
		return refuse(e, state, rule, REASON_TYPE);
	case VERDICT_REFUSE:
		engine_reject_path(
		    e, REASON_MAP, engine_field_at(e, state)->path.text);
		return LEAF_REJECT;
	}
	if (e->result.failed || e->scratch.failed) {
		engine_reject(e, REASON_MEMORY);
		return LEAF_REJECT;
	}
	return show(e, state, rule, buf_slice(&e->result), LEAF_APPLY);
}

enum leaf
engine_apply(struct engine *e, uint32_t state, const struct rule *rule,
    const struct value *in, enum value_kind *kind)
{
	if (e->observer != NULL)
		return observe(e, engine_field_at(e, state), rule, in);
	if (rule->splices && in->text.len <= e->program->limits.value)
		return show(e, state, rule, in->text, LEAF_SPLICE);
	return apply(e, state, rule, in, kind);
}

enum leaf
engine_container_any(struct engine *e, uint32_t state)
{
	const struct field *field = engine_field_at(e, state);
	const struct rule *rule = engine_choose_rule(e, field);

	if (e->observer != NULL) {
		/* Values below have no path, and cannot be heard of. */
		if (field_may_release(field))
			engine_reject_at(e, state, REASON_TYPE);
		return LEAF_DROP;
	}
	if (field_guards(field)) {
		/* What is in it has no path, and would not be looked for. */
		engine_reject_at(e, state, REASON_TYPE);
		return LEAF_REJECT;
	}
	if (rule == NULL)
		return LEAF_DROP;
	e->field_seen[e->machine->states[state].winner] = e->record;
	if (rule->action == ACTION_DROP)
		return engine_use(e, rule, LEAF_DROP);
	return refuse(e, state, rule, REASON_TYPE);
}
