#include "format/xml_new.h"

#include "base/limits.h"
#include "format/xml_write.h"

/* A new field and its value, while they are written. */
struct new
{
	const struct stream *stream;
	const struct step *steps; /* elements, then the text or an attribute */
	size_t elements;
	bool is_attribute;
	struct slice text;
	struct buf *out;
	uint64_t *used;
};

/* The `>` of the tag at an offset. */
static size_t
tag_end(const struct new *n, size_t at)
{
	bool quoted = false;

	for (; quoted || n->out->p[at] != '>'; at++)
		quoted ^= n->out->p[at] == '"';
	return at;
}

static bool
is_empty(const struct new *n, size_t at)
{
	return n->out->p[tag_end(n, at) - 1] == '/';
}

static bool
is_end_tag(const struct new *n, size_t at)
{
	return n->out->p[at + 1] == '/';
}

/* The offset of the next tag. */
static size_t
next_tag(const struct new *n, size_t at)
{
	while (n->out->p[at] != '<')
		at++;
	return at;
}

/* The offset behind the element whose tag is at an offset. */
static size_t
skip_element(const struct new *n, size_t at)
{
	size_t open = 0;

	for (;; at = next_tag(n, at)) {
		if (is_end_tag(n, at))
			open--;
		else if (!is_empty(n, at))
			open++;
		at = tag_end(n, at) + 1;
		if (open == 0)
			return at;
	}
}

/* The offset of the end tag of the element at an offset. */
static size_t
end_tag(const struct new *n, size_t at)
{
	at = skip_element(n, at) - 1;
	while (n->out->p[at] != '<')
		at--;
	return at;
}

/* Whether the tag at an offset has the name of the element i. */
static bool
is_named(const struct new *n, size_t at, size_t i)
{
	struct slice name = n->steps[i].name;
	struct slice prefix = xml_prefix(n->stream, name.p[0]);
	struct slice tag = { n->out->p + at + 1, tag_end(n, at) - at - 1 };

	if (prefix.len > 0) {
		if (!slice_starts(tag, prefix) || tag.p[prefix.len] != ':')
			return false;
		tag = slice_skip(tag, prefix.len + 1);
	}
	name = slice_skip(name, 1);
	return slice_starts(tag, name) &&
	       strchr(" />", tag.p[name.len]) != NULL;
}

/*
 * The offset of the child called as element i of the element at an offset; 0
 * if there is none.  False if there are several, or text.
 */
static bool
find_child(const struct new *n, size_t at, size_t i, size_t *child)
{
	*child = 0;
	if (is_empty(n, at))
		return true;
	at = tag_end(n, at) + 1;
	while (n->out->p[at] == '<' && !is_end_tag(n, at)) {
		if (is_named(n, at, i)) {
			if (*child != 0)
				return false;
			*child = at;
		}
		at = skip_element(n, at);
	}
	return n->out->p[at] == '<';
}

static void
put_name(struct new *n, struct slice name)
{
	uint8_t number = name.p[0];

	if (number != PATH_XML_NO_NAMESPACE) {
		buf_add_slice(n->out, xml_prefix(n->stream, number));
		buf_add_byte(n->out, ':');
		*n->used |= UINT64_C(1) << number;
	}
	buf_add_slice(n->out, slice_skip(name, 1));
}

static void
put_attribute(struct new *n)
{
	buf_add_byte(n->out, ' ');
	put_name(n, slice_skip(n->steps[n->elements].name, 1));
	buf_add_text(n->out, "=\"");
	xml_put_value(n->out, n->text);
	buf_add_byte(n->out, '"');
}

/* Writes the tags around the new value, or the one that holds it. */
static void
put_elements(struct new *n, size_t from)
{
	bool empty = n->is_attribute || n->text.len == 0;

	for (size_t i = from; i < n->elements; i++) {
		buf_add_byte(n->out, '<');
		put_name(n, n->steps[i].name);
		if (i + 1 < n->elements)
			buf_add_byte(n->out, '>');
	}
	if (n->is_attribute)
		put_attribute(n);
	buf_add_text(n->out, empty ? "/>" : ">");
	if (!empty)
		xml_put_text(n->out, n->text);
	for (size_t i = n->elements - empty; i-- > from;) {
		buf_add_text(n->out, "</");
		put_name(n, n->steps[i].name);
		buf_add_byte(n->out, '>');
	}
}

/* Adds elements from the one numbered `from` on to the one at an offset. */
static void
add_child(struct new *n, size_t at, size_t from)
{
	size_t close = tag_end(n, at), middle = n->out->len;

	if (!is_empty(n, at)) {
		close = end_tag(n, at);
		put_elements(n, from);
		xml_move(n->out, close, middle);
		return;
	}
	/* <a/> becomes <a/a>, then <a>...</a>. */
	put_name(n, n->steps[from - 1].name);
	xml_move(n->out, close, middle);
	middle = n->out->len;
	buf_add_byte(n->out, '>');
	put_elements(n, from);
	buf_add_byte(n->out, '<');
	xml_move(n->out, close - 1, middle);
}

static void
add_attribute(struct new *n, size_t at)
{
	size_t middle = n->out->len;

	at = tag_end(n, at) - is_empty(n, at);
	put_attribute(n);
	xml_move(n->out, at, middle);
}

/* Adds the new field to the root at an offset; false if it has no place. */
static bool
add(struct new *n, size_t at)
{
	if (!is_named(n, at, 0))
		return false;
	for (size_t i = 1; i < n->elements; i++) {
		size_t child;

		if (!find_child(n, at, i, &child))
			return false;
		if (child == 0) {
			add_child(n, at, i);
			return true;
		}
		at = child;
	}
	if (n->is_attribute)
		add_attribute(n, at);
	return n->is_attribute;
}

/* Adds the value that the engine holds at a path. */
static int
add_value(struct engine *e, const struct path *path, enum value_kind kind,
    struct buf *out, size_t before, uint64_t *used)
{
	struct new n = {
		.stream = e->stream,
		.steps = path->steps,
		.elements = path->step_count - 1,
		.text = buf_slice(&e->result),
		.out = out,
		.used = used,
	};

	n.is_attribute = path->steps[n.elements].name.p[0] == '@';
	if (kind == VALUE_NULL)
		n.text.len = 0;
	if (!add(&n, before))
		return engine_reject_path(e, REASON_TYPE, path->text);
	if (out->failed)
		return engine_reject(e, REASON_MEMORY);
	/* Constants and tokens make small values large. */
	if (out->len - before > LIMIT_RECORD)
		return engine_reject(e, REASON_RECORD_SIZE);
	return 0;
}

bool
xml_new_in(const struct engine *e, struct slice root)
{
	for (size_t i = 0; i < engine_new_count(e); i++)
		if (slice_equal(engine_new_path(e, i)->steps[0].name, root))
			return true;
	return false;
}

int
xml_new_add(struct engine *e, struct buf *out, size_t before, uint64_t *used)
{
	for (size_t i = 0; i < engine_new_count(e); i++) {
		enum value_kind kind = VALUE_TEXT;
		enum leaf leaf = engine_make(e, i, &kind);

		if (leaf == LEAF_REJECT)
			return -1;
		if (leaf == LEAF_APPLY && add_value(e, engine_new_path(e, i),
					      kind, out, before, used) < 0)
			return -1;
	}
	return 0;
}
