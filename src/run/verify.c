#include "run/verify.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/num.h"

#define CHUNK ((size_t)8 << 10)

void
chain_init(struct chain *c, const struct pair_public *signer)
{
	*c = (struct chain){ .signer = signer, .n = 1 };
}

/* What is wrong with a line whose number is not the one that must follow. */
static const char *
explain_number(struct chain *c, uint64_t n, bool same)
{
	if (n > c->n)
		snprintf(c->text, sizeof(c->text),
		    "%" PRIu64 " line%s missing before it: its number is "
		    "%" PRIu64,
		    n - c->n, n - c->n == 1 ? " is" : "s are", n);
	else if (same)
		snprintf(c->text, sizeof(c->text),
		    "it is the line before once more");
	else
		snprintf(c->text, sizeof(c->text),
		    "it is out of order: its number is %" PRIu64
		    ", not %" PRIu64,
		    n, c->n);
	return c->text;
}

/*
 * Whether a line that is signed fits to the one before.  Behind a line that
 * is not as it was signed, that cannot be said.
 */
static const char *
check_place(struct chain *c, const struct receipt_place *place, bool same)
{
	bool follows = memcmp(place->prev, c->digest, sizeof(c->digest)) == 0;

	if (place->n != c->n)
		return explain_number(c, place->n, same);
	if (!follows && (c->trusted || c->line == 0))
		return "it was signed behind another line";
	return NULL;
}

static const char *
check_line(struct chain *c, struct slice line, bool same)
{
	struct receipt r;
	const char *wrong = receipt_read(line, &r);

	if (wrong == NULL &&
	    !sign_verify(c->signer, r.signed_part, r.signature))
		wrong = "it is not what was signed, or not by this key";
	if (wrong != NULL) {
		c->trusted = false;
		c->n++;
		return wrong;
	}
	wrong = check_place(c, &r.place, same);
	c->trusted = true;
	c->n = r.place.n + 1;
	c->last = r;
	if (wrong == NULL && !receipt_adds_up(&r))
		wrong = "its records do not add up";
	return wrong;
}

const char *
chain_next(struct chain *c, struct slice line)
{
	uint8_t digest[CRYPTO_DIGEST_LEN];
	const char *wrong;
	bool same;

	crypto_digest(line, digest);
	same = c->line > 0 && memcmp(digest, c->digest, sizeof(digest)) == 0;
	wrong = check_line(c, line, same);
	c->line++;
	memcpy(c->digest, digest, sizeof(digest));
	return wrong;
}

bool
verify_read_mark(struct slice text, struct verify_mark *mark)
{
	const uint8_t *colon =
	    text.len == 0 ? NULL : memchr(text.p, ':', text.len);

	if (colon == NULL)
		return false;
	return num_u64(slice_between(text.p, colon), &mark->n) && mark->n > 0 &&
	       receipt_read_digest(slice_between(colon + 1, text.p + text.len),
		   RECEIPT_PLAIN, mark->digest);
}

void
verify_put_mark(
    const struct verify_mark *mark, char text[static VERIFY_MARK_MAX + 1])
{
	char hex[RECEIPT_HEX];

	enc_hex((struct slice){ mark->digest, CRYPTO_DIGEST_LEN }, hex);
	snprintf(text, VERIFY_MARK_MAX + 1, "%" PRIu64 ":" RECEIPT_PLAIN "%.*s",
	    mark->n, (int)sizeof(hex), hex);
}

struct verifying {
	const struct verify_job *job;
	struct verify_result *result;
	struct err *err;
	struct chain chain;
	struct buf line;
	bool too_long; /* the line at hand, which was not kept */

	/* The output that the line in question vouches for. */
	bool vouched;
	uint8_t output_digest[CRYPTO_DIGEST_LEN];
};

static void
find_fault(struct verifying *v, uint64_t line, const char *text)
{
	v->result->faults++;
	if (v->job->fault != NULL)
		v->job->fault(v->job->ctx, line, text);
}

/* Remembers what the last line says of its output, if that is asked. */
static void
note_output(struct verifying *v)
{
	const struct chain *c = &v->chain;
	uint64_t wanted = v->job->output_line;

	if (wanted != 0 && wanted != c->line)
		return;
	v->vouched = c->trusted;
	memcpy(
	    v->output_digest, c->last.output_digest, sizeof(v->output_digest));
}

/* A line that has ended. */
static void
on_line(struct verifying *v)
{
	struct chain *c = &v->chain;
	const struct verify_mark *expect = &v->job->expect;
	const char *wrong = chain_next(c, buf_slice(&v->line));

	if (v->too_long)
		wrong = "it is longer than any receipt";
	if (wrong != NULL)
		find_fault(v, c->line, wrong);
	if (c->line == expect->n &&
	    memcmp(c->digest, expect->digest, sizeof(c->digest)) != 0)
		find_fault(v, c->line, "it is not the line that was expected");
	note_output(v);
	buf_reset(&v->line);
	v->too_long = false;
}

/* Adds a part of a line. */
static int
add_part(struct verifying *v, struct slice part)
{
	if (v->line.len + part.len > LIMIT_RECEIPT) {
		v->too_long = true;
		buf_reset(&v->line);
	}
	if (v->too_long)
		return 0;
	buf_add_slice(&v->line, part);
	return v->line.failed ? err_nomem(v->err) : 0;
}

static int
add_bytes(struct verifying *v, struct slice s)
{
	const uint8_t *feed;

	while (s.len > 0 && (feed = memchr(s.p, '\n', s.len)) != NULL) {
		struct slice part = slice_between(s.p, feed);

		if (add_part(v, part) < 0)
			return -1;
		on_line(v);
		s = slice_skip(s, part.len + 1);
	}
	return add_part(v, s);
}

/* Gives all bytes of a descriptor to `take`. */
static int
read_all(int fd, const char *name, int (*take)(void *ctx, struct slice s),
    void *ctx, struct err *err)
{
	uint8_t bytes[CHUNK];

	for (;;) {
		ssize_t n = read(fd, bytes, sizeof(bytes));

		if (n == 0)
			return 0;
		if (n > 0) {
			if (take(ctx, (struct slice){ bytes, (size_t)n }) < 0)
				return -1;
		} else if (errno != EINTR) {
			return err_errno(err, ERR_IO, "%s: cannot read", name);
		}
	}
}

static int
take_receipts(void *ctx, struct slice s)
{
	return add_bytes(ctx, s);
}

static int
take_output(void *ctx, struct slice s)
{
	digest_add(ctx, s);
	return 0;
}

static int
digest_output(struct verifying *v, uint8_t out[static CRYPTO_DIGEST_LEN])
{
	const struct verify_job *job = v->job;
	struct digest *digest;
	int result;

	if (digest_output_new(job->signer, &digest, v->err) < 0)
		return -1;
	result = read_all(
	    job->output, job->output_name, take_output, digest, v->err);
	digest_end(digest, out);
	digest_free(digest);
	return result;
}

static int
check_output(struct verifying *v)
{
	uint8_t digest[CRYPTO_DIGEST_LEN];
	uint64_t line = v->job->output_line;

	if (line == 0)
		line = v->chain.line;
	if (line == 0 || line > v->chain.line) {
		find_fault(v, line, "there is no such line for the output");
		return 0;
	}
	if (!v->vouched) {
		find_fault(v, line, "it vouches for no output");
		return 0;
	}
	if (digest_output(v, digest) < 0)
		return -1;
	if (!crypto_equal(digest, v->output_digest, sizeof(digest)))
		find_fault(v, line, "the output is not that of this run");
	return 0;
}

/* What can be said at the end of the file. */
static void
check_end(struct verifying *v)
{
	const struct chain *c = &v->chain;

	if (v->line.len > 0 || v->too_long)
		find_fault(v, c->line + 1, "it was cut off");
	else if (c->line == 0)
		find_fault(v, 0, "there is no receipt in it");
	if (v->job->expect.n > c->line)
		find_fault(v, v->job->expect.n,
		    "it is expected, and missing at the end");
}

static int
verify_all(struct verifying *v)
{
	const struct verify_job *job = v->job;

	if (read_all(job->receipts, job->name, take_receipts, v, v->err) < 0)
		return -1;
	check_end(v);
	return job->output == -1 ? 0 : check_output(v);
}

int
verify(
    const struct verify_job *job, struct verify_result *result, struct err *err)
{
	struct verifying v = { .job = job, .result = result, .err = err };
	int status;

	*result = (struct verify_result){ 0 };
	chain_init(&v.chain, job->signer);
	buf_init(&v.line, LIMIT_RECEIPT);
	status = verify_all(&v);
	result->lines = v.chain.line;
	result->last.n = v.chain.line;
	memcpy(result->last.digest, v.chain.digest, CRYPTO_DIGEST_LEN);
	buf_release(&v.line);
	return status;
}
