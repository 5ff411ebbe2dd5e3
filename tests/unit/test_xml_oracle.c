/*
 * Documents made by chance, half of them damaged in one place: the reader and
 * libxml2 must say the same about each.
 */
#include <check.h>
#include <stdlib.h>

#include "../fuzz/oracle_xml.h"
#include "base/buf.h"

#define DOCUMENTS 4000
#define ROUNDS    8

/* What a document is made by: the same in every run. */
struct chance {
	uint64_t state;
};

/* A number below n (xorshift64*; Vigna, 2016). */
static size_t
draw(struct chance *c, size_t n)
{
	c->state ^= c->state >> 12;
	c->state ^= c->state << 25;
	c->state ^= c->state >> 27;
	return (size_t)((c->state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % n;
}

#define PICK(c, texts) ((texts)[draw(c, sizeof(texts) / sizeof((texts)[0]))])

static const char *const names[] = { "a", "b", "p:a", "q:b", "xml:a",
	"a-1.\xC2\xB7", "\xC3\xA9t\xC3\xA9", "a_name_of_more_than_sixteen",
	"p:another_name_of_more" };

static const char *const attributes[] = { " x='1'", " x=\"2\"", " p:x='3'",
	"\n\tq:x = '4'", " xml:lang='fr'", " y='&lt;&#10;&amp;\t\r\n>'",
	" xmlns='urn:1'", " xmlns=''", " xmlns:p='urn:1'", " xmlns:p='urn:2'",
	" xmlns:q='urn:&#49;'", " xmlns:q='urn:2'", " z='\xE2\x82\xAC]]>'",
	" xmlns:xml='http://www.w3.org/XML/1998/namespace'" };

static const char *const contents[] = { "text", "\n  ", "\r\n", "1\r2",
	"&amp;&lt;&gt;&quot;&apos;", "&#65;&#x1F600;&#13;", "]]", "]", ">",
	"caf\xC3\xA9", "\xF0\x9F\x98\x80", "<!---->", "<!-- - -->", "<?p?>",
	"<?p q?r ?>", "<![CDATA[]]>", "<![CDATA[<&]] >\r\n]]]>",
	"some text that is longer than thirty-two bytes, without an end" };

static const char *const damages[] = { "<", ">", "&", "'", "\"", "]]>", "--",
	"\x01", "\x80", "\xEF\xBF\xBF", "\xED\xA0\x80", "/", " ", ":", "=",
	"?>", "<?xml?>", "&#0;", "&#x110000;", "&x;", "xmlns:p=''", " x='1'",
	"<a>", "</a>", "<!DOCTYPE a>", "\xC0\x80", "<![CDATA[", "<!--", "-",
	"p:" };

static void
add_element(struct chance *c, struct buf *b, size_t depth)
{
	const char *name = PICK(c, names);

	buf_add_text(b, "<");
	buf_add_text(b, name);
	/* Mostly so that prefixes are declared. */
	if (depth == 0)
		buf_add_text(b, " xmlns:p='urn:1' xmlns:q='urn:2'");
	for (size_t n = draw(c, 3); n > 0; n--)
		buf_add_text(b, PICK(c, attributes));
	if (draw(c, 5) == 0) {
		buf_add_text(b, "/>");
		return;
	}
	buf_add_text(b, draw(c, 4) == 0 ? " >" : ">");
	for (size_t n = draw(c, 4); n > 0; n--) {
		if (depth < 5 && draw(c, 2) == 0)
			add_element(c, b, depth + 1);
		else
			buf_add_text(b, PICK(c, contents));
	}
	buf_add_text(b, "</");
	buf_add_text(b, name);
	buf_add_text(b, draw(c, 4) == 0 ? "\n>" : ">");
}

/* Puts something in, or takes a few bytes away. */
static void
damage(struct chance *c, struct buf *b)
{
	size_t at = draw(c, b->len), cut = draw(c, 2) == 0 ? 0 : draw(c, 4);
	struct buf copy;

	if (cut > b->len - at)
		cut = b->len - at;
	buf_init(&copy, b->max);
	buf_add(&copy, b->p, at);
	if (cut == 0)
		buf_add_text(&copy, PICK(c, damages));
	buf_add_slice(&copy, buf_slice_from(b, at + cut));
	buf_release(b);
	*b = copy;
}

static bool
is_accepted(struct chance *c)
{
	bool around = draw(c, 3) == 0, accepted;
	struct buf b;

	buf_init(&b, (size_t)1 << 20);
	if (!around)
		buf_add_text(&b, draw(c, 4) == 0 ? "<!-- x -->\n<?p?>" : "");
	add_element(c, &b, 0);
	if (!around)
		buf_add_text(&b, draw(c, 4) == 0 ? "\n<?p?><!---->" : "");
	if (draw(c, 2) == 0)
		damage(c, &b);
	ck_assert(!b.failed);
	accepted =
	    around ? oracle_xml(buf_slice(&b),
			 "<o xmlns='urn:o'><p:o xmlns:p='&#x70;'>",
			 "</p:o></o>", (uint32_t)draw(c, 4))
		   : oracle_xml(buf_slice(&b), "", "", (uint32_t)draw(c, 4));
	buf_release(&b);
	return accepted;
}

START_TEST(reader_and_oracle_agree)
{
	struct chance c = { UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(_i + 1) };
	size_t accepted = 0;

	for (size_t i = 0; i < DOCUMENTS; i++)
		accepted += is_accepted(&c);
	/* It would say little if most were of one kind. */
	ck_assert_uint_gt(accepted, DOCUMENTS / 5);
	ck_assert_uint_lt(accepted, DOCUMENTS * 4 / 5);
}
END_TEST

Suite *xml_oracle_suite(void);

Suite *
xml_oracle_suite(void)
{
	Suite *s = suite_create("xml_oracle");
	TCase *t = tcase_create("xml_oracle");

	tcase_add_loop_test(t, reader_and_oracle_agree, 0, ROUNDS);
	suite_add_tcase(s, t);
	return s;
}
