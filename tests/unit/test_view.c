#include "study/audit/view.h"

#include <check.h>
#include <stdlib.h>

#include "study/audit/needles.h"

/* Folded text as the tests write it: '|' for a break, ' ' before a word. */
static const char *
shown(const struct view *v, char out[static 256])
{
	size_t len = 0;

	for (size_t i = 0; i < v->folded.len && len < 250; i++) {
		uint8_t c = v->folded.p[i];

		if (v->edge[i] && i > 0 && v->folded.p[i - 1] != NEEDLE_BREAK)
			out[len++] = ' ';
		out[len++] = c == NEEDLE_BREAK ? '|' : (char)c;
	}
	out[len] = '\0';
	return out;
}

static const struct {
	enum encoding encoding;
	const char *piece, *folded; /* NULL: it does not occur */
} cases[] = {
	{ ENCODING_RAW, "2 79 03.51-215", "2 79 03 51 215" },
	{ ENCODING_RAW, "\"Éloïse\";D'Orves", "eloise|d orves" },
	{ ENCODING_RAW, "E\xCC\x81loise", "e loise" },
	{ ENCODING_RAW, "Mme \xC9lo\xEFse", "mme eloise" }, /* ISO-8859-1 */
	{ ENCODING_RAW, "S\xC5\x93ur", "soeur" },
	{ ENCODING_RAW, "", "" },
	{ ENCODING_JSON, "a\\u0062\\/c", "ab|c" },
	{ ENCODING_JSON, "\\ud835\\udfd8\\u0031", "01" },
	{ ENCODING_JSON, "\\ud835x\\u12", "ud835x|u12" },
	{ ENCODING_JSON, "plain", NULL },
	{ ENCODING_XML, "&#50;&#x37;9&amp;&lt;0", "279|0" },
	{ ENCODING_XML, "&#xD800;&nope;&#99999999;", NULL },
	{ ENCODING_PERCENT, "%32%37%39%zz%", "279|zz|" },
	{ ENCODING_HL7V2, "\\X3237\\9\\T\\1", "279|1" },
	{ ENCODING_UTF_16, "2\0007\0009\000", "279" },
	{ ENCODING_HEX, "x 323739303335313231", "279035121" },
	{ ENCODING_HEX, "3237", NULL },
	{ ENCODING_BASE64, "Mjc5MDM1MTIx", "279035121" },
	{ ENCODING_BASE64, "Mjc5", NULL },
};

static size_t
length_of(enum encoding encoding, const char *piece)
{
	return encoding == ENCODING_UTF_16 ? 6 : strlen(piece);
}

START_TEST(pieces_are_read_as_they_may_be_meant)
{
	const char *piece = cases[_i].piece;
	const struct slice s = { (const uint8_t *)piece,
		length_of(cases[_i].encoding, piece) };
	char out[256];
	struct view v;
	bool made;

	view_init(&v);
	made = view_make(&v, s, cases[_i].encoding);
	ck_assert(!v.folded.failed);
	if (cases[_i].folded == NULL && cases[_i].encoding != ENCODING_XML)
		ck_assert(!made);
	else if (cases[_i].folded != NULL)
		ck_assert_msg(strstr(shown(&v, out), cases[_i].folded) != NULL,
		    "%s: %s", piece, out);
	view_release(&v);
}
END_TEST

START_TEST(every_byte_knows_where_it_came_from)
{
	const char *piece = "ab\\u0063d";
	struct view v;

	view_init(&v);
	ck_assert(view_make(&v, slice_text(piece), ENCODING_JSON));
	ck_assert_uint_eq(v.folded.len, 4);
	ck_assert_int_eq(v.from[0], 0);
	ck_assert_int_eq(v.from[2], 2);
	ck_assert_int_eq(v.from[3], 8);
	view_release(&v);
}
END_TEST

/* A value inside base64 begins at any of three places of a group. */
START_TEST(base64_is_read_at_every_alignment)
{
	static const char *const texts[] = {
		"Mjc5MDM1MTIxNTE4OTg5",     /* 279... */
		"eDI3OTAzNTEyMTUxODk4OQ==", /* x279... */
		"eHgyNzkwMzUxMjE1MTg5ODk=", /* xx279... */
		"aMjc5MDM1MTIxNTE4OTg5",    /* a character before it */
		"aaMjc5MDM1MTIxNTE4OTg5", "aaaMjc5MDM1MTIxNTE4OTg5",
		"Mjc5MDM1MTIx\r\nNTE4OTg5", /* over two lines */
	};
	char out[256];
	struct view v;

	view_init(&v);
	ck_assert(view_make(&v, slice_text(texts[_i]), ENCODING_BASE64));
	ck_assert_msg(
	    strstr(shown(&v, out), "279035121518989") != NULL, "%s", out);
	view_release(&v);
}
END_TEST

/* One character can fold to 18; a piece of them must find room. */
START_TEST(what_grows_finds_room)
{
	uint8_t piece[3000];
	struct view v;

	for (size_t i = 0; i < sizeof(piece); i += 3)
		memcpy(piece + i, "\xEF\xB7\xBA", 3);
	view_init(&v);
	ck_assert(view_make(
	    &v, (struct slice){ piece, sizeof(piece) }, ENCODING_RAW));
	ck_assert_uint_gt(v.folded.len, 10000);
	view_release(&v);
}
END_TEST

Suite *view_suite(void);

Suite *
view_suite(void)
{
	Suite *s = suite_create("view");
	TCase *t = tcase_create("view");

	tcase_add_loop_test(t, pieces_are_read_as_they_may_be_meant, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(t, every_byte_knows_where_it_came_from);
	tcase_add_loop_test(t, base64_is_read_at_every_alignment, 0, 7);
	tcase_add_test(t, what_grows_finds_room);
	suite_add_tcase(s, t);
	return s;
}
