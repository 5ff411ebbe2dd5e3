#include "policy/layout.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "policy/layout_tree.h"
#include "policy/parse.h"

/* Objects that never stand on one line, and what is in them. */
enum rank {
	RANK_ROOT,    /* the policy */
	RANK_SECTION, /* domains, fields: names and what they stand for */
	RANK_KINDS,   /* records */
	RANK_KIND,
	RANK_OTHER,
};

struct writer {
	struct buf *out;
	unsigned int depth;
};

static bool
is_any(struct slice key, const char *const *words)
{
	while (*words != NULL && !slice_is(key, *words))
		words++;
	return *words != NULL;
}

/* The rank of an item by its key, in something of a rank. */
static enum rank
rank_of(const struct layout_item *item, enum rank around)
{
	static const char *const sections[] = { "\"bases\"", "\"conditions\"",
		"\"domains\"", "\"recipients\"", NULL };
	static const char *const parts[] = { "\"conditions\"", "\"fields\"",
		NULL };

	if (item->value.p[0] != '{')
		return RANK_OTHER;
	if (around == RANK_ROOT && slice_is(item->key, "\"records\""))
		return RANK_KINDS;
	if (around == RANK_ROOT && is_any(item->key, sections))
		return RANK_SECTION;
	if (around == RANK_KINDS)
		return RANK_KIND;
	if (around == RANK_KIND && is_any(item->key, parts))
		return RANK_SECTION;
	return RANK_OTHER;
}

static void
add_indent(struct writer *w)
{
	for (unsigned int i = 0; i < w->depth; i++)
		buf_add_byte(w->out, '\t');
}

/* What stands before a value on its line. */
static void
add_key(struct writer *w, const struct layout_item *item)
{
	if (item->key.len == 0)
		return;
	buf_add_slice(w->out, item->key);
	buf_add_text(w->out, ": ");
}

static uint8_t
closing(const struct layout_item *container)
{
	return container->value.p[0] == '{' ? '}' : ']';
}

static void
write_flat(struct writer *w, const struct layout_item *item)
{
	add_key(w, item);
	buf_add_slice(w->out, item->value);
	if (!layout_is_container(item))
		return;
	for (const struct layout_item *i = item->items; i != NULL;
	     i = i->next) {
		buf_add_byte(w->out, ' ');
		write_flat(w, i);
		buf_add_byte(w->out, i->next != NULL ? ',' : ' ');
	}
	buf_add_byte(w->out, closing(item));
}

static bool
fits(const struct writer *w, const struct layout_item *item, enum rank rank)
{
	size_t before = (size_t)w->depth * LAYOUT_TAB;

	if (rank != RANK_OTHER && item->items != NULL)
		return false;
	if (item->key.len > 0)
		before += utf8_count(item->key) + 2;
	return item->width != SIZE_MAX &&
	       before + item->width + 1 <= LAYOUT_WIDTH;
}

/* Comments behind something on its line. */
static void
write_behind(struct writer *w, const struct remark_list *list)
{
	for (const struct remark_text *c = list->first; c != NULL;
	     c = c->next) {
		buf_add_byte(w->out, ' ');
		buf_add_slice(w->out, c->text);
	}
}

/*
 * Comments on lines of their own, and those on the line of what follows;
 * `first`: of what they are in.  Returns whether the line is still open.
 */
static bool
write_before(struct writer *w, const struct remark_list *list, bool first)
{
	bool open = false;

	for (const struct remark_text *c = list->first; c != NULL;
	     c = c->next) {
		if (!open) {
			if (c->blank_before && !first)
				buf_add_byte(w->out, '\n');
			add_indent(w);
		}
		buf_add_slice(w->out, c->text);
		open = c->inline_next;
		buf_add_byte(w->out, open ? ' ' : '\n');
		first = false;
	}
	return open;
}

/* Whether all items are words that can share lines. */
static bool
is_list(const struct layout_item *container)
{
	if (container->value.p[0] != '[' || container->width == SIZE_MAX)
		return false;
	for (const struct layout_item *i = container->items; i != NULL;
	     i = i->next)
		if (layout_is_container(i))
			return false;
	return true;
}

/* The items of a list, as many on a line as fit. */
static void
write_list(struct writer *w, const struct layout_item *list)
{
	size_t indent = (size_t)w->depth * LAYOUT_TAB, column = indent;

	for (const struct layout_item *i = list->items; i != NULL;
	     i = i->next) {
		if (column == indent)
			add_indent(w);
		else
			buf_add_byte(w->out, ' ');
		buf_add_slice(w->out, i->value);
		/* With the comma, and the blank before the next one. */
		column += i->width + 2;
		if (i->next != NULL)
			buf_add_byte(w->out, ',');
		if (i->next == NULL ||
		    column + i->next->width + 1 > LAYOUT_WIDTH) {
			buf_add_byte(w->out, '\n');
			column = indent;
		}
	}
}

/* Where nothing follows on the line of the last comment, a blank ends it. */
static void
close_line(struct writer *w, bool open)
{
	if (open && !w->out->failed)
		w->out->p[w->out->len - 1] = '\n';
}

static void
write_item(struct writer *w, const struct layout_item *item, enum rank rank);

/* The items of a container on lines of their own. */
static void
write_items(struct writer *w, const struct layout_item *item, enum rank rank)
{
	bool first = true;

	for (const struct layout_item *i = item->items; i != NULL;
	     i = i->next) {
		bool open = write_before(w, &i->before, first);

		first &= i->before.first == NULL;
		if (!open) {
			if (i->blank_before && !first)
				buf_add_byte(w->out, '\n');
			add_indent(w);
		}
		write_item(w, i, rank_of(i, rank));
		if (i->next != NULL)
			buf_add_byte(w->out, ',');
		write_behind(w, &i->behind);
		buf_add_byte(w->out, '\n');
		first = false;
	}
	close_line(w, write_before(w, &item->closing, first));
}

static void
write_item(struct writer *w, const struct layout_item *item, enum rank rank)
{
	if (!layout_is_container(item) || fits(w, item, rank)) {
		write_flat(w, item);
		return;
	}
	add_key(w, item);
	buf_add_slice(w->out, item->value);
	write_behind(w, &item->opening);
	buf_add_byte(w->out, '\n');
	w->depth++;
	if (is_list(item))
		write_list(w, item);
	else
		write_items(w, item, rank);
	w->depth--;
	add_indent(w);
	buf_add_byte(w->out, closing(item));
}

/* The file: the comments before the policy, it, and those behind it. */
static void
write_file(struct writer *w, const struct layout_item *root,
    const struct remark_list *end)
{
	enum rank rank = root->value.p[0] == '{' ? RANK_ROOT : RANK_OTHER;
	bool open = write_before(w, &root->before, true);

	if (!open && root->before.first != NULL && root->blank_before)
		buf_add_byte(w->out, '\n');
	write_item(w, root, rank);
	write_behind(w, &root->behind);
	buf_add_byte(w->out, '\n');
	close_line(w, write_before(w, end, false));
}

static bool is_same_node(const struct node *a, const struct node *b);

static bool
is_same_content(const struct node *a, const struct node *b)
{
	for (size_t i = 0; i < a->count; i++) {
		if (a->kind == NODE_OBJECT &&
		    (!slice_equal(a->members[i].key, b->members[i].key) ||
			!is_same_node(
			    a->members[i].value, b->members[i].value)))
			return false;
		if (a->kind == NODE_ARRAY &&
		    !is_same_node(a->items[i], b->items[i]))
			return false;
	}
	return true;
}

/* Same values, keys and order. */
static bool
is_same_node(const struct node *a, const struct node *b)
{
	return a->kind == b->kind && slice_equal(a->text, b->text) &&
	       a->count == b->count && is_same_content(a, b);
}

static bool
is_same_comments(struct arena *a, struct slice x, struct slice y)
{
	const struct remark_text *c = layout_comments(a, x).first;
	const struct remark_text *d = layout_comments(a, y).first;

	while (c != NULL && d != NULL && slice_equal(c->text, d->text)) {
		c = c->next;
		d = d->next;
	}
	return c == NULL && d == NULL;
}

/* Reads what was written once more. */
static bool
means_the_same(struct notes *notes, const struct node *root,
    const struct source *source, struct slice written)
{
	struct source *again =
	    source_new(notes->arena, source->name, written, 1);
	struct node *read;

	if (again == NULL)
		return false;
	read = parse_source(notes, again);
	return read != NULL && notes->errors == 0 && is_same_node(root, read) &&
	       is_same_comments(notes->arena, source->text, written);
}

static int
lay_out(struct notes *notes, const struct source *source, struct buf *out,
    struct err *err)
{
	struct node *root = parse_source(notes, source);
	struct writer w = { out, 0 };
	struct layout_item *item;
	struct remark_list end;

	if (root == NULL || notes->errors > 0)
		return notes->arena->failed
			   ? err_nomem(err)
			   : err_set(err, ERR_POLICY,
				 "%s: refused: it cannot be read",
				 source->name);
	item = layout_read(notes->arena, source->text, &end);
	if (item == NULL)
		return err_nomem(err);
	write_file(&w, item, &end);
	if (out->failed)
		return err_nomem(err);
	if (means_the_same(notes, root, source, buf_slice(out)))
		return 0;
	return notes->arena->failed
		   ? err_nomem(err)
		   : err_set(err, ERR_BUG,
			 "%s: its layout would change what it says",
			 source->name);
}

/* Tells what was noted before the layout, which then came to nothing. */
static int
tell_notes(struct notes *notes, note_fn *note, void *ctx, struct err *err)
{
	if (notes_tell(notes, note, ctx) == -1)
		return err_nomem(err);
	return -1;
}

int
policy_layout(const char *name, struct slice text, note_fn *note, void *ctx,
    struct buf *out, struct err *err)
{
	struct source *source;
	struct notes notes;
	struct arena work;
	int status;

	if (text.len > LIMIT_POLICY)
		return err_set(err, ERR_POLICY, "%s: longer than %zu bytes",
		    name, (size_t)LIMIT_POLICY);
	arena_init(&work, LIMIT_PROGRAM);
	notes_init(&notes, &work);
	source = source_new(&work, name, text, 0);
	status =
	    source != NULL ? lay_out(&notes, source, out, err) : err_nomem(err);
	if (status == -1 && err->code == ERR_POLICY)
		status = tell_notes(&notes, note, ctx, err);
	arena_release(&work);
	return status;
}
