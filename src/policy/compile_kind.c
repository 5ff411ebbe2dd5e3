#include "base/limits.h"
#include "policy/check.h"
#include "policy/compile.h"
#include "policy/read.h"

/* The kinds as they are read. */
struct reading {
	struct compiler *c;
	struct kind *kinds;
	uint32_t count;
	/* By format: the record path of its first kind. */
	const struct node *record[FORMAT_COUNT];
	bool seen[FORMAT_COUNT];
};

static void
note_unknown_format(struct compiler *c, const struct node *node)
{
	const char *words[FORMAT_COUNT + 1] = { NULL };

	for (size_t i = 0; i < FORMAT_COUNT; i++)
		words[i] = format_names[i];
	read_unknown(c->notes, CODE_UNKNOWN_FORMAT, node->place, "format",
	    node->text, words);
}

/* False after a note. */
static bool
read_format(
    struct compiler *c, const struct node *object, enum format_id *format)
{
	const struct node *node = read_required(c->notes, object, "format");
	struct slice name;

	if (!read_string(c->notes, node, &name))
		return false;
	*format = format_id_find(name);
	if (*format == FORMAT_COUNT)
		note_unknown_format(c, node);
	return *format != FORMAT_COUNT;
}

/* Names, and one [] at the end; of XML: the text of an element. */
static bool
is_record_path(const struct path *path, enum format_id format)
{
	size_t last = path->step_count - 1;

	for (size_t i = 0; i < last; i++)
		if (path->steps[i].kind != STEP_NAME)
			return false;
	if (format == FORMAT_XML)
		return slice_is(path->steps[last].name, PATH_XML_TEXT);
	return path->steps[last].kind == STEP_EACH;
}

static void
read_first_record(
    struct compiler *c, const struct node *node, enum format_id format)
{
	struct path *path = &c->program->streams[format].record;
	struct slice text;

	if (node != NULL && format != FORMAT_JSON && format != FORMAT_XML) {
		notes_add(c->notes, CODE_UNKNOWN_KEY, node->place,
		    "`record` is not a key of format %s", format_names[format]);
		return;
	}
	if (!read_string(c->notes, node, &text) ||
	    !compile_path(c, format, node->place, text, path))
		return;
	if (is_record_path(path, format))
		return;
	notes_add(c->notes, CODE_BAD_RECORD, node->place,
	    format == FORMAT_XML
		? "a record path has names of elements only"
		: "a record path has names only, and one `[]` at its end");
}

static bool
is_same_record(const struct node *a, const struct node *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->kind == b->kind && slice_equal(a->text, b->text);
}

/* All kinds of one format are read from one stream of records. */
static void
read_record(struct reading *r, const struct member *m, enum format_id format)
{
	const struct node *node = node_find(m->value, "record");

	if (!r->seen[format]) {
		r->seen[format] = true;
		r->record[format] = node;
		read_first_record(r->c, node, format);
	} else if (!is_same_record(node, r->record[format])) {
		notes_add(r->c->notes, CODE_OTHER_RECORD,
		    node != NULL ? node->place : m->place,
		    "all kinds of one format state the same `record`");
	}
}

static void
check_kind_keys(struct compiler *c, const struct node *object)
{
	static const char *const keys[] = { "title", "format", "record",
		"match", "fields", "conditions", "neverOutput", "tests",
		"namespaces", "delimiter", "encoding", "dialect", NULL };

	read_keys(c->notes, object, keys);
}

/* A name means one condition, wherever it is written. */
static void
refuse_hidden_names(struct compiler *c, const struct symbols *own)
{
	for (uint32_t i = 0; i < own->names.count; i++) {
		const struct symbol *s = &own->all[i];
		const struct symbol *other =
		    symbols_find(&c->conditions, s->name);

		if (other != NULL)
			notes_add(c->notes, CODE_HIDDEN_NAME, s->place,
			    "the condition `%.*s` is already defined for all "
			    "kinds in %s on line %u",
			    SHOWN(s->name), other->place.source->name,
			    place_line(other->place));
	}
}

/* The kind's own conditions; scope->kind stays NULL if it has none. */
static void
read_scope(struct compiler *c, const struct node *object, struct symbols *own,
    struct scope *scope)
{
	const struct node *conditions = node_find(object, "conditions");

	*scope = (struct scope){ .policy = &c->conditions };
	if (!read_is(c->notes, conditions, NODE_OBJECT))
		return;
	compile_own_symbols(c, own, conditions, "condition");
	scope->kind = own;
	refuse_hidden_names(c, own);
	compile_conditions(c, own, scope);
}

static void
read_content(struct compiler *c, const struct node *object, struct kind *kind)
{
	struct node *match = node_find(object, "match");
	const struct node *fields = read_required(c->notes, object, "fields");
	struct symbols own;
	struct scope scope;
	struct slice text;

	read_text(c->notes, node_find(object, "title"), &text);
	read_scope(c, object, &own, &scope);
	if (match != NULL)
		kind->match = compile_condition(c, &scope, match, kind->format);
	if (read_is(c->notes, fields, NODE_OBJECT))
		compile_fields(c, &scope, fields, kind);
	compile_never(c, node_find(object, "neverOutput"), kind);
	if (scope.kind != NULL && c->notes->errors == 0)
		check_unused(c, &own, CODE_UNUSED_CONDITION);
}

static void
read_kind(struct reading *r, const struct member *m)
{
	struct kind *kind = &r->kinds[r->count];
	enum format_id format;

	read_name(r->c->notes, m->key, m->place, true);
	if (!read_is(r->c->notes, m->value, NODE_OBJECT) ||
	    !read_format(r->c, m->value, &format))
		return;
	*kind = (struct kind){
		.name = compile_keep(r->c, m->key),
		.format = format,
		.match = -1,
	};
	check_kind_keys(r->c, m->value);
	compile_dialect(r->c, m->value, format, !r->seen[format]);
	read_record(r, m, format);
	read_content(r->c, m->value, kind);
	r->count++;
}

/* Beside a kind without `match`, every record of another matches twice. */
static void
check_matches(struct reading *r, const struct node *records)
{
	size_t kinds[FORMAT_COUNT] = { 0 };

	for (uint32_t i = 0; i < r->count; i++)
		kinds[r->kinds[i].format]++;
	for (uint32_t i = 0; i < r->count; i++)
		if (r->kinds[i].match == -1 && kinds[r->kinds[i].format] > 1)
			notes_add(r->c->notes, CODE_AMBIGUOUS,
			    records->members[i].place,
			    "without `match` this kind takes every record; "
			    "one that matches another kind, too, is rejected");
}

/* Tells every format which kinds it reads. */
static int
list_kinds(struct reading *r, enum format_id format)
{
	struct stream *stream = &r->c->program->streams[format];
	uint32_t *list =
	    arena_array(&r->c->program->arena, r->count, sizeof(*list));

	if (list == NULL)
		return -1;
	for (uint32_t i = 0; i < r->count; i++)
		if (r->kinds[i].format == format)
			list[stream->kind_count++] = i;
	stream->kinds = list;
	return 0;
}

static void
check_rule_count(struct compiler *c, const struct node *records)
{
	if (c->program->rule_count > LIMIT_FIELDS)
		notes_add(c->notes, CODE_OUT_OF_RANGE, node_opening(records),
		    "a policy has at most %d rules", LIMIT_FIELDS);
}

void
compile_kinds(struct compiler *c)
{
	struct node *records = read_required(c->notes, c->roots[0], "records");
	struct reading r = { .c = c };

	if (!read_is(c->notes, records, NODE_OBJECT))
		return;
	if (records->count == 0)
		notes_add(c->notes, CODE_EMPTY, records->place,
		    "a policy has at least one kind of records");
	r.kinds =
	    arena_array(&c->program->arena, records->count, sizeof(*r.kinds));
	if (r.kinds == NULL)
		return;
	for (size_t i = 0; i < records->count; i++)
		read_kind(&r, &records->members[i]);
	check_rule_count(c, records);
	if (c->notes->errors == 0)
		check_matches(&r, records);
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		if (list_kinds(&r, (enum format_id)i) == -1)
			return;
	c->program->kinds = r.kinds;
	c->program->kind_count = r.count;
	compile_tests(c, records);
}
