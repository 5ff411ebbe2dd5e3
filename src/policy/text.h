/*
 * text: the strict reading of a policy's text.
 *
 * RFC 8259 with comments, and nothing else relaxed.  What it passes means to
 * every parser the same: plain UTF-8, no byte order mark, no character that
 * hides, no \u0000, numbers of at most TEXT_NUMBER bytes, and at most
 * LIMIT_POLICY_DEPTH levels.  (Keys written twice are found later, when they
 * can be compared as what they mean.)
 */
#ifndef POLICY_TEXT_H
#define POLICY_TEXT_H

#include "base/buf.h"
#include "policy/note.h"

#define TEXT_NUMBER 60

/* Where a value or a key stands: strings with quotes, containers whole. */
struct text_mark {
	uint32_t at, len;
};

struct text {
	uint8_t *blanked; /* the source's bytes with blanks for comments */
	size_t len;
	struct buf marks; /* struct text_mark of all values and keys, in
			     reading order; owned */
};

/*
 * Checks a source.  Returns 0; -1 after a note, or with notes->arena or
 * text->marks failed.  The caller calls text_release() in both cases.
 */
int
text_check(struct notes *notes, const struct source *source, struct text *text);
void text_release(struct text *text);

#endif
