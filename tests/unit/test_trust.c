#define _XOPEN_SOURCE 700 /* S_ISVTX */

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/trust.h"
#include "folder.h"

#define NOBODY 65534

static struct buf out;
static struct err err;

static void
setup(void)
{
	folder_make();
	folder_write("f", slice_text("text"), 0644);
	buf_init(&out, 100);
	err = (struct err){ .code = ERR_NONE };
}

static void
teardown(void)
{
	buf_release(&out);
	folder_remove();
}

static int
read_file(void)
{
	buf_reset(&out);
	err = (struct err){ .code = ERR_NONE };
	return file_read(folder_file("f"), 100, &out, &err);
}

static void
check_trusted(void)
{
	ck_assert_msg(read_file() == 0, "%s", err.text);
	ck_assert(slice_is(buf_slice(&out), "text"));
}

/* It is refused, nothing of it is read, and the message says what to run. */
static void
check_refused(const char *command, const char *about)
{
	char expected[200];

	ck_assert_int_eq(read_file(), -1);
	ck_assert_int_eq(err.code, ERR_POLICY);
	ck_assert_uint_eq(out.len, 0);
	snprintf(expected, sizeof(expected), "`%s '%s'`", command, about);
	ck_assert_msg(strstr(err.text, expected) != NULL, "%s", err.text);
}

static bool
is_root(void)
{
	return geteuid() == 0;
}

/* All modes; the group is private: it has the number of the owner. */
START_TEST(others_must_not_write_a_file)
{
	mode_t mode = (mode_t)_i;

	if ((mode & 0400) == 0 && !is_root())
		return;
	if (is_root())
		ck_assert_int_eq(chown(folder_file("f"), 0, 0), 0);
	else if (getegid() != geteuid())
		return;
	ck_assert_int_eq(chmod(folder_file("f"), mode), 0);
	if ((mode & 0002) != 0)
		check_refused("chmod go-w", folder_file("f"));
	else
		check_trusted();
}
END_TEST

START_TEST(only_a_private_group_may_write_a_file)
{
	if (!is_root())
		return;
	ck_assert_int_eq(chown(folder_file("f"), 0, NOBODY), 0);
	ck_assert_int_eq(chmod(folder_file("f"), 0644), 0);
	check_trusted();
	ck_assert_int_eq(chmod(folder_file("f"), 0664), 0);
	check_refused("chmod go-w", folder_file("f"));
}
END_TEST

START_TEST(a_file_is_the_users_or_roots)
{
	if (!is_root())
		return;
	ck_assert_int_eq(chown(folder_file("f"), NOBODY, NOBODY), 0);
	check_refused("chown $(id -u)", folder_file("f"));
	ck_assert_int_eq(seteuid(NOBODY), 0);
	/* The folder is root's alone. */
	ck_assert_int_eq(read_file(), -1);
	ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(chmod(folder_path(), 0755), 0);
	ck_assert_int_eq(seteuid(NOBODY), 0);
	check_trusted();
	ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(chown(folder_file("f"), 0, 0), 0);
	ck_assert_int_eq(seteuid(NOBODY), 0);
	check_trusted();
	ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

/* A sticky folder keeps others from what is not theirs. */
START_TEST(others_must_not_write_a_folder)
{
	ck_assert_int_eq(chmod(folder_path(), 0777), 0);
	check_refused("chmod go-w", folder_path());
	ck_assert_int_eq(chmod(folder_path(), S_ISVTX | 0777), 0);
	check_trusted();
	ck_assert_int_eq(chmod(folder_path(), 0755), 0);
	check_trusted();
	if (!is_root())
		return;
	ck_assert_int_eq(chmod(folder_path(), 0775), 0);
	check_trusted();
	ck_assert_int_eq(chown(folder_path(), 0, NOBODY), 0);
	check_refused("chmod go-w", folder_path());
	ck_assert_int_eq(chmod(folder_path(), S_ISVTX | 0775), 0);
	check_trusted();
	ck_assert_int_eq(chown(folder_path(), NOBODY, NOBODY), 0);
	check_refused("chown $(id -u)", folder_path());
}
END_TEST

/* Messages name the folder of a path as one would type it. */
START_TEST(names_the_folder)
{
	static const struct {
		const char *path, *folder;
	} cases[] = {
		{ "f", "'.'" },
		{ "./f", "'.'" },
		{ "a/b/f", "'a/b'" },
		{ "/f", "'/'" },
		{ "/a/f", "'/a'" },
	};
	const char *name;
	int folder = file_open_folder(folder_file("f"), &name);

	ck_assert_int_ne(folder, -1);
	ck_assert_int_eq(chmod(folder_path(), 0777), 0);
	ck_assert_int_eq(trust_folder(folder, cases[_i].path, &err), -1);
	ck_assert_msg(
	    strstr(err.text, cases[_i].folder) != NULL, "%s", err.text);
	close(folder);
}
END_TEST

START_TEST(does_not_follow_a_link)
{
	ck_assert_int_eq(unlink(folder_file("f")), 0);
	folder_write("g", slice_text("text"), 0644);
	ck_assert_int_eq(symlink("g", folder_file("f")), 0);
	ck_assert_int_eq(read_file(), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.text, "is a symbolic link"));
}
END_TEST

Suite *trust_suite(void);

Suite *
trust_suite(void)
{
	Suite *suite = suite_create("trust");
	TCase *tc = tcase_create("trust");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, others_must_not_write_a_file, 0, 0777 + 1);
	tcase_add_test(tc, only_a_private_group_may_write_a_file);
	tcase_add_test(tc, a_file_is_the_users_or_roots);
	tcase_add_test(tc, others_must_not_write_a_folder);
	tcase_add_loop_test(tc, names_the_folder, 0, 5);
	tcase_add_test(tc, does_not_follow_a_link);
	suite_add_tcase(suite, tc);
	return suite;
}
