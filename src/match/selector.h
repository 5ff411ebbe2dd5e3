/*
 * selector: predicates of one state, as classes of their operands' texts.
 *
 * Two texts of one class make the same predicates true, so an object is
 * answered by one number: the sum of class * stride over the operands.
 */
#ifndef MATCH_SELECTOR_H
#define MATCH_SELECTOR_H

#include "match/machine.h"

/*
 * Fills in the operands for n steps of kind STEP_SELECT; names and texts stay
 * those of the steps.  Returns how many sums there are, 0 when the arena
 * fails or they would pass LIMIT_SELECTIONS.
 */
uint32_t selector_init(struct machine_selector *s, struct arena *a,
    const struct step *const *steps, size_t n);

/* Whether all predicates of one of these steps hold for a sum. */
bool selector_holds(
    const struct machine_selector *s, const struct step *step, uint32_t sum);

#endif
