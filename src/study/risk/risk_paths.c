#include "study/risk/risk_paths.h"

#include "action/generalize.h"
#include "action/truncate.h"
#include "base/limits.h"
#include "policy/compile.h"

/* What paths have in common, if they have. */
struct clash {
	bool found;
	uint32_t a, b;
};

static void
note_clash(void *ctx, const struct machine_overlap *o)
{
	struct clash *clash = ctx;

	if (!clash->found && (o->inside || o->winner == MACHINE_NONE))
		*clash = (struct clash){ true, o->a, o->b };
}

static int
build_machine(struct program *p, struct kind *kind, struct err *err)
{
	size_t n = kind->field_count;
	const struct path **paths =
	    arena_array(&p->arena, n, sizeof(const struct path *));
	struct clash clash = { 0 };

	for (size_t i = 0; paths != NULL && i < n; i++)
		paths[i] = &kind->fields[i].path;
	if (paths != NULL)
		kind->machine =
		    machine_build(&p->arena, paths, n, note_clash, &clash);
	if (clash.found)
		return err_set(err, ERR_USAGE,
		    "the paths `%s` and `%s` can be about the same value",
		    (const char *)kind->fields[clash.a].path.text.p,
		    (const char *)kind->fields[clash.b].path.text.p);
	return kind->machine != NULL ? 0 : err_nomem(err);
}

static int
read_path(struct program *p, enum format_id format, struct slice text,
    struct path *path, struct err *err)
{
	struct slice kept = arena_copy(&p->arena, text);
	struct path_fault fault;

	if (kept.p == NULL)
		return err_nomem(err);
	if (compile_parse(&p->arena, &p->streams[format].dialect, format, kept,
		path, &fault) == 0) {
		path->text = kept;
		return 0;
	}
	if (fault.why == NULL)
		return err_nomem(err);
	return err_set(err, ERR_USAGE, "`%s` is no path of %s: %s",
	    (const char *)kept.p, format_names[format], fault.why);
}

/* A container at a path is refused: no value below it would be counted. */
static void
set_rule(struct field *field, struct rule *rule, uint32_t id)
{
	*rule = (struct rule){
		.action = ACTION_KEEP, .when = -1, .at = -1, .id = id
	};
	field->rules = rule;
	field->rule_count = 1;
}

static int
add_kind(struct program *p, enum format_id format, const struct slice *paths,
    size_t count, struct err *err)
{
	struct kind *kind = arena_array(&p->arena, 1, sizeof(*kind));
	struct field *fields = arena_array(&p->arena, count, sizeof(*fields));
	struct rule *rules = arena_array(&p->arena, count, sizeof(*rules));
	uint32_t *numbers = arena_array(&p->arena, 1, sizeof(*numbers));

	if (p->arena.failed)
		return err_nomem(err);
	for (uint32_t i = 0; i < count; i++) {
		if (read_path(p, format, paths[i], &fields[i].path, err) < 0)
			return -1;
		set_rule(&fields[i], &rules[i], i);
	}
	*kind = (struct kind){
		.name = slice_text("risk"),
		.format = format,
		.match = -1,
		.fields = fields,
		.field_count = count,
	};
	p->kinds = kind;
	p->kind_count = 1;
	p->rule_count = (uint32_t)count;
	p->streams[format].kinds = numbers;
	p->streams[format].kind_count = 1;
	return build_machine(p, kind, err);
}

struct program *
risk_program(const struct program *policy, enum format_id format,
    uint8_t delimiter, const struct slice *paths, size_t count, struct err *err)
{
	struct program *p = program_new(LIMIT_PROGRAM);

	if (p == NULL) {
		err_nomem(err);
		return NULL;
	}
	program_reads_written(p, policy, format, delimiter);
	if (add_kind(p, format, paths, count, err) == 0)
		return p;
	program_free(p);
	return NULL;
}

static bool
is_coarse(const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++)
		if (field->rules[i].action == ACTION_GENERALIZE ||
		    field->rules[i].action == ACTION_TRUNCATE)
			return true;
	return false;
}

static bool
is_known(const struct slice *paths, size_t count, struct slice path)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal(paths[i], path))
			return true;
	return false;
}

/* Behind the + of a new field stands its path. */
static struct slice
path_of(const struct kind *kind, size_t field)
{
	return slice_skip(
	    kind->fields[field].path.text, field >= kind->field_count);
}

size_t
risk_released(const struct program *policy, enum format_id format,
    struct slice *paths, size_t max)
{
	const struct stream *stream = &policy->streams[format];
	size_t n = 0;

	for (size_t i = 0; i < stream->kind_count; i++) {
		const struct kind *kind = &policy->kinds[stream->kinds[i]];

		for (size_t f = 0; f < kind_all_fields(kind); f++) {
			struct slice path = path_of(kind, f);

			if (!is_coarse(&kind->fields[f]) ||
			    is_known(paths, n < max ? n : max, path))
				continue;
			if (n < max)
				paths[n] = path;
			n++;
		}
	}
	return n;
}

static enum ladder_sort
sort_of_generalized(const struct generalize *g)
{
	if (g->step > 0)
		return LADDER_NUMBER;
	switch ((enum generalize_to)g->to) {
	case GENERALIZE_DEPARTEMENT:
		return LADDER_DEPARTEMENT;
	case GENERALIZE_REGION:
		return LADDER_CLOSED;
	case GENERALIZE_AGE_1Y:
	case GENERALIZE_AGE_5Y:
	case GENERALIZE_AGE_10Y:
		return LADDER_AGE;
	default:
		return LADDER_SORTS;
	}
}

static enum ladder_sort
sort_of_kept(enum type_id must)
{
	switch (must) {
	case TYPE_POSTCODE_FR:
		return LADDER_POSTCODE;
	case TYPE_INSEE_FR:
		return LADDER_COMMUNE;
	case TYPE_NUMBER:
	case TYPE_INTEGER:
		return LADDER_NUMBER;
	default:
		return LADDER_SORTS;
	}
}

/* Of what a policy makes up, it has nothing coarser. */
static struct ladder_hint
hint_of(const struct rule *rule)
{
	const struct truncate *t;

	switch (rule->action) {
	case ACTION_GENERALIZE:
		return (struct ladder_hint){ sort_of_generalized(rule->config),
			false };
	case ACTION_TRUNCATE:
		t = rule->config;
		return (struct ladder_hint){ LADDER_TEXT, t->last > 0 };
	case ACTION_KEEP:
		return (struct ladder_hint){ sort_of_kept(rule->must), false };
	case ACTION_SHIFT:
		return (struct ladder_hint){ LADDER_SORTS, false };
	default:
		return (struct ladder_hint){ LADDER_CLOSED, false };
	}
}

/* The first rule of a field that lets something leave, or NULL. */
static const struct rule *
find_releasing(const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++)
		if (field->rules[i].action != ACTION_DROP)
			return &field->rules[i];
	return NULL;
}

struct ladder_hint
risk_hint(
    const struct program *policy, enum format_id format, struct slice path)
{
	const struct stream *stream = &policy->streams[format];

	for (size_t i = 0; i < stream->kind_count; i++) {
		const struct kind *kind = &policy->kinds[stream->kinds[i]];

		for (size_t f = 0; f < kind_all_fields(kind); f++) {
			const struct rule *rule =
			    find_releasing(&kind->fields[f]);

			if (rule != NULL && slice_equal(path_of(kind, f), path))
				return hint_of(rule);
		}
	}
	return (struct ladder_hint){ LADDER_SORTS, false };
}

/* Whether a path goes on behind a comma. */
struct nesting {
	uint8_t quote; /* that it is in, or 0 */
	size_t brackets;
};

static void
pass(struct nesting *in, uint8_t c)
{
	if (in->quote != 0)
		in->quote = c == in->quote ? 0 : in->quote;
	else if (c == '\'' || c == '"')
		in->quote = c;
	else if (c == '[')
		in->brackets++;
	else if (c == ']' && in->brackets > 0)
		in->brackets--;
}

static size_t
find_comma(struct slice list, bool nests)
{
	struct nesting in = { 0 };

	for (size_t i = 0; i < list.len; i++) {
		if (list.p[i] == ',' && in.quote == 0 && in.brackets == 0)
			return i;
		if (nests)
			pass(&in, list.p[i]);
	}
	return list.len;
}

int
risk_split(struct slice list, enum format_id format, struct slice *paths,
    size_t max, size_t *count, struct err *err)
{
	for (;;) {
		size_t len = find_comma(list, format != FORMAT_CSV);

		if (len == 0)
			return err_set(
			    err, ERR_USAGE, "a path between commas is empty");
		if (*count == max)
			return err_set(err, ERR_USAGE,
			    "there are more than %zu paths", max);
		paths[(*count)++] = (struct slice){ list.p, len };
		if (len == list.len)
			return 0;
		list = slice_skip(list, len + 1);
	}
}
