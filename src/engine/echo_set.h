/*
 * echo_set: values that are looked for in texts (echo.h).
 *
 * Values are folded (echo_text.h), so that neither case nor accents, blanks,
 * dots or hyphens hide one.  Memory is kept from one record to the next.
 */
#ifndef ENGINE_ECHO_SET_H
#define ENGINE_ECHO_SET_H

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
 * number, the part that all its spellings share; of a day, also its turn:
 * DDMMYYYY, or YYYYMMDD; behind mailto:, tel:, fax: and sms:, what follows. The
 * path must outlive the values. -1: memory ended.
 */
int echo_set_add(struct echo_set *set, const struct echo_text *by,
    struct slice value, struct slice path);

/* What is looked for of a value. */
static inline struct slice
echo_value_text(const struct echo_set *set, const struct echo_value *value)
{
	return (struct slice){ set->bytes.p + value->at, value->len };
}

/* The bit of the filter for the first bytes of a folded text. */
static inline uint32_t
echo_head_of(const uint8_t *p)
{
	uint32_t head;

	memcpy(&head, p, ECHO_HEAD);
	return (head * UINT32_C(0x9E3779B1)) >> 20;
}

/*
 * Sorts the values for echo_find(), if they are not yet: each group by its
 * bytes; of those that may stand anywhere, what begins with another one is left
 * out.
 */
void echo_set_sort(struct echo_set *set);

#endif
