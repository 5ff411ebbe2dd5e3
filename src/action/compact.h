/*
 * compact: numbers without the blanks and marks that people write into them.
 *
 * Blanks are the ASCII space and tabulator, and the two no-break spaces of
 * French typography (U+00A0 and U+202F).
 */
#ifndef ACTION_COMPACT_H
#define ACTION_COMPACT_H

#include "base/slice.h"

/*
 * Takes the next byte that is neither part of a blank nor one of `marks` off
 * *rest.  False at the end.
 */
bool compact_next(struct slice *rest, const char *marks, uint8_t *byte);

/*
 * Copies what compact_next() gives.  Returns how many bytes, or 0 when there
 * are none or more than max.
 */
size_t
compact_copy(struct slice text, const char *marks, uint8_t *out, size_t max);

/* The text without the blanks at its ends. */
struct slice compact_trim(struct slice text);

#endif
