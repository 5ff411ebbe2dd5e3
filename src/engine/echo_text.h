/*
 * echo_text: a text as it is searched: folded.
 *
 * To what base/fold.h does with letters, accents, blanks, dots and hyphens,
 * this adds that commas, slashes and control characters count for nothing, too;
 * whatever else stands between letters is one mark, all of them alike.
 */
#ifndef ENGINE_ECHO_TEXT_H
#define ENGINE_ECHO_TEXT_H

#include "base/buf.h"

/* Stands for what is between two values; no letter folds to it. */
#define ECHO_BETWEEN ' '

/* Zeros behind a folded text that can be read. */
#define ECHO_HEAD 4

struct echo_text {
	struct slice text;  /* as it is; borrowed */
	struct buf folded;  /* with ECHO_HEAD zeros behind it */
	struct buf places;  /* see echo_text_find_places(); empty before */
	uint8_t ascii[128]; /* what each folds to; 0: nothing */
	uint8_t latin[64];  /* likewise from U+00C0; 0: not to one byte */
};

/* A text for values of at most `max` bytes. */
void echo_text_init(struct echo_text *text, size_t max);

/* Overwrites and frees. */
void echo_text_release(struct echo_text *text);

/* Folds a text, which must outlive its use.  -1: memory ended. */
int echo_text_fold(struct echo_text *text, struct slice s);

/*
 * Adds to a buffer what another text folds to, at least until `most` bytes are
 * added.  `by` is any text: it has the tables.
 */
void echo_text_add(
    const struct echo_text *by, struct buf *to, struct slice text, size_t most);

/*
 * Finds out where in the text each byte of `folded` comes from.  False: memory
 * ended.
 */
bool echo_text_find_places(struct echo_text *text);

/* Where the character begins from which a folded byte comes. */
static inline size_t
echo_text_place(const struct echo_text *text, size_t i)
{
	uint32_t place;

	memcpy(&place, text->places.p + i * sizeof(place), sizeof(place));
	return place;
}

#endif
