#include "format/hl7v2_steps.h"

#include <stdlib.h>

#include "base/num.h"

static int
by_number(const void *a, const void *b)
{
	const struct hl7v2_step *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

/* Names of segments lead on, too: those are no numbers. */
static size_t
collect(const struct machine *machine, uint32_t number, uint32_t max,
    struct hl7v2_step *steps)
{
	const struct machine_state *state = &machine->states[number];
	size_t count = 0;

	for (uint64_t i = 0; i <= state->mask; i++) {
		const struct machine_edge *edge = &state->edges[i];
		uint64_t n;

		if (edge->name.p != NULL && num_u64(edge->name, &n) && n <= max)
			steps[count++] = (struct hl7v2_step){
				(uint32_t)n,
				edge->to,
				machine->states[edge->to].each,
			};
	}
	return count;
}

const struct hl7v2_steps *
hl7v2_steps_of(struct arena *a, const struct machine *machine, uint32_t max)
{
	struct hl7v2_steps *all =
	    arena_array(a, machine->state_count, sizeof(*all));

	for (uint32_t i = 0; all != NULL && i < machine->state_count; i++) {
		const struct machine_state *state = &machine->states[i];
		struct hl7v2_step *steps;
		size_t count;

		all[i].stops = state->accept_count > 0;
		all[i].selector = state->selector;
		if (state->edges == NULL)
			continue;
		/* A table of edges is filled at most by half. */
		steps = arena_array(a, state->mask / 2 + 1, sizeof(*steps));
		if (steps == NULL)
			return NULL;
		count = collect(machine, i, max, steps);
		qsort(steps, count, sizeof(*steps), by_number);
		all[i].first = steps;
		all[i].end = steps + count;
	}
	return all;
}
