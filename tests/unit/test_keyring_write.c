#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "folder.h"

#define A    "5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs"
#define B    "Bjhr18LMp3zdkn3Wqcks9UIS6cSPLj26hDAHamQ4cis"
#define C    "HlhEoP2iuiHexUSnbgljUeSVoisuCuFoa_K7gf3BaBE"
#define DATE "2021-12-01"

#define GOOD                                        \
	"tamis-keyring 1\n"                         \
	"# first\n"                                 \
	"key a 1 old 2019-01-31 " A "\n"            \
	"reversible b 7 revoked 2020-02-29 " B "\n" \
	"# second\n"                                \
	"key a 3 active 2021-11-03 " C "\n"         \
	"# third\n"                                 \
	"end 3\n"

static struct err err;
static struct keyring *ring;
static struct buf text;
static char path[300];

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	ring = NULL;
	ck_assert_int_eq(crypto_start(&err), 0);
	buf_init(&text, LIMIT_KEYRING);
	folder_make();
	snprintf(path, sizeof(path), "%s", folder_file("ring"));
	folder_write("ring", slice_text(GOOD), 0600);
}

static void
teardown(void)
{
	keyring_close(ring);
	buf_release(&text);
	folder_remove();
}

static void
check_refused(int result, enum err_code code)
{
	ck_assert_int_eq(result, -1);
	ck_assert_int_eq(err.code, code);
	ck_assert_uint_gt(strlen(err.text), 0);
	err.code = ERR_NONE;
}

/* The text of the file, terminated. */
static const char *
content(void)
{
	buf_reset(&text);
	ck_assert_int_eq(file_read(path, LIMIT_KEYRING, &text, &err), 0);
	buf_add_byte(&text, 0);
	return (const char *)text.p;
}

static void
check_unchanged(void)
{
	ck_assert_str_eq(content(), GOOD);
	ck_assert_int_eq(access(folder_file(".ring.new"), F_OK), -1);
}

/* What stands before and behind the bytes of a new key. */
static void
check_changed(const char *before, const char *behind)
{
	const char *now = content();
	struct stat st;

	ck_assert_msg(strncmp(now, before, strlen(before)) == 0, "%s", now);
	ck_assert_str_eq(now + strlen(before) + strlen(A), behind);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_int_eq(access(folder_file(".ring.new"), F_OK), -1);
	ck_assert_msg(keyring_open(path, &ring, &err) == 0, "%s", err.text);
}

START_TEST(rotates)
{
	ck_assert_int_eq(keyring_rotate(path, "a", DATE, NULL, &err), 0);
	check_changed("tamis-keyring 1\n"
		      "# first\n"
		      "key a 1 old 2019-01-31 " A "\n"
		      "reversible b 7 revoked 2020-02-29 " B "\n"
		      "# second\n"
		      "key a 3 old 2021-11-03 " C "\n"
		      "# third\n"
		      "key a 4 active " DATE " ",
	    "\nend 4\n");
	ck_assert_int_eq(keyring_active(ring, slice_text("a"), &err), 3);
	ck_assert_mem_ne(
	    keyring_bytes(ring, 3), keyring_bytes(ring, 2), KEY_LEN);
}
END_TEST

/* A name without an active epoch gets one, of the same sort. */
START_TEST(rotates_what_is_revoked)
{
	ck_assert_int_eq(keyring_rotate(path, "b", DATE, NULL, &err), 0);
	check_changed("tamis-keyring 1\n"
		      "# first\n"
		      "key a 1 old 2019-01-31 " A "\n"
		      "reversible b 7 revoked 2020-02-29 " B "\n"
		      "# second\n"
		      "key a 3 active 2021-11-03 " C "\n"
		      "# third\n"
		      "reversible b 8 active " DATE " ",
	    "\nend 4\n");
}
END_TEST

START_TEST(revokes)
{
	ck_assert_int_eq(keyring_revoke(path, "a", 3, NULL, &err), 0);
	ck_assert_str_eq(content(), "tamis-keyring 1\n"
				    "# first\n"
				    "key a 1 old 2019-01-31 " A "\n"
				    "reversible b 7 revoked 2020-02-29 " B "\n"
				    "# second\n"
				    "key a 3 revoked 2021-11-03 " C "\n"
				    "# third\n"
				    "end 3\n");
	ck_assert_int_eq(keyring_open(path, &ring, &err), 0);
	ck_assert_int_eq(keyring_active(ring, slice_text("a"), &err), -1);
}
END_TEST

START_TEST(adds)
{
	static const char *const names[] = { "c" };
	const struct new_keys new = { names, 1, true, DATE };

	ck_assert_int_eq(keyring_add(path, &new, NULL, &err), 0);
	check_changed("tamis-keyring 1\n"
		      "# first\n"
		      "key a 1 old 2019-01-31 " A "\n"
		      "reversible b 7 revoked 2020-02-29 " B "\n"
		      "# second\n"
		      "key a 3 active 2021-11-03 " C "\n"
		      "# third\n"
		      "reversible c 1 active " DATE " ",
	    "\nend 4\n");
}
END_TEST

START_TEST(refuses_what_there_is_not)
{
	static const char *const there[] = { "c", "b" };
	static const char *const twice[] = { "c", "c" };
	struct new_keys new = { there, 2, false, DATE };

	check_refused(keyring_rotate(path, "c", DATE, NULL, &err), ERR_KEY);
	check_refused(keyring_rotate(path, "", DATE, NULL, &err), ERR_USAGE);
	check_refused(
	    keyring_rotate(path, "a", "2021-12", NULL, &err), ERR_USAGE);
	check_refused(keyring_revoke(path, "a", 2, NULL, &err), ERR_KEY);
	check_refused(keyring_revoke(path, "a", 0, NULL, &err), ERR_KEY);
	check_refused(keyring_revoke(path, "c", 1, NULL, &err), ERR_KEY);
	check_refused(keyring_revoke(path, "b", 7, NULL, &err), ERR_KEY);
	check_refused(keyring_add(path, &new, NULL, &err), ERR_KEY);
	new.names = twice;
	check_refused(keyring_add(path, &new, NULL, &err), ERR_USAGE);
	check_refused(
	    keyring_rotate(folder_file("no"), "a", DATE, NULL, &err), ERR_KEY);
	check_unchanged();
}
END_TEST

/* A keyring that may not be read may not be changed. */
START_TEST(refuses_unsafe_files)
{
	ck_assert_int_eq(chmod(path, 0640), 0);
	check_refused(keyring_rotate(path, "a", DATE, NULL, &err), ERR_KEY);
	ck_assert_int_eq(chmod(path, 0600), 0);
	ck_assert_int_eq(chmod(folder_path(), 0720), 0);
	check_refused(keyring_rotate(path, "a", DATE, NULL, &err), ERR_KEY);
	ck_assert_int_eq(chmod(folder_path(), 0700), 0);
	ck_assert_int_eq(symlink("ring", folder_file("link")), 0);
	check_refused(
	    keyring_rotate(folder_file("link"), "a", DATE, NULL, &err),
	    ERR_KEY);
	check_unchanged();
}
END_TEST

START_TEST(a_crash_before_does_not_matter)
{
	folder_write(".ring.new", slice_text("half a key"), 0600);
	ck_assert_int_eq(keyring_rotate(path, "a", DATE, NULL, &err), 0);
	ck_assert_int_eq(access(folder_file(".ring.new"), F_OK), -1);
	ck_assert_int_eq(keyring_open(path, &ring, &err), 0);
	ck_assert_uint_eq(keyring_count(ring), 4);
}
END_TEST

/* In a child, whose limit ends with it. */
START_TEST(a_full_disk_leaves_the_old_one)
{
	int status;
	pid_t child = fork();

	ck_assert_int_ne(child, -1);
	if (child == 0) {
		const struct rlimit limit = { 100, 100 };

		if (signal(SIGXFSZ, SIG_IGN) == SIG_ERR ||
		    setrlimit(RLIMIT_FSIZE, &limit) == -1)
			_exit(2);
		if (keyring_rotate(path, "a", DATE, NULL, &err) == 0)
			_exit(3);
		_exit(err.code == ERR_IO ? 0 : 4);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	check_unchanged();
}
END_TEST

START_TEST(a_keyring_has_an_end)
{
	static char names[4000][16];
	static const char *pointers[4000];
	const struct new_keys new = { pointers, 4000, false, DATE };

	for (int i = 0; i < 4000; i++) {
		snprintf(names[i], sizeof(names[i]), "k%d", i);
		pointers[i] = names[i];
	}
	check_refused(keyring_add(path, &new, NULL, &err), ERR_USAGE);
	check_unchanged();
}
END_TEST

/* Changes at the same time: none is lost. */
START_TEST(changes_wait_for_each_other)
{
	enum { CHILDREN = 8, EACH = 5 };

	for (int i = 0; i < CHILDREN; i++) {
		pid_t child = fork();

		ck_assert_int_ne(child, -1);
		if (child != 0)
			continue;
		for (int k = 0; k < EACH; k++)
			if (keyring_rotate(path, "a", DATE, NULL, &err) == -1)
				_exit(1);
		_exit(0);
	}
	for (int i = 0; i < CHILDREN; i++) {
		int status;

		ck_assert_int_ne(wait(&status), -1);
		ck_assert_int_eq(status, 0);
	}
	ck_assert_int_eq(keyring_open(path, &ring, &err), 0);
	ck_assert_uint_eq(keyring_count(ring), 3 + CHILDREN * EACH);
	ck_assert_int_ne(
	    keyring_find(ring, slice_text("a"), 3 + CHILDREN * EACH, &err), -1);
	ck_assert_int_eq(
	    keyring_active(ring, slice_text("a"), &err), 2 + CHILDREN * EACH);
}
END_TEST

START_TEST(finds_epochs)
{
	ck_assert_int_eq(keyring_open(path, &ring, &err), 0);
	ck_assert_int_eq(keyring_find(ring, slice_text("a"), 1, &err), 0);
	ck_assert_int_eq(keyring_find(ring, slice_text("a"), 3, &err), 2);
	check_refused(keyring_find(ring, slice_text("a"), 2, &err), ERR_KEY);
	check_refused(keyring_find(ring, slice_text("c"), 1, &err), ERR_KEY);
	ck_assert_int_eq(keyring_find(ring, slice_text("b"), 7, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "revoked"));
}
END_TEST

/* Descriptors. */

static int
read_fd(int fd)
{
	const struct keyring_source source = {
		.path = "descriptor", .fd = fd, .from_fd = true
	};

	return keyring_read(&source, &ring, &err);
}

START_TEST(reads_files_by_descriptor)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	ck_assert_int_eq(read_fd(fd), 0);
	/* It is still there, at its end. */
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), (off_t)strlen(GOOD));
	keyring_close(ring);
	ring = NULL;
	for (mode_t mode = 0; mode <= 0777; mode++) {
		ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
		ck_assert_int_eq(fchmod(fd, mode), 0);
		if ((mode & 077) != 0) {
			check_refused(read_fd(fd), ERR_KEY);
			continue;
		}
		ck_assert_int_eq(read_fd(fd), 0);
		keyring_close(ring);
		ring = NULL;
	}
	close(fd);
	check_refused(read_fd(fd), ERR_KEY);
	check_refused(read_fd(-1), ERR_KEY);
}
END_TEST

START_TEST(reads_pipes_and_sockets)
{
	int ends[2];

	if (_i == 0)
		ck_assert_int_eq(pipe(ends), 0);
	else
		ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert_int_eq(write(ends[1], GOOD, strlen(GOOD)), strlen(GOOD));
	close(ends[1]);
	ck_assert_int_eq(read_fd(ends[0]), 0);
	ck_assert_uint_eq(keyring_count(ring), 3);
	close(ends[0]);
}
END_TEST

START_TEST(refuses_other_descriptors)
{
	static const char *const names[] = { "/dev/zero", "/dev/null", "/" };
	int fd = open(names[_i], O_RDONLY | O_CLOEXEC);

	check_refused(read_fd(fd), ERR_KEY);
	close(fd);
}
END_TEST

/* systemd's access list for the service's user shows as a right of group. */
START_TEST(trusts_credentials_of_root)
{
	struct keyring_source source = { .path = path, .credential = true };

	for (mode_t mode = 0400; mode <= 0477; mode++) {
		bool private = (mode & 077) == 0;
		bool as_root = mode == 0440 && geteuid() == 0 && getegid() == 0;

		ck_assert_int_eq(chmod(path, mode), 0);
		if (!private && !as_root) {
			check_refused(
			    keyring_read(&source, &ring, &err), ERR_KEY);
			continue;
		}
		ck_assert_int_eq(keyring_read(&source, &ring, &err), 0);
		keyring_close(ring);
		ring = NULL;
	}
}
END_TEST

Suite *keyring_write_suite(void);

Suite *
keyring_write_suite(void)
{
	Suite *suite = suite_create("keyring_write");
	TCase *tc = tcase_create("keyring_write");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, rotates);
	tcase_add_test(tc, rotates_what_is_revoked);
	tcase_add_test(tc, revokes);
	tcase_add_test(tc, adds);
	tcase_add_test(tc, refuses_what_there_is_not);
	tcase_add_test(tc, refuses_unsafe_files);
	tcase_add_test(tc, a_crash_before_does_not_matter);
	tcase_add_test(tc, a_full_disk_leaves_the_old_one);
	tcase_add_test(tc, a_keyring_has_an_end);
	tcase_add_test(tc, changes_wait_for_each_other);
	tcase_add_test(tc, finds_epochs);
	tcase_add_test(tc, reads_files_by_descriptor);
	tcase_add_loop_test(tc, reads_pipes_and_sockets, 0, 2);
	tcase_add_loop_test(tc, refuses_other_descriptors, 0, 3);
	tcase_add_test(tc, trusts_credentials_of_root);
	suite_add_tcase(suite, tc);
	return suite;
}
