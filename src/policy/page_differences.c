/* What changed since an older version. */
#include "policy/diff.h"
#include "policy/page_write.h"

struct listing {
	struct page_writing *w;
	size_t count;
};

static void
put_mark(struct page_writing *w, enum diff_mark mark)
{
	static const enum word words[] = {
		[DIFF_WEAKER] = WORD_WEAKER,
		[DIFF_STRONGER] = WORD_STRONGER,
		[DIFF_CHANGED] = WORD_CHANGED,
	};

	buf_add_format(w->out, "<span class=\"badge %s\">%s</span>",
	    diff_marks[mark], word(w->page->view.language, words[mark]));
}

static void
put_row(void *ctx, const struct difference *d)
{
	struct listing *l = ctx;
	struct buf *out = l->w->out;

	if (l->count++ == 0)
		html_raw(out, "<table class=\"rules\">\n<tbody>\n");
	html_raw(out, "<tr><td class=\"field\">");
	put_mark(l->w, d->mark);
	html_raw(out, "<br/>");
	html_path(out, d->path);
	html_element(out, "div", "small", d->kind);
	html_raw(out, "</td><td>");
	html_text(out, d->text);
	html_raw(out, "</td></tr>\n");
}

int
page_differences(struct page_writing *w, struct err *err)
{
	const struct register_view *v = &w->page->view;
	const struct program *older = w->page->older->program;
	struct listing l = { w, 0 };
	int status;

	page_section(w, "differences", 1, WORD_DIFFERENCES);
	words_say(page_begin(w), v->language, WORD_DIFFERENCES_TEXT,
	    older->name, older->version);
	page_phrase(w, "p", "soft");
	status = diff_policies(
	    w->page->older, v->document, v->language, put_row, &l, err);
	if (l.count > 0)
		html_raw(w->out, "</tbody>\n</table>\n");
	else
		page_word(w, "p", NULL, WORD_NO_DIFFERENCES);
	page_section_end(w);
	return status;
}
