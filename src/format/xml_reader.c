#include "format/xml_reader.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "format/xml_value.h"

/* Nodes of one record: the memory of a tree stays in proportion to it. */
#define NODES_FIRST ((uint32_t)1 << 8)
#define NODES_MAX   ((uint32_t)1 << 20)

/*
 * Refusals.
 */

const uint8_t *
xml_reader_refuse(struct xml_reader *r, enum reason reason)
{
	if (r->reason == REASON_NONE)
		r->reason = reason;
	return NULL;
}

const uint8_t *
xml_reader_refuse_at(struct xml_reader *r, const uint8_t *p)
{
	struct slice rest;
	uint32_t c;

	if (p >= r->end)
		return xml_reader_refuse(r, REASON_CUT);
	rest = slice_between(p, r->end);
	return xml_reader_refuse(
	    r, utf8_next(&rest, &c) ? REASON_SYNTAX : REASON_UTF8);
}

const uint8_t *
xml_reader_refuse_instead(
    struct xml_reader *r, const uint8_t *p, const char *text)
{
	while (p < r->end && *text != '\0' && *p == (uint8_t)*text) {
		p++;
		text++;
	}
	return *text == '\0' ? xml_reader_refuse(r, REASON_SYNTAX)
			     : xml_reader_refuse_at(r, p);
}

/*
 * The tree.
 */

bool
xml_reader_grow(struct xml_reader *r)
{
	struct xml_tree *t = &r->tree;
	uint32_t cap = t->cap == 0 ? NODES_FIRST : t->cap * 2;
	struct xml_node *nodes;

	if (cap > NODES_MAX)
		return xml_reader_refuse(r, REASON_MEMBERS) != NULL;
	nodes = realloc(t->nodes, cap * sizeof(*nodes));
	if (nodes == NULL)
		return xml_reader_refuse(r, REASON_MEMORY) != NULL;
	t->nodes = nodes;
	t->cap = cap;
	return true;
}

struct xml_tree *
xml_reader_tree(struct xml_reader *r)
{
	return &r->tree;
}

struct slice
xml_text_decoded(struct xml_tree *t, const struct xml_node *n)
{
	struct slice text = { n->text, n->len };

	return (struct slice){ t->text.p,
		xml_value(text, n->name->is_attribute, t->text.p) };
}

/*
 * A reader.
 */

void
xml_reader_free(struct xml_reader *r)
{
	if (r == NULL)
		return;
	xml_tags_wipe(&r->tags);
	xml_spaces_release(&r->spaces);
	buf_wipe(&r->tree.text);
	buf_wipe(&r->around);
	free(r->tree.nodes);
	free(r);
}

struct xml_reader *
xml_reader_new(const struct program_limits *limits,
    const struct dialect *dialect, const struct xml_names *names)
{
	struct xml_reader *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->limits = *limits;
	r->deepest = r->open + limits->depth;
	r->names = names;
	xml_tags_init(&r->tags);
	xml_spaces_init(&r->spaces, dialect);
	buf_init(&r->around, LIMIT_RECORD);
	buf_init(&r->tree.text, LIMIT_RECORD);
	return r;
}
