/* What leaves and what stays of one kind of records. */
#include "policy/page_write.h"

/* <td class="CLASS" data-label="WORD">: narrow screens show the label. */
static void
open_cell(struct page_writing *w, const char *class, enum word label)
{
	buf_add_format(w->out, "<td class=\"%s\" data-label=\"", class);
	html_text(w->out, slice_text(word(w->page->view.language, label)));
	html_raw(w->out, "\">");
}

static void
put_field(struct page_writing *w, const struct register_row *row)
{
	open_cell(w, "field", WORD_FIELD);
	page_badge(w, row->rule->action);
	html_raw(w->out, "<br/>");
	html_path(w->out, row->field->path.text);
	if (row->is_new)
		page_word(w, "div", "small", WORD_NEW_FIELD);
	html_close(w->out, "td");
}

static void
put_form(struct page_writing *w, const struct phrase *p,
    const struct register_row *row)
{
	open_cell(w, "form", WORD_HOW);
	phrase_form(page_begin(w), p, row->rule, row->node);
	page_phrase(w, "div", NULL);
	phrase_check(page_begin(w), p, row->rule, row->node);
	page_phrase(w, "div", "small");
	html_close(w->out, "td");
}

static void
put_when(struct page_writing *w, const struct phrase *p,
    const struct register_row *row)
{
	open_cell(w, "when", WORD_WHEN);
	register_when(page_begin(w), p, row);
	html_text(w->out, buf_slice(&w->text));
	html_close(w->out, "td");
}

static void
put_why(struct page_writing *w, const struct register_row *row)
{
	enum language l = w->page->view.language;
	const struct node *basis = node_find(row->node, "basis");

	open_cell(w, "why", WORD_WHY);
	html_element(
	    w->out, "div", NULL, words_of(node_find(row->node, "because"), l));
	if (basis != NULL) {
		struct buf *text = page_begin(w);

		buf_add_text(text, word(l, WORD_BASIS));
		buf_add_text(text, word(l, WORD_COLON));
		buf_add_slice(text, basis->text);
		page_phrase(w, "div", "small");
	}
	html_close(w->out, "td");
}

static void
put_head(struct page_writing *w, const enum word *columns, size_t n)
{
	html_raw(w->out, "<table class=\"rules\">\n<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		html_raw(w->out, "<th scope=\"col\">");
		html_text(w->out,
		    slice_text(word(w->page->view.language, columns[i])));
		html_close(w->out, "th");
	}
	html_raw(w->out, "</tr></thead>\n<tbody>\n");
}

static void
put_leaving(struct page_writing *w, const struct phrase *p,
    const struct register_row *row)
{
	html_open(w->out, "tr", NULL);
	put_field(w, row);
	put_form(w, p, row);
	put_when(w, p, row);
	put_why(w, row);
	html_raw(w->out, "</tr>\n");
}

static void
put_staying(struct page_writing *w, const struct register_row *row)
{
	html_open(w->out, "tr", NULL);
	put_field(w, row);
	put_why(w, row);
	html_raw(w->out, "</tr>\n");
}

/* A table of the fields from which something may leave, or of the others. */
static void
put_table(struct page_writing *w, const struct register_kind *k, bool leaves)
{
	static const enum word columns[] = { WORD_FIELD, WORD_HOW, WORD_WHEN,
		WORD_WHY };
	static const enum word staying[] = { WORD_FIELD, WORD_WHY };
	struct phrase p = register_phrase(&w->page->view, k);
	bool any = false;

	for (size_t i = 0; i < k->count; i++) {
		if (field_may_release(k->rows[i].field) != leaves)
			continue;
		if (!any)
			put_head(w, leaves ? columns : staying, leaves ? 4 : 2);
		any = true;
		if (leaves)
			put_leaving(w, &p, &k->rows[i]);
		else
			put_staying(w, &k->rows[i]);
	}
	if (any)
		html_raw(w->out, "</tbody>\n</table>\n");
	else if (leaves)
		page_word(w, "p", NULL, WORD_NOTHING_LEAVES);
}

static void
put_title(struct page_writing *w, size_t number, const struct register_kind *k)
{
	enum language l = w->page->view.language;
	const struct node *title = node_find(k->node, "title");

	buf_add_format(w->out, "<section id=\"kind-%zu\">\n<h2>", number);
	words_say(
	    page_begin(w), l, WORD_RECORDS, k->kind->name, (struct slice){ 0 });
	html_text(w->out, buf_slice(&w->text));
	buf_add_format(w->out, " <span class=\"soft\">%s</span></h2>\n",
	    format_names[k->kind->format]);
	html_element(w->out, "p", NULL, words_of(title, l));
}

static void
put_match(struct page_writing *w, const struct register_kind *k)
{
	struct phrase p = register_phrase(&w->page->view, k);
	struct buf *text = page_begin(w);

	register_match(text, &p, k);
	page_phrase(w, "p", "soft");
}

void
page_conditions(
    struct page_writing *w, const struct phrase *p, const struct node *all)
{
	if (all == NULL || all->count == 0)
		return;
	html_raw(w->out, "<dl>\n");
	for (size_t i = 0; i < all->count; i++) {
		struct buf *text = page_begin(w);

		register_condition(text, p, all->members[i].value);
		page_entry(w, all->members[i].key, buf_slice(text));
	}
	html_raw(w->out, "</dl>\n");
}

static void
put_never(struct page_writing *w, const struct phrase *p)
{
	page_word(w, "h3", NULL, WORD_NEVER);
	page_word(w, "p", NULL, WORD_NEVER_PROTECTED);
	for (size_t i = 0; i < REGISTER_NEVER; i++) {
		register_never(page_begin(w), p, i);
		page_phrase(w, "p", NULL);
	}
}

void
page_kind(
    struct page_writing *w, size_t number, const struct register_kind *kind)
{
	struct phrase p = register_phrase(&w->page->view, kind);
	const struct node *own = node_find(kind->node, "conditions");

	put_title(w, number, kind);
	put_match(w, kind);
	page_word(w, "h3", NULL, WORD_LEAVES);
	put_table(w, kind, true);
	page_word(w, "h3", NULL, WORD_STAYS);
	put_table(w, kind, false);
	page_word(w, "p", "rest", WORD_REST_STAYS);
	if (kind->kind->nets)
		put_never(w, &p);
	if (own != NULL && own->count > 0) {
		page_word(w, "h3", NULL, WORD_CONDITIONS);
		page_conditions(w, &p, own);
	}
	page_section_end(w);
}
