#include "study/exercise/exercise.h"

#include <stdlib.h>

#include "base/limits.h"
#include "study/test/pieces.h"

/* What the test keys are derived from. */
#define KEYS "synthetic records"

static int
init_cycles(struct exercise *x)
{
	size_t n = x->coverage.count + 1;

	x->written.items = calloc(n, sizeof(*x->written.items));
	x->rejected.items = calloc(n, sizeof(*x->rejected.items));
	x->rejected.rejects = true;
	x->failed = calloc(n, sizeof(*x->failed));
	return x->written.items == NULL || x->rejected.items == NULL ||
		       x->failed == NULL
		   ? -1
		   : 0;
}

static int
init_records(struct exercise *x, uint64_t seed)
{
	x->scratch = format_get(x->format)->scratch_new(x->program);
	if (x->scratch == NULL ||
	    made_page_init(&x->page, x->program, x->format) < 0)
		return -1;
	return maker_init(
	    &x->maker, x->program, &x->page, x->format, &x->engine, seed);
}

int
exercise_init(struct exercise *x, const struct program *program,
    enum format_id format, uint64_t seed, struct err *err)
{
	*x = (struct exercise){ .program = program, .format = format };
	buf_init(&x->record, LIMIT_RECORD);
	buf_init(&x->text, 2 * LIMIT_RECORD);
	buf_init(&x->out, 2 * LIMIT_RECORD);
	if (test_keys_init(&x->keys, program, slice_text(KEYS), err) < 0 ||
	    engine_init(
		&x->engine, &x->keys.program, format, x->keys.binding, err) < 0)
		return -1;
	if (coverage_init(&x->coverage, program) < 0 ||
	    coverage_init(&x->seen, program) < 0 || init_cycles(x) < 0 ||
	    init_records(x, seed) < 0)
		return err_nomem(err);
	return 0;
}

void
exercise_release(struct exercise *x)
{
	if (x->maker.program != NULL)
		maker_release(&x->maker);
	made_page_release(&x->page);
	if (x->scratch != NULL)
		format_get(x->format)->scratch_free(x->scratch);
	if (x->engine.program != NULL)
		engine_release(&x->engine);
	test_keys_release(&x->keys);
	coverage_release(&x->coverage);
	coverage_release(&x->seen);
	free(x->written.items);
	free(x->rejected.items);
	free(x->failed);
	buf_release(&x->record);
	buf_release(&x->text);
	buf_release(&x->out);
}

/*
 * A record is filtered.
 */

static enum filtered
filter(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct exercise *x = ctx;
	enum filtered answer =
	    format_get(x->format)->filter(piece, &x->engine, x->scratch, out);

	*why = x->engine.rejection;
	if (answer == FILTERED_WRITTEN) {
		x->wrote++;
		coverage_written(&x->seen, &x->engine);
	}
	return answer;
}

static void
hear(void *ctx, const struct rejection *why, bool split)
{
	struct exercise *x = ctx;

	x->refused++;
	coverage_rejected(
	    &x->seen, x->format, split ? NULL : x->engine.kind, why);
}

static void
forget(struct exercise *x)
{
	struct rule_counts *rules = x->engine.counts.rules;

	x->wrote = x->refused = 0;
	for (size_t i = 0; i < x->seen.count; i++)
		x->seen.items[i].reached = false;
	for (size_t i = 0; i < x->program->rule_count; i++)
		rules[i] = (struct rule_counts){ 0, 0 };
	buf_reset(&x->text);
	buf_reset(&x->out);
}

/* Filters the record that was made as if it stood in a file alone. */
static void
try_record(struct exercise *x)
{
	struct pieces p = {
		.program = x->program,
		.format = format_get(x->format),
		.scratch = x->scratch,
		.record = filter,
		.rejected = hear,
		.ctx = x,
	};

	forget(x);
	exercise_head(x, &x->text);
	buf_add_slice(&x->text, buf_slice(&x->record));
	exercise_tail(x, &x->text);
	if (buf_reserve(&x->text, FORMAT_PAD) == NULL)
		return;
	pieces_go(&p, buf_slice(&x->text), &x->out);
	coverage_count(&x->seen, &x->engine);
}

/* Whether the record does what it was made for. */
static bool
counts(const struct exercise *x, size_t item)
{
	bool rejects = exercise_rejects(&x->coverage.items[item]);

	return x->seen.items[item].reached && x->wrote == !rejects &&
	       x->refused == rejects;
}

static void
note_reached(struct exercise *x)
{
	for (size_t i = 0; i < x->seen.count; i++)
		x->coverage.items[i].reached |= x->seen.items[i].reached;
}

/* Makes a record for an item. */
static bool
make(struct exercise *x, size_t item)
{
	for (unsigned int try = 0; try < MAKER_TRIES; try++) {
		bool marked;

		buf_reset(&x->record);
		if (!maker_make(&x->maker, &x->coverage.items[item], try,
			&x->record, &marked))
			continue;
		try_record(x);
		if (!counts(x, item))
			continue;
		x->is_marked = marked;
		note_reached(x);
		return true;
	}
	return false;
}

/*
 * One record after the other.
 */

bool
exercise_rejects(const struct cover_item *item)
{
	return item->what == COVER_REJECT || item->what == COVER_KIND;
}

bool
exercise_is_about(const struct exercise *x, const struct cover_item *item)
{
	if (item->format != x->format)
		return false;
	return exercise_rejects(item) ? x->share > 0 : x->share < 100;
}

static bool
is_due(const struct exercise *x, const struct exercise_cycle *c, size_t item)
{
	const struct cover_item *i = &x->coverage.items[item];

	return i->format == x->format && exercise_rejects(i) == c->rejects &&
	       !i->reached;
}

/* Tries the items of the coverage, each once; false: that is done. */
static bool
go_first(struct exercise *x, struct exercise_cycle *c)
{
	while (!c->done && c->at < x->coverage.count) {
		size_t item = c->at++;

		if (!is_due(x, c, item))
			continue;
		if (make(x, item)) {
			c->items[c->count++] = item;
			return true;
		}
		x->failed[item] = true;
	}
	if (!c->done)
		c->at = 0;
	c->done = true;
	return false;
}

/* Whether something is left to try in a cycle. */
static bool
is_open(const struct exercise *x, const struct exercise_cycle *c)
{
	for (size_t i = c->at; !c->done && i < x->coverage.count; i++)
		if (is_due(x, c, i))
			return true;
	return false;
}

static bool
is_enough(const struct exercise *x)
{
	if (x->count > 0)
		return x->made == x->count;
	return !(x->share < 100 && is_open(x, &x->written)) &&
	       !(x->share > 0 && is_open(x, &x->rejected));
}

/* Makes the next record of a cycle; false: there is none. */
static bool
go(struct exercise *x, struct exercise_cycle *c)
{
	if (go_first(x, c))
		return true;
	for (size_t i = 0; i < c->count && !is_enough(x); i++)
		if (make(x, c->items[c->at++ % c->count]))
			return true;
	return false;
}

bool
exercise_make(struct exercise *x)
{
	uint64_t n = x->made;
	bool rejects = (n + 1) * x->share / 100 > n * x->share / 100;
	struct exercise_cycle *first = rejects ? &x->rejected : &x->written;
	struct exercise_cycle *other = rejects ? &x->written : &x->rejected;

	if (is_enough(x))
		return false;
	return go(x, first) || (x->share > 0 && x->share < 100 && go(x, other));
}

void
exercise_put(struct exercise *x, struct buf *out)
{
	if (x->made++ > 0)
		buf_add_text(out, x->page.between);
	x->refusals += x->refused;
	x->unmarked += !x->is_marked;
	buf_add_slice(out, buf_slice(&x->record));
}

void
exercise_head(const struct exercise *x, struct buf *out)
{
	if (x->page.format->head != NULL)
		x->page.format->head(&x->page, out);
}

void
exercise_tail(const struct exercise *x, struct buf *out)
{
	if (x->page.format->tail != NULL)
		x->page.format->tail(&x->page, out);
}
