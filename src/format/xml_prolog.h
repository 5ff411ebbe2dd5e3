/*
 * xml_prolog: the XML declaration with which a document may begin.
 */
#ifndef FORMAT_XML_PROLOG_H
#define FORMAT_XML_PROLOG_H

#include "engine/reason.h"
#include "format/xml_scan.h"

/* Whether a document begins in an encoding that does not spell ASCII as ASCII.
 */
bool xml_prolog_is_foreign(struct slice window);

/* Whether a text begins with a declaration, or with a part of one as far as it
 * goes. */
bool xml_prolog_may_begin(struct slice s);

/* Where the declaration at the offset `at` ends, or 0. */
size_t xml_prolog_end(struct slice window, size_t at);

/*
 * Reads what a declaration states, between "<?xml" and "?>".  REASON_NONE,
 * REASON_SYNTAX, or REASON_CHARSET for an encoding that is not read.
 */
enum reason xml_prolog_read(struct xml_place *x, struct slice rest);

/* The declaration that is written: empty if there was none. */
struct slice xml_prolog_written(const struct xml_place *x);

#endif
