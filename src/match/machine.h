/*
 * machine: many paths as one deterministic automaton.
 *
 * A format walks a record with one number, the state.  From a state a name
 * leads to a state, an array leads to the states of its elements, and an
 * object in a state with a selector leads to the state for which predicates
 * hold.  State 0 is dead: no path goes on from here, and nothing below can be
 * released.
 *
 * A machine is built by the subset construction (Aho, Sethi and Ullman,
 * Compilers, 1986, section 3.6) over positions (path, step); a selector's
 * classes are the distinct truths that a value of its operand can give.  A
 * STEP_DEEP passes only through names that some path of the machine spells,
 * so that no released value can carry a name along that nobody wrote into the
 * policy.
 */
#ifndef MATCH_MACHINE_H
#define MATCH_MACHINE_H

#include "base/arena.h"
#include "match/path.h"

#define MACHINE_DEAD 0u
#define MACHINE_NONE UINT32_MAX

/* A name as two overlapping words and a length: equal names, equal signs. */
static inline uint64_t
machine_sign(const uint8_t *p, size_t len)
{
	uint64_t head = 0, tail = 0;

	if (len >= 8) {
		memcpy(&head, p, 8);
		memcpy(&tail, p + len - 8, 8);
	} else if (len >= 4) {
		uint32_t a, b;

		memcpy(&a, p, 4);
		memcpy(&b, p + len - 4, 4);
		head = (uint64_t)a << 32 | b;
	} else if (len > 0) {
		head = (uint64_t)p[0] << 16 | (uint64_t)p[len / 2] << 8 |
		       p[len - 1];
	}
	return (head ^ (tail << 29 | tail >> 35)) + len;
}

/* One edge: from a state by a name. */
struct machine_edge {
	uint64_t sign;
	struct slice name; /* p == NULL: an empty place of the table */
	uint32_t to;
};

/* One predicate operand of a selector. */
struct machine_operand {
	struct slice name;
	const struct machine_class *classes; /* class 1 and on */
	size_t class_count;
	uint32_t stride;
};

/*
 * Class 0 is a missing operand.  Then constants, by text; then prefixes, the
 * longest first; the last class is any other text.
 */
struct machine_class {
	struct slice text;
	bool prefix; /* any text that begins so; an empty prefix is the last */
};

struct machine_selector {
	const struct machine_operand *operands;
	size_t operand_count;
	const uint32_t *to; /* by the sum of class * stride */
};

struct machine_state {
	const struct machine_edge *edges; /* a table of mask + 1 places */
	uint64_t mask;                    /* when edges is not NULL */
	const struct machine_selector *selector; /* NULL: none */
	const uint32_t *accepts; /* paths that end here, ascending */
	uint32_t accept_count;
	uint32_t winner; /* the most specific of them, or MACHINE_NONE */
	uint32_t each;   /* the state of the elements of an array here, */
	uint32_t first;  /* but of the first one */
};

struct machine {
	const struct machine_state *states;
	uint32_t state_count;
	uint32_t start;
};

/* The place where the search for a sign begins; the table has 2^k places. */
static inline uint64_t
machine_place(uint64_t sign)
{
	return (sign * UINT64_C(0x9E3779B97F4A7C15)) >> 32;
}

/*
 * Whether two names with one sign are equal: the sign of a name shorter than
 * eight bytes tells it from all others of its length.
 */
static inline bool
machine_same(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len < 8 || slice_same(a, b));
}

/* Where the member called name leads; sign is machine_sign() of it. */
static inline uint32_t
machine_child(
    const struct machine *m, uint32_t state, struct slice name, uint64_t sign)
{
	const struct machine_state *s = &m->states[state];
	uint64_t i = machine_place(sign);

	if (s->edges == NULL)
		return MACHINE_DEAD;
	for (;; i++) {
		const struct machine_edge *edge = &s->edges[i & s->mask];

		if (edge->name.p == NULL)
			return MACHINE_DEAD;
		if (edge->sign == sign && machine_same(edge->name, name))
			return edge->to;
	}
}

/* The class of an operand's text. */
uint32_t
machine_classify(const struct machine_operand *operand, struct slice text);

/* Where a selector leads for the sum of class * stride of its operands. */
static inline uint32_t
machine_select(const struct machine_selector *selector, uint32_t sum)
{
	return selector->to[sum];
}

/*
 * Told about paths a and b (indexes into the array given) that can select the
 * same value.  `winner` is the one that is strictly more specific by its
 * predicates, or MACHINE_NONE: then the policy is wrong.  inside: b goes on
 * where a ends, so that a value of a would have to be a container; or in an
 * element whose text a is, which then cannot have any.  Each pair
 * is told once of either kind.
 */
struct machine_overlap {
	uint32_t a, b, winner;
	bool inside;
};
typedef void machine_overlap_fn(void *ctx, const struct machine_overlap *o);

/*
 * Builds a machine for n paths in the arena.  Its texts stay those of the
 * paths, which must live as long.  overlap may be NULL (paths that watch may
 * share values).  Returns NULL when memory ends, or states would pass
 * LIMIT_STATES, or those behind one selector LIMIT_SELECTIONS.
 */
const struct machine *
machine_build(struct arena *a, const struct path *const *paths, size_t n,
    machine_overlap_fn *overlap, void *ctx);

#endif
