/*
 * Fields that the input does not have, made of values that it has.
 */
#include "engine/engine_inner.h"

#include "base/limits.h"

/* Finds the parts of a new field; what is said of it if one cannot be had. */
static enum leaf
find_parts(struct engine *e, const struct field *field, const struct rule *rule,
    struct value parts[LIMIT_PARTS])
{
	size_t len = 0;

	for (size_t i = 0; i < rule->from_count; i++) {
		switch (evaluate_value(e, rule->from[i], &parts[i])) {
		case EVALUATED_NONE:
			if (!rule->absent_rejects)
				return LEAF_DROP;
			engine_reject_path(e, REASON_ABSENT, field->path.text);
			return LEAF_REJECT;
		case EVALUATED_SEVERAL:
			return engine_refuse(e, field, rule, REASON_FROM);
		case EVALUATED_ONE:
			len += parts[i].text.len;
		}
	}
	if (len <= e->program->limits.value)
		return LEAF_APPLY;
	engine_reject(e, REASON_VALUE_SIZE);
	return LEAF_REJECT;
}

enum leaf
engine_make(struct engine *e, size_t i, enum value_kind *kind)
{
	const struct field *field = &e->kind->fields[e->kind->field_count + i];
	const struct rule *rule = engine_choose_rule(e, field);
	const struct value nothing = { .kind = VALUE_NULL };
	struct value parts[LIMIT_PARTS];
	struct action_context context = {
		.domains = e->binding->domains,
		.scratch = &e->scratch,
		.parts = parts,
	};
	enum leaf leaf;

	if (rule == NULL || e->observer != NULL)
		return LEAF_DROP;
	leaf = find_parts(e, field, rule, parts);
	if (leaf != LEAF_APPLY)
		return leaf;
	context.part_count = rule->from_count;
	buf_reset(&e->result);
	buf_reset(&e->scratch);
	*kind = VALUE_TEXT;
	if (actions[rule->action]->apply(rule->config, &context, &nothing,
		&e->result, kind) != VERDICT_CHANGED)
		return engine_refuse(e, field, rule, REASON_TYPE);
	if (e->result.failed || e->scratch.failed) {
		engine_reject(e, REASON_MEMORY);
		return LEAF_REJECT;
	}
	return engine_use(e, rule, LEAF_APPLY);
}
