/*
 * layout_tree: a policy's text as what a layout moves: items, and the comments
 * before and behind them.
 *
 * Inside the policy floor only.  The text was passed by parse_source().
 */
#ifndef POLICY_LAYOUT_TREE_H
#define POLICY_LAYOUT_TREE_H

#include "base/arena.h"
#include "base/slice.h"

struct remark_text {
	struct slice text; /* with its slashes, without blanks at the end */
	bool is_line;      /* goes on to the end of its line */
	bool blank_before; /* at least one blank line */
	bool inline_next;  /* what follows is on the same line */
	struct remark_text *next;
};

struct remark_list {
	struct remark_text *first, *last;
};

struct layout_item {
	struct remark_list before; /* its comments, and those on its line */
	struct remark_list behind;
	bool blank_before; /* between the comments and the item */

	struct slice key;   /* with its quotes; len 0: it has none */
	struct slice value; /* as written; of a container its opening bracket */

	/* Of a container. */
	struct layout_item *items, *last_item;
	struct remark_list opening; /* on the line of the opening bracket */
	struct remark_list closing; /* behind the last item */

	size_t width; /* on one line, without key; SIZE_MAX: never */
	struct layout_item *next;
};

/*
 * The whole text: one item, and the comments on lines behind it.  NULL when
 * memory ends.
 */
struct layout_item *
layout_read(struct arena *a, struct slice text, struct remark_list *end);

/* All comments of a text in their order. */
struct remark_list layout_comments(struct arena *a, struct slice text);

static inline bool
layout_is_container(const struct layout_item *item)
{
	return item->value.p[0] == '{' || item->value.p[0] == '[';
}

#endif
