/*
 * xml_filter: what the parts of the filter of XML share, and nobody else.
 *
 *	xml.c		what leaves of a record
 *	xml_look.c	the values that the policy wants to know before
 *	xml_predicate.c	which predicates hold for an element
 */
#ifndef FORMAT_XML_FILTER_H
#define FORMAT_XML_FILTER_H

#include "engine/engine.h"
#include "format/xml_read.h"

/* One record on its way through the filter. */
struct xml_filter {
	struct engine *e;
	const struct program_limits *limits;
	const struct stream *stream;
	struct xml_tree *tree;
	const uint32_t *texts; /* see xml_texts.h; of the machine at hand */
	struct buf *out;
	uint64_t used; /* namespaces of what was written, by number */
};

/* Rejects the record.  Returns false, which the callers return in turn. */
static inline bool
xml_filter_fail(struct xml_filter *w, enum reason reason)
{
	engine_reject(w->e, reason);
	return false;
}

static inline const struct xml_node *
xml_filter_node(const struct xml_filter *w, uint32_t i)
{
	return &w->tree->nodes[i];
}

/* The state to which a name leads. */
static inline uint32_t
xml_filter_child(
    const struct xml_filter *w, uint32_t state, const struct xml_name *name)
{
	return engine_child(w->e, state, name->name, name->sign);
}

/* The state to which the text of an element leads. */
static inline uint32_t
xml_filter_text(const struct xml_filter *w, uint32_t state)
{
	return w->texts[state];
}

/* The state behind the predicates on the element i, which are there; false: the
 * record is rejected. */
bool xml_filter_decide(struct xml_filter *w, uint32_t i,
    const struct machine_selector *s, uint32_t *state);

/* Decides the predicates on an element, if there are any. */
static inline bool
xml_filter_select(struct xml_filter *w, uint32_t i, uint32_t *state)
{
	const struct machine_selector *s = engine_selector(w->e, *state);

	return s == NULL || xml_filter_decide(w, i, s, state);
}

/* Tells the engine the watched values of node i, whose parent is in a state;
 * false: the record is rejected. */
bool xml_filter_look(struct xml_filter *w, uint32_t i, uint32_t state);

#endif
