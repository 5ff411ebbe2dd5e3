/* Paths of the XML notation: what is read, and what is wrong where. */
#include <check.h>
#include <stdio.h>

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

static const struct namespace namespaces[] = {
	{ { (const uint8_t *)"h", 1 }, { (const uint8_t *)"urn:h", 5 } },
	{ { (const uint8_t *)"x-1", 3 }, { (const uint8_t *)"urn:x", 5 } },
};

static int
parse(struct slice text, struct path *path, struct path_fault *fault)
{
	return path_parse_xml(&arena, text, namespaces, 2, path, fault);
}

/* A name with the number of its namespaces as digits, xml's as "x". */
static void
spell_name(struct buf *out, struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		uint8_t c = name.p[i];

		if (c == PATH_XML_NAMESPACE)
			buf_add_text(out, "x:");
		else if (c < 10)
			buf_add_format(out, "%d:", c);
		else
			buf_add_byte(out, c);
	}
}

/* Steps in a short spelling: .name ** and [operand op value,...]. */
static void
spell(struct buf *out, const struct step *step)
{
	static const char *const ops[] = { "=", "!=", "^=" };

	if (step->kind == STEP_DEEP)
		buf_add_text(out, "**");
	if (step->kind == STEP_NAME) {
		buf_add_byte(out, '.');
		spell_name(out, step->name);
	}
	if (step->kind != STEP_SELECT)
		return;
	for (size_t i = 0; i < step->predicate_count; i++) {
		const struct predicate *p = &step->predicates[i];

		buf_add_byte(out, i > 0 ? ',' : '[');
		spell_name(out, p->operand);
		buf_add_text(out, ops[p->op]);
		buf_add_slice(out, p->value);
	}
	buf_add_byte(out, ']');
}

static const struct good {
	const char *text, *steps, *name;
} good[] = {
	{ "/a", ".1:a.#", "a" },
	{ "/a/b/@c", ".1:a.1:b.@1:c", "c" },
	{ "/h:a/x-1:b", ".2:a.3:b.#", "b" },
	{ "/h:a/@xml:lang", ".2:a.@x:lang", "lang" },
	{ "//h:a", "**.2:a.#", "a" },
	{ "/a//b/@c", ".1:a**.1:b.@1:c", "c" },
	{ "/a//@c", ".1:a**.@1:c", "c" },
	{ "/a[@b='c']/d", ".1:a[@1:b=c].1:d.#", "d" },
	{ "/a[h:b!='c'][@d^='e''f']", ".1:a[2:b!=c,@1:d^=e'f].#", "a" },
	{ "/a[h:b/h:c/@d='e']/@f", ".1:a[2:b/2:c/@1:d=e].@1:f", "f" },
	{ "/a[b/c='']/@f", ".1:a[1:b/1:c=].@1:f", "f" },
	{ "/\xC3\xA9t\xC3\xA9", ".1:\xC3\xA9t\xC3\xA9.#", "\xC3\xA9t\xC3\xA9" },
	{ "/_a-1.2", ".1:_a-1.2.#", "_a-1.2" },
};

START_TEST(paths_are_read)
{
	const struct good *g = &good[_i];
	struct path_fault fault = { "", 0 };
	struct path path = { 0 };
	struct buf steps;

	ck_assert_msg(parse(slice_text(g->text), &path, &fault) == 0, "%s: %s",
	    g->text, fault.why);
	buf_init(&steps, 4096);
	for (size_t i = 0; i < path.step_count; i++)
		spell(&steps, &path.steps[i]);
	buf_add_byte(&steps, 0);
	ck_assert_str_eq((char *)steps.p, g->steps);
	ck_assert(slice_is(path.text, g->text));
	ck_assert(slice_is(path_xml_name(&path), g->name));
	ck_assert_int_eq(path.deep, strstr(g->text, "//") != NULL);
	buf_release(&steps);
}
END_TEST

/* A mark @@ stands before the byte at fault. */
static const char *const bad[] = {
	"@@",
	"@@a",
	"@@ /a",
	"/@@",
	"/a/@@",
	"/@@*",
	"/a/@@.",
	"/a/@@..",
	"//@@/",
	"/a//@@/",
	"/@@1",
	"/a@@ ",
	"/a/text@@()",
	"/a/@b@@/c",
	"/a/@b@@[c='d']",
	"/@@i:a",
	"/h:@@",
	"/h:a@@:b",
	"/a[@@",
	"/a[@@1]",
	"/a[b@@",
	"/a[b@@]",
	"/a[b=@@",
	"/a[b=@@\"c\"]",
	"/a[b=@@'c",
	"/a[b='c'@@",
	"/a[b/@@='c']",
	"/a[@@i:b='c']",
	"/a[@b@@/c='d']",
	"/a[@@//b='c']",
	"/a[@@.='c']",
	"/a[b='c']@@d",
	"/a@@()",
	"/a/text@@()",
	"@@a/b",
	"/a@@|/b",
};

START_TEST(wrong_paths_are_told)
{
	const char *mark = strstr(bad[_i], "@@");
	size_t at = (size_t)(mark - bad[_i]);
	struct path_fault fault = { NULL, 0 };
	struct path path;
	char text[64];

	/* "@@@" is the mark before an attribute. */
	memcpy(text, bad[_i], at);
	snprintf(text + at, sizeof(text) - at, "%s", mark + 2);
	ck_assert_int_eq(parse(slice_text(text), &path, &fault), -1);
	ck_assert_ptr_nonnull(fault.why);
	ck_assert_msg(fault.at == at, "%s: at %zu", text, fault.at);
}
END_TEST

START_TEST(limits_hold)
{
	struct path_fault fault = { NULL, 0 };
	char text[4 * LIMIT_STEPS + LIMIT_NAME + 8];
	struct path path;
	size_t len = 0;

	/* One step is that of the text. */
	for (int i = 0; i < LIMIT_STEPS - 1; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "/a");
	ck_assert_int_eq(parse(slice_text(text), &path, &fault), 0);
	snprintf(text + len, sizeof(text) - len, "/a");
	ck_assert_int_eq(parse(slice_text(text), &path, &fault), -1);
	memset(text, 'a', sizeof(text));
	text[0] = '/';
	text[LIMIT_NAME + 1] = '\0';
	ck_assert_int_eq(parse(slice_text(text), &path, &fault), 0);
	text[LIMIT_NAME + 1] = 'a';
	text[LIMIT_NAME + 2] = '\0';
	ck_assert_int_eq(parse(slice_text(text), &path, &fault), -1);
	ck_assert_int_eq(
	    parse((struct slice){ (const uint8_t *)"/\xC3", 2 }, &path, &fault),
	    -1);
	ck_assert_int_eq(
	    parse(slice_text("/a[b='1'][b='2'][b='3'][b='4'][b='5']"), &path,
		&fault),
	    -1);
}
END_TEST

START_TEST(memory_may_end)
{
	struct path_fault fault = { "", 0 };
	struct path path;

	arena_release(&arena);
	arena_init(&arena, 40);
	ck_assert_int_eq(
	    parse(slice_text("/h:a[@b='c']/d"), &path, &fault), -1);
	ck_assert_ptr_null(fault.why);
}
END_TEST

Suite *path_xml_suite(void);

Suite *
path_xml_suite(void)
{
	Suite *s = suite_create("path_xml");
	TCase *t = tcase_create("path_xml");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(
	    t, paths_are_read, 0, sizeof(good) / sizeof(good[0]));
	tcase_add_loop_test(
	    t, wrong_paths_are_told, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(t, limits_hold);
	tcase_add_test(t, memory_may_end);
	suite_add_tcase(s, t);
	return s;
}
