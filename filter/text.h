/*
 * text: what may be shown of texts that come from elsewhere.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdio.h>

/*
 * Length of the well-formed UTF-8 sequence at p (RFC 3629), or 0.  The text
 * ends with a 0 byte, which is no continuation, so nothing is read beyond.
 */
size_t text_sequence(const unsigned char *p);

/*
 * Writes a text with `?` for control characters and what is not UTF-8, so that
 * it steers no terminal.
 */
void text_show(FILE *to, const char *text);

/*
 * Writes a text as character data or an attribute of XML, with U+FFFD for
 * characters that XML does not have and for what is not UTF-8.
 */
void text_xml(FILE *to, const char *text);

#endif
