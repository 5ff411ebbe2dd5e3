#include "policy/compile.h"
#include "policy/read.h"

/* A key that says how one format is spelled. */
struct spelling {
	const char *key;
	enum format_id format;
	bool required;
	void (*read)(struct compiler *c, const struct node *node,
	    struct dialect *dialect);
};

static void
read_delimiter(
    struct compiler *c, const struct node *node, struct dialect *dialect)
{
	static const char *const choices[] = { ";", ",", "\t", "|", NULL };
	uint32_t i;

	if (read_choice(c->notes, node, choices, &i))
		dialect->delimiter = (uint8_t)choices[i][0];
}

static void
read_encoding(
    struct compiler *c, const struct node *node, struct dialect *dialect)
{
	const char *choices[CHARSET_COUNT + 1] = { NULL };
	uint32_t i;

	for (i = 0; i < CHARSET_COUNT; i++)
		choices[i] = charset_names[i];
	if (read_choice(c->notes, node, choices, &i))
		dialect->encoding = (enum charset)i;
}

/* What is wrong with a prefix or what it stands for, or NULL. */
static const char *
why_no_namespace(const struct namespace *list, size_t n, struct slice prefix,
    struct slice uri)
{
	if (slice_starts(prefix, slice_text("xml")))
		return "prefixes that begin with xml are taken";
	if (!path_xml_is_namespace(uri))
		return "this is not the name of a namespace";
	if (slice_starts(uri, slice_text("http://www.w3.org/XML/1998/")) ||
	    slice_is(uri, "http://www.w3.org/2000/xmlns/"))
		return "this namespace needs no prefix";
	for (size_t i = 0; i < n; i++)
		if (slice_equal(list[i].uri, uri))
			return "another prefix stands for this namespace";
	return NULL;
}

static void
read_namespace(struct compiler *c, const struct member *m,
    struct namespace *list, size_t n)
{
	struct slice uri;
	const char *why;

	read_name(c->notes, m->key, m->place, true);
	if (!read_string(c->notes, m->value, &uri))
		return;
	why = why_no_namespace(list, n, m->key, uri);
	if (why != NULL)
		notes_add(c->notes, CODE_BAD_PARAM, m->value->place, "%s", why);
	list[n] =
	    (struct namespace){ compile_keep(c, m->key), compile_keep(c, uri) };
}

static void
read_namespaces(
    struct compiler *c, const struct node *node, struct dialect *dialect)
{
	struct namespace *list;

	if (!read_is(c->notes, node, NODE_OBJECT))
		return;
	if (node->count > PATH_XML_NAMESPACES) {
		notes_add(c->notes, CODE_OUT_OF_RANGE, node->place,
		    "there are at most %d namespaces", PATH_XML_NAMESPACES);
		return;
	}
	list = arena_array(&c->program->arena, node->count, sizeof(*list));
	if (list == NULL)
		return;
	for (size_t i = 0; i < node->count; i++)
		read_namespace(c, &node->members[i], list, i);
	dialect->namespaces = list;
	dialect->namespace_count = node->count;
}

static void
read_hl7_dialect(
    struct compiler *c, const struct node *node, struct dialect *dialect)
{
	static const char *const choices[] = { "hl7", "hprim", NULL };
	uint32_t i;

	if (read_choice(c->notes, node, choices, &i))
		dialect->hprim = i == 1;
}

static const struct spelling spellings[] = {
	{ "delimiter", FORMAT_CSV, true, read_delimiter },
	{ "encoding", FORMAT_CSV, true, read_encoding },
	{ "namespaces", FORMAT_XML, false, read_namespaces },
	{ "dialect", FORMAT_HL7V2, false, read_hl7_dialect },
};

#define SPELLINGS (sizeof(spellings) / sizeof(spellings[0]))

static void
refuse_foreign(struct compiler *c, const struct node *object,
    const struct spelling *s, enum format_id format)
{
	const struct member *m = node_member(object, slice_text(s->key));

	if (m != NULL)
		notes_add(c->notes, CODE_UNKNOWN_KEY, m->place,
		    "`%s` is not a key of format %s", s->key,
		    format_names[format]);
}

static const struct node *
find_spelling(
    struct compiler *c, const struct node *object, const struct spelling *s)
{
	return s->required ? read_required(c->notes, object, s->key)
			   : node_find(object, s->key);
}

static bool
same_namespaces(const struct dialect *a, const struct dialect *b)
{
	if (a->namespace_count != b->namespace_count)
		return false;
	for (size_t i = 0; i < a->namespace_count; i++)
		if (!slice_equal(
			a->namespaces[i].prefix, b->namespaces[i].prefix) ||
		    !slice_equal(a->namespaces[i].uri, b->namespaces[i].uri))
			return false;
	return true;
}

static bool
same_dialect(const struct dialect *a, const struct dialect *b)
{
	return a->delimiter == b->delimiter && a->encoding == b->encoding &&
	       a->hprim == b->hprim && same_namespaces(a, b);
}

void
compile_dialect(struct compiler *c, const struct node *object,
    enum format_id format, bool first)
{
	struct dialect *stream = &c->program->streams[format].dialect;
	struct dialect own = { 0 };
	size_t errors = c->notes->errors;

	for (size_t i = 0; i < SPELLINGS; i++) {
		const struct spelling *s = &spellings[i];

		if (s->format == format)
			s->read(c, find_spelling(c, object, s), &own);
		else
			refuse_foreign(c, object, s, format);
	}
	if (first)
		*stream = own;
	else if (c->notes->errors == errors && !same_dialect(stream, &own))
		notes_add(c->notes, CODE_OTHER_RECORD, node_opening(object),
		    "all kinds of one format are spelled alike");
}
