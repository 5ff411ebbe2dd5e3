#include "run/unseal.h"

#include <stdlib.h>

#include "base/charset.h"
#include "crypto/seal.h"
#include "format/walker.h"
#include "run/lines.h"

/* A name is in sealed text, and that in a record. */
#define NAME_MOST LIMIT_RECORD

struct unseal {
	const struct program *policy; /* NULL: any */
	struct unsealer *unsealer;
	struct buf name; /* of the recipient of what opened; empty: nothing */
};

int
unseal_new(const struct pair_secret *secret, const struct program *policy,
    struct unseal **unseal, struct err *err)
{
	struct unseal *u = calloc(1, sizeof(*u));

	if (u == NULL)
		return err_nomem(err);
	u->policy = policy;
	buf_init(&u->name, NAME_MOST);
	if (unsealer_new(secret, &u->unsealer, err) < 0) {
		free(u);
		return -1;
	}
	*unseal = u;
	return 0;
}

void
unseal_free(struct unseal *unseal)
{
	if (unseal == NULL)
		return;
	unsealer_free(unseal->unsealer);
	buf_release(&unseal->name);
	free(unseal);
}

/* The names of recipients are the policy's: ours is what something opened
 * under. */
static bool
note_name(struct unseal *u, struct slice recipient)
{
	if (u->name.len == 0)
		buf_add_slice(&u->name, recipient);
	return !u->name.failed;
}

static bool
is_of_another(const struct unseal *u, struct slice recipient)
{
	return u->name.len > 0 && !slice_equal(buf_slice(&u->name), recipient);
}

static enum opened
open_sealed(void *ctx, struct slice text, struct slice place, struct buf *out,
    enum value_kind *kind)
{
	struct unseal *u = ctx;
	struct sealed sealed;

	if (!slice_starts(text, slice_text(SEAL_PREFIX)))
		return OPEN_NOT;
	if (!sealed_parse(text, &sealed) ||
	    (u->policy != NULL && !slice_equal(sealed.policy, u->policy->name)))
		return OPEN_LEFT;
	switch (unseal_value(u->unsealer, &sealed, place, out, kind)) {
	case UNSEALED:
		return note_name(u, sealed.recipient) ? OPEN_DONE : OPEN_NOMEM;
	case UNSEAL_NOMEM:
		return OPEN_NOMEM;
	case UNSEAL_FOREIGN:
		break;
	}
	return is_of_another(u, sealed.recipient) ? OPEN_OTHERS : OPEN_LEFT;
}

struct opener
unseal_opener(struct unseal *unseal)
{
	return (struct opener){ open_sealed, unseal };
}

/*
 * Quarantines.
 */

struct recovery {
	const struct open_job *job;
	struct open_counts *counts;
	struct walker walker;
	struct buf line; /* what the walker writes: for nobody */
	struct buf text; /* a record as text */
	struct buf *out;
	size_t sealed, opened; /* members of the line at hand */
};

/* Adds the record that a text stands for. */
static bool
add_record(struct recovery *r, struct slice text)
{
	return charset_from_utf8(CHARSET_LATIN_1, text, r->out);
}

static enum visited
visit_member(void *ctx, const struct visit *v, struct value *to)
{
	struct recovery *r = ctx;
	const struct opener *opener = &r->job->opener;
	enum value_kind kind;

	(void)to;
	if (v->value.kind != VALUE_TEXT || !slice_is(v->place, "sealed"))
		return VISIT_LEAVE;
	r->sealed++;
	buf_reset(&r->text);
	switch (opener->open(opener->ctx, v->value.text,
	    slice_text(UNSEAL_QUARANTINE), &r->text, &kind)) {
	case OPEN_DONE:
		r->opened += add_record(r, buf_slice(&r->text));
		break;
	case OPEN_NOMEM:
		return VISIT_FAIL;
	default:
		break;
	}
	return VISIT_LEAVE;
}

/* The one record of a line, and a line feed behind it; or nothing. */
static void
end_line(struct recovery *r, size_t before)
{
	struct left left = { .record = r->counts->run.records + 1 };
	struct buf *out = r->out;

	if (r->sealed == 1 && r->opened == 1) {
		r->counts->opened++;
		if (out->len == before || out->p[out->len - 1] != '\n')
			buf_add_byte(out, '\n');
		return;
	}
	out->len = before;
	r->counts->left++;
	if (r->job->left != NULL)
		r->job->left(r->job->ctx, &left);
}

static enum filtered
recover_line(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct recovery *r = ctx;
	size_t before = out->len;
	enum filtered answer;

	r->out = out;
	r->sealed = r->opened = 0;
	buf_reset(&r->line);
	answer = walker_record(&r->walker, piece, &r->line);
	if (answer == FILTERED_WRITTEN) {
		end_line(r, before);
		return answer;
	}
	out->len = before;
	*why = (struct rejection){ .reason = r->walker.reason };
	return answer;
}

int
unseal_quarantine(
    const struct open_job *job, struct open_counts *counts, struct err *err)
{
	struct recovery r = { .job = job, .counts = counts };
	struct run_work work = {
		.split = lines_split, .record = recover_line, .ctx = &r
	};
	int result;

	*counts = (struct open_counts){ 0 };
	if (walker_init(
		&r.walker, job->run.program, FORMAT_JSON, visit_member, &r) < 0)
		return err_nomem(err);
	buf_init(&r.line, job->run.program->limits.record);
	buf_init(&r.text, job->run.program->limits.record);
	result = run_records(&job->run, &work, &counts->run, err);
	buf_wipe(&r.line);
	buf_wipe(&r.text);
	walker_release(&r.walker);
	return result;
}
