/* How tests read and compare texts: canon.h and matcher.h. */
#include <check.h>

#include "policies.h"
#include "study/test/canon.h"
#include "study/test/matcher.h"

static const struct {
	enum format_id format;
	const char *text, *canonical;
} texts[] = {
	{ FORMAT_JSON, " { \"b\" : 1.0 , \"a\" : [ ] } ",
	    "{\"a\":[],\"b\":1.0}\n" },
	{ FORMAT_JSON, "{\"\\u0061\":{},\"A\":[1,{\"c\":null,\"b\":true}]}",
	    "{\"A\":[1,{\"b\":true,\"c\":null}],\"a\":{}}\n" },
	{ FORMAT_JSON, "1\n\"\\u00e9\"\n[[],[false]]",
	    "1\n\"\xC3\xA9\"\n[[],[false]]\n" },
	{ FORMAT_JSON, "", "" },
	{ FORMAT_XML, " <a>\n <b/> <c> x </c>\r\n</a>\n",
	    "<a><b/><c> x </c></a>" },
	{ FORMAT_HL7V2, "MSH|a\r\nPID\nOBX\r\r\n", "MSH|a\rPID\rOBX" },
	{ FORMAT_CSV, "a;b\n", "" },
};

START_TEST(canonical_texts)
{
	struct arena arena;
	struct buf out;

	arena_init(&arena, 1 << 20);
	buf_init(&out, 1 << 20);
	canon_text(&arena, texts[_i].format, slice_text(texts[_i].text), &out);
	ck_assert_msg(slice_is(buf_slice(&out), texts[_i].canonical), "%.*s",
	    (int)out.len, (const char *)out.p);
	buf_release(&out);
	arena_release(&arena);
}
END_TEST

static const struct {
	const char *text;
	size_t fault;
} malformed[] = {
	{ "{\"a\"=1}", 4 },
	{ "[1,]", 3 },
	{ "[1 2]", 3 },
	{ "{\"a\":1,}", 7 },
	{ "{\"a\":1", 6 },
	{ "\"a", 0 },
	{ "1\n\nmaybe", 3 },
	{ "{1:2}", 1 },
};

START_TEST(malformed_json)
{
	struct arena arena;
	size_t fault = 99;
	struct buf out;

	arena_init(&arena, 1 << 20);
	buf_init(&out, 1 << 20);
	ck_assert_int_eq(
	    canon_json(&arena, slice_text(malformed[_i].text), &out, &fault),
	    -1);
	ck_assert_uint_eq(fault, malformed[_i].fault);
	buf_release(&out);
	arena_release(&arena);
}
END_TEST

START_TEST(json_that_is_too_deep)
{
	struct arena arena;
	struct buf text, out;
	size_t fault;

	arena_init(&arena, 1 << 20);
	buf_init(&out, 1 << 20);
	buf_init(&text, 1 << 20);
	for (size_t i = 0; i < 65; i++)
		buf_add_byte(&text, '[');
	ck_assert_int_eq(
	    canon_json(&arena, buf_slice(&text), &out, &fault), -1);
	ck_assert_uint_eq(fault, 64);
	buf_release(&text);
	buf_release(&out);
	arena_release(&arena);
}
END_TEST

static const char policy[] =
    "{ `policy`: `p`, `version`: `2021-11-03`, `title`: `t`,\n"
    "`purpose`: `p`,\n"
    "`recipients`: { `r`: { `name`: `n`, `key`: `k` } },\n"
    "`domains`: { `d`: { `entity`: `e`, `key`: `k` } },\n"
    "`records`: { `k`: { `format`: `json`, `fields`: {} } } }";

static const struct {
	const char *text;
	enum matcher_kind kind;
	const char *name, *of, *same, *meant; /* NULL: not stated */
} matchers[] = {
	{ "x", MATCHER_NONE, NULL, NULL, NULL, "x" },
	{ "", MATCHER_NONE, NULL, NULL, NULL, "" },
	{ "$", MATCHER_NONE, NULL, NULL, NULL, "$" },
	{ "$$x", MATCHER_NONE, NULL, NULL, NULL, "$$x" },
	{ "x${token:d}", MATCHER_NONE, NULL, NULL, NULL, "x${token:d}" },
	{ "$${token:d}", MATCHER_NONE, NULL, NULL, NULL, "${token:d}" },
	{ "$$${", MATCHER_NONE, NULL, NULL, NULL, "$${" },
	{ "${token:d}", MATCHER_TOKEN, "d", NULL, NULL, NULL },
	{ "${token:d of a}b}", MATCHER_TOKEN, "d", "a}b", NULL, NULL },
	{ "${token:d of of x}", MATCHER_TOKEN, "d", "of x", NULL, NULL },
	{ "${token:d same me}", MATCHER_TOKEN, "d", NULL, "me", NULL },
	{ "${sealed:r}", MATCHER_SEALED, "r", NULL, NULL, NULL },
	{ "${sealed:r of x y}", MATCHER_SEALED, "r", "x y", NULL, NULL },
};

static bool
is_text(struct slice s, const char *text)
{
	return text == NULL ? s.p == NULL : slice_is(s, text);
}

START_TEST(good_matchers)
{
	struct program *p = policies_load(policy);
	struct matcher m;

	ck_assert_ptr_null(matcher_read(p, slice_text(matchers[_i].text), &m));
	ck_assert_int_eq(m.kind, matchers[_i].kind);
	ck_assert(is_text(m.name, matchers[_i].name));
	ck_assert(is_text(m.of, matchers[_i].of));
	ck_assert(is_text(m.same, matchers[_i].same));
	if (m.kind == MATCHER_NONE)
		ck_assert(is_text(m.text, matchers[_i].meant));
	program_free(p);
}
END_TEST

static const char *const bad[] = {
	"${",
	"${}",
	"${token}",
	"${token:d",
	"${token:e}",
	"${token:r}",
	"${token:}",
	"${token:d }",
	"${token:d of }",
	"${token:d off x}",
	"${token:d}x",
	"${sealed:d}",
	"${sealed:r same x}",
};

START_TEST(bad_matchers)
{
	struct program *p = policies_load(policy);
	struct matcher m;

	ck_assert_ptr_nonnull(matcher_read(p, slice_text(bad[_i]), &m));
	program_free(p);
}
END_TEST

#define COUNT(list) (int)(sizeof(list) / sizeof((list)[0]))

Suite *study_texts_suite(void);

Suite *
study_texts_suite(void)
{
	Suite *s = suite_create("study_texts");
	TCase *t = tcase_create("texts");

	tcase_add_loop_test(t, canonical_texts, 0, COUNT(texts));
	tcase_add_loop_test(t, malformed_json, 0, COUNT(malformed));
	tcase_add_test(t, json_that_is_too_deep);
	tcase_add_loop_test(t, good_matchers, 0, COUNT(matchers));
	tcase_add_loop_test(t, bad_matchers, 0, COUNT(bad));
	suite_add_tcase(s, t);
	return s;
}
