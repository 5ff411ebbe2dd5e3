/*
 * test_folder: where tests beside a policy lie: those of NAME.policy.jsonc in
 * the folder NAME.tests beside it.
 */
#ifndef PROGRAM_TEST_FOLDER_H
#define PROGRAM_TEST_FOLDER_H

#include <stdbool.h>

/* The path of the folder, on the heap; NULL without memory. */
char *test_folder_of(const char *policy);

/* Whether there is one; policy may be NULL, which has none. */
bool test_folder_exists(const char *policy);

#endif
