/*
 * made: a record that is made up, before it is written in its format.
 *
 * It is a tree of names.  Each name has one element or more: the elements of an
 * array, the elements of one name in XML, the repetitions of a field and the
 * segments of one name in HL7 v2.  An element has a value or names in it; in
 * HL7 v2, where what has no parts is its own part 1, it may have both, the
 * value being that part.  The names are those of the steps of paths
 * (match/path.h).
 */
#ifndef STUDY_MADE_H
#define STUDY_MADE_H

#include "base/arena.h"
#include "base/value.h"
#include "program/program.h"

struct made_name {
	struct slice name; /* of an array in an array: MADE_NAMELESS */
	bool array;        /* JSON: its elements are those of an array */
	bool plain;        /* JSON: or it is a value or object itself */
	struct made_element *elements;
	struct made_name *next;
};

struct made_element {
	bool has_value;
	bool closed; /* no predicate may be made to hold for it */
	struct value value;
	struct made_name *names; /* in the order in which they came */
	struct made_element *next;
};

/* No name has this character. */
#define MADE_NAMELESS ((struct slice){ (const uint8_t *)"", 1 })

struct made {
	struct arena *arena;
	enum format_id format;
	bool objects; /* JSON: what predicates choose is no element if it need
			 not be */
	struct made_element record;
};

/* An empty record, all of which will be in the arena. */
void made_init(struct made *m, struct arena *arena, enum format_id format);

/* What is done where there is a value already, which is another one. */
enum made_where {
	MADE_FREE,  /* it stays, and that is good enough */
	MADE_NEW,   /* a further element is made */
	MADE_ALONE, /* likewise, and no predicate of other paths holds for it */
};

/*
 * Puts a value, whose text must last, where a path of the record's kind leads,
 * and makes its predicates hold there.  False: there is no such place beside
 * what the record has already.
 */
bool made_put(struct made *m, const struct path *path,
    const struct value *value, enum made_where where);

/*
 * Makes sure that a name is there at the top of the record, or in XML any other
 * name: what is made there needs a place.
 */
void made_hold(struct made *m, struct slice name);

/*
 * The name in an element, or NULL.  A name without elements is as good as
 * none.
 */
const struct made_name *
made_find(const struct made_element *element, struct slice name);

/* Whether nothing is in an element. */
bool made_is_empty(const struct made_element *element);

/* A text as a value. */
static inline struct value
made_text(const char *text)
{
	return (struct value){ slice_text(text), VALUE_TEXT };
}

#endif
