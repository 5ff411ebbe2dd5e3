/*
 * Messages through a policy with predicates, conditions and most actions.  The
 * first byte chooses HL7 v2 or HPRIM.  What comes out must be messages again
 * that filter reads, and must not depend on how the input arrived.
 */
#include <stdlib.h>

#include "crypto/crypto.h"
#include "exact.h"
#include "format/format.h"
#include "policy/policy.h"

#define POLICY(dialect, fields)                                           \
	"{\"policy\":\"f\",\"version\":\"2021-11-03\",\"title\":\"t\","   \
	"\"purpose\":\"p\",\"limits\":{\"record\":1024,\"members\":16},"  \
	"\"records\":{\"k\":{\"format\":\"hl7v2\",\"dialect\":\"" dialect \
	"\",\"fields\":{" fields "}}}}"

#define KEEP ":{\"do\":\"keep\",\"because\":\"x\"}"

static const char *const policies[] = {
	POLICY("hl7",
	    "\"MSH-9.1\"" KEEP ",\"MSH-18\"" KEEP ",\"MSH-20\"" KEEP
	    ",\"PID-3[5='INS'].1\":{\"do\":\"mask\",\"last\":2,"
	    "\"because\":\"x\"},\"PID-3[4.2^='1.'].2\"" KEEP
	    ",\"PID-7\":{\"do\":\"keep\",\"because\":\"x\",\"when\":"
	    "{\"field\":\"OBX-5.1\",\"is\":\"P\"},\"invalid\":\"drop\"},"
	    "\"PID-5.1.2\"" KEEP ",\"OBX[3.1='a']-5.1\"" KEEP
	    ",\"OBX[2!='ED']-6\":{\"do\":\"map\",\"table\":{\"1\":\"|^~&\\\\"
	    "\\n\\u00e9\"},\"else\":\"drop\",\"because\":\"x\"}"),
	POLICY("hprim",
	    "\"P-6.1\"" KEEP ",\"P-8\":{\"do\":\"truncate\",\"first\":2,"
	    "\"because\":\"x\"},\"OBX[4.1='a']-6\"" KEEP ",\"L-2\"" KEEP),
};

#define DIALECTS (sizeof(policies) / sizeof(policies[0]))

static struct program *programs[DIALECTS];
static struct binding *bindings[DIALECTS];

static void
start(void)
{
	struct err err = { 0 };

	if (bindings[DIALECTS - 1] != NULL)
		return;
	MUST(crypto_start(&err) == 0);
	for (size_t i = 0; i < DIALECTS; i++) {
		MUST(policy_parse("f", slice_text(policies[i]), NULL, NULL,
			 &programs[i], &err) == 0);
		MUST(binding_new(programs[i], NULL, &bindings[i], &err) == 0);
	}
}

/* What came of an input. */
struct result {
	struct buf out;
	uint64_t malformed, refused; /* by split, by filter */
	uint64_t misread;            /* of those, by form */
	bool stopped;
};

struct feed {
	struct engine engine;
	struct splitter splitter;
	void *scratch;
	struct result result;
	bool ended;
};

static void
feed_record(struct feed *f, const struct piece *piece)
{
	struct buf *out = &f->result.out;
	size_t before = out->len;

	buf_add_slice(out, piece->before);
	if (format_get(FORMAT_HL7V2)
		->filter(piece, &f->engine, f->scratch, out) ==
	    FILTERED_WRITTEN) {
		buf_add_slice(out, piece->after);
		splitter_written(&f->splitter);
		return;
	}
	out->len = before;
	f->result.refused++;
	f->result.misread += reason_misleads(f->engine.rejection.reason) ||
			     f->engine.rejection.reason == REASON_MARKS ||
			     f->engine.rejection.reason == REASON_CHARSET ||
			     f->engine.rejection.reason == REASON_ESCAPE ||
			     f->engine.rejection.reason == REASON_UTF8;
}

/* One piece; returns the bytes to take up.  `more`: the window is too short. */
static size_t
feed_piece(struct feed *f, struct slice window, bool eof, bool *more)
{
	const struct format *format = format_get(FORMAT_HL7V2);
	struct piece piece = { 0 };
	enum split answer = format->split(&f->splitter, window, eof, &piece);

	*more = answer == SPLIT_MORE;
	f->ended = answer == SPLIT_END;
	f->result.stopped = answer == SPLIT_STOP;
	f->result.malformed += answer == SPLIT_REJECT;
	MUST(piece.used <= window.len);
	if (answer == SPLIT_GLUE)
		buf_add_slice(&f->result.out, piece.after);
	if (answer == SPLIT_RECORD)
		feed_record(f, &piece);
	return piece.used;
}

/* Feeds an input in pieces of `step` bytes. */
static struct result
feed(size_t dialect, struct slice input, size_t step)
{
	const struct format *format = format_get(FORMAT_HL7V2);
	const struct program *program = programs[dialect];
	uint8_t *p = exact_copy(input.p, input.len, FORMAT_PAD, '|');
	size_t begin = 0, end = 0;
	struct err err = { 0 };
	struct feed f = { 0 };
	bool eof = false, more;

	buf_init(&f.result.out, (size_t)1 << 26);
	MUST(engine_init(&f.engine, program, FORMAT_HL7V2, bindings[dialect],
		 &err) == 0);
	splitter_init(&f.splitter, program, FORMAT_HL7V2);
	f.scratch = format->scratch_new(program);
	while (!f.result.stopped && !f.ended) {
		struct slice window = { p + begin, end - begin };

		begin += feed_piece(&f, window, eof, &more);
		if (!more)
			continue;
		MUST(!eof);
		eof = end == input.len;
		end = input.len - end < step ? input.len : end + step;
	}
	MUST(!f.result.out.failed);
	format->scratch_free(f.scratch);
	engine_release(&f.engine);
	free(p);
	return f.result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input;
	struct result whole, pieces, again;
	size_t dialect;

	if (size == 0)
		return 0;
	start();
	dialect = data[0] % DIALECTS;
	input = (struct slice){ data + 1, size - 1 };
	whole = feed(dialect, input, SIZE_MAX);
	pieces = feed(dialect, input, size % 7 + 1);
	MUST(slice_equal(buf_slice(&whole.out), buf_slice(&pieces.out)));
	MUST(whole.malformed == pieces.malformed);
	MUST(whole.refused == pieces.refused);
	MUST(whole.stopped == pieces.stopped);
	/* Escapes and UTF-8 may take an output beyond the limit. */
	if (size <= 1024 / 8) {
		again = feed(dialect, buf_slice(&whole.out), SIZE_MAX);
		MUST(again.malformed == 0 && !again.stopped);
		MUST(again.misread == 0);
		buf_release(&again.out);
	}
	buf_release(&whole.out);
	buf_release(&pieces.out);
	return 0;
}
