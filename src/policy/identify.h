/*
 * identify: names of fields that look as if they told who somebody is.
 */
#ifndef POLICY_IDENTIFY_H
#define POLICY_IDENTIFY_H

#include "base/slice.h"

/*
 * Whether one of the words in a name (nomNaissance, BIRTH_DATE, ligne1) is in
 * the table.  Words are split at capitals and at everything but letters;
 * French accents do not matter.
 */
bool identify_name(struct slice name);

#endif
