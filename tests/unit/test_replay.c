#include "run/replay.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

static int
file_with(const char *text)
{
	FILE *f = tmpfile();
	int fd;

	ck_assert_ptr_nonnull(f);
	fd = dup(fileno(f));
	fclose(f);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

/* What comes of comparing one text with a file that ends with another. */
static int
compare(const char *there, const char *made, bool complete)
{
	char bytes[200];
	struct err err = { 0 };
	struct replay r;
	size_t done = 0, len = strlen(made);
	int fd = file_with(there), result;

	memcpy(bytes, made, len + 1);
	replay_init(&r);
	ck_assert_int_eq(
	    replay_begin(&r, fd, "output", strlen(there), complete, &err), 0);
	result = replay_compare(&r, (uint8_t *)bytes, len, &done, &err);
	if (result == 0) {
		ck_assert_uint_eq(
		    done, len < strlen(there) ? len : strlen(there));
		ck_assert_mem_eq(bytes, there, done);
	} else {
		ck_assert_int_eq(err.code, ERR_RESUME);
		ck_assert_str_eq(bytes, made);
	}
	replay_release(&r);
	close(fd);
	return result;
}

START_TEST(what_is_there_is_compared)
{
	ck_assert_int_eq(compare("one\ntwo\n", "one\ntwo\n", false), 0);
	ck_assert_int_eq(compare("one\ntwo\n", "one\n", false), 0);
	ck_assert_int_eq(compare("one\n", "one\ntwo\n", false), 0);
	ck_assert_int_eq(compare("", "one\n", false), 0);
	ck_assert_int_eq(compare("one\ntwo\n", "one\ntoo\n", false), -1);
	ck_assert_int_eq(compare("one\ntwo\n", "One\n", false), -1);
	ck_assert_int_eq(compare("one\n", "one\ntwo\n", true), -1);
	ck_assert_int_eq(compare("one\n", "one\n", true), 0);
}
END_TEST

/* Of sealed values, where they are and how long. */
START_TEST(sealed_values_may_be_others)
{
	static const struct {
		const char *there, *made;
		int result;
	} cases[] = {
		{ "{\"a\":\"sb1.x.y.AAAA\"}", "{\"a\":\"sb1.x.y.BB-_\"}", 0 },
		{ "sb1.x.AAAA", "sb1.x.AAAB", 0 },
		{ "sb1.x.AA;sb1.y.CC", "sb1.x.BB;sb1.y.DD", 0 },
		{ "sb1.x.AA;cd", "sb1.x.BB;ce", -1 },
		{ "sb1.x.AAAA;", "sb1.x.BBB;;", -1 },
		{ "sb1.x.AAA;;", "sb1.x.BBBB;", -1 },
		{ "tk1.x.AAAA", "tk1.x.AAAB", -1 },
		{ "asb1.x.AAAA", "asb1.x.AAAB", -1 },
		{ "sb1.x;AAAA", "sb1.x;AAAB", -1 },
		{ "sb1.AA", "sb2.AA", -1 },
		{ "xb1.AA", "sb1.AA", -1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(compare(cases[i].there, cases[i].made, false) ==
				  cases[i].result,
		    "case %zu", i);
}
END_TEST

START_TEST(it_leaves_at_the_end_and_cuts)
{
	uint8_t bytes[] = "one\nsome\n";
	struct err err = { 0 };
	struct replay r;
	size_t done;
	int fd = file_with("one\ntorn");

	replay_init(&r);
	ck_assert_int_eq(replay_begin(&r, fd, "output", 4, false, &err), 0);
	ck_assert_int_eq(replay_compare(&r, bytes, 2, &done, &err), 0);
	ck_assert_int_eq(replay_leave(&r, &err), 0);
	ck_assert(r.active);
	ck_assert_int_eq(lseek(fd, 0, SEEK_END), 8);
	ck_assert_int_eq(replay_end(&r, &err), -1);
	ck_assert_int_eq(err.code, ERR_RESUME);
	err.code = ERR_NONE;
	ck_assert_int_eq(replay_compare(&r, bytes + 2, 7, &done, &err), 0);
	ck_assert_uint_eq(done, 2);
	ck_assert_int_eq(replay_leave(&r, &err), 0);
	ck_assert(!r.active);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 4);
	ck_assert_int_eq(lseek(fd, 0, SEEK_END), 4);
	ck_assert_int_eq(replay_end(&r, &err), 0);
	replay_release(&r);
	close(fd);
}
END_TEST

START_TEST(files_that_cannot_be_are_refused)
{
	struct err err = { 0 };
	struct replay r;
	int fd = file_with("one\n");

	replay_init(&r);
	ck_assert_int_eq(replay_begin(&r, fd, "output", 5, false, &err), -1);
	ck_assert_int_eq(err.code, ERR_RESUME);
	err.code = ERR_NONE;
	ck_assert_int_eq(replay_begin(&r, fd, "output", 3, true, &err), -1);
	ck_assert_int_eq(err.code, ERR_RESUME);
	ck_assert(!r.active);
	replay_release(&r);
	close(fd);
}
END_TEST

Suite *replay_suite(void);

Suite *
replay_suite(void)
{
	Suite *s = suite_create("replay");
	TCase *t = tcase_create("replay");

	tcase_add_test(t, what_is_there_is_compared);
	tcase_add_test(t, sealed_values_may_be_others);
	tcase_add_test(t, it_leaves_at_the_end_and_cuts);
	tcase_add_test(t, files_that_cannot_be_are_refused);
	suite_add_tcase(s, t);
	return s;
}
