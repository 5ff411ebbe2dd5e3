/*
 * decode: what stands behind the encodings in a piece of a file, each byte of
 * it with the place in the piece that it came from.
 *
 * Nothing is known of the file: what only looks encoded is decoded, too.  What
 * is no encoding is left as it is (escapes) or left out (all others), and of
 * base64 and hexadecimal only text is taken, eight bytes in a row or more.
 * Between texts that do not belong together is a line end.
 */
#ifndef STUDY_DECODE_H
#define STUDY_DECODE_H

#include "base/buf.h"

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

/* What marks an escape, or 0 for encodings that have no such mark. */
uint8_t encoding_mark(enum encoding encoding);

struct decoded {
	struct buf bytes;
	uint32_t *from; /* owned; by byte */
	size_t cap;     /* of from */
};

void decoded_init(struct decoded *d);
void decoded_release(struct decoded *d); /* wipes */

/* Of escapes, only what is so near to one is decoded. */
#define DECODE_AROUND ((size_t)1024)

/*
 * Decodes a piece of at most 2^31 bytes; any encoding but ENCODING_RAW.  False
 * when the encoding does not occur in it, or without memory (d->bytes.failed).
 */
bool decode(struct decoded *d, struct slice piece, enum encoding encoding);

/*
 * The next run of characters of base64 in a piece, from *end on, which is 0 at
 * first; false if there is none.
 */
bool decode_next_base64(struct slice piece, size_t *begin, size_t *end);

/* The first bytes, at most n, of what base64 hides; returns how many. */
size_t decode_some_base64(struct slice text, uint8_t *out, size_t n);

#endif
