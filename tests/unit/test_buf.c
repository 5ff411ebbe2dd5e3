#include <check.h>

#include "base/buf.h"

/* What always holds, after every operation. */
static void
check_buf(const struct buf *b)
{
	ck_assert_uint_le(b->len, b->cap);
	ck_assert_uint_le(b->cap, b->max);
	if (b->p == NULL)
		ck_assert_uint_eq(b->cap, 0);
	else
		memset(b->p + b->len, 0xEE, b->cap - b->len + BUF_SLACK);
}

START_TEST(begins_empty)
{
	struct buf b;

	buf_init(&b, 10);
	check_buf(&b);
	ck_assert_ptr_null(b.p);
	ck_assert_uint_eq(b.len, 0);
	buf_add(&b, NULL, 0);
	ck_assert(!b.failed);
	buf_release(&b);
}
END_TEST

START_TEST(grows_and_keeps_what_it_has)
{
	struct buf b;

	buf_init(&b, 100000);
	for (unsigned int i = 0; i < 100000; i++) {
		buf_add_byte(&b, (uint8_t)(i * 7));
		if (i % 1000 == 0)
			check_buf(&b);
	}
	ck_assert(!b.failed);
	ck_assert_uint_eq(b.len, 100000);
	for (unsigned int i = 0; i < 100000; i++)
		ck_assert_uint_eq(b.p[i], (uint8_t)(i * 7));
	buf_release(&b);
	ck_assert_ptr_null(b.p);
	ck_assert_uint_eq(b.max, 100000);
}
END_TEST

START_TEST(stops_at_its_maximum)
{
	static const size_t limits[] = { 0, 1, 63, 255, 256, 257, 5000 };
	size_t max = limits[_i];
	struct buf b;

	buf_init(&b, max);
	for (size_t i = 0; i < max; i++)
		buf_add_byte(&b, 'x');
	ck_assert(!b.failed);
	check_buf(&b);
	buf_add_byte(&b, 'y');
	ck_assert(b.failed);
	ck_assert_uint_eq(b.len, max);
	ck_assert_ptr_null(buf_reserve(&b, 0));
	check_buf(&b);
	buf_release(&b);
}
END_TEST

START_TEST(stays_failed_until_reset)
{
	struct buf b;

	buf_init(&b, 4);
	buf_add_text(&b, "abc");
	buf_add_text(&b, "de");
	ck_assert(b.failed);
	buf_add_text(&b, "d");
	ck_assert(slice_is(buf_slice(&b), "abc"));
	buf_reset(&b);
	buf_add_text(&b, "wxyz");
	ck_assert(!b.failed);
	ck_assert(slice_is(buf_slice(&b), "wxyz"));
	ck_assert(slice_is(buf_slice_from(&b, 3), "z"));
	buf_release(&b);
}
END_TEST

START_TEST(refuses_sizes_that_overflow)
{
	struct buf b;

	buf_init(&b, SIZE_MAX);
	buf_add_text(&b, "a");
	ck_assert_ptr_null(buf_reserve(&b, SIZE_MAX));
	ck_assert(b.failed);
	buf_reset(&b);
	ck_assert_ptr_null(buf_reserve(&b, SIZE_MAX - 16));
	buf_release(&b);
}
END_TEST

START_TEST(reserve_does_not_add)
{
	struct buf b;
	uint8_t *to;

	buf_init(&b, 1000);
	to = buf_reserve(&b, 0);
	ck_assert_ptr_nonnull(to);
	memset(to, 0, BUF_SLACK);
	to = buf_reserve(&b, 1000);
	ck_assert_ptr_nonnull(to);
	ck_assert_uint_eq(b.len, 0);
	memset(to, 'x', 1000 + BUF_SLACK);
	b.len += 1000;
	check_buf(&b);
	buf_release(&b);
}
END_TEST

START_TEST(writes_numbers_text_and_characters)
{
	struct buf b;

	buf_init(&b, 200);
	buf_add_u64(&b, 0);
	buf_add_byte(&b, ' ');
	buf_add_u64(&b, 10);
	buf_add_byte(&b, ' ');
	buf_add_u64(&b, UINT64_MAX);
	buf_add_format(&b, " %s-%04d ", "f", 7);
	buf_add_slice(&b, slice_text("s "));
	buf_add_char(&b, 0xE9);
	buf_add_char(&b, 0x1F600);
	ck_assert(slice_is(buf_slice(&b),
	    "0 10 18446744073709551615 f-0007 s \u00e9\U0001F600"));
	buf_release(&b);
}
END_TEST

START_TEST(formats_up_to_the_maximum)
{
	struct buf b;

	buf_init(&b, 5);
	buf_add_format(&b, "%d", 12345);
	ck_assert(slice_is(buf_slice(&b), "12345"));
	buf_reset(&b);
	buf_add_format(&b, "%d", 123456);
	ck_assert(b.failed);
	ck_assert_uint_eq(b.len, 0);
	buf_release(&b);
}
END_TEST

START_TEST(wipes)
{
	struct buf b;

	buf_init(&b, 100);
	buf_wipe(&b);
	buf_add_text(&b, "secret");
	buf_wipe(&b);
	ck_assert_ptr_null(b.p);
	ck_assert_uint_eq(b.len, 0);
}
END_TEST

Suite *buf_suite(void);

Suite *
buf_suite(void)
{
	Suite *suite = suite_create("buf");
	TCase *tc = tcase_create("buf");

	tcase_add_test(tc, begins_empty);
	tcase_add_test(tc, grows_and_keeps_what_it_has);
	tcase_add_loop_test(tc, stops_at_its_maximum, 0, 7);
	tcase_add_test(tc, stays_failed_until_reset);
	tcase_add_test(tc, refuses_sizes_that_overflow);
	tcase_add_test(tc, reserve_does_not_add);
	tcase_add_test(tc, writes_numbers_text_and_characters);
	tcase_add_test(tc, formats_up_to_the_maximum);
	tcase_add_test(tc, wipes);
	suite_add_tcase(suite, tc);
	return suite;
}
