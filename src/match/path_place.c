#include "base/json.h"
#include "match/path_read.h"

#define XML_URI "http://www.w3.org/XML/1998/namespace"

static bool
is_bare(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (path_is_reserved(name.p[i]))
			return false;
	return name.len > 0;
}

void
path_place_member(struct buf *place, struct slice name)
{
	if (place->len > 0)
		buf_add_byte(place, '.');
	if (is_bare(name))
		buf_add_slice(place, name);
	else
		json_quote(place, name);
}

void
path_place_json(const struct path *path, struct buf *place)
{
	for (size_t i = 0; i < path->step_count; i++)
		if (path->steps[i].kind == STEP_NAME)
			path_place_member(place, path->steps[i].name);
}

void
path_place_csv(const struct path *path, struct buf *place)
{
	buf_add_slice(place, path->steps[0].name);
}

void
path_place_end_hl7v2(struct buf *place)
{
	while (place->len > 2 && place->p[place->len - 2] == '.' &&
	       place->p[place->len - 1] == '1')
		place->len -= 2;
}

void
path_place_hl7v2(const struct path *path, struct buf *place)
{
	static const char *const before[] = { "", "-", ".", "." };
	size_t names = 0;

	for (size_t i = 0; i < path->step_count; i++) {
		if (path->steps[i].kind != STEP_NAME)
			continue;
		buf_add_text(place, before[names++]);
		buf_add_slice(place, path->steps[i].name);
	}
	path_place_end_hl7v2(place);
}

/* The name of an element or attribute behind what marks its kind. */
static void
add_qname(
    struct buf *place, const char *mark, struct slice uri, struct slice name)
{
	buf_add_text(place, mark);
	if (uri.len > 0)
		buf_add_byte(place, '{');
	for (size_t i = 0; i < uri.len; i++) {
		buf_add_byte(place, uri.p[i]);
		if (uri.p[i] == '}')
			buf_add_byte(place, '}');
	}
	if (uri.len > 0)
		buf_add_byte(place, '}');
	buf_add_slice(place, name);
}

void
path_place_element(struct buf *place, struct slice uri, struct slice name)
{
	add_qname(place, "/", uri, name);
}

void
path_place_attribute(struct buf *place, struct slice uri, struct slice name)
{
	add_qname(place, "/@", uri, name);
}

/* The name of the namespace that a path numbers so. */
static struct slice
uri_of(const struct namespace *namespaces, uint8_t number)
{
	if (number == PATH_XML_NO_NAMESPACE)
		return (struct slice){ NULL, 0 };
	if (number == PATH_XML_NAMESPACE)
		return slice_text(XML_URI);
	return namespaces[number - 2].uri;
}

static void
add_symbol(struct buf *place, const struct namespace *namespaces,
    const char *mark, struct slice symbol)
{
	add_qname(place, mark, uri_of(namespaces, symbol.p[0]),
	    slice_skip(symbol, 1));
}

void
path_place_xml(const struct path *path, const struct namespace *namespaces,
    struct buf *place)
{
	for (size_t i = 0; i < path->step_count; i++) {
		struct slice name = path->steps[i].name;

		if (path->steps[i].kind != STEP_NAME ||
		    slice_is(name, PATH_XML_TEXT))
			continue;
		if (name.p[0] == '@')
			add_symbol(
			    place, namespaces, "/@", slice_skip(name, 1));
		else
			add_symbol(place, namespaces, "/", name);
	}
}
