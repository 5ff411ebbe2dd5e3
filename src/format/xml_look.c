/*
 * Look mode: the values that the policy wants to know before anything leaves.
 */
#include "format/xml_filter.h"

static bool
sight(struct xml_filter *w, uint32_t state, const struct xml_node *n)
{
	struct value v = { .kind = VALUE_TEXT };

	if (state == MACHINE_DEAD || !engine_watches(w->e, state))
		return true;
	v.text = xml_text(w->tree, n);
	return engine_sight(w->e, state, &v) == 0;
}

/* The text of an element; beside children it is no value. */
static bool
look_at_text(struct xml_filter *w, uint32_t state, const struct xml_node *n)
{
	if (!n->has_children)
		return sight(w, state, n);
	if (state != MACHINE_DEAD)
		engine_sight_container(w->e, state);
	return true;
}

bool
xml_filter_look(struct xml_filter *w, uint32_t i, uint32_t state)
{
	const struct xml_node *n = xml_filter_node(w, i);

	state = xml_filter_child(w, state, n->name);
	if (state == MACHINE_DEAD)
		return true;
	if (n->name->is_attribute)
		return sight(w, state, n);
	if (!xml_filter_select(w, i, &state))
		return false;
	if (!look_at_text(w, xml_filter_text(w, state), n))
		return false;
	for (uint32_t k = i + 1; k < n->end; k = xml_filter_node(w, k)->end)
		if (!xml_filter_look(w, k, state))
			return false;
	return true;
}
