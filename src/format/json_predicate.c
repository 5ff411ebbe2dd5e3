/*
 * Which predicates hold, about an object.
 */
#include "format/json_read.h"

/* What a look ahead at an object's members found. */
struct selection {
	const struct machine_selector *selector;
	uint64_t seen; /* a bit for each operand: LIMIT_OPERANDS are 64 */
	uint32_t sum;
};

/* Takes a member into account, if the selector asks for it. */
static bool
select_member(struct json_filter *w, struct selection *s, struct slice name,
    const struct json_scalar *v)
{
	for (size_t i = 0; i < s->selector->operand_count; i++) {
		const struct machine_operand *o = &s->selector->operands[i];
		struct value value;

		if (!slice_equal(o->name, name))
			continue;
		if ((s->seen >> i & 1) != 0)
			return json_refuse(w, REASON_DUPLICATE);
		s->seen |= UINT64_C(1) << i;
		if (!json_scalar_value(w, v, &value))
			return false;
		if (v->kind != VALUE_NULL)
			s->sum += o->stride * machine_classify(o, value.text);
	}
	return true;
}

/* Reads over the value at p, or tells a scalar to select_member(). */
static const uint8_t *
select_from(struct json_filter *w, const uint8_t *p, struct slice name,
    struct selection *s)
{
	struct json_scalar v;

	if (p >= w->end || *p == '{' || *p == '[')
		return json_skip(w, p);
	p = json_read_scalar(w, p, &v);
	return p != NULL && select_member(w, s, name, &v) ? p : NULL;
}

/* Goes over the members from p, just behind "{"; false if malformed. */
static bool
select_members(struct json_filter *w, const uint8_t *p, struct selection *s)
{
	p = json_blank(p, w->end);
	if (p < w->end && *p == '}')
		return true;
	for (;; p++) {
		struct slice name;
		bool escaped;

		p = json_read_name(w, p, &name, &escaped);
		if (p != NULL)
			p = select_from(w, p, name, s);
		if (p == NULL)
			return false;
		p = json_blank(p, w->end);
		if (p >= w->end || (*p != ',' && *p != '}'))
			return json_fail_at(w, p) != NULL;
		if (*p == '}')
			return true;
	}
}

bool
json_decide(struct json_filter *w, const struct machine_selector *selector,
    const uint8_t *p, uint32_t *state)
{
	struct selection s = { .selector = selector };
	const uint8_t *const *mark = w->mark;
	const uint8_t *span = w->s->marks.begin;
	size_t decoded = w->s->decoded.len;
	bool looking = w->looking, good;

	w->looking = true;
	good = select_members(w, p + 1, &s);
	w->looking = looking;
	w->s->decoded.len = decoded;
	w->mark = mark;
	if (w->s->marks.begin != span)
		json_find_marks(w, p);
	if (good)
		*state = machine_select(selector, s.sum);
	return good;
}
