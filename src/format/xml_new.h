/*
 * xml_new: elements and attributes that the input does not have.
 *
 * As json_new.h: they are added to what is left of a record, elements behind
 * all others of their parent; parents that are not there are made.
 */
#ifndef FORMAT_XML_NEW_H
#define FORMAT_XML_NEW_H

#include "engine/engine.h"

/* Whether a new field of the record's kind stands in a root called so. */
bool xml_new_in(const struct engine *e, struct slice root);

/*
 * Adds the new fields of the record's kind to its output as xml_write.h writes
 * it, which begins at `before` with the root; their namespaces join *used.
 * The record is rejected (type) if its root is another one, if an element on
 * the way is there several times or has text, or the new one is there.  -1: it
 * is rejected.
 */
int
xml_new_add(struct engine *e, struct buf *out, size_t before, uint64_t *used);

#endif
