#include "policy/schema.h"

/* Bytes of policies/policy.schema.json, written by the Makefile. */
static const uint8_t text[] = {
#include "policy/schema.inc"
	0
};

struct slice
policy_schema(void)
{
	return (struct slice){ text, sizeof(text) - 1 };
}
