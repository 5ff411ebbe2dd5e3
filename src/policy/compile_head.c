#include "base/limits.h"
#include "base/num.h"
#include "policy/compile.h"
#include "policy/read.h"

struct slice
compile_keep(struct compiler *c, struct slice s)
{
	return arena_copy(&c->program->arena, s);
}

/* Whether s is a day of the calendar, YYYY-MM-DD. */
static bool
is_day(struct slice s)
{
	struct date d;

	return s.len == 10 && date_parse(s, &d) && !d.compact &&
	       d.precision == DATE_DAY;
}

/* YYYY-MM-DD, or YYYY-MM-DD.n for the policies of one day. */
static bool
is_version(struct slice s)
{
	if (s.len < 10 || !is_day((struct slice){ s.p, 10 }))
		return false;
	return s.len == 10 ||
	       (s.p[10] == '.' && num_is_digits(slice_skip(s, 11)));
}

static void
read_version(struct compiler *c, const struct node *root)
{
	struct node *node = read_required(c->notes, root, "version");
	struct slice version;

	if (!read_string(c->notes, node, &version))
		return;
	if (!is_version(version))
		notes_add(c->notes, CODE_BAD_DATE, node->place,
		    "a version is a date, YYYY-MM-DD, or YYYY-MM-DD.n");
	c->program->version = compile_keep(c, version);
}

static void
read_title(
    struct compiler *c, struct node *root, const char *key, struct slice *title)
{
	struct slice text;

	if (read_text(c->notes, read_required(c->notes, root, key), &text))
		*title = compile_keep(c, text);
}

static void
check_approved(struct compiler *c, struct node *node)
{
	static const char *const keys[] = { "by", "on", "note", NULL };
	struct slice text;

	if (!read_is(c->notes, node, NODE_OBJECT))
		return;
	read_keys(c->notes, node, keys);
	read_text(c->notes, node_find(node, "by"), &text);
	read_text(c->notes, node_find(node, "note"), &text);
	if (read_string(c->notes, node_find(node, "on"), &text) &&
	    !is_day(text))
		notes_add(c->notes, CODE_BAD_DATE, node_find(node, "on")->place,
		    "a date is written YYYY-MM-DD");
}

void
compile_identity(struct compiler *c)
{
	struct node *root = c->roots[0];
	struct program *program = c->program;
	struct node *name = read_required(c->notes, root, "policy");
	uint64_t coverage = 0;
	struct slice text;

	if (read_string(c->notes, name, &text) &&
	    read_name(c->notes, text, name->place, false))
		program->name = compile_keep(c, text);
	read_version(c, root);
	read_title(c, root, "title", &program->title);
	read_title(c, root, "purpose", &program->purpose);
	read_string(c->notes, node_find(root, "$schema"), &text);
	read_count(c->notes, node_find(root, "coverage"), 0, 100, &coverage);
	program->coverage = (uint32_t)coverage;
	check_approved(c, node_find(root, "approved"));
}

void
compile_bases(struct compiler *c)
{
	struct slice text;

	compile_symbols(c, &c->bases, "bases", "basis");
	for (uint32_t i = 0; i < c->bases.names.count; i++)
		read_text(c->notes, c->bases.all[i].node, &text);
}

static void
read_size(struct compiler *c, const struct node *limits, const char *key,
    uint64_t min, size_t *limit)
{
	uint64_t n;

	if (read_count(c->notes, node_find(limits, key), min, *limit, &n))
		*limit = (size_t)n;
}

static void
read_limit(struct compiler *c, const struct node *limits, const char *key,
    uint32_t *limit)
{
	size_t n = *limit;

	read_size(c, limits, key, 1, &n);
	*limit = (uint32_t)n;
}

void
compile_limits(struct compiler *c)
{
	static const char *const keys[] = { "record", "depth", "name", "number",
		"members", "value", NULL };
	const struct node *node = node_find(c->roots[0], "limits");
	struct program_limits *limits = &c->program->limits;

	*limits = program_limits_default();
	if (!read_is(c->notes, node, NODE_OBJECT))
		return;
	read_keys(c->notes, node, keys);
	read_size(c, node, "record", 64, &limits->record);
	read_size(c, node, "value", 1, &limits->value);
	read_limit(c, node, "depth", &limits->depth);
	read_limit(c, node, "name", &limits->name);
	read_limit(c, node, "number", &limits->number);
	read_limit(c, node, "members", &limits->members);
}
