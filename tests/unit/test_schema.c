/*
 * policies/policy.schema.json and `check` say the same, as far as a schema can
 * see: what check accepts, the schema accepts, and each mistake of
 * tests/schema/bad is one message of both.  Those of tests/schema/meaning only
 * check can see.
 */
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/limits.h"
#include "draft07.h"
#include "policy/policy.h"
#include "policy/schema.h"

#define LEAST_BAD 40

/* The trees of the schema and of one policy. */
struct trees {
	struct arena arena;
	struct notes notes;
	const struct node *schema, *policy;
};

/* What was said about a policy. */
struct said {
	unsigned int errors;
	char codes[64]; /* of errors, each with a blank behind it */
	char faults[256];
};

static const struct node *
parse(struct trees *t, const char *name, struct slice text, unsigned int order)
{
	struct source *source = source_new(&t->arena, name, text, order);

	ck_assert_ptr_nonnull(source);
	return parse_source(&t->notes, source);
}

static void
trees_init(struct trees *t, const char *path)
{
	struct err err = { 0 };
	struct buf text;

	arena_init(&t->arena, LIMIT_PROGRAM);
	notes_init(&t->notes, &t->arena);
	t->schema = parse(t, "schema", policy_schema(), 0);
	ck_assert_ptr_nonnull(t->schema);
	ck_assert_uint_eq(t->notes.count, 0);
	buf_init(&text, LIMIT_POLICY);
	ck_assert_int_eq(file_read(path, LIMIT_POLICY, &text, &err), 0);
	t->policy = parse(t, path, buf_slice(&text), 1);
	buf_release(&text);
}

static void
hear_note(void *ctx, const struct note *note)
{
	struct said *said = ctx;
	size_t len = strlen(said->codes);

	if (note->level != NOTE_ERROR)
		return;
	said->errors++;
	if (len + 7 < sizeof(said->codes))
		snprintf(said->codes + len, sizeof(said->codes) - len, "%s ",
		    note->code);
}

static void
hear_fault(void *ctx, const struct draft07_fault *fault)
{
	struct said *said = ctx;
	size_t len = strlen(said->faults);

	snprintf(said->faults + len, sizeof(said->faults) - len,
	    "line %u: %s\n", place_line(fault->place), fault->keyword);
}

/* Whether check accepts a policy. */
static bool
check_accepts(const char *path, struct said *said)
{
	struct program *program = NULL;
	struct err err = { 0 };
	int status = policy_load(path, hear_note, said, &program, &err);

	program_free(program);
	ck_assert_int_eq(status == 0, said->errors == 0);
	return status == 0;
}

static size_t
schema_faults(const char *path, struct said *said)
{
	struct trees t;
	size_t faults;

	trees_init(&t, path);
	ck_assert_ptr_nonnull(t.policy);
	faults = draft07_check(t.schema, t.policy, hear_fault, said);
	arena_release(&t.arena);
	return faults;
}

/* Calls a test for every file of a pattern; returns how many there are. */
static size_t
for_each(const char *pattern, void (*test)(const char *path))
{
	glob_t found;
	size_t n = 0;

	if (glob(pattern, 0, NULL, &found) == 0) {
		n = found.gl_pathc;
		for (size_t i = 0; i < n; i++)
			test(found.gl_pathv[i]);
		globfree(&found);
	}
	return n;
}

static void
expect_agreement(const char *path)
{
	struct said said = { 0 };

	if (check_accepts(path, &said))
		ck_assert_msg(schema_faults(path, &said) == 0,
		    "%s is refused by the schema:\n%s", path, said.faults);
}

/* What check accepts, the schema does. */
START_TEST(test_good)
{
	static const char *const patterns[] = { "policies/*.policy.jsonc",
		"tests/bench/*.policy.jsonc", "tests/samples/*.policy.jsonc",
		"tests/golden/*/*.policy.jsonc",
		"tests/golden/*/*/*.policy.jsonc" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
		n += for_each(patterns[i], expect_agreement);
	ck_assert_uint_gt(n, 100);
}
END_TEST

/* The name of a file begins with the code of its mistake. */
static void
expect_one_error(const char *path, struct said *said)
{
	const char *name = strrchr(path, '/') + 1;

	ck_assert(!check_accepts(path, said));
	ck_assert_msg(said->errors == 1 && memcmp(name, said->codes, 5) == 0,
	    "%s: check says %s", path, said->codes);
}

static void
expect_both_refuse(const char *path)
{
	struct said said = { 0 };
	size_t faults;

	expect_one_error(path, &said);
	faults = schema_faults(path, &said);
	ck_assert_msg(
	    faults == 1, "%s: %zu faults\n%s", path, faults, said.faults);
}

static void
expect_check_refuses(const char *path)
{
	struct said said = { 0 };
	size_t faults;

	expect_one_error(path, &said);
	faults = schema_faults(path, &said);
	ck_assert_msg(
	    faults == 0, "%s: the schema sees it, too\n%s", path, said.faults);
}

START_TEST(test_bad)
{
	size_t n = for_each("tests/schema/bad/*.jsonc", expect_both_refuse);

	ck_assert_uint_ge(n, LEAST_BAD);
}
END_TEST

START_TEST(test_meaning)
{
	size_t n =
	    for_each("tests/schema/meaning/*.jsonc", expect_check_refuses);

	ck_assert_uint_gt(n, 0);
}
END_TEST

/* Every key has a sentence for whoever points at it. */
static void
expect_described(const struct node *schema, const struct node *definitions)
{
	const struct node *properties = node_find(schema, "properties");

	for (size_t i = 0; properties != NULL && i < properties->count; i++) {
		const struct member *m = &properties->members[i];
		const struct node *described = m->value;
		const struct node *to = node_find(described, "$ref");

		if (to != NULL)
			described = node_find(definitions,
			    strrchr((const char *)to->text.p, '/') + 1);
		ck_assert_msg(node_find(described, "description") != NULL,
		    "%.*s has no description", SHOWN(m->key));
	}
}

START_TEST(test_descriptions)
{
	const struct node *definitions;
	struct trees t;

	trees_init(&t, "policies/sidep-antigen.policy.jsonc");
	definitions = node_find(t.schema, "definitions");
	expect_described(t.schema, definitions);
	for (size_t i = 0; i < definitions->count; i++)
		expect_described(definitions->members[i].value, definitions);
	arena_release(&t.arena);
}
END_TEST

/* The values of a key of a definition. */
static const struct node *
values_of(const struct node *schema, const char *definition, const char *key)
{
	const struct node *node = node_find(schema, "definitions");

	node = node_find(node_find(node, definition), "properties");
	node = node_find(node_find(node, key), "enum");
	ck_assert_ptr_nonnull(node);
	return node;
}

static void
expect_value(const struct node *values, size_t i, const char *name)
{
	ck_assert_uint_lt(i, values->count);
	ck_assert_msg(slice_is(values->items[i]->text, name), "%s", name);
}

/* What is in a table of the library is in the schema. */
START_TEST(test_tables)
{
	const struct node *values;
	struct trees t;

	trees_init(&t, "policies/sidep-antigen.policy.jsonc");
	values = values_of(t.schema, "rule", "do");
	ck_assert_uint_eq(values->count, ACTION_COUNT);
	for (size_t i = 0; i < ACTION_COUNT; i++)
		expect_value(values, i, actions[i]->name);
	values = values_of(t.schema, "rule", "must");
	ck_assert_uint_eq(values->count, TYPE_COUNT - 1);
	for (size_t i = 1; i < TYPE_COUNT; i++)
		expect_value(values, i - 1, types[i].name);
	values = values_of(t.schema, "domain", "normalize");
	ck_assert_uint_eq(values->count, NORMALIZE_COUNT);
	for (size_t i = 0; i < NORMALIZE_COUNT; i++)
		expect_value(values, i, normalizations[i].name);
	values = values_of(t.schema, "kind", "format");
	ck_assert_uint_eq(values->count, FORMAT_COUNT);
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		expect_value(values, i, format_names[i]);
	arena_release(&t.arena);
}
END_TEST

Suite *schema_suite(void);

Suite *
schema_suite(void)
{
	Suite *s = suite_create("schema");
	TCase *c = tcase_create("agreement");

	tcase_add_test(c, test_good);
	tcase_add_test(c, test_bad);
	tcase_add_test(c, test_meaning);
	tcase_add_test(c, test_descriptions);
	tcase_add_test(c, test_tables);
	suite_add_tcase(s, c);
	return s;
}
