/*
 * The public API for runs.
 */
#include "api.h"

#include <stdlib.h>

#include "base/enc.h"
#include "engine/engine.h"

static void
tell_progress(void *ctx, const struct run_counts *counts)
{
	const struct tamis_job *job = ctx;
	struct tamis_counts public = public_counts(counts);

	job->progress(job->ctx, &public);
}

static void
tell_rules(const struct tamis_job *job, const struct engine *e,
    const struct kind *kind)
{
	for (size_t f = 0; f < kind_all_fields(kind); f++) {
		const struct field *field = &kind->fields[f];

		for (size_t r = 0; r < field->rule_count; r++) {
			const struct rule *rule = &field->rules[r];
			struct tamis_rule_counts counts = {
				.kind = (const char *)kind->name.p,
				.path = (const char *)field->path.text.p,
				.action = actions[rule->action]->name,
				.line = rule->line,
				.applied = e->counts.rules[rule->id].applied,
				.dropped = e->counts.rules[rule->id].dropped,
			};

			job->rule(job->ctx, &counts);
		}
	}
}

static void
tell_counts(const struct tamis_job *job, const struct engine *e)
{
	for (size_t i = 0; job->rule != NULL && i < e->stream->kind_count; i++)
		tell_rules(job, e, &e->program->kinds[e->stream->kinds[i]]);
	for (size_t i = 0; job->reason != NULL && i < REASON_COUNT; i++) {
		struct tamis_reason_counts counts = { reasons[i].name,
			e->counts.reasons[i] };

		if (counts.records > 0)
			job->reason(job->ctx, &counts);
	}
}

static enum receipt_outcome
outcome_of(int result, const struct err *err)
{
	if (result == 0)
		return RECEIPT_COMPLETE;
	return err->code == ERR_REJECT || err->code == ERR_STOPPED
		   ? RECEIPT_STOPPED
		   : RECEIPT_FAILED;
}

/* Notes down a run, however it ended. */
static void
note_run(const struct tamis_job *job, const struct run_job *run_job,
    const struct engine *engine, const struct run_counts *counts,
    enum receipt_outcome outcome)
{
	struct receipt_run run = {
		.tamis = TAMIS_VERSION,
		.rules_digest = job->policy->digest,
		.format = run_job->format,
		.inputs = run_job->input_count,
		.counts = counts,
		.engine = engine,
		.outcome = outcome,
	};

	notary_note(&job->receipt->notary, &run);
}

static int
run_engine(const struct tamis_job *job, const struct run_job *run_job,
    struct tamis_counts *out, struct err *err)
{
	struct run_counts counts = { 0 };
	struct engine engine;
	int result;

	if (engine_init(&engine, run_job->program, run_job->format,
		run_job->binding, err) < 0)
		return -1;
	result = run(run_job, &engine, &counts, err);
	if (job->receipt != NULL)
		note_run(
		    job, run_job, &engine, &counts, outcome_of(result, err));
	*out = public_counts(&counts);
	tell_counts(job, &engine);
	engine_release(&engine);
	return result;
}

static void
tell_key(const struct tamis_job *job, const struct key_epoch *used)
{
	struct tamis_epoch epoch = { (const char *)used->name.p, used->epoch };

	job->key(job->ctx, &epoch);
}

static void
tell_recipient(const struct tamis_job *job, const struct recipient *recipient)
{
	char key[ENC_BASE64_LEN(PAIR_LEN) + 1] = "";
	struct tamis_sealing sealing = { (const char *)recipient->name.p, key };

	enc_base64url((struct slice){ recipient->key.bytes, PAIR_LEN }, key);
	job->recipient(job->ctx, &sealing);
}

/* Tells what the run works with. */
static void
tell_binding(const struct tamis_job *job, const struct binding *b)
{
	for (size_t i = 0; job->key != NULL && i < b->used_count; i++)
		tell_key(job, &b->used[i]);
	for (size_t i = 0; job->recipient != NULL && i < b->recipient_count;
	     i++)
		if (b->recipients[i].sealer != NULL)
			tell_recipient(
			    job, &job->policy->program->recipients[i]);
}

/* The keys of a job; the caller frees the pins. */
static int
find_keys(const struct tamis_job *job, struct binding_keys *keys,
    struct key_epoch **pins, struct err *err)
{
	*pins = calloc(job->epoch_count + 1, sizeof(**pins));
	if (*pins == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < job->epoch_count; i++)
		(*pins)[i] = (struct key_epoch){ slice_text(job->epochs[i].key),
			job->epochs[i].epoch };
	*keys = (struct binding_keys){
		.ring = job->keys == NULL ? NULL : job->keys->ring,
		.pins = *pins,
		.pin_count = job->epoch_count,
	};
	return 0;
}

static int
bind(const struct tamis_job *job, struct binding **binding, struct err *err)
{
	struct binding_keys keys;
	struct key_epoch *pins;
	int result;

	if (find_keys(job, &keys, &pins, err) < 0)
		return -1;
	result = binding_new(job->policy->program, &keys, binding, err);
	free(pins);
	return result;
}

static int
run_job(const struct tamis_job *job, const struct run_input *inputs,
    struct tamis_counts *counts, struct err *err)
{
	const struct program *program = job->policy->program;
	struct binding *binding;
	struct run_job r = {
		.program = program,
		.inputs = inputs,
		.input_count = job->input_count,
		.out = job->out,
		.quarantine = job->quarantine,
		.read_size = job->read_size,
		.stop = job->stop,
		.progress = job->progress == NULL ? NULL : tell_progress,
	};
	struct tamis_job copy = *job;
	int result;

	if (job->receipt != NULL &&
	    notary_is_new(&job->receipt->notary, err) < 0)
		return -1;
	r.ctx = &copy;
	if (job->checkpoint != NULL)
		r.checkpoint = &job->checkpoint->inner;
	if (job->receipt != NULL) {
		r.input_digest = job->receipt->notary.input;
		r.output_digest = job->receipt->notary.output;
	}
	if (policy_format_find(program, job->format, &r.format, err) < 0 ||
	    bind(job, &binding, err) < 0)
		return -1;
	r.binding = binding;
	result = job->quarantine < 0 ? 0
				     : binding_seal_rejected(binding, program,
					   &r.quarantine_to, err);
	if (result == 0 && job->checkpoint != NULL)
		result = checkpoint_bind(
		    &job->checkpoint->inner, &r, job->policy->digest, err);
	if (result == 0) {
		tell_binding(job, binding);
		result = run_engine(job, &r, counts, err);
	}
	binding_free(binding);
	return result;
}

API int
tamis_run(const struct tamis_job *job, struct tamis_counts *counts,
    struct tamis_error *out)
{
	struct run_input *inputs =
	    calloc(job->input_count + 1, sizeof(*inputs));
	struct err err = { 0 };
	int result;

	*counts = (struct tamis_counts){ 0 };
	if (inputs == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	for (size_t i = 0; i < job->input_count; i++)
		inputs[i] = (struct run_input){ job->inputs[i].fd,
			job->inputs[i].name };
	result = run_job(job, inputs, counts, &err);
	free(inputs);
	return result < 0 ? tell(out, &err) : 0;
}
