#include <check.h>

#include "base/arena.h"

START_TEST(hands_out_zeroed_aligned_memory)
{
	static const size_t sizes[] = { 1, 3, 16, 17, 1000, 65536, 65537,
		300000 };
	struct arena a;
	uint8_t *before = NULL;

	arena_init(&a, (size_t)1 << 24);
	for (size_t round = 0; round < 20; round++) {
		size_t size = sizes[round % 8];
		uint8_t *p = arena_alloc(&a, size);

		ck_assert_ptr_nonnull(p);
		ck_assert_ptr_ne(p, before);
		ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			ck_assert_uint_eq(p[i], 0);
		memset(p, 0xFF, size);
		before = p;
	}
	arena_release(&a);
	ck_assert_uint_eq(a.used, 0);
}
END_TEST

START_TEST(hands_out_again_what_it_kept)
{
	struct arena a;

	arena_init(&a, SIZE_MAX);
	arena_reset(&a);
	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < (1 << 20); size *= 2) {
			uint8_t *p = arena_alloc(&a, size), any = 0;

			for (size_t i = 0; i < size; i++)
				any |= p[i];
			ck_assert_uint_eq(any, 0);
			memset(p, 0xFF, size);
		}
		arena_reset(&a);
		ck_assert_uint_eq(a.used, 0);
	}
	ck_assert_ptr_null(arena_alloc(&a, SIZE_MAX));
	arena_reset(&a);
	ck_assert(!a.failed);
	arena_release(&a);
}
END_TEST

START_TEST(stops_at_its_maximum)
{
	struct arena a;

	arena_init(&a, 100);
	ck_assert_ptr_nonnull(arena_alloc(&a, 60));
	ck_assert_ptr_nonnull(arena_alloc(&a, 40));
	ck_assert_uint_eq(a.used, 100);
	ck_assert(!a.failed);
	ck_assert_ptr_null(arena_alloc(&a, 0));
	ck_assert(a.failed);
	arena_release(&a);
	ck_assert(!a.failed);
	ck_assert_ptr_nonnull(arena_alloc(&a, 100));
	arena_release(&a);
}
END_TEST

START_TEST(stays_failed)
{
	struct arena a;
	struct slice s;

	arena_init(&a, 100);
	ck_assert_ptr_null(arena_alloc(&a, 101));
	ck_assert_ptr_null(arena_alloc(&a, 1));
	ck_assert_ptr_null(arena_array(&a, 1, 1));
	s = arena_copy(&a, slice_text("a"));
	ck_assert_ptr_null(s.p);
	ck_assert_uint_eq(s.len, 0);
	arena_release(&a);
}
END_TEST

START_TEST(refuses_sizes_that_overflow)
{
	static const struct {
		size_t n, size;
	} cases[] = {
		{ SIZE_MAX, 2 },
		{ 2, SIZE_MAX },
		{ SIZE_MAX / 2 + 1, 2 },
		{ 1, SIZE_MAX },
		{ SIZE_MAX, 1 },
	};
	struct arena a;

	arena_init(&a, SIZE_MAX);
	ck_assert_ptr_null(arena_array(&a, cases[_i].n, cases[_i].size));
	ck_assert(a.failed);
	arena_release(&a);
}
END_TEST

START_TEST(nothing_has_an_address)
{
	struct arena a;
	void *p, *q;

	arena_init(&a, 100);
	p = arena_alloc(&a, 0);
	q = arena_array(&a, 0, 8);
	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_nonnull(q);
	ck_assert_ptr_ne(p, q);
	arena_release(&a);
}
END_TEST

START_TEST(copies_text_with_a_terminator)
{
	struct arena a;
	struct slice s;

	arena_init(&a, 100);
	s = arena_copy(&a, slice_text("caf\u00e9"));
	ck_assert(slice_is(s, "caf\u00e9"));
	ck_assert_uint_eq(s.p[s.len], 0);
	s = arena_copy(&a, (struct slice){ NULL, 0 });
	ck_assert_ptr_nonnull(s.p);
	ck_assert_uint_eq(s.p[0], 0);
	s = arena_copy(&a, (struct slice){ s.p, SIZE_MAX });
	ck_assert_ptr_null(s.p);
	arena_release(&a);
}
END_TEST

START_TEST(grows_an_array)
{
	struct arena a;
	uint32_t *array = NULL;
	size_t cap = 0;

	arena_init(&a, 4000);
	for (uint32_t i = 0; i < 512; i++) {
		if (i == cap)
			ck_assert(arena_grow(
			    &a, (void **)&array, &cap, sizeof(*array)));
		array[i] = i;
	}
	ck_assert(!arena_grow(&a, (void **)&array, &cap, sizeof(*array)));
	ck_assert(a.failed);
	ck_assert_uint_eq(cap, 512);
	for (uint32_t i = 0; i < 512; i++)
		ck_assert_uint_eq(array[i], i);
	arena_release(&a);
}
END_TEST

Suite *arena_suite(void);

Suite *
arena_suite(void)
{
	Suite *suite = suite_create("arena");
	TCase *tc = tcase_create("arena");

	tcase_add_test(tc, hands_out_zeroed_aligned_memory);
	tcase_add_test(tc, hands_out_again_what_it_kept);
	tcase_add_test(tc, stops_at_its_maximum);
	tcase_add_test(tc, stays_failed);
	tcase_add_loop_test(tc, refuses_sizes_that_overflow, 0, 5);
	tcase_add_test(tc, nothing_has_an_address);
	tcase_add_test(tc, copies_text_with_a_terminator);
	tcase_add_test(tc, grows_an_array);
	suite_add_tcase(suite, tc);
	return suite;
}
