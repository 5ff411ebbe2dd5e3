/*
 * schema: the language as JSON Schema draft-07, for editors.
 */
#ifndef POLICY_SCHEMA_H
#define POLICY_SCHEMA_H

#include "base/slice.h"

/* The text of policies/policy.schema.json, as it was when this was built; a
 * 0 stands behind it. */
struct slice policy_schema(void);

#endif
