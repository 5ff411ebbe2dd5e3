/*
 * identity: names, first names and dates of birth, however they are written.
 *
 * The normalization "identity-u15", bit for bit.  Properties of characters
 * are those of Unicode 15.0.  What is not accepted is invalid as a whole.
 *
 * 1. Blanks (compact.h) at both ends are removed.  What then is a date in a
 *    spelling of date.h becomes YYYY-MM-DD, in digits and hyphens, if it is
 *    known to the day; a time and its zone are left out, they do not move the
 *    day.  A date that is not known to the day is invalid.
 *
 * 2. Anything else: each character must be one of these (all are assigned):
 *
 *	0009-000A 000D 0020-007E 00A0-0377 037A-037F 0384-038A 038C 038E-03A1
 *	03A3-052F 1E00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B
 *	1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF
 *	1FF2-1FF4 1FF6-1FFE 2000-2064 2066-206F 2126 212A-212B 2212 3000
 *	A78B-A78C FB00-FB06 FE00-FE0F FEFF FF01-FF5E
 *
 *    but none of 003F 00BF FF1F (a character was lost), and none of the
 *    General_Categories Sc, Sm, So and No, except 2212.
 *
 * 3. Each is replaced by NFKD(toCasefold(NFKD(it))), the case folding being
 *    the full one (statuses C and F of CaseFolding.txt).  Then, character by
 *    character:
 *
 *    a. those of the table below are replaced by the letters beside them;
 *    b. a-z, 0-9, the Greek 03B1-03C1 and 03C3-03C9, and those of category Ll
 *       in 0430-052F (Cyrillic) stay;
 *    c. 0009, 000A, 000D and those of categories Mn, Mc, Me, Lm, Sk, Cf, P*
 *       and Z* are removed: accents, apostrophes, hyphens, dots, blanks;
 *    d. any other is invalid.
 *
 *	00E6 ae  00F0 d   00F8 o   00FE th  0111 d   0127 h   0131 i   0138 q
 *	0142 l   014B n   0153 oe  0167 t   0180 b   0188 c   0192 f   0199 k
 *	019A l   01A5 p   01AD t   01B4 y   01B6 z   01DD e   01E5 g   0225 z
 *	0237 j   023C c   0247 e   0249 j   024D r   024F y   0253 b   0254 o
 *	0256 d   0257 d   0259 e   025B e   0260 g   0263 g   0268 i   0269 i
 *	0272 n   0275 o   0288 t   0289 u   028A u   028B v   0292 z
 *	2212 and A78C: nothing (a hyphen, an apostrophe)
 *
 * 4. Letters of two of the three alphabets are invalid together, and so are
 *    more than four digits beside letters.  Without letters, there must be
 *    one to six digits, and (but for the ends) no other character was there;
 *    digits that are a date of step 1, such as a year, are invalid, also where
 *    only step 3 has made them such (FF10-FF19).
 *
 * The order in which combining marks stand has no influence, so canonical
 * ordering may be left out.  Several values are joined in their order, with
 * IDENTITY_JOIN between them, which no normalized value holds.
 *
 * Why three alphabets: in others marks are vowels or make another letter
 * (Devanagari, Thai, kana), so that to remove them would make one person of
 * two; and every character that is accepted stands above.  Why symbols and
 * much else is invalid: it comes from text that was read in a wrong encoding
 * (U+00C3 U+00A9 for U+00E9), and would give one person another token.  Dates
 * with the day in front (31/12/1984) are invalid, since some put the month
 * there.
 *
 * That a later Unicode changes nothing: decompositions of assigned characters
 * never change (Normalization Stability), nor do the foldings of strings of
 * them (Case Folding Stability), and no character is added to the list above.
 * General_Category has no such promise; so identity_check() compares what the
 * library in use makes of each of the 1,982 characters with what is fixed
 * here, and refuses to go on if a single one differs.
 *
 * Vectors: tests/vectors/identity.tsv.
 */
#ifndef ACTION_IDENTITY_H
#define ACTION_IDENTITY_H

#include "base/buf.h"
#include "base/err.h"

/* Stands between several normalized values, and in none. */
#define IDENTITY_JOIN '|'

/*
 * Adds the normalized form of a text.  False if it is invalid; what was added
 * then means nothing.
 */
bool identity_normalize(struct slice text, struct buf *out);

/* Whether a version of Unicode ("15.0.0") is 15 or later. */
bool identity_is_recent(const char *version);

/*
 * Whether the library of character properties does what is fixed above; to be
 * asked once before identity_normalize().  -1 if not: ERR_POLICY, ERR_NOMEM.
 */
int identity_check(struct err *err);

#endif
