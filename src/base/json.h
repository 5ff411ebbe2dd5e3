/*
 * json: the grammar of RFC 8259, token by token.
 *
 * The readers work on bytes [p, end) and return where the token ends, or
 * NULL if there is no well-formed token at p.  They never read at or beyond
 * end, except that PAD bytes beyond it must be readable (their content does
 * not matter), which lets strings be scanned 16 bytes at a time.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/slice.h"

#define JSON_PAD 32

enum json_fault {
	JSON_OK,
	JSON_CUT,    /* end was reached inside the token */
	JSON_SYNTAX, /* not the grammar */
	JSON_UTF8,   /* invalid UTF-8, lone surrogate or \u0000 in a string */
};

/* The first byte at or after p that is not blank (RFC 8259, section 2). */
static inline const uint8_t *
json_blank(const uint8_t *p, const uint8_t *end)
{
	while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
		p++;
	return p;
}

/*
 * p is just behind an opening quote.  Returns the closing quote; *escaped
 * says whether there is a backslash before it.  Checks everything: control
 * characters, escapes, surrogate pairs, UTF-8; \u0000 is refused.  On NULL,
 * *fault says why.
 */
const uint8_t *json_string(const uint8_t *p, const uint8_t *end, bool *escaped,
    enum json_fault *fault);

/* p is at a number; returns the byte after it, or NULL and *fault. */
const uint8_t *
json_number(const uint8_t *p, const uint8_t *end, enum json_fault *fault);

/*
 * Adds the characters that the inside of a string (as checked by
 * json_string()) stands for.
 */
void json_unescape(struct buf *out, struct slice inside);

/* Adds text (valid UTF-8) as a string with its quotes. */
void json_quote(struct buf *out, struct slice text);

#endif
