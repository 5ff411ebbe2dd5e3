/*
 * charset: text of other encodings as UTF-8.
 *
 * The tables are those of the Unicode Consortium (mappings 8859-1, 8859-15
 * and CP1252) without its "best fit" additions: a byte that an encoding does
 * not define is refused.  ISO-8859-1 and -15 include the control characters
 * U+0080 to U+009F, as their registration with IANA says.
 */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include "base/buf.h"
#include "base/slice.h"

enum charset {
	CHARSET_UTF_8,
	CHARSET_LATIN_1, /* ISO-8859-1 */
	CHARSET_LATIN_9, /* ISO-8859-15 */
	CHARSET_WINDOWS_1252,
	CHARSET_COUNT,
};

/* "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252". */
extern const char *const charset_names[CHARSET_COUNT];

/* The charset of that name in either case of letters, or CHARSET_COUNT. */
enum charset charset_find(struct slice name);

/* Whether all bytes are below 0x80: the same text in every charset here. */
bool charset_is_ascii(struct slice text);

/* Whether every byte of a text has a meaning in the charset. */
bool charset_holds(enum charset charset, struct slice text);

/*
 * Adds a text to out as UTF-8; text that is UTF-8 already is checked and
 * copied.  False, with the length of out as before, if a byte has no meaning
 * in the charset, or without memory: then out->failed, too.  A text grows to
 * at most three times its length.
 */
bool charset_to_utf8(enum charset from, struct slice text, struct buf *out);

/* The byte that a character, U+0080 or above, is in a charset other than
 * UTF-8; 0: it has none. */
uint8_t charset_byte(enum charset to, uint32_t c);

/*
 * Adds valid UTF-8 to out in another charset.  False, with the length of out
 * as before, if the charset lacks one of the characters.
 */
bool charset_from_utf8(enum charset to, struct slice text, struct buf *out);

#endif
