/*
 * canon: one spelling for texts that mean the same to a test.
 */
#ifndef STUDY_CANON_H
#define STUDY_CANON_H

#include "base/arena.h"
#include "base/buf.h"
#include "program/program.h"

/*
 * Adds JSON values without blanks, a line each, members sorted bytewise by what
 * their names mean.  -1: not well-formed, *fault is where; or without memory,
 * then the arena or out has failed.
 */
int canon_json(
    struct arena *arena, struct slice text, struct buf *out, size_t *fault);

/*
 * Adds a text of any format as tests compare it: JSON as above, which must be
 * well-formed; XML without blanks between tags; HL7 v2 with lines that end in
 * CR, the last in none.  Tables are compared by their values alone: nothing is
 * added.
 */
void canon_text(struct arena *arena, enum format_id format, struct slice text,
    struct buf *out);

#endif
