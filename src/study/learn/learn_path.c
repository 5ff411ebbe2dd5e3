/* The paths of a draft: how a policy spells the places of its samples. */
#include "study/learn/learn_seen.h"

/* Namespaces that people know by a prefix. */
static const struct {
	const char *uri, *prefix;
} known[] = {
	{ "urn:hl7-org:v3", "h" },
	{ "http://hl7.org/fhir", "f" },
	{ "http://www.w3.org/1999/xhtml", "xhtml" },
	{ "http://www.w3.org/2001/XMLSchema-instance", "xsi" },
	{ "urn:hl7-org:sdtc", "sdtc" },
};

#define XML_URI "http://www.w3.org/XML/1998/namespace"

/* Longer than any path: what fails to be gathered, memory was missing for. */
#define PATH_MAX_BYTES ((size_t)1 << 20)

static struct slice
make_prefix(struct learner *l, const struct spelling *s, struct slice uri)
{
	struct slice prefix;
	struct buf name;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (slice_is(uri, known[i].uri))
			return slice_text(known[i].prefix);
	buf_init(&name, 16);
	buf_add_format(&name, "n%zu", s->namespace_count + 1);
	prefix = arena_copy(&l->arena, buf_slice(&name));
	l->arena.failed |= name.failed;
	buf_release(&name);
	return prefix;
}

/* The prefix of a namespace; len 0 if it can have none. */
static struct slice
find_prefix(struct learner *l, struct spelling *s, struct slice uri)
{
	struct namespace *new = &s->namespaces[s->namespace_count];

	if (slice_is(uri, XML_URI))
		return slice_text("xml");
	for (size_t i = 0; i < s->namespace_count; i++)
		if (slice_equal(s->namespaces[i].uri, uri))
			return s->namespaces[i].prefix;
	if (s->namespace_count == PATH_XML_NAMESPACES ||
	    !path_xml_is_namespace(uri))
		return (struct slice){ NULL, 0 };
	new->uri = arena_copy(&l->arena, uri);
	new->prefix = make_prefix(l, s, uri);
	if (new->uri.p == NULL || new->prefix.p == NULL)
		return (struct slice){ NULL, 0 };
	s->namespace_count++;
	return new->prefix;
}

/* The end of the braces that begin at i, where `}}` is one. */
static size_t
skip_braces(struct slice place, size_t i, struct buf *uri)
{
	for (i++; i < place.len; i++) {
		if (place.p[i] == '}' &&
		    (i + 1 == place.len || place.p[i + 1] != '}'))
			return i + 1;
		i += place.p[i] == '}';
		buf_add_byte(uri, place.p[i]);
	}
	return i;
}

/* Writes the namespace at i, if one is there, as a prefix; where it ends. */
static size_t
put_prefix(struct learner *l, struct spelling *s, struct slice place, size_t i,
    struct buf *out)
{
	struct slice prefix;
	struct buf uri;

	if (i >= place.len || place.p[i] != '{')
		return i;
	buf_init(&uri, PATH_MAX_BYTES);
	i = skip_braces(place, i, &uri);
	prefix = find_prefix(l, s, buf_slice(&uri));
	l->arena.failed |= uri.failed;
	buf_release(&uri);
	/* Without one, the path is none, and is left out. */
	buf_add_slice(out, prefix);
	buf_add_byte(out, ':');
	return i;
}

static void
put_xml(
    struct learner *l, struct spelling *s, struct slice place, struct buf *out)
{
	for (size_t i = 0; i < place.len;) {
		uint8_t c = place.p[i++];

		buf_add_byte(out, c);
		if (c == '/' && i < place.len && place.p[i] == '@')
			buf_add_byte(out, place.p[i++]);
		if (c == '/')
			i = put_prefix(l, s, place, i, out);
	}
}

/* Whether a first name means something else unless it is quoted. */
static bool
is_marked(struct slice place)
{
	return place.p[0] == '+' || slice_starts(place, slice_text("$.")) ||
	       slice_starts(place, slice_text("$["));
}

static void
put_json(struct slice place, struct buf *out)
{
	size_t end = 0;

	if (is_marked(place)) {
		while (end < place.len && place.p[end] != '.' &&
		       place.p[end] != '[')
			end++;
		buf_add_byte(out, '"');
		buf_add(out, place.p, end);
		buf_add_byte(out, '"');
	}
	buf_add_slice(out, slice_skip(place, end));
}

/* Where other places have parts, a part is numbered, too: PID-3.1. */
static void
put_hl7v2(const struct learner *l, struct slice place, struct buf *out)
{
	const struct seen *seen = learn_find(l, place);

	buf_add_slice(out, place);
	for (int i = 0; seen != NULL && i < seen->parts; i++)
		buf_add_text(out, ".1");
}

static bool
parse(struct learner *l, const struct spelling *s, bool hprim,
    struct slice text, struct path *path)
{
	struct path_fault fault;
	int status = -1;

	switch (l->format) {
	case FORMAT_JSON:
		status = path_parse_json(&l->arena, text, path, &fault);
		break;
	case FORMAT_XML:
		status = path_parse_xml(&l->arena, text, s->namespaces,
		    s->namespace_count, path, &fault);
		break;
	case FORMAT_CSV:
		/* What begins so is a new column. */
		if (text.p[0] != '+')
			status = path_parse_csv(&l->arena, text, path, &fault);
		break;
	case FORMAT_HL7V2:
		status = path_parse_hl7v2(&l->arena, text, hprim, path, &fault);
		break;
	default:
		break;
	}
	return status == 0;
}

bool
learn_path(struct learner *l, struct spelling *s, bool hprim,
    struct slice place, struct path *path)
{
	struct slice text;
	struct buf out;

	if (place.len == 0)
		return false;
	buf_init(&out, PATH_MAX_BYTES);
	if (l->format == FORMAT_XML)
		put_xml(l, s, place, &out);
	else if (l->format == FORMAT_JSON)
		put_json(place, &out);
	else if (l->format == FORMAT_HL7V2)
		put_hl7v2(l, place, &out);
	else
		buf_add_slice(&out, place);
	text = arena_copy(&l->arena, buf_slice(&out));
	l->arena.failed |= out.failed;
	buf_release(&out);
	return !l->arena.failed && parse(l, s, hprim, text, path);
}
