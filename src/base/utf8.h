/*
 * utf8: Unicode text in its UTF-8 form (RFC 3629, section 3).
 *
 * Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/cpu.h"
#include "base/slice.h"

/* Whether all of s is valid UTF-8. */
bool utf8_valid(struct slice s);

/* The same in one of the ways that the processor can go. */
bool utf8_valid_as(enum cpu cpu, struct slice s);

/*
 * Takes the next character off *rest and stores it in *c.  False at the end
 * (rest->len == 0) and at an invalid byte (rest->len > 0), *rest unchanged.
 */
bool utf8_next(struct slice *rest, uint32_t *c);

/* Number of characters of valid text. */
size_t utf8_count(struct slice s);

/* The first, or last, n characters of valid text; all of it if shorter. */
struct slice utf8_first(struct slice s, size_t n);
struct slice utf8_last(struct slice s, size_t n);

/* Writes c, a Unicode scalar value, to out; returns its 1 to 4 bytes. */
size_t utf8_put(uint32_t c, uint8_t out[static 4]);

#endif
