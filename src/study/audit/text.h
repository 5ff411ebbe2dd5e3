/*
 * text: which bytes are text, where nothing is known of them.
 *
 * Bytes without a meaning form short words by chance, but hardly many
 * characters in a row that people write: no control characters, and UTF-8.
 * Where a charset of one byte is possible, too, at most a quarter of them may
 * be bytes that are no UTF-8.
 */
#ifndef STUDY_TEXT_H
#define STUDY_TEXT_H

#include "base/slice.h"

/* Bytes in a row that are text without a doubt. */
#define TEXT_SURE        32
#define TEXT_SURE_STRICT 16

struct text {
	size_t end; /* the offset where it begins if there is none */
	bool sure;  /* or it is all there is */
};

/*
 * The first stretch of UTF-8 text of so many bytes, 8 or more, from an offset
 * on; false if there is none.
 */
bool text_find(
    struct slice s, size_t from, size_t least, size_t *begin, size_t *end);

/* Text at an offset of s; strict: in UTF-8 alone. */
struct text text_at(struct slice s, size_t at, bool strict);

#endif
