#include "base/utf8.h"
#include "policy/layout_tree.h"

/* What a text consists of; the last one is empty and at its end. */
struct token {
	struct slice text;
	size_t lines; /* ends of lines before it */
};

struct reader {
	struct arena *arena;
	const struct token *t;
};

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_mark(uint8_t c)
{
	return strchr("{}[],:", c) != NULL && c != 0;
}

/* The end of the token that begins at p. */
static const uint8_t *
token_end(const uint8_t *p, const uint8_t *end)
{
	if (end - p > 1 && p[0] == '/' && p[1] == '/') {
		while (p < end && *p != '\n' && *p != '\r')
			p++;
		return p;
	}
	if (end - p > 1 && p[0] == '/' && p[1] == '*') {
		for (p += 2; end - p > 1; p++)
			if (p[0] == '*' && p[1] == '/')
				return p + 2;
		return end;
	}
	if (*p == '"') {
		for (p++; p < end && *p != '"'; p++)
			if (*p == '\\' && end - p > 1)
				p++;
		return p < end ? p + 1 : end;
	}
	if (is_mark(*p))
		return p + 1;
	while (
	    p < end && !is_blank(*p) && !is_mark(*p) && *p != '/' && *p != '"')
		p++;
	return p;
}

static struct slice
without_blanks_behind(struct slice s)
{
	while (s.len > 0 && is_blank(s.p[s.len - 1]))
		s.len--;
	return s;
}

/* The next token behind p; its end. */
static const uint8_t *
read_token(const uint8_t *p, const uint8_t *end, struct token *token)
{
	const uint8_t *begin;

	token->lines = 0;
	for (; p < end && is_blank(*p); p++)
		token->lines += *p == '\n';
	begin = p;
	if (p < end) {
		p = token_end(p, end);
		/* Never stands still, whatever the byte. */
		if (p == begin)
			p++;
	}
	token->text = without_blanks_behind(slice_between(begin, p));
	return p;
}

static size_t
count_tokens(struct slice text)
{
	const uint8_t *p = text.p, *end = text.p + text.len;
	struct token token;
	size_t n = 0;

	do {
		p = read_token(p, end, &token);
		n++;
	} while (token.text.len > 0);
	return n;
}

/* All tokens, the empty one too; NULL when memory ends. */
static const struct token *
read_tokens(struct arena *a, struct slice text)
{
	const uint8_t *p = text.p, *end = text.p + text.len;
	size_t n = count_tokens(text);
	struct token *tokens = arena_array(a, n, sizeof(*tokens));

	for (size_t i = 0; tokens != NULL && i < n; i++)
		p = read_token(p, end, &tokens[i]);
	return tokens;
}

static bool
is_comment(const struct token *t)
{
	return t->text.len > 1 && t->text.p[0] == '/';
}

static bool
is_line_comment(const struct token *t)
{
	return is_comment(t) && t->text.p[1] == '/';
}

static bool
is_char(const struct token *t, char c)
{
	return t->text.len == 1 && t->text.p[0] == (uint8_t)c;
}

static void
add_comment(struct reader *r, struct remark_list *list)
{
	struct remark_text *c = arena_alloc(r->arena, sizeof(*c));

	if (c != NULL) {
		*c = (struct remark_text){
			.text = r->t->text,
			.is_line = is_line_comment(r->t),
			.blank_before = r->t->lines > 1,
			.inline_next =
			    !is_line_comment(r->t) && r->t[1].lines == 0,
		};
		if (list->last != NULL)
			list->last->next = c;
		else
			list->first = c;
		list->last = c;
	}
	r->t++;
}

static void
take_comments(struct reader *r, struct remark_list *list)
{
	while (is_comment(r->t))
		add_comment(r, list);
}

/*
 * Takes the comments on the line of what was read last, if they end it;
 * others are about what follows.
 */
static void
take_behind(struct reader *r, struct remark_list *list)
{
	const struct token *end = r->t;

	if (list->last != NULL && list->last->is_line)
		return;
	while (is_comment(end) && end->lines == 0) {
		end++;
		if (is_line_comment(end - 1))
			break;
	}
	if (end == r->t ||
	    (end->lines == 0 && end->text.len > 0 && !is_char(end, ',') &&
		!is_char(end, '}') && !is_char(end, ']')))
		return;
	while (r->t < end)
		add_comment(r, list);
}

static size_t
text_width(struct slice s)
{
	return utf8_count(s);
}

/* Joins the width of an item to that of what it is in. */
static void
widen(struct layout_item *container, const struct layout_item *item)
{
	size_t more = item->width;

	if (item->before.first != NULL || item->behind.first != NULL)
		more = SIZE_MAX;
	if (more == SIZE_MAX || container->width == SIZE_MAX) {
		container->width = SIZE_MAX;
		return;
	}
	/* A blank before it, and behind it a comma or blank. */
	container->width += more + 2;
	if (item->key.len > 0)
		container->width += text_width(item->key) + 2;
}

static void
add_item(struct layout_item *container, struct layout_item *item)
{
	if (container->last_item != NULL)
		container->last_item->next = item;
	else
		container->items = item;
	container->last_item = item;
	widen(container, item);
}

static struct layout_item *read_item(struct reader *r, bool has_key);

/* The items behind an opening bracket, up to the closing one. */
static bool
read_items(struct reader *r, struct layout_item *container)
{
	bool has_key = container->value.p[0] == '{';

	take_behind(r, &container->opening);
	for (;;) {
		struct layout_item *item = read_item(r, has_key);

		if (item == NULL)
			return false;
		if (item->value.len == 0) {
			container->closing = item->before;
			break;
		}
		add_item(container, item);
	}
	r->t++;
	if (container->opening.first != NULL ||
	    container->closing.first != NULL)
		container->width = SIZE_MAX;
	else if (container->items == NULL)
		container->width = 2;
	else if (container->width != SIZE_MAX)
		container->width += 1;
	return true;
}

static void
read_key(struct reader *r, struct layout_item *item)
{
	item->key = r->t->text;
	r->t++;
	take_comments(r, &item->before);
	r->t++; /* the colon */
	take_comments(r, &item->before);
}

/* Comments and comma behind a value. */
static void
read_behind(struct reader *r, struct layout_item *item)
{
	take_behind(r, &item->behind);
	if (is_char(r->t, ',')) {
		r->t++;
		take_behind(r, &item->behind);
	}
}

/* A comma that comments stand before belongs to the item before them. */
static void
skip_comma(struct reader *r)
{
	if (is_char(r->t, ','))
		r->t++;
}

/*
 * The next item with its comments; one without a value holds those before a
 * closing bracket or the end.
 */
static struct layout_item *
read_item(struct reader *r, bool has_key)
{
	struct layout_item *item = arena_alloc(r->arena, sizeof(*item));

	if (item == NULL)
		return NULL;
	take_comments(r, &item->before);
	skip_comma(r);
	take_comments(r, &item->before);
	if (r->t->text.len == 0 || is_char(r->t, '}') || is_char(r->t, ']'))
		return item;
	item->blank_before = r->t->lines > 1;
	if (has_key)
		read_key(r, item);
	item->value = r->t->text;
	item->width = text_width(item->value);
	r->t++;
	if (layout_is_container(item) && !read_items(r, item))
		return NULL;
	read_behind(r, item);
	return item;
}

struct layout_item *
layout_read(struct arena *a, struct slice text, struct remark_list *end)
{
	struct reader r = { a, read_tokens(a, text) };
	struct layout_item *item;

	if (r.t == NULL)
		return NULL;
	item = read_item(&r, false);
	if (item == NULL)
		return NULL;
	*end = (struct remark_list){ NULL, NULL };
	take_comments(&r, end);
	return a->failed ? NULL : item;
}

struct remark_list
layout_comments(struct arena *a, struct slice text)
{
	struct reader r = { a, read_tokens(a, text) };
	struct remark_list list = { NULL, NULL };

	while (r.t != NULL && r.t->text.len > 0) {
		if (is_comment(r.t))
			add_comment(&r, &list);
		else
			r.t++;
	}
	return list;
}
