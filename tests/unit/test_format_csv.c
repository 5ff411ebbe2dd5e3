#include <check.h>

#include "harness.h"

#define SEMICOLON \
	"\"format\":\"csv\",\"delimiter\":\";\",\"encoding\":\"utf-8\""
#define COMMA "\"format\":\"csv\",\"delimiter\":\",\",\"encoding\":\"utf-8\""
#define TAB   "\"format\":\"csv\",\"delimiter\":\"\\t\",\"encoding\":\"utf-8\""
#define IN(encoding) \
	"\"format\":\"csv\",\"delimiter\":\";\",\"encoding\":\"" encoding "\""

#define DO(path, how) "\"" path "\":{\"because\":\"x\",\"do\":\"" how "\"}"
#define KEEP(path)    DO(path, "keep")

#define A_AND_C KEEP("a") "," KEEP("c")
#define MASKED  "\"a\":{\"because\":\"x\",\"do\":\"mask\",\"first\":2}"
#define MUST(type) \
	"\"a\":{\"because\":\"x\",\"do\":\"keep\",\"must\":\"" type "\"}"

/* What comes out, then a !reason or !reason:path for each rejected record. */
struct scene {
	const char *format, *fields, *in, *out;
};

static const struct scene scenes[] = {
	/* Columns, by name, in the input's order. */
	{ SEMICOLON, A_AND_C, "a;b;c\n1;2;3\n", "a;c\n1;3\n" },
	{ SEMICOLON, A_AND_C, "c;a;b\n3;1;2\n", "c;a\n3;1\n" },
	{ COMMA, A_AND_C, "a,b,c\n1,2;,3\n", "a,c\n1,3\n" },
	{ TAB, A_AND_C, "a\tb\tc\n1\t\t3\n", "a\tc\n1\t3\n" },
	{ SEMICOLON, KEEP("Code postal"), "x;Code postal\n;59000\n",
	    "Code postal\n59000\n" },
	{ SEMICOLON, KEEP("a.b[]"), "a.b[]\n1\n", "a.b[]\n1\n" },
	{ SEMICOLON, KEEP("\xC3\xA9t\xC3\xA9"), "\xC3\xA9t\xC3\xA9\n1\n",
	    "\xC3\xA9t\xC3\xA9\n1\n" },
	/* Only what may leave has a column. */
	{ SEMICOLON, KEEP("a") "," DO("b", "drop"), "a;b\n1;2\n", "a\n1\n" },
	{ SEMICOLON, DO("a", "drop"), "a;b\n1;2\n1;2\n", "\n\n\n" },
	{ SEMICOLON, A_AND_C, "a;b;c\n;2;\n", "a;c\n;\n" },
	/* Headers. */
	{ SEMICOLON, A_AND_C, "a;b;c", "a;c\n" },
	{ SEMICOLON, A_AND_C, "a;b;c\r\n", "a;c\r\n" },
	{ SEMICOLON, A_AND_C, "", "!header" },
	{ SEMICOLON, A_AND_C, "\n", "!header:a" },
	{ SEMICOLON, A_AND_C, "a;b\n1;2\n", "!header:c" },
	{ SEMICOLON, A_AND_C, "a;b;C\n1;2;3\n", "!header:c" },
	{ SEMICOLON, A_AND_C, "a;b; c\n1;2;3\n", "!header:c" },
	{ SEMICOLON, A_AND_C, "a;b;c;b\n1;2;3;4\n", "!header" },
	{ SEMICOLON, A_AND_C, "a;b;c;\"a\"\n1;2;3;4\n", "!header" },
	{ SEMICOLON, A_AND_C, "a;;c;\n1;2;3;4\n", "!header" },
	{ SEMICOLON, A_AND_C, "a;;c\n1;2;3\n", "a;c\n1;3\n" },
	{ SEMICOLON, A_AND_C, "a;\"c\"\n1;3\n", "a;\"c\"\n1;3\n" },
	{ SEMICOLON, A_AND_C, "a,b,c\n1,2,3\n", "!header:a" },
	{ SEMICOLON, A_AND_C, "a;b\"x\";c\n1;2;3\n", "!quote" },
	{ SEMICOLON, A_AND_C, "a;c;\"b\n1;2;3\n", "!quote" },
	{ SEMICOLON, A_AND_C, "a;b;c\r1;2;3\r", "!line-end" },
	{ SEMICOLON, A_AND_C, "a;\xE9;c\n1;2;3\n", "!utf8" },
	{ SEMICOLON, A_AND_C,
	    "\xFF\xFE"
	    "a",
	    "!utf8" },
	/* Marks. */
	{ SEMICOLON, A_AND_C,
	    "\xEF\xBB\xBF"
	    "a;c\n1;3\n",
	    "a;c\n1;3\n" },
	{ SEMICOLON, A_AND_C,
	    "\xEF\xBB\xBF\xEF\xBB\xBF"
	    "a;c\n1;3\n",
	    "!header:a" },
	{ IN("windows-1252"), A_AND_C,
	    "\xEF\xBB\xBF"
	    "a;c\n1;3\n",
	    "!header" },
	{ SEMICOLON, A_AND_C, "sep=;\na;c\n1;3\n", "a;c\n1;3\n" },
	{ SEMICOLON, A_AND_C, "\xEF\xBB\xBFsep=;\r\na;c\r\n1;3\r\n",
	    "a;c\r\n1;3\r\n" },
	{ SEMICOLON, A_AND_C, "sep=,\na,c\n1,3\n", "!header" },
	{ SEMICOLON, A_AND_C, "sep=;\na;c\r\n1;3\r\n", "!line-end" },
	{ SEMICOLON, A_AND_C, "sep=;", "!header:a" },
	{ SEMICOLON, A_AND_C, "sep", "!header:a" },
	{ SEMICOLON, A_AND_C, "sep=;\n", "!header" },
	{ SEMICOLON, KEEP("sep=x"), "sep=x;b\n1;2\n", "sep=x\n1\n" },
	/* Lines. */
	{ SEMICOLON, A_AND_C, "a;c\r\n1;3\r\n1;3", "a;c\r\n1;3\r\n1;3\r\n" },
	{ SEMICOLON, A_AND_C, "a;c\n1;3\r\n5;7\n", "a;c\n5;7\n!line-end" },
	{ SEMICOLON, A_AND_C, "a;c\r\n1;3\n5;7\r\n",
	    "a;c\r\n5;7\r\n!line-end" },
	{ SEMICOLON, A_AND_C, "a;c\n1\r;3\n5;7\n", "a;c\n5;7\n!line-end" },
	{ SEMICOLON, A_AND_C, "a;c\n1;3\r", "a;c\n!line-end" },
	{ SEMICOLON, A_AND_C, "a;c\n\n1;3\n\n\n", "a;c\n1;3\n!ragged" },
	{ SEMICOLON, A_AND_C, "a;c\n\n", "a;c\n" },
	{ SEMICOLON, KEEP("a"), "a\n1\n\n2\n\n", "a\n1\n\n2\n\n" },
	/* Ragged rows. */
	{ SEMICOLON, A_AND_C, "a;c\n1\n1;3\n1;2;3\n;\n",
	    "a;c\n1;3\n;\n!ragged!ragged" },
	/* Quotes. */
	{ SEMICOLON, A_AND_C, "a;c\n\"1\";3\n", "a;c\n\"1\";3\n" },
	{ SEMICOLON, A_AND_C, "a;c\n\"1;\"\"\n2\r\n\";\"\"\n",
	    "a;c\n\"1;\"\"\n2\r\n\";\"\"\n" },
	{ SEMICOLON, A_AND_C, "a;b;c\n1;\";\n;\";3\n", "a;c\n1;3\n" },
	{ SEMICOLON, A_AND_C, "a;c\n1;2\"\n5;7\n", "a;c\n5;7\n!quote" },
	{ SEMICOLON, A_AND_C, "a;c\n1; \"2\"\n5;7\n", "a;c\n5;7\n!quote" },
	{ SEMICOLON, A_AND_C, "a;c\n\"1\"x;2\n5;7\n", "a;c\n5;7\n!quote" },
	{ SEMICOLON, A_AND_C, "a;c\n\"1\" ;2\n5;7\n", "a;c\n5;7\n!quote" },
	{ SEMICOLON, A_AND_C, "a;c\n1;\"2\n5;7\n", "a;c\n!quote" },
	{ SEMICOLON, A_AND_C, "a;c\n1;\"2\"\"", "a;c\n!quote" },
	{ SEMICOLON, A_AND_C, "a;c\n1;\"2\"", "a;c\n1;\"2\"\n" },
	{ SEMICOLON, A_AND_C, "a;c\n'1;2'\n", "a;c\n'1;2'\n" },
	{ SEMICOLON, MASKED, "a\n\"a\"\"b;c\"\n", "a\n\"a\"\"***\"\n" },
	{ SEMICOLON, MASKED, "a\na;b\n", "a\n!ragged" },
	{ SEMICOLON, MASKED, "a\n\"\r\nabc\"\n", "a\n!formula:a" },
	{ SEMICOLON, MASKED, "a\n\"x\nabc\"\n", "a\n\"x\n***\"\n" },
	/* Encodings. */
	{ IN("windows-1252"), KEEP("\xC3\xA9") "," MASKED,
	    "a;\xE9\nc\x9Cur;\x80\n",
	    "a;\xC3\xA9\nc\xC5\x93**;\xE2\x82\xAC\n" },
	{ IN("windows-1252"), KEEP("a"), "a;b\n1;\x81\n2;\n", "a\n2\n!utf8" },
	{ IN("iso-8859-15"), KEEP("a"), "a\n\xA4\n", "a\n\xE2\x82\xAC\n" },
	{ IN("iso-8859-1"), KEEP("a"), "a\n\"\xE9\"\"\"\n",
	    "a\n\"\xC3\xA9\"\"\"\n" },
	{ SEMICOLON, KEEP("a"), "a;b\n1;\xE9\n2;\n", "a\n2\n!utf8" },
	/* Formulas: OWASP, CSV Injection, and the wide twins. */
	{ SEMICOLON, KEEP("a"), "a\n=1+1\n", "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"), "a\n\"=1+1\"\n", "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"), "a\n+1+1\n", "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"), "a\n-1+1\n", "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"), "a\n@SUM(1)\n", "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"), "a\n\t=1\n", "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"), "a\n\"\r=1\"\n", "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"),
	    "a\n\xEF\xBC\x9D"
	    "1\n",
	    "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"),
	    "a\n\xEF\xBC\x8B"
	    "1\n",
	    "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"),
	    "a\n\xEF\xBC\x8D"
	    "1\n",
	    "a\n!formula:a" },
	{ SEMICOLON, KEEP("a"),
	    "a\n\xEF\xBC\xA0"
	    "1\n",
	    "a\n!formula:a" },
	{ SEMICOLON, MUST("text"), "a\n=1\n", "a\n!formula:a" },
	{ SEMICOLON, MASKED, "a\n=cmd|x\n", "a\n!formula:a" },
	{ SEMICOLON, MASKED, "a\nx=cmd|\n", "a\nx=****\n" },
	{ SEMICOLON, KEEP("b"), "a;b\n=1+1;2\n", "b\n2\n" },
	{ SEMICOLON, KEEP("a"), "a\n-5\n", "a\n-5\n" },
	{ SEMICOLON, KEEP("a"), "a\n-\n", "a\n-\n" },
	{ SEMICOLON, KEEP("a"), "a\n\xEF\xBC\x91\n", "a\n\xEF\xBC\x91\n" },
	{ SEMICOLON, MUST("number"), "a\n-1.5\n", "a\n-1.5\n" },
	{ SEMICOLON, MUST("integer"), "a\n-15\n", "a\n-15\n" },
	{ SEMICOLON, MUST("phone"), "a\n+33639980000\n", "a\n+33639980000\n" },
	{ SEMICOLON,
	    "\"a\":{\"because\":\"x\",\"do\":\"keep\",\"oneOf\":[\"=\",\"+x\"]}",
	    "a\n=\n+x\n", "a\n=\n+x\n" },
	/* Rules are those of every format. */
	{ SEMICOLON, MUST("integer"), "a;b\nx;\n1;\n", "a\n1\n!type:a" },
	{ SEMICOLON, DO("a", "drop") "," KEEP("b"), "a;b\nx;y\n", "b\ny\n" },
	{ SEMICOLON,
	    "\"a\":{\"because\":\"x\",\"do\":\"keep\",\"absent\":\"reject\"}",
	    "a;b\n;\n\"\";\n1;\n", "a\n1\n!absent:a!absent:a" },
	{ SEMICOLON,
	    "\"a\":{\"because\":\"x\",\"do\":\"keep\",\"when\":"
	    "{\"field\":\"b\",\"is\":\"1;\"}}",
	    "b;a\n\"1;\";x\n2;y\n", "a\nx\n\n" },
	{ SEMICOLON,
	    "\"a\":{\"because\":\"x\",\"do\":\"keep\",\"when\":"
	    "{\"field\":\"b\",\"is\":\"1\"}}",
	    "a\nx\n", "!header:b" },
	{ SEMICOLON,
	    "\"a\":{\"because\":\"x\",\"do\":\"replace\",\"with\":null},"
	    "\"b\":{\"because\":\"x\",\"do\":\"replace\",\"with\":\"a;\"}",
	    "a;b\nx;y\n", "a;b\n;\"a;\"\n" },
	{ SEMICOLON,
	    "\"a\":{\"because\":\"x\",\"do\":\"map\",\"table\":{\"POS\":\"+\"},"
	    "\"else\":\"drop\"}",
	    "a;b\nPOS;\nNEG;\n", "a\n+\n\n" },
};

static void
compare_sizes(const struct scene *s)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 4096 };
	struct buf policy = harness_policy_as(s->format, s->fields);
	struct slice in = slice_text(s->in);
	struct outcome whole = harness_run((const char *)policy.p, in, 0, true);

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct outcome o =
		    harness_run((const char *)policy.p, in, sizes[i], true);

		ck_assert_int_eq(o.result, whole.result);
		ck_assert_str_eq(
		    (const char *)o.out.p, (const char *)whole.out.p);
		ck_assert_str_eq((const char *)o.quarantine.p,
		    (const char *)whole.quarantine.p);
		harness_release(&o);
	}
	harness_release(&whole);
	buf_release(&policy);
}

START_TEST(rows_are_filtered_however_they_arrive)
{
	const struct scene *s = &scenes[_i];

	ck_assert_str_eq(
	    harness_filter_as(s->format, s->fields, s->in), s->out);
	compare_sizes(s);
}
END_TEST

/* U+0000 in a cell: text cannot be written as a C string. */
START_TEST(nul_never_leaves)
{
	static const uint8_t in[] = "a;b\nx\0y;1\n2;\0\n";
	struct buf policy = harness_policy_as(SEMICOLON, KEEP("a"));
	struct outcome o = harness_run((const char *)policy.p,
	    (struct slice){ in, sizeof(in) - 1 }, 0, true);

	ck_assert_str_eq((const char *)o.out.p, "a\n2\n");
	ck_assert_ptr_nonnull(strstr((const char *)o.quarantine.p, "\"utf8\""));
	harness_release(&o);
	buf_release(&policy);
}
END_TEST

/* A policy with its own limits and two kinds. */
static const char two_kinds[] =
    "{\"policy\":\"p\",\"version\":\"2021-11-03\",\"title\":\"t\","
    "\"purpose\":\"p\",\"limits\":{\"record\":64,\"members\":4,\"name\":5,"
    "\"value\":4},\"records\":{"
    "\"one\":{" SEMICOLON ",\"match\":{\"field\":\"k\",\"is\":\"1\"},"
    "\"fields\":{" KEEP(
	"a") "}},"
	     "\"two\":{" SEMICOLON ",\"match\":{\"field\":\"k\",\"is\":\"2\"},"
	     "\"fields\":{" KEEP("c") "," DO("a", "drop") "}}}}";

#define PAD "12345678901234567890123456789012345678901234" /* 44 */

static const struct {
	const char *in, *out, *reason; /* NULL: nothing is rejected */
} limited[] = {
	{ "c;k;a\nx;1;y\nx;2;y\n", "c;a\n;y\nx;\n", NULL },
	{ "c;k;a\nx;3;y\n", "c;a\n", "kind" },
	{ "c;k\nx;1\n", "", "header" },
	{ "c;k;a\n1234;2;1\n12345;2;1\n", "c;a\n1234;\n", "value-too-long" },
	{ "c;k;a;d;e\n", "", "too-many-members" },
	{ "c;k;a;123456\n", "", "name-too-long" },
	{ "c;k;a;d\nx;2;1;" PAD "1234567890123\n1;2;;\n", "c;a\nx;\n1;\n",
	    NULL },
	{ "c;k;a;d\nx;2;1;" PAD "12345678901234\n1;2;;\n", "c;a\n1;\n",
	    "record-too-large" },
	{ "c;k;a;d\nx;2;1;" PAD "1234567890123412345678901234\"\";;;;\n1;2;;\n",
	    "c;a\n1;\n", "record-too-large" },
	{ "c;k;a;d\nx;2;1;" PAD "123456789012345678901234;\"5\n6\"\n1;2;;\n",
	    "c;a\n1;\n", "record-too-large" },
	{ "c;k;a;d\nx;2;1;\"" PAD "1234567890123456789012345\n1;2;;\n", "c;a\n",
	    "record-too-large" },
	{ "c;k;a;d;" PAD "123456789012345\n", "", "record-too-large" },
};

START_TEST(limits_and_kinds_hold)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 0 };
	struct slice in = slice_text(limited[_i].in);

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct outcome o = harness_run(two_kinds, in, sizes[i], true);
		const char *q = (const char *)o.quarantine.p;

		ck_assert_str_eq((const char *)o.out.p, limited[_i].out);
		if (limited[_i].reason == NULL)
			ck_assert_str_eq(q, "");
		else
			ck_assert_msg(
			    strstr(q, limited[_i].reason) != NULL, "%s", q);
		ck_assert_uint_eq(
		    o.counts.records, o.counts.written + o.counts.rejected);
		harness_release(&o);
	}
}
END_TEST

Suite *format_csv_suite(void);

Suite *
format_csv_suite(void)
{
	Suite *s = suite_create("format_csv");
	TCase *t = tcase_create("format_csv");

	tcase_add_loop_test(t, rows_are_filtered_however_they_arrive, 0,
	    sizeof(scenes) / sizeof(scenes[0]));
	tcase_add_test(t, nul_never_leaves);
	tcase_add_loop_test(
	    t, limits_and_kinds_hold, 0, sizeof(limited) / sizeof(limited[0]));
	suite_add_tcase(s, t);
	return s;
}
