/*
 * Walks over one XML record: xml_check() checks every byte of it; then its
 * markup is gone over as received, in the encoding of the document.
 *
 * A text that is replaced takes its comments and processing instructions with
 * it.
 */
#include "format/xml.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "format/walker.h"
#include "format/xml_scope.h"
#include "format/xml_value.h"
#include "format/xml_write.h"
#include "match/path.h"

struct memory {
	struct xml_scope scope;
	struct buf utf8; /* what is at hand, in UTF-8 */
	struct buf name; /* of an element or attribute, in UTF-8 */
	struct buf text; /* a new value, escaped */
};

/* What an element that ends takes back. */
struct open_element {
	size_t place, bindings;
};

struct xml_walk {
	struct walker *w;
	struct memory *m;
	enum charset charset;
	struct slice record;
	struct xml_scan scan;
	struct open_element open[LIMIT_DEPTH];
	uint32_t depth;
};

/* Bytes of the document in UTF-8: themselves, or in b. */
static struct slice
in_utf8(const struct xml_walk *x, struct slice bytes, struct buf *b)
{
	if (x->charset == CHARSET_UTF_8 || charset_is_ascii(bytes))
		return bytes;
	buf_reset(b);
	charset_to_utf8(x->charset, bytes, b);
	return buf_slice(b);
}

/* What a text, or the inside of quotes, stands for. */
static bool
decode(struct xml_walk *x, struct slice raw, bool quoted, struct slice *text)
{
	struct buf *b = &x->w->text;

	raw = in_utf8(x, raw, &x->m->utf8);
	buf_reset(b);
	if (x->m->utf8.failed || buf_reserve(b, raw.len) == NULL)
		return false;
	b->len = xml_value(raw, quoted, b->p);
	*text = buf_slice(b);
	return true;
}

/*
 * New values.
 */

/* Char of XML 1.0 (production 2). */
static bool
is_char(uint32_t c)
{
	return c >= 0x20 ? c != 0xFFFE && c != 0xFFFF
			 : c == '\t' || c == '\n' || c == '\r';
}

static bool
is_spelled(struct slice text)
{
	uint32_t c;

	while (utf8_next(&text, &c))
		if (!is_char(c))
			return false;
	return text.len == 0;
}

/* Adds what is escaped, in the document's encoding or by references. */
static void
put_in_charset(struct xml_walk *x, struct slice text)
{
	struct buf *out = x->w->out;
	uint32_t c;

	if (charset_from_utf8(x->charset, text, out))
		return;
	while (utf8_next(&text, &c)) {
		uint8_t byte =
		    c < 0x80 ? (uint8_t)c : charset_byte(x->charset, c);

		if (byte != 0)
			buf_add_byte(out, byte);
		else
			buf_add_format(out, "&#%u;", (unsigned int)c);
	}
}

/* Adds a new value between two marks, such as its quotes. */
static enum reason
put(struct xml_walk *x, const struct value *v, const char *before,
    const char *after, bool quoted)
{
	struct buf *text = &x->m->text;

	if (v->kind != VALUE_NULL && !is_spelled(v->text))
		return REASON_CHARSET;
	buf_reset(text);
	if (v->kind != VALUE_NULL && quoted)
		xml_put_value(text, v->text);
	else if (v->kind != VALUE_NULL)
		xml_put_text(text, v->text);
	if (text->failed)
		return REASON_MEMORY;
	buf_add_text(x->w->out, before);
	put_in_charset(x, buf_slice(text));
	buf_add_text(x->w->out, after);
	return REASON_NONE;
}

/*
 * Values.
 */

static enum reason
walk_text(struct xml_walk *x, struct slice raw)
{
	struct value v = { .kind = VALUE_TEXT }, to;

	if (!decode(x, raw, false, &v.text))
		return REASON_MEMORY;
	switch (walker_meet(x->w, raw, &v, &to)) {
	case VISIT_FAIL:
		return REASON_MEMORY;
	case VISIT_REPLACE:
		return put(x, &to, "", "", false);
	case VISIT_LEAVE:
		break;
	}
	return REASON_NONE;
}

/* The text of an element that is a tag alone, which may become two. */
static enum reason
walk_empty(struct xml_walk *x, const struct xml_token *t)
{
	const uint8_t *end = x->record.p + t->end;
	struct value v = { .kind = VALUE_TEXT }, to;
	enum reason reason = REASON_NONE;

	switch (walker_meet(x->w, slice_between(end - 2, end), &v, &to)) {
	case VISIT_FAIL:
		return REASON_MEMORY;
	case VISIT_REPLACE:
		reason = put(x, &to, ">", "</", false);
		buf_add_slice(x->w->out, t->name);
		buf_add_byte(x->w->out, '>');
		break;
	case VISIT_LEAVE:
		break;
	}
	return reason;
}

/* What may stand in an element without being a child or its end. */
static bool
is_inside(enum xml_markup markup)
{
	return markup == XML_TEXT || markup == XML_CDATA ||
	       markup == XML_COMMENT || markup == XML_PI;
}

/* The text of the element that begins with a tag, unless it has children. */
static enum reason
walk_content(struct xml_walk *x, const struct xml_token *t)
{
	struct xml_scan ahead = x->scan;
	struct xml_token next;

	if (t->markup == XML_EMPTY)
		return walk_empty(x, t);
	do
		xml_scan(&ahead, x->record, &next);
	while (is_inside(next.markup));
	if (next.markup != XML_END)
		return REASON_NONE;
	return walk_text(
	    x, slice_between(x->record.p + t->end, x->record.p + next.begin));
}

/* Adds what an element or attribute adds to the place. */
static bool
add_to_place(struct xml_walk *x, struct slice name, bool attribute)
{
	struct slice prefix, uri = { NULL, 0 };

	name = in_utf8(x, name, &x->m->name);
	prefix = xml_take_prefix(&name);
	if (!attribute || prefix.len > 0)
		uri = xml_scope_find(&x->m->scope, prefix);
	if (attribute)
		path_place_attribute(&x->w->place, uri, name);
	else
		path_place_element(&x->w->place, uri, name);
	return !x->m->name.failed && !x->w->place.failed;
}

static enum reason
walk_attribute(struct xml_walk *x, struct slice name, struct slice value)
{
	struct slice raw = { value.p - 1, value.len + 2 };
	struct value v = { .kind = VALUE_TEXT }, to;
	size_t before = x->w->place.len;
	enum visited answer;

	if (!decode(x, value, true, &v.text) || !add_to_place(x, name, true))
		return REASON_MEMORY;
	answer = walker_meet(x->w, raw, &v, &to);
	x->w->place.len = before;
	if (answer == VISIT_FAIL)
		return REASON_MEMORY;
	return answer == VISIT_LEAVE ? REASON_NONE
				     : put(x, &to, "\"", "\"", true);
}

/*
 * Elements.
 */

/* Whether an attribute declares a namespace; then sets the prefix. */
static bool
declares(struct slice name, struct slice *prefix)
{
	*prefix = (struct slice){ name.p, 0 };
	if (slice_is(name, "xmlns"))
		return true;
	if (!slice_starts(name, slice_text("xmlns:")))
		return false;
	*prefix = slice_skip(name, 6);
	return true;
}

static enum reason
declare(struct xml_walk *x, struct slice rest)
{
	struct slice name, value, prefix, uri;

	while (xml_scan_attribute(&rest, &name, &value) == XML_FOUND) {
		if (!declares(name, &prefix))
			continue;
		if (!decode(x, value, true, &uri) ||
		    !xml_scope_declare(
			&x->m->scope, in_utf8(x, prefix, &x->m->name), uri))
			return REASON_MEMORY;
	}
	return REASON_NONE;
}

static enum reason
walk_attributes(struct xml_walk *x, struct slice rest)
{
	enum reason reason = REASON_NONE;
	struct slice name, value, prefix;

	while (reason == REASON_NONE &&
	       xml_scan_attribute(&rest, &name, &value) == XML_FOUND)
		if (!declares(name, &prefix))
			reason = walk_attribute(x, name, value);
	return reason;
}

static void
leave(struct xml_walk *x)
{
	const struct open_element *o = &x->open[--x->depth];

	x->w->place.len = o->place;
	xml_scope_keep(&x->m->scope, o->bindings);
}

static enum reason
enter(struct xml_walk *x, const struct xml_token *t)
{
	enum reason reason;

	/* xml_check() has refused what is deeper. */
	if (x->depth == LIMIT_DEPTH)
		return REASON_DEPTH;
	x->open[x->depth++] =
	    (struct open_element){ x->w->place.len, x->m->scope.count };
	reason = declare(x, t->rest);
	if (reason == REASON_NONE && !add_to_place(x, t->name, false))
		reason = REASON_MEMORY;
	if (reason == REASON_NONE)
		reason = walk_attributes(x, t->rest);
	if (reason == REASON_NONE)
		reason = walk_content(x, t);
	if (t->markup == XML_EMPTY)
		leave(x);
	return reason;
}

/* The tags around the record, for the namespaces that they declare. */
static enum reason
enter_around(struct xml_walk *x, struct slice around)
{
	struct xml_scan scan = { 0 };
	enum reason reason = REASON_NONE;
	struct xml_token t;

	while (reason == REASON_NONE && scan.begin < around.len) {
		xml_scan(&scan, around, &t);
		reason = t.markup >= XML_DOCTYPE ? REASON_SYNTAX
						 : declare(x, t.rest);
	}
	return reason;
}

static enum reason
walk_record(struct xml_walk *x)
{
	enum reason reason = REASON_NONE;
	struct xml_token t;

	while (reason == REASON_NONE && x->scan.begin < x->record.len) {
		xml_scan(&x->scan, x->record, &t);
		if (t.markup == XML_START || t.markup == XML_EMPTY)
			reason = enter(x, &t);
		else if (t.markup == XML_END && x->depth > 0)
			leave(x);
		else if (t.markup >= XML_DOCTYPE)
			/* xml_check() would not have taken it. */
			reason = REASON_SYNTAX;
	}
	return reason;
}

enum reason
xml_walk(const struct piece *piece, struct walker *w)
{
	struct xml_walk x = {
		.w = w,
		.m = w->memory,
		.charset = piece->charset,
		.record = piece->record,
	};
	enum reason reason;

	if (w->checking)
		return xml_check(piece, w->scratch);
	buf_reset(&w->place);
	xml_scope_keep(&x.m->scope, 0);
	reason = enter_around(&x, piece->around);
	return reason == REASON_NONE ? walk_record(&x) : reason;
}

void
xml_walk_free(void *memory)
{
	struct memory *m = memory;

	if (m == NULL)
		return;
	xml_scope_release(&m->scope);
	buf_wipe(&m->utf8);
	buf_wipe(&m->name);
	buf_wipe(&m->text);
	free(m);
}

void *
xml_walk_new(const struct program *program)
{
	struct memory *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	xml_scope_init(&m->scope);
	buf_init(&m->utf8, 3 * program->limits.record);
	buf_init(&m->name, 3 * program->limits.record);
	/* A reference has at most six bytes. */
	buf_init(&m->text, 6 * program->limits.record);
	return m;
}
