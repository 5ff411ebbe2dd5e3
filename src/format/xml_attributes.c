/*
 * Attributes, and the namespaces that some of them declare.
 */
#include "format/xml_reader.h"
#include "format/xml_value.h"

/* Whether an attribute declares a prefix; the empty one is the default. */
static bool
declares(const struct xml_qname *name, struct slice *prefix)
{
	static const char xmlns[] = "xmlns";

	if (name->prefix_len == 0) {
		*prefix = (struct slice){ name->p, 0 };
		return slice_is(xml_qname_local(name), xmlns);
	}
	*prefix = xml_qname_local(name);
	return slice_is(xml_qname_prefix(name), xmlns);
}

/* Reads what stands between quotes; p is behind the first. */
static const uint8_t *
read_quoted(struct xml_reader *r, const uint8_t *p, char quote, bool *plain)
{
	const char stops[4] = { quote, '<', '&', '&' };
	uint32_t c;

	while ((p = xml_run(p, r->end, stops, true, plain)) < r->end) {
		if (*p == (uint8_t)quote)
			return p;
		if (*p != '&')
			break;
		*plain = false;
		p = xml_reference(p, r->end, &c);
		if (p == NULL)
			return xml_reader_refuse(r, REASON_SYNTAX);
	}
	return xml_reader_refuse_at(r, p);
}

static const uint8_t *
read_attribute(struct xml_reader *r, const uint8_t *p)
{
	struct xml_attr *a = &r->attributes[r->attribute_count];
	const uint8_t *begin;
	struct slice prefix;

	if (r->attribute_count == XML_ATTRIBUTES_MAX)
		return xml_reader_refuse(r, REASON_MEMBERS);
	p = xml_reader_name(r, p, &a->name);
	if (p == NULL)
		return NULL;
	p = xml_skip_white(p, r->end);
	if (p == r->end || *p != '=')
		return xml_reader_refuse_at(r, p);
	p = xml_skip_white(p + 1, r->end);
	if (p == r->end || (*p != '"' && *p != '\''))
		return xml_reader_refuse_at(r, p);
	begin = p + 1;
	a->is_plain = true;
	p = read_quoted(r, begin, (char)*p, &a->is_plain);
	if (p == NULL)
		return NULL;
	a->value = slice_between(begin, p);
	r->attribute_count++;
	r->declaration_count += declares(&a->name, &prefix);
	return p + 1;
}

/* Reads the attributes of a tag, up to what ends it. */
static const uint8_t *
read_attributes(struct xml_reader *r, const uint8_t *p)
{
	while (p != NULL) {
		const uint8_t *next = xml_skip_white(p, r->end);

		if (next == r->end)
			return xml_reader_refuse_at(r, next);
		if (*next == '>' || *next == '/')
			return next;
		if (next == p)
			return xml_reader_refuse_at(r, p);
		p = read_attribute(r, next);
	}
	return NULL;
}

/* Whether a prefix was declared since there were n declarations. */
static bool
is_declared(const struct xml_reader *r, uint32_t n, struct slice prefix)
{
	for (uint32_t i = n; i < r->spaces.count; i++)
		if (slice_equal(r->spaces.bindings[i].prefix, prefix))
			return true;
	return false;
}

/* Declares the namespaces of the tag at hand; its other attributes stay. */
static bool
declare_spaces(struct xml_reader *r)
{
	uint32_t before = r->spaces.count, kept = 0;

	for (uint32_t i = 0; i < r->attribute_count; i++) {
		const struct xml_attr *a = &r->attributes[i];
		enum reason reason = REASON_SYNTAX;
		struct slice prefix;

		if (!declares(&a->name, &prefix)) {
			r->attributes[kept++] = *a;
			continue;
		}
		if (!is_declared(r, before, prefix))
			reason = xml_spaces_declare(
			    &r->spaces, prefix, a->value, a->is_plain);
		if (reason != REASON_NONE)
			return xml_reader_refuse(r, reason) != NULL;
	}
	r->attribute_count = kept;
	return true;
}

/* Whether one of the first n attributes has the name of that behind them. */
static bool
is_twice(const struct xml_reader *r, uint32_t n)
{
	const struct xml_attr *a = &r->attributes[n];
	struct slice local = xml_qname_local(&a->name);

	for (uint32_t i = 0; i < n; i++)
		if (r->attributes[i].space == a->space &&
		    slice_equal(xml_qname_local(&r->attributes[i].name), local))
			return true;
	return false;
}

/* Finds the namespaces of attributes; none may be there twice. */
static bool
resolve_attributes(struct xml_reader *r)
{
	uint64_t met = 0;

	for (uint32_t i = 0; i < r->attribute_count; i++) {
		struct xml_attr *a = &r->attributes[i];
		struct slice local = xml_qname_local(&a->name);
		uint64_t bit = UINT64_C(1)
			       << ((local.p[0] + 5 * local.p[local.len - 1] +
				       7 * local.p[local.len / 2]) %
				      64);

		a->space = a->name.prefix_len == 0
			       ? PATH_XML_NO_NAMESPACE
			       : xml_spaces_find(
				     &r->spaces, xml_qname_prefix(&a->name));
		if (a->name.len > r->limits.name)
			return xml_reader_refuse(r, REASON_NAME_SIZE) != NULL;
		if (a->space == XML_SPACE_UNDECLARED ||
		    ((met & bit) != 0 && is_twice(r, i)))
			return xml_reader_refuse(r, REASON_SYNTAX) != NULL;
		met |= bit;
	}
	return true;
}

const uint8_t *
xml_attributes_read(struct xml_reader *r, const uint8_t *p)
{
	r->attribute_count = 0;
	r->declaration_count = 0;
	p = read_attributes(r, p);
	if (p == NULL)
		return NULL;
	if (r->declaration_count > 0 && !declare_spaces(r))
		return NULL;
	if (r->attribute_count > LIMIT_ATTRIBUTES)
		return xml_reader_refuse(r, REASON_MEMBERS);
	return resolve_attributes(r) ? p : NULL;
}

bool
xml_attributes_add(struct xml_reader *r)
{
	for (uint32_t i = 0; i < r->attribute_count; i++) {
		const struct xml_attr *a = &r->attributes[i];
		const struct xml_name *name =
		    xml_reader_find_name(r, &a->name, a->space, true);
		struct xml_node *n;

		if (name == NULL)
			continue;
		n = xml_reader_add_node(r, name);
		if (n == NULL)
			return false;
		n->has_children = false;
		xml_reader_set_text(r, n, a->value, a->is_plain);
	}
	return true;
}
