#include "policy/parse.h"

#include <stdlib.h>

#include <cjson/cJSON.h>

#include "policy/text.h"

/* The walk through tree and marks. */
struct walk {
	struct notes *notes;
	struct arena *arena;
	const struct source *source;
	const struct text *text;
	size_t mark; /* of the next value or key */
};

static struct place
next_place(struct walk *w)
{
	struct text_mark mark;

	memcpy(&mark, w->text->marks.p + w->mark * sizeof(mark), sizeof(mark));
	w->mark++;
	return (struct place){ w->source, mark.at, mark.len };
}

static enum node_kind
kind_of(const cJSON *item)
{
	if (cJSON_IsObject(item))
		return NODE_OBJECT;
	if (cJSON_IsArray(item))
		return NODE_ARRAY;
	if (cJSON_IsString(item))
		return NODE_STRING;
	if (cJSON_IsNumber(item))
		return NODE_NUMBER;
	return cJSON_IsBool(item) ? NODE_BOOLEAN : NODE_NULL;
}

static struct slice
written(struct place place)
{
	return (struct slice){ place.source->text.p + place.at, place.len };
}

static int
compare_members(const void *a, const void *b)
{
	const struct member *x = *(const struct member *const *)a;
	const struct member *y = *(const struct member *const *)b;
	int order = slice_order(x->key, y->key);

	if (order != 0)
		return order;
	return x->place.at < y->place.at ? -1 : 1;
}

/* Notes every key that repeats an earlier one, and forgets its member. */
static void
refuse_duplicates(struct walk *w, struct node *object)
{
	size_t kept = 0;

	for (size_t i = 0; i < object->count; i++) {
		const struct member *m = object->by_key[i];
		const struct member *last =
		    kept > 0 ? object->by_key[kept - 1] : NULL;

		if (last == NULL || !slice_equal(last->key, m->key)) {
			object->by_key[kept++] = m;
			continue;
		}
		notes_add(w->notes, CODE_DUPLICATE_KEY, m->place,
		    "the key `%.*s` is already on line %u", SHOWN(m->key),
		    place_line(last->place));
		object->members[m - object->members].value = NULL;
	}
}

/* Closes the gaps that refuse_duplicates() left in the order as written. */
static void
close_gaps(struct node *object)
{
	size_t kept = 0;

	for (size_t i = 0; i < object->count; i++)
		if (object->members[i].value != NULL)
			object->members[kept++] = object->members[i];
	object->count = kept;
}

static void
sort_members(struct node *object)
{
	for (size_t i = 0; i < object->count; i++)
		object->by_key[i] = &object->members[i];
	qsort(object->by_key, object->count, sizeof(struct member *),
	    compare_members);
}

static struct node *walk_value(struct walk *w, const cJSON *item);

static int
walk_members(struct walk *w, const cJSON *item, struct node *node)
{
	size_t i = 0;

	node->members =
	    arena_array(w->arena, node->count, sizeof(struct member));
	node->by_key =
	    arena_array(w->arena, node->count, sizeof(struct member *));
	if (node->members == NULL || node->by_key == NULL)
		return -1;
	for (const cJSON *c = item->child; c != NULL; c = c->next, i++) {
		struct member *m = &node->members[i];

		m->place = next_place(w);
		m->key = arena_copy(w->arena, slice_text(c->string));
		m->value = walk_value(w, c);
		if (m->key.p == NULL || m->value == NULL)
			return -1;
	}
	sort_members(node);
	refuse_duplicates(w, node);
	close_gaps(node);
	sort_members(node);
	return 0;
}

static int
walk_items(struct walk *w, const cJSON *item, struct node *node)
{
	size_t i = 0;

	node->items = arena_array(w->arena, node->count, sizeof(struct node *));
	if (node->items == NULL)
		return -1;
	for (const cJSON *c = item->child; c != NULL; c = c->next, i++) {
		node->items[i] = walk_value(w, c);
		if (node->items[i] == NULL)
			return -1;
	}
	return 0;
}

static int
walk_content(struct walk *w, const cJSON *item, struct node *node)
{
	switch (node->kind) {
	case NODE_OBJECT:
		node->count = (size_t)cJSON_GetArraySize(item);
		return walk_members(w, item, node);
	case NODE_ARRAY:
		node->count = (size_t)cJSON_GetArraySize(item);
		return walk_items(w, item, node);
	case NODE_STRING:
		node->text =
		    arena_copy(w->arena, slice_text(item->valuestring));
		return node->text.p != NULL ? 0 : -1;
	default:
		node->truth = cJSON_IsTrue(item);
		node->text = written(node->place);
		return 0;
	}
}

static struct node *
walk_value(struct walk *w, const cJSON *item)
{
	struct node *node = arena_alloc(w->arena, sizeof(*node));

	if (node == NULL)
		return NULL;
	node->kind = kind_of(item);
	node->place = next_place(w);
	return walk_content(w, item, node) == 0 ? node : NULL;
}

/* The tree of checked text, which only a lack of memory can prevent. */
static struct node *
build_tree(
    struct notes *notes, const struct source *source, const struct text *text)
{
	struct walk w = { notes, notes->arena, source, text, 0 };
	cJSON *root = cJSON_ParseWithLengthOpts(
	    (const char *)text->blanked, text->len, NULL, 0);
	struct node *node = root != NULL ? walk_value(&w, root) : NULL;

	if (node == NULL)
		notes->arena->failed = true;
	cJSON_Delete(root);
	return node;
}

struct node *
parse_source(struct notes *notes, const struct source *source)
{
	struct node *node = NULL;
	struct text text;

	if (text_check(notes, source, &text) == 0)
		node = build_tree(notes, source, &text);
	if (text.marks.failed)
		notes->arena->failed = true;
	text_release(&text);
	return node;
}

static int
compare_key(const void *key, const void *member)
{
	const struct member *m = *(const struct member *const *)member;

	return slice_order(*(const struct slice *)key, m->key);
}

const struct member *
node_member(const struct node *object, struct slice key)
{
	const struct member **found;

	/* An object that was not read has no list, not even an empty one. */
	if (object->count == 0)
		return NULL;
	found = bsearch(
	    &key, object->by_key, object->count, sizeof(*found), compare_key);
	return found != NULL ? *found : NULL;
}

struct node *
node_find(const struct node *object, const char *key)
{
	const struct member *m = node_member(object, slice_text(key));

	return m != NULL ? m->value : NULL;
}

struct place
node_opening(const struct node *node)
{
	struct place place = node->place;

	place.len = 1;
	return place;
}

const char *
node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {
		[NODE_NULL] = "null",
		[NODE_BOOLEAN] = "true or false",
		[NODE_NUMBER] = "a number",
		[NODE_STRING] = "a string",
		[NODE_ARRAY] = "an array",
		[NODE_OBJECT] = "an object",
	};

	return names[kind];
}
