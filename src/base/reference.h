/*
 * reference: character references of XML and HTML that stand in a text, such
 * as markup in a string: &#233; &#xE9; &eacute;
 *
 * Used to compare, so letters of the Latin alphabet that have a name become
 * what they are without their accent, and blanks a blank.
 */
#ifndef BASE_REFERENCE_H
#define BASE_REFERENCE_H

#include "base/buf.h"

/*
 * Adds a text with what its references stand for.  False, and what was added
 * has no meaning, if it has none, or out has failed.
 */
bool reference_resolve(struct slice text, struct buf *out);

#endif
