/*
 * xml_value: what the content of an element, or the inside of an attribute's
 * quotes, stands for.
 *
 * XML 1.0: line ends (2.11), references (4.1, 4.6), comments, processing
 * instructions and CDATA sections, white space in attributes (3.3.3, CDATA).
 */
#ifndef FORMAT_XML_VALUE_H
#define FORMAT_XML_VALUE_H

#include "base/slice.h"

/*
 * Writes the value to `to`, which has room for as many bytes as it has as
 * written: no value is longer.  Returns its length.  raw is what xml_read()
 * has accepted: content without elements or, `quoted`, an attribute.
 */
size_t xml_value(struct slice raw, bool quoted, uint8_t *to);

#endif
