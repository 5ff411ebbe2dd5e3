/*
 * Tables through a policy that keeps, masks and maps.  The first byte chooses
 * the dialect.  What comes out must be a table of the same dialect in UTF-8
 * (split takes it again), and must not depend on how the input arrived.
 */
#include <stdlib.h>

#include "crypto/crypto.h"
#include "exact.h"
#include "format/format.h"
#include "policy/policy.h"

#define POLICY(delimiter, encoding)                                              \
	"{\"policy\":\"f\",\"version\":\"2021-11-03\",\"title\":\"t\","          \
	"\"purpose\":\"p\",\"limits\":{\"record\":512,\"members\":8},"           \
	"\"records\":{\"k\":{\"format\":\"csv\",\"delimiter\":\"" delimiter      \
	"\",\"encoding\":\"" encoding "\",\"fields\":{"                          \
	"\"a\":{\"do\":\"keep\",\"because\":\"x\",\"when\":"                     \
	"{\"field\":\"c\",\"exists\":true}},"                                    \
	"\"b\":{\"do\":\"mask\",\"first\":2,\"because\":\"x\"},"                 \
	"\"c\":{\"do\":\"map\",\"table\":{\"1\":\"one;\",\"\\u00e9\":\"\\\"\"}," \
	"\"else\":\"drop\",\"because\":\"x\"}}}}}"

static const char *const policies[] = {
	POLICY(";", "utf-8"),
	POLICY(",", "windows-1252"),
	POLICY(";", "windows-1252"),
	POLICY(",", "utf-8"),
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
	bool stopped;
};

struct feed {
	struct engine engine;
	struct splitter splitter;
	void *scratch;
	struct result result;
	bool ended;
};

/* One piece; returns the bytes to take up.  `more`: the window is too short. */
static size_t
feed_piece(struct feed *f, struct slice window, bool eof, bool *more)
{
	const struct format *format = format_get(FORMAT_CSV);
	struct piece piece = { 0 };
	enum split answer = format->split(&f->splitter, window, eof, &piece);

	*more = answer == SPLIT_MORE;
	f->ended = answer == SPLIT_END;
	f->result.stopped = answer == SPLIT_STOP;
	f->result.malformed += answer == SPLIT_REJECT;
	MUST(piece.used <= window.len);
	if (answer == SPLIT_GLUE)
		buf_add_slice(&f->result.out, piece.after);
	if (answer == SPLIT_RECORD &&
	    format->filter(&piece, &f->engine, f->scratch, &f->result.out) !=
		FILTERED_WRITTEN)
		f->result.refused++;
	return piece.used;
}

/* Feeds an input in pieces of `step` bytes. */
static struct result
feed(size_t dialect, struct slice input, size_t step)
{
	const struct format *format = format_get(FORMAT_CSV);
	const struct program *program = programs[dialect];
	uint8_t *p = exact_copy(input.p, input.len, FORMAT_PAD, '"');
	size_t begin = 0, end = 0;
	struct err err = { 0 };
	struct feed f = { 0 };
	bool eof = false, more;

	buf_init(&f.result.out, (size_t)1 << 26);
	MUST(engine_init(
		 &f.engine, program, FORMAT_CSV, bindings[dialect], &err) == 0);
	splitter_init(&f.splitter, program, FORMAT_CSV);
	f.scratch = format->scratch_new(program);
	f.splitter.scratch = f.scratch;
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
	/* Text in UTF-8 may be beyond the limit: at most three times as long.
	 */
	if (whole.out.len > 0 && size <= 512 / 3) {
		/* 0 and 3 are those in UTF-8, with 2 and 1 beside them. */
		dialect = dialect % 2 == 0 ? 0 : 3;
		again = feed(dialect, buf_slice(&whole.out), SIZE_MAX);
		MUST(again.malformed == 0 && !again.stopped);
		buf_release(&again.out);
	}
	buf_release(&whole.out);
	buf_release(&pieces.out);
	return 0;
}
