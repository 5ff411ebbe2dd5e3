/*
 * runs: the encodings of whole values, base64 (RFC 4648, sections 4 and 5) and
 * hexadecimal (section 8): runs of characters of an alphabet.
 *
 * Where in a run something begins is not known: it is decoded in every way, of
 * which all but one give bytes without a meaning.  Only text is left of them.
 */
#ifndef STUDY_RUNS_H
#define STUDY_RUNS_H

#include "study/audit/decoded.h"

/* Decodes all runs of a piece.  False when there is no text in any. */
bool runs_decode_base64(struct decoded *d, struct slice piece);
bool runs_decode_hex(struct decoded *d, struct slice piece);

/*
 * The next run of characters of base64 in a piece, from *end on, which is 0 at
 * first; false if there is none.
 */
bool runs_next_base64(struct slice piece, size_t *begin, size_t *end);

/*
 * Whether the characters [first, last] of a piece stand among many of base64
 * that mean nothing as they stand, as those of sealed values: letters of both
 * cases and digits take turns there as in no text.
 */
bool runs_mean_nothing(struct slice piece, size_t first, size_t last);

/* The first bytes, at most n, of what base64 hides; returns how many. */
size_t runs_some_base64(struct slice text, uint8_t *out, size_t n);

#endif
