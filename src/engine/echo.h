/*
 * echo: whether a protected value of a record stands in a released one.
 *
 * Values are folded as they are told (base/fold.h), so that neither case nor
 * accents, blanks, dots or hyphens hide one; whatever else stands between
 * letters counts as one mark, all of them alike.  Memory is kept from one
 * record to the next.
 */
#ifndef ENGINE_ECHO_H
#define ENGINE_ECHO_H

#include "base/buf.h"

/* Protected values of fewer folded letters and digits are not looked for. */
#define ECHO_MIN 4

/* A folded value. */
struct echo_text {
	size_t at, len;    /* in the bytes of its list */
	struct slice path; /* of the policy */
};

struct echo_list {
	struct buf bytes; /* folded values, a zero byte after each */
	struct echo_text *texts;
	size_t count, cap;
};

struct echo {
	struct echo_list guarded, released;
};

/* A protected value that came back. */
struct echo_hit {
	struct slice path; /* of the released value */
	struct slice of;   /* of the protected one */
};

/* Nothing is told yet; each list holds at most max bytes of folded text. */
void echo_init(struct echo *echo, size_t max);

/* Overwrites what was told and frees all. */
void echo_release(struct echo *echo);

/* Forgets what was told of a record, keeps the memory. */
void echo_reset(struct echo *echo);

/*
 * Tells a decoded value that must not come back.  A text of the shape of a NIR
 * with its key is looked for without the key.  The path must outlive the
 * record.  -1: memory or the maximum ended, and the record cannot be judged.
 */
int echo_guard(struct echo *echo, struct slice text, struct slice path);

/* Tells a decoded value that is to be written; else as echo_guard(). */
int echo_let(struct echo *echo, struct slice text, struct slice path);

/* Whether a guarded value stands in a released one; *hit says which. */
bool echo_find(const struct echo *echo, struct echo_hit *hit);

#endif
