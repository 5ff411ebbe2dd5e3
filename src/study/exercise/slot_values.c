/*
 * Which values a slot may get.
 */
#include <stdio.h>

#include "base/date.h"
#include "base/num.h"
#include "study/test/coverage.h"
#include "study/exercise/slots.h"

/* Values that are drawn for each type, and that are expected in all. */
#define DRAWS 2
#define ROOM  8

static bool
is_in_table(const struct action_table *table, struct slice text)
{
	for (size_t i = 0; i < table->count; i++)
		if (slice_equal(table->pairs[i].from, text))
			return true;
	return false;
}

bool
slots_accepts(const struct rule *rule, const struct value *v)
{
	struct action_table table;

	if (rule->action == ACTION_DROP)
		return true;
	return type_holds(rule->must, rule->text_max, v) &&
	       rule_lists(rule, v->text) &&
	       (!rule_table(rule, &table) || is_in_table(&table, v->text));
}

/* The values that are being drawn. */
struct drawing {
	const struct slots *s;
	struct slot *slot;
	struct example *x;
	size_t room;
};

static void
put(struct drawing *d, const struct value *v)
{
	struct slot *slot = d->slot;

	if (value_is_absent(v))
		return;
	if (slot->candidates == NULL) {
		slot->candidates =
		    arena_array(d->x->arena, ROOM, sizeof(*slot->candidates));
		d->room = slot->candidates != NULL ? ROOM : 0;
	}
	if (slot->candidate_count == d->room &&
	    !arena_grow(
		d->x->arena, (void **)&slot->candidates, &d->room, sizeof(*v)))
		return;
	slot->candidates[slot->candidate_count++] = *v;
}

static void
put_text(struct drawing *d, struct slice text)
{
	put(d, &(struct value){ text, VALUE_TEXT });
}

static void
put_examples(struct drawing *d, enum type_id type, uint32_t max, int draws)
{
	for (int i = 0; i < draws; i++) {
		struct value v = example_value(d->x, type, max, d->slot->about);

		put(d, &v);
	}
}

static void
put_for_rule(struct drawing *d, const struct rule *rule)
{
	struct action_table table;

	for (size_t i = 0; i < rule->one_of_count; i++)
		put_text(d, rule->one_of[i]);
	if (rule_table(rule, &table))
		for (size_t i = 0; i < table.count; i++)
			put_text(d, table.pairs[i].from);
	put_examples(d, slots_type_of(d->s->program, rule), rule->text_max,
	    rule->one_of_count == 0 ? DRAWS : 1);
}

/* A date that lies so many days behind another one. */
static void
put_moved(struct drawing *d, struct slice text, int32_t days)
{
	struct date date;
	struct buf moved;

	buf_init(&moved, 64);
	if (date_parse(text, &date) && date_move(&date, days)) {
		date_put_over(&moved, &date, text);
		put_text(d, arena_copy(d->x->arena, buf_slice(&moved)));
	}
	buf_release(&moved);
}

/* A number that is more, or less, than another one. */
static void
put_beside(struct drawing *d, struct slice text, int64_t by)
{
	struct buf floor;
	char shown[32];
	uint64_t n;

	buf_init(&floor, 64);
	if (num_floor(text, 1, &floor) && num_u64(buf_slice(&floor), &n) &&
	    n < INT32_MAX) {
		snprintf(shown, sizeof(shown), "%lld", (long long)n + by);
		put(d,
		    &(struct value){ arena_copy(d->x->arena, slice_text(shown)),
			VALUE_NUMBER });
	}
	buf_release(&floor);
}

static void
put_for_condition(struct drawing *d, const struct condition *c)
{
	for (size_t i = 0; i < c->constant_count; i++)
		put(d, &c->constants[i]);
	switch (c->op) {
	case CONDITION_BEFORE:
	case CONDITION_AFTER:
		put_moved(d, c->constants[0].text, -40);
		put_moved(d, c->constants[0].text, 40);
		put_moved(d, c->constants[0].text, -800);
		put_moved(d, c->constants[0].text, 800);
		break;
	case CONDITION_AT_LEAST:
	case CONDITION_AT_MOST:
		put_beside(d, c->constants[0].text, -1);
		put_beside(d, c->constants[0].text, 2);
		break;
	default:
		break;
	}
}

static void
put_for_conditions(struct drawing *d)
{
	const struct program *program = d->s->program;

	for (size_t i = 0; i < program->condition_count; i++) {
		const struct condition *c = &program->conditions[i];

		if (d->s->asked[i] && c->part_count == 0 &&
		    d->slot->operand >= 0 &&
		    c->operand == (uint32_t)d->slot->operand)
			put_for_condition(d, c);
	}
}

/* What predicates of the path say of the value itself. */
static void
put_for_path(struct drawing *d)
{
	const struct path *path = d->slot->path;

	for (size_t i = 0; i < path->step_count; i++) {
		const struct step *s = &path->steps[i];

		for (size_t p = 0; p < s->predicate_count; p++)
			if (s->predicates[p].op == PREDICATE_IS &&
			    coverage_is_operand(d->s->kind->format, path, i,
				s->predicates[p].operand))
				put_text(d, s->predicates[p].value);
	}
}

/* How well a value would do: 2 and more, a rule accepts it. */
static unsigned int
score(const struct slot *slot, const struct value *v)
{
	unsigned int all = 2, any = 0;

	for (size_t r = 0; slot->field != NULL && r < slot->field->rule_count;
	     r++) {
		if (slots_accepts(&slot->field->rules[r], v))
			any = 1;
		else
			all = 0;
	}
	return (all + any) * 2 + type_holds(slot->type, 0, v);
}

/* In any order, but the best ones first. */
static void
sort(struct drawing *d)
{
	struct slot *slot = d->slot;
	struct value *v = slot->candidates;

	for (size_t i = slot->candidate_count; i > 1; i--) {
		size_t j = draw(d->x->dice, (uint32_t)i);
		struct value other = v[i - 1];

		v[i - 1] = v[j];
		v[j] = other;
	}
	for (size_t i = 1; i < slot->candidate_count; i++) {
		struct value one = v[i];
		unsigned int good = score(slot, &one);
		size_t j = i;

		for (; j > 0 && score(slot, &v[j - 1]) < good; j--)
			v[j] = v[j - 1];
		v[j] = one;
	}
	while (slot->good_count < slot->candidate_count &&
	       score(slot, &v[slot->good_count]) >= 2)
		slot->good_count++;
}

/* Whether a value would say in which charset the record is. */
static bool
is_charset(const struct slot *slot)
{
	return slice_starts(slot->path->text, slice_text("MSH-18"));
}

void
slots_draw(const struct slots *s, struct slot *slot, struct example *x)
{
	struct drawing d = { .s = s, .slot = slot, .x = x };

	if (slot->candidates != NULL)
		return;
	for (size_t i = 0; i < slot->only_count; i++)
		put(&d, &slot->only[i]);
	slot->good_count = slot->only_count;
	if (slot->only_count > 0 && !slot->several)
		return;
	put_for_path(&d);
	if (slot->candidate_count > 0 && slot->only_count == 0) {
		slot->good_count = slot->candidate_count;
		return;
	}
	for (size_t r = 0; slot->field != NULL && r < slot->field->rule_count;
	     r++)
		put_for_rule(&d, &slot->field->rules[r]);
	if (slot->type != TYPE_ANY || slot->field == NULL)
		put_examples(&d, slot->type, 0, DRAWS);
	put_for_conditions(&d);
	if (s->kind->format == FORMAT_HL7V2 && is_charset(slot))
		put_text(&d, slice_text("UNICODE UTF-8"));
	if (slot->only_count == 0)
		sort(&d);
}
