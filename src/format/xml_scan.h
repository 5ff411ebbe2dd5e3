/*
 * xml_scan: the markup of an XML document in a window of it, piece by piece.
 *
 * Looks for what ends tags, comments and the like, and at nothing else: enough
 * to find where elements begin and end, and that before a parser sees a tag it
 * has a bounded number of attributes.  Works on all encodings that spell ASCII
 * as ASCII.  Every byte is looked at once, however the input arrives.
 */
#ifndef FORMAT_XML_SCAN_H
#define FORMAT_XML_SCAN_H

#include "base/charset.h"
#include "base/limits.h"
#include "base/slice.h"

/* Elements that may be open: those of a record path and those of a record. */
#define XML_OPEN (2 * LIMIT_DEPTH)

/* Bytes of the tags around records, as far as they declare namespaces. */
#define XML_AROUND 4096

/* Bytes of one tag around records as it is written. */
#define XML_TAG 2048

enum xml_markup {
	XML_TEXT,  /* up to markup or the end of the window */
	XML_START, /* <a> */
	XML_EMPTY, /* <a/> */
	XML_END,   /* </a> */
	XML_COMMENT,
	XML_CDATA,
	XML_PI,
	XML_DOCTYPE, /* its first bytes */
	XML_CUT,     /* the window ends before it does */
	XML_BAD,     /* not the grammar */
	XML_CROWDED, /* a tag with too many attributes */
};

struct xml_scan {
	size_t begin; /* of the markup at hand, in the window */
	size_t next;  /* where to look on; begin: nothing is known yet */
	enum xml_markup markup;
	uint8_t quote; /* inside an attribute: what ends it */
	uint32_t attributes;
};

/* One piece of markup, in the window. */
struct xml_token {
	enum xml_markup markup;
	size_t begin, end;
	struct slice name; /* of a tag, as written */
	struct slice rest; /* of a start tag: its attributes */
};

/*
 * Finds the next piece.  After XML_CUT the same window, with more bytes, is to
 * be given again, or what xml_scan_shift() left of it.
 */
void xml_scan(struct xml_scan *s, struct slice window, struct xml_token *t);

/* Tells that n bytes, at most s->begin, were taken off the window. */
void xml_scan_shift(struct xml_scan *s, size_t n);

enum xml_attribute { XML_NONE, XML_FOUND, XML_WRONG };

/*
 * Takes the next attribute off what follows the name in a start tag, or in an
 * XML declaration.  value is as written, without its quotes.
 */
enum xml_attribute
xml_scan_attribute(struct slice *rest, struct slice *name, struct slice *value);

/* Takes the prefix, with its colon, off a name; returns it, or nothing. */
struct slice xml_take_prefix(struct slice *name);

/* Whether the bytes are blanks and nothing else. */
bool xml_is_blank(struct slice s);

/* Position of xml_split() in a stream. */
struct xml_place {
	struct xml_scan scan;
	enum charset charset;
	bool declared; /* there is an XML declaration */
	bool rooted;   /* the root element has begun */
	size_t prolog; /* bytes of the window up to its end */

	uint32_t depth;          /* open elements */
	uint64_t open[XML_OPEN]; /* machine_sign() of their names */

	uint32_t level;    /* open elements of the record path */
	size_t record;     /* where in the window the record begins */
	bool in_record;    /* it has begun */
	bool too_large;    /* and was rejected for its size */
	bool tag_too_long; /* `tag` would not have held a tag */

	uint8_t around[XML_AROUND];         /* the tags of the open levels */
	size_t around_len[LIMIT_STEPS + 1]; /* by level: how many bytes */
	uint8_t tag[XML_TAG];
	size_t tag_len;
};

#endif
