/*
 * escapes: the encodings that escape single characters: JSON (RFC 8259,
 * section 7), XML 1.0 (4.1 and 4.6), URLs (RFC 3986, 2.1) and HL7 v2 (chapter
 * 2.7).
 */
#ifndef STUDY_ESCAPES_H
#define STUDY_ESCAPES_H

#include "study/audit/decode.h"

/* What marks an escape, or 0 for encodings that have no such mark. */
uint8_t escapes_mark(enum encoding encoding);

/*
 * Decodes what is near to an escape; any encoding that has a mark.  False when
 * there is no escape.
 */
bool
escapes_decode(struct decoded *d, struct slice piece, enum encoding encoding);

#endif
