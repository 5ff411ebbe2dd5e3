/* Whole JSON records through fields of a policy. */
#include <check.h>

#include "harness.h"

#define KEEP(path)       "\"" path "\":{\"do\":\"keep\",\"because\":\"x\"}"
#define RULE(path, rest) "\"" path "\":{" rest ",\"because\":\"x\"}"
#define DROP(path)       RULE(path, "\"do\":\"drop\"")

struct scene {
	const char *fields, *input, *output;
};

static const struct scene scenes[] = {
	/* What is not named is dropped. */
	{ KEEP("a"), "{\"a\":1}", "{\"a\":1}" },
	{ KEEP("a"), "{\"b\":1}", "{}" },
	{ KEEP("a"), "{\"b\":1,\"a\":2,\"c\":3}\n", "{\"a\":2}\n" },
	{ KEEP("a"), "{\"A\":1,\"a \":2,\" a\":3}", "{}" },
	{ KEEP("a"), "1\n\"a\"\nnull\n", "{}\n{}\n{}\n" },
	{ KEEP("a.b"), "{\"a\":{\"b\":1,\"c\":2},\"b\":3}",
	    "{\"a\":{\"b\":1}}" },
	{ KEEP("a.b"), "{\"a\":1}", "{}" },
	{ KEEP("a.b"), "{\"a\":[{\"b\":1}]}", "{}" },
	{ KEEP("a.b"), "{\"x\":0,\"a\":{\"c\":2}}", "{}" },
	/* Bytes as received. */
	{ KEEP("a") "," KEEP("b"), " { \"a\" : 1.10 ,\t\"b\":-0e+1 } \n",
	    " { \"a\" : 1.10 ,\t\"b\":-0e+1 } \n" },
	{ KEEP("a") "," KEEP("c"), "{ \"a\":1 , \"b\":2 , \"c\":3 }",
	    "{ \"a\":1 , \"c\":3 }" },
	{ KEEP("a") "," KEEP("b"), "{\"b\":1,\"a\":\"\\u00e9\\/\"}",
	    "{\"b\":1,\"a\":\"\\u00e9\\/\"}" },
	{ KEEP("a"), "{\"a\":12345678901234567890123}",
	    "{\"a\":12345678901234567890123}" },
	{ KEEP("nir"), "{\"n\\u0069r\":1}", "{\"n\\u0069r\":1}" },
	/* null and "" are kept by keep, and dropped by others. */
	{ KEEP("a") "," KEEP("b"), "{\"a\":null,\"b\":\"\"}",
	    "{\"a\":null,\"b\":\"\"}" },
	{ RULE("a", "\"do\":\"truncate\",\"first\":1") "," KEEP("b"),
	    "{\"a\":null,\"b\":1}\n{\"a\":\"\"}", "{\"b\":1}\n{}" },
	/* Arrays. */
	{ KEEP("a[]"), "{\"a\":[1,{\"x\":2},[3],\"4\"]}", "!type:a[]" },
	{ KEEP("a[]"), "{\"a\":[1, \"4\" ]}", "{\"a\":[1, \"4\" ]}" },
	{ KEEP("a[].b"), "{\"a\":[{\"b\":1,\"c\":0},{\"c\":2},{\"b\":3}]}",
	    "{\"a\":[{\"b\":1},{\"b\":3}]}" },
	{ KEEP("a[].b"), "{\"a\":[]}", "{}" },
	/* A container where a value should be. */
	{ KEEP("a"), "{\"a\":{\"b\":1}}", "!type:a" },
	{ KEEP("a"), "{\"a\":[]}", "!type:a" },
	{ DROP("a"), "{\"a\":{\"b\":1}}", "{}" },
	{ RULE("a", "\"do\":\"keep\",\"invalid\":\"drop\"") "," KEEP("b"),
	    "{\"a\":[1],\"b\":2}", "{\"b\":2}" },
	/* Predicates. */
	{ KEEP("id[s='x'].v"),
	    "{\"id\":[{\"s\":\"x\",\"v\":1},{\"v\":2,\"s\":\"y\"},{\"v\":3}]}",
	    "{\"id\":[{\"v\":1}]}" },
	{ KEEP("id[s='x'].v"), "{\"id\":{\"v\":1,\"s\":\"x\"}}",
	    "{\"id\":{\"v\":1}}" },
	{ KEEP("id[s^='urn:'].v"),
	    "{\"id\":[{\"v\":1,\"s\":\"urn:a\"},{\"v\":2,\"s\":\"u\"}]}",
	    "{\"id\":[{\"v\":1}]}" },
	{ KEEP("id[s!='x'].v"),
	    "{\"id\":[{\"v\":1,\"s\":\"y\"},{\"v\":2,\"s\":\"x\"},{\"v\":3}]}",
	    "{\"id\":[{\"v\":1}]}" },
	{ KEEP("id[s='x'].v"), "{\"id\":[{\"\\u0073\":\"\\u0078\",\"v\":1}]}",
	    "{\"id\":[{\"v\":1}]}" },
	{ KEEP("id[s='x'].v"), "{\"id\":[[{\"s\":\"x\",\"v\":1}]]}", "{}" },
	{ KEEP("id[s='x'].v"), "{\"id\":[{\"s\":\"x\",\"s\":\"y\",\"v\":1}]}",
	    "!duplicate" },
	{ KEEP("a[].v") "," DROP("a[s='x'].v"),
	    "{\"a\":[{\"v\":1},{\"v\":2,\"s\":\"x\"}]}",
	    "{\"a\":[{\"v\":1}]}" },
	/* Any depth. */
	{ RULE("**.code", "\"do\":\"keep\",\"oneOf\":[\"P\",\"N\"]"),
	    "{\"code\":\"P\",\"Nobody\":{\"code\":\"N\"}}",
	    "{\"code\":\"P\"}" },
	{ RULE("**.code", "\"do\":\"keep\",\"oneOf\":[\"P\",\"N\"]") "," DROP(
	      "a.b"),
	    "{\"a\":{\"code\":\"P\",\"b\":{\"code\":\"N\"}}}",
	    "{\"a\":{\"code\":\"P\"}}" },
	/* An age refers to the date of its own record. */
	{ RULE("b[]", "\"do\":\"generalize\",\"to\":\"age-1y\","
		      "\"at\":\"d[]\",\"must\":\"date\""),
	    "{\"b\":[\"2000-01-01\",\"2001-01-01\"],\"d\":[\"2021-11-03\"]}\n"
	    "{\"b\":[\"2000-01-01\"],\"d\":[\"2020-11-03\",\"2020-11-03\"]}\n"
	    "{\"b\":[\"2000-01-01\"],\"d\":[\"2020-11-03\",\"2019-11-03\"]}\n"
	    "{\"b\":[\"2000-01-01\"]}\n",
	    "{\"b\":[\"21\",\"20\"]}\n{\"b\":[\"20\"]}\n!at:b[]!at:b[]" },
	/* Types and lists. */
	{ RULE("a", "\"do\":\"keep\",\"must\":\"integer\""),
	    "{\"a\":1}\n{\"a\":1.5}\n{\"a\":\"x\"}\n",
	    "{\"a\":1}\n!type:a!type:a" },
	{ RULE("a", "\"do\":\"keep\",\"oneOf\":[\"P\",\"N\"]"),
	    "{\"a\":\"N\"}\n{\"a\":\"\\u0050\"}\n{\"a\":\"X\"}\n",
	    "{\"a\":\"N\"}\n{\"a\":\"\\u0050\"}\n!one-of:a" },
	{ RULE("a", "\"do\":\"keep\",\"oneOf\":[\"P\"],\"invalid\":\"drop\""),
	    "{\"a\":\"X\"}", "{}" },
	/* What must be there. */
	{ RULE("a", "\"do\":\"keep\",\"absent\":\"reject\""),
	    "{}\n{\"a\":null}\n{\"a\":\"\"}\n{\"a\":1}\n",
	    "{\"a\":1}\n!absent:a!absent:a!absent:a" },
	{ RULE("a.b", "\"do\":\"drop\",\"absent\":\"reject\""),
	    "{\"a\":{\"b\":1}}\n{\"a\":1}", "{}\n!absent:a.b" },
	/* New values are written as JSON. */
	{ RULE("a", "\"do\":\"replace\",\"with\":\"x\\\"\\u0001\""),
	    "{\"a\": 1 , \"b\":2}", "{\"a\": \"x\\\"\\u0001\" }" },
	{ RULE("a", "\"do\":\"replace\",\"with\":null"), "{\"a\":1}",
	    "{\"a\":null}" },
	{ RULE("a", "\"do\":\"truncate\",\"first\":2"),
	    "{\"a\":\"\\u00e9t\\u00e9\"}", "{\"a\":\"\xC3\xA9t\"}" },
	{ RULE("a", "\"do\":\"tokenize\",\"as\":\"patient\""),
	    "{\"a\":\"184067510800074\"}\n{\"a\":\"1 84 06 75 108 000\"}\n",
	    "{\"a\":\"tk1.test.1.TOKEN\"}\n{\"a\":\"tk1.test.1.TOKEN\"}\n" },
	/* Not well-formed, also where it is dropped. */
	{ KEEP("a"), "{\"a\":1", "!cut" },
	{ KEEP("a"), "{\"a\":1}{\"a\":2}\n{\"a\":3}\n",
	    "{\"a\":3}\n!trailing" },
	{ KEEP("a"), "{\"b\":tru,\"a\":1}\n{\"a\":3}\n", "{\"a\":3}\n!syntax" },
	{ KEEP("a"), "{\"b\":[1,],\"a\":1}", "!syntax" },
	{ KEEP("a"), "{\"b\":\"\xC0\xAF\",\"a\":1}", "!utf8" },
	{ KEEP("a"), "{\"b\":\"\\ud800\",\"a\":1}", "!utf8" },
	{ KEEP("a"), "{\"b\":1,\"b\":2}", "!duplicate" },
	{ KEEP("a"), "{\"x\":{\"nir\":1,\"n\\u0069r\":2}}", "!duplicate" },
	{ KEEP("a"), "{\"a\":\"\\u0000\"}", "!utf8" },
	{ KEEP("a"), "{\"b\":\"\\u0000\",\"a\":1}", "{\"a\":1}" },
	{ KEEP("a"), "{\"a\":\n{\"a\":2}\n", "{\"a\":2}\n!cut" },
	{ KEEP("a"), "{\n\"a\":1\n}\n", "{\n\"a\":1\n}\n" },
	/* What is inside a rejected record is none. */
	{ KEEP("a"), "{\"a\":[],\"b\":\n{\"a\":2}\n}\n{\"a\":3}\n",
	    "{\"a\":3}\n!type:a" },
	{ KEEP("a"), "{\"b\":1,\"b\":\n{\"a\":2}\n}\n", "!duplicate" },
	{ KEEP("a"), "{\"b\":[\n{\"a\":1}\n]} x\n{\"a\":2}\n",
	    "{\"a\":2}\n!trailing" },
	{ KEEP("a"), "{\"b\":\"\\udfff\",\"c\":\n{\"a\":2}\n}\n", "!utf8" },
	{ KEEP("a"), "{\"a\":[]}\n{\"a\":2}\n", "{\"a\":2}\n!type:a" },
	{ KEEP("a"), "{\"a\":[],\"b\":\n{\"a\":2}\n{\"a\":3}\n",
	    "{\"a\":2}\n{\"a\":3}\n!cut" },
	{ KEEP("a"), "[{\"a\":1},{\"a\":[]},{\"b\":2}]",
	    "[{\"a\":1},{}]!type:a" },
};

/* The token's own characters are the vectors' matter. */
static void
hide_tokens(char *text)
{
	static const char start[] = "tk1.test.1.";
	char *token = text;

	while ((token = strstr(token, start)) != NULL) {
		token += strlen(start);
		memcpy(token, "TOKEN", 5);
		memmove(token + 5, token + 26, strlen(token + 26) + 1);
	}
}

START_TEST(records_are_filtered)
{
	char text[4096];
	const char *found = harness_filter(scenes[_i].fields, scenes[_i].input);

	ck_assert_uint_lt(strlen(found), sizeof(text));
	memcpy(text, found, strlen(found) + 1);
	hide_tokens(text);
	ck_assert_msg(strcmp(text, scenes[_i].output) == 0,
	    "%s: %s instead of %s", scenes[_i].input, text, scenes[_i].output);
}
END_TEST

Suite *format_json_suite(void);

Suite *
format_json_suite(void)
{
	Suite *s = suite_create("format_json");
	TCase *t = tcase_create("format_json");

	tcase_add_loop_test(
	    t, records_are_filtered, 0, sizeof(scenes) / sizeof(scenes[0]));
	suite_add_tcase(s, t);
	return s;
}
