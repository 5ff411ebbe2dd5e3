/*
 * needles: very many folded texts, looked for in one pass.
 *
 * Needles of eight bytes and more are found anywhere; shorter ones, from four
 * bytes on, only as one or more whole words, since they stand in longer words
 * by chance. A text is searched in time that does not depend on the number of
 * needles: its windows of eight bytes are looked up in a table by a hash (Rabin
 * and Karp's idea, IBM Journal of Research and Development 31, 1987, with
 * windows that fit into a register), and those of sixteen, since many long
 * values, addresses above all, begin alike.
 */
#ifndef STUDY_NEEDLES_H
#define STUDY_NEEDLES_H

#include "base/buf.h"
#include "base/err.h"

#define NEEDLE_MIN 4
#define NEEDLE_MAX 256 /* longer ones are looked for by their beginning */
#define NEEDLE_BREAK                                        \
	0 /* in folded text: stands between two values, and \
	     for what else is between parts of one */

struct needle {
	size_t at;     /* in the set's bytes */
	uint32_t next; /* needle in the same place, or UINT32_MAX */
	uint16_t len : 15;
	uint16_t shared : 1; /* others have its length and window */
	uint16_t label;      /* the caller's */
};

/*
 * A place of the table: needles that begin with the same window, one of each
 * length; one of sixteen bytes is mixed into eight.  Others of that length have
 * a place each, by all of their bytes, since very many may begin alike.
 */
struct needle_place {
	uint64_t window;
	uint32_t first; /* UINT32_MAX: empty */
};

/* Memory: about 50 bytes for a needle, and its own length. */
struct needles {
	struct buf bytes;
	struct needle *all; /* owned */
	uint32_t count, cap;
	struct needle_place *places; /* owned; 2^k */
	uint64_t mask, used;
	uint64_t *filter; /* owned; a bit says that a window may be there */
};

void needles_init(struct needles *n);
void needles_release(struct needles *n); /* wipes */

/*
 * Adds a needle, unless it is there already, with whatever label, or is
 * shorter than NEEDLE_MIN.  ERR_NOMEM.
 */
int needles_add(
    struct needles *n, struct slice folded, uint16_t label, struct err *err);

/* Whether a text was added. */
bool needles_has(const struct needles *n, struct slice folded);

/* Told of each needle at an offset of the text; true: go on. */
typedef bool
needles_found_fn(void *ctx, const struct needle *needle, size_t at);

/*
 * Looks through folded text, in which `edge` says for each byte whether a word
 * begins there, for needles that begin before `until`.  NEEDLE_MAX bytes more
 * should follow, unless the text ends.  False when told to stop.
 */
bool needles_find(const struct needles *n, struct slice text, const bool *edge,
    size_t until, needles_found_fn *found, void *ctx);

#endif
