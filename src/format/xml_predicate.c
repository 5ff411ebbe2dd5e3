/*
 * Which predicates hold for an element.
 */
#include "format/xml_filter.h"

/* The value of an operand below an element. */
struct operand {
	struct slice text;
	bool found;
};

/* Takes the first step off an operand. */
static struct slice
take_step(struct slice *rest)
{
	const uint8_t *slash = memchr(rest->p, '/', rest->len);
	struct slice step = *rest;

	if (slash == NULL) {
		rest->len = 0;
		return step;
	}
	step.len = (size_t)(slash - rest->p);
	*rest = slice_skip(*rest, step.len + 1);
	return step;
}

/* Two values for one operand would leave the choice to chance. */
static bool
set_operand(
    struct xml_filter *w, const struct xml_node *n, struct operand *value)
{
	if (value->found)
		return xml_filter_fail(w, REASON_DUPLICATE);
	value->found = true;
	value->text = xml_text(w->tree, n);
	return true;
}

static bool
find_operand(
    struct xml_filter *w, uint32_t i, struct slice rest, struct operand *value)
{
	struct slice step = take_step(&rest);
	uint32_t end = xml_filter_node(w, i)->end;

	for (i++; i < end; i = xml_filter_node(w, i)->end) {
		const struct xml_node *n = xml_filter_node(w, i);
		bool good = true;

		if (!slice_equal(n->name->name, step))
			continue;
		if (rest.len > 0)
			good = find_operand(w, i, rest, value);
		else if (!n->has_children)
			good = set_operand(w, n, value);
		if (!good)
			return false;
	}
	return true;
}

bool
xml_filter_decide(struct xml_filter *w, uint32_t i,
    const struct machine_selector *s, uint32_t *state)
{
	uint32_t sum = 0;

	for (size_t k = 0; k < s->operand_count; k++) {
		const struct machine_operand *o = &s->operands[k];
		struct operand value = { .found = false };

		if (!find_operand(w, i, o->name, &value))
			return false;
		if (value.found)
			sum += o->stride * machine_classify(o, value.text);
	}
	*state = machine_select(s, sum);
	return true;
}
