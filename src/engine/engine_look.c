/*
 * Look mode: the values that conditions ask for, and the kind of the record.
 */
#include "engine/engine_inner.h"

#include "base/limits.h"

static void
choose_kind(struct engine *e, const struct kind *kind)
{
	e->kind = kind;
	e->machine = kind->machine;
	e->plain = e->plains[kind - e->program->kinds];
	e->searches = kind->nets && e->observer == NULL;
}

static int
sight_one(struct engine *e, uint32_t operand, size_t at, const struct value *v)
{
	if (e->sighting_count == LIMIT_MEMBERS)
		return engine_reject(e, REASON_MEMBERS);
	if (e->sighting_count == e->sighting_cap &&
	    !array_grow((void **)&e->sightings, &e->sighting_cap,
		sizeof(*e->sightings)))
		return engine_reject(e, REASON_MEMORY);
	e->sightings[e->sighting_count++] =
	    (struct sighting){ operand, v->kind, at, v->text.len };
	return 0;
}

/* Keeps the text of a value until the record ends. */
static int
keep_seen(struct engine *e, const struct value *v)
{
	buf_add_slice(&e->seen, v->text);
	return e->seen.failed ? engine_reject(e, REASON_MEMORY) : 0;
}

int
engine_sight(struct engine *e, uint32_t state, const struct value *v)
{
	const struct machine_state *s = &e->machine->states[state];
	size_t at = e->seen.len;

	if (value_is_absent(v))
		return 0;
	if (keep_seen(e, v) < 0)
		return -1;
	for (uint32_t i = 0; i < s->accept_count; i++)
		if (sight_one(e, s->accepts[i], at, v) < 0)
			return -1;
	return 0;
}

int
engine_suppose(struct engine *e, uint32_t operand, const struct value *v)
{
	size_t at = e->seen.len;

	if (value_is_absent(v))
		return 0;
	return keep_seen(e, v) < 0 ? -1 : sight_one(e, operand, at, v);
}

void
engine_sight_enclosed(struct engine *e, uint32_t state)
{
	const struct machine_state *s = &e->machine->states[state];

	for (uint32_t i = 0; i < s->accept_count; i++)
		e->enclosed[s->accepts[i]] = e->record;
}

int
engine_refuse_enclosed(struct engine *e)
{
	const struct kind *kind = e->kind;

	for (size_t i = 0; i < kind->guarded_count; i++) {
		const struct guarded *guarded = &kind->guarded[i];

		if (e->enclosed[guarded->operand] == e->record &&
		    engine_guards(e, guarded))
			return engine_reject_path(e, REASON_TYPE,
			    e->stream->operands[guarded->operand].text);
	}
	return 0;
}

/* Values that are protected without a rule of their own. */
static void
observe_sightings(struct engine *e)
{
	engine_refuse_enclosed(e);
	for (size_t i = 0; i < e->sighting_count; i++) {
		const struct sighting *s = &e->sightings[i];
		const struct value v = { { e->seen.p + s->at, s->len },
			s->kind };

		if (engine_is_guarded(e, s->operand))
			e->observer->meet(e->observer->ctx,
			    e->stream->operands[s->operand].text, NULL, NULL,
			    &v);
	}
}

/* A record of no kind, or of two: an observer hears of it as of this one. */
static int
decide_in_doubt(struct engine *e, const struct kind *kind)
{
	engine_reject(e, REASON_KIND);
	if (e->observer == NULL)
		return -1;
	choose_kind(e, kind);
	observe_sightings(e);
	return 0;
}

int
engine_decide(struct engine *e)
{
	const struct kind *found = NULL;

	for (size_t i = 0; i < e->stream->kind_count; i++) {
		const struct kind *kind =
		    &e->program->kinds[e->stream->kinds[i]];

		if (!evaluate_condition(e, kind->match))
			continue;
		if (found != NULL)
			return decide_in_doubt(e, found);
		found = kind;
	}
	if (found == NULL)
		return decide_in_doubt(
		    e, &e->program->kinds[e->stream->kinds[0]]);
	choose_kind(e, found);
	if (e->observer != NULL)
		observe_sightings(e);
	return 0;
}
