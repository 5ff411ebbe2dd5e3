/*
 * xml_levels: the elements of a record path, around the records: which tags
 * they are, what is written for them, and what they declare.
 */
#ifndef FORMAT_XML_LEVELS_H
#define FORMAT_XML_LEVELS_H

#include "format/format.h"

/*
 * Whether a start tag is the next step of the record path: XML_FOUND, XML_NONE,
 * or XML_WRONG if its name or what it declares is not well-formed.
 */
enum xml_attribute
xml_levels_meet(const struct splitter *s, const struct xml_token *t);

/* Remembers a tag as far as it declares namespaces; false if there is no room,
 * or an attribute is not well-formed. */
bool xml_levels_note(struct xml_place *x, const struct xml_token *t);

/* Puts the start tag of the level at hand, as it is written, into `tag`. */
void xml_levels_put_start(struct splitter *s);

/* Adds its end tag there. */
void xml_levels_put_end(struct splitter *s);

#endif
