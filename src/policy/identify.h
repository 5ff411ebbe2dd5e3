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

/* Names of a path that can matter. */
#define IDENTIFY_TAIL 3

/*
 * The last names of a path of JSON, XML or CSV, the very last first; p is NULL
 * where there are no more.
 */
void identify_tail(enum format_id format, const struct path *path,
    struct slice tail[static IDENTIFY_TAIL]);

/* Whether a name says nothing without the one before it: value, id. */
bool identify_says_nothing(struct slice name);

/*
 * Whether a path names such a field.  Its last name decides, and where that
 * says nothing (telecom.value, name/text(), patientRole/id/@extension) a
 * predicate that asks for numbers of persons, or the names before it.
 * HL7 v2 has numbers for names.
 */
bool identify_path(enum format_id format, const struct path *path);

/* identify_path() for paths of HL7 v2 and HPRIM. */
bool identify_hl7v2(const struct path *path);

#endif
