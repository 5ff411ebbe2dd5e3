#include "policy/register_write.h"

static const char *
say(const struct writing *w, enum word which)
{
	return word(w->view->language, which);
}

static struct slice
worded(const struct writing *w, enum word which)
{
	return slice_text(say(w, which));
}

void
writing_init(
    struct writing *w, struct buf *out, const struct register_view *view)
{
	*w = (struct writing){ .view = view, .sheet = { out, view->color } };
	buf_init(&w->text, out->max);
}

int
writing_end(struct writing *w, struct err *err)
{
	bool failed = w->text.failed || w->sheet.out->failed;

	buf_release(&w->text);
	return failed ? err_nomem(err) : 0;
}

struct buf *
writing_begin(struct writing *w)
{
	w->text.len = 0;
	return &w->text;
}

static void
heading(struct writing *w, enum word which, char line)
{
	sheet_blank(&w->sheet);
	sheet_heading(&w->sheet, worded(w, which), line);
	sheet_blank(&w->sheet);
}

/* A detail of a rule: its label and the phrase, unless that is empty. */
static void
detail(struct writing *w, enum word label, struct slice text)
{
	struct buf line;

	if (text.len == 0)
		return;
	buf_init(&line, w->text.max);
	buf_add_text(&line, say(w, label));
	buf_add_text(&line, say(w, WORD_COLON));
	buf_add_slice(&line, text);
	sheet_text(&w->sheet, WRITING_PATH, buf_slice(&line));
	w->text.failed |= line.failed;
	buf_release(&line);
}

static void
put_reason(struct writing *w, const struct register_row *row)
{
	const struct node *basis = node_find(row->node, "basis");

	detail(w, WORD_WHY,
	    words_of(node_find(row->node, "because"), w->view->language));
	if (basis != NULL)
		detail(w, WORD_BASIS, basis->text);
}

void
writing_row(
    struct writing *w, const struct phrase *p, const struct register_row *row)
{
	const char *badge = words_badge(p->language, row->rule->action);
	struct buf *text;

	text = writing_begin(w);
	buf_add_slice(text, row->field->path.text);
	if (row->is_new)
		buf_add_format(text, " (%s)", say(w, WORD_NEW_FIELD));
	sheet_put(&w->sheet, WRITING_BADGE, slice_text(badge), WRITING_PATH,
	    buf_slice(text));
	if (row->rule->action != ACTION_DROP) {
		text = writing_begin(w);
		phrase_form(text, p, row->rule, row->node);
		sheet_text(&w->sheet, WRITING_PATH, buf_slice(text));
	}
	text = writing_begin(w);
	if (!row->first || !row->last || row->rule->when >= 0) {
		register_when(text, p, row);
		detail(w, WORD_WHEN, buf_slice(text));
	}
	text = writing_begin(w);
	phrase_check(text, p, row->rule, row->node);
	detail(w, WORD_CHECK, buf_slice(text));
	put_reason(w, row);
}

/* The rules of fields from which something may leave, or of the others. */
static size_t
put_rows(struct writing *w, const struct register_kind *k, bool leaves)
{
	struct phrase p = register_phrase(w->view, k);
	size_t n = 0;

	for (size_t i = 0; i < k->count; i++) {
		if (field_may_release(k->rows[i].field) != leaves)
			continue;
		if (n++ > 0)
			sheet_blank(&w->sheet);
		writing_row(w, &p, &k->rows[i]);
	}
	return n;
}

void
writing_kind(struct writing *w, const struct register_kind *k)
{
	struct phrase p = register_phrase(w->view, k);
	const struct node *title = node_find(k->node, "title");
	struct buf *text = writing_begin(w);

	words_say(
	    text, p.language, WORD_RECORDS, k->kind->name, (struct slice){ 0 });
	buf_add_format(text, " (%s)", format_names[k->kind->format]);
	sheet_heading(&w->sheet, buf_slice(text), '=');
	sheet_blank(&w->sheet);
	if (title != NULL)
		sheet_text(&w->sheet, 0, words_of(title, p.language));
	text = writing_begin(w);
	register_match(text, &p, k);
	sheet_text(&w->sheet, 0, buf_slice(text));
}

void
writing_condition(struct writing *w, const struct phrase *p, struct slice name,
    const struct node *condition)
{
	struct buf *text = writing_begin(w);

	register_condition(text, p, condition);
	sheet_put(
	    &w->sheet, WRITING_BADGE, name, WRITING_PATH, buf_slice(text));
}

static void
put_conditions(
    struct writing *w, const struct phrase *p, const struct node *all)
{
	for (size_t i = 0; all != NULL && i < all->count; i++)
		writing_condition(
		    w, p, all->members[i].key, all->members[i].value);
}

static void
put_never(struct writing *w, const struct phrase *p)
{
	heading(w, WORD_NEVER, '-');
	sheet_text(&w->sheet, WRITING_BADGE, worded(w, WORD_NEVER_PROTECTED));
	for (size_t i = 0; i < REGISTER_NEVER; i++) {
		struct buf *text = writing_begin(w);

		register_never(text, p, i);
		if (text->len > 0)
			sheet_text(&w->sheet, WRITING_BADGE, buf_slice(text));
	}
}

static void
put_kind(struct writing *w, const struct register_kind *k)
{
	struct phrase p = register_phrase(w->view, k);
	const struct node *own = node_find(k->node, "conditions");

	sheet_blank(&w->sheet);
	writing_kind(w, k);
	heading(w, WORD_LEAVES, '-');
	if (put_rows(w, k, true) == 0)
		sheet_text(
		    &w->sheet, WRITING_BADGE, worded(w, WORD_NOTHING_LEAVES));
	heading(w, WORD_STAYS, '-');
	if (put_rows(w, k, false) > 0)
		sheet_blank(&w->sheet);
	sheet_text(&w->sheet, WRITING_BADGE, worded(w, WORD_REST_STAYS));
	if (k->kind->nets)
		put_never(w, &p);
	if (own == NULL)
		return;
	heading(w, WORD_CONDITIONS, '-');
	put_conditions(w, &p, own);
}

static void
put_head(struct writing *w)
{
	const struct register_view *v = w->view;
	const struct program *program = v->document->program;
	const struct node *root = v->document->roots[0];
	struct buf *text = writing_begin(w);

	buf_add_slice(text, program->name);
	buf_add_text(text, ", ");
	words_say(text, v->language, WORD_VERSION, program->version,
	    (struct slice){ 0 });
	sheet_heading(&w->sheet, buf_slice(text), 0);
	sheet_text(
	    &w->sheet, 0, words_of(node_find(root, "title"), v->language));
	sheet_blank(&w->sheet);
	sheet_put(&w->sheet, 0, worded(w, WORD_PURPOSE), WRITING_PATH,
	    words_of(node_find(root, "purpose"), v->language));
	text = writing_begin(w);
	register_approval(text, v);
	sheet_put(&w->sheet, 0, worded(w, WORD_APPROVED), WRITING_PATH,
	    buf_slice(text));
	sheet_put(
	    &w->sheet, 0, worded(w, WORD_DIGEST), WRITING_PATH, v->digest);
}

static void
put_recipients(struct writing *w)
{
	const struct program *program = w->view->document->program;

	heading(w, WORD_RECIPIENTS, '=');
	if (program->recipient_count == 0)
		sheet_text(
		    &w->sheet, WRITING_BADGE, worded(w, WORD_NO_RECIPIENTS));
	for (size_t i = 0; i < program->recipient_count; i++) {
		struct slice name = program->recipients[i].name;
		struct buf *text = writing_begin(w);

		register_recipient(text, w->view, name);
		sheet_put(&w->sheet, WRITING_BADGE, name, WRITING_PATH,
		    buf_slice(text));
	}
}

static void
put_domains(struct writing *w)
{
	const struct program *program = w->view->document->program;

	if (program->domain_count == 0)
		return;
	heading(w, WORD_DOMAINS, '=');
	for (size_t i = 0; i < program->domain_count; i++) {
		struct buf *text = writing_begin(w);

		phrase_domain(text, w->view->language, &program->domains[i]);
		sheet_put(&w->sheet, WRITING_BADGE, program->domains[i].name,
		    WRITING_PATH, buf_slice(text));
	}
}

/* The members of a section of all files. */
static void
put_bases(struct writing *w)
{
	const struct document *d = w->view->document;
	bool any = false;

	for (size_t i = 0; i < d->root_count; i++) {
		const struct node *all = node_find(d->roots[i], "bases");

		for (size_t k = 0; all != NULL && k < all->count; k++) {
			if (!any)
				heading(w, WORD_BASES, '=');
			any = true;
			sheet_put(&w->sheet, WRITING_BADGE, all->members[k].key,
			    WRITING_PATH,
			    words_of(all->members[k].value, w->view->language));
		}
	}
}

static void
put_shared_conditions(struct writing *w)
{
	const struct document *d = w->view->document;
	static const struct node nothing = { .kind = NODE_OBJECT };
	struct phrase p = { d, &nothing, w->view->language };
	bool any = false;

	for (size_t i = 0; i < d->root_count; i++) {
		const struct node *all = node_find(d->roots[i], "conditions");

		if (all != NULL && all->count > 0 && !any) {
			heading(w, WORD_CONDITIONS, '=');
			any = true;
		}
		put_conditions(w, &p, all);
	}
}

static int
put_kinds(struct writing *w, struct err *err)
{
	const struct document *d = w->view->document;
	struct register_kind kind;
	struct arena a;
	int status = 0;

	arena_init(&a, d->program->arena.max);
	for (size_t i = 0; status == 0 && i < d->program->kind_count; i++) {
		status = register_rows(d, i, &a, &kind, err);
		if (status == 0)
			put_kind(w, &kind);
	}
	arena_release(&a);
	return status;
}

int
register_text(
    struct buf *out, const struct register_view *view, struct err *err)
{
	struct writing w;
	int status;

	writing_init(&w, out, view);
	put_head(&w);
	status = put_kinds(&w, err);
	put_shared_conditions(&w);
	put_recipients(&w);
	put_domains(&w);
	put_bases(&w);
	if (writing_end(&w, err) < 0)
		status = -1;
	return status;
}
