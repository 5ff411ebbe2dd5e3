/*
 * One pass over the bytes.  A reader of a part is given the place where it
 * begins and returns the place behind it, or NULL when it has refused the
 * record.
 */
#include "format/xml_read.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "format/xml_chars.h"
#include "format/xml_spaces.h"
#include "format/xml_tags.h"
#include "format/xml_value.h"

/* Nodes of one record: the memory of a tree stays in proportion to it. */
#define NODES_FIRST ((uint32_t)1 << 8)
#define NODES_MAX   ((uint32_t)1 << 20)

/* As many namespaces may be declared in a tag as it has attributes. */
#define ATTRIBUTES_MAX (2 * LIMIT_ATTRIBUTES)

#define NO_NODE UINT32_MAX

/* A name as written; the prefix and its colon may be missing. */
struct qname {
	const uint8_t *p;
	uint32_t len, prefix_len;
};

struct attribute {
	struct qname name;
	struct slice value; /* as written */
	bool is_plain;
	uint32_t space;
};

struct open_element {
	struct slice name;      /* as written */
	const uint8_t *content; /* where it begins */
	uint32_t node;          /* NO_NODE: not in the tree */
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
	struct open_element *top, *deepest, open[LIMIT_DEPTH + 1];

	struct attribute attributes[ATTRIBUTES_MAX]; /* of the tag at hand */
	uint32_t attribute_count;
	uint32_t declaration_count; /* of namespaces among them */

	struct xml_tags tags;
	struct xml_spaces spaces;
	struct buf around;    /* the tags around records, */
	uint32_t base;        /* how many namespaces they declare, */
	bool is_around_known; /* and whether that was found out */
};

/*
 * Refusals.
 */

static const uint8_t *
refuse(struct xml_reader *r, enum reason reason)
{
	if (r->reason == REASON_NONE)
		r->reason = reason;
	return NULL;
}

/* What stands at p cannot stand there. */
static const uint8_t *
refuse_at(struct xml_reader *r, const uint8_t *p)
{
	struct slice rest;
	uint32_t c;

	if (p >= r->end)
		return refuse(r, REASON_CUT);
	rest = slice_between(p, r->end);
	return refuse(r, utf8_next(&rest, &c) ? REASON_SYNTAX : REASON_UTF8);
}

/* What stands at p is not the text that should, or may not stand here. */
static const uint8_t *
refuse_instead(struct xml_reader *r, const uint8_t *p, const char *text)
{
	while (p < r->end && *text != '\0' && *p == (uint8_t)*text) {
		p++;
		text++;
	}
	return *text == '\0' ? refuse(r, REASON_SYNTAX) : refuse_at(r, p);
}

static inline bool
is_at(const struct xml_reader *r, const uint8_t *p, const char *text)
{
	size_t len = strlen(text);

	return (size_t)(r->end - p) >= len && memcmp(p, text, len) == 0;
}

/*
 * Comments and the like.
 */

/* Goes over characters to the first that is `mark`. */
static const uint8_t *
find(struct xml_reader *r, const uint8_t *p, char mark)
{
	const char stops[4] = { mark, mark, mark, mark };
	bool plain;

	p = xml_run(p, r->end, stops, false, &plain);
	return p < r->end && *p == (uint8_t)mark ? p : refuse_at(r, p);
}

/* Goes behind a closing text, which begins with its first byte. */
static const uint8_t *
find_closing(struct xml_reader *r, const uint8_t *p, const char *closing)
{
	while ((p = find(r, p, closing[0])) != NULL) {
		if (is_at(r, p, closing))
			return p + strlen(closing);
		p++;
	}
	return NULL;
}

/* Two hyphens end a comment, and nothing else may follow them. */
static const uint8_t *
read_comment(struct xml_reader *r, const uint8_t *p)
{
	p += strlen("<!--");
	while ((p = find(r, p, '-')) != NULL) {
		if (is_at(r, p, "--"))
			return is_at(r, p, "-->") ? p + strlen("-->")
						  : refuse_at(r, p + 2);
		p++;
	}
	return NULL;
}

/* Whether it is "xml" in any case of letters. */
static bool
is_reserved(const uint8_t *p, const uint8_t *behind)
{
	return behind - p == 3 && (p[0] | 0x20) == 'x' &&
	       (p[1] | 0x20) == 'm' && (p[2] | 0x20) == 'l';
}

static const uint8_t *
read_instruction(struct xml_reader *r, const uint8_t *p)
{
	const uint8_t *target = p + strlen("<?");

	p = xml_ncname(target, r->end);
	if (p == target || is_reserved(target, p))
		return refuse_at(r, target);
	if (p < r->end && xml_is_white(*p))
		return find_closing(r, p, "?>");
	return is_at(r, p, "?>") ? p + strlen("?>")
				 : refuse_instead(r, p, "?>");
}

static const uint8_t *
read_cdata(struct xml_reader *r, const uint8_t *p)
{
	return find_closing(r, p + strlen("<![CDATA["), "]]>");
}

/* A declaration that is none of these is a document type's. */
static const uint8_t *
read_declaration(struct xml_reader *r, const uint8_t *p)
{
	if (is_at(r, p, "<!--"))
		return read_comment(r, p);
	if (is_at(r, p, "<![CDATA[") && r->top > r->open)
		return read_cdata(r, p);
	return refuse_instead(
	    r, p, p + 2 < r->end && p[2] == '-' ? "<!--" : "<![CDATA[");
}

/*
 * Names and attributes.
 */

static inline struct slice
prefix_of(const struct qname *name)
{
	return (struct slice){ name->p, name->prefix_len };
}

static inline struct slice
local_of(const struct qname *name)
{
	uint32_t skip = name->prefix_len + (name->prefix_len > 0);

	return (struct slice){ name->p + skip, name->len - skip };
}

static inline const uint8_t *
read_name(struct xml_reader *r, const uint8_t *p, struct qname *name)
{
	const uint8_t *behind = xml_ncname(p, r->end);

	*name = (struct qname){ .p = p };
	if (behind == p)
		return refuse_at(r, p);
	if (behind < r->end && *behind == ':') {
		const uint8_t *local = behind + 1;

		name->prefix_len = (uint32_t)(behind - p);
		behind = xml_ncname(local, r->end);
		if (behind == local)
			return refuse_at(r, local);
	}
	name->len = (uint32_t)(behind - p);
	return behind;
}

/* Whether an attribute declares a prefix; the empty one is the default. */
static bool
declares(const struct qname *name, struct slice *prefix)
{
	static const char xmlns[] = "xmlns";

	if (name->prefix_len == 0) {
		*prefix = (struct slice){ name->p, 0 };
		return slice_is(local_of(name), xmlns);
	}
	*prefix = local_of(name);
	return slice_is(prefix_of(name), xmlns);
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
			return refuse(r, REASON_SYNTAX);
	}
	return refuse_at(r, p);
}

static const uint8_t *
read_attribute(struct xml_reader *r, const uint8_t *p)
{
	struct attribute *a = &r->attributes[r->attribute_count];
	const uint8_t *begin;
	struct slice prefix;

	if (r->attribute_count == ATTRIBUTES_MAX)
		return refuse(r, REASON_MEMBERS);
	p = read_name(r, p, &a->name);
	if (p == NULL)
		return NULL;
	p = xml_skip_white(p, r->end);
	if (p == r->end || *p != '=')
		return refuse_at(r, p);
	p = xml_skip_white(p + 1, r->end);
	if (p == r->end || (*p != '"' && *p != '\''))
		return refuse_at(r, p);
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
			return refuse_at(r, next);
		if (*next == '>' || *next == '/')
			return next;
		if (next == p)
			return refuse_at(r, p);
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
		const struct attribute *a = &r->attributes[i];
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
			return refuse(r, reason) != NULL;
	}
	r->attribute_count = kept;
	return true;
}

/* Whether one of the first n attributes has the name of that behind them. */
static bool
is_twice(const struct xml_reader *r, uint32_t n)
{
	const struct attribute *a = &r->attributes[n];
	struct slice local = local_of(&a->name);

	for (uint32_t i = 0; i < n; i++)
		if (r->attributes[i].space == a->space &&
		    slice_equal(local_of(&r->attributes[i].name), local))
			return true;
	return false;
}

/* Finds the namespaces of attributes; none may be there twice. */
static bool
resolve_attributes(struct xml_reader *r)
{
	uint64_t met = 0;

	for (uint32_t i = 0; i < r->attribute_count; i++) {
		struct attribute *a = &r->attributes[i];
		struct slice local = local_of(&a->name);
		uint64_t bit = UINT64_C(1)
			       << ((local.p[0] + 5 * local.p[local.len - 1] +
				       7 * local.p[local.len / 2]) %
				      64);

		a->space = a->name.prefix_len == 0 ? PATH_XML_NO_NAMESPACE
						   : xml_spaces_find(&r->spaces,
							 prefix_of(&a->name));
		if (a->name.len > r->limits.name)
			return refuse(r, REASON_NAME_SIZE) != NULL;
		if (a->space == XML_SPACE_UNDECLARED ||
		    ((met & bit) != 0 && is_twice(r, i)))
			return refuse(r, REASON_SYNTAX) != NULL;
		met |= bit;
	}
	return true;
}

/*
 * The tree.
 */

static bool
grow(struct xml_reader *r)
{
	struct xml_tree *t = &r->tree;
	uint32_t cap = t->cap == 0 ? NODES_FIRST : t->cap * 2;
	struct xml_node *nodes;

	if (cap > NODES_MAX)
		return refuse(r, REASON_MEMBERS) != NULL;
	nodes = realloc(t->nodes, cap * sizeof(*nodes));
	if (nodes == NULL)
		return refuse(r, REASON_MEMORY) != NULL;
	t->nodes = nodes;
	t->cap = cap;
	return true;
}

/* A new node at the end of the tree, or NULL. */
static inline struct xml_node *
add_node(struct xml_reader *r, const struct xml_name *name)
{
	struct xml_tree *t = &r->tree;
	struct xml_node *n;

	if (t->count == t->cap && !grow(r))
		return NULL;
	n = &t->nodes[t->count++];
	n->name = name;
	n->end = t->count;
	return n;
}

static inline void
set_text(
    struct xml_reader *r, struct xml_node *n, struct slice text, bool is_plain)
{
	n->text = text.p;
	n->len = (uint32_t)text.len;
	n->is_plain = is_plain;
	if (!is_plain && n->len > r->longest)
		r->longest = n->len;
}

static inline const struct xml_name *
find_name(const struct xml_reader *r, const struct qname *name, uint32_t space,
    bool is_attribute)
{
	if (space >= XML_SPACE_FOREIGN)
		return NULL;
	return xml_names_find(r->names,
	    xml_names_kind((uint8_t)space, is_attribute), local_of(name));
}

static bool
add_attributes(struct xml_reader *r)
{
	for (uint32_t i = 0; i < r->attribute_count; i++) {
		const struct attribute *a = &r->attributes[i];
		const struct xml_name *name =
		    find_name(r, &a->name, a->space, true);
		struct xml_node *n;

		if (name == NULL)
			continue;
		n = add_node(r, name);
		if (n == NULL)
			return false;
		n->has_children = false;
		set_text(r, n, a->value, a->is_plain);
	}
	return true;
}

/* Counts an element with a name of len bytes, if there may be one more. */
static inline bool
count_element(struct xml_reader *r, uint32_t len)
{
	if (r->top == r->deepest)
		return refuse(r, REASON_DEPTH) != NULL;
	if (r->top->children++ == r->limits.members)
		return refuse(r, REASON_MEMBERS) != NULL;
	if (len > r->limits.name)
		return refuse(r, REASON_NAME_SIZE) != NULL;
	return true;
}

/* What an element here counts as, given what the policy knows its name by. */
static inline const struct xml_name *
known_here(const struct xml_reader *r, const struct xml_name *known)
{
	return r->top->node == NO_NODE ? NULL : known;
}

/*
 * Takes an element into account.  *known is what the policy knows it by; NULL
 * if the policy has no use for it.
 */
static bool
admit(struct xml_reader *r, const struct qname *name,
    const struct xml_name **known)
{
	uint32_t space = name->prefix_len == 0
			     ? r->spaces.fallback
			     : xml_spaces_find(&r->spaces, prefix_of(name));

	if (space == XML_SPACE_UNDECLARED)
		return refuse(r, REASON_SYNTAX) != NULL;
	if (!count_element(r, name->len))
		return false;
	*known = known_here(r, find_name(r, name, space, false));
	return true;
}

/* Opens an element; `bindings` namespaces are declared around it. */
static inline bool
open_element(struct xml_reader *r, const struct qname *name,
    const struct xml_name *known, uint32_t bindings)
{
	struct open_element *o = r->top + 1;

	o->name.p = name->p;
	o->name.len = name->len;
	o->children = 0;
	o->bindings = bindings;
	o->node = known == NULL ? NO_NODE : r->tree.count;
	r->top = o;
	r->is_plain = true;
	return known == NULL || add_node(r, known) != NULL;
}

/* Adds an element that has plain text alone. */
static inline bool
add_leaf(struct xml_reader *r, const struct xml_name *known, struct slice text)
{
	struct xml_node *n;

	if (known == NULL)
		return true;
	n = add_node(r, known);
	if (n == NULL)
		return false;
	n->has_children = false;
	set_text(r, n, text, true);
	return true;
}

/* Ends the innermost element, whose content ends at p. */
static inline void
close_element(struct xml_reader *r, const uint8_t *p)
{
	const struct open_element *o = r->top--;
	struct xml_node *n;

	if (o->bindings != r->spaces.count)
		xml_spaces_keep(&r->spaces, o->bindings);
	if (o->node == NO_NODE)
		return;
	n = &r->tree.nodes[o->node];
	n->end = r->tree.count;
	n->has_children = o->children > 0;
	if (o->children == 0)
		set_text(r, n, slice_between(o->content, p), r->is_plain);
}

/*
 * Tags.
 */

/* Reads the attributes that follow a name, and finds their namespaces. */
static const uint8_t *
read_attribute_list(struct xml_reader *r, const uint8_t *p)
{
	r->attribute_count = 0;
	r->declaration_count = 0;
	p = read_attributes(r, p);
	if (p == NULL)
		return NULL;
	if (r->declaration_count > 0 && !declare_spaces(r))
		return NULL;
	if (r->attribute_count > LIMIT_ATTRIBUTES)
		return refuse(r, REASON_MEMBERS);
	return resolve_attributes(r) ? p : NULL;
}

/* Reads what follows the name in a start tag that has more. */
static const uint8_t *
read_long_start(
    struct xml_reader *r, const struct qname *name, const uint8_t *p)
{
	uint32_t bindings = r->spaces.count;
	const struct xml_name *known;

	p = read_attribute_list(r, p);
	if (p == NULL || !admit(r, name, &known) ||
	    !open_element(r, name, known, bindings))
		return NULL;
	if (r->top->node != NO_NODE && !add_attributes(r))
		return NULL;
	r->top->content = p + 1;
	if (*p == '>')
		return p + 1;
	if (!is_at(r, p, "/>"))
		return refuse_instead(r, p, "/>");
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
read_behind_start(struct xml_reader *r, const struct qname *name,
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
	struct qname name;

	p = read_name(r, p + 1, &name);
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
		xml_tags_learn(&r->tags, local_of(&name), r->spaces.fallback,
		    find_name(r, &name, r->spaces.fallback, false));
	return read_behind_start(r, &name, known);
}

/* Reads a start tag, and the whole element if it has plain text alone. */
static inline const uint8_t *
read_start(struct xml_reader *r, const uint8_t *p)
{
	const struct xml_tag *tag =
	    xml_tags_meet(&r->tags, p + 1, r->end, r->spaces.fallback);
	struct qname name;

	if (tag == NULL)
		return read_other_start(r, p);
	name = (struct qname){ p + 1, tag->len, 0 };
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
		return refuse(r, REASON_CUT);
	if (!is_same(p + 2, name))
		return refuse_at(r, p);
	behind = p + 2 + name.len;
	if (*behind != '>') {
		behind = xml_skip_white(behind, r->end);
		if (behind == r->end || *behind != '>')
			return refuse_at(r, behind);
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
				return refuse(r, REASON_SYNTAX);
		} else if (*p == ']' && !is_at(r, p, "]]>")) {
			p++;
		} else {
			break;
		}
	}
	return refuse_at(r, p);
}

/* Reads what "<" begins in an element. */
static inline const uint8_t *
read_markup(struct xml_reader *r, const uint8_t *p)
{
	if (p + 1 == r->end)
		return refuse(r, REASON_CUT);
	if (p[1] == '/')
		return read_end(r, p);
	if (p[1] != '!' && p[1] != '?')
		return read_start(r, p);
	r->is_plain = false;
	return p[1] == '!' ? read_declaration(r, p) : read_instruction(r, p);
}

/* Reads an element and all below it. */
static const uint8_t *
read_element(struct xml_reader *r, const uint8_t *p)
{
	if (p == r->end || *p != '<')
		return refuse_at(r, p);
	if (xml_ncname(p + 1, r->end) == p + 1)
		return refuse_at(r, p + 1);
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
		if (is_at(r, p, "<?"))
			p = read_instruction(r, p);
		else if (is_at(r, p, "<!"))
			p = read_declaration(r, p);
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
		struct qname name = { 0 };

		p = *p == '<' ? read_name(r, p + 1, &name) : refuse_at(r, p);
		if (p != NULL)
			p = read_attribute_list(r, p);
		if (p == NULL)
			return false;
		if (*p != '>' ||
		    (name.prefix_len > 0 &&
			xml_spaces_find(&r->spaces, prefix_of(&name)) ==
			    XML_SPACE_UNDECLARED))
			return refuse(r, REASON_SYNTAX) != NULL;
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
		return refuse(r, REASON_MEMORY) != NULL;
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
	       refuse(r, REASON_MEMORY) != NULL;
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
		p = refuse_at(r, p);
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
