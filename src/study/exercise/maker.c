#include "study/exercise/maker_inner.h"

#include <stdlib.h>

#include "base/limits.h"
#include "engine/evaluate.h"

/* Rounds in which values and the rules that apply to them settle. */
#define ROUNDS 3

/* Whether dates have no separators: in HL7 v2, and its documents. */
static bool
is_compact(const struct stream *stream, enum format_id format)
{
	for (size_t i = 0; i < stream->dialect.namespace_count; i++)
		if (slice_is(
			stream->dialect.namespaces[i].uri, "urn:hl7-org:v3"))
			return true;
	return format == FORMAT_HL7V2;
}

int
maker_init(struct maker *m, const struct program *program,
    const struct made_page *page, enum format_id format, struct engine *engine,
    uint64_t seed)
{
	const struct stream *stream = &program->streams[format];

	*m = (struct maker){
		.program = program,
		.page = page,
		.format = format,
		.kinds = calloc(stream->kind_count + 1, sizeof(*m->kinds)),
		.engine = engine,
		.dice.state = seed,
		.compact = is_compact(stream, format),
	};
	arena_init(&m->arena, LIMIT_PROGRAM);
	if (m->kinds == NULL)
		return -1;
	for (size_t i = 0; i < stream->kind_count; i++)
		if (slots_init(&m->kinds[i], program,
			&program->kinds[stream->kinds[i]]) < 0)
			return -1;
	return 0;
}

void
maker_release(struct maker *m)
{
	const struct stream *stream = &m->program->streams[m->format];

	for (size_t i = 0; m->kinds != NULL && i < stream->kind_count; i++)
		slots_release(&m->kinds[i]);
	free(m->kinds);
	arena_release(&m->arena);
}

/*
 * Values everywhere else.
 */

static void
give(struct making *w, struct slot *slot, const struct rule *rule)
{
	size_t most = slot->differ ? 2 : 1, n;

	slots_draw(w->slots, slot, &w->example);
	slot->count = 0;
	n = slot->only_count > 0 ? slot->only_count : slot->candidate_count;
	for (size_t i = 0; i < n && slot->count < most; i++) {
		/* Those that must be wrong are taken in turn. */
		const struct value *v =
		    &slot->candidates[slot->only_count > 0 ? (i + w->try) % n
							   : i];

		if (rule == NULL || slot->only_count > 0 ||
		    slots_accepts(rule, v))
			slot->values[slot->count++] = *v;
	}
}

static bool
is_open(const struct slot *slot)
{
	return !slot->fixed && !slot->empty && (slot->used || slot->wanted);
}

static void
give_all(struct making *w)
{
	for (size_t i = 0; i < w->slots->count; i++) {
		struct slot *slot = &w->slots->all[i];

		if (is_open(slot))
			give(w, slot,
			    slot == w->target && w->item->what == COVER_RULE
				? w->item->rule
				: NULL);
	}
}

static const struct rule *
applying(struct making *w, const struct field *field)
{
	for (size_t r = 0; r < field->rule_count; r++)
		if (evaluate_condition(w->m->engine, field->rules[r].when))
			return &field->rules[r];
	return NULL;
}

/* Gives values that the rules accept that apply now.  False: all had them. */
static bool
adjust(struct making *w)
{
	bool changed = false;

	solve_suppose(&w->solver);
	for (size_t f = 0; f < w->kind->field_count; f++)
		w->rules[f] = applying(w, &w->kind->fields[f]);
	for (size_t f = 0; f < w->kind->field_count; f++) {
		struct slot *slot = &w->slots->all[f];

		if (w->rules[f] == NULL || !is_open(slot) ||
		    slot->only_count > 0 || slot->count == 0 ||
		    slots_accepts(w->rules[f], &slot->values[0]))
			continue;
		give(w, slot, w->rules[f]);
		changed |= slot->operand >= 0;
	}
	return changed;
}

/* Leaves out what neither the item nor a rule needs. */
static void
thin_out(struct making *w)
{
	for (size_t f = 0; f < w->kind->field_count; f++)
		if (w->rules[f] != NULL && w->rules[f]->absent_rejects) {
			w->slots->all[f].wanted |= !w->slots->all[f].empty;
			maker_want(w, w->rules[f]);
		}
	for (size_t i = 0; i < w->slots->count; i++) {
		struct slot *slot = &w->slots->all[i];

		if (!slot->fixed && !slot->wanted)
			slot->count = 0;
	}
}

static bool
fill(struct making *w)
{
	w->rules = arena_array(
	    &w->m->arena, w->kind->field_count, sizeof(const struct rule *));
	if (w->rules == NULL && w->kind->field_count > 0)
		return false;
	give_all(w);
	for (int i = 0; i < ROUNDS && adjust(w); i++)
		continue;
	if (is_way(w, WAY_SPARSE))
		thin_out(w);
	return true;
}

/*
 * The record.
 */

static bool
put_slot(struct made *made, const struct slot *slot, enum made_where where)
{
	bool good = true;

	for (size_t i = 0; i < slot->count; i++)
		good &= made_put(made, slot->path, &slot->values[i],
		    i > 0 && where == MADE_FREE ? MADE_NEW : where);
	return good;
}

/* New fields of XML and HL7 v2 need an element, or a segment, to stand in. */
static void
hold_new(struct making *w, struct made *made)
{
	const struct field *new = w->kind->fields + w->kind->field_count;

	if (made->format != FORMAT_XML && made->format != FORMAT_HL7V2)
		return;
	for (size_t i = 0; i < w->kind->new_count; i++)
		made_hold(made, new[i].path.steps[0].name);
}

/* The rest goes where there is room for it. */
static void
put_rest(struct making *w, struct made *made)
{
	struct slots *slots = w->slots;

	for (size_t i = 0; i < slots->count; i++)
		if (!slots->all[i].fixed && &slots->all[i] != w->target)
			put_slot(made, &slots->all[i], MADE_FREE);
}

static bool
put_target(struct making *w, struct made *made)
{
	return w->target == NULL ||
	       put_slot(made, w->target,
		   is_way(w, WAY_ALONE) ? MADE_ALONE : MADE_NEW);
}

static bool
put_mark(struct making *w, struct made *made)
{
	return !is_way(w, WAY_MARKLESS) &&
	       w->m->page->format->mark(w->m->page, made);
}

/*
 * What matters comes first.  In some tries the target comes last: there may be
 * a place for it that another path must not take.
 */
static bool
put_all(struct making *w, struct made *made, bool *marked)
{
	struct slots *slots = w->slots;
	bool last = is_way(w, WAY_LAST), good = true;

	for (size_t i = 0; i < slots->count; i++)
		if (slots->all[i].fixed && &slots->all[i] != w->target)
			good &= put_slot(made, &slots->all[i], MADE_NEW);
	if (last)
		put_rest(w, made);
	good &= put_target(w, made);
	hold_new(w, made);
	*marked = put_mark(w, made);
	if (!last)
		put_rest(w, made);
	/* A document has no place for it before it has a root. */
	*marked = *marked || put_mark(w, made);
	return good;
}

static bool
write_record(struct making *w, struct buf *out, bool *marked)
{
	struct made made;

	made_init(&made, &w->m->arena, w->m->format);
	made.objects = is_way(w, WAY_OBJECTS);
	return put_all(w, &made, marked) && !w->m->arena.failed &&
	       w->m->page->format->record(w->m->page, &made, out);
}

/* The slots of the item's kind; of a record of none, those of any. */
static struct slots *
choose_kind(struct maker *m, const struct cover_item *item)
{
	size_t n = m->program->streams[m->format].kind_count;
	size_t i = 0;

	if (item->kind == NULL)
		return &m->kinds[draw(&m->dice, (uint32_t)n)];
	while (m->kinds[i].kind != item->kind)
		i++;
	return &m->kinds[i];
}

bool
maker_make(struct maker *m, const struct cover_item *item, unsigned int try,
    struct buf *out, bool *marked)
{
	struct making w = {
		.m = m,
		.item = item,
		.slots = choose_kind(m, item),
		.try = try,

	};

	arena_reset(&m->arena);
	w.kind = w.slots->kind;
	slots_begin(w.slots);
	example_begin(&w.example, &m->dice, &m->arena, m->compact);
	w.example.brief = is_way(&w, WAY_BRIEF);
	w.solver = (struct solver){ w.slots, m->engine, &w.example };
	maker_state(&w);
	return solve(&w.solver, w.wishes, w.wish_count) && fill(&w) &&
	       write_record(&w, out, marked);
}
