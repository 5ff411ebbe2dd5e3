/*
 * The layout of policies.  In texts, ` stands for ".
 */
#include <check.h>
#include <glob.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/limits.h"
#include "policies.h"
#include "policy/layout.h"

static const struct {
	const char *written, *laid_out;
} cases[] = {
	/* What fits stands on one line. */
	{ "{}", "{}\n" },
	{ "[ ]", "[]\n" },
	{ "{`a`:1}", "{\n\t`a`: 1\n}\n" },
	{ "{`a`:{`b`:[1,2,{}],`c`:`d`}}",
	    "{\n\t`a`: { `b`: [ 1, 2, {} ], `c`: `d` }\n}\n" },
	{ "\r\n{\r\n`a`\r\n:\r\ntrue\r\n}\r\n", "{\n\t`a`: true\n}\n" },
	{ "{`a`:{`b\\u00e9`:1.50e+1}}",
	    "{\n\t`a`: { `b\\u00e9`: 1.50e+1 }\n}\n" },
	/* Sections, kinds and fields do not, where they are. */
	{ "{`domains`:{`d`:{`fields`:{`a`:1}}}}",
	    "{\n\t`domains`: {\n\t\t`d`: { `fields`: { `a`: 1 } }\n\t}\n}\n" },
	{ "{`records`:{`k`:{`fields`:{`a`:{`do`:`drop`}},`match`:{`all`:[]}}}}",
	    "{\n\t`records`: {\n\t\t`k`: {\n\t\t\t`fields`: {\n"
	    "\t\t\t\t`a`: { `do`: `drop` }\n\t\t\t},\n"
	    "\t\t\t`match`: { `all`: [] }\n\t\t}\n\t}\n}\n" },
	{ "{`records`:{},`fields`:{`a`:1}}",
	    "{\n\t`records`: {},\n\t`fields`: { `a`: 1 }\n}\n" },
	/* What does not fit has a line for each item; words share them. */
	{ "{`a`:{`b`:`0123456789012345678901234567890123456789`,"
	  "`c`:`0123456789012345678901234567890123456789`}}",
	    "{\n\t`a`: {\n"
	    "\t\t`b`: `0123456789012345678901234567890123456789`,\n"
	    "\t\t`c`: `0123456789012345678901234567890123456789`\n\t}\n}\n" },
	{ "[`0123456789012345678901234567890123456789`,"
	  "`0123456789012345678901234567890123456789`,`0123456789`]",
	    "[\n\t`0123456789012345678901234567890123456789`, "
	    "`0123456789012345678901234567890123456789`,\n\t`0123456789`\n]\n" },
	/* A blank line stays one, but not at the ends. */
	{ "{\n\n`a`:1,\n\n\n`b`:2,\n`c`:3\n\n}",
	    "{\n\t`a`: 1,\n\n\t`b`: 2,\n\t`c`: 3\n}\n" },
	/* Comments on lines of their own. */
	{ "// top\n\n{ `a`: 1 }\n// end",
	    "// top\n\n{\n\t`a`: 1\n}\n// end\n" },
	{ "{\n  // one  \n\n  // two\n\n`a`:1\n// three\n}",
	    "{\n\t// one\n\n\t// two\n\n\t`a`: 1\n\t// three\n}\n" },
	{ "[1,\n/* a\n   b */\n2]", "[\n\t1,\n\t/* a\n   b */\n\t2\n]\n" },
	/* Behind something on its line. */
	{ "{ // open\n`a`:1, // one\n`b`:[ // list\n2] // two\n} // end",
	    "{ // open\n\t`a`: 1, // one\n\t`b`: [ // list\n\t\t2\n\t] // two\n} "
	    "// end\n" },
	{ "[1 /* a */, /* b */ // c\n2]",
	    "[\n\t1, /* a */ /* b */ // c\n\t2\n]\n" },
	/* Before something on its line. */
	{ "[1, /* two */ 2, /* three */\n3]",
	    "[\n\t1,\n\t/* two */ 2, /* three */\n\t3\n]\n" },
	{ "/* a */ [] /* b */", "/* a */ [] /* b */\n" },
	/* In places where nobody writes one. */
	{ "{`a` /* x */ : // y\n 1}", "{\n\t/* x */ // y\n\t`a`: 1\n}\n" },
	{ "[1 // x\n, // y\n2]", "[\n\t1, // x\n\t// y\n\t2\n]\n" },
	{ "[1\n/* x */\n,\n2]", "[\n\t1,\n\t/* x */\n\t2\n]\n" },
	{ "[1\n/* x */ , 2]", "[\n\t1,\n\t/* x */ 2\n]\n" },
	{ "[ /* x */ ]", "[ /* x */\n]\n" },
	{ "[\n /* x */ ]", "[\n\t/* x */\n]\n" },
	{ "{`a`: 1 /* // */, `b`: `//`, `c`: `/*`}",
	    "{\n\t`a`: 1, /* // */\n\t`b`: `//`,\n\t`c`: `/*`\n}\n" },
};

static int
lay_out(struct slice text, struct buf *out)
{
	struct err err = { 0 };

	buf_init(out, LAYOUT_MAX);
	return policy_layout("p", text, NULL, NULL, out, &err);
}

static void
expect_layout(struct slice text, struct slice expected)
{
	struct buf out;

	ck_assert_int_eq(lay_out(text, &out), 0);
	ck_assert_msg(slice_equal(buf_slice(&out), expected),
	    "%.*s\nbecame\n%.*s\nand not\n%.*s", (int)text.len,
	    (const char *)text.p, (int)out.len, (const char *)out.p,
	    (int)expected.len, (const char *)expected.p);
	buf_release(&out);
}

START_TEST(test_cases)
{
	struct buf written = policies_text(cases[_i].written);
	struct buf laid_out = policies_text(cases[_i].laid_out);

	expect_layout(buf_slice(&written), buf_slice(&laid_out));
	expect_layout(buf_slice(&laid_out), buf_slice(&laid_out));
	buf_release(&written);
	buf_release(&laid_out);
}
END_TEST

static void
note_code(void *ctx, const struct note *note)
{
	memcpy(ctx, note->code, 6);
}

/* What is not JSON with comments, or says a key twice, has no layout. */
START_TEST(test_refused)
{
	static const char *const texts[][2] = { { "{", "E0104" },
		{ "{`a`:1,}", "E0108" }, { "/*", "E0105" }, { "", "E0104" },
		{ "{`a`:1,`a`:2}", "E0109" }, { "[\xFF]", "E0102" } };
	struct buf text = policies_text(texts[_i][0]), out;
	struct err err = { 0 };
	char code[6] = "";

	buf_init(&out, LAYOUT_MAX);
	ck_assert_int_eq(
	    policy_layout("p", buf_slice(&text), note_code, code, &out, &err),
	    -1);
	ck_assert_int_eq(err.code, ERR_POLICY);
	ck_assert_str_eq(code, texts[_i][1]);
	buf_release(&out);
	buf_release(&text);
}
END_TEST

/* The digest's text of a policy's rules; empty if it is refused. */
static struct buf
rules_of(struct slice text)
{
	struct program *program = NULL;
	struct err err = { 0 };
	struct buf rules;

	buf_init(&rules, 16 << 20);
	if (policy_parse("p", text, NULL, NULL, &program, &err) == 0)
		buf_add_slice(&rules, program->canonical);
	program_free(program);
	return rules;
}

static void
expect_same_rules(struct slice a, struct slice b)
{
	struct buf x = rules_of(a), y = rules_of(b);

	ck_assert(slice_equal(buf_slice(&x), buf_slice(&y)));
	buf_release(&x);
	buf_release(&y);
}

/* Laid out, a policy has the same rules, and is laid out. */
static bool
expect_laws(const char *path)
{
	struct err err = { 0 };
	struct buf text, out;
	bool good = false;

	buf_init(&text, LIMIT_POLICY);
	if (file_read(path, LIMIT_POLICY, &text, &err) == 0) {
		good = lay_out(buf_slice(&text), &out) == 0;
		if (good) {
			expect_layout(buf_slice(&out), buf_slice(&out));
			expect_same_rules(buf_slice(&text), buf_slice(&out));
		}
		buf_release(&out);
	}
	buf_release(&text);
	return good;
}

START_TEST(test_files)
{
	static const char *const patterns[] = { "policies/*.policy.jsonc",
		"tests/bench/*.policy.jsonc", "tests/samples/*.policy.jsonc",
		"tests/golden/*/*.policy.jsonc",
		"tests/golden/*/*/*.policy.jsonc",
		"tests/schema/*/*.policy.jsonc" };
	size_t good = 0;
	glob_t found;

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		if (glob(patterns[i], 0, NULL, &found) != 0)
			continue;
		for (size_t k = 0; k < found.gl_pathc; k++)
			good += expect_laws(found.gl_pathv[k]);
		globfree(&found);
	}
	ck_assert_uint_gt(good, 200);
}
END_TEST

/* Thousands of rules on one line. */
START_TEST(test_long_lines)
{
	struct buf text, out;

	buf_init(&text, LIMIT_POLICY);
	buf_add_text(&text, "{\"records\":{\"k\":{\"fields\":{");
	for (int i = 0; i < 5000; i++)
		buf_add_format(&text,
		    "%s\"a%d\":{\"do\":\"drop\",\"because\":\"number %d\"}",
		    i > 0 ? "," : "", i, i);
	buf_add_text(&text, "}}}}");
	ck_assert_int_eq(lay_out(buf_slice(&text), &out), 0);
	expect_layout(buf_slice(&out), buf_slice(&out));
	buf_release(&text);
	buf_release(&out);
}
END_TEST

Suite *layout_suite(void);

Suite *
layout_suite(void)
{
	Suite *s = suite_create("layout");
	TCase *c = tcase_create("layout");

	tcase_add_loop_test(c, test_cases, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(c, test_refused, 0, 6);
	tcase_add_test(c, test_files);
	tcase_add_test(c, test_long_lines);
	suite_add_tcase(s, c);
	return s;
}
