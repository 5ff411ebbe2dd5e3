/*
 * ladder: the steps by which the values of one field can be made coarser.
 *
 * They are what the actions of the policy language make of values of a sort,
 * from the least to the most loss: what is equal after a step is equal after
 * every later one.  The sort is that of all values, by their looks:
 *
 *	dates			hour, day, month, quarter, year
 *	quarters, as generalize writes them	year
 *	postcodes, communes	first 4, first 3, departement, region
 *	numbers			by step 5, 10, 20, 100, 200, 1000, ...
 *	departements		region
 *	classes of ages		age-5y, age-10y
 *	other texts		first 32, 24, 16, 12, 10, 8, 7, ... 1 characters
 *
 * A field begins where its values are: dates that are known to the month have
 * no step above the quarter, two digits none by 100.
 */
#ifndef STUDY_LADDER_H
#define STUDY_LADDER_H

#include "action/action.h"

/* In the order in which they are tried. */
enum ladder_sort {
	LADDER_DATE,
	LADDER_QUARTER,
	LADDER_POSTCODE,
	LADDER_COMMUNE,
	LADDER_NUMBER,
	LADDER_DEPARTEMENT,
	LADDER_AGE,
	LADDER_TEXT,
	LADDER_CLOSED, /* no step leads further; never a guess */
	LADDER_SORTS,
};

/* What is known of a field besides its values. */
struct ladder_hint {
	enum ladder_sort sort; /* LADDER_SORTS: nothing */
	bool last;             /* texts are cut to their last characters */
};

struct ladder_step {
	enum ladder_sort sort;
	uint32_t least;        /* what values must be to need it */
	enum action_id action; /* ACTION_GENERALIZE or ACTION_TRUNCATE */
	uint32_t setting;      /* enum generalize_to, step, or characters */
	bool last;             /* of ACTION_TRUNCATE */
};

#define LADDER_STEPS 18 /* most of one sort */

struct ladder {
	struct ladder_step steps[LADDER_STEPS];
	size_t count;
};

/* What all values of a field have in common; zeroed before the first. */
struct ladder_view {
	uint64_t values;
	uint64_t unfit[LADDER_SORTS]; /* values that are not of the sort */
	uint32_t most[LADDER_SORTS];  /* of what the others are */
};

/* Takes a value into account, which is not empty. */
void ladder_look(struct ladder_view *view, struct slice value);

/* The steps for the values that were looked at; without any, none. */
void ladder_choose(const struct ladder_view *view, struct ladder_hint hint,
    struct ladder *ladder);

/* Adds what a step makes of a value.  False: it is none for the step. */
bool ladder_climb(
    const struct ladder_step *step, struct slice value, struct buf *out);

/*
 * A step as it stands in a policy: the key beside `do`, and its value, a text
 * or, if that is NULL, the number setting.
 */
struct ladder_words {
	const char *key, *text;
};
struct ladder_words ladder_words(const struct ladder_step *step);

#endif
