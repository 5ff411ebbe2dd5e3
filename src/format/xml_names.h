/*
 * xml_names: all names that the policy spells for documents of XML.
 *
 * Below an element with any other name nothing is looked at and nothing can
 * leave, whatever its predicates: no path and no operand passes through it.
 */
#ifndef FORMAT_XML_NAMES_H
#define FORMAT_XML_NAMES_H

#include "engine/engine.h"

struct xml_name {
	struct slice name; /* what the machine calls it */
	uint64_t sign;     /* machine_sign() of that */
	struct slice local;
	uint64_t head[2]; /* xml_names_head() of the local name */
	uint8_t kind;     /* xml_names_kind() */
	bool is_attribute;
	uint64_t
	    space; /* the bit of its namespace; 0: written without prefix */

	/* What is written around the value: "<h:a" and "</h:a>", or for an
	 * attribute " h:a=" with a quote, and a quote.  Behind "<h:a" there is
	 * ">" as well. */
	struct slice before, after;
};

/* The start tag of an element. */
static inline struct slice
xml_name_tag(const struct xml_name *name)
{
	return (struct slice){ name->before.p, name->before.len + 1 };
}

struct xml_names {
	const struct stream *stream;
	struct xml_name *items; /* owned */
	uint32_t count, cap;
	const struct xml_name **slots; /* owned */
	uint32_t mask;                 /* of the slots */
	struct arena texts;
	bool failed; /* no memory */
};

/* A number that tells namespaces, elements and attributes apart. */
static inline uint8_t
xml_names_kind(uint8_t number, bool is_attribute)
{
	return (uint8_t)(number << 1 | is_attribute);
}

/* The first 16 bytes of a name, zeros behind it.  16 must be readable. */
static inline void
xml_names_head(const uint8_t *p, size_t len, uint64_t head[static 2])
{
	static const uint8_t masks[32] = { 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255 };
	uint64_t mask[2];

	memcpy(mask, masks + 16 - (len < 16 ? len : 16), 16);
	memcpy(head, p, 16);
	head[0] &= mask[0];
	head[1] &= mask[1];
}

static inline uint32_t
xml_names_place(const uint64_t head[static 2], size_t len, uint8_t kind)
{
	uint64_t sign = head[0] ^ (head[1] << 29 | head[1] >> 35);

	sign += len << 8 | kind;
	return (uint32_t)(sign * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

/* The name of that kind, of which 16 bytes must be readable; NULL: unknown. */
static inline const struct xml_name *
xml_names_find(const struct xml_names *t, uint8_t kind, struct slice local)
{
	const struct xml_name *n;
	uint64_t head[2];
	uint32_t i;

	xml_names_head(local.p, local.len, head);
	i = xml_names_place(head, local.len, kind);
	while ((n = t->slots[i & t->mask]) != NULL) {
		if (n->head[0] == head[0] && n->head[1] == head[1] &&
		    n->local.len == local.len && n->kind == kind &&
		    (local.len <= 16 || slice_equal(n->local, local)))
			return n;
		i++;
	}
	return NULL;
}

/* None yet.  The stream, which tells the prefixes, must outlive them. */
void xml_names_init(struct xml_names *t, const struct stream *stream);
void xml_names_release(struct xml_names *t);

/*
 * Adds a name as the machine has it (match/path.h), which must outlive the
 * table.  Names found before are no longer valid.  The text of an element,
 * PATH_XML_TEXT, is no name.
 */
void xml_names_add(struct xml_names *t, struct slice name);

/* Adds the names of all machines of the stream of documents. */
void xml_names_add_all(struct xml_names *t, const struct program *program);

#endif
