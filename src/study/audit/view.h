/*
 * view: a piece of a file as it may be meant, folded and ready to be searched.
 *
 * For each encoding (study/audit/decode.h), the view is the text behind it, the
 * same folded (base/fold.h), with breaks between values and the beginnings of
 * words, and for each byte where in the piece it came from.
 *
 * Words are only seen where text is without a doubt (study/audit/text.h), in
 * which bytes that are no UTF-8 are those of windows-1252.
 */
#ifndef STUDY_VIEW_H
#define STUDY_VIEW_H

#include "study/audit/decode.h"

/* What a character folds to. */
struct view_fold {
	uint8_t kind; /* enum fold_kind */
	uint8_t len, bytes[6];
};

/* Characters of which that is kept: Latin-1 and Latin Extended-A. */
#define VIEW_FOLDS 0x180

struct view {
	struct slice text;         /* the piece, or what is behind it */
	const uint32_t *text_from; /* by byte of text; NULL: the piece itself */

	struct buf folded;
	bool *edge;     /* owned; by byte of folded: a word begins */
	uint32_t *from; /* owned; by byte of folded: its place in the piece */
	size_t cap;     /* of edge and from */

	struct decoded decoded;
	struct view_fold folds[VIEW_FOLDS]; /* by character */
	uint8_t ascii[0x80];                /* the same of ASCII, in a byte */
	struct view_fold singles[0x80];     /* by byte of windows-1252 */
};

void view_init(struct view *v);
void view_release(struct view *v); /* wipes */

/*
 * Makes the view of a piece, of at most 2^31 bytes, which it refers to.  False
 * when the encoding does not occur in it, or without memory
 * (v->folded.failed).
 */
bool view_make(struct view *v, struct slice piece, enum encoding encoding);

/* Where a byte of v->text came from. */
static inline size_t
view_place(const struct view *v, size_t at)
{
	return v->text_from == NULL ? at : v->text_from[at];
}

/* Whether what an encoding hides may be no text at all. */
static inline bool
view_is_strict(enum encoding encoding)
{
	return encoding == ENCODING_BASE64 || encoding == ENCODING_HEX ||
	       encoding == ENCODING_UTF_16;
}

#endif
