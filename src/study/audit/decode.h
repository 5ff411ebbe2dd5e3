/*
 * decode: what stands behind the encodings in a piece of a file: escapes.h,
 * runs.h, and UTF-16.
 *
 * Nothing is known of the file: what only looks encoded is decoded, too.  What
 * is no encoding is left as it is (escapes) or left out (all others), and of
 * base64 and hexadecimal only text is taken, eight bytes in a row or more, with
 * what is no text between; between other texts that do not belong together is a
 * line end.
 */
#ifndef STUDY_DECODE_H
#define STUDY_DECODE_H

#include "study/audit/decoded.h"

enum encoding {
	ENCODING_RAW,
	ENCODING_JSON,
	ENCODING_XML,
	ENCODING_PERCENT,
	ENCODING_HL7V2,
	ENCODING_BASE64,
	ENCODING_HEX,
	ENCODING_UTF_16,
	ENCODING_COUNT,
};

/* "as it stands", "JSON escapes", ... */
extern const char *const encoding_names[ENCODING_COUNT];

/*
 * Decodes a piece of at most 2^31 bytes; any encoding but ENCODING_RAW.  False
 * when the encoding does not occur in it, or without memory (d->bytes.failed).
 */
bool decode(struct decoded *d, struct slice piece, enum encoding encoding);

#endif
