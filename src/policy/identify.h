/*
 * identify: names of fields that look as if they told who somebody is.
 */
#ifndef POLICY_IDENTIFY_H
#define POLICY_IDENTIFY_H

#include "program/program.h"

/*
 * Whether one of the words in a name (nomNaissance, BIRTH_DATE, ligne1) is in
 * the table.  Words are split at capitals and at everything but letters;
 * French accents do not matter.
 */
bool identify_name(struct slice name);

/*
 * Whether a path names such a field.  Its last name decides, and where that
 * says nothing (telecom.value, name/text(), id/@extension) the one before it.
 * HL7 v2 has numbers for names.
 */
bool identify_path(enum format_id format, const struct path *path);

/* identify_path() for paths of HL7 v2 and HPRIM. */
bool identify_hl7v2(const struct path *path);

#endif
