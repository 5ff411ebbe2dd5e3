#include "engine/engine.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/limits.h"
#include "engine/evaluate.h"

/* calloc() of at least one element, so that NULL always means no memory. */
static void *
zeroed(size_t n, size_t size)
{
	return calloc(n + 1, size);
}

static size_t
most_fields(const struct program *program)
{
	size_t most = 0;

	for (size_t k = 0; k < program->kind_count; k++)
		if (program->kinds[k].field_count > most)
			most = program->kinds[k].field_count;
	return most;
}

/* What engine_note_dropped() and engine_note_spliced() note for values of a
 * field. */
static uint32_t
plain_use(const struct field *field)
{
	const struct rule *rule = field->rules;

	if (field->rule_count == 0 || rule->when >= 0 ||
	    field->may_reject_absent)
		return ENGINE_NOT_PLAIN;
	if (rule->action == ACTION_DROP)
		return rule->guards ? ENGINE_NOT_PLAIN : rule->id * 2 + 1;
	return rule->splices ? rule->id * 2 : ENGINE_NOT_PLAIN;
}

static uint32_t *
plain_states(const struct kind *kind)
{
	const struct machine *m = kind->machine;
	uint32_t *plain = zeroed(m->state_count, sizeof(*plain));

	for (uint32_t i = 0; plain != NULL && i < m->state_count; i++) {
		uint32_t winner = m->states[i].winner;

		plain[i] = winner == MACHINE_NONE
			       ? ENGINE_NOT_PLAIN
			       : plain_use(&kind->fields[winner]);
	}
	return plain;
}

static bool
init_plains(struct engine *e)
{
	e->plains = zeroed(e->program->kind_count, sizeof(*e->plains));
	if (e->plains == NULL)
		return false;
	for (size_t i = 0; i < e->stream->kind_count; i++) {
		uint32_t k = e->stream->kinds[i];

		e->plains[k] = plain_states(&e->program->kinds[k]);
		if (e->plains[k] == NULL)
			return false;
	}
	return true;
}

static void
release_plains(struct engine *e)
{
	for (size_t i = 0; e->plains != NULL && i < e->program->kind_count; i++)
		free(e->plains[i]);
	free(e->plains);
}

int
engine_init(struct engine *e, const struct program *program,
    enum format_id format, const struct binding *binding, struct err *err)
{
	*e = (struct engine){
		.program = program,
		.stream = &program->streams[format],
		.binding = binding,
	};
	if (e->stream->kind_count == 0)
		return err_set(err, ERR_POLICY,
		    "the policy has no records of format %s",
		    format_names[format]);
	buf_init(&e->result, LIMIT_RECORD);
	buf_init(&e->scratch, program->limits.record);
	buf_init(&e->seen, program->limits.record);
	e->counts.applied = zeroed(program->rule_count, sizeof(uint64_t));
	e->counts.dropped = zeroed(program->rule_count, sizeof(uint64_t));
	e->condition_known = zeroed(program->condition_count, sizeof(uint64_t));
	e->field_seen = zeroed(most_fields(program), sizeof(uint64_t));
	e->singles = zeroed(e->stream->operand_count, sizeof(*e->singles));
	e->enclosed = zeroed(e->stream->operand_count, sizeof(uint64_t));
	if (net_init(&e->net, program) < 0 || e->counts.applied == NULL ||
	    e->counts.dropped == NULL || e->condition_known == NULL ||
	    e->field_seen == NULL || e->singles == NULL ||
	    e->enclosed == NULL || !init_plains(e)) {
		engine_release(e);
		return err_nomem(err);
	}
	return 0;
}

void
engine_release(struct engine *e)
{
	buf_wipe(&e->result);
	buf_wipe(&e->scratch);
	buf_wipe(&e->seen);
	free(e->sightings);
	free(e->counts.applied);
	free(e->counts.dropped);
	free(e->condition_known);
	free(e->field_seen);
	free(e->singles);
	free(e->enclosed);
	release_plains(e);
	free(e->uses);
	net_release(&e->net);
	*e = (struct engine){ 0 };
}

void
engine_observe(struct engine *e, const struct engine_observer *observer)
{
	e->observer = observer;
	for (size_t i = 0; i < e->stream->kind_count; i++) {
		uint32_t k = e->stream->kinds[i];
		const struct machine *m = e->program->kinds[k].machine;

		for (uint32_t state = 0; state < m->state_count; state++)
			e->plains[k][state] = ENGINE_NOT_PLAIN;
	}
}

static void
choose_kind(struct engine *e, const struct kind *kind)
{
	e->kind = kind;
	e->machine = kind->machine;
	e->plain = e->plains[kind - e->program->kinds];
	e->searches = kind->nets && e->observer == NULL;
}

void
engine_begin(struct engine *e, struct slice stays)
{
	e->stays = stays;
	e->record++;
	e->use_count = 0;
	e->rejection = (struct rejection){ .reason = REASON_NONE };
	e->kind = NULL;
	e->machine = e->stream->look;
	e->sighting_count = 0;
	buf_reset(&e->seen);
	net_begin(&e->net);
	if (e->observer != NULL)
		e->observer->begin(e->observer->ctx);
}

static int
reject(struct engine *e, enum reason reason, struct slice path)
{
	const struct slice nowhere = { NULL, 0 };

	if (e->rejection.reason == REASON_NONE)
		e->rejection = (struct rejection){ reason, path, nowhere };
	return -1;
}

static const struct field *
field_at(const struct engine *e, uint32_t state)
{
	return &e->kind->fields[e->machine->states[state].winner];
}

int
engine_reject(struct engine *e, enum reason reason)
{
	return reject(e, reason, (struct slice){ NULL, 0 });
}

int
engine_reject_at(struct engine *e, uint32_t state, enum reason reason)
{
	return reject(e, reason, field_at(e, state)->path.text);
}

int
engine_reject_path(struct engine *e, enum reason reason, struct slice path)
{
	return reject(e, reason, path);
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

int
engine_sight(struct engine *e, uint32_t state, const struct value *v)
{
	const struct machine_state *s = &e->machine->states[state];
	size_t at = e->seen.len;

	if (value_is_absent(v))
		return 0;
	buf_add_slice(&e->seen, v->text);
	if (e->seen.failed)
		return engine_reject(e, REASON_MEMORY);
	for (uint32_t i = 0; i < s->accept_count; i++)
		if (sight_one(e, s->accepts[i], at, v) < 0)
			return -1;
	return 0;
}

void
engine_sight_enclosed(struct engine *e, uint32_t state)
{
	const struct machine_state *s = &e->machine->states[state];

	for (uint32_t i = 0; i < s->accept_count; i++)
		e->enclosed[s->accepts[i]] = e->record;
}

/*
 * What is protected without a rule of its own must be a value: what is in a
 * container has no path, and would not be looked for.
 */
static int
refuse_enclosed(struct engine *e)
{
	const struct kind *kind = e->kind;

	for (size_t i = 0; i < kind->guarded_count; i++)
		if (e->enclosed[kind->guarded[i]] == e->record)
			return reject(e, REASON_TYPE,
			    e->stream->operands[kind->guarded[i]].text);
	return 0;
}

static bool
is_guarded(const struct kind *kind, uint32_t operand)
{
	size_t low = 0, high = kind->guarded_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (kind->guarded[middle] == operand)
			return true;
		if (kind->guarded[middle] < operand)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* Values that are protected without a rule of their own. */
static void
observe_sightings(struct engine *e)
{
	refuse_enclosed(e);
	for (size_t i = 0; i < e->sighting_count; i++) {
		const struct sighting *s = &e->sightings[i];
		const struct value v = { { e->seen.p + s->at, s->len },
			s->kind };

		if (is_guarded(e->kind, s->operand))
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

/* The first alternative whose condition holds, or NULL. */
static inline const struct rule *
choose_rule(struct engine *e, const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++) {
		const struct rule *rule = &field->rules[i];

		if (rule->when < 0 || evaluate_condition(e, rule->when))
			return rule;
	}
	return NULL;
}

static inline enum leaf
use(struct engine *e, const struct rule *rule, enum leaf leaf)
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
static enum leaf
refuse_for(struct engine *e, const struct field *field, const struct rule *rule,
    enum reason reason)
{
	if (rule->invalid_drops)
		return use(e, rule, LEAF_DROP);
	reject(e, reason, field->path.text);
	return LEAF_REJECT;
}

static enum leaf
refuse(struct engine *e, uint32_t state, const struct rule *rule,
    enum reason reason)
{
	return refuse_for(e, field_at(e, state), rule, reason);
}

static enum leaf
leaf_absent(
    struct engine *e, const struct field *field, const struct rule *rule)
{
	if (rule->absent_rejects) {
		reject(e, REASON_ABSENT, field->path.text);
		return LEAF_REJECT;
	}
	return use(
	    e, rule, rule->action == ACTION_KEEP ? LEAF_SPLICE : LEAF_DROP);
}

/* What becomes of protected values where no alternative applies. */
static const struct rule no_alternative = {
	.action = ACTION_DROP,
	.guards = true,
};

/* Whether values of a field are protected, wherever they do not leave. */
static bool
field_guards(const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++)
		if (field->rules[i].guards)
			return true;
	return false;
}

/* Protects a value from coming out elsewhere. */
static int
guard(struct engine *e, struct slice value, struct slice path)
{
	enum reason reason = net_guard(&e->net, value, path);

	return reason == REASON_NONE ? 0 : engine_reject(e, reason);
}

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
	return use(e, rule, leaf);
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
	r = choose_rule(e, field);
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
		return use(e, r, LEAF_SPLICE);
	if (r->action == ACTION_DROP && !r->guards)
		return use(e, r, LEAF_DROP);
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
	    guard(e, in->text, field_at(e, state)->path.text) < 0)
		return LEAF_REJECT;
	if (rule->action == ACTION_DROP)
		return rule == &no_alternative ? LEAF_DROP
					       : use(e, rule, LEAF_DROP);
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
		return use(e, rule, LEAF_DROP);
	case VERDICT_CHANGED:
		break;
	case VERDICT_INVALID:
		return refuse(e, state, rule, REASON_TYPE);
	case VERDICT_REFUSE:
		reject(e, REASON_MAP, field_at(e, state)->path.text);
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
		return observe(e, field_at(e, state), rule, in);
	if (rule->splices && in->text.len <= e->program->limits.value)
		return show(e, state, rule, in->text, LEAF_SPLICE);
	return apply(e, state, rule, in, kind);
}

enum leaf
engine_container_any(struct engine *e, uint32_t state)
{
	const struct field *field = field_at(e, state);
	const struct rule *rule = choose_rule(e, field);

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
		return use(e, rule, LEAF_DROP);
	return refuse(e, state, rule, REASON_TYPE);
}

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
			reject(e, REASON_ABSENT, field->path.text);
			return LEAF_REJECT;
		case EVALUATED_SEVERAL:
			return refuse_for(e, field, rule, REASON_FROM);
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
	const struct rule *rule = choose_rule(e, field);
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
		return refuse_for(e, field, rule, REASON_TYPE);
	if (e->result.failed || e->scratch.failed) {
		engine_reject(e, REASON_MEMORY);
		return LEAF_REJECT;
	}
	return use(e, rule, LEAF_APPLY);
}

static void
check_absence(struct engine *e)
{
	for (size_t f = 0; f < e->kind->field_count; f++) {
		const struct field *field = &e->kind->fields[f];
		const struct rule *rule;

		if (!field->may_reject_absent || e->field_seen[f] == e->record)
			continue;
		rule = choose_rule(e, field);
		if (rule != NULL && rule->absent_rejects)
			reject(e, REASON_ABSENT, field->path.text);
	}
}

/* Protects the values that were looked at, where the policy says so. */
static int
guard_sightings(struct engine *e)
{
	if (refuse_enclosed(e) < 0)
		return -1;
	for (size_t i = 0; i < e->sighting_count; i++) {
		const struct sighting *s = &e->sightings[i];
		struct slice value = { e->seen.p + s->at, s->len };

		if (s->kind != VALUE_BOOLEAN &&
		    is_guarded(e->kind, s->operand) &&
		    guard(e, value, e->stream->operands[s->operand].text) < 0)
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
	uint64_t *counters[] = { e->counts.applied, e->counts.dropped };

	for (size_t i = 0; i < e->use_count; i++)
		counters[e->uses[i] % 2][e->uses[i] / 2]++;
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
