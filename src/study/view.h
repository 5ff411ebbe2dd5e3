/*
 * view: a piece of a file as it may be meant, folded and ready to be searched.
 *
 * The same bytes can be read in several ways: as they stand, without the
 * escapes of JSON, XML, HL7 v2 or URLs, as base64, hexadecimal or UTF-16.
 * Each way is a view: the text behind it, folded (base/fold.h), with breaks
 * between values, the beginnings of words, and for each byte of it where in
 * the piece it came from.
 */
#ifndef STUDY_VIEW_H
#define STUDY_VIEW_H

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

struct view {
	struct buf folded;
	bool *edge;     /* owned; by byte of folded: a word begins */
	uint32_t *from; /* owned; by byte of folded: its place in the piece */
	size_t cap;     /* of edge and from */

	struct buf decoded;     /* the text behind the encoding */
	uint32_t *decoded_from; /* owned; by byte of decoded */
	size_t decoded_cap;
};

void view_init(struct view *v);
void view_release(struct view *v); /* wipes */

/*
 * Makes the view of a piece, of at most 2^31 bytes.  False when the encoding
 * does not occur in it, or without memory (v->folded.failed).
 */
bool view_make(struct view *v, struct slice piece, enum encoding encoding);

#endif
