/*
 * solve: values for which conditions hold, or do not.
 *
 * Conditions are taken apart until single tests are left; where one part of
 * several is enough, each is tried in turn.  The values of a slot must pass all
 * of its tests together, and it is the engine that judges (engine/evaluate.h):
 * what is found here is found so by a run.
 */
#ifndef STUDY_SOLVE_H
#define STUDY_SOLVE_H

#include "study/exercise/slots.h"

/* What is asked for. */
struct solve_wish {
	int32_t condition; /* -1: always holds */
	bool holds;
};

struct solver {
	struct slots *slots;
	struct engine *engine; /* of the slots' stream; nothing is read by it */
	struct example *example;
};

/*
 * Fixes the values of all slots that matter.  What was said about a slot
 * before, such as that it must be empty, is kept to.  False: no values were
 * found.
 */
bool solve(struct solver *s, const struct solve_wish *wishes, size_t n);

/* Lets the engine suppose all values that the slots have now. */
void solve_suppose(struct solver *s);

#endif
