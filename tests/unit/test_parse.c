#include <check.h>
#include <stdlib.h>

#include "policies.h"
#include "policy/parse.h"
#include "policy/text.h"

static struct arena arena;
static struct notes notes;

static void
start(void)
{
	arena_init(&arena, 16 << 20);
	notes_init(&notes, &arena);
}

static void
stop(void)
{
	arena_release(&arena);
}

static struct source *
source_of(const char *written)
{
	struct buf text = policies_text(written);
	struct source *source = source_new(&arena, "test", buf_slice(&text), 0);

	ck_assert_ptr_nonnull(source);
	buf_release(&text);
	return source;
}

static const struct {
	const char *written, *blanked;
} blankings[] = {
	{ "{} // x", "{}     " },
	{ "/* x\n */ {}", "    \n    {}" },
	{ "[1/**/,2]", "[1    ,2]" },
	{ "[`//`, `/* */`] // `", "[`//`, `/* */`]     " },
	{ "[`\\`//`] // x", "[`\\`//`]     " },
	{ "// x\r{}", "    \r{}" },
	{ "[]//", "[]  " },
	{ "/*/*/{}", "     {}" },
};

START_TEST(test_blanking)
{
	struct source *source = source_of(blankings[_i].written);
	struct buf blanked = policies_text(blankings[_i].blanked);
	struct text text;

	ck_assert_int_eq(text_check(&notes, source, &text), 0);
	ck_assert(slice_equal(
	    buf_slice(&blanked), (struct slice){ text.blanked, text.len }));
	text_release(&text);
	buf_release(&blanked);
}
END_TEST

/* Every place of a node holds what the node is made of. */
static void
check_places(const struct node *node)
{
	struct slice written = { node->place.source->text.p + node->place.at,
		node->place.len };
	static const char first[] = {
		[NODE_STRING] = '"', [NODE_ARRAY] = '[', [NODE_OBJECT] = '{'
	};

	if (node->kind < NODE_STRING)
		ck_assert(slice_equal(written, node->text));
	else
		ck_assert_int_eq(written.p[0], first[node->kind]);
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == NODE_ARRAY) {
			check_places(node->items[i]);
			continue;
		}
		ck_assert_int_eq(
		    node->place.source->text.p[node->members[i].place.at], '"');
		check_places(node->members[i].value);
	}
}

START_TEST(test_places)
{
	struct source *source = source_of(
	    "{ `a`: [1, -2.5e+3, /* , */ true],\n `\\u0062`: { `c`: null, "
	    "`d`: {}, // x\n `e`: [] }, `f`: `\xC3\xA9\\n`, `g`: false }");
	struct node *root = parse_source(&notes, source);
	struct cursor cursor = { 0 };
	struct node *b;

	ck_assert_ptr_nonnull(root);
	check_places(root);
	ck_assert_uint_eq(root->count, 4);
	ck_assert(slice_is(node_find(root, "a")->items[1]->text, "-2.5e+3"));
	ck_assert(node_find(root, "a")->items[2]->truth);
	b = node_find(root, "b");
	cursor_move(&cursor, b->place);
	ck_assert_uint_eq(cursor.line, 2);
	ck_assert_uint_eq(cursor.column, 12);
	ck_assert_uint_eq(place_line(b->place), 2);
	cursor_move(&cursor, root->place);
	ck_assert_uint_eq(cursor.line, 1);
	cursor_move(&cursor, node_find(root, "f")->place);
	cursor_move(&cursor, b->place);
	ck_assert_uint_eq(cursor.column, 12);
	ck_assert_uint_eq(node_find(b, "e")->count, 0);
	ck_assert(slice_is(node_find(root, "f")->text, "\xC3\xA9\n"));
	ck_assert_ptr_null(node_find(root, "h"));
	ck_assert_ptr_null(node_find(root, ""));
	ck_assert_ptr_null(node_find(b, "B"));
}
END_TEST

START_TEST(test_duplicates)
{
	struct node *root = parse_source(
	    &notes, source_of("{ `b`: 1, `a`: 2, `b`: 3, `b`: 4, `c`: 5 }"));

	ck_assert_ptr_nonnull(root);
	ck_assert_uint_eq(notes.errors, 2);
	ck_assert_uint_eq(root->count, 3);
	ck_assert(slice_is(node_find(root, "b")->text, "1"));
	ck_assert(slice_is(node_find(root, "c")->text, "5"));
	ck_assert(slice_is(root->members[2].key, "c"));
}
END_TEST

START_TEST(test_place_within)
{
	struct source *source =
	    source_of("[`a\\u00e9\\n\\ud83d\\ude00\xC3\xA9z`]");
	struct node *s = parse_source(&notes, source)->items[0];
	static const struct {
		size_t at;
		uint32_t place;
	} bytes[] = { { 0, 2 }, { 1, 3 }, { 3, 9 }, { 4, 11 }, { 8, 23 },
		{ 10, 25 }, { 11, 26 } };

	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++)
		ck_assert_uint_eq(
		    place_within(s->place, s->text, bytes[i].at).at,
		    bytes[i].place);
}
END_TEST

START_TEST(test_deepest)
{
	char text[2 * 64 + 1];

	memset(text, '[', 64);
	memset(text + 64, ']', 64);
	text[128] = '\0';
	ck_assert_ptr_nonnull(parse_source(&notes, source_of(text)));
}
END_TEST

Suite *parse_suite(void);

Suite *
parse_suite(void)
{
	Suite *suite = suite_create("parse");
	TCase *tree = tcase_create("tree");

	tcase_add_checked_fixture(tree, start, stop);
	tcase_add_loop_test(tree, test_blanking, 0,
	    (int)(sizeof(blankings) / sizeof(blankings[0])));
	tcase_add_test(tree, test_places);
	tcase_add_test(tree, test_duplicates);
	tcase_add_test(tree, test_place_within);
	tcase_add_test(tree, test_deepest);
	suite_add_tcase(suite, tree);
	return suite;
}
