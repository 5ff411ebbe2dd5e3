/*
 * test_case: a test that stands inside a policy.
 *
 * Records are text as a file of the kind's format holds it.  In what must come
 * out, a value that is `${...}` as a whole is a matcher (study/test/matcher.h).
 */
#ifndef PROGRAM_TEST_CASE_H
#define PROGRAM_TEST_CASE_H

#include <stdbool.h>

#include "base/slice.h"

/* A record that must be rejected. */
struct test_reject {
	struct slice reason; /* its word */
	struct slice path;   /* of the policy; p == NULL: any, or none */
	unsigned int line, column;
};

struct test_case {
	struct slice name;
	uint32_t kind; /* index in the program */
	struct slice in;
	struct slice out; /* p == NULL: not stated */
	bool states_reject;
	const struct test_reject *rejects; /* in the order of the records */
	size_t reject_count;
	const struct slice *absent; /* what must not come out */
	size_t absent_count;
	unsigned int line, column; /* in the policy's file */
};

#endif
