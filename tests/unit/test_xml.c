/* XML records through small policies: splitting, filtering, writing. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

#define KEEP  "{\"do\":\"keep\",\"because\":\"x\"}"
#define DROP  "{\"do\":\"drop\",\"because\":\"x\"}"
#define CODE  "{\"do\":\"keep\",\"must\":\"code\",\"because\":\"x\"}"
#define NEEDS "{\"do\":\"keep\",\"absent\":\"reject\",\"because\":\"x\"}"

#define PLAIN "\"format\":\"xml\""
#define SPACE \
	"\"format\":\"xml\",\"namespaces\":{\"h\":\"urn:h\",\"x\":\"urn:x\"}"
#define PATHED "\"format\":\"xml\",\"record\":\"/s/e\""
#define PATHED_H                                               \
	"\"format\":\"xml\",\"namespaces\":{\"h\":\"urn:h\"}," \
	"\"record\":\"/h:s/h:e\""
#define HEAD   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define LATIN1 "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"

static const struct scene {
	const char *format, *fields, *in, *out;
} scenes[] = {
	/* Values. */
	{ PLAIN, "\"/a/b\":" KEEP, "<a><b>1</b><c>2</c></a>",
	    "<a><b>1</b></a>\n" },
	{ PLAIN, "\"/a/b\":" KEEP, "<a><b/></a>", "<a><b/></a>\n" },
	{ PLAIN, "\"/a/b\":" KEEP, "<a><b>1</b><b>2</b></a>",
	    "<a><b>1</b><b>2</b></a>\n" },
	{ PLAIN, "\"/a/@b\":" KEEP, "<a b='1' c='2'>x</a>", "<a b=\"1\"/>\n" },
	{ PLAIN, "\"/a/@b\":" KEEP ",\"/a\":" KEEP, "<a b='1'>x</a>",
	    "<a b=\"1\">x</a>\n" },
	{ PLAIN, "\"/a/b\":" DROP, "<a><b>1</b></a>", "<a/>\n" },
	{ PLAIN, "\"/a/b\":" KEEP, "<a>mixed<c/>text</a>", "<a/>\n" },
	{ PLAIN, "\"/a/b\":" KEEP, "<a>\n <b>1</b>\n</a>\n",
	    "<a><b>1</b></a>\n" },
	{ PLAIN, "\"/a/b\":" NEEDS, "<a><b/></a>", "!absent:/a/b" },
	{ PLAIN, "\"/a/b\":" NEEDS, "<a/>", "!absent:/a/b" },
	/* Text is joined before it is looked at. */
	{ PLAIN, "\"/a\":" KEEP,
	    "<a>1<!--x-->2<?p q?><![CDATA[<3>]]>&#52;&lt;</a>",
	    "<a>12&lt;3&gt;4&lt;</a>\n" },
	{ PLAIN, "\"/a\":" KEEP, "<a>1<!-->-->2<!--->-->3<?p>?>4</a>",
	    "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a>1<!-->-->2<!--->-->3<?p >?>4</a>",
	    "<a>1234</a>\n" },
	{ PLAIN, "\"/a/@b\":" KEEP, "<a b='&#10;&quot;&amp;&#x41;\t\n'/>",
	    "<a b=\"&#10;&quot;&amp;A  \"/>\n" },
	{ PLAIN, "\"/a\":" KEEP, "<a>1\r\n2\r3&#13;<![CDATA[\r\n]]></a>",
	    "<a>1\n2\n3&#13;\n</a>\n" },
	/* A rule about text, and elements. */
	{ PLAIN, "\"/a/b\":" KEEP, "<a><b>1<c/></b></a>", "!type:/a/b" },
	{ PLAIN, "\"/a/b\":" DROP, "<a><b>1<c/></b></a>", "<a/>\n" },
	{ PLAIN, "\"/a/b\":" KEEP, "<a><c><b>1</b></c></a>", "<a/>\n" },
	/* Namespaces. */
	{ SPACE, "\"/h:a/h:b\":" KEEP, "<a xmlns='urn:h'><b>1</b></a>",
	    "<h:a xmlns:h=\"urn:h\"><h:b>1</h:b></h:a>\n" },
	{ SPACE, "\"/h:a/h:b\":" KEEP,
	    "<q:a xmlns:q='urn:h' xmlns='urn:y'><q:b>1</q:b><b>2</b></q:a>",
	    "<h:a xmlns:h=\"urn:h\"><h:b>1</h:b></h:a>\n" },
	{ SPACE, "\"/h:a/@x:b\":" KEEP,
	    "<h:a xmlns:h='urn:h' xmlns:h2='urn:x' b='1' h2:b='2' h:b='3'/>",
	    "<h:a xmlns:h=\"urn:h\" xmlns:x=\"urn:x\" x:b=\"2\"/>\n" },
	{ SPACE, "\"/a/x:b/c\":" KEEP, "<a><b xmlns='urn:x'><c>1</c></b></a>",
	    "<a/>\n" },
	{ SPACE, "\"/a/x:b/c\":" KEEP,
	    "<a><b xmlns='urn:x'><c xmlns=''>1</c></b></a>",
	    "<a xmlns:x=\"urn:x\"><x:b><c>1</c></x:b></a>\n" },
	{ SPACE, "\"/a/@xml:lang\":" CODE, "<a xml:lang='fr'/>",
	    "<a xml:lang=\"fr\"/>\n" },
	{ SPACE, "\"/h:a\":" KEEP, "<a>1</a>", "!kind" },
	{ SPACE, "\"/h:a\":" KEEP, "<h:a>1</h:a>", "!syntax" },
	{ SPACE, "\"/h:a\":" KEEP, "<Dupont/>", "!kind" },
	{ PLAIN, "\"/a\":" KEEP,
	    "<a xmlns:b='urn:b' xmlns:c='urn:b' "
	    "b:d='1' c:d='2'>1</a>",
	    "!syntax" },
	/* Predicates. */
	{ PLAIN, "\"/a/b[@c='1']/@d\":" KEEP,
	    "<a><b c='1' d='x'/><b c='2' d='y'/><b d='z'/></a>",
	    "<a><b d=\"x\"/></a>\n" },
	{ PLAIN, "\"/a/b[c='1']/d\":" KEEP,
	    "<a><b><d>x</d><c>1</c></b><b><c>2</c><d>y</d></b></a>",
	    "<a><b><d>x</d></b></a>\n" },
	{ PLAIN, "\"/a/b[c/@e^='1.']/d\":" KEEP,
	    "<a><b><c e='1.2'/><d>x</d></b><b><c e='2.1'/><d>y</d></b></a>",
	    "<a><b><d>x</d></b></a>\n" },
	{ PLAIN, "\"/a[@b!='1']\":" KEEP, "<a b='1'>x</a>", "<a/>\n" },
	{ PLAIN, "\"/a[@b!='1']\":" KEEP, "<a b='2'>x</a>", "<a>x</a>\n" },
	{ PLAIN, "\"/a/b[c='1']/d\":" KEEP,
	    "<a><b><c>1</c><c>2</c><d>x</d></b></a>", "!duplicate" },
	{ PLAIN, "\"/a/b[c='1']/@d\":" KEEP, "<a><b d='x'><c>1<e/></c></b></a>",
	    "<a/>\n" },
	/* Depth. */
	{ PLAIN, "\"//b\":" CODE ",\"/a/c/d\":" DROP,
	    "<a><b>1</b><c><b>2</b><d><b>3</b></d></c><e><b>4</b></e></a>",
	    "<a><b>1</b><c><b>2</b></c></a>\n" },
	/* Records of a path. */
	{ PATHED, "\"/e/a\":" KEEP,
	    "<s x='1'>t<e><a>1</a></e><f><e><a>2</a></e></f> <e/><e>"
	    "<a>3</a></e></s>",
	    "<s>\n<e><a>1</a></e>\n<e/>\n<e><a>3</a></e>\n</s>\n" },
	{ PATHED, "\"/e/a\":" KEEP, "<s/>", "<s>\n</s>\n" },
	{ PATHED, "\"/e/a\":" KEEP, HEAD "<s></s>", HEAD "<s>\n</s>\n" },
	{ PATHED, "\"/e/a\":" KEEP,
	    "<s><!-- <e> --><?p <e>?><![CDATA[<e>]]><f g='<e>'/></s>",
	    "!syntax<s>" },
	{ PATHED, "\"/e/a\":" KEEP,
	    "<s><!-- <e> --><?p <e>?><![CDATA[<e>]]><f g='>'/></s>",
	    "<s>\n</s>\n" },
	{ PATHED, "\"/e/a\":" KEEP, "<s><e><a>&x;</a></e><e><a>1</a></e></s>",
	    "<s>\n<e><a>1</a></e>\n</s>\n!syntax" },
	{ PATHED, "\"/e/a\":" KEEP, "<s><e><a>1</a></e><e><a></e></a></s>",
	    "!syntax<s>\n<e><a>1</a></e>" },
	{ PATHED, "\"/e/a\":" KEEP, "<s><e><a>1</a></e>",
	    "!cut<s>\n<e><a>1</a></e>" },
	{ PATHED, "\"/e/a\":" KEEP, "<t><e/></t>", "!kind" },
	{ PATHED, "\"/e/a\":" KEEP, "<s><e/></s>x",
	    "!trailing<s>\n<e/>\n</s>\n" },
	{ PATHED, "\"/e/a\":" KEEP, "<s><e/></s><!-- x -->\n",
	    "<s>\n<e/>\n</s>\n" },
	{ PATHED_H, "\"/h:e/h:a\":" KEEP,
	    "<p:s xmlns:p='urn:h'><p:e><p:a>1</p:a></p:e><e/>"
	    "<e xmlns='urn:h'><a>2</a></e></p:s>",
	    "<h:s xmlns:h=\"urn:h\">\n<h:e><h:a>1</h:a></h:e>\n"
	    "<h:e><h:a>2</h:a></h:e>\n</h:s>\n" },
	{ PATHED_H, "\"/h:e/h:a\":" KEEP, "<s xmlns='urn:h'><q:e/></s>",
	    "!syntax<h:s xmlns:h=\"urn:h\">" },
	/* Encodings. */
	{ PLAIN, "\"/a\":" KEEP, LATIN1 "<a>\xE9</a>",
	    HEAD "<a>\xC3\xA9</a>\n" },
	{ PLAIN, "\"/a\":" KEEP,
	    "<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>",
	    HEAD "<a>\xE2\x82\xAC</a>\n" },
	{ PLAIN, "\"/a\":" KEEP,
	    "<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>",
	    "!charset" },
	{ PLAIN, "\"/a\":" KEEP, "<a>\xE9</a>", "!utf8" },
	{ PLAIN, "\"/a\":" KEEP, "\xEF\xBB\xBF<a>\xC3\xA9</a>",
	    "<a>\xC3\xA9</a>\n" },
	{ PLAIN, "\"/a\":" KEEP, "\xEF\xBB\xBF" LATIN1 "<a/>", "!charset" },
	{ PLAIN, "\"/a\":" KEEP, "\xFE\xFF<a/>", "!charset" },
	{ PLAIN, "\"/a\":" KEEP, "<?xml version='1.0' encoding='UTF-16'?><a/>",
	    "!charset" },
	{ PLAIN, "\"/a\":" KEEP, "<?xml version='1.1'?><a/>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<?xml encoding='UTF-8'?><a/>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP,
	    "<?xml version='1.0'?><?xml version='1.0'?><a/>", "!syntax" },
	{ PATHED, "\"/e/a\":" KEEP, LATIN1 "<s><e><a>\xE9</a></e></s>",
	    HEAD "<s>\n<e><a>\xC3\xA9</a></e>\n</s>\n" },
	/* What is refused. */
	{ PLAIN, "\"/a\":" KEEP, "<!DOCTYPE a><a/>", "!doctype" },
	{ PLAIN, "\"/a\":" KEEP,
	    "<!--x--><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "!doctype" },
	{ PATHED, "\"/e/a\":" KEEP, "<!DOCTYPE s><s/>", "!doctype" },
	{ PLAIN, "\"/a\":" KEEP, "<a>&nbsp;</a>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a>&#0;</a>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a b='1' b='2'/>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a><b></a></b>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a>", "!cut" },
	{ PLAIN, "\"/a\":" KEEP, "", "!cut" },
	{ PLAIN, "\"/a\":" KEEP, "text", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<![CDATA[x]]><a/>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a/><a/>", "!trailing" },
	{ PLAIN, "\"/a\":" KEEP, "<a>]]></a>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a><!-- -- --></a>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a>\x01</a>", "!syntax" },
	{ PLAIN, "\"/a\":" KEEP, "<a>\xEF\xBF\xBE</a>", "!syntax" },
};

/* What is written, when the input arrives in reads of `step` bytes. */
static const char *
filter(const struct scene *s, size_t step)
{
	static char text[4096];
	struct buf policy = harness_policy_as(s->format, s->fields);
	struct outcome o =
	    harness_run((const char *)policy.p, slice_text(s->in), step, true);

	ck_assert_uint_lt(o.out.len, sizeof(text));
	snprintf(text, sizeof(text), "%s", (const char *)o.out.p);
	buf_release(&policy);
	harness_release(&o);
	return text;
}

/* What is rejected stands first in a scene that ends early. */
static void
check_scene(const struct scene *s)
{
	const char *found = harness_filter_as(s->format, s->fields, s->in);
	const char *expected = s->out;
	char turned[4096];

	if (expected[0] == '!') {
		size_t n = strcspn(expected, "<");

		snprintf(turned, sizeof(turned), "%s%.*s", expected + n, (int)n,
		    expected);
		expected = turned;
	}
	ck_assert_msg(strcmp(found, expected) == 0, "%s: %s instead of %s",
	    s->in, found, expected);
}

START_TEST(records_are_filtered)
{
	check_scene(&scenes[_i]);
}
END_TEST

START_TEST(arrival_changes_nothing)
{
	static const size_t steps[] = { 1, 2, 3, 7, 4096 };
	const struct scene *s = &scenes[_i];
	char whole[4096];

	snprintf(whole, sizeof(whole), "%s", filter(s, 0));
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		ck_assert_str_eq(filter(s, steps[i]), whole);
}
END_TEST

/* What comes out goes in again, and comes out the same. */
START_TEST(output_is_a_fixed_point)
{
	struct scene s = scenes[_i];
	char once[4096];

	if (s.out[0] == '!' || strchr(s.out, '!') != NULL)
		return;
	snprintf(once, sizeof(once), "%s", filter(&s, 0));
	s.in = once;
	if (strstr(s.fields, "[") == NULL)
		ck_assert_str_eq(filter(&s, 0), once);
}
END_TEST

/* A document with n times a text between two others. */
static struct buf
repeat(const char *before, const char *text, size_t n, const char *after)
{
	struct buf b;

	buf_init(&b, (size_t)64 << 20);
	buf_add_text(&b, before);
	for (size_t i = 0; i < n; i++)
		buf_add_text(&b, text);
	buf_add_text(&b, after);
	buf_add_byte(&b, 0);
	b.len--;
	ck_assert(!b.failed);
	return b;
}

static const struct limit {
	const char *before, *text, *after;
	size_t n;
	const char *reason; /* "": none */
} limits[] = {
	{ "<a>", "<b>", "</a>", 63, "!syntax" },
	{ "<a>", "<b/>", "</a>", 10000, "" },
	{ "<a>", "<b/>", "</a>", 10001, "!too-many-members" },
	{ "<a ", " xmlns:b='c'", "/>", 129, "!too-many-members" },
	{ "<", "a", "/>", 257, "!name-too-long" },
	{ "<a>", "x", "</a>", 1 << 20, "" },
	{ "<a>", "x", "</a>", (1 << 20) + 1, "!value-too-long" },
	{ "<a><!--", "x", "--></a>", 8 << 20, "" },
	{ "<a><!--", "x", "--></a>", 17 << 20, "!record-too-large" },
	{ "<a b='", "x", "'/>", 17 << 20, "!record-too-large" },
	{ "<a>", "<a>", "", 100000, "!too-deep" },
	{ "<a>", "&lt;", "</a>", 1 << 20, "" },
};

START_TEST(limits_hold)
{
	const struct limit *l = &limits[_i];
	struct buf policy = harness_policy_as(PLAIN, "\"/a\":" KEEP);
	struct buf in = repeat(l->before, l->text, l->n, l->after);
	struct outcome o;

	/* Elements and text cannot be kept together. */
	if (strchr(l->text, '<') != NULL) {
		buf_release(&policy);
		policy = harness_policy_as(PLAIN, "\"/a/b\":" DROP);
	}
	o = harness_run((const char *)policy.p, buf_slice(&in), 0, true);
	ck_assert_uint_eq(o.counts.records, 1);
	if (l->reason[0] == '\0')
		ck_assert_str_eq((const char *)o.quarantine.p, "");
	else
		ck_assert_ptr_nonnull(
		    strstr((const char *)o.quarantine.p, l->reason + 1));
	harness_release(&o);
	buf_release(&in);
	buf_release(&policy);
}
END_TEST

/* Elements in elements that declare five namespaces each. */
static struct buf
nest(size_t n)
{
	struct buf b;

	buf_init(&b, (size_t)1 << 16);
	for (size_t i = 0; i < n; i++)
		buf_add_text(&b, "<a xmlns:b='1' xmlns:c='2' xmlns:d='3'"
				 " xmlns:e='4' xmlns:f='5'>");
	for (size_t i = 0; i < n; i++)
		buf_add_text(&b, "</a>");
	ck_assert(!b.failed);
	return b;
}

START_TEST(namespaces_in_scope_have_a_limit)
{
	struct buf policy = harness_policy_as(PLAIN, "\"/a/@b\":" KEEP);
	struct buf in = nest((size_t)_i);
	struct outcome o =
	    harness_run((const char *)policy.p, buf_slice(&in), 0, true);

	if (_i * 5 <= 256)
		ck_assert_str_eq((const char *)o.out.p, "<a/>\n");
	else
		ck_assert_ptr_nonnull(strstr(
		    (const char *)o.quarantine.p, "\"too-many-members\""));
	harness_release(&o);
	buf_release(&in);
	buf_release(&policy);
}
END_TEST

START_TEST(a_large_record_costs_itself)
{
	struct buf policy = harness_policy_as(PATHED, "\"/e/a\":" KEEP);
	struct buf in = repeat("<s><e><a>1</a></e><e><b>",
	    "some text that nobody asked for ", 1 << 20,
	    "</b></e><e><a>2</a></e></s>");
	struct outcome o =
	    harness_run((const char *)policy.p, buf_slice(&in), 0, true);

	ck_assert_int_eq(o.result, 0);
	ck_assert_uint_eq(o.counts.records, 3);
	ck_assert_uint_eq(o.counts.rejected, 1);
	ck_assert_str_eq((const char *)o.out.p,
	    "<s>\n<e><a>1</a></e>\n<e><a>2</a></e>\n</s>\n");
	harness_release(&o);
	buf_release(&in);
	buf_release(&policy);
}
END_TEST

/*
 * One document in many spellings.
 */

#define META                                                      \
	"\"/h:a/h:b\":" KEEP ",\"/h:a/h:c/@d\":" KEEP             \
	",\"/h:a/h:i[@r^='1.']/@e\":{\"do\":\"tokenize\",\"as\":" \
	"\"patient\",\"must\":\"nir\",\"because\":\"x\"}"

static const char *const twins[] = {
	"<a xmlns='urn:h'><b>caf\xC3\xA9 &amp; lait</b><c d='1\"2'/>"
	"<i r='1.2' e='255081416800063'/></a>",
	"<p:a xmlns:p='urn:h'><p:b>caf&#xE9; &#38; lait</p:b><p:c d=\"1&quot;2\""
	"/><p:i e='255081416800063' r='1.2'/></p:a>",
	"<p:a xmlns:p='urn:h'><q:b xmlns:q='urn:h'><![CDATA[caf\xC3\xA9 & lait]]>"
	"</q:b><c xmlns='urn:h' d='1&#34;2'></c><p:i r='1&#46;2' "
	"e='&#50;55081416800063'/></p:a>",
	"<?pi?><a xmlns='urn:h'><!-- c --><b>ca<!-- c -->f<?p i?>\xC3\xA9"
	"<![CDATA[ ]]>&amp; lait</b>\n <c\n d='1\"2' other='x' /><i r='1.2' "
	"\te='255081416800063'>x</i><z/></a>\n",
	"<a xmlns='urn:h' xmlns:u='urn:u' u:v='w'><u:b>no</u:b><b u:v='x'>"
	"caf\xC3\xA9 &amp; lait</b><b xmlns='urn:u'>no</b><c d='1\"2'/>"
	"<i r='2.2' e='x'/><i r='1.2' e='255081416800063'/></a>",
};

START_TEST(spelling_changes_nothing)
{
	struct scene first = { SPACE, META, twins[0], NULL };
	struct scene other = { SPACE, META, twins[_i], NULL };
	char expected[4096];

	snprintf(expected, sizeof(expected), "%s", filter(&first, 0));
	ck_assert_ptr_nonnull(strstr(expected, "tk1.test.1."));
	ck_assert_str_eq(filter(&other, 0), expected);
}
END_TEST

static const struct {
	const char *name, *accent;
} encodings[] = { { "UTF-8", "\xC3\xA9" }, { "iso-8859-1", "\xE9" },
	{ "ISO-8859-15", "\xE9" }, { "Windows-1252", "\xE9" } };

START_TEST(encoding_changes_nothing)
{
	char in[512];
	struct scene s = { SPACE, "\"/h:a\":" KEEP, in, NULL };

	snprintf(in, sizeof(in),
	    "<?xml version='1.0' encoding='%s' standalone=\"yes\" ?>\r\n"
	    "<h:a xmlns:h='urn:h' %s='x'>%s</h:a>",
	    encodings[_i].name, encodings[_i].accent, encodings[_i].accent);
	ck_assert_str_eq(
	    filter(&s, 0), HEAD "<h:a xmlns:h=\"urn:h\">\xC3\xA9</h:a>\n");
}
END_TEST

/* Cut anywhere, a document is rejected as a whole. */
START_TEST(nothing_of_a_cut_document_leaves)
{
	size_t len = strlen(twins[0]);
	char in[512];
	struct scene s = { SPACE, META, in, NULL };

	for (size_t n = 0; n < len; n++) {
		memcpy(in, twins[0], n);
		in[n] = '\0';
		ck_assert_str_eq(filter(&s, 0), "");
	}
}
END_TEST

Suite *xml_suite(void);

Suite *
xml_suite(void)
{
	int scene_count = sizeof(scenes) / sizeof(scenes[0]);
	Suite *s = suite_create("xml");
	TCase *t = tcase_create("xml");

	tcase_add_loop_test(t, records_are_filtered, 0, scene_count);
	tcase_add_loop_test(t, arrival_changes_nothing, 0, scene_count);
	tcase_add_loop_test(t, output_is_a_fixed_point, 0, scene_count);
	tcase_add_loop_test(
	    t, limits_hold, 0, sizeof(limits) / sizeof(limits[0]));
	tcase_add_loop_test(t, namespaces_in_scope_have_a_limit, 50, 54);
	tcase_add_test(t, a_large_record_costs_itself);
	tcase_add_loop_test(
	    t, spelling_changes_nothing, 0, sizeof(twins) / sizeof(twins[0]));
	tcase_add_loop_test(t, encoding_changes_nothing, 0,
	    sizeof(encodings) / sizeof(encodings[0]));
	tcase_add_test(t, nothing_of_a_cut_document_leaves);
	suite_add_tcase(s, t);
	return s;
}
