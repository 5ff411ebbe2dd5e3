/*
 * echo: whether one of many values stands in a text, however it is spelled.
 *
 * Values and texts are folded (echo_text.h), so that neither case nor accents,
 * blanks, dots or hyphens hide one.  Memory is kept from one record to the
 * next.
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

#include "engine/echo_text.h"

/* Shorter numbers must stand alone. */
#define ECHO_NUMBER 8

/* So many folded bytes of a value are looked for: those that it begins with. */
#define ECHO_MOST 256

/* A set is full with so many folded bytes: about 100,000 usual values. */
#define ECHO_SET_MAX ((size_t)2 << 20)

/* Bits of the filter. */
#define ECHO_FILTER 4096

/* A folded value. */
struct echo_value {
	uint32_t at, len;  /* in the bytes of its set */
	struct slice path; /* of the policy */
};

struct echo_group {
	struct echo_value *values; /* owned */
	size_t count, cap;
};

/* Values to look for. */
struct echo_set {
	struct buf bytes;
	struct echo_group anywhere, alone; /* alone: short numbers */
	size_t shortest;                   /* folded bytes, of all values */
	size_t fewest_digits;
	uint64_t filter[ECHO_FILTER / 64];
	bool sorted;
};

void echo_set_init(struct echo_set *set);

/* Overwrites the values and frees all. */
void echo_set_release(struct echo_set *set);

/* Forgets the values, keeps the memory. */
void echo_set_reset(struct echo_set *set);

static inline bool
echo_set_is_empty(const struct echo_set *set)
{
	return set->anywhere.count + set->alone.count == 0;
}

static inline bool
echo_set_is_full(const struct echo_set *set)
{
	return set->bytes.len >= ECHO_SET_MAX;
}

/*
 * Adds a decoded value, unless it has fewer than LIMIT_ECHO letters and digits;
 * the set is not full.  `by` is any text, which gives what folding needs.  Of a
 * NIR with its key, the number without the key is looked for; of a telephone
 * number, the part that all its spellings share; of a day, also its turn,
 * DDMMYYYY; behind mailto:, tel:, fax: and sms:, what follows.  The path must
 * outlive the values. -1: memory ended.
 */
int echo_set_add(struct echo_set *set, const struct echo_text *by,
    struct slice value, struct slice path);

/* echo_may_hold() of a text that is long enough. */
bool echo_may_hold_any(const struct echo_set *set, struct slice text);

/*
 * False if no value of the set can stand in a text, as far as its length and
 * its digits tell: a text folds to no more digits than it has bytes.
 */
static inline bool
echo_may_hold(const struct echo_set *set, struct slice text)
{
	return text.len >= set->fewest_digits && echo_may_hold_any(set, text);
}

/*
 * The first value of the set that stands in the text, as *found; NULL if none
 * does.  -1: memory ended.
 */
int echo_find(struct echo_set *set, struct echo_text *text,
    const struct echo_value **found);

#endif
