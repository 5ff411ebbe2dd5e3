/*
 * read: readers of single nodes, which note what they cannot read.
 *
 * Every reader takes a node that may be NULL (the key is not there); it then
 * returns false without a note.  One mistake, one note.
 */
#ifndef POLICY_READ_H
#define POLICY_READ_H

#include "base/value.h"
#include "policy/names.h"
#include "policy/parse.h"

/* Whether the node is of a kind. */
bool read_is(struct notes *n, const struct node *node, enum node_kind kind);

/*
 * Notes every key of an object that is not in the list, which ends with
 * NULL.
 */
void
read_keys(struct notes *n, const struct node *object, const char *const *keys);

/* The member called key; a note about the object if it has none. */
struct node *
read_required(struct notes *n, const struct node *object, const char *key);

/* A string that is not empty. */
bool read_string(struct notes *n, const struct node *node, struct slice *s);

/*
 * A text for people: a string, or an object by language, of which `en` is
 * taken, or else the first.
 */
bool read_text(struct notes *n, struct node *node, struct slice *text);

/*
 * A name: ^[a-z][a-z0-9-]*$, also with underscores if wanted.
 */
bool read_name(
    struct notes *n, struct slice name, struct place place, bool underscores);

bool read_boolean(struct notes *n, const struct node *node, bool *b);

/* An integer from min to max. */
bool read_count(struct notes *n, const struct node *node, uint64_t min,
    uint64_t max, uint64_t *count);

/* A string of a closed list that ends with NULL; its index. */
bool read_choice(struct notes *n, const struct node *node,
    const char *const *choices, uint32_t *index);

/* A string, number or boolean; null too if `null` is true.  Borrowed. */
bool read_scalar(
    struct notes *n, const struct node *node, bool null, struct value *value);

/*
 * Notes a word that is not in a list, which ends with NULL: with the nearest of
 * them, or with all if none is near.
 */
void read_unknown(struct notes *n, enum policy_code code, struct place place,
    const char *what, struct slice word, const char *const *words);

/* The nearest of the names; p NULL if none. */
struct slice read_nearest_name(struct slice word, const struct names *names);

#endif
