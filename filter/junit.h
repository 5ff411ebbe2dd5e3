/*
 * junit: results of tests as XML, in the form that began with JUnit and that
 * build servers read: <testsuites>, a <testsuite> for each policy, in it a
 * <testcase> for each test with a <failure> if it failed.
 *
 * Nothing has to be checked before junit_close().  What XML cannot hold is
 * written as U+FFFD.
 */
#ifndef JUNIT_H
#define JUNIT_H

#include <stdio.h>

#include "out.h"

struct junit {
	struct out out;
	FILE *cases; /* of the suite at hand, in memory; NULL: no file */
	char *text;
	size_t len;
	unsigned int tests, failures;
	FILE *suites; /* that are complete, in memory */
	char *suites_text;
	size_t suites_len;
	unsigned int all_tests, all_failures;
};

/* path NULL: nothing is written at all.  TAMIS_EOUTPUT, TAMIS_ENOMEM. */
int junit_open(struct junit *j, const char *path, struct tamis_error *err);

/* A test of a suite; failure is what is wrong with it, or NULL. */
void junit_case(
    struct junit *j, const char *suite, const char *name, const char *failure);

/* The suite of the cases since the last one. */
void junit_suite(struct junit *j, const char *name);

/* Ends the file and gives it its name.  TAMIS_EIO. */
int junit_close(struct junit *j, struct tamis_error *err);
void junit_discard(struct junit *j);

#endif
