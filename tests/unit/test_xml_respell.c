/*
 * One clinical document in many spellings: prefixes, where they are declared,
 * the order of attributes, quotes, blanks, references, CDATA sections,
 * comments, what the policy does not know, encodings, and how it arrives.
 * None of it may change what leaves.  (Attributes that leave keep their order,
 * so no element has two.)
 */
#include <check.h>
#include <stdio.h>

#include "base/utf8.h"
#include "harness.h"

#define SPELLINGS 150

enum part { OPEN, ATTRIBUTE, TEXT, CLOSE };

/* A document, part by part: its namespace, name and value. */
static const struct bit {
	enum part part;
	size_t space; /* in `spaces` */
	const char *name, *value;
} document[] = {
	{ OPEN, 1, "ClinicalDocument", NULL },
	{ ATTRIBUTE, 0, "classCode", "DOCCLIN" },
	{ OPEN, 1, "title", NULL },
	{ ATTRIBUTE, 2, "version", "1.0" },
	{ TEXT, 0, NULL,
	    "R\xC3\xA9sultat d'un test <COVID> & plus: ]]> \"fin\"" },
	{ CLOSE, 0, NULL, NULL },
	{ OPEN, 1, "patient", NULL },
	{ OPEN, 1, "id", NULL },
	{ ATTRIBUTE, 0, "root", "1.2.250.1.213.1.4.8" },
	{ ATTRIBUTE, 0, "extension", "255081416800063" },
	{ CLOSE, 0, NULL, NULL },
	{ OPEN, 1, "id", NULL },
	{ ATTRIBUTE, 0, "root", "2.999" },
	{ ATTRIBUTE, 0, "extension", "17" },
	{ CLOSE, 0, NULL, NULL },
	{ OPEN, 1, "name", NULL },
	{ TEXT, 0, NULL, "Besson" },
	{ CLOSE, 0, NULL, NULL },
	{ CLOSE, 0, NULL, NULL },
	{ OPEN, 1, "observation", NULL },
	{ OPEN, 1, "code", NULL },
	{ ATTRIBUTE, 0, "code", "94558-4" },
	{ CLOSE, 0, NULL, NULL },
	{ OPEN, 1, "value", NULL },
	{ ATTRIBUTE, 0, "display", "n\xC3\xA9gatif \"N\" & 'N'" },
	{ CLOSE, 0, NULL, NULL },
	{ OPEN, 0, "day", NULL },
	{ TEXT, 0, NULL, "2021-11-03" },
	{ CLOSE, 0, NULL, NULL },
	{ CLOSE, 0, NULL, NULL },
	{ OPEN, 1, "observation", NULL },
	{ OPEN, 1, "code", NULL },
	{ ATTRIBUTE, 0, "code", "other" },
	{ CLOSE, 0, NULL, NULL },
	{ OPEN, 1, "value", NULL },
	{ ATTRIBUTE, 0, "display", "dropped" },
	{ CLOSE, 0, NULL, NULL },
	{ CLOSE, 0, NULL, NULL },
	{ CLOSE, 0, NULL, NULL },
};

#define BITS (sizeof(document) / sizeof(document[0]))

static const char *const spaces[] = { "", "urn:hl7-org:v3", "urn:x" };

#define FORMAT                                                         \
	"\"format\":\"xml\",\"namespaces\":{\"h\":\"urn:hl7-org:v3\"," \
	"\"x\":\"urn:x\"}"
#define KEEP ":{\"do\":\"keep\",\"because\":\"x\"}"
#define DOC  "\"/h:ClinicalDocument/"

static const char fields[] = DOC
    "@classCode\"" KEEP "," DOC "h:title/@x:version\"" KEEP "," DOC
    "h:title\"" KEEP "," DOC
    "h:patient/h:id[@root^='1.2.250.']/@extension\":{\"do\":"
    "\"tokenize\",\"as\":\"patient\",\"must\":\"nir\",\"because\":\"x\"}," DOC
    "h:patient/h:name\":{\"do\":\"drop\",\"because\":\"x\"}," DOC
    "h:observation[h:code/@code='94558-4']/h:value/@display\"" KEEP "," DOC
    "h:observation[h:code/@code='94558-4']/day\"" KEEP;

#define PREFIXES 4 /* the first is the empty one */

static const char *const prefixes[PREFIXES] = { "", "p", "h", "a-1." };

/* What the prefixes stand for; 0: nothing. */
struct scope {
	size_t space[PREFIXES];
	char name[64]; /* of the element */
};

struct speller {
	uint64_t state; /* of chance */
	struct buf out;
	struct scope scopes[16];
	size_t depth;
	bool plain; /* the shortest spelling */
};

/* A number below n (xorshift64; Marsaglia, 2003). */
static size_t
draw(struct speller *s, size_t n)
{
	s->state ^= s->state << 13;
	s->state ^= s->state >> 7;
	s->state ^= s->state << 17;
	return (size_t)(s->state >> 11) % n;
}

/* Once in n times, but never in the shortest spelling. */
static bool
seldom(struct speller *s, size_t n)
{
	return !s->plain && draw(s, n) == 0;
}

static void
add(struct speller *s, const char *text)
{
	buf_add_text(&s->out, text);
}

static void
add_blanks(struct speller *s)
{
	static const char *const blanks[] = { " ", "\n", "\r\n", "\t", "  " };

	add(s, s->plain ? " " : blanks[draw(s, 5)]);
}

/* What may stand between elements and inside values. */
static void
add_noise(struct speller *s)
{
	if (seldom(s, 4))
		add(s, "<!-- <a> & '->' -->");
	if (seldom(s, 8))
		add(s, "<?p <a>?>");
}

static void
add_reference(struct speller *s, uint32_t c)
{
	char text[32];

	snprintf(text, sizeof(text), draw(s, 2) == 0 ? "&#%s%u;" : "&#x%s%x;",
	    draw(s, 4) == 0 ? "000" : "", (unsigned int)c);
	add(s, text);
}

/* One character of a value; quote: what ends it, 0 in an element. */
static void
add_character(struct speller *s, uint32_t c, char quote)
{
	if (seldom(s, 5))
		add_reference(s, c);
	else if (c == '&')
		add(s, "&amp;");
	else if (c == '<')
		add(s, "&lt;");
	else if (c == '>' && (quote == 0 || seldom(s, 2)))
		add(s, "&gt;");
	else if (c == (uint32_t)quote)
		add(s, quote == '"' ? "&quot;" : "&apos;");
	else
		buf_add_char(&s->out, c);
}

static void
add_section(struct speller *s, uint32_t c)
{
	add(s, "<![CDATA[");
	buf_add_char(&s->out, c);
	add(s, "]]>");
}

static void
add_value(struct speller *s, const char *value, char quote)
{
	struct slice rest = slice_text(value);
	uint32_t c;

	while (utf8_next(&rest, &c)) {
		if (quote == 0)
			add_noise(s);
		if (quote == 0 && seldom(s, 6))
			add_section(s, c);
		else
			add_character(s, c, quote);
	}
}

static void
add_attribute(
    struct speller *s, const char *prefix, const char *name, const char *value)
{
	char quote = seldom(s, 2) ? '\'' : '"';

	add_blanks(s);
	add(s, prefix);
	add(s, prefix[0] == '\0' ? "" : ":");
	add(s, name);
	if (seldom(s, 5))
		add_blanks(s);
	buf_add_byte(&s->out, '=');
	if (seldom(s, 5))
		add_blanks(s);
	buf_add_byte(&s->out, (uint8_t)quote);
	add_value(s, value, quote);
	buf_add_byte(&s->out, (uint8_t)quote);
}

static struct scope *
scope(struct speller *s)
{
	return &s->scopes[s->depth];
}

/* Prefixes of the tag at hand, a bit for each. */
struct tag {
	unsigned int used, declared;
};

/* A prefix for a namespace; one that has no other meaning in the tag. */
static size_t
choose_prefix(struct speller *s, size_t space, bool attribute, struct tag *tag)
{
	size_t begin = s->plain ? 0 : draw(s, PREFIXES);

	for (size_t i = 0;; i++) {
		size_t prefix = (begin + i) % PREFIXES;
		bool bound = scope(s)->space[prefix] == space;

		ck_assert_uint_lt(i, PREFIXES);
		if ((prefix == 0 && attribute) || (prefix > 0 && space == 0))
			continue;
		if (!bound && (tag->used >> prefix & 1) != 0)
			continue;
		if (!bound)
			tag->declared |= 1u << prefix;
		tag->used |= 1u << prefix;
		scope(s)->space[prefix] = space;
		return prefix;
	}
}

static void
add_declarations(struct speller *s, const struct tag *tag)
{
	for (size_t i = 0; i < PREFIXES; i++) {
		const char *uri = spaces[scope(s)->space[i]];

		if ((tag->declared >> i & 1) != 0)
			add_attribute(s, i == 0 ? "" : "xmlns",
			    i == 0 ? "xmlns" : prefixes[i], uri);
	}
}

/* Writes the attributes behind bit i, from any of them on; returns how many
 * there are. */
static size_t
add_attributes(struct speller *s, size_t i, struct tag *tag)
{
	size_t n = 0, begin;

	while (document[i + 1 + n].part == ATTRIBUTE)
		n++;
	begin = n > 0 && !s->plain ? draw(s, n) : 0;
	for (size_t k = 0; k < n; k++) {
		const struct bit *b = &document[i + 1 + (begin + k) % n];
		size_t prefix =
		    b->space == 0 ? 0 : choose_prefix(s, b->space, true, tag);

		add_attribute(s, prefixes[prefix], b->name, b->value);
	}
	return n;
}

/* Elements that the policy does not know, with what it would keep in them. */
static void
add_unknown(struct speller *s)
{
	if (!seldom(s, 4))
		return;
	add(s, "<u:title xmlns:u='urn:u' xmlns='urn:hl7-org:v3'>Besson"
	       "<title>Besson</title></u:title>");
}

/* Writes a start tag; returns how many attributes belong to it. */
static size_t
add_start(struct speller *s, size_t i)
{
	const struct bit *b = &document[i];
	struct tag tag = { 0, 0 };
	size_t prefix, n;

	s->scopes[s->depth + 1] = s->scopes[s->depth];
	s->depth++;
	ck_assert_uint_lt(s->depth, 15);
	prefix = choose_prefix(s, b->space, false, &tag);
	snprintf(scope(s)->name, sizeof(scope(s)->name), "%s%s%s",
	    prefixes[prefix], prefix == 0 ? "" : ":", b->name);
	add(s, "<");
	add(s, scope(s)->name);
	n = add_attributes(s, i, &tag);
	add_declarations(s, &tag);
	if (seldom(s, 4))
		add_attribute(s, "", "unknown", "Besson & Huet");
	if (seldom(s, 4))
		add_blanks(s);
	add(s, ">");
	return n;
}

static void
add_end(struct speller *s)
{
	add(s, "</");
	add(s, scope(s)->name);
	if (seldom(s, 4))
		add_blanks(s);
	add(s, ">");
	s->depth--;
}

static bool
is_text(size_t i)
{
	return i < BITS && document[i].part == TEXT;
}

static void
add_document(struct speller *s)
{
	for (size_t i = 0; i < BITS; i++) {
		switch (document[i].part) {
		case OPEN:
			i += add_start(s, i);
			break;
		case TEXT:
			add_value(s, document[i].value, 0);
			break;
		default:
			add_end(s);
		}
		/* Blanks count where there is text. */
		if (is_text(i) || is_text(i + 1) || s->depth == 0)
			continue;
		add_noise(s);
		add_unknown(s);
		if (seldom(s, 2))
			add_blanks(s);
	}
}

/* Text of UTF-8 below U+0100 as ISO-8859-1. */
static void
recode(struct buf *b)
{
	struct slice rest = buf_slice(b);
	size_t len = 0;
	uint32_t c;

	while (utf8_next(&rest, &c)) {
		ck_assert_uint_lt(c, 256);
		b->p[len++] = (uint8_t)c;
	}
	b->len = len;
}

static const char *const encodings[] = { "UTF-8", "iso-8859-1", "ISO-8859-15",
	"windows-1252" };

/* A spelling; 0 is the shortest. */
static struct buf
spell(int seed, size_t encoding)
{
	struct speller s = {
		.state = UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(seed + 1),
		.plain = seed == 0,
	};

	buf_init(&s.out, (size_t)1 << 20);
	add(&s, "<?xml version='1.0' encoding='");
	add(&s, encodings[encoding]);
	add(&s, "'?>");
	add_noise(&s);
	add_document(&s);
	add_noise(&s);
	if (encoding > 0)
		recode(&s.out);
	ck_assert(!s.out.failed);
	return s.out;
}

/* What leaves of a spelling. */
static struct outcome
filter(int seed, size_t encoding, size_t step)
{
	struct buf policy = harness_policy_as(FORMAT, fields);
	struct buf in = spell(seed, encoding);
	struct outcome o =
	    harness_run((const char *)policy.p, buf_slice(&in), step, true);

	ck_assert_msg(o.quarantine.len == 0, "%s of %.*s",
	    (const char *)o.quarantine.p, (int)in.len, (const char *)in.p);
	buf_release(&in);
	buf_release(&policy);
	return o;
}

START_TEST(no_spelling_changes_what_leaves)
{
	static const size_t steps[] = { 0, 1, 7, 64 };
	struct outcome plain = filter(0, 0, 0);
	struct outcome other =
	    filter(_i, (size_t)_i % 4, steps[(size_t)_i / 4 % 4]);
	const char *out = (const char *)plain.out.p;

	ck_assert_ptr_nonnull(strstr(out, "extension=\"tk1.test.1."));
	ck_assert_ptr_nonnull(strstr(out, "<day>2021-11-03</day>"));
	ck_assert_ptr_null(strstr(out, "Besson"));
	ck_assert_ptr_null(strstr(out, "dropped"));
	ck_assert_str_eq((const char *)other.out.p, out);
	harness_release(&plain);
	harness_release(&other);
}
END_TEST

Suite *xml_respell_suite(void);

Suite *
xml_respell_suite(void)
{
	Suite *s = suite_create("xml_respell");
	TCase *t = tcase_create("xml_respell");

	tcase_add_loop_test(t, no_spelling_changes_what_leaves, 1, SPELLINGS);
	suite_add_tcase(s, t);
	return s;
}
