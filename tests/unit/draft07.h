/*
 * draft07: JSON Schema draft-07 as far as policy.schema.json goes.
 *
 * It works on the trees of the policy floor, which are strict JSON with places.
 * A keyword that it does not know is a fault of the test, never ignored, so
 * that the schema cannot promise what is not looked at.  "integer" means a
 * number without fraction and exponent, as in policies.
 */
#ifndef UNIT_DRAFT07_H
#define UNIT_DRAFT07_H

#include "policy/parse.h"

/* One thing that a schema does not accept. */
struct draft07_fault {
	struct place place;
	const char *keyword; /* "required", "enum", ... */
};

typedef void draft07_fn(void *ctx, const struct draft07_fault *fault);

/*
 * Tells all faults of a value.  `oneOf`, `anyOf`, `not` and `false` are one
 * fault each; what stands below other keywords is told for itself.  tell may be
 * NULL.  Returns how many there are.
 */
size_t draft07_check(const struct node *schema, const struct node *value,
    draft07_fn *tell, void *ctx);

#endif
