#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/json_shape.h"
#include "harness.h"

static const struct machine_state dead[] = { { .winner = MACHINE_NONE } };
static const struct machine machine = { .states = dead, .state_count = 1 };

static struct json_shapes *
new_shapes(void)
{
	struct json_shapes *s = calloc(1, sizeof(*s));

	ck_assert_ptr_nonnull(s);
	return s;
}

static struct json_member *
find(struct json_shape *s, const char *text)
{
	struct slice name = slice_text(text);

	return json_shape_find(s, name, machine_sign(name.p, name.len));
}

static struct json_member *
learn(struct json_shape *s, const char *text)
{
	struct slice name = slice_text(text);

	ck_assert_ptr_null(find(s, text));
	return json_shape_learn(s, name, machine_sign(name.p, name.len));
}

/* Whether the member is seen at the start of text. */
static bool
stands(const struct json_member *m, const char *text)
{
	uint8_t bytes[JSON_SHAPE_TEXT + 8] = { 0 };

	memcpy(bytes, text, strlen(text));
	return json_member_stands(m, bytes);
}

START_TEST(a_place_has_one_shape_for_each_state)
{
	struct json_shapes *s = new_shapes();
	struct json_shape *a, *b, **root = &s->root;

	a = json_shape_at(s, root, &machine, 0);
	b = json_shape_at(s, root, &machine, 1);
	ck_assert(a != NULL && b != NULL && a != b);
	ck_assert_ptr_eq(json_shape_at(s, root, &machine, 0), a);
	ck_assert_ptr_eq(json_shape_at(s, root, &machine, 1), b);
	free(s);
}
END_TEST

START_TEST(what_was_learned_is_found)
{
	struct json_shapes *s = new_shapes();
	struct json_shape *shape = json_shape_at(s, &s->root, &machine, 0);
	struct json_member *nir = learn(shape, "nir");
	struct json_member *empty = learn(shape, "");

	ck_assert(nir != NULL && empty != NULL);
	ck_assert_ptr_eq(find(shape, "nir"), nir);
	ck_assert_ptr_eq(find(shape, ""), empty);
	ck_assert_ptr_null(find(shape, "nim"));
	ck_assert_uint_eq(nir->bit & empty->bit, 0);
	ck_assert(stands(nir, "\"nir\":1"));
	ck_assert(!stands(nir, "\"nir\" :1"));
	ck_assert(!stands(nir, "\"nirs\":1"));
	ck_assert(!stands(nir, "\"ni\":1"));
	ck_assert(stands(empty, "\"\":1"));
	free(s);
}
END_TEST

/* Names up to the size of the text, which differ in their last byte. */
START_TEST(every_byte_of_a_name_counts)
{
	struct json_shapes *s = new_shapes();
	struct json_shape *shape = json_shape_at(s, &s->root, &machine, 0);
	char name[64] = { 0 }, text[70];
	struct json_member *m;

	memset(name, 'a', (size_t)_i);
	m = learn(shape, name);
	if (_i > JSON_SHAPE_TEXT - 3) {
		ck_assert_ptr_null(m);
		free(s);
		return;
	}
	ck_assert_ptr_nonnull(m);
	snprintf(text, sizeof(text), "\"%s\":", name);
	ck_assert(stands(m, text));
	for (int i = 0; i < _i + 3; i++) {
		text[i]++;
		ck_assert(!stands(m, text));
		text[i]--;
	}
	free(s);
}
END_TEST

START_TEST(no_more_than_there_is_room_for)
{
	struct json_shapes *s = new_shapes();
	struct json_shape *shape = json_shape_at(s, &s->root, &machine, 0);
	uint64_t bits = 0;
	char name[16];

	for (int i = 0; i < JSON_SHAPE_MEMBERS; i++) {
		struct json_member *m;

		snprintf(name, sizeof(name), "n%d", i);
		m = learn(shape, name);
		ck_assert_ptr_nonnull(m);
		bits |= m->bit;
	}
	ck_assert(bits == UINT64_MAX);
	ck_assert_ptr_null(learn(shape, "more"));
	ck_assert_ptr_nonnull(find(shape, "n63"));
	for (uint32_t i = 1; i < JSON_SHAPES; i++)
		ck_assert_ptr_nonnull(json_shape_at(s, &s->root, &machine, i));
	for (int i = 0; i < JSON_SHAPES_REFUSED; i++) {
		ck_assert_ptr_null(
		    json_shape_at(s, &s->root, &machine, JSON_SHAPES));
		ck_assert_ptr_nonnull(find(shape, "n63"));
		if (i < JSON_SHAPES_REFUSED - 1)
			json_shapes_refresh(s);
	}
	json_shapes_refresh(s);
	shape = json_shape_at(s, &s->root, &machine, JSON_SHAPES);
	ck_assert_ptr_nonnull(shape);
	ck_assert_ptr_null(find(shape, "n63"));
	free(s);
}
END_TEST

START_TEST(the_latest_are_expected)
{
	struct json_shapes *s = new_shapes();
	struct json_shape *shape = json_shape_at(s, &s->root, &machine, 0);
	struct json_member *m[JSON_SHAPE_NEXT + 1];
	char name[8], text[16];

	for (int i = 0; i <= JSON_SHAPE_NEXT; i++) {
		uint8_t bytes[JSON_SHAPE_TEXT + 8] = { 0 };

		snprintf(name, sizeof(name), "n%d", i);
		snprintf(text, sizeof(text), "\"%s\":1", name);
		memcpy(bytes, text, strlen(text));
		m[i] = learn(shape, name);
		ck_assert_ptr_null(json_member_at(shape->first, bytes));
		json_member_expect(shape->first, m[i]);
		ck_assert_ptr_eq(json_member_at(shape->first, bytes), m[i]);
	}
	for (int i = 0; i < JSON_SHAPE_NEXT; i++)
		ck_assert_ptr_eq(shape->first[i], m[JSON_SHAPE_NEXT - i]);
	free(s);
}
END_TEST

#define KEEP    "\"do\":\"keep\",\"because\":\"x\"}"
#define LEARNED "{\"a\":1,\"o\":{\"b\":2},\"c\":3}\n"

/*
 * After a record from which names were learned, what becomes of another one
 * does not depend on it.
 */
static const struct {
	const char *record, *then;
} others[] = {
	{ "{\"a\":1,\"a\":2}\n", "!duplicate" },
	{ "{\"a\":1,\"\\u0061\":2}\n", "!duplicate" },
	{ "{\"\\u0061\":1,\"a\":2}\n", "!duplicate" },
	{ "{\"x\":1,\"c\":3,\"x\":1}\n", "!duplicate" },
	{ "{\"\\u0078\":1,\"x\":1}\n", "!duplicate" },
	{ "{\"o\":{\"b\":2,\"c\":1,\"b\":2}}\n", "!duplicate" },
	{ "{\"c\":3,\"o\":{\"b\":2},\"a\":1}\n",
	    "{\"c\":3,\"o\":{\"b\":2},\"a\":1}\n" },
	{ "{ \"a\":1 ,\n \"o\" : { \"b\": 2}, \"c\":3}\n",
	    "{ \"a\":1 ,\n \"o\" : { \"b\": 2}, \"c\":3}\n" },
	{ "{\"x\":[{\"b\":2},{\"b\":3,\"b\":4}]}\n", "!duplicate" },
	{ "{\"b\":1,\"o\":{\"a\":2}}\n", "{}\n" },
	{ "{\"o\":3,\"c\":{\"b\":1}}\n", "!type:c" },
	{ "{\"a\":1,\"o\":{\"b\":2\n", "!cut" },
	{ "{\"a\":1,\"o\":\n", "!cut" },
	{ "{\"a\"=1}\n", "!syntax" },
};

START_TEST(what_was_learned_changes_nothing)
{
	static const char fields[] =
	    "\"a\":{" KEEP ",\"o.b\":{" KEEP ",\"c\":{" KEEP;
	char input[200], expected[200];

	ck_assert_str_eq(
	    harness_filter(fields, others[_i].record), others[_i].then);
	snprintf(input, sizeof(input), LEARNED LEARNED "%s", others[_i].record);
	snprintf(
	    expected, sizeof(expected), LEARNED LEARNED "%s", others[_i].then);
	ck_assert_str_eq(harness_filter(fields, input), expected);
}
END_TEST

Suite *json_shape_suite(void);

Suite *
json_shape_suite(void)
{
	Suite *s = suite_create("json_shape");
	TCase *t = tcase_create("json_shape");

	tcase_add_test(t, a_place_has_one_shape_for_each_state);
	tcase_add_test(t, what_was_learned_is_found);
	tcase_add_loop_test(t, every_byte_of_a_name_counts, 0, 35);
	tcase_add_test(t, no_more_than_there_is_room_for);
	tcase_add_test(t, the_latest_are_expected);
	tcase_add_loop_test(t, what_was_learned_changes_nothing, 0,
	    (int)(sizeof(others) / sizeof(others[0])));
	suite_add_tcase(s, t);
	return s;
}
