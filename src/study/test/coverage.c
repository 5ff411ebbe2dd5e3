#include "study/test/coverage.h"

#include <stdlib.h>

#include "base/limits.h"
#include "engine/evaluate.h"

/* The choice `reject` of the parameter `else` of a map, as it is stored. */
#define MAP_REJECTS 2

/* Reasons that one rule can have, and itself. */
#define ITEMS_OF_RULE 7

static size_t
most_items(const struct program *program)
{
	size_t n = FORMAT_COUNT;

	for (size_t k = 0; k < program->kind_count; k++)
		for (size_t f = 0; f < kind_all_fields(&program->kinds[k]); f++)
			n += 1 + ITEMS_OF_RULE *
				     program->kinds[k].fields[f].rule_count;
	return n;
}

/* Whether there can be several values of which a new field is made. */
static bool
may_be_several(const struct program *program, const struct kind *kind,
    const struct rule *rule)
{
	const struct stream *stream = &program->streams[kind->format];

	for (size_t i = 0; i < rule->from_count; i++)
		if (!path_is_single(
			&stream->operands[rule->from[i]], kind->format))
			return true;
	return false;
}

/* Whether the rule accepts every value for which a condition holds. */
static bool
accepts_all(const struct condition *c, const struct rule *rule)
{
	for (size_t i = 0; i < c->constant_count; i++)
		if (!rule_lists(rule, c->constants[i].text) ||
		    (rule->must != TYPE_ANY &&
			!type_holds(
			    rule->must, rule->text_max, &c->constants[i])))
			return false;
	return true;
}

/* Adds the names of the steps from `at` on, as predicates spell them. */
static bool
spell_rest(
    const struct path *path, size_t at, const char *between, struct buf *out)
{
	for (size_t i = at; i < path->step_count; i++) {
		const struct step *step = &path->steps[i];

		if (step->kind != STEP_NAME)
			return false;
		if (slice_is(step->name, PATH_XML_TEXT))
			continue;
		if (i > at)
			buf_add_text(out, between);
		buf_add_slice(out, step->name);
	}
	return !out->failed;
}

bool
coverage_is_operand(enum format_id format, const struct path *path, size_t step,
    struct slice operand)
{
	struct buf rest;
	bool is_it;

	buf_init(&rest, LIMIT_POLICY);
	is_it = spell_rest(
		    path, step + 1, format == FORMAT_XML ? "/" : ".", &rest) &&
		slice_equal(buf_slice(&rest), operand);
	buf_release(&rest);
	return is_it;
}

/* Whether a predicate of the path says what the value is, and the rule accepts
 * that. */
static bool
is_fixed(
    const struct kind *kind, const struct path *path, const struct rule *rule)
{
	for (size_t i = 0; i < path->step_count; i++) {
		const struct step *step = &path->steps[i];

		for (size_t p = 0; p < step->predicate_count; p++) {
			struct value v = { step->predicates[p].value,
				VALUE_TEXT };
			struct condition c = { .constants = &v,
				.constant_count = 1 };

			if (step->predicates[p].op == PREDICATE_IS &&
			    coverage_is_operand(kind->format, path, i,
				step->predicates[p].operand) &&
			    accepts_all(&c, rule))
				return true;
		}
	}
	return false;
}

/*
 * Whether a condition that holds makes sure that the field is there, with a
 * value that the rule accepts.
 */
static bool
assures(const struct program *program, int32_t condition,
    const struct kind *kind, const struct field *field, const struct rule *rule)
{
	const struct stream *stream = &program->streams[kind->format];
	const struct condition *c;

	if (condition < 0 || !path_is_single(&field->path, kind->format))
		return false;
	c = &program->conditions[condition];
	if (c->op == CONDITION_IN)
		return slice_equal(stream->operands[c->operand].text,
			   field->path.text) &&
		       accepts_all(c, rule);
	for (size_t i = 0; c->op == CONDITION_ALL && i < c->part_count; i++)
		if (assures(program, (int32_t)c->parts[i], kind, field, rule))
			return true;
	return false;
}

/* A policy's items as they are listed. */
struct listing {
	struct coverage *c;
	const struct program *program;
	struct cover_item now; /* format, kind, field and rule at hand */
	size_t first;          /* item of the field */
};

static void
add(struct listing *l, enum cover what, enum reason reason)
{
	struct cover_item *item = &l->c->items[l->c->count++];

	*item = l->now;
	item->what = what;
	item->reason = reason;
}

/* A reason that alternatives share counts once. */
static void
add_reason(struct listing *l, bool possible, enum reason reason)
{
	if (!possible)
		return;
	for (size_t i = l->first; i < l->c->count; i++)
		if (l->c->items[i].what == COVER_REJECT &&
		    l->c->items[i].reason == reason)
			return;
	add(l, COVER_REJECT, reason);
}

/* Whether there are values that are not of the rule's type. */
static bool
is_typed(const struct rule *rule)
{
	return rule->must != TYPE_ANY &&
	       (rule->must != TYPE_TEXT || rule->text_max > 0);
}

/* A map without a way out for values that its table lacks. */
static bool
refuses_others(const struct rule *rule)
{
	uint32_t otherwise;

	return rule->action == ACTION_MAP &&
	       rule_setting(rule, PARAM_CHOICE, &otherwise) &&
	       otherwise == MAP_REJECTS;
}

static void
add_reasons(struct listing *l, const struct rule *rule)
{
	const struct kind *kind = l->now.kind;
	const struct field *field = l->now.field;
	bool asked = rule->action != ACTION_DROP && !rule->invalid_drops;
	bool good = assures(l->program, kind->match, kind, field, rule) ||
		    assures(l->program, rule->when, kind, field, rule);
	bool fixed = good || is_fixed(kind, &field->path, rule);

	add_reason(l, asked && !fixed && is_typed(rule), REASON_TYPE);
	add_reason(l, asked && !fixed && rule->one_of_count > 0, REASON_ONE_OF);
	add_reason(l, rule->absent_rejects && !good, REASON_ABSENT);
	add_reason(l, asked && rule->at >= 0,
	    rule->action == ACTION_SHIFT ? REASON_PER : REASON_AT);
	add_reason(
	    l, asked && may_be_several(l->program, kind, rule), REASON_FROM);
	add_reason(l, refuses_others(rule), REASON_MAP);
}

static void
add_field(struct listing *l, const struct field *field)
{
	bool conditional = field->rule_count > 0;

	l->now.field = field;
	l->first = l->c->count;
	for (size_t r = 0; r < field->rule_count; r++) {
		l->now.rule = &field->rules[r];
		add(l, COVER_RULE, REASON_NONE);
		add_reasons(l, l->now.rule);
		conditional &= l->now.rule->when >= 0;
	}
	l->now.rule = NULL;
	if (conditional)
		add(l, COVER_OTHERWISE, REASON_NONE);
}

/* Whether a record of the format can be of no kind. */
static bool
may_be_of_none(const struct program *program, enum format_id format)
{
	const struct stream *s = &program->streams[format];
	bool may = s->kind_count > 0;

	for (size_t i = 0; i < s->kind_count; i++)
		may &= program->kinds[s->kinds[i]].match >= 0;
	return may;
}

int
coverage_init(struct coverage *c, const struct program *program)
{
	struct listing l = { .c = c, .program = program };

	c->count = 0;
	c->items = calloc(most_items(program), sizeof(*c->items));
	if (c->items == NULL)
		return -1;
	for (size_t k = 0; k < program->kind_count; k++) {
		const struct kind *kind = &program->kinds[k];

		l.now =
		    (struct cover_item){ .kind = kind, .format = kind->format };
		for (size_t f = 0; f < kind_all_fields(kind); f++)
			add_field(&l, &kind->fields[f]);
	}
	for (enum format_id f = 0; f < FORMAT_COUNT; f++) {
		l.now = (struct cover_item){ .format = f };
		if (may_be_of_none(program, f))
			add(&l, COVER_KIND, REASON_KIND);
	}
	return 0;
}

void
coverage_release(struct coverage *c)
{
	free(c->items);
	*c = (struct coverage){ .items = NULL };
}

static bool
applies_to_none(struct engine *e, const struct field *field)
{
	for (size_t r = 0; r < field->rule_count; r++)
		if (evaluate_condition(e, field->rules[r].when))
			return false;
	return true;
}

void
coverage_written(struct coverage *c, struct engine *e)
{
	for (size_t i = 0; i < c->count; i++) {
		struct cover_item *item = &c->items[i];

		if (item->what == COVER_OTHERWISE && !item->reached &&
		    item->kind == e->kind)
			item->reached = applies_to_none(e, item->field);
	}
}

static bool
is_rejection(const struct cover_item *item, enum format_id format,
    const struct kind *kind, const struct rejection *why)
{
	if (item->reason != why->reason || item->format != format)
		return false;
	if (item->what == COVER_KIND)
		return true;
	return item->what == COVER_REJECT && item->kind == kind &&
	       slice_equal(item->field->path.text, why->path);
}

void
coverage_rejected(struct coverage *c, enum format_id format,
    const struct kind *kind, const struct rejection *why)
{
	for (size_t i = 0; i < c->count; i++)
		if (is_rejection(&c->items[i], format, kind, why))
			c->items[i].reached = true;
}

void
coverage_count(struct coverage *c, const struct engine *e)
{
	for (size_t i = 0; i < c->count; i++) {
		struct cover_item *item = &c->items[i];

		if (item->what != COVER_RULE)
			continue;
		item->reached |=
		    rule_was_used(&e->counts.rules[item->rule->id]);
	}
}

size_t
coverage_reached(const struct coverage *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		n += c->items[i].reached;
	return n;
}

unsigned int
coverage_percent(const struct coverage *c)
{
	if (c->count == 0)
		return 100;
	return (unsigned int)(coverage_reached(c) * 100 / c->count);
}
