/*
 * risk_groups: how often each of many keys occurs, in bounded memory.
 *
 * Keys are uniformly distributed: they come from a keyed hash.  While there
 * are at most `max` of them, in at most `max_bytes` of what they own, all are
 * counted.  Beyond that, only the keys in a half of all, then a quarter, and
 * so on, stay, each with its exact count, as a sample of the keys: distinct
 * sampling (P. B. Gibbons, Distinct sampling for highly-accurate answers to
 * distinct values queries and event reports, VLDB 2001).  Whether a key is in
 * the sample depends on the key alone, so it was counted from its first time.
 *
 * What holds of the sample times 2^halvings estimates what holds of all; of a
 * sum of counts c over the sample, the standard error is at most
 * 2^halvings * sqrt(sum of c^2).
 */
#ifndef STUDY_RISK_GROUPS_H
#define STUDY_RISK_GROUPS_H

#include <stdbool.h>

#include "base/slice.h"

struct risk_key {
	uint64_t a, b;
};

/* How often a value of the sensitive field occurs in a group. */
struct risk_share {
	uint32_t value; /* its number */
	uint64_t count;
};

struct risk_group {
	struct risk_key key;
	uint64_t count;
	uint8_t *text; /* owned; text_len bytes, or NULL */
	uint32_t text_len;
	uint32_t share_count, share_room;
	struct risk_share *shares; /* owned; by value, ascending */
};

struct risk_groups {
	struct risk_group *groups; /* owned */
	size_t count, room;
	uint32_t *slots;   /* owned; a group's number + 1, or 0 */
	size_t slot_count; /* a power of two, or 0 */
	size_t max, bytes, max_bytes;
	unsigned int halvings; /* 0: every key is there */
	bool failed;           /* memory ended */
};

/* Most keys that a table can be made for. */
#define RISK_GROUPS_MAX ((size_t)1 << 30)

/* An empty table for max keys (1 to RISK_GROUPS_MAX); allocates nothing. */
void risk_groups_init(struct risk_groups *g, size_t max, size_t max_bytes);
void risk_groups_release(struct risk_groups *g);

/*
 * Counts a key so many times.  Returns its group, valid until the next call,
 * or NULL if it is not in the sample, or memory ended (g->failed).
 */
struct risk_group *
risk_groups_add(struct risk_groups *g, struct risk_key key, uint64_t times);

/* Whether all keys are there, and would not be if this one were added. */
bool risk_groups_overflow(const struct risk_groups *g, struct risk_key key);

/* Keeps a copy of a text with a group that has none. */
void risk_groups_tell(
    struct risk_groups *g, struct risk_group *group, struct slice text);

/* Counts a value of the sensitive field in a group. */
void risk_groups_share(
    struct risk_groups *g, struct risk_group *group, uint32_t value);

#endif
