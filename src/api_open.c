/*
 * The public API for the holders of keys.
 */
#include "api.h"

#include <stdlib.h>

#include "crypto/pair.h"
#include "run/rekey.h"
#include "run/reveal.h"
#include "run/rewrite.h"
#include "run/unseal.h"

struct tamis_secret {
	struct pair_secret *pair;
};

API int
tamis_secret_open(struct tamis_secret **secret,
    const struct tamis_secret_source *source, struct tamis_error *out)
{
	struct asking asking;
	struct pair_source inner = pair_source_of(source, &asking);
	struct err err = { 0 };
	struct tamis_secret *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	if (pair_open_secret(&inner, PAIR_SEAL, &s->pair, &err) < 0) {
		free(s);
		return tell(out, &err);
	}
	*secret = s;
	return 0;
}

API void
tamis_secret_close(struct tamis_secret *secret)
{
	if (secret == NULL)
		return;
	pair_close_secret(secret->pair);
	free(secret);
}

/*
 * Jobs.
 */

/* A public job made ready for the floors. */
struct opening {
	const struct tamis_opening *job;
	struct program *program;  /* owned */
	struct run_input *inputs; /* owned */
	struct open_job open;
};

static void
tell_left(void *ctx, const struct left *left)
{
	const struct opening *o = ctx;
	struct tamis_left public = { left->record, (const char *)left->place.p,
		left->place.len };

	if (o->job->left != NULL)
		o->job->left(o->job->ctx, &public);
}

static void
tell_progress(void *ctx, const struct run_counts *counts)
{
	const struct opening *o = ctx;
	struct tamis_counts public = public_counts(counts);

	o->job->progress(o->job->ctx, &public);
}

static struct run_input *
copy_inputs(const struct tamis_opening *job)
{
	struct run_input *inputs =
	    calloc(job->input_count + 1, sizeof(*inputs));

	for (size_t i = 0; inputs != NULL && i < job->input_count; i++)
		inputs[i] = (struct run_input){ job->inputs[i].fd,
			job->inputs[i].name };
	return inputs;
}

static void
release(struct opening *o)
{
	program_free(o->program);
	free(o->inputs);
}

/* Sets up a job for records of a format. */
static int
set_up(struct opening *o, const struct tamis_opening *job,
    enum format_id format, struct err *err)
{
	const struct program *policy =
	    job->policy == NULL ? NULL : job->policy->program;

	*o = (struct opening){
		.job = job,
		.program =
		    rewrite_program(policy, format, (uint8_t)job->delimiter),
		.inputs = copy_inputs(job),
	};
	o->open = (struct open_job){
		.run = {
			.program = o->program,
			.format = format,
			.inputs = o->inputs,
			.input_count = job->input_count,
			.out = job->out,
			.quarantine = -1,
			.read_size = job->read_size,
			.stop = job->stop,
			.progress =
			    job->progress == NULL ? NULL : tell_progress,
			.ctx = o,
		},
		.left = tell_left,
		.ctx = o,
	};
	if (o->program != NULL && o->inputs != NULL)
		return 0;
	release(o);
	return err_nomem(err);
}

/* The format of a job: one of its policy's, or any. */
static int
find_format(
    const struct tamis_opening *job, enum format_id *format, struct err *err)
{
	if (format_id_read(job->format, format, err) < 0)
		return -1;
	if (job->policy != NULL &&
	    job->policy->program->streams[*format].kind_count == 0)
		return err_set(err, ERR_USAGE,
		    "the policy has no records of format %s", job->format);
	return 0;
}

/*
 * Opening.
 */

typedef int open_fn(
    const struct open_job *job, struct open_counts *counts, struct err *err);

/* The format only bounds lists and quarantines, whose records are lines. */
#define LINES FORMAT_JSON

static struct tamis_opened
public_opened(const struct open_counts *c)
{
	return (struct tamis_opened){ public_counts(&c->run), c->opened,
		c->left, c->others };
}

static int
open_with(const struct tamis_opening *job, enum format_id format, open_fn *open,
    struct opener opener, struct tamis_opened *opened, struct err *err)
{
	struct open_counts counts;
	struct opening o;
	int result;

	if (set_up(&o, job, format, err) < 0)
		return -1;
	if (open == unseal_quarantine)
		o.program->limits.record = UNSEAL_LINE;
	o.open.opener = opener;
	result = open(&o.open, &counts, err);
	*opened = public_opened(&counts);
	release(&o);
	return result;
}

static int
unseal_with(const struct tamis_opening *job, enum format_id format,
    open_fn *open, const struct tamis_secret *secret,
    struct tamis_opened *opened, struct err *err)
{
	const struct program *policy =
	    job->policy == NULL ? NULL : job->policy->program;
	struct unseal *unseal;
	int result;

	if (unseal_new(secret->pair, policy, &unseal, err) < 0)
		return -1;
	result =
	    open_with(job, format, open, unseal_opener(unseal), opened, err);
	unseal_free(unseal);
	return result;
}

API int
tamis_unseal(const struct tamis_opening *job, const struct tamis_secret *secret,
    struct tamis_opened *opened, struct tamis_error *out)
{
	struct err err = { 0 };
	enum format_id format;

	*opened = (struct tamis_opened){ 0 };
	if (find_format(job, &format, &err) < 0 ||
	    unseal_with(job, format, open_records, secret, opened, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_unseal_quarantine(const struct tamis_opening *job,
    const struct tamis_secret *secret, struct tamis_opened *opened,
    struct tamis_error *out)
{
	struct err err = { 0 };

	*opened = (struct tamis_opened){ 0 };
	if (unseal_with(job, LINES, unseal_quarantine, secret, opened, &err) <
	    0)
		return tell(out, &err);
	return 0;
}

static int
reveal_with(const struct tamis_opening *job, enum format_id format,
    open_fn *open, const struct tamis_keyring *keys,
    struct tamis_opened *opened, struct err *err)
{
	struct reveal *reveal;
	int result;

	if (reveal_new(job->policy->program, keys->ring, &reveal, err) < 0)
		return -1;
	result =
	    open_with(job, format, open, reveal_opener(reveal), opened, err);
	reveal_free(reveal);
	return result;
}

API int
tamis_reveal(const struct tamis_opening *job, const struct tamis_keyring *keys,
    struct tamis_opened *opened, struct tamis_error *out)
{
	struct err err = { 0 };
	enum format_id format;

	*opened = (struct tamis_opened){ 0 };
	if (find_format(job, &format, &err) < 0 ||
	    reveal_with(job, format, open_records, keys, opened, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_reveal_list(const struct tamis_opening *job,
    const struct tamis_keyring *keys, struct tamis_opened *opened,
    struct tamis_error *out)
{
	struct err err = { 0 };

	*opened = (struct tamis_opened){ 0 };
	if (reveal_with(job, LINES, open_list, keys, opened, &err) < 0)
		return tell(out, &err);
	return 0;
}

/*
 * Pairs of tokens.
 */

static const struct domain *
find_domain(const struct program *program, const char *name, struct err *err)
{
	for (size_t i = 0; i < program->domain_count; i++)
		if (slice_is(program->domains[i].name, name))
			return &program->domains[i];
	err_set(err, ERR_USAGE, "the policy has no domain `%s`", name);
	return NULL;
}

static int
rekey_values(const struct tamis_opening *job, const struct tamis_keyring *keys,
    const struct tamis_rekeying *rekeying, struct tamis_opened *opened,
    struct err *err)
{
	struct rekey_job r = {
		.domain =
		    find_domain(job->policy->program, rekeying->domain, err),
		.ring = keys->ring,
		.from = rekeying->from,
		.to = rekeying->to,
	};
	struct open_counts counts;
	struct opening o;
	int result;

	if (r.domain == NULL || set_up(&o, job, LINES, err) < 0)
		return -1;
	r.run = o.open.run;
	r.left = o.open.left;
	r.ctx = o.open.ctx;
	result = rekey(&r, &counts, err);
	*opened = public_opened(&counts);
	release(&o);
	return result;
}

API int
tamis_rekey(const struct tamis_opening *job, const struct tamis_keyring *keys,
    const struct tamis_rekeying *rekeying, struct tamis_opened *opened,
    struct tamis_error *out)
{
	struct err err = { 0 };

	*opened = (struct tamis_opened){ 0 };
	if (rekey_values(job, keys, rekeying, opened, &err) < 0)
		return tell(out, &err);
	return 0;
}
