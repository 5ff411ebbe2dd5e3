/*
 * Documents through policies with namespaces, predicates, conditions and "//".
 * The first byte chooses between one with and one without a record path.  What
 * comes out of an input without a fault must go in again without one, and
 * nothing may depend on how the input arrived.
 */
#include <stdlib.h>

#include "crypto/crypto.h"
#include "exact.h"
#include "format/format.h"
#include "policy/policy.h"

#define POLICY(record, root)                                               \
	"{\"policy\":\"f\",\"version\":\"2021-11-03\",\"title\":\"t\","    \
	"\"purpose\":\"p\",\"limits\":{\"record\":2048,\"depth\":8},"      \
	"\"records\":{\"k\":{\"format\":\"xml\",\"namespaces\":{"          \
	"\"h\":\"urn:h\",\"x\":\"urn:x\"}," record "\"fields\":{"          \
	"\"" root "/a\":{\"do\":\"keep\",\"because\":\"x\"},"              \
	"\"" root "/h:b/@c\":{\"do\":\"keep\",\"because\":\"x\",\"when\":" \
	"{\"field\":\"" root "/a\",\"exists\":true}},"                     \
	"\"" root "/d[@e^='1']/f\":{\"do\":\"mask\",\"first\":1,"          \
	"\"because\":\"x\"},"                                              \
	"\"" root "/d[h:g/@e!='2']/@x:f\":{\"do\":\"keep\",\"because\":"   \
	"\"x\"},"                                                          \
	"\"//i/@xml:lang\":{\"do\":\"keep\",\"oneOf\":[\"fr\",\"en\"],"    \
	"\"invalid\":\"drop\",\"because\":\"x\"},"                         \
	"\"" root "/j\":{\"do\":\"drop\",\"because\":\"x\"}}}}}"

static const char *const policies[] = {
	POLICY("", "/r"),
	POLICY("\"record\":\"/s/h:t/r\",", "/r"),
};

#define POLICIES (sizeof(policies) / sizeof(policies[0]))

static struct program *programs[POLICIES];
static struct binding *bindings[POLICIES];

static void
start(void)
{
	struct err err = { 0 };

	if (bindings[POLICIES - 1] != NULL)
		return;
	MUST(crypto_start(&err) == 0);
	for (size_t i = 0; i < POLICIES; i++) {
		MUST(policy_parse("f", slice_text(policies[i]), NULL, NULL,
			 &programs[i], &err) == 0);
		MUST(binding_new(programs[i], NULL, &bindings[i], &err) == 0);
	}
}

/* What came of an input. */
struct result {
	struct buf out;
	uint64_t malformed, refused; /* by split, by filter */
};

struct feed {
	const struct format *format;
	struct engine engine;
	struct splitter splitter;
	void *scratch;
	struct result result;
	bool ended;
};

static size_t
feed_record(struct feed *f, const struct piece *piece)
{
	size_t before = f->result.out.len;

	buf_add_slice(&f->result.out, piece->before);
	if (f->format->filter(piece, &f->engine, f->scratch, &f->result.out) ==
	    FILTERED_WRITTEN) {
		buf_add_slice(&f->result.out, piece->after);
		splitter_written(&f->splitter);
		return piece->used;
	}
	f->result.out.len = before;
	f->result.refused++;
	return reason_misleads(f->engine.rejection.reason)
		   ? piece->used_if_malformed
		   : piece->used;
}

/* One piece; returns the bytes to take up.  `more`: the window is too short. */
static size_t
feed_piece(struct feed *f, struct slice window, bool eof, bool *more)
{
	struct piece piece = { 0 };
	enum split answer = f->format->split(&f->splitter, window, eof, &piece);

	*more = answer == SPLIT_MORE;
	f->ended = answer == SPLIT_END || answer == SPLIT_STOP;
	f->result.malformed += answer == SPLIT_REJECT || answer == SPLIT_STOP;
	MUST(piece.used <= window.len);
	if (answer == SPLIT_RECORD)
		return feed_record(f, &piece);
	if (answer == SPLIT_GLUE)
		buf_add_slice(&f->result.out, piece.after);
	return piece.used;
}

static void
feed_all(struct feed *f, struct slice input, size_t step)
{
	uint8_t *p = exact_copy(input.p, input.len, FORMAT_PAD, '<');
	size_t begin = 0, end = 0;
	bool eof = false, more;

	while (!f->ended) {
		struct slice window = { p + begin, end - begin };

		begin += feed_piece(f, window, eof, &more);
		if (!more)
			continue;
		eof = end == input.len;
		end = input.len - end < step ? input.len : end + step;
	}
	free(p);
}

/* Feeds an input in pieces of `step` bytes. */
static struct result
feed(size_t policy, struct slice input, size_t step)
{
	const struct program *program = programs[policy];
	struct feed f = { .format = format_get(FORMAT_XML) };
	struct err err = { 0 };

	buf_init(&f.result.out, (size_t)1 << 26);
	MUST(engine_init(
		 &f.engine, program, FORMAT_XML, bindings[policy], &err) == 0);
	splitter_init(&f.splitter, program, FORMAT_XML);
	f.scratch = f.format->scratch_new(program);
	MUST(f.scratch != NULL);
	f.splitter.scratch = f.scratch;
	feed_all(&f, input, step);
	MUST(!f.result.out.failed);
	f.format->scratch_free(f.scratch);
	engine_release(&f.engine);
	return f.result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input;
	struct result whole, pieces, again;
	size_t policy;

	if (size == 0)
		return 0;
	start();
	policy = data[0] % POLICIES;
	input = (struct slice){ data + 1, size - 1 };
	whole = feed(policy, input, SIZE_MAX);
	pieces = feed(policy, input, size % 7 + 1);
	MUST(slice_equal(buf_slice(&whole.out), buf_slice(&pieces.out)));
	MUST(whole.malformed == pieces.malformed);
	MUST(whole.refused == pieces.refused);
	/* Escapes and prefixes may make a record larger than the limit. */
	if (whole.malformed + whole.refused == 0 && size < 256) {
		again = feed(policy, buf_slice(&whole.out), SIZE_MAX);
		MUST(again.malformed == 0);
		buf_release(&again.out);
	}
	buf_release(&whole.out);
	buf_release(&pieces.out);
	return 0;
}
