/*
 * An engine; a record begins, or is rejected.
 */
#include "engine/engine_inner.h"

#include <stdlib.h>

#include "base/limits.h"

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

static struct engine_plain *
plain_states(const struct kind *kind)
{
	const struct machine *m = kind->machine;
	struct engine_plain *plain = zeroed(m->state_count, sizeof(*plain));

	for (uint32_t i = 0; plain != NULL && i < m->state_count; i++) {
		uint32_t winner = m->states[i].winner;

		plain[i].field = winner;
		plain[i].use = winner == MACHINE_NONE
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
	e->counts.rules = zeroed(program->rule_count, sizeof(*e->counts.rules));
	e->condition_known = zeroed(program->condition_count, sizeof(uint64_t));
	e->field_seen = zeroed(most_fields(program), sizeof(uint64_t));
	e->singles = zeroed(e->stream->operand_count, sizeof(*e->singles));
	e->enclosed = zeroed(e->stream->operand_count, sizeof(uint64_t));
	if (net_init(&e->net, program) < 0 || e->counts.rules == NULL ||
	    e->condition_known == NULL || e->field_seen == NULL ||
	    e->singles == NULL || e->enclosed == NULL || !init_plains(e)) {
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
	free(e->counts.rules);
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
			e->plains[k][state].use = ENGINE_NOT_PLAIN;
	}
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

int
engine_reject_path(struct engine *e, enum reason reason, struct slice path)
{
	const struct slice nowhere = { NULL, 0 };

	if (e->rejection.reason == REASON_NONE)
		e->rejection = (struct rejection){ reason, path, nowhere };
	return -1;
}

int
engine_reject(struct engine *e, enum reason reason)
{
	return engine_reject_path(e, reason, (struct slice){ NULL, 0 });
}

int
engine_reject_at(struct engine *e, uint32_t state, enum reason reason)
{
	return engine_reject_path(
	    e, reason, engine_field_at(e, state)->path.text);
}
