/*
 * The public API for those who write policies.
 */
#include "api.h"

#include "policy/codes.h"
#include "policy/schema.h"

API const char *
tamis_policy_schema(void)
{
	return (const char *)policy_schema().p;
}

API bool
tamis_note_code(size_t i, struct tamis_note_code *code)
{
	if (i >= CODE_COUNT)
		return false;
	*code = (struct tamis_note_code){
		.code = policy_codes[i].code,
		.level = public_level(policy_codes[i].level),
		.title = policy_codes[i].title,
	};
	return true;
}
