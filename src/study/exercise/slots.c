#include "study/exercise/slots.h"

#include <stdlib.h>

/*
 * The slots of a kind.
 */

static struct slot *
slot_of(struct slots *s, uint32_t operand)
{
	return &s->all[s->by_operand[operand]];
}

static bool
is_alone(enum format_id format, const struct path *path)
{
	if (format != FORMAT_JSON)
		return format == FORMAT_CSV;
	for (size_t i = 0; i < path->step_count; i++)
		if (path->steps[i].kind == STEP_EACH ||
		    path->steps[i].kind == STEP_SELECT)
			return false;
	return true;
}

static struct slot *
add(struct slots *s, const struct path *path)
{
	struct slot *slot = &s->all[s->count++];

	*slot = (struct slot){
		.path = path,
		.operand = -1,
		.several = !is_alone(s->kind->format, path),
		.about = slots_about(s->kind->format, path),
	};
	return slot;
}

static void
add_fields(struct slots *s)
{
	for (size_t f = 0; f < s->kind->field_count; f++) {
		struct slot *slot = add(s, &s->kind->fields[f].path);

		slot->field = &s->kind->fields[f];
		slot->used = true;
	}
}

static void
add_operand(struct slots *s, uint32_t operand)
{
	const struct path *path = &s->stream->operands[operand];
	size_t i = 0;

	while (i < s->count && !slice_equal(s->all[i].path->text, path->text))
		i++;
	if (i == s->count)
		add(s, path);
	s->all[i].operand = (int32_t)operand;
	s->by_operand[operand] = (uint32_t)i;
}

/* What normalized values are made of. */
static enum type_id
type_of_domain(const struct program *program, const struct rule *rule)
{
	static const enum type_id types_of[NORMALIZE_COUNT] = {
		[NORMALIZE_NIR] = TYPE_NIR,
		[NORMALIZE_DIGITS] = TYPE_INTEGER,
		[NORMALIZE_PHONE] = TYPE_PHONE,
		[NORMALIZE_EMAIL] = TYPE_EMAIL,
	};
	uint32_t domain;

	return rule_setting(rule, PARAM_DOMAIN, &domain)
		   ? types_of[program->domains[domain].normalize]
		   : TYPE_ANY;
}

static enum type_id
type_of_generalize(const struct rule *rule)
{
	uint32_t choice = 0;

	rule_setting(rule, PARAM_CHOICE, &choice);
	switch (choice) {
	case 0: /* by steps */
		return TYPE_NUMBER;
	case 1: /* departement, region */
	case 2:
		return TYPE_POSTCODE_FR;
	default:
		return rule->at >= 0 ? TYPE_DATE : TYPE_DATETIME;
	}
}

enum type_id
slots_type_of(const struct program *program, const struct rule *rule)
{
	if (rule->must != TYPE_ANY)
		return rule->must;
	switch (rule->action) {
	case ACTION_GENERALIZE:
		return type_of_generalize(rule);
	case ACTION_SHIFT:
		return TYPE_DATE;
	case ACTION_TOKENIZE:
		return type_of_domain(program, rule);
	default:
		return TYPE_ANY;
	}
}

static void
use(struct slots *s, int32_t operand, enum type_id type)
{
	struct slot *slot;

	if (operand < 0)
		return;
	slot = slot_of(s, (uint32_t)operand);
	slot->used = true;
	if (slot->type == TYPE_ANY)
		slot->type = type;
}

static void
use_rule(struct slots *s, const struct rule *rule)
{
	enum type_id type = type_of_domain(s->program, rule);

	use(s, rule->at, rule->action == ACTION_SHIFT ? type : TYPE_DATE);
	for (size_t i = 0; i < rule->from_count; i++)
		use(s, (int32_t)rule->from[i], type);
}

static void
use_condition(struct slots *s, int32_t condition)
{
	const struct condition *c;

	if (condition < 0)
		return;
	c = &s->program->conditions[condition];
	for (size_t i = 0; i < c->part_count; i++)
		use_condition(s, (int32_t)c->parts[i]);
	switch (c->op) {
	case CONDITION_ALL:
	case CONDITION_ANY:
	case CONDITION_NOT:
		break;
	case CONDITION_AGE_UNDER:
	case CONDITION_AGE_FROM:
		use(s, (int32_t)c->at_operand, TYPE_DATE);
		use(s, (int32_t)c->operand, TYPE_DATE);
		break;
	case CONDITION_BEFORE:
	case CONDITION_AFTER:
		use(s, (int32_t)c->operand, TYPE_DATE);
		break;
	case CONDITION_AT_LEAST:
	case CONDITION_AT_MOST:
		use(s, (int32_t)c->operand, TYPE_NUMBER);
		break;
	default:
		use(s, (int32_t)c->operand, TYPE_ANY);
		break;
	}
}

static void
use_all(struct slots *s)
{
	const struct kind *kind = s->kind;

	for (size_t f = 0; f < kind_all_fields(kind); f++)
		for (size_t r = 0; r < kind->fields[f].rule_count; r++)
			use_rule(s, &kind->fields[f].rules[r]);
	use_condition(s, kind->match);
	for (size_t f = 0; f < kind_all_fields(kind); f++)
		for (size_t r = 0; r < kind->fields[f].rule_count; r++)
			use_condition(s, kind->fields[f].rules[r].when);
	for (size_t i = 0; i < kind->guarded_count; i++)
		use(s, (int32_t)kind->guarded[i].operand, TYPE_ANY);
}

/* Marks the conditions that one of the stream's kinds asks about. */
static void
mark_condition(struct slots *s, int32_t condition)
{
	const struct condition *c;

	if (condition < 0 || s->asked[condition])
		return;
	s->asked[condition] = true;
	c = &s->program->conditions[condition];
	for (size_t i = 0; i < c->part_count; i++)
		mark_condition(s, (int32_t)c->parts[i]);
}

static void
mark_all(struct slots *s)
{
	for (size_t k = 0; k < s->stream->kind_count; k++) {
		const struct kind *kind =
		    &s->program->kinds[s->stream->kinds[k]];

		mark_condition(s, kind->match);
		for (size_t f = 0; f < kind_all_fields(kind); f++)
			for (size_t r = 0; r < kind->fields[f].rule_count; r++)
				mark_condition(
				    s, kind->fields[f].rules[r].when);
	}
}

int
slots_init(
    struct slots *s, const struct program *program, const struct kind *kind)
{
	const struct stream *stream = &program->streams[kind->format];

	*s = (struct slots){
		.program = program,
		.stream = stream,
		.kind = kind,
		.all = calloc(kind->field_count + stream->operand_count + 1,
		    sizeof(*s->all)),
		.by_operand =
		    calloc(stream->operand_count + 1, sizeof(*s->by_operand)),
		.asked =
		    calloc(program->condition_count + 1, sizeof(*s->asked)),
	};
	if (s->all == NULL || s->by_operand == NULL || s->asked == NULL)
		return -1;
	add_fields(s);
	for (uint32_t i = 0; i < stream->operand_count; i++)
		add_operand(s, i);
	use_all(s);
	mark_all(s);
	return 0;
}

void
slots_release(struct slots *s)
{
	free(s->all);
	free(s->by_operand);
	free(s->asked);
	*s = (struct slots){ .all = NULL };
}

void
slots_begin(struct slots *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct slot *slot = &s->all[i];

		*slot = (struct slot){
			.path = slot->path,
			.field = slot->field,
			.operand = slot->operand,
			.type = slot->type,
			.used = slot->used,
			.several = slot->several,
			.about = slot->about,
		};
	}
}
