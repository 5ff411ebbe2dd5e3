/*
 * windows: very many sequences of eight bytes, each with a label, to be looked
 * up at every place of a text.
 *
 * They are the digits of a number, or the first bytes of a digest: what they
 * stand in is not compared further, so a place of random bytes is taken for
 * one of n windows once in 2^64 / n times.
 */
#ifndef STUDY_WINDOWS_H
#define STUDY_WINDOWS_H

#include "base/err.h"
#include "base/slice.h"

#define WINDOW_LEN 8

/* Memory: 11 bytes for a place, of which at most three quarters are used. */
struct windows {
	uint64_t *keys;   /* owned; 2^k */
	uint16_t *labels; /* owned; beside them, plus one; 0: empty */
	uint64_t *filter; /* owned; a bit says that a key may be there */
	uint64_t mask, used;
};

/* The key of the eight bytes at p. */
static inline uint64_t
windows_key(const uint8_t *p)
{
	uint64_t key;

	memcpy(&key, p, WINDOW_LEN);
	return key;
}

/* An empty set needs no call: all of it is zero. */
void windows_release(struct windows *w); /* wipes */

/*
 * Adds a key with its label (below UINT16_MAX), unless it is there already,
 * with whatever label.  ERR_NOMEM.
 */
int
windows_add(struct windows *w, uint64_t key, uint16_t label, struct err *err);

/* Whether a key was added; then *label is its label. */
bool windows_has(const struct windows *w, uint64_t key, uint16_t *label);

#endif
