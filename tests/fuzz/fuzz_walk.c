/*
 * Records of all formats, visited: the first byte chooses the format, the
 * second the size of reads.  A walk that replaces nothing gives the same
 * bytes, however they arrive; one that replaces every value gives records that
 * are well-formed and have these values in the same places.
 */
#include <assert.h>
#include <stdlib.h>

#include "format/walker.h"
#include "run/rewrite.h"

#include "exact.h"

static const struct value other = {
	{ (const uint8_t *)"x\"<&;|^~\\\n", 10 },
	VALUE_TEXT,
};

enum doing { LEAVE, REPLACE, COMPARE };

struct visits {
	enum doing doing;
	struct buf places;
};

static enum visited
visit(void *ctx, const struct visit *v, struct value *to)
{
	struct visits *visits = ctx;

	/* What says how a message is to be read must stay true. */
	if (slice_is(v->place, "MSH-18"))
		return VISIT_LEAVE;
	buf_add_slice(&visits->places, v->place);
	buf_add_byte(&visits->places, '\n');
	if (visits->doing == COMPARE)
		assert(slice_equal(v->value.text, other.text));
	*to = other;
	return visits->doing == REPLACE ? VISIT_REPLACE : VISIT_LEAVE;
}

struct feed {
	struct walker walker;
	struct splitter splitter;
	struct buf out;
	bool stopped; /* at a record that is refused */
};

/* One piece; returns the bytes to take up.  *more: the window is too short. */
static size_t
feed_piece(struct feed *f, struct slice window, bool eof, bool *more)
{
	struct piece piece = { 0 };
	size_t before = f->out.len;
	enum split answer =
	    f->walker.format->split(&f->splitter, window, eof, &piece);
	const uint8_t *end = window.p + piece.used;

	*more = answer == SPLIT_MORE;
	f->stopped = answer == SPLIT_REJECT || answer == SPLIT_STOP;
	if (answer == SPLIT_END)
		piece.used = window.len;
	if (answer != SPLIT_RECORD) {
		if (!f->stopped)
			buf_add(&f->out, window.p, piece.used);
		return piece.used;
	}
	buf_add_slice(&f->out, slice_between(window.p, piece.record.p));
	switch (walker_record(&f->walker, &piece, &f->out)) {
	case FILTERED_WRITTEN:
		buf_add_slice(&f->out,
		    slice_between(piece.record.p + piece.record.len, end));
		splitter_written(&f->splitter);
		return piece.used;
	case FILTERED_SHORT:
		f->splitter.wide = true;
		f->out.len = before;
		return 0;
	case FILTERED_REJECTED:
		break;
	}
	f->out.len = before;
	f->stopped = true;
	return 0;
}

/* Walks over an input that arrives in pieces; whether all of it was good. */
static bool
walk_over(const struct program *program, enum format_id format,
    struct slice input, size_t step, struct visits *visits, struct buf *out)
{
	struct feed f = { 0 };
	size_t begin = 0, end = 0;
	bool eof = false, more;
	uint8_t *p = exact_copy(input.p, input.len, FORMAT_PAD, '"');

	assert(walker_init(&f.walker, program, format, visit, visits) == 0);
	splitter_init(&f.splitter, program, format);
	f.splitter.scratch = f.walker.scratch;
	buf_init(&f.out, (size_t)1 << 26);
	while (!f.stopped && !(eof && begin == end)) {
		struct slice window = { p + begin, end - begin };

		begin += feed_piece(&f, window, eof, &more);
		if (!more)
			continue;
		eof = end == input.len;
		end = input.len - end < step ? input.len : end + step;
	}
	assert(!f.out.failed);
	walker_release(&f.walker);
	free(p);
	*out = f.out;
	return !f.stopped;
}

static struct visits
visits_of(enum doing doing)
{
	struct visits v = { .doing = doing };

	buf_init(&v.places, (size_t)1 << 26);
	return v;
}

static void
check(const struct program *program, enum format_id format, struct slice input,
    size_t step)
{
	struct visits seen = visits_of(LEAVE), pieces = visits_of(LEAVE);
	struct visits replaced = visits_of(REPLACE), same = visits_of(COMPARE);
	struct buf a, b, c, d;
	bool good = walk_over(program, format, input, SIZE_MAX, &seen, &a);

	assert(walk_over(program, format, input, step, &pieces, &b) == good);
	assert(slice_equal(buf_slice(&a), buf_slice(&b)));
	assert(slice_equal(buf_slice(&seen.places), buf_slice(&pieces.places)));
	assert(slice_starts(input, buf_slice(&a)));
	if (good) {
		assert(a.len == input.len);
		assert(
		    walk_over(program, format, input, SIZE_MAX, &replaced, &c));
		assert(
		    walk_over(program, format, buf_slice(&c), step, &same, &d));
		assert(slice_equal(
		    buf_slice(&same.places), buf_slice(&seen.places)));
		buf_release(&c);
		buf_release(&d);
	}
	buf_release(&a);
	buf_release(&b);
	buf_release(&seen.places);
	buf_release(&pieces.places);
	buf_release(&replaced.places);
	buf_release(&same.places);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct program *program;
	enum format_id format;

	if (size < 2)
		return 0;
	format = (enum format_id)(data[0] % FORMAT_COUNT);
	program = rewrite_program(NULL, format, ';');
	assert(program != NULL);
	program->streams[format].dialect.hprim = data[0] >= 128;
	check(program, format, (struct slice){ data + 2, size - 2 },
	    data[1] % 16u + 1);
	program_free(program);
	return 0;
}
