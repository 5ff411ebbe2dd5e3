/*
 * json_new: members that the input does not have.
 *
 * They are added to what is left of a record, at the end of the objects that
 * their paths name; objects that are not there are made.  So it does not
 * matter to them what was dropped, nor to the walk over a record that they
 * exist.
 */
#ifndef FORMAT_JSON_NEW_H
#define FORMAT_JSON_NEW_H

#include "engine/engine.h"

/*
 * Adds the new fields of the record's kind to its output, which is valid JSON
 * and begins at `before`; spare is overwritten.  Where an object should be and
 * something else is, the record is rejected (type).  -1: it is rejected.
 */
int json_new_add(
    struct engine *e, struct buf *out, size_t before, struct buf *spare);

#endif
