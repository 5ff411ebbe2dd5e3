/*
 * suggest: "did you mean ...?"
 *
 * The nearest of the words offered, by the restricted Damerau-Levenshtein
 * distance (insertions, deletions, substitutions and swaps of neighbours),
 * if it is near enough to be a slip of the pen.  Of two as near, one that goes
 * on where the word ends.
 */
#ifndef POLICY_SUGGEST_H
#define POLICY_SUGGEST_H

#include "base/slice.h"

struct suggest {
	struct slice word, best; /* best.p == NULL: none near enough */
	size_t distance;         /* of best, or one more than is near enough */
};

struct suggest suggest_for(struct slice word);

/* The word offered stays borrowed. */
void suggest_offer(struct suggest *s, struct slice candidate);

#endif
