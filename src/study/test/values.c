#include "study/test/values.h"

#include "base/limits.h"
#include "format/walker.h"
#include "study/test/pieces.h"

/* A walk over records. */
struct walk {
	struct walker walker;
	struct values *values;             /* to fill, or NULL */
	const struct found_value *instead; /* the next one to write, or NULL */
	const struct found_value *end;
	enum reason fault;
	uint64_t record;
};

static enum visited
list_value(struct walk *w, const struct visit *visit)
{
	struct values *v = w->values;

	if (v->count == v->cap &&
	    !arena_grow(v->arena, (void **)&v->all, &v->cap, sizeof(*v->all)))
		return VISIT_FAIL;
	v->all[v->count] = (struct found_value){
		.record = w->record,
		.place = arena_copy(v->arena, visit->place),
		.value = { arena_copy(v->arena, visit->value.text),
		    visit->value.kind },
		.order = v->count,
	};
	v->count++;
	return v->arena->failed ? VISIT_FAIL : VISIT_LEAVE;
}

/* Values are met in the order in which they were listed. */
static enum visited
replace_value(struct walk *w, struct value *to)
{
	const struct found_value *at = w->instead++;

	if (at->instead.p == NULL)
		return VISIT_LEAVE;
	*to = (struct value){ at->instead, VALUE_TEXT };
	return VISIT_REPLACE;
}

static enum visited
visit(void *ctx, const struct visit *visit, struct value *to)
{
	struct walk *w = ctx;

	if (visit->value.kind == VALUE_TEXT && visit->value.text.len == 0)
		return VISIT_LEAVE;
	if (w->values != NULL)
		return list_value(w, visit);
	return w->instead < w->end ? replace_value(w, to) : VISIT_LEAVE;
}

static enum filtered
walk_record(void *ctx, const struct piece *piece, struct buf *out,
    struct rejection *why)
{
	struct walk *w = ctx;
	enum filtered answer;

	w->record++;
	answer = walker_record(&w->walker, piece, out);
	if (answer == FILTERED_SHORT)
		w->record--;
	*why = (struct rejection){ .reason = w->walker.reason };
	return answer;
}

static void
hear(void *ctx, const struct rejection *why, bool split)
{
	struct walk *w = ctx;

	(void)split;
	if (w->fault == REASON_NONE)
		w->fault = why->reason;
}

static int
walk(struct walk *w, const struct program *program, enum format_id format,
    struct slice text, struct buf *out)
{
	struct pieces p = {
		.program = program,
		.format = format_get(format),
		.record = walk_record,
		.rejected = hear,
		.ctx = w,
		.as_received = true,
	};

	if (walker_init(&w->walker, program, format, visit, w) < 0)
		return -1;
	p.scratch = w->walker.scratch;
	pieces_go(&p, text, out);
	walker_release(&w->walker);
	return out->failed || w->fault == REASON_MEMORY ? -1 : 0;
}

int
values_read(struct values *v, struct arena *arena,
    const struct program *program, enum format_id format, struct slice text)
{
	struct walk w = { .values = v };
	struct buf out;
	int result;

	*v = (struct values){ .arena = arena };
	buf_init(&out, 2 * LIMIT_RECORD);
	result = walk(&w, program, format, text, &out);
	v->fault = w.fault;
	v->records = w.record;
	buf_release(&out);
	return result;
}

int
values_rewrite(const struct values *v, const struct program *program,
    enum format_id format, struct slice text, struct buf *out)
{
	struct walk w = { .instead = v->all, .end = v->all + v->count };

	return walk(&w, program, format, text, out);
}
