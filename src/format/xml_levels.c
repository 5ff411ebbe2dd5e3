#include "format/xml_levels.h"

#include "format/xml_prolog.h"
#include "format/xml_write.h"

/* Whether bytes of the document spell a text of the policy. */
static bool
spells(const struct xml_place *x, struct slice bytes, struct slice text)
{
	struct buf utf8;
	bool same;

	if (x->charset == CHARSET_UTF_8 || charset_is_ascii(bytes))
		return slice_equal(bytes, text);
	buf_init(&utf8, text.len);
	same = charset_to_utf8(x->charset, bytes, &utf8) &&
	       slice_equal(buf_slice(&utf8), text);
	buf_release(&utf8);
	return same;
}

/* Whether an attribute declares a prefix; the empty one is the default. */
static bool
declares(struct slice attribute, struct slice prefix)
{
	if (prefix.len == 0)
		return slice_is(attribute, "xmlns");
	return slice_starts(attribute, slice_text("xmlns:")) &&
	       slice_equal(slice_skip(attribute, 6), prefix);
}

/*
 * Looks for the declaration of a prefix in attributes.  References in it are
 * not resolved: XML_WRONG.
 */
static enum xml_attribute
find_declaration(struct slice rest, struct slice prefix, struct slice *uri)
{
	enum xml_attribute found;
	struct slice name, value;

	while ((found = xml_scan_attribute(&rest, &name, &value)) == XML_FOUND)
		if (declares(name, prefix)) {
			*uri = value;
			return memchr(value.p, '&', value.len) == NULL
				   ? XML_FOUND
				   : XML_WRONG;
		}
	return found;
}

/* The namespace of a prefix, in a tag and those around it. */
static enum xml_attribute
find_namespace(const struct xml_place *x, const struct xml_token *t,
    struct slice prefix, struct slice *uri)
{
	enum xml_attribute found = find_declaration(t->rest, prefix, uri);

	for (uint32_t i = x->level; i > 0 && found == XML_NONE; i--) {
		const uint8_t *p = x->around + x->around_len[i - 1];
		const uint8_t *end = x->around + x->around_len[i] - 1;
		const uint8_t *blank = memchr(p, ' ', (size_t)(end - p));

		if (blank != NULL)
			found = find_declaration(
			    slice_between(blank, end), prefix, uri);
	}
	return found;
}

enum xml_attribute
xml_levels_meet(const struct splitter *s, const struct xml_token *t)
{
	const struct xml_place *x = &s->xml;
	struct slice step = s->stream->record.steps[x->level].name;
	struct slice local = t->name, prefix = xml_take_prefix(&local);
	struct slice uri = { NULL, 0 }, wanted;
	enum xml_attribute found = find_namespace(x, t, prefix, &uri);

	if (found == XML_WRONG || (found == XML_NONE && prefix.len > 0))
		return XML_WRONG;
	wanted = xml_namespace(s->stream, step.p[0]);
	return spells(x, local, slice_skip(step, 1)) && spells(x, uri, wanted)
		   ? XML_FOUND
		   : XML_NONE;
}

static void
put(struct xml_place *x, struct slice text)
{
	if (text.len > XML_TAG - x->tag_len) {
		x->tag_too_long = true;
		return;
	}
	if (text.len > 0)
		memcpy(x->tag + x->tag_len, text.p, text.len);
	x->tag_len += text.len;
}

static void
put_text(struct xml_place *x, const char *text)
{
	put(x, slice_text(text));
}

static void
put_name(struct splitter *s, size_t level)
{
	struct slice step = s->stream->record.steps[level].name;
	struct slice prefix = xml_prefix(s->stream, step.p[0]);

	if (prefix.len > 0) {
		put(&s->xml, prefix);
		put_text(&s->xml, ":");
	}
	put(&s->xml, slice_skip(step, 1));
}

void
xml_levels_put_start(struct splitter *s)
{
	struct xml_place *x = &s->xml;
	uint8_t number = s->stream->record.steps[x->level].name.p[0];

	x->tag_len = 0;
	put(x, x->level == 0 ? xml_prolog_written(x) : slice_text("\n"));
	put_text(x, "<");
	put_name(s, x->level);
	if ((xml_declared(s->stream, x->level) >> number & 1) == 0 &&
	    xml_prefix(s->stream, number).len > 0) {
		put_text(x, " xmlns:");
		put(x, xml_prefix(s->stream, number));
		put_text(x, "=\"");
		put(x, xml_namespace(s->stream, number));
		put_text(x, "\"");
	}
	put_text(x, ">");
}

void
xml_levels_put_end(struct splitter *s)
{
	struct xml_place *x = &s->xml;

	put_text(x, "\n</");
	put_name(s, x->level);
	put_text(x, x->level == 0 ? ">\n" : ">");
}

/* Adds to the tags around records; false when there is no room. */
static bool
add_around(struct xml_place *x, size_t *len, struct slice s)
{
	if (s.len > XML_AROUND - *len)
		return false;
	memcpy(x->around + *len, s.p, s.len);
	*len += s.len;
	return true;
}

bool
xml_levels_note(struct xml_place *x, const struct xml_token *t)
{
	size_t len = x->around_len[x->level];
	struct slice rest = t->rest, name, value;
	bool good = add_around(x, &len, slice_text("<")) &&
		    add_around(x, &len, t->name);
	enum xml_attribute found = XML_NONE;

	while (good && (found = xml_scan_attribute(&rest, &name, &value)) ==
			   XML_FOUND) {
		if (!slice_starts(name, slice_text("xmlns")))
			continue;
		good = add_around(x, &len, slice_text(" ")) &&
		       add_around(x, &len,
			   slice_between(name.p, value.p + value.len + 1));
	}
	good =
	    good && found == XML_NONE && add_around(x, &len, slice_text(">"));
	x->around_len[x->level + 1] = len;
	return good;
}
