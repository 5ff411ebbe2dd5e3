/* Where values go in a made record, and how it is written. */
#include "study/exercise/made_page.h"

#include <check.h>

#include "base/limits.h"
#include "harness.h"
#include "policies.h"

/* Most values of one record here. */
#define PUTS 8

struct put {
	const char *path, *value;
	enum made_where where;
	bool refused;
};

struct made_case {
	const char *format; /* members of the kind */
	struct put puts[PUTS];
	const char *written;
	bool objects;
};

#define JSON  "\"format\":\"json\""
#define CSV   "\"format\":\"csv\",\"delimiter\":\";\",\"encoding\":\"iso-8859-1\""
#define XML   "\"format\":\"xml\",\"namespaces\":{\"h\":\"urn:h\"}"
#define HL7   "\"format\":\"hl7v2\""
#define HPRIM "\"format\":\"hl7v2\",\"dialect\":\"hprim\""

static const struct made_case cases[] = {
	/* Objects, arrays, arrays in arrays. */
	{ JSON, { { "a.b", "1" }, { "a.c", "2" } },
	    "{\"a\":{\"b\":\"1\",\"c\":\"2\"}}\n" },
	{ JSON, { { "a[]", "1" }, { "a[]", "2" } }, "{\"a\":[\"1\"]}\n" },
	{ JSON, { { "a[]", "1" }, { "a[]", "2", MADE_NEW } },
	    "{\"a\":[\"1\",\"2\"]}\n" },
	{ JSON, { { "a[][]", "1" } }, "{\"a\":[[\"1\"]]}\n" },
	{ JSON, { { "a[0].b", "1" }, { "a[].b", "2", MADE_NEW } },
	    "{\"a\":[{\"b\":\"1\"},{\"b\":\"2\"}]}\n" },
	{ JSON, { { "**.b", "1" }, { "\"x y\"", "\xC3\xA9\"" } },
	    "{\"b\":\"1\",\"x y\":\"\xC3\xA9\\\"\"}\n" },
	{ JSON, { { "a", "1" }, { "a.b", "2", .refused = true } },
	    "{\"a\":\"1\"}\n" },
	{ JSON, { { "a[].b", "1" }, { "a.b", "2", .refused = true } },
	    "{\"a\":[{\"b\":\"1\"}]}\n" },
	/* What predicates ask for is there, once. */
	{ JSON, { { "t[s='p'].v", "1" }, { "t[s='p'].w", "2" } },
	    "{\"t\":[{\"v\":\"1\",\"s\":\"p\",\"w\":\"2\"}]}\n" },
	{ JSON, { { "t[s='p'].v", "1" }, { "t[s='q'].v", "2" } },
	    "{\"t\":[{\"v\":\"1\",\"s\":\"p\"},{\"v\":\"2\",\"s\":\"q\"}]}\n" },
	{ JSON, { { "t[s^='p'].v", "1" }, { "t[s!='p8'].v", "2" } },
	    "{\"t\":[{\"v\":\"1\",\"s\":\"p8\"},{\"v\":\"2\",\"s\":\"other\"}]}\n" },
	{ JSON, { { "t[s^='p'].s", "pq" }, { "t[s^='p'].v", "1" } },
	    "{\"t\":[{\"s\":\"pq\",\"v\":\"1\"}]}\n" },
	{ JSON, { { "t[s='p'].s", "x" } }, "{\"t\":[{\"s\":\"p\"}]}\n" },
	{ JSON, { { "t[s='p'].v", "1" } },
	    "{\"t\":{\"v\":\"1\",\"s\":\"p\"}}\n", true },
	{ JSON, { { "t[].v", "1", MADE_ALONE }, { "t[s='p'].w", "2" } },
	    "{\"t\":[{\"v\":\"1\"},{\"w\":\"2\",\"s\":\"p\"}]}\n" },
	/* An object in an element is one object. */
	{ JSON, { { "e[].r[t='P'].a", "1" }, { "e[].r[t='Q'].a", "2" } },
	    "{\"e\":[{\"r\":{\"a\":\"1\",\"t\":\"P\"}},{\"r\":{\"a\":\"2\",\"t\":\"Q\"}}]}\n" },
	/* The columns that the policy names. */
	{ CSV, { { "x", "a;\xC3\xA9" } }, "\"a;\xE9\";true\n" },
	{ CSV, { { "x", "\xE2\x82\xAC" } }, NULL },
	/* Elements, attributes, text. */
	{ XML, { { "/a/b", "1<" }, { "/a/@c", "\"" }, { "/a/h:d/@h:e", "2" } },
	    "<a xmlns:h=\"urn:h\" c=\"&quot;\"><b>1&lt;</b><h:d h:e=\"2\"/></a>\n" },
	{ XML, { { "/a/b[c='1']/d", "2" }, { "/a/b[c='3']/d", "4" } },
	    "<a xmlns:h=\"urn:h\"><b><d>2</d><c>1</c></b><b><d>4</d><c>3</c></b></a>\n" },
	{ XML, { { "/a/b[h:c/@d='1']/@e", "2" } },
	    "<a xmlns:h=\"urn:h\"><b e=\"2\"><h:c d=\"1\"/></b></a>\n" },
	{ XML,
	    { { "/a/b", "1" }, { "/a/b", "2", MADE_NEW }, { "//z/@y", "3" } },
	    "<a xmlns:h=\"urn:h\"><b>1</b><b>2</b><z y=\"3\"/></a>\n" },
	{ XML,
	    { { "/a/b", "1" }, { "/a/b/c", "2", MADE_NEW },
		{ "/z/b", "3", .refused = true } },
	    "<a xmlns:h=\"urn:h\"><b>1</b><b><c>2</c></b></a>\n" },
	/* Segments, repetitions, parts; lines in their order. */
	{ HL7,
	    { { "OBX-5.1", "P" }, { "PID-3[5='INS'].1", "1" },
		{ "PID-3[5='PI'].1", "2" }, { "MSH-9.2", "R01" } },
	    "MSH|^~\\&|||||||^R01\rPID|||1^^^^INS~2^^^^PI\rOBX|||||P\r" },
	{ HL7,
	    { { "OBX[2.1='NM']-5", "1" }, { "OBX[2.1='CE']-5.1", "N" },
		{ "OBX-11", "F" } },
	    "MSH|^~\\&|\rOBX||NM|||1||||||F\rOBX||CE|||N\r" },
	{ HL7, { { "PID-3.4.2", "a&b" }, { "PID-3.4", "c" } },
	    "MSH|^~\\&|\rPID|||^^^c&a\\T\\b\r" },
	{ HL7, { { "PID-5", "\xC3\xA9" } },
	    "MSH|^~\\&||||||||||||||||UNICODE UTF-8\rPID|||||\xC3\xA9\r" },
	{ HPRIM, { { "P-6", "\xC3\xA9" }, { "H-3", "x" } },
	    "H|~^\\&|x\rP|||||\xE9\rL|1\r" },
	{ HPRIM, { { "L-2", "7" } }, "H|~^\\&|\rL|7\r" },
	{ HPRIM, { { "P-6", "\xE2\x82\xAC" } }, NULL },
};

static int
parse(struct arena *arena, const struct program *program, enum format_id format,
    const char *text, struct path *path)
{
	const struct dialect *d = &program->streams[format].dialect;
	struct path_fault fault;
	struct slice s = slice_text(text);

	switch (format) {
	case FORMAT_CSV:
		return path_parse_csv(arena, s, path, &fault);
	case FORMAT_XML:
		return path_parse_xml(
		    arena, s, d->namespaces, d->namespace_count, path, &fault);
	case FORMAT_HL7V2:
		return path_parse_hl7v2(arena, s, d->hprim, path, &fault);
	default:
		return path_parse_json(arena, s, path, &fault);
	}
}

static const char *
some_field(const char *format)
{
	if (strstr(format, "xml") != NULL)
		return "\"/x\":{\"do\":\"drop\",\"because\":\"x\"}";
	if (strstr(format, "hprim") != NULL)
		return "\"P-2\":{\"do\":\"drop\",\"because\":\"x\"}";
	if (strstr(format, "hl7v2") != NULL)
		return "\"PID-2\":{\"do\":\"drop\",\"because\":\"x\"}";
	return "\"x\":{\"do\":\"drop\",\"because\":\"x\"}";
}

START_TEST(values_go_to_their_places)
{
	const struct made_case *c = &cases[_i];
	struct buf text = harness_policy_as(c->format, some_field(c->format));
	struct program *program = policies_load((const char *)text.p);
	enum format_id format = program->kinds[0].format;
	struct made_page page;
	struct arena arena;
	struct made made;
	struct buf out;

	arena_init(&arena, LIMIT_PROGRAM);
	buf_init(&out, LIMIT_RECORD);
	ck_assert_int_eq(made_page_init(&page, program, format), 0);
	made_init(&made, &arena, format);
	made.objects = c->objects;
	for (const struct put *p = c->puts; p->path != NULL; p++) {
		struct path path;
		struct value v = made_text(p->value);

		ck_assert_int_eq(
		    parse(&arena, program, format, p->path, &path), 0);
		ck_assert_msg(
		    made_put(&made, &path, &v, p->where) != p->refused, "%s",
		    p->path);
	}
	ck_assert(
	    page.format->record(&page, &made, &out) == (c->written != NULL));
	buf_add_byte(&out, 0);
	ck_assert_str_eq(
	    (const char *)out.p, c->written != NULL ? c->written : "");
	made_page_release(&page);
	buf_release(&out);
	buf_release(&text);
	arena_release(&arena);
	program_free(program);
}
END_TEST

Suite *made_suite(void);

Suite *
made_suite(void)
{
	Suite *suite = suite_create("made");
	TCase *tc = tcase_create("made");

	tcase_add_loop_test(tc, values_go_to_their_places, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	suite_add_tcase(suite, tc);
	return suite;
}
