#include <check.h>
#include <stdlib.h>

#include "base/array.h"

START_TEST(doubles_and_keeps_what_is_there)
{
	uint32_t *array = NULL;
	size_t cap = 0;

	for (uint32_t i = 0; i < 1000; i++) {
		if (i == cap)
			ck_assert(
			    array_grow((void **)&array, &cap, sizeof(*array)));
		array[i] = i;
	}
	ck_assert_uint_eq(cap, 1024);
	for (uint32_t i = 0; i < 1000; i++)
		ck_assert_uint_eq(array[i], i);
	free(array);
}
END_TEST

/* Rooms whose double has more elements or bytes than can be counted. */
static const struct {
	size_t cap, size;
} too_large[] = {
	{ SIZE_MAX / 2 + 1, 1 },
	{ SIZE_MAX / 4, 3 },
	{ 0, SIZE_MAX / ARRAY_FIRST + 1 },
};

START_TEST(refuses_sizes_that_overflow)
{
	void *array = NULL;
	size_t cap = too_large[_i].cap;

	ck_assert(!array_grow(&array, &cap, too_large[_i].size));
	ck_assert_ptr_null(array);
	ck_assert_uint_eq(cap, too_large[_i].cap);
}
END_TEST

Suite *array_suite(void);

Suite *
array_suite(void)
{
	Suite *suite = suite_create("array");
	TCase *tc = tcase_create("array");

	tcase_add_test(tc, doubles_and_keeps_what_is_there);
	tcase_add_loop_test(tc, refuses_sizes_that_overflow, 0, 3);
	suite_add_tcase(suite, tc);
	return suite;
}
