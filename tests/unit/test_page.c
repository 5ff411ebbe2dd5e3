#include <check.h>

#include "../fuzz/oracle_xml.h"
#include "policies.h"
#include "policy/html.h"
#include "policy/page.h"

#define TEXT_MAX (64 << 20)
#define DOCTYPE  "<!DOCTYPE html>\n"

/* What whoever writes a policy could try on whoever reads it. */
#define HOSTILE "</code><script>alert(1)</script>&amp;\\\"'><!--"

#define POLICY                                                                 \
	"{ `policy`: `p`, `version`: `2021-11-03`,\n"                          \
	"`title`: `" HOSTILE "`, `purpose`: `" HOSTILE "`,\n"                  \
	"`approved`: { `by`: `" HOSTILE "`, `on`: `2021-11-04` },\n"           \
	"`bases`: { `b`: `" HOSTILE "` },\n"                                   \
	"`domains`: { `d`: { `entity`: `person`, `key`: `k` } },\n"            \
	"`recipients`: { `r`: { `name`: `" HOSTILE "`, `key`: `k` } },\n"      \
	"`conditions`: { `c`: { `title`: `" HOSTILE "`, `field`: `" HOSTILE    \
	"`, `is`: `x` } },\n"                                                  \
	"`records`: { `k`: { `format`: `csv`, `delimiter`: `;`, `encoding`:"   \
	" `utf-8`,\n`title`: `" HOSTILE "`, `match`: `c`, `fields`: {\n"       \
	"`" HOSTILE "`: { `do`: `keep`, `oneOf`: [ `" HOSTILE                  \
	"`, `\\u001b\\u202e\\uffff` ],\n`because`: `" HOSTILE                  \
	"`, `basis`: `b` },\n"                                                 \
	"`n`: { `do`: `tokenize`, `as`: `d`, `must`: `nir`, `because`: `x` "   \
	"},\n`m`: { `do`: `map`, `table`: { `" HOSTILE "`: `" HOSTILE          \
	"` }, `else`: `drop`, `because`: `x` },\n"                             \
	"`s`: { `do`: `seal`, `to`: `r`, `because`: `x` },\n"                  \
	"`z`: { `do`: `drop`, `because`: `x` },\n"                             \
	"`+y`: { `do`: `replace`, `with`: `" HOSTILE                           \
	"`, `because`: `x` } },\n"                                             \
	"`tests`: [ { `name`: `" HOSTILE "`, `in`: { `" HOSTILE "`: `" HOSTILE \
	"\\n\\u0007` }, `out`: { `n`: `x` }, `absent`: [ `" HOSTILE "` ] },\n" \
	"{ `name`: `o`, `in`: { `n`: `a` }, `reject`: `match` } ] } } }"

static struct document
load(const char *written)
{
	struct buf text = policies_text(written);
	struct document d = { 0 };
	struct err err = { 0 };
	struct buf notes;
	int status;

	buf_init(&notes, TEXT_MAX);
	status = document_parse(
	    "test", buf_slice(&text), policies_note, &notes, &d, &err);
	buf_add_byte(&notes, '\0');
	ck_assert_msg(status == 0, "%s", (const char *)notes.p);
	buf_release(&notes);
	buf_release(&text);
	return d;
}

/* The page of a policy, compared with another one, NUL-terminated. */
static struct buf
page_of(const char *policy, const char *against, enum language l)
{
	struct document d = load(policy), older = { 0 };
	struct page page = { .view = { .document = &d, .language = l },
		.tamis = "0" };
	struct err err = { 0 };
	struct buf out;

	if (against != NULL) {
		older = load(against);
		page.older = &older;
	}
	buf_init(&out, TEXT_MAX);
	ck_assert_int_eq(page_html(&out, &page, &err), 0);
	buf_add_byte(&out, '\0');
	out.len--;
	document_release(&d);
	document_release(&older);
	return out;
}

static const char *
text_of(const struct buf *page)
{
	return (const char *)page->p;
}

/* By libxml2 and by the reader of records. */
static void
assert_well_formed(const struct buf *page)
{
	size_t skip = strlen(DOCTYPE);

	ck_assert(slice_starts(buf_slice(page), slice_text(DOCTYPE)));
	ck_assert(oracle_xml(buf_slice_from(page, skip), "", "", 0));
}

#define CALM POLICY_FIELDS("`a`: { `do`: `drop`, `because`: `x` }")

START_TEST(hostile_names_are_shown_as_text)
{
	struct buf page = page_of(POLICY, CALM, (enum language)_i);

	assert_well_formed(&page);
	ck_assert_ptr_null(strstr(text_of(&page), "<script"));
	ck_assert_ptr_null(strstr(text_of(&page), "<!--"));
	ck_assert_ptr_null(strchr(text_of(&page), 0x1B));
	ck_assert_ptr_null(strstr(text_of(&page), "\xE2\x80\xAE"));
	ck_assert_ptr_nonnull(strstr(text_of(&page),
	    "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&quot;"));
	buf_release(&page);
}
END_TEST

START_TEST(nothing_is_fetched_and_nothing_runs)
{
	static const char *const forbidden[] = { "<script", "<img", "<iframe",
		"<object", "<form", "@import", "url(",
		"http:", "https:", " onclick", " src=" };
	struct buf page = page_of(CALM, NULL, LANGUAGE_EN);

	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
		ck_assert_msg(strstr(text_of(&page), forbidden[i]) == NULL,
		    "%s is in the page", forbidden[i]);
	ck_assert_ptr_nonnull(strstr(text_of(&page), "default-src 'none'"));
	buf_release(&page);
}
END_TEST

START_TEST(the_same_policy_is_the_same_page)
{
	struct buf a = page_of(POLICY, CALM, LANGUAGE_FR);
	struct buf b = page_of(POLICY, CALM, LANGUAGE_FR);

	ck_assert(slice_equal(buf_slice(&a), buf_slice(&b)));
	buf_release(&a);
	buf_release(&b);
}
END_TEST

/* What must be on a page of these policies. */
static const struct {
	const char *policy, *against, *has;
} parts[] = {
	{ CALM, NULL, "<html lang=\"en\">" },
	{ CALM, NULL, "class=\"badge drop\"" },
	{ CALM, NULL, "Nothing is sealed" },
	{ CALM, NULL, "class=\"sign\"" },
	{ CALM, CALM, "Nothing that leaves has changed." },
	{ POLICY, NULL, "class=\"badge seal\"" },
	{ POLICY, NULL, "Made-up records" },
	{ POLICY, NULL, "The record is rejected: match" },
	{ POLICY, CALM, "class=\"badge weaker\"" },
	{ CALM, POLICY, "class=\"badge stronger\"" },
	{ POLICY_FIELDS("`a.b_c`: { `do`: `mask`, `because`: `x` }"), NULL,
	    "<code>a.<wbr/>b_<wbr/>c</code>" },
	{ POLICY_KIND("`fields`: {}, `tests`: [ { `name`: `t`, `in`: { `a`: [ "
		      "1, {} ] }, `out`: {} } ]"),
	    NULL, "<pre>{\n  &quot;a&quot;: [\n    1,\n    {}\n  ]\n}</pre>" },
};

#define PARTS (int)(sizeof(parts) / sizeof(parts[0]))

START_TEST(a_page_has_its_parts)
{
	struct buf page =
	    page_of(parts[_i].policy, parts[_i].against, LANGUAGE_EN);

	assert_well_formed(&page);
	ck_assert_msg(strstr(text_of(&page), parts[_i].has) != NULL,
	    "%s is not in the page", parts[_i].has);
	buf_release(&page);
}
END_TEST

START_TEST(results_of_tests_are_told)
{
	const struct page_test list[] = { { slice_text("k/good"), true },
		{ slice_text("k/<bad>"), false } };
	const struct slice unreached[] = { slice_text("a.b") };
	const struct page_tests tests = { list, 2, 1, 4, 3, 75, unreached, 1 };
	struct document d = load(CALM);
	struct page page = {
		.view = { .document = &d }, .tests = &tests, .tamis = "0"
	};
	struct err err = { 0 };
	struct buf out;

	buf_init(&out, TEXT_MAX);
	ck_assert_int_eq(page_html(&out, &page, &err), 0);
	assert_well_formed(&out);
	buf_add_byte(&out, '\0');
	ck_assert_ptr_nonnull(strstr(text_of(&out), "passed: 1 of 2."));
	ck_assert_ptr_nonnull(strstr(text_of(&out), "FAILED: 1 of 2."));
	ck_assert_ptr_nonnull(strstr(text_of(&out), "reach 75 % of"));
	ck_assert_ptr_nonnull(strstr(text_of(&out), "3/4"));
	ck_assert_ptr_nonnull(strstr(text_of(&out), "k/&lt;bad&gt;"));
	ck_assert_ptr_nonnull(strstr(text_of(&out), "<code>a.<wbr/>b</code>"));
	buf_release(&out);
	document_release(&d);
}
END_TEST

START_TEST(lines_of_records_are_lines)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	html_text(&out, slice_text("a\rb\r\nc\nd"));
	ck_assert(slice_is(buf_slice(&out), "a\nb\nc\nd"));
	buf_release(&out);
}
END_TEST

Suite *page_suite(void);

Suite *
page_suite(void)
{
	Suite *s = suite_create("page");
	TCase *t = tcase_create("page");

	tcase_add_loop_test(
	    t, hostile_names_are_shown_as_text, 0, LANGUAGE_COUNT);
	tcase_add_test(t, nothing_is_fetched_and_nothing_runs);
	tcase_add_test(t, the_same_policy_is_the_same_page);
	tcase_add_loop_test(t, a_page_has_its_parts, 0, PARTS);
	tcase_add_test(t, results_of_tests_are_told);
	tcase_add_test(t, lines_of_records_are_lines);
	suite_add_tcase(s, t);
	return s;
}
