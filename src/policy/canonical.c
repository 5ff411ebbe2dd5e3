#include "policy/canonical.h"

#include <stdlib.h>

#include "base/json.h"

static void
add_key(struct buf *out, struct slice key)
{
	json_quote(out, key);
	buf_add_byte(out, ':');
}

static void
add_array(struct buf *out, const struct node *array)
{
	buf_add_byte(out, '[');
	for (size_t i = 0; i < array->count; i++) {
		if (i > 0)
			buf_add_byte(out, ',');
		canonical_node(out, array->items[i]);
	}
	buf_add_byte(out, ']');
}

/* All members but the one called `without`. */
static void
add_members(struct buf *out, const struct node *object, const char *without)
{
	const char *before = "";

	buf_add_byte(out, '{');
	for (size_t i = 0; i < object->count; i++) {
		const struct member *m = object->by_key[i];

		if (without != NULL && slice_is(m->key, without))
			continue;
		buf_add_text(out, before);
		add_key(out, m->key);
		canonical_node(out, m->value);
		before = ",";
	}
	buf_add_byte(out, '}');
}

void
canonical_node(struct buf *out, const struct node *node)
{
	if (node->shown != NULL)
		node = node->shown;
	switch (node->kind) {
	case NODE_OBJECT:
		add_members(out, node, NULL);
		break;
	case NODE_ARRAY:
		add_array(out, node);
		break;
	case NODE_STRING:
		json_quote(out, node->text);
		break;
	default:
		buf_add_slice(out, node->text);
	}
}

static int
compare_symbols(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return slice_order(x->name, y->name);
}

/* What the policy and the files it uses define, as one object. */
static void
add_symbols(struct buf *out, struct arena *work, const struct symbols *s)
{
	size_t n = s->names.count;
	struct symbol *sorted = arena_array(work, n, sizeof(*sorted));

	if (sorted == NULL)
		return;
	if (n > 0)
		memcpy(sorted, s->all, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), compare_symbols);
	buf_add_byte(out, '{');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_add_byte(out, ',');
		add_key(out, sorted[i].name);
		canonical_node(out, sorted[i].node);
	}
	buf_add_byte(out, '}');
}

static void
add_kinds(struct buf *out, const struct node *records)
{
	buf_add_byte(out, '{');
	for (size_t i = 0; i < records->count; i++) {
		if (i > 0)
			buf_add_byte(out, ',');
		add_key(out, records->by_key[i]->key);
		add_members(out, records->by_key[i]->value, "tests");
	}
	buf_add_byte(out, '}');
}

static void
add_part(struct buf *out, const struct compiler *c, const char *key)
{
	const struct node *node = node_find(c->roots[0], key);

	if (node == NULL)
		return;
	buf_add_byte(out, ',');
	add_key(out, slice_text(key));
	canonical_node(out, node);
}

static void
add_section(struct buf *out, const struct compiler *c, const char *key,
    const struct symbols *symbols)
{
	add_key(out, slice_text(key));
	add_symbols(out, c->work, symbols);
}

void
canonical_policy(struct buf *out, const struct compiler *c)
{
	buf_add_byte(out, '{');
	add_section(out, c, "bases", &c->bases);
	buf_add_byte(out, ',');
	add_section(out, c, "conditions", &c->conditions);
	buf_add_byte(out, ',');
	add_section(out, c, "domains", &c->domains);
	add_part(out, c, "limits");
	add_part(out, c, "policy");
	add_part(out, c, "purpose");
	buf_add_byte(out, ',');
	add_section(out, c, "recipients", &c->recipients);
	buf_add_text(out, ",\"records\":");
	add_kinds(out, node_find(c->roots[0], "records"));
	add_part(out, c, "title");
	add_part(out, c, "version");
	buf_add_byte(out, '}');
}
