#include "feed.h"

#include <stdlib.h>

#include "crypto/crypto.h"
#include "exact.h"
#include "policy/policy.h"

struct run {
	const struct format *format;
	struct engine engine;
	struct splitter splitter;
	void *scratch;
	struct fed fed;
	bool ended;
};

void
feeder_init(
    struct feeder *f, enum format_id format, const char *policy, uint8_t behind)
{
	struct err err = { 0 };

	*f = (struct feeder){ .format = format, .behind = behind };
	MUST(crypto_start(&err) == 0);
	MUST(policy_parse(
		 "f", slice_text(policy), NULL, NULL, &f->program, &err) == 0);
	MUST(binding_new(f->program, NULL, &f->binding, &err) == 0);
}

/* A record that was rejected; returns the bytes to take up. */
static size_t
on_rejected(struct run *r, const struct piece *piece)
{
	enum reason reason = r->engine.rejection.reason;

	r->fed.refused++;
	r->fed.reasons[reason]++;
	if (!reason_misleads(reason))
		return piece->used;
	r->fed.stopped = piece->used_if_malformed == 0;
	return reason == REASON_TRAILING ? piece->used
					 : piece->used_if_malformed;
}

/* A record; returns the bytes to take up, 0 to look for a longer one. */
static size_t
on_record(struct run *r, const struct piece *piece)
{
	struct buf *out = &r->fed.out;
	size_t before = out->len;

	buf_add_slice(out, piece->before);
	switch (r->format->filter(piece, &r->engine, r->scratch, out)) {
	case FILTERED_WRITTEN:
		buf_add_slice(out, piece->after);
		splitter_written(&r->splitter);
		return piece->used;
	case FILTERED_SHORT:
		MUST(piece->may_go_on);
		r->splitter.wide = true;
		out->len = before;
		return 0;
	case FILTERED_REJECTED:
		break;
	}
	out->len = before;
	return on_rejected(r, piece);
}

/* One piece; returns the bytes to take up.  *more: the window is too short. */
static size_t
on_piece(struct run *r, struct slice window, bool eof, bool *more)
{
	struct piece piece = { 0 };
	enum split answer = r->format->split(&r->splitter, window, eof, &piece);

	MUST(piece.used <= window.len);
	*more = answer == SPLIT_MORE;
	MUST(!*more || !eof || piece.used > 0);
	r->ended = answer == SPLIT_END;
	r->fed.stopped = answer == SPLIT_STOP;
	r->fed.malformed += answer == SPLIT_REJECT || answer == SPLIT_STOP;
	if (answer == SPLIT_GLUE)
		buf_add_slice(&r->fed.out, piece.after);
	return answer == SPLIT_RECORD ? on_record(r, &piece) : piece.used;
}

static void
feed_all(struct run *r, struct slice input, size_t step, uint8_t behind)
{
	uint8_t *p = exact_copy(input.p, input.len, FORMAT_PAD, behind);
	size_t begin = 0, end = 0;
	bool eof = false, more;

	while (!r->fed.stopped && !r->ended) {
		struct slice window = { p + begin, end - begin };

		begin += on_piece(r, window, eof, &more);
		if (!more)
			continue;
		eof = end == input.len;
		end = input.len - end < step ? input.len : end + step;
	}
	free(p);
}

struct fed
feed(const struct feeder *f, struct slice input, size_t step)
{
	struct run r = { .format = format_get(f->format) };
	struct err err = { 0 };

	buf_init(&r.fed.out, (size_t)1 << 26);
	MUST(engine_init(&r.engine, f->program, f->format, f->binding, &err) ==
	     0);
	splitter_init(&r.splitter, f->program, f->format);
	r.scratch = r.format->scratch_new(f->program);
	MUST(r.scratch != NULL);
	r.splitter.scratch = r.scratch;
	feed_all(&r, input, step, f->behind);
	MUST(!r.fed.out.failed);
	r.format->scratch_free(r.scratch);
	engine_release(&r.engine);
	return r.fed;
}

struct fed
feed_both(const struct feeder *f, struct slice input)
{
	struct fed whole = feed(f, input, SIZE_MAX);
	struct fed pieces = feed(f, input, input.len % 7 + 1);

	MUST(slice_equal(buf_slice(&whole.out), buf_slice(&pieces.out)));
	MUST(whole.malformed == pieces.malformed);
	MUST(whole.refused == pieces.refused);
	MUST(memcmp(whole.reasons, pieces.reasons, sizeof(whole.reasons)) == 0);
	MUST(whole.stopped == pieces.stopped);
	buf_release(&pieces.out);
	return whole;
}
