/*
 * xml_read: checks every byte of one record of XML, and makes a tree of what
 * the policy may want to know of it.
 *
 * The grammar is XML 1.0, fifth edition, with Namespaces in XML 1.0, third
 * edition, without document types: the only entities are the five of the
 * standard.  A tree holds no copies: values are spans of the record, decoded
 * when they are asked for.
 */
#ifndef FORMAT_XML_READ_H
#define FORMAT_XML_READ_H

#include "format/xml_names.h"

/*
 * An element or an attribute.  Nodes stand in the order of the document; the
 * attributes of an element follow it, then its children.
 */
struct xml_node {
	const struct xml_name *name;
	const uint8_t *text; /* as written; of an element without children */
	uint32_t len;
	uint32_t end; /* index of the node behind it and all below it */
	bool has_children;
	bool is_plain; /* the text stands for itself */
};

/*
 * nodes[0] is the root.  Only elements with known names, in such elements, and
 * their attributes with known names are there; if the root is not, none is.
 */
struct xml_tree {
	struct xml_node *nodes; /* owned */
	uint32_t count, cap;
	struct buf text; /* of xml_text() */
};

/* xml_text() of a node whose text is not plain. */
struct slice xml_text_decoded(struct xml_tree *t, const struct xml_node *n);

/* The text of a node, decoded; valid until the next call. */
static inline struct slice
xml_text(struct xml_tree *t, const struct xml_node *n)
{
	return n->is_plain ? (struct slice){ n->text, n->len }
			   : xml_text_decoded(t, n);
}

struct xml_reader;

/* NULL without memory.  All must outlive it. */
struct xml_reader *xml_reader_new(const struct program_limits *limits,
    const struct dialect *dialect, const struct xml_names *names);

/* Wipes and frees; NULL is ignored. */
void xml_reader_free(struct xml_reader *r);

/*
 * Reads a record, UTF-8, inside the tags `around` it; without any it is a
 * whole document but for its XML declaration.  XML_BLOCK bytes behind both
 * must be readable.  The tree, which stays the reader's, is valid until the
 * next call, and as long as the record.  NULL when the record is not
 * well-formed or beyond a limit: *reason says why.
 */
struct xml_tree *xml_read(struct xml_reader *r, struct slice around,
    struct slice record, enum reason *reason);

/*
 * The same for the element with which a text begins.  Returns its length, 0
 * if the text does not begin with one.
 */
size_t
xml_read_first(struct xml_reader *r, struct slice around, struct slice text);

/* The tree of the last call that succeeded. */
struct xml_tree *xml_reader_tree(struct xml_reader *r);

#endif
