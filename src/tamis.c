/*
 * The public API, as calls into the floors.
 */
#include "api.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/enc.h"
#include "base/err.h"
#include "crypto/crypto.h"
#include "crypto/pair.h"
#include "engine/engine.h"
#include "policy/policy.h"
#include "run/notary.h"
#include "run/run.h"
#include "run/sandbox.h"

API int
tamis_init(struct tamis_error *out)
{
	struct err err = { 0 };

	return crypto_start(&err) < 0 ? tell(out, &err) : 0;
}

API int
tamis_guard_process(struct tamis_error *out)
{
	struct err err = { 0 };

	return crypto_guard_process(&err) < 0 ? tell(out, &err) : 0;
}

API const char *
tamis_sandbox(const int *folders, size_t folder_count, struct tamis_error *out)
{
	struct sandbox_rules rules = { .folder_count = 0 };
	enum sandbox state;
	struct err err = { 0 };

	if (folder_count > SANDBOX_FOLDERS) {
		err_set(&err, ERR_USAGE, "too many folders for the sandbox");
		tell(out, &err);
		return NULL;
	}
	for (size_t i = 0; i < folder_count; i++)
		rules.folders[rules.folder_count++] = folders[i];
	if (sandbox_enter(&rules, &state, &err) < 0) {
		tell(out, &err);
		return NULL;
	}
	return sandbox_names[state];
}

API const char *
tamis_version(void)
{
	return TAMIS_VERSION;
}

void
tell_note(void *ctx, const struct note *n)
{
	const struct teller *teller = ctx;
	struct tamis_note note = {
		.level = public_level(n->level),
		.code = n->code,
		.file = n->file,
		.line = n->line,
		.column = n->column,
		.width = n->width,
		.text = n->text,
		.source = (const char *)n->source.p,
		.source_len = n->source.len,
	};

	if (teller->note != NULL)
		teller->note(teller->ctx, &note);
}

/* Reads the public keys that were given, each for another recipient. */
static int
read_keys(struct policy_key *keys, const struct tamis_recipient *recipients,
    size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		keys[i].recipient = recipients[i].name;
		for (size_t j = 0; j < i; j++)
			if (strcmp(keys[j].recipient, keys[i].recipient) == 0)
				return err_set(err, ERR_USAGE,
				    "two keys are given for the recipient "
				    "'%s'",
				    keys[i].recipient);
		if (pair_read_public(
			recipients[i].file, PAIR_SEAL, &keys[i].key, err) < 0)
			return -1;
	}
	return 0;
}

static int
load(struct tamis_policy *p, const char *path,
    const struct tamis_recipient *recipients, size_t n, struct teller *teller,
    struct err *err)
{
	struct policy_key *keys = calloc(n + 1, sizeof(*keys));
	int result;

	if (keys == NULL)
		return err_nomem(err);
	result = read_keys(keys, recipients, n, err);
	if (result == 0)
		result = document_load(
		    path, keys, n, tell_note, teller, &p->document, err);
	free(keys);
	return result;
}

API int
tamis_policy_load_with(struct tamis_policy **policy, const char *path,
    const struct tamis_recipient *recipients, size_t n, tamis_note_fn *note,
    void *ctx, struct tamis_error *out)
{
	struct teller teller = { note, ctx };
	struct err err = { 0 };
	struct tamis_policy *p = calloc(1, sizeof(*p));

	if (p == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	if (load(p, path, recipients, n, &teller, &err) < 0) {
		free(p);
		return tell(out, &err);
	}
	p->program = p->document.program;
	crypto_digest(p->program->canonical, p->digest);
	*policy = p;
	return 0;
}

API int
tamis_policy_load(struct tamis_policy **policy, const char *path,
    tamis_note_fn *note, void *ctx, struct tamis_error *out)
{
	return tamis_policy_load_with(policy, path, NULL, 0, note, ctx, out);
}

API void
tamis_policy_free(struct tamis_policy *policy)
{
	if (policy == NULL)
		return;
	document_release(&policy->document);
	free(policy);
}

API const char *
tamis_policy_name(const struct tamis_policy *policy)
{
	return (const char *)policy->program->name.p;
}

API const char *
tamis_policy_version(const struct tamis_policy *policy)
{
	return (const char *)policy->program->version.p;
}

API void
tamis_policy_digest(const struct tamis_policy *policy, uint8_t out[32])
{
	memcpy(out, policy->digest, sizeof(policy->digest));
}

API bool
tamis_policy_needs_keys(const struct tamis_policy *policy)
{
	return binding_needs_keys(policy->program);
}

/* The only format that the program has records of, or FORMAT_COUNT. */
static enum format_id
only_format(const struct program *program)
{
	enum format_id found = FORMAT_COUNT;

	for (enum format_id f = 0; f < FORMAT_COUNT; f++) {
		if (program->streams[f].kind_count == 0)
			continue;
		if (found != FORMAT_COUNT)
			return FORMAT_COUNT;
		found = f;
	}
	return found;
}

static int
find_format(const struct program *program, const char *name,
    enum format_id *format, struct err *err)
{
	if (name == NULL) {
		*format = only_format(program);
		if (*format == FORMAT_COUNT)
			return err_set(err, ERR_USAGE,
			    "the policy has records of several formats");
		return 0;
	}
	if (format_id_read(name, format, err) < 0)
		return -1;
	if (program->streams[*format].kind_count == 0)
		return err_set(err, ERR_USAGE,
		    "the policy has no records of format %s", name);
	return 0;
}

API const char *
tamis_policy_format(const struct tamis_policy *policy, const char *name,
    struct tamis_error *out)
{
	enum format_id format;
	struct err err = { 0 };

	if (find_format(policy->program, name, &format, &err) < 0) {
		tell(out, &err);
		return NULL;
	}
	return format_names[format];
}

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
				.applied = e->counts.applied[rule->id],
				.dropped = e->counts.dropped[rule->id],
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

	r.ctx = &copy;
	if (job->checkpoint != NULL)
		r.checkpoint = &job->checkpoint->inner;
	if (job->receipt != NULL) {
		r.input_digest = job->receipt->notary.input;
		r.output_digest = job->receipt->notary.output;
	}
	if (find_format(program, job->format, &r.format, err) < 0 ||
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
