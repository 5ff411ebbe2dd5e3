#include "run/source.h"

#include <check.h>
#include <fcntl.h>
#include <unistd.h>

#include "format/format.h"

/* A pipe with a text in it, whose other end is closed. */
static int
pipe_with(const char *text)
{
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(
	    write(fds[1], text, strlen(text)), (ssize_t)strlen(text));
	close(fds[1]);
	return fds[0];
}

START_TEST(a_window_slides_over_the_input)
{
	struct err err = { 0 };
	struct source s;
	int fd = pipe_with("abcdef");

	source_init(&s, 1 << 20, 4);
	source_open(&s, fd, "test");
	ck_assert_uint_eq(source_window(&s).len, 0);
	ck_assert_int_eq(source_fill(&s, &err), SOURCE_READ);
	ck_assert(slice_is(source_window(&s), "abcd"));
	source_take(&s, 3);
	ck_assert_uint_eq(s.taken, 3);
	ck_assert_int_eq(source_fill(&s, &err), SOURCE_READ);
	ck_assert(slice_is(source_window(&s), "def"));
	ck_assert(!s.eof);
	ck_assert_int_eq(source_fill(&s, &err), SOURCE_READ);
	ck_assert(s.eof);
	ck_assert(slice_is(source_window(&s), "def"));
	source_release(&s);
	close(fd);
}
END_TEST

START_TEST(bytes_behind_the_window_can_be_read)
{
	struct err err = { 0 };
	struct source s;
	int fd = pipe_with("abc");
	unsigned int sum = 0;

	source_init(&s, 1 << 20, 0);
	source_open(&s, fd, "test");
	ck_assert_int_eq(source_fill(&s, &err), SOURCE_READ);
	for (size_t i = 0; i < FORMAT_PAD; i++)
		sum += source_window(&s).p[3 + i];
	ck_assert_uint_eq(sum, 0);
	source_release(&s);
	close(fd);
}
END_TEST

START_TEST(a_window_does_not_grow_beyond_its_limit)
{
	struct err err = { 0 };
	struct source s;
	int fd = pipe_with("abcdef");

	source_init(&s, 4, 0);
	source_open(&s, fd, "test");
	ck_assert_int_eq(source_fill(&s, &err), SOURCE_READ);
	ck_assert(slice_is(source_window(&s), "abcd"));
	ck_assert_int_eq(source_fill(&s, &err), SOURCE_FAILED);
	ck_assert_int_eq(err.code, ERR_BUG);
	source_release(&s);
	close(fd);
}
END_TEST

START_TEST(what_cannot_be_read_is_an_error)
{
	struct err err = { 0 };
	struct source s;
	int fd = open("/tmp", O_RDONLY);

	source_init(&s, 1 << 20, 0);
	source_open(&s, fd, "test");
	ck_assert_int_eq(source_fill(&s, &err), SOURCE_FAILED);
	ck_assert_int_eq(err.code, ERR_IO);
	source_release(&s);
	close(fd);
}
END_TEST

START_TEST(an_empty_pipe_pauses)
{
	struct source s;
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	source_init(&s, 1 << 20, 0);
	source_open(&s, fds[0], "test");
	ck_assert(source_pauses(&s));
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	ck_assert(!source_pauses(&s));
	source_release(&s);
	close(fds[0]);
	close(fds[1]);
}
END_TEST

Suite *source_suite(void);

Suite *
source_suite(void)
{
	Suite *s = suite_create("source");
	TCase *t = tcase_create("source");

	tcase_add_test(t, a_window_slides_over_the_input);
	tcase_add_test(t, bytes_behind_the_window_can_be_read);
	tcase_add_test(t, a_window_does_not_grow_beyond_its_limit);
	tcase_add_test(t, what_cannot_be_read_is_an_error);
	tcase_add_test(t, an_empty_pipe_pauses);
	suite_add_tcase(s, t);
	return s;
}
