#include "study/test/trial.h"

#include "base/limits.h"
#include "study/test/pieces.h"

/* A trial at work. */
struct trying {
	struct trial *t;
	struct engine engine;
	const struct format *format;
	void *scratch;
	struct arena *arena;
	struct coverage *coverage;
	size_t cap; /* of the list of rejections */
};

static void
note_reject(struct trying *w, const struct rejection *why)
{
	struct trial *t = w->t;

	if (t->reject_count == w->cap) {
		size_t cap = w->cap == 0 ? 8 : w->cap * 2;
		struct trial_reject *more =
		    arena_array(w->arena, cap, sizeof(*more));

		if (more == NULL)
			return;
		if (t->reject_count > 0)
			memcpy(
			    more, t->rejects, t->reject_count * sizeof(*more));
		t->rejects = more;
		w->cap = cap;
	}
	t->rejects[t->reject_count++] =
	    (struct trial_reject){ why->reason, why->path, t->records };
}

static enum filtered
filter(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct trying *w = ctx;
	enum filtered answer =
	    w->format->filter(piece, &w->engine, w->scratch, out);

	*why = w->engine.rejection;
	if (answer == FILTERED_WRITTEN) {
		w->t->records++;
		coverage_written(w->coverage, &w->engine);
	}
	return answer;
}

static void
hear(void *ctx, const struct rejection *why, bool split)
{
	struct trying *w = ctx;

	w->t->records++;
	note_reject(w, why);
	coverage_rejected(
	    w->coverage, w->format->id, split ? NULL : w->engine.kind, why);
}

static void
note_used(struct trying *w, const struct program *program)
{
	const struct engine_counts *c = &w->engine.counts;

	w->t->used = arena_array(w->arena, program->rule_count, sizeof(bool));
	for (uint32_t i = 0; w->t->used != NULL && i < program->rule_count; i++)
		w->t->used[i] = rule_was_used(&c->rules[i]);
	coverage_count(w->coverage, &w->engine);
}

static int
filter_all(struct trying *w, const struct program *program, struct slice text)
{
	struct pieces p = {
		.program = program,
		.format = w->format,
		.record = filter,
		.rejected = hear,
		.ctx = w,
	};

	w->scratch = w->format->scratch_new(program);
	if (w->scratch == NULL)
		return -1;
	p.scratch = w->scratch;
	pieces_go(&p, text, &w->t->out);
	w->format->scratch_free(w->scratch);
	note_used(w, program);
	/* Behind what is written, bytes can be read. */
	return buf_reserve(&w->t->out, 1) == NULL || w->arena->failed ? -1 : 0;
}

int
trial_run(struct trial *t, struct test_keys *keys, enum format_id format,
    struct slice text, struct arena *arena, struct coverage *coverage,
    struct err *err)
{
	struct trying w = {
		.t = t,
		.format = format_get(format),
		.arena = arena,
		.coverage = coverage,
	};
	int result;

	*t = (struct trial){ .records = 0 };
	buf_init(&t->out, 2 * LIMIT_RECORD);
	if (engine_init(&w.engine, &keys->program, format, keys->binding, err) <
	    0)
		return -1;
	result = filter_all(&w, &keys->program, text);
	engine_release(&w.engine);
	return result < 0 ? err_nomem(err) : 0;
}

void
trial_release(struct trial *t)
{
	buf_wipe(&t->out);
}
