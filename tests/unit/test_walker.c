/*
 * Walks: which values a record has and where, what happens when they are
 * replaced, and that nothing else ever changes.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "harness.h"
#include "match/path.h"
#include "run/rewrite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* How an input is read. */
struct reading {
	enum format_id format;
	uint8_t delimiter;
	enum charset encoding;
	bool hprim;
	const char *record; /* path, or NULL */
};

/* What a visitor does, and what it saw. */
struct visitor {
	const struct value *to; /* for every value; NULL: it stays */
	bool itself;            /* every value is replaced by itself */
	struct buf text;        /* for that */
	struct buf visits;      /* PLACE=VALUE, with a mark for its kind */
};

struct rewritten {
	int result;
	struct err err;
	struct run_counts counts;
	struct buf out, visits; /* NUL-terminated, not counted */
};

static enum visited
visit(void *ctx, const struct visit *v, struct value *to)
{
	static const char kinds[] = "=#?0";
	struct visitor *visitor = ctx;

	buf_add_slice(&visitor->visits, v->place);
	buf_add_byte(&visitor->visits, (uint8_t)kinds[v->value.kind]);
	buf_add_slice(&visitor->visits, v->value.text);
	buf_add_byte(&visitor->visits, '\n');
	if (visitor->to != NULL) {
		*to = *visitor->to;
		return VISIT_REPLACE;
	}
	if (!visitor->itself)
		return VISIT_LEAVE;
	buf_reset(&visitor->text);
	buf_add_slice(&visitor->text, v->value.text);
	*to = (struct value){ buf_slice(&visitor->text), v->value.kind };
	return VISIT_REPLACE;
}

static struct program *
program_of(const struct reading *r)
{
	struct program *p = rewrite_program(NULL, r->format, r->delimiter);
	struct path_fault fault;
	struct stream *s;

	ck_assert_ptr_nonnull(p);
	s = &p->streams[r->format];
	s->dialect.encoding = r->encoding;
	s->dialect.hprim = r->hprim;
	if (r->record == NULL)
		return p;
	ck_assert_int_eq(r->format == FORMAT_XML
			     ? path_parse_xml(&p->arena, slice_text(r->record),
				   NULL, 0, &s->record, &fault)
			     : path_parse_json(&p->arena, slice_text(r->record),
				   &s->record, &fault),
	    0);
	return p;
}

/* Rewrites inputs one after the other. */
static struct rewritten
rewrite_all(const struct reading *r, const struct slice *inputs, size_t n,
    size_t read_size, struct visitor *visitor)
{
	struct program *program = program_of(r);
	struct run_input *in = calloc(n, sizeof(*in));
	struct run_job job = {
		.program = program,
		.format = r->format,
		.inputs = in,
		.input_count = n,
		.out = harness_file(slice_text("")),
		.quarantine = -1,
		.read_size = read_size,
	};
	struct rewritten o = { 0 };

	ck_assert_ptr_nonnull(in);
	for (size_t i = 0; i < n; i++)
		in[i] = (struct run_input){ harness_file(inputs[i]), "input" };
	buf_init(&visitor->text, 1 << 20);
	buf_init(&visitor->visits, 64 << 20);
	o.result = rewrite(&job, visit, visitor, &o.counts, &o.err);
	buf_release(&visitor->text);
	buf_add_byte(&visitor->visits, 0);
	ck_assert(!visitor->visits.failed);
	visitor->visits.len--;
	o.visits = visitor->visits;
	o.out = harness_content(job.out);
	for (size_t i = 0; i < n; i++)
		close(in[i].fd);
	free(in);
	program_free(program);
	return o;
}

static struct rewritten
rewrite_one(const struct reading *r, struct slice input, size_t read_size,
    struct visitor *visitor)
{
	return rewrite_all(r, &input, 1, read_size, visitor);
}

static void
release(struct rewritten *o)
{
	buf_release(&o->out);
	buf_release(&o->visits);
}

static void
expect(const struct buf *got, struct slice expected)
{
	ck_assert_msg(slice_equal(buf_slice(got), expected),
	    "%.*s\nshould be\n%.*s", (int)got->len, (const char *)got->p,
	    (int)expected.len, (const char *)expected.p);
}

static const struct reading json = { .format = FORMAT_JSON };
static const struct reading csv = { .format = FORMAT_CSV, .delimiter = ';' };
static const struct reading csv_latin = {
	.format = FORMAT_CSV, .delimiter = ';', .encoding = CHARSET_LATIN_1
};
static const struct reading hl7 = { .format = FORMAT_HL7V2 };
static const struct reading hprim = { .format = FORMAT_HL7V2, .hprim = true };
static const struct reading xml = { .format = FORMAT_XML };
static const struct reading xml_at = { .format = FORMAT_XML, .record = "/l/r" };
static const struct reading json_at = { .format = FORMAT_JSON,
	.record = "a.b[]" };

#define MSH "MSH|^~\\&|s|f|||20211103||ORU^R01|1|P|2.5"

/*
 * An input, the values in it, and what it is when each is replaced by
 * U+00E9 and a mark of the format.
 */
static const struct {
	const struct reading *reading;
	const char *input, *visits, *replaced;
} cases[] = {
	{ &json,
	    " {\"a\" : 1.0e1,\t\"b\":[true,{\"c\":null},[\"\\u00e9\\n\"]],"
	    "\"d e\":{\"\":\"x\"},\"f\":{},\"g\":[]} \r\n\"top\"\n",
	    "a#1.0e1\nb?true\nb.c0\nb=\xC3\xA9\n\n\"d e\".\"\"=x\n=top\n",
	    " {\"a\" : \"\xC3\xA9<|;\",\t\"b\":[\"\xC3\xA9<|;\",{\"c\":"
	    "\"\xC3\xA9<|;\"},[\"\xC3\xA9<|;\"]],\"d e\":{\"\":"
	    "\"\xC3\xA9<|;\"},\"f\":{},\"g\":[]} \r\n\"\xC3\xA9<|;\"\n" },
	/* Over several lines, of which the first could be a record. */
	{ &json, "\xEF\xBB\xBF{\n\"a\":\n1}\n\n{\"a\\u002eb\":2}",
	    "a#1\n\"a.b\"#2\n",
	    "\xEF\xBB\xBF{\n\"a\":\n\"\xC3\xA9<|;\"}\n\n{\"a\\u002eb\":"
	    "\"\xC3\xA9<|;\"}" },
	{ &json, " [ 1 ,\n{\"a\":2} , [3]\t] \n", "#1\na#2\n#3\n",
	    " [ \"\xC3\xA9<|;\" ,\n{\"a\":\"\xC3\xA9<|;\"} , "
	    "[\"\xC3\xA9<|;\"]\t] \n" },
	{ &json_at,
	    "{ \"x\": [1], \"a\" : {\"y\":2, \"b\" : [ {\"c\":3} ] ,\"z\":4 }"
	    "\n}\n",
	    "c#3\n",
	    "{ \"x\": [1], \"a\" : {\"y\":2, \"b\" : [ {\"c\":"
	    "\"\xC3\xA9<|;\"} ] ,\"z\":4 }\n}\n" },
	{ &csv,
	    "\xEF\xBB\xBFsep=;\r\na;\"b \"\"c\"\"\"\r\n1;\"x;\"\"\"\r\n;\"\"\r\n",
	    "a=1\nb \"c\"=x;\"\na=\nb \"c\"=\n",
	    "\xEF\xBB\xBFsep=;\r\na;\"b \"\"c\"\"\"\r\n\"\xC3\xA9<|;\";"
	    "\"\xC3\xA9<|;\"\r\n\"\xC3\xA9<|;\";\"\xC3\xA9<|;\"\r\n" },
	{ &csv, "a\n1\n\n2", "a=1\na=\na=2\n",
	    "a\n\"\xC3\xA9<|;\"\n\"\xC3\xA9<|;\"\n\"\xC3\xA9<|;\"" },
	{ &csv_latin, "pr\xE9nom;b\nZo\xE9;1\n",
	    "pr\xC3\xA9nom=Zo\xC3\xA9\nb=1\n",
	    "pr\xE9nom;b\n\"\xE9<|;\";\"\xE9<|;\"\n" },
	/* The set must be stated once it is not ASCII. */
	{ &hl7, MSH "\rPID|||1^^^A&B&C~2||\\T\\^\"\"\r",
	    "MSH-3=s\nMSH-4=f\nMSH-7=20211103\nMSH-9=ORU\nMSH-9.2=R01\n"
	    "MSH-10=1\nMSH-11=P\nMSH-12=2.5\nPID-3=1\nPID-3.4=A\n"
	    "PID-3.4.2=B\nPID-3.4.3=C\nPID-3=2\nPID-5=&\nPID-5.2=\"\"\n",
	    "MSH|^~\\&|\xC3\xA9<\\F\\;|\xC3\xA9<\\F\\;|||\xC3\xA9<\\F\\;||"
	    "\xC3\xA9<\\F\\;^\xC3\xA9<\\F\\;|\xC3\xA9<\\F\\;|"
	    "\xC3\xA9<\\F\\;|\xC3\xA9<\\F\\;||||||UNICODE UTF-8\r"
	    "PID|||\xC3\xA9<\\F\\;^^^\xC3\xA9<\\F\\;&\xC3\xA9<\\F\\;&"
	    "\xC3\xA9<\\F\\;~\xC3\xA9<\\F\\;||\xC3\xA9<\\F\\;^"
	    "\xC3\xA9<\\F\\;\r" },
	/* The set of the message, in a frame. */
	{ &hl7, "\x0BMSH|^~\\&||||||||||||||||8859/15|x\nPID|a\xA4\n\x1C\r",
	    "MSH-18=8859/15\nMSH-19=x\nPID-1=a\xE2\x82\xAC\n",
	    "\x0BMSH|^~\\&||||||||||||||||\xE9<\\F\\;|\xE9<\\F\\;\n"
	    "PID|\xE9<\\F\\;\n\x1C\r" },
	/* Lines that are continued are joined only if they must be. */
	{ &hprim, "H|~^\\&|a\rP|1|b\rA|c|d\rA|e\rL|1\r",
	    "H-3=a\nP-2=1\nP-3=bc\nP-4=de\nL-2=1\n",
	    "H|~^\\&|\xE9<\\F\\;\rP|\xE9<\\F\\;|\xE9<\\F\\;|\xE9<\\F\\;\r"
	    "L|\xE9<\\F\\;\r" },
	{ &xml,
	    "<?xml version=\"1.0\"?>\n<!-- c --><a xmlns='u' x='1' "
	    "xmlns:p=\"v\" p:y = \"&lt;&#65;\n\" xml:lang='fr'>\r\n<p:b/>"
	    "<c>x<!-- c -->&amp;<![CDATA[<]]>\r\n</c>text<d  />"
	    "<e xmlns=\"\"></e></a><!-- d -->\n",
	    "/{u}a/@x=1\n/{u}a/@{v}y=<A \n"
	    "/{u}a/@{http://www.w3.org/XML/1998/namespace}lang=fr\n"
	    "/{u}a/{v}b=\n/{u}a/{u}c=x&<\n\n/{u}a/{u}d=\n/{u}a/e=\n",
	    "<?xml version=\"1.0\"?>\n<!-- c --><a xmlns='u' "
	    "x=\"\xC3\xA9&lt;|;\" xmlns:p=\"v\" p:y = \"\xC3\xA9&lt;|;\" "
	    "xml:lang=\"\xC3\xA9&lt;|;\">\r\n<p:b>\xC3\xA9&lt;|;</p:b>"
	    "<c>\xC3\xA9&lt;|;</c>text<d  >\xC3\xA9&lt;|;</d>"
	    "<e xmlns=\"\">\xC3\xA9&lt;|;</e></a><!-- d -->\n" },
	{ &xml,
	    "<?xml version='1.0' encoding='iso-8859-1'?><\xE9 \xE8='\xE0'/>",
	    "/\xC3\xA9/@\xC3\xA8=\xC3\xA0\n/\xC3\xA9=\n",
	    "<?xml version='1.0' encoding='iso-8859-1'?><\xE9 "
	    "\xE8=\"\xE9&lt;|;\">\xE9&lt;|;</\xE9>" },
	{ &xml_at,
	    "<l a='1' xmlns:p='u'>\n <s>2</s><r p:b='3'>4</r> <!-- r -->"
	    "<r/> 5</l>\n",
	    "/r/@{u}b=3\n/r=4\n/r=\n",
	    "<l a='1' xmlns:p='u'>\n <s>2</s><r p:b=\"\xC3\xA9&lt;|;\">"
	    "\xC3\xA9&lt;|;</r> <!-- r --><r>\xC3\xA9&lt;|;</r> 5</l>\n" },
};

START_TEST(values_have_their_places)
{
	struct visitor v = { 0 };
	struct rewritten o =
	    rewrite_one(cases[_i].reading, slice_text(cases[_i].input), 0, &v);

	ck_assert_msg(o.result == 0, "%s", o.err.text);
	expect(&o.visits, slice_text(cases[_i].visits));
	release(&o);
}
END_TEST

START_TEST(nothing_changes_but_what_is_replaced)
{
	static const struct value to = { { (const uint8_t *)"\xC3\xA9<|;", 5 },
		VALUE_TEXT };
	struct visitor v = { .to = &to };
	struct rewritten o;

	o = rewrite_one(cases[_i].reading, slice_text(cases[_i].input), 0, &v);
	ck_assert_msg(o.result == 0, "%s", o.err.text);
	expect(&o.out, slice_text(cases[_i].replaced));
	release(&o);
}
END_TEST

static void
hold_laws(const struct reading *r, struct slice input)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 4096 };
	struct visitor v = { 0 }, self = { .itself = true };
	struct rewritten whole = rewrite_one(r, input, 0, &v), o, again;

	ck_assert_msg(whole.result == 0, "%s", whole.err.text);
	expect(&whole.out, input);
	o = rewrite_one(r, input, 0, &self);
	expect(&o.visits, buf_slice(&whole.visits));
	v = (struct visitor){ 0 };
	again = rewrite_one(r, buf_slice(&o.out), 0, &v);
	expect(&again.visits, buf_slice(&whole.visits));
	ck_assert_uint_eq(again.counts.records, whole.counts.records);
	release(&again);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct rewritten p;

		v = (struct visitor){ .itself = true };
		p = rewrite_one(r, input, sizes[i], &v);
		ck_assert_int_eq(p.result, 0);
		expect(&p.out, buf_slice(&o.out));
		expect(&p.visits, buf_slice(&o.visits));
		release(&p);
	}
	release(&o);
	release(&whole);
}

/* The same bytes; the same values in the place of themselves; any reads. */
START_TEST(laws_hold)
{
	hold_laws(cases[_i].reading, slice_text(cases[_i].input));
}
END_TEST

START_TEST(laws_hold_for_the_sample)
{
	struct err err = { 0 };
	struct buf b;

	buf_init(&b, 64 << 20);
	ck_assert_int_eq(
	    file_read("tests/samples/sidep-antigen.ndjson", 64 << 20, &b, &err),
	    0);
	hold_laws(&json, buf_slice(&b));
	buf_release(&b);
}
END_TEST

/* Paths that select the value V of an input. */
static const struct {
	const struct reading *reading;
	const char *format, *path, *input;
} selections[] = {
	{ &json, "\"format\":\"json\"", "a[].b[c='1'].d",
	    "{\"a\":[{\"b\":{\"c\":\"1\",\"d\":\"V\"}}]}\n" },
	{ &json, "\"format\":\"json\"", "\"d e\".f",
	    "{\"d e\":{\"f\":\"V\"}}\n" },
	{ &csv, "\"format\":\"csv\",\"delimiter\":\";\",\"encoding\":\"utf-8\"",
	    "Code postal", "a;Code postal\n1;V\n" },
	{ &hl7, "\"format\":\"hl7v2\"", "PID-3[4='x'].1",
	    "MSH|^~\\&|1\rPID|||V^^^x\r" },
	{ &hl7, "\"format\":\"hl7v2\"", "PID[1='2']-11.5.2",
	    "MSH|^~\\&|1\rPID|2||||||||||^^^^a&V\r" },
	{ &hl7, "\"format\":\"hl7v2\"", "PID-13",
	    "MSH|^~\\&|1\rPID|||||||||||||V\r" },
	{ &hprim, "\"format\":\"hl7v2\",\"dialect\":\"hprim\"", "P-6.2",
	    "H|~^\\&|1\rP|||||~V\rL|1\r" },
	{ &xml, "\"format\":\"xml\",\"namespaces\":{\"p\":\"u\"}",
	    "/p:a/b[@c='1']/@p:d",
	    "<a xmlns='u' xmlns:q='u'><b xmlns='' c='1' q:d='V'/></a>" },
};

static void
add_place(const struct reading *r, const char *text, struct buf *place)
{
	static const struct namespace namespaces[] = {
		{ { (const uint8_t *)"p", 1 }, { (const uint8_t *)"u", 1 } }
	};
	struct path_fault fault;
	struct arena arena;
	struct path path;

	arena_init(&arena, 1 << 20);
	switch (r->format) {
	case FORMAT_JSON:
		ck_assert_int_eq(
		    path_parse_json(&arena, slice_text(text), &path, &fault),
		    0);
		path_place_json(&path, place);
		break;
	case FORMAT_CSV:
		ck_assert_int_eq(
		    path_parse_csv(&arena, slice_text(text), &path, &fault), 0);
		path_place_csv(&path, place);
		break;
	case FORMAT_HL7V2:
		ck_assert_int_eq(path_parse_hl7v2(&arena, slice_text(text),
				     r->hprim, &path, &fault),
		    0);
		path_place_hl7v2(&path, place);
		break;
	default:
		ck_assert_int_eq(path_parse_xml(&arena, slice_text(text),
				     namespaces, 1, &path, &fault),
		    0);
		path_place_xml(&path, namespaces, place);
	}
	arena_release(&arena);
}

/* The place of a value is that of every path that selects it. */
START_TEST(places_are_those_of_paths)
{
	const char *text = selections[_i].path, *out;
	struct visitor v = { 0 };
	struct rewritten o = rewrite_one(
	    selections[_i].reading, slice_text(selections[_i].input), 0, &v);
	struct buf fields, line;

	buf_init(&fields, 1000);
	buf_init(&line, 1000);
	add_place(selections[_i].reading, text, &line);
	buf_add_text(&line, "=V\n");
	buf_add_byte(&line, 0);
	ck_assert(!line.failed);
	ck_assert_msg(strstr((char *)o.visits.p, (char *)line.p) != NULL,
	    "%s is not in %s", (char *)line.p, (char *)o.visits.p);
	json_quote(&fields, slice_text(text));
	buf_add_text(&fields, ":{\"do\":\"keep\",\"because\":\"x\"}");
	buf_add_byte(&fields, 0);
	out = harness_filter_as(
	    selections[_i].format, (char *)fields.p, selections[_i].input);
	ck_assert_msg(strchr(out, 'V') != NULL, "%s", out);
	buf_release(&fields);
	buf_release(&line);
	release(&o);
}
END_TEST

/* Policies that look at values, and records for them. */
static const struct {
	const struct reading *reading;
	const char *format, *fields, *input;
} filtered[] = {
	{ &json, "\"format\":\"json\"",
	    "\"a[].b\":{\"do\":\"mask\",\"last\":2,\"because\":\"x\"},"
	    "\"n\":{\"do\":\"keep\",\"must\":\"number\",\"because\":\"x\"}",
	    "{ \"a\":[{\"b\":\"\\u00e9\\n\\\"xyz\"}] ,\"n\":1.50}\n"
	    "{\"n\":\"x\"}\n" },
	{ &csv,
	    "\"format\":\"csv\",\"delimiter\":\";\",\"encoding\":"
	    "\"utf-8\"",
	    "\"b\":{\"do\":\"mask\",\"last\":2,\"because\":\"x\"}",
	    "a;b\n\"1\";\"x;\"\"y\"\n2;Zo\xC3\xA9\n" },
	{ &hl7, "\"format\":\"hl7v2\"",
	    "\"PID-5.2\":{\"do\":\"mask\",\"last\":2,\"because\":\"x\"}",
	    "MSH|^~\\&|a\rPID|||1||b^c\\T\\def~h^\\X41\\bc|2\r" },
	{ &xml, "\"format\":\"xml\"",
	    "\"/a/b\":{\"do\":\"mask\",\"last\":2,\"because\":\"x\"},"
	    "\"/a/@c\":{\"do\":\"keep\",\"because\":\"x\"}",
	    "<a c='1&#10;2'> <b>x<!-- y -->&lt;<![CDATA[yz]]></b><b/></a>" },
};

START_TEST(values_in_their_own_place_filter_the_same)
{
	struct visitor v = { .itself = true };
	struct rewritten o = rewrite_one(
	    filtered[_i].reading, slice_text(filtered[_i].input), 0, &v);
	struct buf before;
	const char *after;

	ck_assert_msg(o.result == 0, "%s", o.err.text);
	buf_init(&before, 10000);
	buf_add_text(&before, harness_filter_as(filtered[_i].format,
				  filtered[_i].fields, filtered[_i].input));
	buf_add_byte(&before, 0);
	after = harness_filter_as(
	    filtered[_i].format, filtered[_i].fields, (const char *)o.out.p);
	ck_assert_str_eq((char *)before.p, after);
	ck_assert_ptr_nonnull(strchr(after, '*'));
	buf_release(&before);
	release(&o);
}
END_TEST

/* Kinds of JSON are written as such; elsewhere all is text, null nothing. */
START_TEST(kinds_are_written_as_the_format_can)
{
	static const struct {
		const struct reading *reading;
		const char *input;
		struct value to;
		const char *expected;
	} kinds[] = {
		{ &json, "{\"a\":\"x\"}", { { NULL, 0 }, VALUE_NULL },
		    "{\"a\":null}" },
		{ &json, "{\"a\":\"x\"}",
		    { { (const uint8_t *)"-1.50", 5 }, VALUE_NUMBER },
		    "{\"a\":-1.50}" },
		{ &json, "{\"a\":\"x\"}",
		    { { (const uint8_t *)"true", 4 }, VALUE_BOOLEAN },
		    "{\"a\":true}" },
		{ &json, "{\"a\":1}",
		    { { (const uint8_t *)"a\"\n\0", 4 }, VALUE_TEXT },
		    "{\"a\":\"a\\\"\\n\\u0000\"}" },
		{ &csv, "a;b\nx;\"y\"\n", { { NULL, 0 }, VALUE_NULL },
		    "a;b\n;\n" },
		{ &csv, "a\nx\n",
		    { { (const uint8_t *)"\"\r", 2 }, VALUE_TEXT },
		    "a\n\"\"\"\r\"\n" },
		{ &hl7, "MSH|^~\\&|\rPID|a^b\r", { { NULL, 0 }, VALUE_NULL },
		    "MSH|^~\\&|\rPID|^\r" },
		{ &hl7, "MSH|^~\\&|\rPID|a\r",
		    { { (const uint8_t *)"1^\r", 3 }, VALUE_TEXT },
		    "MSH|^~\\&|\rPID|1\\S\\\\X0D\\\r" },
		{ &xml, "<a b='1'>2</a>", { { NULL, 0 }, VALUE_NULL },
		    "<a b=\"\"></a>" },
		{ &xml, "<a b='1'>2</a>",
		    { { (const uint8_t *)"'\"\r", 3 }, VALUE_TEXT },
		    "<a b=\"'&quot;&#13;\">'\"&#13;</a>" },
		{ &xml,
		    "<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>",
		    { { (const uint8_t *)"\xC3\xA9\xE2\x82\xAC", 5 },
			VALUE_TEXT },
		    "<?xml version='1.0' encoding='iso-8859-1'?>"
		    "<a>\xE9&#8364;</a>" },
	};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct visitor v = { .to = &kinds[i].to };
		struct rewritten o = rewrite_one(
		    kinds[i].reading, slice_text(kinds[i].input), 0, &v);

		ck_assert_msg(o.result == 0, "%s", o.err.text);
		expect(&o.out, slice_text(kinds[i].expected));
		release(&o);
	}
}
END_TEST

START_TEST(what_cannot_be_written_rejects_the_record)
{
	static const struct {
		const struct reading *reading;
		const char *input, *text;
	} bad[] = {
		{ &csv_latin, "a\nx\n", "\xE2\x82\xAC" },
		{ &hprim, "H|~^\\&|a\rL|1\r", "\xE2\x82\xAC" },
		{ &hl7, "MSH|^~\\&||||||||||||||||8859/1\r", "\xE2\x82\xAC" },
		{ &xml, "<a>x</a>", "\x01" },
		{ &xml, "<a>x</a>", "\xEF\xBF\xBF" },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct value to = { slice_text(bad[i].text), VALUE_TEXT };
		struct visitor v = { .to = &to };
		struct rewritten o = rewrite_one(
		    bad[i].reading, slice_text(bad[i].input), 0, &v);

		ck_assert_int_eq(o.result, -1);
		ck_assert_int_eq(o.err.code, ERR_REJECT);
		ck_assert_ptr_nonnull(strstr(o.err.text, "(charset)"));
		ck_assert_uint_eq(o.counts.rejected, 1);
		release(&o);
	}
}
END_TEST

/* What is malformed is not visited, and the reason is that of the filter. */
START_TEST(malformed_records_are_not_visited)
{
	static const struct {
		const struct reading *reading;
		const char *input, *reason;
	} bad[] = {
		{ &json, "{\"a\":1,\"a\":2}", "duplicate" },
		{ &json, "{\"a\":1}x", "trailing" },
		{ &json, "{\"a\":1", "cut" },
		{ &json, "{\"a\":tru}", "syntax" },
		{ &json, "{\"a\":tru", "cut" },
		{ &json, "{\"a\" 1}", "syntax" },
		{ &json, "{\"a\":[1,]}", "syntax" },
		{ &json, "{\"a\":01}", "syntax" },
		{ &json, "{\"a\":\"\xFF\"}", "utf8" },
		{ &csv, "a;b\n1;2;3\n", "ragged" },
		{ &csv, "a;b\n1;\xFF\n", "utf8" },
		{ &csv, "a;a\n1;2\n", "header" },
		{ &hl7, "MSH|^~\\&|\rPID|a\\Z\\\r", "escape" },
		{ &hl7, "MSH|^~\\&|\rPID|\xC3\xA9\r", "charset" },
		{ &hl7, "MSH|^~\\&|\rpid|a\r", "syntax" },
		{ &hprim, "H|~^\\&|a\rP|1\r", "cut" },
		{ &hprim, "H|~^\\&\rA|a|b\rL|1\r", "delimiters" },
		{ &xml, "<a b='1'><c></a>", "syntax" },
		{ &xml, "<a b='1' b='2'/>", "syntax" },
		{ &xml, "<a b='1'>&x;</a>", "syntax" },
		{ &xml, "<!DOCTYPE a><a b='1'/>", "doctype" },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct visitor v = { .itself = true };
		struct rewritten o = rewrite_one(
		    bad[i].reading, slice_text(bad[i].input), 0, &v);
		char reason[32];

		snprintf(reason, sizeof(reason), "(%s)", bad[i].reason);
		ck_assert_int_eq(o.result, -1);
		ck_assert_int_eq(o.err.code, ERR_REJECT);
		ck_assert_msg(strstr(o.err.text, reason) != NULL, "%s: %s",
		    bad[i].input, o.err.text);
		ck_assert_uint_eq(o.visits.len, 0);
		release(&o);
	}
}
END_TEST

/* The good ones before it are there, whole. */
START_TEST(the_first_malformed_record_stops)
{
	struct visitor v = { .itself = true };
	struct rewritten o = rewrite_one(&json,
	    slice_text("{\"a\":1}\n{\"a\":2}\n{\"a\":}\n{\"a\":4}\n"), 0, &v);

	ck_assert_int_eq(o.result, -1);
	ck_assert_uint_eq(o.counts.records, 3);
	ck_assert_uint_eq(o.counts.written, 2);
	expect(&o.out, slice_text("{\"a\":1}\n{\"a\":2}\n"));
	release(&o);
}
END_TEST

START_TEST(a_table_goes_on_without_a_second_header)
{
	static const char *const texts[][2] = {
		{ "a;b\n1;2", "a;b\n3;4\n" },
		{ "a;b\n1;2\n", "a;c\n3;4\n" },
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct slice in[] = { slice_text(texts[i][0]),
			slice_text(texts[i][1]) };
		struct visitor v = { 0 };
		struct rewritten o = rewrite_all(&csv, in, 2, 0, &v);

		ck_assert_int_eq(o.result, i == 0 ? 0 : -1);
		expect(&o.out,
		    slice_text(i == 0 ? "a;b\n1;2\n3;4\n" : "a;b\n1;2\n"));
		release(&o);
	}
}
END_TEST

static enum visited
fail_visit(void *ctx, const struct visit *v, struct value *to)
{
	(void)ctx;
	(void)v;
	(void)to;
	return VISIT_FAIL;
}

START_TEST(a_visitor_without_memory_stops)
{
	const struct reading *const readings[] = { &json, &csv, &hl7, &xml };
	static const char *const inputs[] = { "{\"a\":1}", "a\n1\n",
		"MSH|^~\\&|1\r", "<a b='1'/>" };

	for (size_t i = 0; i < COUNT(inputs); i++) {
		struct program *program = program_of(readings[i]);
		struct run_input in = { harness_file(slice_text(inputs[i])),
			"input" };
		struct run_job job = {
			.program = program,
			.format = readings[i]->format,
			.inputs = &in,
			.input_count = 1,
			.out = harness_file(slice_text("")),
			.quarantine = -1,
		};
		struct run_counts counts;
		struct err err = { 0 };

		ck_assert_int_eq(
		    rewrite(&job, fail_visit, NULL, &counts, &err), -1);
		ck_assert_int_eq(err.code, ERR_NOMEM);
		close(in.fd);
		close(job.out);
		program_free(program);
	}
}
END_TEST

Suite *walker_suite(void);

Suite *
walker_suite(void)
{
	Suite *s = suite_create("walker");
	TCase *t = tcase_create("walker");

	tcase_set_timeout(t, 300);
	tcase_add_loop_test(t, values_have_their_places, 0, COUNT(cases));
	tcase_add_loop_test(
	    t, nothing_changes_but_what_is_replaced, 0, COUNT(cases));
	tcase_add_loop_test(t, laws_hold, 0, COUNT(cases));
	tcase_add_test(t, laws_hold_for_the_sample);
	tcase_add_loop_test(t, places_are_those_of_paths, 0, COUNT(selections));
	tcase_add_loop_test(
	    t, values_in_their_own_place_filter_the_same, 0, COUNT(filtered));
	tcase_add_test(t, kinds_are_written_as_the_format_can);
	tcase_add_test(t, what_cannot_be_written_rejects_the_record);
	tcase_add_test(t, malformed_records_are_not_visited);
	tcase_add_test(t, the_first_malformed_record_stops);
	tcase_add_test(t, a_table_goes_on_without_a_second_header);
	tcase_add_test(t, a_visitor_without_memory_stops);
	suite_add_tcase(s, t);
	return s;
}
