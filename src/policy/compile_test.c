#include "policy/read.h"
#include "policy/test_text.h"

/* The tests of a policy as they are read. */
struct reading {
	struct compiler *c;
	struct cursor cursor; /* at the last one */
	struct test_case *tests;
	size_t count;
};

static void
place_test(struct reading *r, struct place place, unsigned int *line,
    unsigned int *column)
{
	cursor_move(&r->cursor, place);
	*line = r->cursor.line;
	*column = r->cursor.column;
}

/* An empty array states nothing. */
static void
refuse_empty(struct reading *r, const struct node *node)
{
	if (node->kind == NODE_ARRAY && node->count == 0)
		notes_add(
		    r->c->notes, CODE_EMPTY, node->place, "this is empty");
}

/* The strings of an array, or one alone. */
static void
read_absent(struct reading *r, const struct node *node, struct test_case *test)
{
	const struct node *const *items = (const struct node *const *)&node;
	struct slice *list;
	size_t n = 1;

	if (node == NULL)
		return;
	refuse_empty(r, node);
	if (node->kind == NODE_ARRAY) {
		items = (const struct node *const *)node->items;
		n = node->count;
	}
	list = arena_array(&r->c->program->arena, n, sizeof(*list));
	for (size_t i = 0; list != NULL && i < n; i++)
		if (read_string(r->c->notes, items[i], &list[i]))
			list[i] = compile_keep(r->c, list[i]);
	test->absent = list;
	test->absent_count = n;
}

static void
read_reject(
    struct reading *r, const struct node *node, struct test_reject *reject)
{
	static const char *const keys[] = { "reason", "path", NULL };
	struct slice text;

	place_test(r, node->place, &reject->line, &reject->column);
	if (node->kind == NODE_STRING) {
		if (read_string(r->c->notes, node, &text))
			reject->reason = compile_keep(r->c, text);
		return;
	}
	if (!read_is(r->c->notes, node, NODE_OBJECT))
		return;
	read_keys(r->c->notes, node, keys);
	if (read_string(
		r->c->notes, read_required(r->c->notes, node, "reason"), &text))
		reject->reason = compile_keep(r->c, text);
	if (read_string(r->c->notes, node_find(node, "path"), &text))
		reject->path = compile_keep(r->c, text);
}

/* One rejection, or an array of them. */
static void
read_rejects(struct reading *r, const struct node *node, struct test_case *test)
{
	struct test_reject *list;
	size_t n;

	if (node == NULL)
		return;
	refuse_empty(r, node);
	n = node->kind == NODE_ARRAY ? node->count : 1;
	list = arena_array(&r->c->program->arena, n, sizeof(*list));
	for (size_t i = 0; list != NULL && i < n; i++)
		read_reject(r, node->kind == NODE_ARRAY ? node->items[i] : node,
		    &list[i]);
	test->rejects = list;
	test->reject_count = n;
	test->states_reject = n > 0;
}

static void
read_name_of(struct reading *r, const struct node *node, struct test_case *test,
    struct names *names)
{
	const struct node *name = read_required(r->c->notes, node, "name");
	struct slice text;

	if (!read_string(r->c->notes, name, &text))
		return;
	if (names_find(names, text) != NAMES_NONE)
		notes_add(r->c->notes, CODE_BAD_TEST, name->place,
		    "another test of this kind has this name");
	else
		names_add(names, text);
	test->name = compile_keep(r->c, text);
}

static void
read_test(struct reading *r, const struct node *node, uint32_t kind,
    struct names *names)
{
	static const char *const keys[] = { "name", "in", "out", "reject",
		"absent", NULL };
	enum format_id format = r->c->program->kinds[kind].format;
	struct test_case *test = &r->tests[r->count];
	const struct node *in, *out;

	if (!read_is(r->c->notes, node, NODE_OBJECT))
		return;
	*test = (struct test_case){ .kind = kind };
	place_test(r, node->place, &test->line, &test->column);
	read_keys(r->c->notes, node, keys);
	read_name_of(r, node, test, names);
	in = read_required(r->c->notes, node, "in");
	out = node_find(node, "out");
	if (in != NULL)
		test_text_in(r->c, format, in, &test->in);
	if (out != NULL)
		test_text_out(r->c, format, out, &test->out);
	read_rejects(r, node_find(node, "reject"), test);
	read_absent(r, node_find(node, "absent"), test);
	if (out == NULL && !test->states_reject && test->absent_count == 0)
		notes_add(r->c->notes, CODE_IDLE_TEST, node_opening(node),
		    "a test states `out`, `reject` or `absent`");
	r->count++;
}

/* Those of one kind. */
static void
read_tests(struct reading *r, const struct node *tests, uint32_t kind)
{
	struct names names;

	names_init(&names, r->c->work);
	for (size_t i = 0; i < tests->count; i++)
		read_test(r, tests->items[i], kind, &names);
}

/* What a kind states as its tests, or NULL. */
static const struct node *
tests_of(const struct member *kind)
{
	return kind->value->kind == NODE_OBJECT
		   ? node_find(kind->value, "tests")
		   : NULL;
}

/* The kind that a member of `records` became, or UINT32_MAX. */
static uint32_t
kind_of(const struct program *program, struct slice name)
{
	for (uint32_t i = 0; i < program->kind_count; i++)
		if (slice_equal(program->kinds[i].name, name))
			return i;
	return UINT32_MAX;
}

void
compile_tests(struct compiler *c, const struct node *records)
{
	struct reading r = { .c = c };
	size_t most = 0;

	for (size_t i = 0; i < records->count; i++) {
		const struct node *tests = tests_of(&records->members[i]);

		most += tests != NULL ? tests->count : 0;
	}
	r.tests = arena_array(&c->program->arena, most, sizeof(*r.tests));
	for (size_t i = 0; r.tests != NULL && i < records->count; i++) {
		const struct member *m = &records->members[i];
		uint32_t kind = kind_of(c->program, m->key);
		const struct node *tests = tests_of(m);

		if (kind != UINT32_MAX && read_is(c->notes, tests, NODE_ARRAY))
			read_tests(&r, tests, kind);
	}
	c->program->tests = r.tests;
	c->program->test_count = r.count;
}
