/* Paths of the JSON notation: what is read, and what is wrong where. */
#include <check.h>

#include "base/buf.h"
#include "base/limits.h"
#include "match/path.h"

static struct arena arena;

static void
setup(void)
{
	arena_init(&arena, (size_t)1 << 20);
}

static void
teardown(void)
{
	arena_release(&arena);
}

static struct path
parse(const char *text)
{
	struct path path = { 0 };
	struct path_fault fault = { "", 0 };

	ck_assert_msg(
	    path_parse_json(&arena, slice_text(text), &path, &fault) == 0,
	    "%s: %s", text, fault.why);
	ck_assert(slice_is(path.text, text));
	return path;
}

static struct path_fault
refuse(struct slice text)
{
	struct path path;
	struct path_fault fault = { NULL, SIZE_MAX };

	ck_assert_int_eq(path_parse_json(&arena, text, &path, &fault), -1);
	return fault;
}

/* Steps in a short spelling: .name [] ** and [operand op value,...]. */
static void
spell(struct buf *out, const struct step *step)
{
	static const char *const ops[] = { "=", "!=", "^=" };

	switch (step->kind) {
	case STEP_NAME:
		buf_add_text(out, ".");
		buf_add_slice(out, step->name);
		return;
	case STEP_EACH:
		buf_add_text(out, "[]");
		return;
	case STEP_FIRST:
		buf_add_text(out, "[0]");
		return;
	case STEP_DEEP:
		buf_add_text(out, "**");
		return;
	case STEP_SELECT:
		break;
	}
	buf_add_text(out, "[");
	for (size_t i = 0; i < step->predicate_count; i++) {
		const struct predicate *p = &step->predicates[i];

		buf_add_text(out, i > 0 ? "," : "");
		buf_add_slice(out, p->operand);
		buf_add_text(out, ops[p->op]);
		buf_add_slice(out, p->value);
	}
	buf_add_text(out, "]");
}

static const struct good {
	const char *text, *steps;
	bool deep;
} good[] = {
	{ "a", ".a", false },
	{ "patient.nir", ".patient.nir", false },
	{ "prenoms[]", ".prenoms[]", false },
	{ "a[][].b", ".a[][].b", false },
	{ "prenoms[0]", ".prenoms[0]", false },
	{ "a[0][][0].b", ".a[0][][0].b", false },
	{ "a[0][b='c']", ".a[0][b=c]", false },
	{ "a.0.1", ".a.0.1", false },
	{ "a-b_c:d/e@f$", ".a-b_c:d/e@f$", false },
	{ "pr\xC3\xA9nom", ".pr\xC3\xA9nom", false },
	{ "\"date naissance\".jour", ".date naissance.jour", false },
	{ "\"a.b\"", ".a.b", false },
	{ "\"\"", ".", false },
	{ "\"\\u00e9\\\"\\\\\"", ".\xC3\xA9\"\\", false },
	{ "a[b='c'].d", ".a[b=c].d", false },
	{ "a[b='c']", ".a[b=c]", false },
	{ "a[b!='']", ".a[b!=]", false },
	{ "a[b^='urn:']", ".a[b^=urn:]", false },
	{ "a[\"b c\"='d']", ".a[b c=d]", false },
	{ "a[b='it''s']", ".a[b=it's]", false },
	{ "a[b='''']", ".a[b=']", false },
	{ "a[b='.]\"[']", ".a[b=.]\"[]", false },
	{ "a[b='1'][c!='2'].d", ".a[b=1,c!=2].d", false },
	{ "a[][b='1'].c", ".a[][b=1].c", false },
	{ "a[0b='1']", ".a[0b=1]", false },
	{ "**.nir", "**.nir", true },
	{ "a.**.b", ".a**.b", true },
	{ "a[].**.b.**.c[]", ".a[]**.b**.c[]", true },
};

START_TEST(reads)
{
	const struct good *g = &good[_i];
	struct path path = parse(g->text);
	struct buf steps;

	buf_init(&steps, 1000);
	for (size_t i = 0; i < path.step_count; i++)
		spell(&steps, &path.steps[i]);
	ck_assert_msg(slice_is(buf_slice(&steps), g->steps), "%s", g->text);
	ck_assert(path.deep == g->deep);
	buf_release(&steps);
}
END_TEST

static const struct bad {
	const char *text, *why;
	size_t at;
} bad[] = {
	{ "", "the path is empty", 0 },
	{ ".a", "a name is missing before the dot", 0 },
	{ "a..b", "a name is missing before the dot", 2 },
	{ "a.", "a name is missing after the dot", 2 },
	{ "[]", "a name is missing before the bracket", 0 },
	{ "a.[]", "a name is missing before the bracket", 2 },
	{ "date naissance", "a blank in a name must be quoted", 4 },
	{ " a", "a blank in a name must be quoted", 0 },
	{ "a\tb", "a blank in a name must be quoted", 1 },
	{ "a\nb", "this character in a name must be quoted", 1 },
	{ "a=b", "this character in a name must be quoted", 1 },
	{ "a!b", "this character in a name must be quoted", 1 },
	{ "a^b", "this character in a name must be quoted", 1 },
	{ "a\\b", "this character in a name must be quoted", 1 },
	{ "a]", "a bracket is closed that was not opened", 1 },
	{ "*", "every name is written; only ** may stand for some, as a step",
	    0 },
	{ "a.*.b",
	    "every name is written; only ** may stand for some, as a step", 2 },
	{ "a*", "every name is written; only ** may stand for some, as a step",
	    1 },
	{ "a\"b\"", "a dot or a bracket is missing here", 1 },
	{ "\"a\"b", "a dot or a bracket is missing here", 3 },
	{ "a[]b", "a dot or a bracket is missing here", 3 },
	{ "'a'", "a name is quoted with \", not with '", 0 },
	{ "\"a", "the closing quote of the name is missing", 0 },
	{ "\"a\\", "the closing quote of the name is missing", 0 },
	{ "\"\\q\"", "the quoted name is not a JSON string", 0 },
	{ "\"\\u0000\"", "a name cannot hold U+0000", 0 },
	{ "**", "** may not be the last step", 0 },
	{ "a.**", "** may not be the last step", 2 },
	{ "**.**.a", "** may not follow **", 2 },
	{ "**a", "a dot is missing after **", 2 },
	{ "**[].a", "a dot is missing after **", 2 },
	{ "**.", "a name is missing after the dot", 3 },
	{ "a[1]", "the only position is [0], the first", 2 },
	{ "a[00]", "the only position is [0], the first", 2 },
	{ "a[12].b", "the only position is [0], the first", 2 },
	{ "[0]", "a name is missing before the bracket", 0 },
	{ "a[0]b", "a dot or a bracket is missing here", 4 },
	{ "a[b='1'][0]", "neither [] nor [0] may follow a predicate", 8 },
	{ "a[", "the bracket is not closed", 2 },
	{ "a[b", "the bracket is not closed", 3 },
	{ "a[b]", "a predicate compares with =, != or ^=", 3 },
	{ "a[b<'1']", "a predicate compares with =, != or ^=", 4 },
	{ "a[b='1'", "the bracket is not closed", 7 },
	{ "a[b='1' ]", "the bracket is not closed", 7 },
	{ "a[b=1]", "the value of a predicate needs single quotes", 4 },
	{ "a[b=", "the value of a predicate needs single quotes", 4 },
	{ "a[b='1]", "the closing quote of the value is missing", 4 },
	{ "a[='1']", "this character in a name must be quoted", 2 },
	{ "a[b='1'][]", "neither [] nor [0] may follow a predicate", 8 },
	{ "a[b='1'][c='1'][d='1'][e='1'][f='1']",
	    "the step has too many predicates", 30 },
	{ "a\xFF", "the path is not valid UTF-8", 0 },
};

START_TEST(refuses)
{
	const struct bad *b = &bad[_i];
	struct path_fault fault = refuse(slice_text(b->text));

	ck_assert_msg(fault.why != NULL && strcmp(fault.why, b->why) == 0,
	    "%s: %s", b->text, fault.why);
	ck_assert_msg(fault.at == b->at, "%s: at %zu", b->text, fault.at);
}
END_TEST

/* A text of n times the same piece. */
static struct slice
repeat(const char *piece, size_t n)
{
	struct buf b;
	struct slice text;

	buf_init(&b, 10000);
	for (size_t i = 0; i < n; i++)
		buf_add_text(&b, piece);
	ck_assert(!b.failed);
	text = arena_copy(&arena, buf_slice(&b));
	buf_release(&b);
	return text;
}

START_TEST(limits)
{
	struct path path;
	struct path_fault fault;
	struct slice steps = repeat("a.", LIMIT_STEPS + 1);
	struct slice name = repeat("a", LIMIT_NAME + 1);
	struct slice each = repeat("[]", LIMIT_STEPS);

	steps.len -= 1;
	ck_assert_str_eq(refuse(steps).why, "the path has too many steps");
	steps.len -= 2;
	ck_assert_int_eq(path_parse_json(&arena, steps, &path, &fault), 0);
	ck_assert_uint_eq(path.step_count, LIMIT_STEPS);

	ck_assert_str_eq(refuse(name).why, "the name is too long");
	name.len--;
	ck_assert_int_eq(path_parse_json(&arena, name, &path, &fault), 0);

	ck_assert_str_eq(
	    refuse(each).why, "a name is missing before the bracket");
}
END_TEST

START_TEST(zero_byte_is_no_name)
{
	struct slice text = { (const uint8_t *)"a\0b", 3 };

	ck_assert_str_eq(
	    refuse(text).why, "this character in a name must be quoted");
}
END_TEST

START_TEST(memory_ends)
{
	const char *text = "\"a b\"[c='d'].**.e[]";
	struct path path;
	struct path_fault fault;
	int result = -1;

	for (size_t max = 0; result < 0; max += 8) {
		struct arena small;

		ck_assert_uint_lt(max, 10000);
		arena_init(&small, max);
		result =
		    path_parse_json(&small, slice_text(text), &path, &fault);
		if (result < 0)
			ck_assert_ptr_null(fault.why);
		arena_release(&small);
	}
}
END_TEST

Suite *path_suite(void);

Suite *
path_suite(void)
{
	Suite *suite = suite_create("path");
	TCase *tcase = tcase_create("json");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, reads, 0, sizeof(good) / sizeof(good[0]));
	tcase_add_loop_test(tcase, refuses, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(tcase, limits);
	tcase_add_test(tcase, zero_byte_is_no_name);
	tcase_add_test(tcase, memory_ends);
	suite_add_tcase(suite, tcase);
	return suite;
}
