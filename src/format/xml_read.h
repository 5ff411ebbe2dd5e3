/*
 * xml_read: one record of XML as a tree of names and values.
 *
 * The only part that knows an XML parser.  It opens nothing, resolves nothing
 * but the five entities and numeric references, and refuses a document type.
 */
#ifndef FORMAT_XML_READ_H
#define FORMAT_XML_READ_H

#include "engine/engine.h"

/*
 * An element or an attribute.  Nodes stand in the order of the document; the
 * attributes of an element follow it, then its children.
 */
struct xml_node {
	size_t name; /* in the tree's bytes: what the machine calls it */
	size_t text; /* the value: of an element without children, the text */
	uint32_t name_len, text_len;
	uint32_t end; /* index of the node behind it and all below it */
	bool is_attribute;
	bool has_children; /* elements: there is no text then */
};

/* nodes[0] is the root.  Names in a namespace without prefix are empty. */
struct xml_tree {
	struct xml_node *nodes; /* owned */
	uint32_t count, cap;
	struct buf bytes;
};

static inline struct slice
xml_name(const struct xml_tree *t, const struct xml_node *n)
{
	return (struct slice){ t->bytes.p + n->name, n->name_len };
}

static inline struct slice
xml_text(const struct xml_tree *t, const struct xml_node *n)
{
	return (struct slice){ t->bytes.p + n->text, n->text_len };
}

struct xml_reader;

/* NULL without memory.  The program must outlive it. */
struct xml_reader *xml_reader_new(const struct program *program);

/* Wipes and frees; NULL is ignored. */
void xml_reader_free(struct xml_reader *r);

/*
 * Reads a record, UTF-8 with lines that end in LF, inside the tags `around`
 * it; without any it is a whole document but for its XML declaration.  The
 * tree, which stays the reader's, is valid until the next call.  NULL when
 * the record is not well-formed or beyond a limit: *reason says why.
 */
const struct xml_tree *xml_read(struct xml_reader *r, struct slice around,
    struct slice record, enum reason *reason);

#endif
