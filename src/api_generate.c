/*
 * The public API for synthetic records.
 */
#include "api.h"

#include <stdlib.h>

#include "run/sink.h"
#include "study/exercise/exercise.h"
#include "study/synth/generate.h"

static int
write_all(struct generator *g, struct sink *s, struct err *err)
{
	while (generator_next(g, &s->bytes)) {
		if (sink_end_record(s, err) < 0 ||
		    (s->bytes.len >= SINK_FULL && sink_flush(s, err) < 0))
			return -1;
	}
	return sink_flush(s, err);
}

API int
tamis_generate(
    const struct tamis_generation *g, int fd, struct tamis_error *out)
{
	enum format_id format;
	struct generator generator;
	struct err err = { 0 };
	struct sink sink;
	int result;

	if (format_id_read(g->format, &format, &err) < 0)
		return tell(out, &err);
	sink_init(&sink, fd, "output");
	result = generator_begin(&generator, g->kind, format, g->count, g->seed,
	    g->nasty, &sink.bytes, &err);
	if (result == 0)
		result = write_all(&generator, &sink, &err);
	sink_release(&sink);
	return result < 0 ? tell(out, &err) : 0;
}

/*
 * From a policy.
 */

struct tamis_exercise {
	struct exercise inner;
	bool ready; /* a record was made, and is not written yet */
};

API int
tamis_exercise_new(struct tamis_exercise **exercise,
    const struct tamis_exercising *job, struct tamis_error *out)
{
	struct tamis_exercise *e;
	enum format_id format;
	struct err err = { 0 };

	if (format_id_read(job->format, &format, &err) < 0)
		return tell(out, &err);
	e = calloc(1, sizeof(*e));
	if (e == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	if (exercise_init(
		&e->inner, job->policy->program, format, job->seed, &err) < 0) {
		tamis_exercise_free(e);
		return tell(out, &err);
	}
	e->inner.count = job->count;
	e->inner.share = job->nasty;
	*exercise = e;
	return 0;
}

API void
tamis_exercise_free(struct tamis_exercise *exercise)
{
	if (exercise != NULL)
		exercise_release(&exercise->inner);
	free(exercise);
}

API bool
tamis_exercise_documents(const struct tamis_exercise *exercise)
{
	return exercise->inner.page.one;
}

static int
write_records(struct exercise *x, struct sink *s, struct err *err)
{
	while (exercise_make(x)) {
		exercise_put(x, &s->bytes);
		if (sink_end_record(s, err) < 0 ||
		    (s->bytes.len >= SINK_FULL && sink_flush(s, err) < 0))
			return -1;
	}
	return 0;
}

static void
put_document(struct tamis_exercise *e, struct buf *out)
{
	if (e->ready || exercise_make(&e->inner))
		exercise_put(&e->inner, out);
	e->ready = exercise_make(&e->inner);
}

API int
tamis_exercise_write(struct tamis_exercise *exercise, int fd, bool *more,
    struct tamis_error *out)
{
	struct exercise *x = &exercise->inner;
	struct err err = { 0 };
	struct sink sink;
	int result = 0;

	sink_init(&sink, fd, "output");
	exercise_head(x, &sink.bytes);
	if (x->page.one)
		put_document(exercise, &sink.bytes);
	else
		result = write_records(x, &sink, &err);
	exercise_tail(x, &sink.bytes);
	if (result == 0)
		result = sink_flush(&sink, &err);
	sink_release(&sink);
	if (result < 0)
		return tell(out, &err);
	*more = exercise->ready;
	return 0;
}

API struct tamis_exercised
tamis_exercise_report(const struct tamis_exercise *exercise,
    void (*missed)(void *ctx, const struct tamis_cover *cover), void *ctx)
{
	const struct exercise *x = &exercise->inner;
	struct tamis_exercised done = {
		.records = x->made,
		.rejected = x->refusals,
		.unmarked = x->unmarked,
	};

	for (size_t i = 0; i < x->coverage.count; i++) {
		const struct cover_item *item = &x->coverage.items[i];
		const struct tamis_cover cover = public_cover(item);

		if (!exercise_is_about(x, item))
			continue;
		done.items++;
		done.reached += item->reached;
		if (x->failed[i] && !item->reached)
			missed(ctx, &cover);
	}
	return done;
}
