#include "run/sink.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static int
scratch_file(void)
{
	FILE *f = tmpfile();
	int fd;

	ck_assert_ptr_nonnull(f);
	fd = dup(fileno(f));
	fclose(f);
	ck_assert_int_ge(fd, 0);
	return fd;
}

static void
add_record(struct sink *s, size_t len)
{
	struct err err = { 0 };

	for (size_t i = 1; i < len; i++)
		buf_add_byte(&s->bytes, 'x');
	buf_add_byte(&s->bytes, '\n');
	ck_assert_int_eq(sink_end_record(s, &err), 0);
}

START_TEST(records_are_counted_when_they_are_written)
{
	struct err err = { 0 };
	struct sink s;
	int fd = scratch_file();

	sink_init(&s, fd, "test");
	ck_assert_int_eq(sink_flush(&s, &err), 0);
	add_record(&s, 10);
	add_record(&s, 20);
	ck_assert_uint_eq(s.records, 0);
	ck_assert_int_eq(sink_flush(&s, &err), 0);
	ck_assert_uint_eq(s.records, 2);
	ck_assert_uint_eq(s.written, 30);
	ck_assert_int_eq(lseek(fd, 0, SEEK_END), 30);
	sink_release(&s);
	close(fd);
}
END_TEST

START_TEST(a_full_device_takes_no_record)
{
	struct err err = { 0 };
	struct sink s;
	int fd = open("/dev/full", O_WRONLY);

	ck_assert_int_ge(fd, 0);
	sink_init(&s, fd, "test");
	add_record(&s, 10);
	ck_assert_int_eq(sink_flush(&s, &err), -1);
	ck_assert_int_eq(err.code, ERR_IO);
	ck_assert_uint_eq(s.records, 0);
	ck_assert_uint_eq(s.written, 0);
	sink_release(&s);
	close(fd);
}
END_TEST

/* What reached the file is cut back to the end of a record. */
START_TEST(a_file_that_may_not_grow_ends_with_a_record)
{
	struct rlimit old, limit;
	struct err err = { 0 };
	struct sink s;
	int fd = scratch_file(), result;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	sink_init(&s, fd, "test");
	for (int i = 0; i < 4; i++)
		add_record(&s, 60);
	/* Check writes files, too: the limit holds for this one call. */
	limit = (struct rlimit){ 150, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &limit);
	result = sink_flush(&s, &err);
	setrlimit(RLIMIT_FSIZE, &old);
	ck_assert_int_eq(result, -1);
	ck_assert_int_eq(err.code, ERR_IO);
	ck_assert_uint_eq(s.records, 2);
	ck_assert_uint_eq(s.written, 120);
	ck_assert_int_eq(lseek(fd, 0, SEEK_END), 120);
	sink_release(&s);
	close(fd);
}
END_TEST

START_TEST(a_failed_buffer_writes_nothing)
{
	struct err err = { 0 };
	struct sink s;
	int fd = scratch_file();

	sink_init(&s, fd, "test");
	add_record(&s, 10);
	s.bytes.failed = true;
	ck_assert_int_eq(sink_end_record(&s, &err), -1);
	ck_assert_int_eq(sink_flush(&s, &err), -1);
	ck_assert_int_eq(err.code, ERR_NOMEM);
	ck_assert_int_eq(lseek(fd, 0, SEEK_END), 0);
	sink_release(&s);
	close(fd);
}
END_TEST

Suite *sink_suite(void);

Suite *
sink_suite(void)
{
	Suite *s = suite_create("sink");
	TCase *t = tcase_create("sink");

	tcase_add_test(t, records_are_counted_when_they_are_written);
	tcase_add_test(t, a_full_device_takes_no_record);
	tcase_add_test(t, a_file_that_may_not_grow_ends_with_a_record);
	tcase_add_test(t, a_failed_buffer_writes_nothing);
	suite_add_tcase(s, t);
	return s;
}
