#include "format/xml_spaces.h"

#include "format/xml_value.h"

#define XML_URI   "http://www.w3.org/XML/1998/namespace"
#define XMLNS_URI "http://www.w3.org/2000/xmlns/"

static struct slice
uri_of(const struct xml_spaces *s, const struct xml_binding *b)
{
	return b->uri.p != NULL ? b->uri
				: (struct slice){ s->texts.p + b->at, b->len };
}

/* Sets the URI of a binding; false without memory. */
static bool
set_uri(
    struct xml_spaces *s, struct xml_binding *b, struct slice value, bool plain)
{
	uint8_t *to;

	b->before = s->texts.len;
	b->uri = value;
	if (plain)
		return true;
	to = buf_reserve(&s->texts, value.len);
	if (to == NULL)
		return false;
	b->uri.p = NULL;
	b->at = s->texts.len;
	b->len = xml_value(value, true, to);
	s->texts.len += b->len;
	return true;
}

/* The number of a URI, or a new one. */
static uint32_t
number(const struct xml_spaces *s, struct slice uri)
{
	uint32_t next = XML_SPACE_FOREIGN;

	if (uri.len == 0)
		return PATH_XML_NO_NAMESPACE;
	for (size_t i = 0; i < s->dialect->namespace_count; i++)
		if (slice_equal(s->dialect->namespaces[i].uri, uri))
			return (uint32_t)i + 2;
	for (uint32_t i = 0; i < s->count; i++) {
		const struct xml_binding *b = &s->bindings[i];

		if (b->space >= next)
			next = b->space + 1;
		if (slice_equal(uri_of(s, b), uri))
			return b->space;
	}
	return next;
}

/* "xml" means one namespace, and that nothing else; "xmlns" is nobody's. */
static bool
may_declare(struct slice prefix, struct slice uri)
{
	if (slice_is(prefix, "xml"))
		return slice_is(uri, XML_URI);
	return !slice_is(prefix, "xmlns") && !slice_is(uri, XML_URI) &&
	       !slice_is(uri, XMLNS_URI) && (prefix.len == 0 || uri.len > 0);
}

enum reason
xml_spaces_declare(
    struct xml_spaces *s, struct slice prefix, struct slice value, bool plain)
{
	struct xml_binding *b = &s->bindings[s->count];

	if (s->count == LIMIT_NAMESPACES)
		return REASON_MEMBERS;
	if (!set_uri(s, b, value, plain))
		return REASON_MEMORY;
	if (!may_declare(prefix, uri_of(s, b)))
		return REASON_SYNTAX;
	b->prefix = prefix;
	b->space = slice_is(prefix, "xml") ? PATH_XML_NAMESPACE
					   : number(s, uri_of(s, b));
	s->count++;
	if (prefix.len == 0)
		s->fallback = b->space;
	return REASON_NONE;
}

uint32_t
xml_spaces_find(const struct xml_spaces *s, struct slice prefix)
{
	for (uint32_t i = s->count; i > 0; i--)
		if (slice_equal(s->bindings[i - 1].prefix, prefix))
			return s->bindings[i - 1].space;
	return slice_is(prefix, "xml") ? PATH_XML_NAMESPACE
				       : XML_SPACE_UNDECLARED;
}

void
xml_spaces_keep(struct xml_spaces *s, uint32_t n)
{
	if (n == s->count)
		return;
	s->texts.len = s->bindings[n].before;
	s->count = n;
	s->fallback = PATH_XML_NO_NAMESPACE;
	for (uint32_t i = 0; i < n; i++)
		if (s->bindings[i].prefix.len == 0)
			s->fallback = s->bindings[i].space;
}

void
xml_spaces_init(struct xml_spaces *s, const struct dialect *dialect)
{
	s->dialect = dialect;
	s->count = 0;
	s->fallback = PATH_XML_NO_NAMESPACE;
	buf_init(&s->texts, LIMIT_RECORD);
}

void
xml_spaces_release(struct xml_spaces *s)
{
	buf_wipe(&s->texts);
}
