#include "policy/canonical.h"
#include "policy/compile.h"
#include "policy/read.h"

/* The alternatives of one field, as they are read. */
struct alternatives {
	struct compiler *c;
	struct site site;
	struct rule *rules;
	struct names whens; /* conditions so far, in canonical form */
	bool closed;        /* one without `when` has come */
	bool told;          /* that no other is reached */
};

/* Paths whose overlaps are told. */
struct overlaps {
	struct compiler *c;
	const struct field *fields;
	size_t old; /* how many of them, the first ones, are not new */
	const struct place *places; /* by field */
	bool *told;                 /* by field: an error */
	bool *hinted;               /* by field: that it wins */
};

static void
check_when(struct alternatives *a, const struct node *when)
{
	struct slice text;
	struct buf out;

	buf_init(&out, when->place.source->text.len * 6 + 64);
	canonical_node(&out, when);
	text = arena_copy(a->c->work, buf_slice(&out));
	if (out.failed)
		a->c->work->failed = true;
	buf_release(&out);
	if (text.p == NULL)
		return;
	if (names_find(&a->whens, text) != NAMES_NONE)
		notes_add(a->c->notes, CODE_SAME_WHEN, when->place,
		    "an alternative before this one has the same `when`");
	else
		names_add(&a->whens, text);
}

/* The first alternative behind one that always applies is the mistake. */
static void
check_reached(struct alternatives *a, struct place place)
{
	if (!a->closed || a->told)
		return;
	notes_add(a->c->notes, CODE_UNREACHABLE, place,
	    "this is never reached: the alternative before it has no `when`");
	a->told = true;
}

static void
read_alternative(
    struct alternatives *a, const struct node *node, struct rule *rule)
{
	const struct node *when = node_find(node, "when");

	compile_rule(a->c, &a->site, node, rule);
	if (when != NULL)
		check_when(a, when);
	else
		a->closed = true;
	a->site.after_drop |= when != NULL && rule->action == ACTION_DROP;
	a->site.after_less |=
	    when != NULL && !actions[rule->action]->releases_raw;
}

static size_t
read_alternatives(struct alternatives *a, const struct node *array)
{
	size_t n = 0;

	if (array->count == 0)
		notes_add(a->c->notes, CODE_EMPTY, array->place,
		    "there must be at least one rule");
	for (size_t i = 0; i < array->count; i++) {
		const struct node *node = array->items[i];

		a->site.place = node_opening(node);
		check_reached(a, a->site.place);
		if (read_is(a->c->notes, node, NODE_OBJECT))
			read_alternative(a, node, &a->rules[n++]);
	}
	return n;
}

static size_t
read_rules(struct alternatives *a, const struct member *m)
{
	if (m->value->kind == NODE_ARRAY)
		return read_alternatives(a, m->value);
	if (m->value->kind != NODE_OBJECT) {
		notes_add(a->c->notes, CODE_WRONG_KIND, m->value->place,
		    "this must be a rule or an array of alternatives, not %s",
		    node_kind_name(m->value->kind));
		return 0;
	}
	a->site.place = m->place;
	compile_rule(a->c, &a->site, m->value, a->rules);
	return 1;
}

/* Whether a path is the text of the root, which is always there. */
static bool
is_root(const struct path *path, enum format_id format)
{
	return format == FORMAT_XML && path->step_count == 2 &&
	       slice_is(path->steps[1].name, PATH_XML_TEXT);
}

/* Whether a path is about a line of HL7 v2 that says what a message is. */
static bool
is_frame(const struct path *path, enum format_id format)
{
	struct slice name = path->steps[0].name;

	return format == FORMAT_HL7V2 &&
	       (slice_is(name, "MSH") || slice_is(name, "H") ||
		   slice_is(name, "L"));
}

/* Whether every step has a name; a field of HL7 v2 is its first repetition. */
static bool
is_named(const struct path *path, enum format_id format)
{
	for (size_t i = 0; i < path->step_count; i++)
		if (path->steps[i].kind != STEP_NAME &&
		    !(format == FORMAT_HL7V2 &&
			path->steps[i].kind == STEP_EACH))
			return false;
	return true;
}

/* A new field stands in a place whose way is named step by step. */
static bool
read_new_path(struct compiler *c, enum format_id format, const struct member *m,
    struct path *path)
{
	const char *why = NULL;

	if (!compile_new_path(c, format, m->place, m->key, path))
		return false;
	if (!is_named(path, format))
		why = "the path of a new field has names only";
	else if (is_root(path, format))
		why = "the root of a document is never new";
	else if (is_frame(path, format))
		why = "nothing is added to the first and the last line of "
		      "a message";
	if (why != NULL)
		notes_add(c->notes, CODE_BAD_NEW, m->place, "%s", why);
	return why == NULL;
}

/* False when there is no path to match. */
static bool
read_field_path(struct compiler *c, enum format_id format,
    const struct member *m, struct path *path)
{
	return compile_is_new(m->key)
		   ? read_new_path(c, format, m, path)
		   : compile_path(c, format, m->place, m->key, path);
}

static bool
any_rejects_absent(const struct rule *rules, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rules[i].absent_rejects)
			return true;
	return false;
}

/*
 * Whether nothing of a value leaves that is searched and could be all of it, as
 * what truncate leaves of a short one.
 */
static bool
leaves_less(const struct rule *rule)
{
	return rule->action == ACTION_MASK ||
	       (!rule->shows && !actions[rule->action]->releases_raw);
}

/* What one alternative protects does not come out where another drops it, or
 * lets something else leave for it. */
static void
guard_alternatives(struct rule *rules, size_t n)
{
	bool guards = false;

	for (size_t i = 0; i < n; i++)
		guards |= rules[i].guards;
	for (size_t i = 0; i < n; i++)
		if (leaves_less(&rules[i]))
			rules[i].guards = guards;
}

/* False if the path is broken; the rules are read in any case. */
static bool
read_field(struct compiler *c, const struct scope *scope,
    const struct member *m, enum format_id format, struct field *field)
{
	size_t room = m->value->kind == NODE_ARRAY ? m->value->count : 1;
	bool good = read_field_path(c, format, m, &field->path);
	struct alternatives a = {
		.c = c,
		.site = { .format = format,
		    .scope = *scope,
		    .is_new = compile_is_new(m->key) },
		.rules =
		    arena_array(&c->program->arena, room, sizeof(struct rule)),
	};

	if (a.rules == NULL)
		return false;
	names_init(&a.whens, c->work);
	a.site.path = good ? &field->path : NULL;
	field->rule_count = read_rules(&a, m);
	guard_alternatives(a.rules, field->rule_count);
	field->rules = a.rules;
	field->may_reject_absent =
	    any_rejects_absent(field->rules, field->rule_count);
	return good;
}

static void
note_same(struct overlaps *o, uint32_t first, uint32_t later)
{
	if (o->told[later])
		return;
	o->told[later] = true;
	notes_add(o->c->notes, CODE_SAME_VALUES, o->places[later],
	    later < o->old ? "this selects the same values as `%.*s` (line %u)"
			   : "this would stand where `%.*s` does (line %u)",
	    SHOWN(o->fields[first].path.text), place_line(o->places[first]));
}

static void
note_inside(struct overlaps *o, uint32_t outer, uint32_t inner)
{
	if (o->told[inner])
		return;
	o->told[inner] = true;
	notes_add(o->c->notes, CODE_BELOW_VALUE, o->places[inner],
	    "`%.*s` goes on below `%.*s`, which is treated as a value "
	    "(line %u)",
	    SHOWN(o->fields[inner].path.text),
	    SHOWN(o->fields[outer].path.text), place_line(o->places[outer]));
}

static void
note_winner(struct overlaps *o, uint32_t winner, uint32_t other)
{
	if (o->hinted[winner])
		return;
	o->hinted[winner] = true;
	notes_add(o->c->notes, CODE_SPECIFIC_WINS, o->places[winner],
	    "where both select a value, this wins over `%.*s` (line %u)",
	    SHOWN(o->fields[other].path.text), place_line(o->places[other]));
}

static void
note_pair(void *ctx, const struct machine_overlap *overlap)
{
	struct overlaps *o = ctx;
	uint32_t a = overlap->a, b = overlap->b;

	if (overlap->inside)
		note_inside(o, a, b);
	else if (overlap->winner != MACHINE_NONE)
		note_winner(o, overlap->winner, overlap->winner == a ? b : a);
	else
		note_same(o, a < b ? a : b, a < b ? b : a);
}

/*
 * New fields take part in overlaps, but nothing of the input leads to them:
 * where there are some, the machine is built a second time.
 */
static void
build_machine(struct compiler *c, const struct field *fields,
    const struct place *places, struct kind *kind)
{
	size_t n = kind_all_fields(kind);
	const struct path **paths = arena_array(c->work, n, sizeof(*paths));
	struct overlaps o = {
		.c = c,
		.fields = fields,
		.old = kind->field_count,
		.places = places,
		.told = arena_array(c->work, n, sizeof(bool)),
		.hinted = arena_array(c->work, n, sizeof(bool)),
	};

	if (paths == NULL || o.told == NULL || o.hinted == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		paths[i] = &fields[i].path;
	kind->machine =
	    machine_build(&c->program->arena, paths, n, note_pair, &o);
	if (kind->machine != NULL && kind->new_count > 0)
		kind->machine = machine_build(
		    &c->program->arena, paths, kind->field_count, NULL, NULL);
}

static void
note_complex(struct compiler *c, const struct node *object)
{
	notes_add(c->notes, CODE_TOO_COMPLEX, node_opening(object),
	    "the paths of this kind take too much memory together");
}

/* Reads the fields that are new, or those that are not; returns how many. */
static size_t
read_fields(struct compiler *c, const struct scope *scope,
    const struct node *object, enum format_id format, bool new,
    struct field *fields, struct place *places)
{
	size_t n = 0;

	for (size_t i = 0; i < object->count; i++) {
		const struct member *m = &object->members[i];

		if (compile_is_new(m->key) != new)
			continue;
		places[n] = m->place;
		n += read_field(c, scope, m, format, &fields[n]);
	}
	return n;
}

void
compile_fields(struct compiler *c, const struct scope *scope,
    const struct node *object, struct kind *kind)
{
	struct field *fields =
	    arena_array(&c->program->arena, object->count, sizeof(*fields));
	struct place *places =
	    arena_array(c->work, object->count, sizeof(*places));
	size_t n;

	if (fields == NULL || places == NULL)
		return;
	n = read_fields(c, scope, object, kind->format, false, fields, places);
	for (size_t i = 0; i < n; i++)
		kind->may_reject_absent |= fields[i].may_reject_absent;
	kind->fields = fields;
	kind->field_count = n;
	kind->new_count = read_fields(
	    c, scope, object, kind->format, true, fields + n, places + n);
	if (c->work->failed || c->program->arena.failed)
		return;
	build_machine(c, fields, places, kind);
	if (kind->machine == NULL && !c->work->failed)
		note_complex(c, object);
}
