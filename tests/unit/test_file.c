#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "folder.h"

#define MAX ((size_t)200000)

static struct buf out;
static struct err err;

static void
setup(void)
{
	folder_make();
	buf_init(&out, MAX);
	err = (struct err){ .code = ERR_NONE };
}

static void
teardown(void)
{
	buf_release(&out);
	folder_remove();
}

/* Bytes that differ everywhere. */
static struct slice
pattern(size_t len)
{
	static uint8_t bytes[MAX + 1];

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 31 + (i >> 8));
	return (struct slice){ bytes, len };
}

START_TEST(reads_a_whole_file)
{
	static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, MAX };
	struct slice content = pattern(sizes[_i]);

	folder_write("f", content, 0644);
	ck_assert_int_eq(file_read(folder_file("f"), MAX, &out, &err), 0);
	ck_assert(slice_equal(buf_slice(&out), content));
}
END_TEST

START_TEST(reads_up_to_the_maximum)
{
	folder_write("f", pattern(101), 0644);
	ck_assert_int_eq(file_read(folder_file("f"), 101, &out, &err), 0);
	buf_reset(&out);
	ck_assert_int_eq(file_read(folder_file("f"), 100, &out, &err), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);
	ck_assert_uint_le(out.len, 100);
}
END_TEST

START_TEST(reads_regular_files_only)
{
	const char *path;

	ck_assert_int_eq(mkfifo(folder_file("fifo"), 0600), 0);
	ck_assert_int_eq(file_read(folder_file("fifo"), 9, &out, &err), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);

	path = folder_path();
	err.code = ERR_NONE;
	ck_assert_int_eq(file_read(path, 9, &out, &err), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);

	err.code = ERR_NONE;
	ck_assert_int_eq(file_read("/dev/zero", 9, &out, &err), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);

	err.code = ERR_NONE;
	ck_assert_int_eq(file_read(folder_file("none"), 9, &out, &err), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.text, "none"));
}
END_TEST

START_TEST(reading_fails)
{
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	ck_assert_int_eq(file_read_fd(fd, "it", 9, &out, &err), -1);
	ck_assert_int_eq(err.code, ERR_IO);
	close(fd);

	/* A buffer that may hold less than is allowed to be read. */
	folder_write("f", pattern(100), 0644);
	buf_release(&out);
	buf_init(&out, 50);
	err.code = ERR_NONE;
	ck_assert_int_eq(file_read(folder_file("f"), 100, &out, &err), -1);
	ck_assert_int_eq(err.code, ERR_NOMEM);
}
END_TEST

static void
make_nonblocking_pipe(int ends[2])
{
	ck_assert_int_eq(pipe(ends), 0);
	for (int i = 0; i < 2; i++)
		ck_assert_int_ne(fcntl(ends[i], F_SETFL, O_NONBLOCK), -1);
}

static void
pause_shortly(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
}

/* Both ends do not block, and each waits for the other in between. */
START_TEST(waits_on_descriptors_that_do_not_block)
{
	bool slow_writer = _i == 0;
	struct slice content = pattern(MAX);
	int ends[2], status;
	pid_t child;

	make_nonblocking_pipe(ends);
	child = fork();
	ck_assert_int_ne(child, -1);
	if (child == 0) {
		close(ends[0]);
		if (slow_writer)
			pause_shortly();
		_exit(file_write(ends[1], "it", content, &err) == 0 ? 0 : 1);
	}
	close(ends[1]);
	if (!slow_writer)
		pause_shortly();
	ck_assert_int_eq(file_read_fd(ends[0], "it", MAX, &out, &err), 0);
	ck_assert(slice_equal(buf_slice(&out), content));
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(writing_fails)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq(file_write(fd, "it", pattern(0), &err), 0);
	ck_assert_int_eq(file_write(fd, "it", pattern(10), &err), -1);
	ck_assert_int_eq(err.code, ERR_IO);
	close(fd);
}
END_TEST

START_TEST(creates_private_files)
{
	struct slice content = pattern(1000);
	struct stat st;

	umask(0);
	ck_assert_int_eq(
	    file_create_private(folder_file("new"), content, &err), 0);
	ck_assert_int_eq(stat(folder_file("new"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_int_eq(file_read(folder_file("new"), MAX, &out, &err), 0);
	ck_assert(slice_equal(buf_slice(&out), content));
}
END_TEST

START_TEST(creates_in_the_working_folder)
{
	struct stat st;

	ck_assert_int_eq(chdir(folder_path()), 0);
	ck_assert_int_eq(file_create_private("here", pattern(1), &err), 0);
	ck_assert_int_eq(stat(folder_file("here"), &st), 0);
	ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

START_TEST(never_creates_over_anything)
{
	folder_write("old", slice_text("old"), 0600);
	ck_assert_int_eq(symlink("old", folder_file("link")), 0);
	ck_assert_int_eq(symlink("nothing", folder_file("loose")), 0);
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = { "old", "link", "loose" };

		err.code = ERR_NONE;
		ck_assert_int_eq(file_create_private(
				     folder_file(names[i]), pattern(1), &err),
		    -1);
		ck_assert_int_eq(err.code, ERR_OUTPUT);
	}
	ck_assert_int_eq(file_read(folder_file("old"), MAX, &out, &err), 0);
	ck_assert(slice_is(buf_slice(&out), "old"));
	ck_assert_int_eq(access(folder_file("nothing"), F_OK), -1);
}
END_TEST

START_TEST(creates_in_folders_only)
{
	static const char *const names[] = { "none/file", "file/file", "" };

	folder_write("file", slice_text("x"), 0600);
	ck_assert_int_eq(
	    file_create_private(folder_file(names[_i]), pattern(1), &err), -1);
	ck_assert_int_eq(err.code, ERR_OUTPUT);
}
END_TEST

/* A file that could not be written whole is not left behind. */
START_TEST(leaves_nothing_behind)
{
	struct stat st;
	int status;
	pid_t child = fork();

	ck_assert_int_ne(child, -1);
	if (child == 0) {
		const struct rlimit limit = { 100, 100 };

		if (signal(SIGXFSZ, SIG_IGN) == SIG_ERR ||
		    setrlimit(RLIMIT_FSIZE, &limit) == -1)
			_exit(2);
		if (file_create_private(
			folder_file("new"), pattern(1000), &err) == 0)
			_exit(3);
		_exit(err.code == ERR_IO ? 0 : 4);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(stat(folder_file("new"), &st), -1);
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(opens_the_folder_of_a_path)
{
	static const struct {
		const char *path, *name;
	} cases[] = {
		{ "name", "name" },
		{ "/name", "name" },
		{ "/tmp/name", "name" },
		{ "/tmp//name", "name" },
		{ "/tmp/", "" },
		{ "./a", "a" },
	};
	const char *name = NULL;
	int fd = file_open_folder(cases[_i].path, &name);

	ck_assert_int_ne(fd, -1);
	ck_assert_str_eq(name, cases[_i].name);
	close(fd);
}
END_TEST

Suite *file_suite(void);

Suite *
file_suite(void)
{
	Suite *suite = suite_create("file");
	TCase *tc = tcase_create("file");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, reads_a_whole_file, 0, 6);
	tcase_add_test(tc, reads_up_to_the_maximum);
	tcase_add_test(tc, reads_regular_files_only);
	tcase_add_test(tc, reading_fails);
	tcase_add_loop_test(tc, waits_on_descriptors_that_do_not_block, 0, 2);
	tcase_add_test(tc, writing_fails);
	tcase_add_test(tc, creates_private_files);
	tcase_add_test(tc, creates_in_the_working_folder);
	tcase_add_test(tc, never_creates_over_anything);
	tcase_add_loop_test(tc, creates_in_folders_only, 0, 3);
	tcase_add_test(tc, leaves_nothing_behind);
	tcase_add_loop_test(tc, opens_the_folder_of_a_path, 0, 6);
	suite_add_tcase(suite, tc);
	return suite;
}
