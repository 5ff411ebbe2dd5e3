/*
 * What must be so for a record to reach its item.
 */
#include "study/exercise/maker_inner.h"

static void
wish(struct making *w, int32_t condition, bool holds)
{
	if (w->wish_count < MAKER_WISHES)
		w->wishes[w->wish_count++] =
		    (struct solve_wish){ condition, holds };
}

/* The record is of its kind, or of none, and of no other one. */
static void
wish_kind(struct making *w)
{
	const struct stream *stream = w->slots->stream;

	for (size_t i = 0; i < stream->kind_count; i++) {
		const struct kind *kind =
		    &w->m->program->kinds[stream->kinds[i]];

		wish(w, kind->match,
		    kind == w->kind && w->item->what != COVER_KIND);
	}
}

/* The alternatives before the rule do not apply, and it does; NULL: none. */
static void
wish_rule(struct making *w, const struct field *field, const struct rule *rule)
{
	for (size_t r = 0; r < field->rule_count; r++) {
		bool is_it = &field->rules[r] == rule;

		wish(w, field->rules[r].when, is_it);
		if (is_it)
			break;
	}
}

static struct slot *
operand_slot(const struct making *w, uint32_t operand)
{
	return &w->slots->all[w->slots->by_operand[operand]];
}

/* The values that a slot is to have, in the arena. */
static void
only(struct making *w, struct slot *slot, const struct value *v)
{
	struct value *more =
	    arena_array(&w->m->arena, slot->only_count + 1, sizeof(*more));

	if (more == NULL)
		return;
	if (slot->only_count > 0)
		memcpy(more, slot->only, slot->only_count * sizeof(*more));
	more[slot->only_count++] = *v;
	slot->only = more;
}

/* With what a predicate asks for in front. */
static struct value
behind_prefix(
    struct making *w, const struct predicate *p, const struct value *v)
{
	size_t len = p->value.len + v->text.len;
	uint8_t *text = arena_alloc(&w->m->arena, len + 1);

	if (text == NULL)
		return *v;
	memcpy(text, p->value.p, p->value.len);
	memcpy(text + p->value.len, v->text.p, v->text.len);
	return (struct value){ { text, len }, VALUE_TEXT };
}

static bool
is_wrong(enum reason reason, const struct rule *rule, const struct value *v)
{
	bool typed = type_holds(rule->must, rule->text_max, v);

	switch (reason) {
	case REASON_TYPE:
		return !typed;
	case REASON_ONE_OF:
		return typed && !rule_lists(rule, v->text);
	default:
		return typed && rule_lists(rule, v->text) &&
		       !slots_accepts(rule, v);
	}
}

static void
only_if_wrong(struct making *w, const struct value *v)
{
	const struct path *path = w->target->path;

	if (is_wrong(w->item->reason, w->item->rule, v))
		only(w, w->target, v);
	for (size_t i = 0; i < path->step_count; i++) {
		const struct step *s = &path->steps[i];

		for (size_t p = 0; p < s->predicate_count; p++) {
			struct value longer;

			if (s->predicates[p].op != PREDICATE_STARTS)
				continue;
			longer = behind_prefix(w, &s->predicates[p], v);
			if (is_wrong(w->item->reason, w->item->rule, &longer))
				only(w, w->target, &longer);
		}
	}
}

/* Values that the rule must refuse. */
static void
make_wrong(struct making *w)
{
	const struct rule *rule = w->item->rule;
	struct value v;

	for (size_t i = 0; example_wrong(&w->example, rule->text_max, i, &v);
	     i++)
		only_if_wrong(w, &v);
	for (size_t i = 0; i < rule->one_of_count; i++)
		only_if_wrong(
		    w, &(struct value){ rule->one_of[i], VALUE_TEXT });
	for (int i = 0; i < 2; i++) {
		v = example_value(&w->example,
		    slots_type_of(w->m->program, rule), rule->text_max,
		    w->target->about);
		only_if_wrong(w, &v);
	}
	w->target->wanted = true;
}

/* One of the values of which a new field is made. */
static struct slot *
some_part(struct making *w)
{
	const struct rule *rule = w->item->rule;
	uint32_t i = rule->from_count > 0
			 ? draw(&w->m->dice, (uint32_t)rule->from_count)
			 : 0;

	return rule->from_count > 0 ? operand_slot(w, rule->from[i]) : NULL;
}

/* Says what is wrong with the record. */
static void
make_reject(struct making *w)
{
	struct slot *part = some_part(w);

	switch (w->item->reason) {
	case REASON_ABSENT:
		part = part != NULL ? part : w->target;
		if (part != NULL)
			part->empty = true;
		break;
	case REASON_AT:
	case REASON_PER:
		part = operand_slot(w, (uint32_t)w->item->rule->at);
		part->empty = w->try % 2 == 0;
		part->differ = !part->empty;
		w->target->wanted = true;
		break;
	case REASON_FROM:
		if (part != NULL)
			part->differ = part->wanted = true;
		break;
	default:
		if (w->target != NULL)
			make_wrong(w);
		break;
	}
}

void
maker_want(struct making *w, const struct rule *rule)
{
	if (rule->at >= 0)
		operand_slot(w, (uint32_t)rule->at)->wanted = true;
	for (size_t i = 0; i < rule->from_count; i++)
		operand_slot(w, rule->from[i])->wanted = true;
}

static struct slot *
slot_of_field(const struct making *w, const struct field *field)
{
	size_t i = (size_t)(field - w->kind->fields);

	return i < w->kind->field_count ? &w->slots->all[i] : NULL;
}

void
maker_state(struct making *w)
{
	const struct cover_item *item = w->item;

	wish_kind(w);
	if (item->what == COVER_KIND)
		return;
	w->target = slot_of_field(w, item->field);
	wish_rule(w, item->field, item->rule);
	if (item->rule != NULL)
		maker_want(w, item->rule);
	if (item->what == COVER_REJECT)
		make_reject(w);
	else if (w->target != NULL)
		w->target->wanted =
		    item->what == COVER_RULE || !is_way(w, WAY_SPARSE);
}
