#include "policy/page_write.h"

#include "policy/page_style.h"

struct buf *
page_begin(struct page_writing *w)
{
	w->text.len = 0;
	return &w->text;
}

void
page_word(
    struct page_writing *w, const char *tag, const char *class, enum word which)
{
	html_element(w->out, tag, class,
	    slice_text(word(w->page->view.language, which)));
}

void
page_phrase(struct page_writing *w, const char *tag, const char *class)
{
	html_element(w->out, tag, class, buf_slice(&w->text));
}

void
page_badge(struct page_writing *w, enum action_id action)
{
	buf_add_format(w->out, "<span class=\"badge %s\">%s</span>",
	    actions[action]->name, words_badge(w->page->view.language, action));
}

void
page_section(
    struct page_writing *w, const char *prefix, size_t number, enum word title)
{
	buf_add_format(w->out, "<section id=\"%s-%zu\">\n", prefix, number);
	page_word(w, "h2", NULL, title);
	html_raw(w->out, "\n");
}

void
page_section_end(struct page_writing *w)
{
	html_raw(w->out, "</section>\n");
}

void
page_entry(struct page_writing *w, struct slice name, struct slice text)
{
	html_element(w->out, "dt", NULL, name);
	html_open(w->out, "dd", NULL);
	html_text(w->out, text);
	html_close(w->out, "dd");
	html_raw(w->out, "\n");
}

static struct slice
worded(const struct page_writing *w, enum word which)
{
	return slice_text(word(w->page->view.language, which));
}

/* "Records “test” (json)", as the phrase at hand. */
static void
kind_name(struct page_writing *w, const struct kind *kind)
{
	struct buf *text = page_begin(w);

	words_say(text, w->page->view.language, WORD_RECORDS, kind->name,
	    (struct slice){ 0 });
	buf_add_format(text, " (%s)", format_names[kind->format]);
}

/*
 * The head.
 */

void
page_open(struct page_writing *w)
{
	const struct register_view *v = &w->page->view;
	const struct program *program = v->document->program;

	buf_add_format(w->out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\"/>\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\"/>\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
	    "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
	    "<link rel=\"icon\" href=\"data:,\"/>\n",
	    language_codes[v->language]);
	html_open(w->out, "title", NULL);
	html_text(w->out, program->name);
	html_raw(w->out, " ");
	html_text(w->out, program->version);
	html_raw(w->out, "</title>\n<style>\n");
	page_style(w->out, program->name, program->version);
	html_raw(w->out, "</style>\n</head>\n<body>\n");
}

static void
put_title(struct page_writing *w)
{
	const struct register_view *v = &w->page->view;
	const struct program *program = v->document->program;
	const struct node *root = v->document->roots[0];
	struct buf *text;

	html_raw(w->out, "<a class=\"skip\" href=\"#register\">");
	html_text(w->out, worded(w, WORD_SKIP));
	html_raw(w->out, "</a>\n<div class=\"sheet\">\n<header>\n");
	page_word(w, "p", "eyebrow", WORD_REGISTER);
	html_element(w->out, "h1", NULL,
	    words_of(node_find(root, "title"), v->language));
	html_raw(w->out, "<p class=\"soft\"><code>");
	html_text(w->out, program->name);
	html_raw(w->out, "</code>, ");
	text = page_begin(w);
	words_say(text, v->language, WORD_VERSION, program->version,
	    (struct slice){ 0 });
	html_text(w->out, buf_slice(text));
	html_raw(w->out, "</p>\n<dl>\n");
	page_entry(w, worded(w, WORD_PURPOSE),
	    words_of(node_find(root, "purpose"), v->language));
	text = page_begin(w);
	register_approval(text, v);
	page_entry(w, worded(w, WORD_APPROVED), buf_slice(text));
	html_element(w->out, "dt", NULL, worded(w, WORD_DIGEST));
	html_raw(w->out, "<dd><code>");
	html_text(w->out, v->digest);
	html_raw(w->out, "</code></dd>\n</dl>\n</header>\n");
}

/* A line of the table of contents, of the phrase at hand. */
static void
put_link(struct page_writing *w, const char *prefix, size_t number)
{
	buf_add_format(w->out, "<li><a href=\"#%s-%zu\">", prefix, number);
	html_text(w->out, buf_slice(&w->text));
	html_raw(w->out, "</a></li>\n");
}

static void
put_word_link(struct page_writing *w, const char *prefix, enum word which)
{
	buf_add_text(page_begin(w), word(w->page->view.language, which));
	put_link(w, prefix, 1);
}

static void
put_contents(struct page_writing *w)
{
	const struct document *d = w->page->view.document;

	html_raw(w->out, "<nav aria-labelledby=\"contents\">\n"
			 "<h2 id=\"contents\">");
	html_text(w->out, worded(w, WORD_CONTENTS));
	html_raw(w->out, "</h2>\n<ol>\n");
	put_word_link(w, "glance", WORD_GLANCE);
	for (size_t i = 0; i < d->program->kind_count; i++) {
		kind_name(w, &d->program->kinds[i]);
		put_link(w, "kind", i + 1);
	}
	put_word_link(w, "conditions", WORD_CONDITIONS);
	put_word_link(w, "recipients", WORD_RECIPIENTS);
	put_word_link(w, "domains", WORD_DOMAINS);
	put_word_link(w, "bases", WORD_BASES);
	if (w->page->older != NULL)
		put_word_link(w, "differences", WORD_DIFFERENCES);
	if (w->page->tests != NULL)
		put_word_link(w, "tests", WORD_TESTS);
	if (page_has_examples(d))
		put_word_link(w, "examples", WORD_EXAMPLES);
	put_word_link(w, "sign", WORD_SIGN);
	html_raw(w->out, "</ol>\n</nav>\n");
}

/*
 * At a glance: how many rules of each action a kind has.
 */

static void
put_counts(struct page_writing *w, const struct kind *kind)
{
	size_t counts[ACTION_COUNT] = { 0 };

	for (size_t i = 0; i < kind_all_fields(kind); i++)
		for (size_t r = 0; r < kind->fields[i].rule_count; r++)
			counts[kind->fields[i].rules[r].action]++;
	for (enum action_id a = 0; a < ACTION_COUNT; a++) {
		if (counts[a] == 0)
			continue;
		page_badge(w, a);
		buf_add_format(w->out, "%zu&#160; ", counts[a]);
	}
}

static void
put_glance(struct page_writing *w)
{
	const struct program *program = w->page->view.document->program;

	page_section(w, "glance", 1, WORD_GLANCE);
	html_raw(w->out, "<dl>\n");
	for (size_t i = 0; i < program->kind_count; i++) {
		kind_name(w, &program->kinds[i]);
		page_phrase(w, "dt", NULL);
		html_open(w->out, "dd", NULL);
		put_counts(w, &program->kinds[i]);
		html_raw(w->out, "</dd>\n");
	}
	html_raw(w->out, "</dl>\n");
	page_word(w, "p", "rest", WORD_REST_STAYS);
	page_word(w, "p", "small", WORD_OTHERS_REJECTED);
	page_section_end(w);
}

/*
 * What the rules refer to.
 */

static void
put_shared_conditions(struct page_writing *w)
{
	const struct document *d = w->page->view.document;
	static const struct node nothing = { .kind = NODE_OBJECT };
	struct phrase p = { d, &nothing, w->page->view.language };

	page_section(w, "conditions", 1, WORD_CONDITIONS);
	for (size_t i = 0; i < d->root_count; i++)
		page_conditions(w, &p, node_find(d->roots[i], "conditions"));
	page_section_end(w);
}

static void
put_recipients(struct page_writing *w)
{
	const struct document *d = w->page->view.document;
	const struct program *program = d->program;

	page_section(w, "recipients", 1, WORD_RECIPIENTS);
	if (program->recipient_count == 0) {
		page_word(w, "p", NULL, WORD_NO_RECIPIENTS);
		page_section_end(w);
		return;
	}
	html_raw(w->out, "<dl>\n");
	for (size_t i = 0; i < program->recipient_count; i++) {
		struct slice name = program->recipients[i].name;
		struct buf *text = page_begin(w);

		register_recipient(text, &w->page->view, name);
		page_entry(w, name, buf_slice(text));
	}
	html_raw(w->out, "</dl>\n");
	page_section_end(w);
}

static void
put_domains(struct page_writing *w)
{
	const struct program *program = w->page->view.document->program;

	page_section(w, "domains", 1, WORD_DOMAINS);
	if (program->domain_count == 0)
		page_word(w, "p", NULL, WORD_NOTHING_LEAVES);
	else
		html_raw(w->out, "<dl>\n");
	for (size_t i = 0; i < program->domain_count; i++) {
		struct buf *text = page_begin(w);

		phrase_domain(
		    text, w->page->view.language, &program->domains[i]);
		page_entry(w, program->domains[i].name, buf_slice(text));
	}
	html_raw(w->out, program->domain_count == 0 ? "" : "</dl>\n");
	page_section_end(w);
}

static void
put_bases(struct page_writing *w)
{
	const struct document *d = w->page->view.document;

	page_section(w, "bases", 1, WORD_BASES);
	for (size_t i = 0; i < d->root_count; i++) {
		const struct node *all = node_find(d->roots[i], "bases");

		if (all == NULL || all->count == 0)
			continue;
		html_raw(w->out, "<dl>\n");
		for (size_t k = 0; k < all->count; k++)
			page_entry(w, all->members[k].key,
			    words_of(
				all->members[k].value, w->page->view.language));
		html_raw(w->out, "</dl>\n");
	}
	page_section_end(w);
}

static void
put_sign(struct page_writing *w)
{
	static const enum word lines[] = { WORD_NAME, WORD_FUNCTION, WORD_DATE,
		WORD_SIGNATURE };
	const struct register_view *v = &w->page->view;
	const struct program *program = v->document->program;
	struct buf *text, name;

	page_section(w, "sign", 1, WORD_SIGN);
	buf_init(&name, w->text.max);
	buf_add_slice(&name, program->name);
	buf_add_text(&name, ", ");
	words_say(&name, v->language, WORD_VERSION, program->version,
	    (struct slice){ 0 });
	text = page_begin(w);
	words_say(
	    text, v->language, WORD_SIGN_TEXT, buf_slice(&name), v->digest);
	text->failed |= name.failed;
	buf_release(&name);
	html_open(w->out, "div", "sign");
	page_phrase(w, "p", NULL);
	html_open(w->out, "ul", "lines");
	for (size_t i = 0; i < 4; i++)
		page_word(w, "li", NULL, lines[i]);
	html_raw(w->out, "</ul></div>\n");
	page_section_end(w);
}

void
page_close(struct page_writing *w)
{
	html_raw(w->out, "</main>\n<footer>\n");
	page_phrase(w, "p", "small");
	html_raw(w->out, "\n</footer>\n</div>\n</body>\n</html>\n");
}

static int
put_kinds(struct page_writing *w, struct err *err)
{
	const struct document *d = w->page->view.document;
	struct register_kind kind;
	struct arena a;
	int status = 0;

	arena_init(&a, d->program->arena.max);
	for (size_t i = 0; status == 0 && i < d->program->kind_count; i++) {
		status = register_rows(d, i, &a, &kind, err);
		if (status == 0)
			page_kind(w, i + 1, &kind);
	}
	arena_release(&a);
	return status;
}

int
page_html(struct buf *out, const struct page *page, struct err *err)
{
	struct page_writing w = { .page = page, .out = out };
	int status;

	buf_init(&w.text, out->max);
	page_open(&w);
	put_title(&w);
	put_contents(&w);
	html_raw(out, "<main id=\"register\">\n");
	put_glance(&w);
	status = put_kinds(&w, err);
	put_shared_conditions(&w);
	put_recipients(&w);
	put_domains(&w);
	put_bases(&w);
	if (status == 0 && page->older != NULL)
		status = page_differences(&w, err);
	if (page->tests != NULL)
		page_tests(&w);
	if (page_has_examples(page->view.document))
		page_examples(&w);
	put_sign(&w);
	words_say(page_begin(&w), page->view.language, WORD_MADE_BY,
	    slice_text(page->tamis), (struct slice){ 0 });
	page_close(&w);
	if (status == 0 && (w.text.failed || out->failed))
		status = err_nomem(err);
	buf_release(&w.text);
	return status;
}
