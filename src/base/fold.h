/*
 * fold: text as somebody recognizes it, whatever its case and accents.
 *
 * A character is folded to the letters and digits it stands for: compatibility
 * decomposition (NFKD, UAX #15), full case folding (CaseFolding.txt), marks
 * removed, digits of all scripts written as those of ASCII, and the Latin
 * letters that have no decomposition spelled as French does (oe, ae, o, l, d).
 * Used to compare, never to make tokens: a later
 * version of the library may fold more characters.
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/buf.h"

/* What one character can fold to, in bytes of UTF-8. */
#define FOLD_MAX 72

enum fold_kind {
	FOLD_LETTERS, /* letters or digits: out has them */
	FOLD_NOTHING, /* an accent, a blank, a dot, a hyphen, an apostrophe,
			 or what is not seen (beyond ASCII): what may stand
			 inside a number or a name */
	FOLD_BREAK,   /* anything else: what stands between two values */
};

/*
 * Folds a character (a Unicode scalar value).  *len is how many bytes of out
 * are the result.
 */
enum fold_kind fold_char(uint32_t c, uint8_t out[static FOLD_MAX], size_t *len);

/*
 * Folds the first character of s, which is not empty, and takes it off.  Bytes
 * that are not UTF-8 are taken for ISO-8859-1.
 */
enum fold_kind
fold_next(struct slice *s, uint8_t out[static FOLD_MAX], size_t *len);

/* A letter in upper or lower case, where that is one; others as they are. */
uint32_t fold_case(uint32_t c, bool upper);

/* How many letters and digits, as characters, a text folds to. */
size_t fold_count(struct slice text);

/*
 * Adds a text as ASCII spells it, for who looks for a shape: letters and
 * digits as they fold, signs as the one they are a form of, without what is not
 * seen.  What ASCII has nothing for stays, and so does ASCII.  The text becomes
 * at most FOLD_MAX / 2 times as long.
 */
void fold_spell(struct slice text, struct buf *out);

#endif
