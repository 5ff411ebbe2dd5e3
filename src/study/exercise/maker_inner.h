/*
 * maker_inner: what the parts of the maker share, and nobody else.
 *
 *	maker.c		a record: values for its places, and where they go
 *	maker_state.c	what must be so for it to reach its item
 */
#ifndef STUDY_MAKER_INNER_H
#define STUDY_MAKER_INNER_H

#include "study/exercise/maker.h"

/* Conditions at one time: of all kinds, and of all alternatives of a field. */
#define MAKER_WISHES 512

/*
 * How a try differs from others, a bit for each: the simplest way comes first.
 */
enum way {
	WAY_ALONE = 1,    /* no predicate of others holds where the target is */
	WAY_OBJECTS = 2,  /* what predicates choose are objects, no elements */
	WAY_LAST = 4,     /* the target comes last */
	WAY_SPARSE = 8,   /* nothing is there but what is needed */
	WAY_BRIEF = 16,   /* texts are short */
	WAY_MARKLESS = 32 /* nothing says that the record is synthetic */
};

/* A record being made. */
struct making {
	struct maker *m;
	const struct cover_item *item;
	const struct kind *kind;
	struct slots *slots;
	struct slot *target; /* of the item; NULL: it has none */
	struct example example;
	struct solver solver;
	struct solve_wish wishes[MAKER_WISHES];
	size_t wish_count;
	unsigned int try;
	const struct rule **rules; /* by field of the input: which applies */
};

static inline bool
is_way(const struct making *w, enum way way)
{
	return (w->try & (unsigned int)way) != 0;
}

/* States what the item asks for: wishes, the target, and what is wrong. */
void maker_state(struct making *w);

/* Wants what the action of a rule needs beside its value. */
void maker_want(struct making *w, const struct rule *rule);

#endif
