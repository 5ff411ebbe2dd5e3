/*
 * json_names: the names met in the objects of one record that are open, to
 * refuse duplicates.
 *
 * A stack: an object that begins marks it, an object that ends takes its names
 * off.  Few names are compared one by one behind a 64-bit filter; many are
 * sorted when the object ends, so that no input makes it slow: the order of
 * work is n log n, and names are never hashed.
 */
#ifndef FORMAT_JSON_NAMES_H
#define FORMAT_JSON_NAMES_H

#include "base/slice.h"

/* From this many names on, duplicates are found when the object ends. */
#define JSON_NAMES_MANY 32

struct json_name {
	uint64_t sign; /* machine_sign() of text */
	struct slice text;
};

struct json_names {
	struct json_name *items; /* owned */
	size_t count, cap;
};

/* One object that is open. */
struct json_object {
	size_t base;     /* names below belong to objects around it */
	uint64_t filter; /* bits of the names met */
};

enum json_named { JSON_NEW, JSON_TWICE, JSON_NO_MEMORY };

static inline struct json_object
json_names_begin(const struct json_names *n)
{
	return (struct json_object){ n->count, 0 };
}

/* json_names_add() when it is not plain that the name is new. */
enum json_named json_names_add_any(struct json_names *n, struct json_object *o,
    const struct json_name *name, uint64_t bit);

/* Adds a name; its text must stay valid until the object ends. */
static inline enum json_named
json_names_add(struct json_names *n, struct json_object *o, struct slice text,
    uint64_t sign)
{
	uint64_t bit = UINT64_C(1)
		       << ((sign * UINT64_C(0x9E3779B97F4A7C15)) >> 58);
	struct json_name *name;

	if ((o->filter & bit) != 0 || n->count == n->cap)
		return json_names_add_any(
		    n, o, &(struct json_name){ sign, text }, bit);
	o->filter |= bit;
	name = &n->items[n->count++];
	/* One by one: a copy of the whole would wait for its parts. */
	name->sign = sign;
	name->text.p = text.p;
	name->text.len = text.len;
	return JSON_NEW;
}

/* json_names_end() for an object with many names. */
enum json_named
json_names_end_many(struct json_names *n, const struct json_object *o);

/* Ends the object: JSON_NEW unless something was wrong after all. */
static inline enum json_named
json_names_end(struct json_names *n, const struct json_object *o)
{
	if (n->count - o->base > JSON_NAMES_MANY)
		return json_names_end_many(n, o);
	n->count = o->base;
	return JSON_NEW;
}

void json_names_release(struct json_names *n);

#endif
