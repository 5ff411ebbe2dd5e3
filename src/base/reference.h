/*
 * reference: characters that a text names, and does not have: references of
 * markup (&#233; &#xE9; &eacute;), bytes of URIs (%C3%A9) and escapes of
 * JavaScript (\u00e9), such as stand in the strings of another format.
 *
 * Used to compare, so letters of the Latin alphabet that have a name become
 * what they are without their accent, and blanks a blank.
 */
#ifndef BASE_REFERENCE_H
#define BASE_REFERENCE_H

#include "base/buf.h"

/*
 * Adds a text with what its references stand for: no more bytes and no more
 * digits of ASCII than it has.  False, and what was added has no meaning, if it
 * has none, or out has failed.  A digit of another script may be named without
 * one (&#xAEF;); who counts digits first does not see a number named so.
 */
bool reference_resolve(struct slice text, struct buf *out);

#endif
