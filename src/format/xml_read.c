/*
 * One pass over the bytes: elements, their content, and what is around.
 */
#include "format/xml_reader.h"

/*
 * Elements.
 */

/* Counts an element with a name of len bytes, if there may be one more. */
static inline bool
count_element(struct xml_reader *r, uint32_t len)
{
	if (r->top == r->deepest)
		return xml_reader_refuse(r, REASON_DEPTH) != NULL;
	if (r->top->children++ == r->limits.members)
		return xml_reader_refuse(r, REASON_MEMBERS) != NULL;
	if (len > r->limits.name)
		return xml_reader_refuse(r, REASON_NAME_SIZE) != NULL;
	return true;
}

/* What an element here counts as, given what the policy knows its name by. */
static inline const struct xml_name *
known_here(const struct xml_reader *r, const struct xml_name *known)
{
	return r->top->node == XML_NO_NODE ? NULL : known;
}

/*
 * Takes an element into account.  *known is what the policy knows it by; NULL
 * if the policy has no use for it.
 */
static bool
admit(struct xml_reader *r, const struct xml_qname *name,
    const struct xml_name **known)
{
	uint32_t space = name->prefix_len == 0 ? r->spaces.fallback
					       : xml_spaces_find(&r->spaces,
						     xml_qname_prefix(name));

	if (space == XML_SPACE_UNDECLARED)
		return xml_reader_refuse(r, REASON_SYNTAX) != NULL;
	if (!count_element(r, name->len))
		return false;
	*known = known_here(r, xml_reader_find_name(r, name, space, false));
	return true;
}

/* Opens an element; `bindings` namespaces are declared around it. */
static inline bool
open_element(struct xml_reader *r, const struct xml_qname *name,
    const struct xml_name *known, uint32_t bindings)
{
	struct xml_open *o = r->top + 1;

	o->name.p = name->p;
	o->name.len = name->len;
	o->children = 0;
	o->bindings = bindings;
	o->node = known == NULL ? XML_NO_NODE : r->tree.count;
	r->top = o;
	r->is_plain = true;
	return known == NULL || xml_reader_add_node(r, known) != NULL;
}

/* Adds an element that has plain text alone. */
static inline bool
add_leaf(struct xml_reader *r, const struct xml_name *known, struct slice text)
{
	struct xml_node *n;

	if (known == NULL)
		return true;
	n = xml_reader_add_node(r, known);
	if (n == NULL)
		return false;
	n->has_children = false;
	xml_reader_set_text(r, n, text, true);
	return true;
}

/* Ends the innermost element, whose content ends at p. */
static inline void
close_element(struct xml_reader *r, const uint8_t *p)
{
	const struct xml_open *o = r->top--;
	struct xml_node *n;

	if (o->bindings != r->spaces.count)
		xml_spaces_keep(&r->spaces, o->bindings);
	if (o->node == XML_NO_NODE)
		return;
	n = &r->tree.nodes[o->node];
	n->end = r->tree.count;
	n->has_children = o->children > 0;
	if (o->children == 0)
		xml_reader_set_text(
		    r, n, slice_between(o->content, p), r->is_plain);
}

/*
 * Tags.
 */

/* Reads what follows the name in a start tag that has more. */
static const uint8_t *
read_long_start(
    struct xml_reader *r, const struct xml_qname *name, const uint8_t *p)
{
	uint32_t bindings = r->spaces.count;
	const struct xml_name *known;

	p = xml_attributes_read(r, p);
	if (p == NULL || !admit(r, name, &known) ||
	    !open_element(r, name, known, bindings))
		return NULL;
	if (r->top->node != XML_NO_NODE && !xml_attributes_add(r))
		return NULL;
	r->top->content = p + 1;
	if (*p == '>')
		return p + 1;
	if (!xml_reader_is_at(r, p, "/>"))
		return xml_reader_refuse_instead(r, p, "/>");
	close_element(r, p + 1);
	return p + 2;
}

/* slice_equal() of bytes before the end; XML_BLOCK more are readable. */
static inline bool
is_same(const uint8_t *p, struct slice name)
{
#ifdef __SSE2__
	__m128i a = _mm_loadu_si128((const __m128i *)p);
	__m128i b = _mm_loadu_si128((const __m128i *)name.p);
	uint32_t same = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b));

	if (name.len <= 16)
		return (same | ~UINT32_C(0) << name.len) == ~UINT32_C(0);
#endif
	return memcmp(p, name.p, name.len) == 0;
}

/* Where the plain text that begins at p ends, if an end tag of that name in
 * its shortest form follows; else NULL. */
static inline const uint8_t *
find_leaf_end(const struct xml_reader *r, const uint8_t *p, struct slice name)
{
	bool plain = true;

	if (*p != '<')
		p = xml_run(p, r->end, "<&]]", false, &plain);
	if ((size_t)(r->end - p) < name.len + 3 || !plain || p[0] != '<' ||
	    p[1] != '/' || !is_same(p + 2, name) || p[2 + name.len] != '>')
		return NULL;
	return p;
}

/* Reads what follows a start tag that has a name alone: the whole element if it
 * has plain text alone. */
static inline const uint8_t *
read_behind_start(struct xml_reader *r, const struct xml_qname *name,
    const struct xml_name *known)
{
	const uint8_t *text = name->p + name->len + 1, *end;

	end = find_leaf_end(r, text, (struct slice){ name->p, name->len });
	if (end != NULL)
		return add_leaf(r, known, slice_between(text, end))
			   ? end + name->len + 3
			   : NULL;
	if (!open_element(r, name, known, r->spaces.count))
		return NULL;
	r->top->content = text;
	return text;
}

/* Reads a start tag that does not stand where it stood before. */
static const uint8_t *
read_other_start(struct xml_reader *r, const uint8_t *p)
{
	const struct xml_name *known;
	struct xml_qname name;

	p = xml_reader_name(r, p + 1, &name);
	if (p == NULL)
		return NULL;
	if (p == r->end || *p != '>') {
		xml_tags_pass(&r->tags);
		return read_long_start(r, &name, p);
	}
	if (!admit(r, &name, &known))
		return NULL;
	if (name.prefix_len > 0)
		xml_tags_pass(&r->tags);
	else
		xml_tags_learn(&r->tags, xml_qname_local(&name),
		    r->spaces.fallback,
		    xml_reader_find_name(r, &name, r->spaces.fallback, false));
	return read_behind_start(r, &name, known);
}

/* Reads a start tag, and the whole element if it has plain text alone. */
static inline const uint8_t *
read_start(struct xml_reader *r, const uint8_t *p)
{
	const struct xml_tag *tag =
	    xml_tags_meet(&r->tags, p + 1, r->end, r->spaces.fallback);
	struct xml_qname name;

	if (tag == NULL)
		return read_other_start(r, p);
	name = (struct xml_qname){ p + 1, tag->len, 0 };
	if (!count_element(r, tag->len))
		return NULL;
	return read_behind_start(r, &name, known_here(r, tag->known));
}

static inline const uint8_t *
read_end(struct xml_reader *r, const uint8_t *p)
{
	struct slice name = r->top->name;
	const uint8_t *behind;

	/* The shortest that can follow is ">". */
	if ((size_t)(r->end - p) < name.len + 3)
		return xml_reader_refuse(r, REASON_CUT);
	if (!is_same(p + 2, name))
		return xml_reader_refuse_at(r, p);
	behind = p + 2 + name.len;
	if (*behind != '>') {
		behind = xml_skip_white(behind, r->end);
		if (behind == r->end || *behind != '>')
			return xml_reader_refuse_at(r, behind);
	}
	close_element(r, p);
	return behind + 1;
}

/*
 * Content.
 */

/* Reads text up to markup; "]]>" may not stand in it. */
static inline const uint8_t *
read_text(struct xml_reader *r, const uint8_t *p)
{
	bool plain = r->is_plain;
	uint32_t c;

	if (p < r->end && *p == '<')
		return p;
	while ((p = xml_run(p, r->end, "<&]]", false, &plain)) < r->end) {
		if (*p == '<') {
			r->is_plain = plain;
			return p;
		}
		if (*p == '&') {
			plain = false;
			p = xml_reference(p, r->end, &c);
			if (p == NULL)
				return xml_reader_refuse(r, REASON_SYNTAX);
		} else if (*p == ']' && !xml_reader_is_at(r, p, "]]>")) {
			p++;
		} else {
			break;
		}
	}
	return xml_reader_refuse_at(r, p);
}

/* Reads what "<" begins in an element. */
static inline const uint8_t *
read_markup(struct xml_reader *r, const uint8_t *p)
{
	if (p + 1 == r->end)
		return xml_reader_refuse(r, REASON_CUT);
	if (p[1] == '/')
		return read_end(r, p);
	if (p[1] != '!' && p[1] != '?')
		return read_start(r, p);
	r->is_plain = false;
	return p[1] == '!' ? xml_aside_declaration(r, p)
			   : xml_aside_instruction(r, p);
}

/* Reads an element and all below it. */
static const uint8_t *
read_element(struct xml_reader *r, const uint8_t *p)
{
	if (p == r->end || *p != '<')
		return xml_reader_refuse_at(r, p);
	if (xml_ncname(p + 1, r->end) == p + 1)
		return xml_reader_refuse_at(r, p + 1);
	while ((p = read_markup(r, p)) != NULL && r->top > r->open) {
		p = read_text(r, p);
		if (p == NULL)
			return NULL;
	}
	return p;
}

/* Reads what may stand around the root, up to anything else. */
static const uint8_t *
read_outside(struct xml_reader *r, const uint8_t *p)
{
	while (p != NULL) {
		p = xml_skip_white(p, r->end);
		if (xml_reader_is_at(r, p, "<?"))
			p = xml_aside_instruction(r, p);
		else if (xml_reader_is_at(r, p, "<!"))
			p = xml_aside_declaration(r, p);
		else
			return p;
	}
	return NULL;
}

static const uint8_t *
read_document(struct xml_reader *r, const uint8_t *p)
{
	p = read_outside(r, p);
	if (p != NULL)
		p = read_element(r, p);
	return p == NULL ? NULL : read_outside(r, p);
}

/*
 * What stands around records.
 */

/* Reads start tags, for what they declare. */
static bool
read_around(struct xml_reader *r)
{
	const uint8_t *p = r->around.p;

	r->end = p + r->around.len;
	while (p < r->end) {
		struct xml_qname name = { 0 };

		p = *p == '<' ? xml_reader_name(r, p + 1, &name)
			      : xml_reader_refuse_at(r, p);
		if (p != NULL)
			p = xml_attributes_read(r, p);
		if (p == NULL)
			return false;
		if (*p != '>' ||
		    (name.prefix_len > 0 &&
			xml_spaces_find(&r->spaces, xml_qname_prefix(&name)) ==
			    XML_SPACE_UNDECLARED))
			return xml_reader_refuse(r, REASON_SYNTAX) != NULL;
		p++;
	}
	return true;
}

/* Takes the tags around records into account, unless they are known. */
static bool
enter(struct xml_reader *r, struct slice around)
{
	if (r->is_around_known && slice_equal(buf_slice(&r->around), around)) {
		xml_spaces_keep(&r->spaces, r->base);
		return true;
	}
	r->is_around_known = false;
	xml_spaces_keep(&r->spaces, 0);
	buf_reset(&r->around);
	buf_add_slice(&r->around, around);
	/* To be readable behind its end. */
	if (buf_reserve(&r->around, XML_BLOCK) == NULL)
		return xml_reader_refuse(r, REASON_MEMORY) != NULL;
	if (!read_around(r))
		return false;
	r->base = r->spaces.count;
	r->is_around_known = true;
	return true;
}

static bool
begin(struct xml_reader *r, struct slice around)
{
	r->reason = REASON_NONE;
	r->top = r->open;
	r->top->children = 0;
	r->longest = 0;
	r->tree.count = 0;
	return enter(r, around);
}

/* Makes sure that xml_text() has room. */
static bool
make_room(struct xml_reader *r)
{
	return r->longest == 0 ||
	       buf_reserve(&r->tree.text, r->longest) != NULL ||
	       xml_reader_refuse(r, REASON_MEMORY) != NULL;
}

struct xml_tree *
xml_read(struct xml_reader *r, struct slice around, struct slice record,
    enum reason *reason)
{
	const uint8_t *p = NULL;

	if (begin(r, around)) {
		r->end = record.p + record.len;
		p = around.len == 0 ? read_document(r, record.p)
				    : read_element(r, record.p);
	}
	if (p != NULL && p < r->end)
		p = xml_reader_refuse_at(r, p);
	if (p != NULL && make_room(r))
		return &r->tree;
	*reason = r->reason;
	return NULL;
}

size_t
xml_read_first(struct xml_reader *r, struct slice around, struct slice text)
{
	const uint8_t *p = NULL;

	if (begin(r, around)) {
		r->end = text.p + text.len;
		p = read_element(r, text.p);
	}
	return p != NULL && make_room(r) ? (size_t)(p - text.p) : 0;
}
