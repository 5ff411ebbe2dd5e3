/*
 * The end of a record: what is missing, what must not come out, and counting.
 */
#include "engine/engine_inner.h"

static void
check_absence(struct engine *e)
{
	for (size_t f = 0; f < e->kind->field_count; f++) {
		const struct field *field = &e->kind->fields[f];
		const struct rule *rule;

		if (!field->may_reject_absent || e->field_seen[f] == e->record)
			continue;
		rule = engine_choose_rule(e, field);
		if (rule != NULL && rule->absent_rejects)
			engine_reject_path(e, REASON_ABSENT, field->path.text);
	}
}

/* Protects the values that were looked at, where the policy says so. */
static int
guard_sightings(struct engine *e)
{
	if (engine_refuse_enclosed(e) < 0)
		return -1;
	for (size_t i = 0; i < e->sighting_count; i++) {
		const struct sighting *s = &e->sightings[i];
		struct slice value = { e->seen.p + s->at, s->len };

		if (s->kind != VALUE_BOOLEAN &&
		    engine_is_guarded(e, s->operand) &&
		    engine_guard(
			e, value, e->stream->operands[s->operand].text) < 0)
			return -1;
	}
	return 0;
}

/* Rejects the record if something came out that never may. */
static void
search(struct engine *e)
{
	struct net_hit hit;

	if (e->kind->guarded_count > 0 && guard_sightings(e) < 0)
		return;
	hit =
	    net_search(&e->net, e->kind, (size_t)(e->kind - e->program->kinds));
	if (hit.reason == REASON_NONE)
		return;
	if (hit.reason == REASON_MEMORY)
		engine_reject(e, REASON_MEMORY);
	else
		e->rejection = (struct rejection){ hit.reason,
			e->kind->fields[hit.field].path.text, hit.of };
}

static void
count_uses(struct engine *e)
{
	for (size_t i = 0; i < e->use_count; i++) {
		uint32_t use = e->uses[i];
		struct rule_counts *rule = &e->counts.rules[use / 2];

		(*(use % 2 == 0 ? &rule->applied : &rule->dropped))++;
	}
}

int
engine_end(struct engine *e)
{
	if (e->rejection.reason == REASON_NONE && e->observer == NULL &&
	    e->kind->may_reject_absent)
		check_absence(e);
	if (e->rejection.reason == REASON_NONE && e->searches)
		search(e);
	if (e->rejection.reason != REASON_NONE) {
		e->counts.reasons[e->rejection.reason]++;
		return -1;
	}
	count_uses(e);
	return 0;
}
