/*
 * oracle_xml: libxml2 reads what the reader of records reads, and both must
 * say the same.
 *
 * What the reader accepts, libxml2 accepts, with the same elements, attributes
 * and values; what it refuses, libxml2 refuses, unless it was a limit.  What
 * is refused on purpose is left out: document types.  Aborts otherwise.
 */
#ifndef FUZZ_ORACLE_XML_H
#define FUZZ_ORACLE_XML_H

#include "base/slice.h"

/*
 * A document without XML declaration in UTF-8; with tags around it, an element
 * inside them (`closing` ends them).  share: of how many names the policy
 * knows all but one; 0: all.  Returns whether it was accepted.
 */
bool oracle_xml(struct slice document, const char *around, const char *closing,
    uint32_t share);

#endif
