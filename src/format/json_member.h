/*
 * json_member: which member of an object comes next.
 *
 * Names are mostly those that were there before (json_shape.h): one comparison
 * tells, and plain strings behind them of which nothing leaves are passed by
 * their marks.  Any other name is read, and learned.
 */
#ifndef FORMAT_JSON_MEMBER_H
#define FORMAT_JSON_MEMBER_H

#include "format/json_read.h"

/* The members of an object that is being filtered. */
struct json_members {
	uint32_t state;
	struct json_shape *shape;  /* NULL: none */
	struct json_object others; /* names that the shape does not have */
};

/* Begins an object, whose shapes are at a place of the tree or nowhere. */
static inline struct json_members
json_begin_members(
    struct json_filter *w, uint32_t state, struct json_shape **place)
{
	struct json_shape *shape = NULL;

	if (place != NULL)
		shape =
		    json_shape_at(&w->s->shapes, place, w->e->machine, state);
	return (struct json_members){
		.state = state,
		.shape = shape,
		.others = json_names_begin(&w->s->names),
	};
}

/* How many members the object had that its shape does not have. */
static inline size_t
json_count_others(const struct json_filter *w, const struct json_members *o)
{
	return w->s->names.count - o->others.base;
}

/*
 * Reads a name that was not expected, up to the value behind it: *known is the
 * member of the shape; or NULL, and *state where the name leads.
 */
const uint8_t *json_read_unexpected(struct json_filter *w, const uint8_t *p,
    struct json_members *o, struct json_member **known, uint32_t *state);

/*
 * Goes past the name of a member whose text stands at p.  Its two quotes are
 * two marks, if the next mark is the first of them.
 */
static inline const uint8_t *
json_pass_name(
    struct json_filter *w, const uint8_t *p, const struct json_member *known)
{
	if (*w->mark == p)
		w->mark += 2;
	return json_pass_blanks(w, p + known->len);
}

/* What an object had so far of the members of its shape. */
struct json_met {
	struct json_member **expected; /* what should come next */
	uint64_t seen;                 /* bits */
	size_t count;
};

static inline bool
json_is_met(const struct json_met *met, const struct json_member *known)
{
	return (met->seen & known->bit) != 0;
}

static inline void
json_meet(struct json_met *met, struct json_member *known)
{
	met->seen |= known->bit;
	met->count++;
	met->expected = known->next;
}

/* Where a member leads; nowhere in an object of which nothing is released. */
static inline uint32_t
json_child_of(uint32_t state, const struct json_member *known)
{
	return state == MACHINE_DEAD ? MACHINE_DEAD : known->child;
}

/*
 * The next member behind the one whose text stands at p, if that is as most
 * are: a plain string of which nothing can be released, and a comma.  Else
 * NULL, and nothing happened.
 */
static inline const uint8_t *
json_pass_member(
    struct json_filter *w, const uint8_t *p, const struct json_member *known)
{
	const uint8_t *const *mark = w->mark;
	const uint8_t *value = p + known->len;

	/* The quotes of the name, then those of the value. */
	if (mark[0] != p || mark[2] != value || *value != '"' ||
	    mark[3] == NULL || *mark[3] != '"' || w->end - mark[3] < 2 ||
	    mark[3][1] != ',')
		return NULL;
	w->mark = mark + 4;
	return mark[3] + 2;
}

/*
 * json_pass_member() as often as it can; *known is then what stands at p, if
 * any.
 */
static inline __attribute__((always_inline)) const uint8_t *
json_pass_members(struct json_filter *w, const uint8_t *p, uint32_t state,
    struct json_met *met, struct json_member **known)
{
	const uint8_t *next;

	for (;; p = next) {
		*known = json_member_at(met->expected, p);
		if (*known == NULL || json_is_met(met, *known) ||
		    json_child_of(state, *known) != MACHINE_DEAD)
			return p;
		next = json_pass_member(w, p, *known);
		if (next == NULL)
			return p;
		json_meet(met, *known);
	}
}

/*
 * Reads the name of a member, up to the value behind it, given what stands at
 * p, if that is known.  *child is where it leads, *inside where the shapes of
 * objects in the value are, or NULL.
 */
static inline __attribute__((always_inline)) const uint8_t *
json_read_member(struct json_filter *w, const uint8_t *p,
    struct json_members *o, struct json_met *met, struct json_member *known,
    uint32_t *child, struct json_shape ***inside)
{
	if (known == NULL)
		known = json_member_at(met->expected, p);
	if (known != NULL) {
		p = json_pass_name(w, p, known);
	} else {
		struct json_member *found = NULL;
		uint32_t to = MACHINE_DEAD;

		p = json_read_unexpected(w, p, o, &found, &to);
		*child = to;
		*inside = NULL;
		if (p == NULL || found == NULL)
			return p;
		known = found;
		json_member_expect(met->expected, known);
	}
	if (json_is_met(met, known) && !w->looking)
		return json_fail(w, REASON_DUPLICATE);
	json_meet(met, known);
	*child = json_child_of(o->state, known);
	*inside = &known->inside;
	return p;
}

/* Rejects the record for an object of so many members, whose names said so. */
const uint8_t *
json_fail_members(struct json_filter *w, size_t count, enum json_named named);

/* Ends an object in which so many members of its shape were met; p, or NULL. */
static inline const uint8_t *
json_end_members(struct json_filter *w, const uint8_t *p,
    const struct json_members *o, size_t known)
{
	size_t count = known + json_count_others(w, o);
	enum json_named named = json_names_end(&w->s->names, &o->others);

	if (named == JSON_NEW && count <= w->limits->members)
		return p;
	return json_fail_members(w, count, named);
}

#endif
