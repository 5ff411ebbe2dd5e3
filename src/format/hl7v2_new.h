/*
 * hl7v2_new: fields, components and subcomponents that the input does not
 * have.
 *
 * As json_new.h: they are added to what is left of a message, with as many
 * marks as their place needs.  A segment of which nothing is left comes back
 * where it stood first; one that begins with Z and was not there at all comes
 * last.
 */
#ifndef FORMAT_HL7V2_NEW_H
#define FORMAT_HL7V2_NEW_H

#include "format/hl7v2_message.h"

/*
 * Whether a new field of the record's kind stands in lines of this name.  Those
 * must be written with their name even if nothing of them is left.
 */
bool hl7v2_new_in(const struct engine *e, struct slice name);

/*
 * Adds the new fields of the record's kind to its output, the lines of the
 * message m, which begins at `before`; then drops lines that are a name alone
 * for their sake.  spare is overwritten.  The record is rejected (type) if
 * there are several such segments with something in them, or none, or the
 * field is repeated.  -1: it is rejected.
 */
int hl7v2_new_add(struct engine *e, const struct hl7v2_message *m,
    struct buf *out, size_t before, struct buf *spare);

#endif
