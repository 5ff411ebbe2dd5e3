/*
 * test_out: what `tamis test` says, for people and for programs.
 */
#ifndef TEST_OUT_H
#define TEST_OUT_H

#include "junit.h"
#include "say.h"

struct test_out {
	const struct say *say;
	const char *path; /* of the policy at hand */
	bool json;
	bool updating; /* what differs now is about to be expected */
	struct junit *junit;
};

/* The result of a test. */
void test_out_test(const struct test_out *t, const struct tamis_test *test);

/* Something that no test reached. */
void test_out_cover(const struct test_out *t, const struct tamis_cover *c);

/* All of a policy; failure is what is wrong with it as a whole, or NULL. */
void test_out_policy(const struct test_out *t,
    const struct tamis_tested *tested, const char *failure);

#endif
