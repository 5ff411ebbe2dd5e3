/*
 * What becomes of a scalar.
 */
#include "base/limits.h"
#include "format/json_read.h"

static inline bool
is_absent(const struct json_scalar *v)
{
	return v->kind == VALUE_NULL ||
	       (v->kind == VALUE_TEXT && v->raw.len == 0);
}

static uint8_t *
put_text(uint8_t *to, struct slice text)
{
	memcpy(to, text.p, text.len);
	return to + text.len;
}

/*
 * Writes the new value that the engine holds.  `rest` is how much of the
 * record is still to be read: room for it must remain.
 */
static bool
put_result(struct json_filter *w, enum value_kind kind, size_t rest)
{
	struct slice text =
	    kind == VALUE_NULL ? slice_text("null") : buf_slice(&w->e->result);

	w->out->len = json_written(w);
	w->o = buf_reserve(w->out, rest + JSON_QUOTED_MAX(text.len));
	w->base = w->out->p;
	if (w->o == NULL)
		return json_refuse(w, REASON_MEMORY);
	if (kind == VALUE_TEXT)
		w->o = json_put_quoted(w->o, text);
	else
		w->o = put_text(w->o, text);
	/* Constants and tokens make small values large. */
	return json_written(w) - w->before <= LIMIT_RECORD ||
	       json_refuse(w, REASON_RECORD_SIZE);
}

/*
 * Releases the scalar [p, end), whose part of a container begins at start, as
 * the engine decides.
 */
static inline bool
release(struct json_filter *w, const uint8_t *start, const uint8_t *p,
    const uint8_t *end, uint32_t state, const struct json_scalar *v)
{
	enum value_kind kind = VALUE_TEXT;
	const struct rule *rule;
	struct value value;
	enum leaf leaf = engine_leaf(w->e, state, is_absent(v), &rule);

	if (leaf == LEAF_APPLY) {
		if (!json_scalar_value(w, v, &value))
			return false;
		leaf = engine_apply(w->e, state, rule, &value, &kind);
	}
	if (leaf == LEAF_DROP)
		return true;
	if (leaf == LEAF_REJECT)
		return false;
	if (v->raw.len > w->limits->value)
		return json_refuse(w, REASON_VALUE_SIZE);
	if (v->escaped && json_has_nul(v->raw))
		return json_refuse(w, REASON_UTF8);
	if (leaf == LEAF_SPLICE) {
		json_put_between(w, start, end);
		return true;
	}
	json_put_between(w, start, p);
	return put_result(w, kind, (size_t)(w->end - end));
}

/* Tells the engine of the scalar, if it is watched. */
static inline bool
sight(struct json_filter *w, uint32_t state, const struct json_scalar *v)
{
	struct value value;

	return !engine_watches(w->e, state) ||
	       (json_scalar_value(w, v, &value) &&
		   engine_sight(w->e, state, &value) == 0);
}

const uint8_t *
json_filter_scalar(struct json_filter *w, const uint8_t *start,
    const uint8_t *p, uint32_t state)
{
	struct json_scalar v;
	const uint8_t *end = json_read_scalar(w, p, &v);

	if (end == NULL || state == MACHINE_DEAD)
		return end;
	if (w->looking)
		return sight(w, state, &v) ? end : NULL;
	return release(w, start, p, end, state, &v) ? end : NULL;
}
