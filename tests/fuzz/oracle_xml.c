#include "oracle_xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "exact.h"
#include "format/format.h"
#include "format/xml_read.h"

#define XML_URI "http://www.w3.org/XML/1998/namespace"

#define MOST_NODES 4096
#define MOST_DEPTH 256

/* An element or attribute as libxml2 tells it. */
struct told {
	struct slice name; /* of the machine; empty: no policy can know it */
	struct buf text;
	uint32_t end;
	bool is_attribute, has_children;
};

struct oracle {
	xmlParserCtxtPtr parser;
	struct arena arena;
	struct namespace namespaces[PATH_XML_NAMESPACES];
	size_t namespace_count;

	struct told nodes[MOST_NODES];
	uint32_t count;
	uint32_t open[MOST_DEPTH];
	uint32_t depth;
	uint32_t outer; /* open elements that are around the record */

	uint32_t records;  /* elements where the record should be */
	bool is_foreign;   /* something else stood there */
	bool is_malformed; /* by the rules of namespaces */
	bool has_doctype;
	bool is_large; /* beyond what fits here */
};

/*
 * What libxml2 tells.
 */

/* The number of a namespace in a policy that names all of a document. */
static uint8_t
number_of(struct oracle *o, const xmlChar *uri)
{
	struct slice text;

	if (uri == NULL)
		return PATH_XML_NO_NAMESPACE;
	text = slice_text((const char *)uri);
	if (slice_is(text, XML_URI))
		return PATH_XML_NAMESPACE;
	for (size_t i = 0; i < o->namespace_count; i++)
		if (slice_equal(o->namespaces[i].uri, text))
			return (uint8_t)(i + 2);
	if (o->namespace_count == PATH_XML_NAMESPACES)
		return 0;
	o->namespaces[o->namespace_count++] = (struct namespace){
		.prefix = slice_text("p"),
		.uri = arena_copy(&o->arena, text),
	};
	return (uint8_t)(o->namespace_count + 1);
}

/* There is no room for what comes: nothing more is told. */
static void
give_up(struct oracle *o)
{
	o->is_large = true;
	xmlStopParser(o->parser);
}

static struct told *
add(struct oracle *o, const char *mark, const xmlChar *uri,
    const xmlChar *local)
{
	uint8_t number = number_of(o, uri);
	struct told *t = &o->nodes[o->count];
	struct buf name;

	if (o->count == MOST_NODES) {
		give_up(o);
		return NULL;
	}
	*t = (struct told){ .end = ++o->count, .is_attribute = *mark != '\0' };
	buf_init(&t->text, (size_t)1 << 24);
	if (number == 0)
		return t;
	buf_init(&name, (size_t)1 << 24);
	buf_add_text(&name, mark);
	buf_add_byte(&name, number);
	buf_add_text(&name, (const char *)local);
	t->name = arena_copy(&o->arena, buf_slice(&name));
	buf_release(&name);
	MUST(t->name.p != NULL);
	return t;
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
    int attribute_count, int defaulted_count, const xmlChar **attributes)
{
	struct oracle *o = ctx;

	(void)prefix;
	(void)namespace_count;
	(void)namespaces;
	(void)defaulted_count;
	if (o->depth == MOST_DEPTH) {
		give_up(o);
		return;
	}
	if (o->depth < o->outer) {
		o->open[o->depth++] = 0;
		return;
	}
	if (o->depth == o->outer)
		o->records++;
	else
		o->nodes[o->open[o->depth - 1]].has_children = true;
	o->open[o->depth++] = o->count;
	if (add(o, "", uri, local) == NULL)
		return;
	for (int i = 0; i < attribute_count; i++) {
		const xmlChar **a = attributes + (size_t)i * 5;
		struct told *t = add(o, "@", a[2], a[0]);

		if (t != NULL)
			buf_add(&t->text, a[3], (size_t)(a[4] - a[3]));
	}
}

static void
on_end(
    void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct oracle *o = ctx;

	(void)local;
	(void)prefix;
	(void)uri;
	if (--o->depth >= o->outer)
		o->nodes[o->open[o->depth]].end = o->count;
}

static void
on_text(void *ctx, const xmlChar *text, int len)
{
	struct oracle *o = ctx;

	if (o->depth > o->outer)
		buf_add(
		    &o->nodes[o->open[o->depth - 1]].text, text, (size_t)len);
	else if (o->outer > 0)
		o->is_foreign = true;
}

static void
on_comment(void *ctx, const xmlChar *text)
{
	struct oracle *o = ctx;

	(void)text;
	o->is_foreign |= o->outer > 0 && o->depth <= o->outer;
}

static void
on_instruction(void *ctx, const xmlChar *target, const xmlChar *text)
{
	(void)target;
	on_comment(ctx, text);
}

static void
on_doctype(void *ctx, const xmlChar *name, const xmlChar *external,
    const xmlChar *system)
{
	struct oracle *o = ctx;

	(void)name;
	(void)external;
	(void)system;
	o->has_doctype = true;
	xmlStopParser(o->parser);
}

/* That a namespace is a URI need not be checked (section 7). */
static void
on_error(void *ctx, xmlErrorPtr error)
{
	struct oracle *o = ctx;

	if (error->domain == XML_FROM_NAMESPACE &&
	    error->level >= XML_ERR_ERROR && error->code != XML_WAR_NS_URI)
		o->is_malformed = true;
}

/* Whether libxml2 accepts a text. */
static bool
ask(struct oracle *o, struct slice text)
{
	xmlParserCtxtPtr parser =
	    xmlCreateMemoryParserCtxt((const char *)text.p, (int)text.len);
	bool good;

	MUST(parser != NULL);
	*parser->sax = (xmlSAXHandler){
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.comment = on_comment,
		.processingInstruction = on_instruction,
		.serror = on_error,
	};
	parser->userData = o;
	o->parser = parser;
	/* Without NOENT, "&amp;" in an attribute would stay "&#38;". */
	xmlCtxtUseOptions(
	    parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE);
	xmlParseDocument(parser);
	good = parser->wellFormed && !o->is_malformed && !o->has_doctype &&
	       !o->is_foreign && (o->outer == 0 || o->records == 1);
	/* A document type that was malformed may have left one. */
	xmlFreeDoc(parser->myDoc);
	xmlFreeParserCtxt(parser);
	return good;
}

/*
 * What the reader must say.
 */

/* Leaves some names out, as if the policy did not have them. */
static bool
is_known(const struct told *t, uint32_t share)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < t->name.len; i++)
		sum = sum * 31 + t->name.p[i];
	return t->name.len > 0 && (share == 0 || sum % share != 0);
}

/* Compares the nodes from i to end with those of the tree from k on. */
static uint32_t
compare(const struct oracle *o, uint32_t share, uint32_t i, uint32_t end,
    struct xml_tree *tree, uint32_t k)
{
	while (i < end) {
		const struct told *t = &o->nodes[i];
		const struct xml_node *n;

		if (!is_known(t, share)) {
			i = t->end;
			continue;
		}
		MUST(k < tree->count);
		n = &tree->nodes[k];
		MUST(slice_equal(n->name->name, t->name));
		MUST(n->name->is_attribute == t->is_attribute);
		MUST(n->has_children == t->has_children);
		if (!t->has_children)
			MUST(slice_equal(
			    xml_text(tree, n), buf_slice(&t->text)));
		k = compare(o, share, i + 1, t->end, tree, k + 1);
		MUST(n->end == k);
		i = t->end;
	}
	return k;
}

static bool
is_limit(enum reason reason)
{
	return reason == REASON_DEPTH || reason == REASON_NAME_SIZE ||
	       reason == REASON_MEMBERS || reason == REASON_MEMORY;
}

/* What libxml2 lets pass: a NUL that ends all, overlong forms of UTF-8. */
static bool
is_text(struct slice document)
{
	return utf8_valid(document) &&
	       (document.len == 0 ||
		   memchr(document.p, 0, document.len) == NULL);
}

/* libxml2 2.9 does not see that "xml" is declared twice in one tag. */
static bool
may_declare_xml_twice(struct slice document)
{
	struct slice xmlns = slice_text("xmlns:xml");
	size_t n = 0;

	for (size_t i = 0; i < document.len; i++)
		n += slice_starts(slice_skip(document, i), xmlns);
	return n > 1;
}

/* Reads the document with a policy that knows the names that were told. */
static bool
read_same(struct oracle *o, struct slice document, struct slice around,
    uint32_t share, bool expected)
{
	struct program_limits limits = program_limits_default();
	struct stream stream = {
		.dialect = { .namespaces = o->namespaces,
		    .namespace_count = o->namespace_count },
	};
	enum reason reason = REASON_NONE;
	uint8_t *copy = exact_copy(document.p, document.len, FORMAT_PAD, '<');
	struct xml_reader *reader;
	struct xml_names names;
	struct xml_tree *tree;
	bool accepted;

	xml_names_init(&names, &stream);
	for (uint32_t i = 0; i < o->count; i++)
		if (is_known(&o->nodes[i], share))
			xml_names_add(&names, o->nodes[i].name);
	MUST(!names.failed);
	reader = xml_reader_new(&limits, &stream.dialect, &names);
	MUST(reader != NULL);
	tree = xml_read(
	    reader, around, (struct slice){ copy, document.len }, &reason);
	accepted = tree != NULL;
	MUST(accepted == expected || is_limit(reason) ||
	     (!accepted && may_declare_xml_twice(document)));
	if (accepted)
		MUST(compare(o, share, 0, o->count, tree, 0) == tree->count);
	xml_reader_free(reader);
	xml_names_release(&names);
	free(copy);
	return accepted;
}

static void
forget(struct oracle *o)
{
	for (uint32_t i = 0; i < o->count; i++)
		buf_release(&o->nodes[i].text);
	arena_release(&o->arena);
	free(o);
}

bool
oracle_xml(struct slice document, const char *around, const char *closing,
    uint32_t share)
{
	struct oracle *o = calloc(1, sizeof(*o));
	struct buf text;
	bool accepted;

	MUST(o != NULL);
	arena_init(&o->arena, (size_t)64 << 20);
	for (const char *p = around; *p != '\0'; p++)
		o->outer += *p == '<';
	buf_init(&text, (size_t)64 << 20);
	buf_add_text(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
	buf_add_text(&text, around);
	buf_add_slice(&text, document);
	buf_add_text(&text, closing);
	accepted = ask(o, buf_slice(&text)) && is_text(document);
	buf_release(&text);
	if (!o->is_large)
		accepted =
		    read_same(o, document, slice_text(around), share, accepted);
	forget(o);
	return accepted;
}
