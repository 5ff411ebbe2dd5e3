/*
 * json_shape: the names that objects at one place of a record had before, and
 * which name followed which.
 *
 * Records of one sender look alike.  Where a walk expects a name and finds it,
 * one comparison of 32 bytes stands for the search of its end, the check that
 * it is well-formed, and the search of where it leads; and that it stands twice
 * in an object is seen by its bit.  What is expected only decides how fast a
 * name is found, never what it means: whatever does not match is read in full.
 *
 * Places form a tree: each member that was met leads to the shapes of the
 * objects that are its value, or elements of it.  There is one for each state
 * of a machine that was met there.
 */
#ifndef FORMAT_JSON_SHAPE_H
#define FORMAT_JSON_SHAPE_H

#include "engine/engine.h"

#define JSON_SHAPES        128
#define JSON_SHAPE_MEMBERS 64 /* a bit each in 64 */
#define JSON_SHAPE_TEXT    32 /* bytes of `"name":` */
#define JSON_SHAPE_NEXT    3  /* names that are expected behind one */

/* After so many objects for which there was no room all are forgotten. */
#define JSON_SHAPES_REFUSED 32768

/* A name that objects of a shape had. */
struct json_member {
	uint64_t text[JSON_SHAPE_TEXT / 8]; /* `"name":`, filled with zeros */
	uint64_t mask[JSON_SHAPE_TEXT / 8]; /* of its bytes */
	uint64_t sign;                      /* machine_sign() of the name */
	uint32_t len;                       /* of text */
	uint32_t child;                     /* where it leads */
	uint64_t bit;                       /* its own among the members */
	struct json_member *next[JSON_SHAPE_NEXT]; /* see json_member_at() */
	struct json_shape *inside; /* of its objects, in any order, or NULL */
};

struct json_shape {
	const struct machine *machine;
	uint32_t state;           /* of the machine, when it was entered */
	struct json_shape *other; /* at the same place, with another state */
	struct json_member *first[JSON_SHAPE_NEXT]; /* as `next` of a member */
	size_t count;
	uint8_t slots[2 * JSON_SHAPE_MEMBERS]; /* number + 1, by sign */
	struct json_member members[JSON_SHAPE_MEMBERS];
};

/* The shapes of all places; zeros when there are none. */
struct json_shapes {
	struct json_shape *root; /* of the records themselves */
	size_t count, refused;
	struct json_shape all[JSON_SHAPES];
};

/* json_shape_at() when it is not the first one there. */
struct json_shape *json_shape_at_any(struct json_shapes *shapes,
    struct json_shape **place, const struct machine *machine, uint32_t state);

/*
 * The shape for a state among those at a place, which is made if there is room:
 * NULL if not.
 */
static inline struct json_shape *
json_shape_at(struct json_shapes *shapes, struct json_shape **place,
    const struct machine *machine, uint32_t state)
{
	struct json_shape *s = *place;

	if (s != NULL && s->state == state && s->machine == machine)
		return s;
	return json_shape_at_any(shapes, place, machine, state);
}

/* The member called name, or NULL. */
struct json_member *
json_shape_find(struct json_shape *s, struct slice name, uint64_t sign);

/*
 * Adds a member whose name stands in a record without escapes, and was not
 * found.  NULL: there is no room for it.
 */
struct json_member *
json_shape_learn(struct json_shape *s, struct slice name, uint64_t sign);

/* Forgets everything, and overwrites the names with zeros. */
void json_shapes_wipe(struct json_shapes *shapes);

/*
 * The same, if many objects found no room: others may be usual by now.  Only
 * between records.
 */
void json_shapes_refresh(struct json_shapes *shapes);

/* Bits in which eight bytes of the text are not those at p. */
static inline uint64_t
json_member_differs(const struct json_member *m, const uint8_t *p, size_t i)
{
	uint64_t word;

	memcpy(&word, p + 8 * i, 8);
	return (word ^ m->text[i]) & m->mask[i];
}

/* Whether the text of a member stands at p; 32 bytes there can be read. */
static inline bool
json_member_stands(const struct json_member *m, const uint8_t *p)
{
	uint64_t differ =
	    json_member_differs(m, p, 0) | json_member_differs(m, p, 1);

	if (m->len > 16)
		differ |=
		    json_member_differs(m, p, 2) | json_member_differs(m, p, 3);
	return differ == 0;
}

/*
 * The one of the expected members that stands at p, or NULL.  They are those
 * that followed another one, the latest to be met first: many members are
 * optional, and senders have orders of their own.  NULL ends them early.
 */
static inline struct json_member *
json_member_at(
    struct json_member *const expected[JSON_SHAPE_NEXT], const uint8_t *p)
{
	for (size_t i = 0; i < JSON_SHAPE_NEXT && expected[i] != NULL; i++)
		if (json_member_stands(expected[i], p))
			return expected[i];
	return NULL;
}

/* Expects m, which was not, from now on. */
static inline void
json_member_expect(
    struct json_member *expected[JSON_SHAPE_NEXT], struct json_member *m)
{
	for (size_t i = JSON_SHAPE_NEXT - 1; i > 0; i--)
		expected[i] = expected[i - 1];
	expected[0] = m;
}

#endif
