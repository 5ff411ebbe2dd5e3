/*
 * Records of any kind through a policy with predicates, conditions, ages and
 * every action but tokenize.  What comes out must be well-formed (the filter
 * takes it again), and must not depend on how the input arrived.
 */
#include <assert.h>
#include <stdlib.h>

#include "crypto/crypto.h"
#include "format/format.h"
#include "policy/policy.h"

static const char policy[] =
    "{\"policy\":\"f\",\"version\":\"2021-11-03\",\"title\":\"t\","
    "\"purpose\":\"p\",\"limits\":{\"record\":4096},\"conditions\":{"
    "\"positive\":{\"field\":\"r.code\",\"is\":\"P\"},"
    "\"minor\":{\"field\":\"birth\",\"ageUnder\":18,\"at\":\"day\"}},"
    "\"records\":{\"a\":{\"format\":\"json\",\"fields\":{"
    "\"a\":{\"do\":\"keep\",\"because\":\"x\"},"
    "\"b[].c\":{\"do\":\"truncate\",\"first\":2,\"because\":\"x\"},"
    "\"id[s='x'][t^='y'].v\":{\"do\":\"mask\",\"last\":2,\"because\":\"x\","
    "\"invalid\":\"drop\"},"
    "\"id[s!='x'].v\":{\"do\":\"map\",\"table\":{\"1\":\"2\"},"
    "\"else\":\"drop\",\"because\":\"x\"},"
    "\"birth\":{\"do\":\"generalize\",\"to\":\"age-5y\",\"at\":\"day\","
    "\"must\":\"date\",\"because\":\"x\",\"invalid\":\"drop\"},"
    "\"day\":{\"do\":\"generalize\",\"to\":\"month\",\"because\":\"x\","
    "\"invalid\":\"drop\"},"
    "\"n\":{\"do\":\"generalize\",\"step\":5,\"because\":\"x\","
    "\"invalid\":\"drop\"},"
    "\"cp\":{\"do\":\"generalize\",\"to\":\"departement\",\"must\":"
    "\"postcode-fr\",\"because\":\"x\",\"invalid\":\"drop\"},"
    "\"tel\":[{\"when\":\"positive\",\"do\":\"keep\",\"must\":\"phone\","
    "\"because\":\"x\",\"invalid\":\"drop\"},{\"when\":\"minor\",\"do\":"
    "\"replace\",\"with\":null,\"because\":\"x\"}],"
    "\"**.code\":{\"do\":\"keep\",\"oneOf\":[\"P\",\"N\"],\"because\":\"x\","
    "\"invalid\":\"drop\"}"
    "}}}}";

static struct program *program;
static struct binding *binding;

static void
start(void)
{
	struct err err = { 0 };

	if (program != NULL)
		return;
	assert(crypto_start(&err) == 0);
	assert(policy_parse(
		   "f", slice_text(policy), NULL, NULL, &program, &err) == 0);
	assert(binding_new(program, NULL, &binding, &err) == 0);
}

struct feed {
	struct engine engine;
	struct splitter splitter;
	void *scratch;
	struct buf out;
	uint64_t rejected;
	bool stopped;
};

/* One piece; returns the bytes to take up.  `more`: the window is too short. */
static size_t
feed_piece(struct feed *f, struct slice window, bool eof, bool *more)
{
	const struct format *format = format_get(FORMAT_JSON);
	size_t before = f->out.len;
	struct piece piece = { 0 };

	*more = false;
	switch (format->split(&f->splitter, window, eof, &piece)) {
	case SPLIT_RECORD:
		break;
	case SPLIT_GLUE:
		buf_add_slice(&f->out, piece.after);
		return piece.used;
	case SPLIT_MORE:
		*more = true;
		return piece.used;
	case SPLIT_REJECT:
		f->rejected++;
		return piece.used;
	default:
		f->stopped = true;
		return 0;
	}
	buf_add_slice(&f->out, piece.before);
	switch (format->filter(&piece, &f->engine, f->scratch, &f->out)) {
	case FILTERED_WRITTEN:
		buf_add_slice(&f->out, piece.after);
		splitter_written(&f->splitter);
		return piece.used;
	case FILTERED_SHORT:
		assert(piece.may_go_on);
		f->out.len = before;
		f->splitter.wide = true;
		return 0;
	default:
		break;
	}
	f->out.len = before;
	f->rejected++;
	if (!reason_misleads(f->engine.rejection.reason))
		return piece.used;
	f->stopped = piece.used_if_malformed == 0;
	return piece.used_if_malformed;
}

/* Feeds an input in pieces of `step` bytes; returns what came out. */
static struct buf
feed(struct slice input, size_t step, uint64_t *rejected)
{
	struct err err = { 0 };
	struct feed f = { 0 };
	size_t begin = 0, end = 0;
	bool eof = false, more;
	uint8_t *p = calloc(input.len + FORMAT_PAD, 1);

	if (input.len > 0)
		memcpy(p, input.p, input.len);
	buf_init(&f.out, (size_t)1 << 26);
	assert(
	    engine_init(&f.engine, program, FORMAT_JSON, binding, &err) == 0);
	splitter_init(&f.splitter, program, FORMAT_JSON);
	f.scratch = format_get(FORMAT_JSON)->scratch_new(program);
	while (!f.stopped && !(eof && begin == end)) {
		struct slice window = { p + begin, end - begin };

		begin += feed_piece(&f, window, eof, &more);
		if (!more)
			continue;
		eof = end == input.len;
		end = input.len - end < step ? input.len : end + step;
	}
	assert(!f.out.failed);
	format_get(FORMAT_JSON)->scratch_free(f.scratch);
	engine_release(&f.engine);
	free(p);
	*rejected = f.rejected;
	return f.out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input = { data, size };
	uint64_t rejected, other;
	struct buf whole, pieces, again;

	start();
	whole = feed(input, SIZE_MAX, &rejected);
	pieces = feed(input, size % 7 + 1, &other);
	assert(slice_equal(buf_slice(&whole), buf_slice(&pieces)));
	assert(rejected == other);
	if (rejected == 0) {
		again = feed(buf_slice(&whole), SIZE_MAX, &rejected);
		buf_release(&again);
	}
	buf_release(&whole);
	buf_release(&pieces);
	return 0;
}
