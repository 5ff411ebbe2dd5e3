/*
 * echo: whether one of many values stands in a text, however it is spelled.
 *
 * Values and texts are folded (echo_text.h).
 *
 * A number of fewer than ECHO_NUMBER digits counts only where it stands alone:
 * a postcode is part of many other numbers, and means nothing there.  Longer
 * ones, and all that have a letter, count wherever they stand.
 *
 * The search takes time in proportion to the text, whatever both sides say: the
 * first four bytes of all values make a filter, and of those that pass, the
 * only value that can stand in a place is found by bisection, since none of
 * the values begins with another.
 */
#ifndef ENGINE_ECHO_H
#define ENGINE_ECHO_H

#include "engine/echo_set.h"

/* echo_may_concern() of a text that is long enough. */
bool echo_may_concern_any(const struct echo_set *set, struct slice text);

/*
 * False if no value of the set can stand in a text, nor in another one that has
 * no more bytes and no more digits, as far as these tell: a text folds to no
 * more digits than it has bytes.
 */
static inline bool
echo_may_concern(const struct echo_set *set, struct slice text)
{
	return text.len >= set->fewest_digits &&
	       echo_may_concern_any(set, text);
}

/* The same of the text alone, as far as its length tells, too. */
bool echo_may_hold(const struct echo_set *set, struct slice text);

/*
 * The first value of the set that stands in the text, as *found; NULL if none
 * does.  -1: memory ended.
 */
int echo_find(struct echo_set *set, struct echo_text *text,
    const struct echo_value **found);

#endif
