#include "policy/codes.h"

const struct policy_code_info policy_codes[CODE_COUNT] = {
#define X(name, level, code, title) \
	[CODE_##name] = { code, NOTE_##level, title },
	POLICY_CODES(X)
#undef X
};
