/*
 * The machine against a matcher that follows the definition of a path word
 * by word: random paths over three names and random documents.
 */
#include <check.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "match/machine.h"

#define MAX_PATHS 6

static struct arena arena;

static void
setup(void)
{
	arena_init(&arena, (size_t)64 << 20);
}

static void
teardown(void)
{
	arena_release(&arena);
}

/* The same numbers in every run. */
static uint64_t seed;

static uint32_t
below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

/* A document. */
enum node_kind { NODE_SCALAR, NODE_OBJECT, NODE_ARRAY };

struct node {
	enum node_kind kind;
	struct slice text;  /* NODE_SCALAR */
	struct slice *name; /* of each part of NODE_OBJECT */
	struct node **part;
	size_t part_count;
	uint32_t selected; /* a bit for each path that selects this value */
};

static const char *const names[] = { "a", "b", "c", "d" };
static const char *const texts[] = { "", "x", "xy", "xyz", "y" };

static struct node *
random_node(unsigned int depth)
{
	struct node *node = arena_alloc(&arena, sizeof(*node));

	if (node == NULL)
		ck_abort_msg("no memory");
	node->kind = (enum node_kind)below(depth == 0 ? 1 : 3);
	node->text = slice_text(texts[below(5)]);
	if (node->kind == NODE_SCALAR)
		return node;
	node->name = arena_array(&arena, 4, sizeof(*node->name));
	node->part = arena_array(&arena, 4, sizeof(struct node *));
	if (node->name == NULL || node->part == NULL)
		ck_abort_msg("no memory");
	for (size_t i = 0; i < 4; i++) {
		if (below(4) == 0)
			continue;
		node->name[node->part_count] = slice_text(names[i]);
		node->part[node->part_count++] = random_node(depth - 1);
	}
	return node;
}

/* The scalar text of a member; p == NULL if there is none. */
static struct slice
member_text(const struct node *node, struct slice name)
{
	for (size_t i = 0; i < node->part_count; i++)
		if (slice_equal(node->name[i], name) &&
		    node->part[i]->kind == NODE_SCALAR)
			return node->part[i]->text;
	return (struct slice){ NULL, 0 };
}

static bool
holds(const struct predicate *p, const struct node *node)
{
	struct slice text = member_text(node, p->operand);

	if (text.p == NULL)
		return false;
	switch (p->op) {
	case PREDICATE_IS:
		return slice_equal(text, p->value);
	case PREDICATE_IS_NOT:
		return !slice_equal(text, p->value);
	default:
		return slice_starts(text, p->value);
	}
}

static bool
all_hold(const struct step *step, const struct node *node)
{
	for (size_t i = 0; i < step->predicate_count; i++)
		if (!holds(&step->predicates[i], node))
			return false;
	return true;
}

/* Paths as the definition says, and the names they spell. */
struct naive {
	const struct path *paths[MAX_PATHS];
	size_t count;
};

static bool
is_spelled(const struct naive *n, struct slice name)
{
	for (size_t i = 0; i < n->count; i++)
		for (size_t k = 0; k < n->paths[i]->step_count; k++)
			if (n->paths[i]->steps[k].kind == STEP_NAME &&
			    slice_equal(n->paths[i]->steps[k].name, name))
				return true;
	return false;
}

static void
select_values(const struct naive *n, uint32_t path, size_t i, struct node *node)
{
	const struct step *step;

	if (i == n->paths[path]->step_count) {
		node->selected |= 1u << path;
		return;
	}
	step = &n->paths[path]->steps[i];
	if (step->kind == STEP_DEEP)
		select_values(n, path, i + 1, node);
	if (step->kind == STEP_SELECT && node->kind == NODE_OBJECT &&
	    all_hold(step, node))
		select_values(n, path, i + 1, node);
	for (size_t k = 0; k < node->part_count; k++) {
		struct node *part = node->part[k];
		bool array = node->kind == NODE_ARRAY;

		switch (step->kind) {
		case STEP_NAME:
			if (!array && slice_equal(node->name[k], step->name))
				select_values(n, path, i + 1, part);
			break;
		case STEP_EACH:
			if (array)
				select_values(n, path, i + 1, part);
			break;
		case STEP_FIRST:
			if (array && k == 0)
				select_values(n, path, i + 1, part);
			break;
		case STEP_SELECT:
			if (array && part->kind == NODE_OBJECT &&
			    all_hold(step, part))
				select_values(n, path, i + 1, part);
			break;
		case STEP_DEEP:
			if (array || is_spelled(n, node->name[k]))
				select_values(n, path, i, part);
			break;
		}
	}
}

/* Follows a machine into an object, as a format does. */
static uint32_t
enter_object(const struct machine *m, uint32_t state, const struct node *node)
{
	const struct machine_selector *s = m->states[state].selector;
	uint32_t sum = 0;

	if (s == NULL)
		return state;
	if (m->states[state].edges != NULL)
		ck_abort_msg("edges beside a selector");
	for (size_t i = 0; i < s->operand_count; i++) {
		const struct machine_operand *o = &s->operands[i];
		struct slice text = member_text(node, o->name);

		if (text.p != NULL)
			sum += o->stride * machine_classify(o, text);
	}
	return machine_select(s, sum);
}

static uint32_t
accepted(const struct machine_state *s)
{
	uint32_t bits = 0;

	for (uint32_t i = 0; i < s->accept_count; i++) {
		if (i > 0 && s->accepts[i - 1] >= s->accepts[i])
			ck_abort_msg("accepts are not ascending");
		bits |= 1u << s->accepts[i];
	}
	return bits;
}

/* The pairs of paths that were told to share values. */
struct told {
	uint32_t shared[MAX_PATHS]; /* by path: bits of the others */
	uint32_t seen[2][MAX_PATHS];
};

static void
note_overlap(void *ctx, const struct machine_overlap *o)
{
	struct told *told = ctx;
	uint32_t *seen = told->seen[o->inside];

	ck_assert_msg((seen[o->a] >> o->b & 1) == 0, "told twice");
	seen[o->a] |= 1u << o->b;
	ck_assert_uint_ne(o->a, o->b);
	if (o->inside) {
		ck_assert_uint_eq(o->winner, MACHINE_NONE);
		return;
	}
	ck_assert(o->winner == MACHINE_NONE || o->winner == o->a ||
		  o->winner == o->b);
	told->shared[o->a] |= 1u << o->b;
	told->shared[o->b] |= 1u << o->a;
}

static void
compare(const struct machine *m, uint32_t state, const struct told *told,
    const struct node *node)
{
	const struct machine_state *s;

	if (node->kind == NODE_OBJECT)
		state = enter_object(m, state, node);
	s = &m->states[state];
	/* Not ck_assert(), which writes down every success. */
	if (accepted(s) != node->selected)
		ck_abort_msg("the machine accepts other paths");
	for (uint32_t a = 0; a < MAX_PATHS; a++)
		if ((node->selected >> a & 1) != 0 &&
		    (node->selected & ~(1u << a) & ~told->shared[a]) != 0)
			ck_abort_msg("an overlap was not told");
	for (size_t i = 0; i < node->part_count; i++) {
		struct slice name = node->name[i];
		uint32_t to = i == 0 ? s->first : s->each;

		if (node->kind == NODE_OBJECT)
			to = machine_child(
			    m, state, name, machine_sign(name.p, name.len));
		compare(m, to, told, node->part[i]);
	}
}

static const struct path *
parse(struct slice text)
{
	struct path *path = arena_alloc(&arena, sizeof(*path));
	struct path_fault fault;

	ck_assert_ptr_nonnull(path);
	ck_assert_msg(path_parse_json(&arena, text, path, &fault) == 0,
	    "%.*s: %s", (int)text.len, (const char *)text.p, fault.why);
	return path;
}

static void
add_random_predicate(struct buf *text)
{
	static const char *const ops[] = { "=", "!=", "^=" };

	buf_add_format(text, "[%s%s'%s']", names[below(3)], ops[below(3)],
	    texts[below(5)]);
}

static const struct path *
random_path(void)
{
	struct buf text;
	const struct path *path;
	uint32_t steps = 1 + below(4);

	buf_init(&text, 1000);
	for (uint32_t i = 0; i < steps; i++) {
		buf_add_text(&text, i > 0 ? "." : "");
		if (below(6) == 0)
			buf_add_text(&text, "**.");
		buf_add_text(&text, names[below(3)]);
		while (below(4) == 0)
			buf_add_text(&text, below(3) == 0 ? "[0]" : "[]");
		for (int k = 0; k < LIMIT_PREDICATES && below(3) == 0; k++)
			add_random_predicate(&text);
	}
	path = parse(buf_slice(&text));
	buf_release(&text);
	return path;
}

START_TEST(agrees_with_the_definition)
{
	seed = (uint64_t)_i * 1000003;
	for (int round = 0; round < 100; round++) {
		struct naive n = { .count = 1 + below(MAX_PATHS) };
		struct told told = { 0 };
		const struct machine *m;

		for (size_t i = 0; i < n.count; i++)
			n.paths[i] = random_path();
		m = machine_build(
		    &arena, n.paths, n.count, note_overlap, &told);
		ck_assert_ptr_nonnull(m);
		for (int doc = 0; doc < 10; doc++) {
			struct node *node = random_node(4);

			for (uint32_t p = 0; p < n.count; p++)
				select_values(&n, p, 0, node);
			compare(m, m->start, &told, node);
		}
		arena_release(&arena);
	}
}
END_TEST

/* Two paths, and what is told of them. */
static const struct pair {
	const char *a, *b;
	const char *told; /* a, b: the winner; x: none; [ ]: inside */
} pairs[] = {
	{ "a", "b", "" },
	{ "a.b", "a.c", "" },
	{ "a.b", "a.b", "x" },
	{ "a", "\"a\"", "x" },
	{ "a", "a.b", "[" },
	{ "a.b", "a", "]" },
	{ "a", "a[]", "[" },
	{ "a[]", "a[].b", "[" },
	{ "a", "a[b='1'].c", "[" },
	{ "a[b='1']", "a[b='1'].c", "[" },
	{ "a", "a.**.b", "" },
	{ "**.b", "a.b", "x" },
	{ "**.b", "a.c", "" },
	{ "**.b", "b.c", "[" },
	{ "a[b='1'].c", "a.c", "a" },
	{ "a.c", "a[b='1'].c", "b" },
	{ "a[].c", "a[b='1'].c", "b" },
	{ "a[].c", "a[][b='1'].c", "b" },
	{ "a[].c", "a.c", "" },
	{ "a[0]", "a[]", "a" },
	{ "a[]", "a[0]", "b" },
	{ "a[0]", "a[0]", "x" },
	{ "a", "a[0]", "[" },
	{ "a[0]", "a[].b", "[" },
	{ "a[].b", "a[0].b", "b" },
	{ "a[0].b", "a.b", "" },
	{ "a[0].c", "a[b='1'].c", "x" },
	{ "a[b='1'].c", "a[0].c", "x" },
	{ "a[0][b='1'].c", "a[0].c", "a" },
	{ "a[0][b='1'].c", "a[][b='1'].c", "a" },
	{ "a[0][b='1'].c", "a[].c", "a" },
	{ "a[][0]", "a[0][]", "x" },
	{ "a[0][0]", "a[][]", "a" },
	{ "**.a[0]", "a[]", "x" },
	{ "a[b='1'].c", "a[b='2'].c", "" },
	{ "a[b='1'].c", "a[d='1'].c", "x" },
	{ "a[b='1'][d='1'].c", "a[d='1'].c", "a" },
	{ "a[d='1'].c", "a[d='1'][b='1'].c", "b" },
	{ "a[b='1'].c", "a[b='1'].c", "x" },
	{ "a[b='12'].c", "a[b^='1'].c", "a" },
	{ "a[b='1'].c", "a[b^='12'].c", "" },
	{ "a[b='1'].c", "a[b!='2'].c", "a" },
	{ "a[b='1'].c", "a[b!='1'].c", "" },
	{ "a[b^='12'].c", "a[b^='1'].c", "a" },
	{ "a[b^='1'].c", "a[b^='2'].c", "" },
	{ "a[b^='1'].c", "a[b!='2'].c", "a" },
	{ "a[b^='1'].c", "a[b!='12'].c", "x" },
	{ "a[b!='1'].c", "a[b!='2'].c", "x" },
	{ "a[b!='1'].c", "a.c", "a" },
	{ "a[b^=''].c", "a[b='1'].c", "b" },
	{ "a[b='1'].c[d='2'].e", "a[b='1'].c.e", "a" },
	{ "a[b='1'].c.e", "a.c[d='2'].e", "x" },
	{ "a[b='1'].**.c", "a.**.c", "x" },
	{ "a[b='1']", "a", "]a" },
};

static void
spell_overlap(void *ctx, const struct machine_overlap *o)
{
	struct buf *told = ctx;

	if (o->inside)
		buf_add_text(told, o->a == 0 ? "[" : "]");
	else if (o->winner == MACHINE_NONE)
		buf_add_text(told, "x");
	else
		buf_add_text(told, o->winner == 0 ? "a" : "b");
}

START_TEST(tells_overlaps)
{
	const struct pair *pair = &pairs[_i];
	const struct path *paths[] = { parse(slice_text(pair->a)),
		parse(slice_text(pair->b)) };
	struct buf told;

	buf_init(&told, 100);
	ck_assert_ptr_nonnull(
	    machine_build(&arena, paths, 2, spell_overlap, &told));
	ck_assert_msg(slice_is(buf_slice(&told), pair->told), "%s and %s: %.*s",
	    pair->a, pair->b, (int)told.len, (const char *)told.p);
	buf_release(&told);
}
END_TEST

/* The state that one name after the other leads to, through objects. */
static uint32_t
follow(const struct machine *m, const char *const *steps, size_t n)
{
	uint32_t state = m->start;

	for (size_t i = 0; i < n; i++) {
		struct slice name = slice_text(steps[i]);

		state = machine_child(
		    m, state, name, machine_sign(name.p, name.len));
	}
	return state;
}

START_TEST(the_most_specific_wins)
{
	static const char *const written[] = { "a[b='1'][c='2'].v",
		"a[b='1'].v", "a.v", "a[c='2'].v" };
	const struct path *paths[4];
	const struct machine *m;
	const struct machine_selector *s;
	uint32_t winners[2][2];
	struct slice one = slice_text("1"), two = slice_text("2");

	for (size_t i = 0; i < 4; i++)
		paths[i] = parse(slice_text(written[i]));
	m = machine_build(&arena, paths, 4, NULL, NULL);
	ck_assert_ptr_nonnull(m);
	s = m->states[follow(m, (const char *[]){ "a" }, 1)].selector;
	ck_assert_ptr_nonnull(s);
	ck_assert_uint_eq(s->operand_count, 2);
	for (uint32_t b = 0; b < 2; b++) {
		for (uint32_t c = 0; c < 2; c++) {
			uint32_t sum = 0, state;

			if (b)
				sum += s->operands[0].stride *
				       machine_classify(&s->operands[0], one);
			if (c)
				sum += s->operands[1].stride *
				       machine_classify(&s->operands[1], two);
			state = machine_child(m, machine_select(s, sum),
			    slice_text("v"),
			    machine_sign((const uint8_t *)"v", 1));
			winners[b][c] = m->states[state].winner;
		}
	}
	ck_assert_uint_eq(winners[0][0], 2);
	ck_assert_uint_eq(winners[1][0], 1);
	ck_assert_uint_eq(winners[0][1], 3);
	ck_assert_uint_eq(winners[1][1], 0);
}
END_TEST

/* machine_classify() over constants and prefixes. */
static const struct {
	const char *text;
	const char *class; /* its text; a prefix ends with "*" */
} classified[] = {
	{ "", "" },
	{ "a", "a*" },
	{ "abc", "abc" },
	{ "ab", "ab*" },
	{ "abcd", "ab*" },
	{ "ac", "a*" },
	{ "b", "b" },
	{ "bb", "*" },
	{ "zz", "zz" },
	{ "zzz", "*" },
};

START_TEST(classifies)
{
	const struct machine_class classes[] = {
		{ slice_text(""), false },
		{ slice_text("abc"), false },
		{ slice_text("b"), false },
		{ slice_text("zz"), false },
		{ slice_text("ab"), true },
		{ slice_text("a"), true },
		{ { NULL, 0 }, true },
	};
	struct machine_operand o = { .classes = classes, .class_count = 7 };
	uint32_t class = machine_classify(&o, slice_text(classified[_i].text));
	struct slice want = slice_text(classified[_i].class);
	bool prefix = want.len > 0 && want.p[want.len - 1] == '*';

	want.len -= prefix;
	ck_assert_uint_ge(class, 1);
	ck_assert_uint_le(class, 7);
	ck_assert(classes[class - 1].prefix == prefix);
	ck_assert(slice_equal(classes[class - 1].text, want));
}
END_TEST

/* n paths "groupN.memberN" of a real policy's shape. */
static const struct path **
many_paths(size_t n)
{
	const struct path **paths =
	    arena_array(&arena, n, sizeof(struct path *));
	struct buf text;

	ck_assert_ptr_nonnull(paths);
	buf_init(&text, 100);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&text);
		buf_add_format(&text, "group%zu.member%zu", i % 100, i);
		paths[i] = parse(buf_slice(&text));
	}
	buf_release(&text);
	return paths;
}

START_TEST(ten_thousand_paths)
{
	const struct path **paths = many_paths(10000);
	const struct machine *m =
	    machine_build(&arena, paths, 10000, spell_overlap, NULL);
	const char *steps[] = { "group42", "member1942" };
	uint32_t state;

	ck_assert_ptr_nonnull(m);
	/* Dead, start, one for each group and each path. */
	ck_assert_uint_eq(m->state_count, 1 + 1 + 100 + 10000);
	state = follow(m, steps, 2);
	ck_assert_uint_eq(m->states[state].winner, 1942);
	steps[1] = "member1943";
	ck_assert_uint_eq(follow(m, steps, 2), MACHINE_DEAD);
}
END_TEST

START_TEST(tables_are_at_most_half_full)
{
	const struct path **paths = many_paths(300);
	const struct machine *m = machine_build(&arena, paths, 300, NULL, NULL);

	ck_assert_ptr_nonnull(m);
	for (uint32_t i = 0; i < m->state_count; i++) {
		const struct machine_state *s = &m->states[i];
		uint64_t full = 0;

		if (s->edges == NULL)
			continue;
		ck_assert_uint_eq(s->mask & (s->mask + 1), 0);
		for (uint64_t k = 0; k <= s->mask; k++)
			full += s->edges[k].name.p != NULL;
		ck_assert_uint_gt(full, 0);
		ck_assert_uint_le(full, (s->mask + 1) / 2);
	}
}
END_TEST

START_TEST(no_paths)
{
	const struct machine *m = machine_build(&arena, NULL, 0, NULL, NULL);

	ck_assert_ptr_nonnull(m);
	ck_assert_uint_eq(m->start, MACHINE_DEAD);
	ck_assert_uint_eq(m->state_count, 1);
	ck_assert_uint_eq(m->states[0].winner, MACHINE_NONE);
}
END_TEST

START_TEST(deep_takes_spelled_names_only)
{
	const struct path *paths[] = { parse(slice_text("**.a")),
		parse(slice_text("b.c")) };
	const struct machine *m = machine_build(&arena, paths, 2, NULL, NULL);

	ck_assert_ptr_nonnull(m);
	ck_assert_uint_ne(follow(m, (const char *[]){ "c", "b" }, 2), 0);
	ck_assert_uint_eq(follow(m, (const char *[]){ "d" }, 1), 0);
}
END_TEST

START_TEST(too_many_selections)
{
	const struct path *paths[20];
	struct buf text;

	/* Twenty operands of three classes: 3^20 sums. */
	buf_init(&text, 100);
	for (size_t i = 0; i < 20; i++) {
		buf_reset(&text);
		buf_add_format(&text, "a[b%zu='1'].c", i);
		paths[i] = parse(buf_slice(&text));
	}
	buf_release(&text);
	ck_assert_ptr_null(machine_build(&arena, paths, 20, NULL, NULL));
	ck_assert_ptr_nonnull(machine_build(&arena, paths, 6, NULL, NULL));
}
END_TEST

START_TEST(memory_ends)
{
	const struct path *paths[] = { parse(slice_text("a[b='1'].c")),
		parse(slice_text("a.**.d")), parse(slice_text("a.c")) };
	const struct machine *m = NULL;

	for (size_t max = 0; m == NULL; max += 64) {
		struct arena small;

		ck_assert_uint_lt(max, 100000);
		arena_init(&small, max);
		m = machine_build(&small, paths, 3, NULL, NULL);
		arena_release(&small);
	}
}
END_TEST

Suite *machine_suite(void);

Suite *
machine_suite(void)
{
	Suite *suite = suite_create("machine");
	TCase *tcase = tcase_create("machine");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, agrees_with_the_definition, 0, 20);
	tcase_add_loop_test(
	    tcase, tells_overlaps, 0, sizeof(pairs) / sizeof(pairs[0]));
	tcase_add_test(tcase, the_most_specific_wins);
	tcase_add_loop_test(
	    tcase, classifies, 0, sizeof(classified) / sizeof(classified[0]));
	tcase_add_test(tcase, ten_thousand_paths);
	tcase_add_test(tcase, tables_are_at_most_half_full);
	tcase_add_test(tcase, no_paths);
	tcase_add_test(tcase, deep_takes_spelled_names_only);
	tcase_add_test(tcase, too_many_selections);
	tcase_add_test(tcase, memory_ends);
	suite_add_tcase(suite, tcase);
	return suite;
}
