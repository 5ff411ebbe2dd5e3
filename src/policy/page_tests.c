/* What came of the policy's tests, and what they reach. */
#include "policy/page_write.h"

static void
put_counts(struct page_writing *w, enum word which, uint64_t a, uint64_t b)
{
	struct buf numbers[2];

	for (size_t i = 0; i < 2; i++) {
		buf_init(&numbers[i], 64);
		buf_add_u64(&numbers[i], i == 0 ? a : b);
	}
	words_say(page_begin(w), w->page->view.language, which,
	    buf_slice(&numbers[0]), buf_slice(&numbers[1]));
	page_phrase(w, "p", NULL);
	for (size_t i = 0; i < 2; i++)
		buf_release(&numbers[i]);
}

static void
put_summary(struct page_writing *w, const struct page_tests *t)
{
	if (t->count == 0) {
		page_word(w, "p", "rest", WORD_TESTS_NONE);
		return;
	}
	put_counts(w, WORD_TESTS_PASSED, t->count - t->failed, t->count);
	if (t->failed > 0)
		put_counts(w, WORD_TESTS_FAILED, t->failed, t->count);
}

static void
put_coverage(struct page_writing *w, const struct page_tests *t)
{
	struct buf percent, items;

	if (t->count == 0)
		return;
	buf_init(&percent, 64);
	buf_init(&items, 64);
	buf_add_u64(&percent, t->percent);
	buf_add_format(&items, "%llu/%llu", (unsigned long long)t->reached,
	    (unsigned long long)t->items);
	words_say(page_begin(w), w->page->view.language, WORD_COVERAGE,
	    buf_slice(&percent), buf_slice(&items));
	page_phrase(w, "p", NULL);
	buf_release(&percent);
	buf_release(&items);
}

static void
put_test(struct page_writing *w, const struct page_test *test)
{
	enum word which = test->passed ? WORD_PASSED : WORD_FAILED;

	html_raw(w->out, "<li>");
	page_word(
	    w, "span", test->passed ? "badge stronger" : "badge weaker", which);
	html_text(w->out, test->name);
	html_raw(w->out, "</li>\n");
}

static void
put_unreached(struct page_writing *w, const struct page_tests *t)
{
	if (t->unreached_count == 0)
		return;
	page_word(w, "h3", NULL, WORD_UNREACHED);
	html_raw(w->out, "<ul>\n");
	for (size_t i = 0; i < t->unreached_count; i++) {
		html_raw(w->out, "<li>");
		html_path(w->out, t->unreached[i]);
		html_raw(w->out, "</li>\n");
	}
	html_raw(w->out, "</ul>\n");
}

void
page_tests(struct page_writing *w)
{
	const struct page_tests *t = w->page->tests;

	page_section(w, "tests", 1, WORD_TESTS);
	put_summary(w, t);
	put_coverage(w, t);
	if (t->count > 0)
		html_raw(w->out, "<ul class=\"plain\">\n");
	for (size_t i = 0; i < t->count; i++)
		put_test(w, &t->tests[i]);
	html_raw(w->out, t->count > 0 ? "</ul>\n" : "");
	put_unreached(w, t);
	page_section_end(w);
}
