/*
 * specific: which of two paths says more about the values it selects.
 *
 * Both must lead the same way, step by step; one is more specific if it
 * states predicates where the other takes every element, or anything, where
 * its predicates imply those of the other, or where it takes the first element
 * and the other each.  Paths with ** cannot be compared.
 */
#ifndef MATCH_SPECIFIC_H
#define MATCH_SPECIFIC_H

#include "match/path.h"

/* Whether a is strictly more specific than b. */
bool specific_than(const struct path *a, const struct path *b);

/*
 * Whether b, which a is more specific than, selects all that a does in JSON.
 * A predicate is about an object and about the elements of an array alike; a
 * path without it leads to one of the two.
 */
bool specific_within(const struct path *a, const struct path *b);

/*
 * Whether there may be a value that both select, though neither is more
 * specific: `x[p='1'].v` and `x[q='1'].v`, of an object with both.
 */
bool paths_cross(const struct path *a, const struct path *b);

/* Whether b may select values below those of a.  ** may lead anywhere. */
bool path_leads_to(const struct path *a, const struct path *b);

#endif
