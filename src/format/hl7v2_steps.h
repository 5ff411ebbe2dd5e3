/*
 * hl7v2_steps: which numbered parts of a message a machine asks for.
 *
 * Most fields and components of a message lead nowhere.  Knowing beforehand
 * which numbers do, a walk passes over all others without a look.
 */
#ifndef FORMAT_HL7V2_STEPS_H
#define FORMAT_HL7V2_STEPS_H

#include "base/arena.h"
#include "engine/engine.h"

/* The state to which a state leads by a number, and that of its elements. */
struct hl7v2_step {
	uint32_t number, to, each;
};

/* The steps of one state, by number. */
struct hl7v2_steps {
	const struct hl7v2_step *first, *end;
	const struct machine_selector *selector; /* that of the state */
	bool stops; /* a path ends here: values of the state matter */
};

/*
 * The steps of all states of a machine, by state, in the arena; without those
 * by numbers larger than max, which no message reaches.  NULL without memory.
 */
const struct hl7v2_steps *
hl7v2_steps_of(struct arena *a, const struct machine *machine, uint32_t max);

#endif
