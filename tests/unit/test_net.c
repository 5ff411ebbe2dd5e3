#include <check.h>

#include "base/limits.h"
#include "harness.h"

#define FORMAT "\"format\":\"json\""
#define TOKEN  "{\"do\":\"tokenize\",\"as\":\"patient\",\"because\":\"x\"}"
#define KEEP   "{\"do\":\"keep\",\"because\":\"x\"}"

/* A whole policy, whose domain takes any value. */
static const char policy[] =
    "{\"policy\":\"p\",\"version\":\"2021-11-03\",\"title\":\"t\","
    "\"purpose\":\"p\",\"domains\":{\"patient\":{\"entity\":\"person\","
    "\"key\":\"test\",\"normalize\":\"none\"}},\"records\":{\"k\":{" FORMAT
    ",\"fields\":{\"a[].b[]\":" TOKEN ",\"c\":" KEEP ",\"d[]\":" KEEP "}}}}";

/* {"a":[{"b":["xxxxx000000",...]},...],"c":TEXT}: so many arrays of 10,000. */
static struct buf
record_of(size_t arrays, const char *text)
{
	struct buf b;

	buf_init(&b, LIMIT_RECORD);
	buf_add_text(&b, "{\"a\":[");
	for (size_t i = 0; i < arrays; i++) {
		buf_add_text(&b, i > 0 ? "]},{\"b\":[" : "{\"b\":[");
		for (size_t k = 0; k < LIMIT_MEMBERS; k++)
			buf_add_format(&b, "%s\"xxxxx%06zu\"", k > 0 ? "," : "",
			    i * LIMIT_MEMBERS + k);
	}
	buf_add_text(&b, "]}],\"c\":\"");
	buf_add_text(&b, text);
	buf_add_text(&b, "\"}\n");
	ck_assert(!b.failed);
	return b;
}

static void
expect(size_t arrays, const char *text, const char *line)
{
	struct buf record = record_of(arrays, text);
	struct outcome o = harness_run(policy, buf_slice(&record), 0, true);

	ck_assert_int_eq(o.result, 0);
	ck_assert_str_eq((const char *)o.quarantine.p, line);
	harness_release(&o);
	buf_release(&record);
}

START_TEST(one_of_very_many_values_is_found)
{
	expect(10, "xxxxx099998 ",
	    "{\"record\":1,\"offset\":0,\"reason\":\"echo\",\"path\":\"c\","
	    "\"of\":\"a[].b[]\"}\n");
	expect(10, "xxxxx100000", "");
}
END_TEST

START_TEST(more_values_than_can_be_protected_reject)
{
	expect(21, "y",
	    "{\"record\":1,\"offset\":0,\"reason\":\"too-many-members\"}\n");
}
END_TEST

/* What is told of one record is nothing to the next. */
START_TEST(records_are_apart)
{
	struct outcome o = harness_run(policy,
	    slice_text("{\"a\":[{\"b\":[\"Lefevre\"]}],\"c\":\"x\"}\n"
		       "{\"c\":\"Lefevre\"}\n"
		       "{\"d\":[\"1\",\"LEF\\u00c8VRE\"],"
		       "\"a\":[{\"b\":[\"Huet\",\"Lefevre\"]}]}\n"),
	    0, true);

	ck_assert_uint_eq(o.counts.written, 2);
	ck_assert_ptr_nonnull(strstr((const char *)o.quarantine.p,
	    "\"record\":3,\"offset\":50,\"reason\":\"echo\",\"path\":\"d[]\","
	    "\"of\":\"a[].b[]\"}"));
	harness_release(&o);
}
END_TEST

/* More kept values than there is room for at first. */
START_TEST(each_of_many_kept_values_is_searched)
{
	for (size_t n = 1; n < 300; n += 37) {
		struct buf b;
		struct outcome o;

		buf_init(&b, 1 << 16);
		buf_add_text(&b, "{\"d\":[");
		for (size_t i = 0; i < 300; i++)
			buf_add_format(&b, "%s\"%s\"", i > 0 ? "," : "",
			    i == n       ? "Lefevre"
			    : i % 3 == 0 ? "\\u0041"
					 : "B");
		buf_add_text(&b, "],\"a\":[{\"b\":[\"Lefevre\"]}]}\n");
		o = harness_run(policy, buf_slice(&b), 0, true);
		ck_assert_uint_eq(o.counts.rejected, 1);
		harness_release(&o);
		buf_release(&b);
	}
}
END_TEST

Suite *net_suite(void);

Suite *
net_suite(void)
{
	Suite *s = suite_create("net");
	TCase *c = tcase_create("net");

	tcase_add_test(c, one_of_very_many_values_is_found);
	tcase_add_test(c, more_values_than_can_be_protected_reject);
	tcase_add_test(c, records_are_apart);
	tcase_add_test(c, each_of_many_kept_values_is_searched);
	suite_add_tcase(s, c);
	return s;
}
