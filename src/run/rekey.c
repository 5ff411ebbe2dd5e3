#include "run/rekey.h"

#include "action/identity.h"
#include "base/utf8.h"
#include "crypto/reversible.h"
#include "engine/binding.h"
#include "run/lines.h"

/* What makes the tokens of one epoch: one of the two. */
struct maker {
	struct token_maker *one_way;
	struct reversible *reversible;
};

struct rekeying {
	const struct rekey_job *job;
	struct open_counts *counts;
	struct maker from, to;
	struct buf normal; /* the value at hand */
};

/* Which key of the keyring an epoch is, or -1. */
static int
find_epoch(const struct rekey_job *job, uint32_t epoch, struct err *err)
{
	struct slice name = job->domain->key;

	for (size_t i = 0; i < keyring_count(job->ring); i++) {
		struct key_info key = keyring_info(job->ring, i);

		if (key.epoch == epoch && slice_is(name, key.name))
			return (int)i;
	}
	return err_set(err, ERR_KEY, "the keyring has no epoch %lu of key %.*s",
	    (unsigned long)epoch, (int)name.len, (const char *)name.p);
}

static int
maker_init(struct maker *m, const struct rekey_job *job, uint32_t epoch,
    struct err *err)
{
	struct token_domain names = binding_token_domain(job->domain);
	int key = find_epoch(job, epoch, err);

	*m = (struct maker){ NULL, NULL };
	if (key < 0)
		return -1;
	if (job->domain->reversible)
		return reversible_new(
		    job->ring, (size_t)key, &names, &m->reversible, err);
	return token_maker_new(
	    job->ring, (size_t)key, &names, &m->one_way, err);
}

static void
maker_release(struct maker *m)
{
	token_maker_free(m->one_way);
	reversible_free(m->reversible);
}

static void
make(const struct maker *m, struct slice value, struct buf *out)
{
	if (m->reversible != NULL)
		reversible_make(m->reversible, value, out);
	else
		token_make(m->one_way, value, out);
}

static const struct normalization *
normalization_of(const struct rekeying *r)
{
	return &normalizations[r->job->domain->normalize];
}

/* Takes the part before the next tab off a line. */
static struct slice
take_part(struct slice *line)
{
	const uint8_t *tab =
	    line->len > 0 ? memchr(line->p, '\t', line->len) : NULL;
	struct slice part = *line;

	if (tab == NULL) {
		line->p = NULL;
		return part;
	}
	part.len = (size_t)(tab - line->p);
	*line = slice_skip(*line, part.len + 1);
	return part;
}

/* Adds the normalized form of a part; false if it has none. */
static bool
add_part(struct rekeying *r, struct slice part)
{
	size_t before = r->normal.len;

	return normalization_of(r)->apply(part, &r->normal) &&
	       (r->normal.len > before || r->normal.failed);
}

/* As `tokenize` does with texts. */
static bool
normalize(struct rekeying *r, struct slice line)
{
	buf_reset(&r->normal);
	if (!utf8_valid(line))
		return false;
	if (!normalization_of(r)->joins)
		return add_part(r, line);
	while (add_part(r, take_part(&line))) {
		if (line.p == NULL)
			return true;
		buf_add_byte(&r->normal, IDENTITY_JOIN);
	}
	return false;
}

static void
leave(struct rekeying *r)
{
	struct left left = { .record = r->counts->run.records + 1 };

	r->counts->left++;
	if (r->job->left != NULL)
		r->job->left(r->job->ctx, &left);
}

static enum filtered
rekey_line(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct rekeying *r = ctx;

	if (!normalize(r, piece->record)) {
		leave(r);
		return FILTERED_WRITTEN;
	}
	if (r->normal.failed) {
		*why = (struct rejection){ .reason = REASON_MEMORY };
		return FILTERED_REJECTED;
	}
	make(&r->from, buf_slice(&r->normal), out);
	buf_add_byte(out, '\t');
	make(&r->to, buf_slice(&r->normal), out);
	buf_add_byte(out, '\n');
	r->counts->opened++;
	return FILTERED_WRITTEN;
}

static int
init_makers(struct rekeying *r, struct err *err)
{
	int (*check)(struct err * err) = normalization_of(r)->check;
	const struct rekey_job *job = r->job;

	if (job->from == job->to)
		return err_set(err, ERR_USAGE,
		    "the two epochs are the same: nothing would change");
	if (check != NULL && check(err) < 0)
		return -1;
	if (maker_init(&r->from, job, job->from, err) < 0)
		return -1;
	return maker_init(&r->to, job, job->to, err);
}

int
rekey(const struct rekey_job *job, struct open_counts *counts, struct err *err)
{
	struct rekeying r = { .job = job, .counts = counts };
	struct run_work work = {
		.split = lines_split, .record = rekey_line, .ctx = &r
	};
	int result;

	*counts = (struct open_counts){ 0 };
	buf_init(&r.normal, job->run.program->limits.record);
	result = init_makers(&r, err);
	if (result == 0)
		result = run_records(&job->run, &work, &counts->run, err);
	maker_release(&r.from);
	maker_release(&r.to);
	buf_wipe(&r.normal);
	return result;
}
