/*
 * xml_reader: what the parts of the reader of records share, and nobody else.
 *
 *	xml_read.c		elements, their content, and what is around
 *	xml_attributes.c	attributes, and the namespaces they declare
 *	xml_aside.c		comments, instructions, CDATA sections
 *	xml_reader.c		a reader, its tree, and why it refuses a record
 *
 * A reader of a part is given the place where it begins and returns the place
 * behind it, or NULL when it has refused the record.
 */
#ifndef FORMAT_XML_READER_H
#define FORMAT_XML_READER_H

#include "base/limits.h"
#include "format/xml_chars.h"
#include "format/xml_read.h"
#include "format/xml_spaces.h"
#include "format/xml_tags.h"

/* As many namespaces may be declared in a tag as it has attributes. */
#define XML_ATTRIBUTES_MAX (2 * LIMIT_ATTRIBUTES)

#define XML_NO_NODE UINT32_MAX

/* A name as written; the prefix and its colon may be missing. */
struct xml_qname {
	const uint8_t *p;
	uint32_t len, prefix_len;
};

/* An attribute of the tag at hand. */
struct xml_attr {
	struct xml_qname name;
	struct slice value; /* as written */
	bool is_plain;
	uint32_t space;
};

/* An element that has begun. */
struct xml_open {
	struct slice name;      /* as written */
	const uint8_t *content; /* where it begins */
	uint32_t node;          /* XML_NO_NODE: not in the tree */
	uint32_t children;
	uint32_t bindings; /* that were in scope around it */
};

struct xml_reader {
	struct program_limits limits;
	const struct xml_names *names;
	struct xml_tree tree;

	const uint8_t *end;
	enum reason reason; /* why the record is refused */
	bool is_plain;      /* what was read of the innermost one's content */
	uint32_t longest;   /* bytes of the longest text that is not plain */

	/* The open elements, from open[1] on; the first is around the root. */
	struct xml_open *top, *deepest, open[LIMIT_DEPTH + 1];

	struct xml_attr attributes[XML_ATTRIBUTES_MAX];
	uint32_t attribute_count;
	uint32_t declaration_count; /* of namespaces among them */

	struct xml_tags tags;
	struct xml_spaces spaces;
	struct buf around;    /* the tags around records, */
	uint32_t base;        /* how many namespaces they declare, */
	bool is_around_known; /* and whether that was found out */
};

/* Refuses the record, unless that was done.  Returns NULL. */
const uint8_t *xml_reader_refuse(struct xml_reader *r, enum reason reason);

/* The same because what stands at p cannot stand there. */
const uint8_t *xml_reader_refuse_at(struct xml_reader *r, const uint8_t *p);

/* The same because it is not the text that should, or may not stand here. */
const uint8_t *xml_reader_refuse_instead(
    struct xml_reader *r, const uint8_t *p, const char *text);

/* Makes room for more nodes; false, and the record is refused, if it cannot. */
bool xml_reader_grow(struct xml_reader *r);

/*
 * Reads the attributes that follow a name in a tag, up to what ends it, and
 * finds their namespaces.
 */
const uint8_t *xml_attributes_read(struct xml_reader *r, const uint8_t *p);

/* Adds those that the policy knows to the tree; false: refused. */
bool xml_attributes_add(struct xml_reader *r);

/* Reads what "<?" begins. */
const uint8_t *xml_aside_instruction(struct xml_reader *r, const uint8_t *p);

/* Reads what "<!" begins: a comment, or in an element a CDATA section. */
const uint8_t *xml_aside_declaration(struct xml_reader *r, const uint8_t *p);

/* Whether a text stands at p. */
static inline bool
xml_reader_is_at(const struct xml_reader *r, const uint8_t *p, const char *text)
{
	size_t len = strlen(text);

	return (size_t)(r->end - p) >= len && memcmp(p, text, len) == 0;
}

/*
 * Names.
 */

static inline struct slice
xml_qname_prefix(const struct xml_qname *name)
{
	return (struct slice){ name->p, name->prefix_len };
}

/* The name without prefix and colon. */
static inline struct slice
xml_qname_local(const struct xml_qname *name)
{
	uint32_t skip = name->prefix_len + (name->prefix_len > 0);

	return (struct slice){ name->p + skip, name->len - skip };
}

/* Reads a name of an element or attribute. */
static inline const uint8_t *
xml_reader_name(struct xml_reader *r, const uint8_t *p, struct xml_qname *name)
{
	const uint8_t *behind = xml_ncname(p, r->end);

	*name = (struct xml_qname){ .p = p };
	if (behind == p)
		return xml_reader_refuse_at(r, p);
	if (behind < r->end && *behind == ':') {
		const uint8_t *local = behind + 1;

		name->prefix_len = (uint32_t)(behind - p);
		behind = xml_ncname(local, r->end);
		if (behind == local)
			return xml_reader_refuse_at(r, local);
	}
	name->len = (uint32_t)(behind - p);
	return behind;
}

/*
 * The tree.
 */

/* A new node at the end of the tree, or NULL. */
static inline struct xml_node *
xml_reader_add_node(struct xml_reader *r, const struct xml_name *name)
{
	struct xml_tree *t = &r->tree;
	struct xml_node *n;

	if (t->count == t->cap && !xml_reader_grow(r))
		return NULL;
	n = &t->nodes[t->count++];
	n->name = name;
	n->end = t->count;
	return n;
}

/* Sets the text of a node, as written. */
static inline void
xml_reader_set_text(
    struct xml_reader *r, struct xml_node *n, struct slice text, bool is_plain)
{
	n->text = text.p;
	n->len = (uint32_t)text.len;
	n->is_plain = is_plain;
	if (!is_plain && n->len > r->longest)
		r->longest = n->len;
}

/* What the policy knows a name by in a namespace; NULL: it does not. */
static inline const struct xml_name *
xml_reader_find_name(const struct xml_reader *r, const struct xml_qname *name,
    uint32_t space, bool is_attribute)
{
	if (space >= XML_SPACE_FOREIGN)
		return NULL;
	return xml_names_find(r->names,
	    xml_names_kind((uint8_t)space, is_attribute),
	    xml_qname_local(name));
}

#endif
