#include "base/limits.h"
#include "base/num.h"
#include "policy/compile_draft.h"
#include "policy/read.h"

/* Reads the constants of a test; false when they are noted. */
typedef bool
read_test_fn(struct compiler *c, const struct node *node, struct draft *d);

static bool
keep_constant(struct compiler *c, const struct node *node, struct value *v)
{
	if (!read_scalar(c->notes, node, false, v))
		return false;
	v->text = compile_keep(c, v->text);
	return true;
}

static bool
make_constants(struct compiler *c, size_t n, struct draft *d)
{
	d->constants = arena_array(&c->program->arena, n, sizeof(struct value));
	d->constant_count = n;
	return d->constants != NULL;
}

static bool
read_is_test(struct compiler *c, const struct node *node, struct draft *d)
{
	return make_constants(c, 1, d) &&
	       keep_constant(c, node, &d->constants[0]);
}

static bool
read_in_test(struct compiler *c, const struct node *node, struct draft *d)
{
	bool good = true;

	if (!read_is(c->notes, node, NODE_ARRAY))
		return false;
	if (node->count == 0) {
		notes_add(c->notes, CODE_EMPTY, node->place,
		    "nothing is in an empty list");
		return false;
	}
	if (!make_constants(c, node->count, d))
		return false;
	for (size_t i = 0; i < node->count; i++)
		good &= keep_constant(c, node->items[i], &d->constants[i]);
	return good;
}

static bool
read_exists_test(struct compiler *c, const struct node *node, struct draft *d)
{
	bool exists = true;

	if (!read_boolean(c->notes, node, &exists))
		return false;
	d->op = exists ? CONDITION_EXISTS : CONDITION_MISSING;
	return true;
}

static bool
read_date_test(struct compiler *c, const struct node *node, struct draft *d)
{
	if (!read_is(c->notes, node, NODE_STRING))
		return false;
	if (!date_parse(node->text, &d->bound)) {
		notes_add(c->notes, CODE_BAD_CONSTANT, node->place,
		    "this is not a date, such as 2021-11-03");
		return false;
	}
	return read_is_test(c, node, d);
}

static bool
read_number_test(struct compiler *c, const struct node *node, struct draft *d)
{
	int order;

	if (!read_is(c->notes, node, NODE_NUMBER))
		return false;
	if (!num_compare(node->text, node->text, &order)) {
		notes_add(c->notes, CODE_BAD_CONSTANT, node->place,
		    "this number is too large to be compared");
		return false;
	}
	return read_is_test(c, node, d);
}

static bool
read_age_test(struct compiler *c, const struct node *node, struct draft *d)
{
	uint64_t age;

	if (!read_count(c->notes, node, 0, 150, &age))
		return false;
	d->age = (uint32_t)age;
	return true;
}

static const struct test {
	const char *key;
	enum condition_op op;
	read_test_fn *read;
} tests[] = {
	{ "is", CONDITION_IN, read_is_test },
	{ "in", CONDITION_IN, read_in_test },
	{ "exists", CONDITION_EXISTS, read_exists_test },
	{ "before", CONDITION_BEFORE, read_date_test },
	{ "after", CONDITION_AFTER, read_date_test },
	{ "atLeast", CONDITION_AT_LEAST, read_number_test },
	{ "atMost", CONDITION_AT_MOST, read_number_test },
	{ "ageUnder", CONDITION_AGE_UNDER, read_age_test },
	{ "ageFrom", CONDITION_AGE_FROM, read_age_test },
};

#define TEST_COUNT (sizeof(tests) / sizeof(tests[0]))

static bool
fail(struct compiler *c, const struct node *node, const char *why)
{
	notes_add(c->notes, CODE_BAD_CONDITION, node_opening(node), "%s", why);
	return false;
}

/* The only test of a leaf, or NULL after a note. */
static const struct test *
find_test(struct compiler *c, const struct node *node)
{
	const struct test *found = NULL;

	for (size_t i = 0; i < TEST_COUNT; i++) {
		if (node_find(node, tests[i].key) == NULL)
			continue;
		if (found != NULL) {
			fail(c, node, "a condition makes one test of a field");
			return NULL;
		}
		found = &tests[i];
	}
	if (found == NULL)
		fail(c, node,
		    "a test is missing: is, in, exists, before, after, "
		    "atLeast, atMost, ageUnder or ageFrom");
	return found;
}

/* An age refers to a date, and nothing else does. */
static bool
read_at(struct compiler *c, const struct node *node, struct draft *d)
{
	bool needed =
	    d->op == CONDITION_AGE_UNDER || d->op == CONDITION_AGE_FROM;
	struct slice text;

	d->at = node_find(node, "at");
	if (needed && d->at == NULL) {
		notes_add(c->notes, CODE_BAD_AT, node_opening(node),
		    "an age needs `at`, the path of the date it refers to");
		return false;
	}
	if (!needed && d->at != NULL) {
		notes_add(c->notes, CODE_BAD_AT,
		    node_member(node, slice_text("at"))->place,
		    "only an age refers to a date");
		return false;
	}
	return d->at == NULL || read_string(c->notes, d->at, &text);
}

static bool
read_leaf(struct compiler *c, const struct node *node, struct draft *d)
{
	const struct node *every = node_find(node, "every");
	const struct test *test = find_test(c, node);
	struct slice text;
	bool good;

	d->field = node_find(node, "field");
	if (test == NULL)
		return false;
	d->op = test->op;
	good = test->read(c, node_find(node, test->key), d);
	good &= read_at(c, node, d);
	good &= read_string(c->notes, d->field, &text);
	if (every != NULL)
		good &= read_boolean(c->notes, every, &d->every);
	return good;
}

static struct draft *
read_draft(struct compiler *c, const struct scope *scope, struct node *node);

static bool
make_parts(struct compiler *c, size_t n, struct draft *d)
{
	d->parts = arena_array(c->work, n, sizeof(struct draft *));
	d->part_count = d->parts != NULL ? n : 0;
	return d->parts != NULL;
}

static bool
read_part(struct compiler *c, const struct scope *scope, struct node *node,
    struct draft *d, size_t i)
{
	d->parts[i] = read_draft(c, scope, node);
	if (d->parts[i] == NULL)
		d->part_count = i;
	return d->parts[i] != NULL;
}

static bool
read_parts(struct compiler *c, const struct scope *scope, struct node *node,
    struct draft *d)
{
	if (!read_is(c->notes, node, NODE_ARRAY))
		return false;
	if (node->count == 0) {
		notes_add(c->notes, CODE_EMPTY, node->place,
		    "there must be at least one condition");
		return false;
	}
	if (!make_parts(c, node->count, d))
		return false;
	for (size_t i = 0; i < node->count; i++)
		if (!read_part(c, scope, node->items[i], d, i))
			return false;
	return true;
}

static bool
has_leaf_key(const struct node *node)
{
	for (size_t i = 0; i < TEST_COUNT; i++)
		if (node_find(node, tests[i].key) != NULL)
			return true;
	return node_find(node, "at") != NULL ||
	       node_find(node, "every") != NULL;
}

/* all, any, not or field: the one that is there. */
static bool
read_shape(struct compiler *c, const struct scope *scope,
    const struct node *node, struct draft *d)
{
	struct node *all = node_find(node, "all");
	struct node *any = node_find(node, "any");
	struct node *not = node_find(node, "not");
	int shapes = (all != NULL) + (any != NULL) + (not != NULL) +
		     (node_find(node, "field") != NULL);

	if (shapes != 1)
		return fail(c, node,
		    "a condition has one of `field`, `all`, `any` and `not`");
	if (node_find(node, "field") != NULL)
		return read_leaf(c, node, d);
	if (has_leaf_key(node))
		return fail(c, node, "a test needs `field`");
	if (not != NULL) {
		d->op = CONDITION_NOT;
		return make_parts(c, 1, d) && read_part(c, scope, not, d, 0);
	}
	d->op = all != NULL ? CONDITION_ALL : CONDITION_ANY;
	return read_parts(c, scope, all != NULL ? all : any, d);
}

static bool
read_object(struct compiler *c, const struct scope *scope,
    const struct node *node, struct draft *d)
{
	static const char *const keys[] = { "title", "all", "any", "not",
		"field", "is", "in", "exists", "before", "after", "atLeast",
		"atMost", "ageUnder", "ageFrom", "at", "every", NULL };
	size_t errors = c->notes->errors;
	struct slice text;

	read_keys(c->notes, node, keys);
	read_text(c->notes, node_find(node, "title"), &text);
	/* A misspelled key may be the test that seems to be missing. */
	if (c->notes->errors > errors)
		return false;
	return read_shape(c, scope, node, d);
}

static bool
read_name_of(struct compiler *c, const struct scope *scope,
    const struct node *node, struct draft *d)
{
	struct slice name;

	if (!read_string(c->notes, node, &name))
		return false;
	if (scope->kind != NULL)
		d->symbol = symbols_find(scope->kind, name);
	if (d->symbol == NULL)
		d->symbol = compile_reference(
		    c, scope->policy, node, CODE_UNKNOWN_CONDITION);
	return d->symbol != NULL;
}

/* Always a draft, broken or not; NULL when memory ends. */
static struct draft *
read_draft(struct compiler *c, const struct scope *scope, struct node *node)
{
	struct draft *d = arena_alloc(c->work, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->place = node->place;
	if (node->kind == NODE_STRING) {
		d->broken = !read_name_of(c, scope, node, d);
	} else if (node->kind == NODE_OBJECT) {
		d->broken = !read_object(c, scope, node, d);
	} else {
		notes_add(c->notes, CODE_WRONG_KIND, node->place,
		    "this must be a condition or the name of one, not %s",
		    node_kind_name(node->kind));
		d->broken = true;
	}
	return d;
}

static void walk_draft(struct compiler *c, struct draft *d, unsigned int depth);

/* Takes over what was found out about a draft that another rests on. */
static void
rest_on(
    struct compiler *c, struct draft *d, struct draft *part, unsigned int depth)
{
	walk_draft(c, part, depth + 1);
	d->broken |= part->broken;
	if (d->height < part->height + 1)
		d->height = part->height + 1;
}

/* A name leads to a draft; back to an open one, it leads in a circle. */
static void
follow_name(struct compiler *c, struct draft *d, unsigned int depth)
{
	struct draft *target = d->symbol->draft;

	if (target == NULL)
		return;
	if (target->walk == OPEN) {
		notes_add(c->notes, CODE_CIRCLE, d->place,
		    "`%.*s` rests on itself here", SHOWN(d->symbol->name));
		d->broken = true;
		return;
	}
	rest_on(c, d, target, depth);
}

/*
 * Finds circles, and chains of conditions that are too long: the engine
 * follows them with its stack.
 */
static void
walk_draft(struct compiler *c, struct draft *d, unsigned int depth)
{
	if (d->walk != FRESH && depth + d->height <= LIMIT_POLICY_DEPTH)
		return;
	if (depth + d->height > LIMIT_POLICY_DEPTH) {
		if (!d->broken)
			notes_add(c->notes, CODE_TOO_DEEP, d->place,
			    "more than %d conditions rest on each other",
			    LIMIT_POLICY_DEPTH);
		d->broken = true;
		d->walk = DONE;
		return;
	}
	d->walk = OPEN;
	if (d->symbol != NULL)
		follow_name(c, d, depth);
	for (size_t i = 0; i < d->part_count; i++)
		rest_on(c, d, d->parts[i], depth);
	d->walk = DONE;
}

void
compile_conditions(
    struct compiler *c, struct symbols *s, const struct scope *scope)
{
	for (uint32_t i = 0; i < s->names.count && !c->work->failed; i++)
		s->all[i].draft = read_draft(c, scope, s->all[i].node);
	if (c->work->failed)
		return;
	for (uint32_t i = 0; i < s->names.count; i++)
		walk_draft(c, s->all[i].draft, 0);
}

int32_t
compile_condition(struct compiler *c, const struct scope *scope,
    struct node *node, enum format_id format)
{
	struct draft *d = read_draft(c, scope, node);
	uint32_t index;

	if (d == NULL)
		return -1;
	walk_draft(c, d, 0);
	return compile_draft(c, d, format, &index) ? (int32_t)index : -1;
}
