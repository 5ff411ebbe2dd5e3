/*
 * What becomes of a value.
 */
#include "format/hl7v2_filter.h"

bool
hl7v2_resolve_escapes(
    struct hl7v2_filter *w, struct slice raw, struct slice *text)
{
	enum reason reason;

	buf_reset(&w->s->text);
	reason = hl7v2_decode(&w->s->text, raw, &w->m->marks, w->m->charset);
	*text = buf_slice(&w->s->text);
	return reason == REASON_NONE || hl7v2_fail(w, reason);
}

/* Copies a value as received, unless its escapes mean bytes of a charset. */
static bool
splice(struct hl7v2_filter *w, struct slice raw)
{
	struct slice text;

	if (raw.len > w->limits->value)
		return hl7v2_fail(w, REASON_VALUE_SIZE);
	if (!hl7v2_resolve(w, raw, &text))
		return false;
	if (text.p != raw.p && w->m->charset != CHARSET_UTF_8)
		hl7v2_write_text(&w->out, w->at, text);
	else
		hl7v2_write_raw(&w->out, w->at, raw);
	return true;
}

static void
put_result(struct hl7v2_filter *w)
{
	struct slice text = buf_slice(&w->e->result);

	if (text.len > 0)
		hl7v2_write_text(&w->out, w->at, text);
}

bool
hl7v2_act(struct hl7v2_filter *w, struct slice raw, uint32_t state)
{
	enum value_kind kind = VALUE_TEXT;
	struct value value = { .kind = VALUE_TEXT };
	const struct rule *rule;
	enum leaf leaf = engine_leaf(w->e, state, hl7v2_is_delete(raw), &rule);

	if (leaf == LEAF_APPLY) {
		if (!hl7v2_resolve(w, raw, &value.text))
			return false;
		leaf = engine_apply(w->e, state, rule, &value, &kind);
	}
	if (leaf == LEAF_DROP)
		return true;
	if (leaf == LEAF_REJECT)
		return false;
	if (w->enclosed)
		return hl7v2_fail(w, REASON_DOCUMENT);
	if (hl7v2_at_charset(w))
		w->out.states_charset = true;
	else if (leaf == LEAF_SPLICE)
		return splice(w, raw);
	else if (kind != VALUE_NULL)
		put_result(w);
	return true;
}

bool
hl7v2_look(struct hl7v2_filter *w, struct slice raw, uint32_t state)
{
	struct value value = { .kind = VALUE_TEXT };

	if (!engine_watches(w->e, state) || hl7v2_is_delete(raw))
		return true;
	return hl7v2_resolve(w, raw, &value.text) &&
	       engine_sight(w->e, state, &value) == 0;
}
