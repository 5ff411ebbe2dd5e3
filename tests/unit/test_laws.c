/*
 * Laws that hold for every record: keep-all is the identity, drop-all leaves
 * nothing, and what is written does not depend on what was dropped.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

/* A small generator of test cases; the constants are Knuth's MMIX. */
static uint32_t
next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

static const char *const blanks[] = { "", "", "", " ", "\t", "  " };
static const char *const values[] = { "0", "-1.50e+3", "true", "false", "null",
	"\"\"", "\"x\"", "\"\\u00e9\\n\\\\\"", "\"Zo\xC3\xA9\"", "12345678901",
	"\"a longer text, to be copied in more than one step\"",
	"\"\xF0\x9F\x98\x80\"" };

#define COUNT(array)      (sizeof(array) / sizeof((array)[0]))
#define PICK(array, seed) (array)[next(seed) % COUNT(array)]

static void
add_blank(struct buf *b, uint64_t *seed)
{
	buf_add_text(b, PICK(blanks, seed));
}

static void
add_object(struct buf *b, uint64_t *seed, int depth, const char *secret);

static void
add_value(struct buf *b, uint64_t *seed, int depth, const char *secret)
{
	if (depth > 0 && next(seed) % 3 == 0)
		add_object(b, seed, depth - 1, secret);
	else if (secret != NULL)
		buf_add_text(b, secret);
	else
		buf_add_text(b, PICK(values, seed));
}

/* Members a, b, c, d in some order, each an object or a scalar. */
static void
add_object(struct buf *b, uint64_t *seed, int depth, const char *secret)
{
	uint32_t first = next(seed) % 4;

	buf_add_byte(b, '{');
	for (uint32_t i = 0; i < 4; i++) {
		if (i > 0)
			buf_add_byte(b, ',');
		add_blank(b, seed);
		buf_add_format(b, "\"%c\"", (char)('a' + (first + i) % 4));
		add_blank(b, seed);
		buf_add_byte(b, ':');
		add_blank(b, seed);
		add_value(b, seed, depth, secret);
		add_blank(b, seed);
	}
	buf_add_byte(b, '}');
}

START_TEST(keep_all_is_the_identity)
{
	static const char rules[] = "\"a\":{\"do\":\"keep\",\"because\":\"x\"},"
				    "\"b\":{\"do\":\"keep\",\"because\":\"x\"},"
				    "\"c\":{\"do\":\"keep\",\"because\":\"x\"},"
				    "\"d\":{\"do\":\"keep\",\"because\":\"x\"}";
	struct buf policy = harness_policy(rules), in;
	uint64_t seed = (uint64_t)_i;
	struct outcome o;

	buf_init(&in, 1 << 20);
	for (int i = 0; i < 50; i++) {
		add_object(&in, &seed, 0, NULL);
		buf_add_text(&in, i % 7 == 0 ? "\r\n" : "\n");
	}
	o = harness_run((char *)policy.p, buf_slice(&in), 0, false);
	ck_assert_int_eq(o.result, 0);
	ck_assert(slice_equal(buf_slice(&o.out), buf_slice(&in)));
	ck_assert_uint_eq(o.counts.records, 50);
	harness_release(&o);
	buf_release(&in);
	buf_release(&policy);
}
END_TEST

/* The same shape, other secrets: the same output. */
START_TEST(output_does_not_depend_on_what_is_dropped)
{
	static const char rules[] =
	    "\"z\":{\"do\":\"keep\",\"because\":\"x\"},"
	    "\"+x.a.new\":{\"do\":\"replace\",\"with\":1,\"because\":\"x\"},"
	    "\"+x.w\":{\"do\":\"tokenize\",\"as\":\"patient\",\"from\":[\"z\"],"
	    "\"because\":\"x\",\"invalid\":\"drop\"}";
	struct buf policy = harness_policy(rules);
	struct buf in[2];
	struct outcome o[2];
	static const char *const secrets[] = { "\"CANARY-1840675108000\"",
		"31415926535" };

	for (int k = 0; k < 2; k++) {
		uint64_t seed = (uint64_t)_i;

		buf_init(&in[k], 1 << 20);
		for (int i = 0; i < 20; i++) {
			buf_add_text(&in[k], "{\"z\":1,\"x\":");
			add_object(&in[k], &seed, 3, secrets[k]);
			buf_add_text(&in[k], "}\n");
		}
		o[k] =
		    harness_run((char *)policy.p, buf_slice(&in[k]), 0, false);
		ck_assert_int_eq(o[k].result, 0);
		ck_assert_ptr_null(strstr((char *)o[k].out.p, "CANARY"));
		ck_assert_ptr_null(strstr((char *)o[k].out.p, "31415"));
	}
	ck_assert(slice_equal(buf_slice(&o[0].out), buf_slice(&o[1].out)));
	for (int k = 0; k < 2; k++) {
		harness_release(&o[k]);
		buf_release(&in[k]);
	}
	buf_release(&policy);
}
END_TEST

START_TEST(a_policy_that_drops_everything_leaves_nothing)
{
	static const char rules[] = "\"a\":{\"do\":\"drop\",\"because\":\"x\"}";
	struct buf policy = harness_policy(rules), in, expected;
	uint64_t seed = (uint64_t)_i;
	struct outcome o;

	buf_init(&in, 1 << 20);
	buf_init(&expected, 1 << 20);
	for (int i = 0; i < 20; i++) {
		add_object(&in, &seed, 3, NULL);
		buf_add_byte(&in, '\n');
		buf_add_text(&expected, "{}\n");
	}
	o = harness_run((char *)policy.p, buf_slice(&in), 0, false);
	ck_assert_int_eq(o.result, 0);
	ck_assert(slice_equal(buf_slice(&o.out), buf_slice(&expected)));
	harness_release(&o);
	buf_release(&in);
	buf_release(&expected);
	buf_release(&policy);
}
END_TEST

START_TEST(pieces_of_any_size_give_the_same)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 7, 4096 };
	static const char rules[] =
	    "\"a\":{\"do\":\"keep\",\"because\":\"x\",\"must\":\"integer\"},"
	    "\"b.c\":{\"do\":\"keep\",\"because\":\"x\"},"
	    "\"c\":{\"do\":\"truncate\",\"first\":1,\"because\":\"x\","
	    "\"invalid\":\"drop\"},"
	    "\"+b.new\":{\"do\":\"replace\",\"with\":1,\"because\":\"x\"},"
	    "\"+d.e\":{\"do\":\"tokenize\",\"as\":\"patient\","
	    "\"from\":[\"a\"],\"because\":\"x\",\"invalid\":\"drop\"}";
	struct buf policy = harness_policy(rules), in;
	uint64_t seed = (uint64_t)_i;
	struct outcome whole = { 0 };

	buf_init(&in, 1 << 20);
	for (int i = 0; i < 30; i++) {
		size_t at = in.len;

		add_object(&in, &seed, 2, NULL);
		if (i % 5 == 0)
			in.p[at + next(&seed) % (in.len - at)] = '\n';
		buf_add_byte(&in, '\n');
	}
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct outcome o = harness_run(
		    (char *)policy.p, buf_slice(&in), sizes[i], true);

		ck_assert_int_eq(o.result, 0);
		ck_assert_uint_eq(
		    o.counts.records, o.counts.written + o.counts.rejected);
		if (i == 0) {
			whole = o;
			continue;
		}
		ck_assert(
		    slice_equal(buf_slice(&o.out), buf_slice(&whole.out)));
		ck_assert(slice_equal(
		    buf_slice(&o.quarantine), buf_slice(&whole.quarantine)));
		harness_release(&o);
	}
	harness_release(&whole);
	buf_release(&in);
	buf_release(&policy);
}
END_TEST

Suite *laws_suite(void);

Suite *
laws_suite(void)
{
	Suite *s = suite_create("laws");
	TCase *t = tcase_create("laws");

	tcase_set_timeout(t, 300);
	tcase_add_loop_test(t, keep_all_is_the_identity, 0, 10);
	tcase_add_loop_test(
	    t, output_does_not_depend_on_what_is_dropped, 0, 10);
	tcase_add_loop_test(
	    t, a_policy_that_drops_everything_leaves_nothing, 0, 10);
	tcase_add_loop_test(t, pieces_of_any_size_give_the_same, 0, 10);
	suite_add_tcase(s, t);
	return s;
}
