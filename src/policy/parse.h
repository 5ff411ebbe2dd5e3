/*
 * parse: a policy's text as a tree of nodes, each with its place.
 *
 * The only door to cJSON: it builds its tree from text that text_check() has
 * passed, and that tree and the marks of the text are walked together.
 */
#ifndef POLICY_PARSE_H
#define POLICY_PARSE_H

#include "policy/note.h"

enum node_kind {
	NODE_NULL,
	NODE_BOOLEAN,
	NODE_NUMBER,
	NODE_STRING,
	NODE_ARRAY,
	NODE_OBJECT,
};

struct node;

struct member {
	struct slice key;
	struct place place; /* of the key */
	struct node *value;
};

struct node {
	enum node_kind kind;
	struct place place;
	struct slice text; /* what a string means; the lexeme of others */
	bool truth;        /* NODE_BOOLEAN */

	struct node **items;          /* NODE_ARRAY */
	struct member *members;       /* NODE_OBJECT, as written */
	const struct member **by_key; /* and sorted bytewise */
	size_t count;                 /* of items or members */

	/* The string that stands for a text in several languages, or NULL. */
	const struct node *shown;
};

/*
 * Reads a source into the arena of the notes.  NULL after a note, or when
 * that arena has failed.  A key written twice is noted, and its first value
 * stands.
 */
struct node *parse_source(struct notes *notes, const struct source *source);

/* The member of an object called key, or NULL. */
const struct member *node_member(const struct node *object, struct slice key);

/* Its value, or NULL. */
struct node *node_find(const struct node *object, const char *key);

/* The opening bracket of a container, for notes about what it lacks. */
struct place node_opening(const struct node *node);

/* "an object", "a string", ... */
const char *node_kind_name(enum node_kind kind);

#endif
