/*
 * libxml2's SAX2 parser, fed record by record.
 *
 * Records of one document go into one parser, behind the tags around them, as
 * long as all goes well and its dictionary stays small: a new parser costs as
 * much as several records.
 */
#include "format/xml_read.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#include "base/limits.h"

/* Bytes that a parser is fed at once. */
#define FEED ((size_t)64 << 10)

/* A parser whose dictionary has grown so far is replaced. */
#define DICTIONARY_MAX ((size_t)1 << 20)

/* Nodes of one record: the memory of a tree stays in proportion to it. */
#define NODES_MAX ((uint32_t)1 << 20)

/* Namespaces whose numbers are remembered; the parser has each URI once. */
#define KNOWN 8

#define XML_URI "http://www.w3.org/XML/1998/namespace"

struct open_element {
	uint32_t node, children;
};

struct xml_reader {
	const struct program *program;
	const struct dialect *dialect;
	xmlSAXHandler handler;
	xmlParserCtxtPtr parser; /* NULL: the next record needs a new one */
	struct buf around;       /* tags that the parser has read */

	struct {
		const xmlChar *uri;
		uint8_t number;
	} known[KNOWN];
	size_t known_count;

	struct xml_tree tree;
	struct open_element open[LIMIT_DEPTH];
	uint32_t depth;
	bool reading;       /* a record, not the tags around it */
	enum reason reason; /* why it is rejected */
};

static void
reject(struct xml_reader *r, enum reason reason)
{
	if (r->reason == REASON_NONE)
		r->reason = reason;
	if (r->parser != NULL)
		xmlStopParser(r->parser);
}

/*
 * Building the tree.
 */

static uint8_t
find_number(const struct xml_reader *r, const xmlChar *uri)
{
	const struct dialect *d = r->dialect;
	struct slice text = slice_text((const char *)uri);

	for (size_t i = 0; i < d->namespace_count; i++)
		if (slice_equal(d->namespaces[i].uri, text))
			return (uint8_t)(i + 2);
	return slice_is(text, XML_URI) ? PATH_XML_NAMESPACE : 0;
}

/* The number of a namespace; 0: no path knows it. */
static uint8_t
number_of(struct xml_reader *r, const xmlChar *uri)
{
	uint8_t number;

	if (uri == NULL)
		return PATH_XML_NO_NAMESPACE;
	for (size_t i = 0; i < r->known_count; i++)
		if (r->known[i].uri == uri)
			return r->known[i].number;
	number = find_number(r, uri);
	if (r->known_count < KNOWN) {
		r->known[r->known_count].uri = uri;
		r->known[r->known_count++].number = number;
	}
	return number;
}

static struct xml_node *
add_node(struct xml_reader *r)
{
	struct xml_tree *t = &r->tree;

	if (t->count == NODES_MAX) {
		reject(r, REASON_MEMBERS);
		return NULL;
	}
	if (t->count == t->cap) {
		uint32_t cap = t->cap == 0 ? 256 : t->cap * 2;
		struct xml_node *nodes =
		    realloc(t->nodes, cap * sizeof(*nodes));

		if (nodes == NULL) {
			reject(r, REASON_MEMORY);
			return NULL;
		}
		t->nodes = nodes;
		t->cap = cap;
	}
	t->nodes[t->count] = (struct xml_node){ .end = t->count + 1 };
	return &t->nodes[t->count++];
}

/* Sets the name of a node: a mark, if there is one, number, local name. */
static bool
set_name(struct xml_reader *r, struct xml_node *n, const char *mark,
    uint8_t number, const xmlChar *prefix, const xmlChar *local)
{
	struct buf *b = &r->tree.bytes;
	size_t local_len = strlen((const char *)local);
	size_t prefix_len =
	    prefix == NULL ? 0 : strlen((const char *)prefix) + 1;

	if (local_len + prefix_len > r->program->limits.name) {
		reject(r, REASON_NAME_SIZE);
		return false;
	}
	n->name = b->len;
	if (number == 0)
		return true;
	if (mark[0] != '\0')
		buf_add_byte(b, (uint8_t)mark[0]);
	buf_add_byte(b, number);
	buf_add(b, local, local_len);
	n->name_len = (uint32_t)(b->len - n->name);
	return true;
}

/* An attribute as libxml2 tells it: local name, prefix, URI, value, end. */
static bool
add_attribute(struct xml_reader *r, const xmlChar **a)
{
	struct buf *b = &r->tree.bytes;
	struct xml_node *n = add_node(r);
	size_t len = (size_t)(a[4] - a[3]);

	if (n == NULL || !set_name(r, n, "@", number_of(r, a[2]), a[1], a[0]))
		return false;
	n->is_attribute = true;
	n->text = b->len;
	n->text_len = (uint32_t)len;
	buf_add(b, a[3], len);
	return true;
}

/* Takes a child into account where it begins. */
static bool
enter_child(struct xml_reader *r)
{
	struct open_element *parent;
	struct xml_node *n;

	if (r->depth == 0)
		return true;
	parent = &r->open[r->depth - 1];
	n = &r->tree.nodes[parent->node];
	n->has_children = true;
	n->text_len = 0;
	if (parent->children++ < r->program->limits.members)
		return true;
	reject(r, REASON_MEMBERS);
	return false;
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
    int attribute_count, int defaulted_count, const xmlChar **attributes)
{
	struct xml_reader *r = ctx;
	struct xml_node *n;

	(void)namespace_count;
	(void)namespaces;
	(void)defaulted_count;
	if (!r->reading || r->reason != REASON_NONE || !enter_child(r))
		return;
	if (r->depth == r->program->limits.depth) {
		reject(r, REASON_DEPTH);
		return;
	}
	if (attribute_count > LIMIT_ATTRIBUTES) {
		reject(r, REASON_MEMBERS);
		return;
	}
	n = add_node(r);
	if (n == NULL || !set_name(r, n, "", number_of(r, uri), prefix, local))
		return;
	r->open[r->depth++] = (struct open_element){ r->tree.count - 1, 0 };
	for (int i = 0; i < attribute_count; i++)
		if (!add_attribute(r, attributes + (size_t)i * 5))
			return;
}

static void
on_end(
    void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml_reader *r = ctx;

	(void)local;
	(void)prefix;
	(void)uri;
	if (r->reading && r->reason == REASON_NONE)
		r->tree.nodes[r->open[--r->depth].node].end = r->tree.count;
}

/* Text of an element; it is whole only if no child interrupts it. */
static void
on_text(void *ctx, const xmlChar *text, int len)
{
	struct xml_reader *r = ctx;
	struct buf *b = &r->tree.bytes;
	struct xml_node *n;

	if (!r->reading || r->reason != REASON_NONE || r->depth == 0)
		return;
	n = &r->tree.nodes[r->open[r->depth - 1].node];
	if (n->has_children)
		return;
	if (n->text_len == 0)
		n->text = b->len;
	n->text_len += (uint32_t)len;
	buf_add(b, text, (size_t)len);
}

static void
on_doctype(void *ctx, const xmlChar *name, const xmlChar *external,
    const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	reject(ctx, REASON_DOCTYPE);
}

/*
 * The parser.  What it has to say about a record is for nobody.
 */

static void
on_error(void *ctx, xmlErrorPtr error)
{
	(void)ctx;
	(void)error;
}

static __attribute__((format(printf, 2, 3))) void
on_message(void *ctx, const char *format, ...)
{
	(void)ctx;
	(void)format;
}

static xmlParserInputPtr
refuse_entity(const char *url, const char *id, xmlParserCtxtPtr parser)
{
	(void)url;
	(void)id;
	(void)parser;
	return NULL;
}

static void
drop_parser(struct xml_reader *r)
{
	xmlFreeParserCtxt(r->parser);
	r->parser = NULL;
	r->known_count = 0;
}

/* Feeds bytes; false when the parser refused them. */
static bool
feed(struct xml_reader *r, struct slice bytes, bool last)
{
	for (size_t at = 0; at < bytes.len; at += FEED) {
		size_t n = bytes.len - at < FEED ? bytes.len - at : FEED;

		if (xmlParseChunk(
			r->parser, (const char *)bytes.p + at, (int)n, 0) != 0)
			return false;
	}
	return !last || xmlParseChunk(r->parser, NULL, 0, 1) == 0;
}

/* A new parser that has read what stands around the records. */
static bool
begin(struct xml_reader *r, struct slice around)
{
	static const char declaration[] =
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

	drop_parser(r);
	buf_reset(&r->around);
	buf_add_slice(&r->around, around);
	r->parser = xmlCreatePushParserCtxt(&r->handler, r, NULL, 0, NULL);
	if (r->parser == NULL || r->around.failed) {
		r->reason = REASON_MEMORY;
		return false;
	}
	/* Without NOENT, "&amp;" in an attribute would stay "&#38;". */
	xmlCtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
	r->reading = false;
	return feed(r, slice_text(declaration), false) &&
	       feed(r, around, false);
}

/* Whether the parser can go on with a record that has this around it. */
static bool
is_ready(const struct xml_reader *r, struct slice around)
{
	return r->parser != NULL && around.len > 0 &&
	       slice_equal(buf_slice(&r->around), around) &&
	       xmlDictGetUsage(r->parser->dict) < DICTIONARY_MAX;
}

/* Whether the record was well-formed, and nothing of it is left. */
static bool
is_complete(const struct xml_reader *r)
{
	const xmlParserCtxt *p = r->parser;

	return p->wellFormed && p->nsWellFormed && p->errNo == XML_ERR_OK &&
	       r->depth == 0 && r->tree.count > 0 &&
	       (p->input == NULL || p->input->cur == p->input->end);
}

/* Why the parser refused a record. */
static enum reason
refusal(const struct xml_reader *r)
{
	if (r->reason != REASON_NONE)
		return r->reason;
	if (r->parser->errNo == XML_ERR_NO_MEMORY || r->tree.bytes.failed)
		return REASON_MEMORY;
	if (r->parser->errNo == XML_ERR_DOCUMENT_END ||
	    r->parser->errNo == XML_ERR_TAG_NOT_FINISHED)
		return REASON_CUT;
	return REASON_SYNTAX;
}

const struct xml_tree *
xml_read(struct xml_reader *r, struct slice around, struct slice record,
    enum reason *reason)
{
	bool document = around.len == 0, good;

	r->reason = REASON_NONE;
	r->depth = 0;
	r->tree.count = 0;
	buf_reset(&r->tree.bytes);
	good = is_ready(r, around) || begin(r, around);
	if (good) {
		r->reading = true;
		good = feed(r, record, document) && is_complete(r) &&
		       r->reason == REASON_NONE && !r->tree.bytes.failed;
	}
	if (good)
		return &r->tree;
	*reason = refusal(r);
	drop_parser(r);
	return NULL;
}

void
xml_reader_free(struct xml_reader *r)
{
	if (r == NULL)
		return;
	drop_parser(r);
	buf_wipe(&r->tree.bytes);
	buf_release(&r->around);
	free(r->tree.nodes);
	free(r);
}

struct xml_reader *
xml_reader_new(const struct program *program)
{
	struct xml_reader *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->program = program;
	r->dialect = &program->streams[FORMAT_XML].dialect;
	buf_init(&r->around, LIMIT_RECORD);
	buf_init(&r->tree.bytes, 2 * LIMIT_RECORD);
	r->handler = (xmlSAXHandler){
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error,
	};
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, on_message);
	xmlSetStructuredErrorFunc(NULL, on_error);
	xmlSetExternalEntityLoader(refuse_entity);
	return r;
}
