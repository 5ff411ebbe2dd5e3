/* The policy's own tests: made-up records, before and after. */
#include "base/json.h"
#include "policy/canonical.h"
#include "policy/page_write.h"

static const struct node *
kind_tests(const struct document *d, size_t kind)
{
	const struct node *records = node_find(d->roots[0], "records");

	return node_find(records->members[kind].value, "tests");
}

bool
page_has_examples(const struct document *document)
{
	for (size_t i = 0; i < document->program->kind_count; i++) {
		const struct node *tests = kind_tests(document, i);

		if (tests != NULL && tests->count > 0)
			return true;
	}
	return false;
}

/* A line of JSON begins. */
static void
indent(struct buf *out, size_t depth)
{
	buf_add_byte(out, '\n');
	while (depth-- > 0)
		buf_add_text(out, "  ");
}

static void add_json(struct buf *out, const struct node *node, size_t depth);

/* Members, or elements, each on a line. */
static void
add_parts(struct buf *out, const struct node *node, size_t depth)
{
	bool object = node->kind == NODE_OBJECT;

	buf_add_text(out, object ? "{" : "[");
	for (size_t i = 0; i < node->count; i++) {
		buf_add_text(out, i > 0 ? "," : "");
		indent(out, depth + 1);
		if (object) {
			json_quote(out, node->members[i].key);
			buf_add_text(out, ": ");
		}
		add_json(out, object ? node->members[i].value : node->items[i],
		    depth + 1);
	}
	if (node->count > 0)
		indent(out, depth);
	buf_add_text(out, object ? "}" : "]");
}

/* JSON in the order in which it is written. */
static void
add_json(struct buf *out, const struct node *node, size_t depth)
{
	if (node->kind == NODE_OBJECT || node->kind == NODE_ARRAY)
		add_parts(out, node, depth);
	else if (node->kind == NODE_STRING)
		json_quote(out, node->text);
	else
		buf_add_slice(out, node->text);
}

/* Whether a record is written as lines: not so in JSON. */
static bool
is_lines(const struct node *record)
{
	for (size_t i = 0; i < record->count; i++)
		if (record->items[i]->kind != NODE_STRING)
			return false;
	return record->count > 0;
}

static void
add_lines(struct buf *out, const struct node *record)
{
	for (size_t i = 0; i < record->count; i++) {
		buf_add_slice(out, record->items[i]->text);
		buf_add_byte(out, '\n');
	}
}

/* A record: what a string means, lines, or JSON as it is. */
static void
put_record(struct page_writing *w, const struct node *record)
{
	if (record->kind == NODE_STRING) {
		html_element(w->out, "pre", NULL, record->text);
	} else if (record->kind == NODE_ARRAY && is_lines(record)) {
		add_lines(page_begin(w), record);
		page_phrase(w, "pre", NULL);
	} else {
		add_json(page_begin(w), record, 0);
		page_phrase(w, "pre", NULL);
	}
}

static void
put_before(struct page_writing *w, const struct node *in)
{
	html_open(w->out, "div", NULL);
	page_word(w, "p", "small", WORD_BEFORE_IT);
	if (in != NULL)
		put_record(w, in);
	html_close(w->out, "div");
}

/* A sentence about texts: one, or a list of them. */
static void
put_texts(struct page_writing *w, enum word which, const struct node *texts)
{
	struct buf list;

	buf_init(&list, w->text.max);
	if (texts->kind == NODE_STRING)
		buf_add_slice(&list, texts->text);
	else
		canonical_node(&list, texts);
	words_say(page_begin(w), w->page->view.language, which,
	    buf_slice(&list), (struct slice){ 0 });
	w->text.failed |= list.failed;
	page_phrase(w, "p", NULL);
	buf_release(&list);
}

static void
put_after(struct page_writing *w, const struct node *test)
{
	const struct node *out = node_find(test, "out");
	const struct node *reject = node_find(test, "reject");
	const struct node *absent = node_find(test, "absent");

	html_open(w->out, "div", NULL);
	page_word(w, "p", "small", WORD_AFTER_IT);
	if (out != NULL)
		put_record(w, out);
	if (reject != NULL)
		put_texts(w, WORD_IS_REJECTED, reject);
	if (absent != NULL)
		put_texts(w, WORD_ABSENT, absent);
	html_close(w->out, "div");
}

static void
put_test(struct page_writing *w, const struct node *test)
{
	const struct node *name = node_find(test, "name");

	if (name != NULL)
		html_element(w->out, "h3", NULL, name->text);
	html_open(w->out, "div", "pair");
	put_before(w, node_find(test, "in"));
	put_after(w, test);
	html_raw(w->out, "</div>\n");
}

void
page_examples(struct page_writing *w)
{
	const struct document *d = w->page->view.document;

	page_section(w, "examples", 1, WORD_EXAMPLES);
	page_word(w, "p", "soft", WORD_EXAMPLES_TEXT);
	for (size_t i = 0; i < d->program->kind_count; i++) {
		const struct node *tests = kind_tests(d, i);

		for (size_t k = 0; tests != NULL && k < tests->count; k++)
			put_test(w, tests->items[k]);
	}
	page_section_end(w);
}
