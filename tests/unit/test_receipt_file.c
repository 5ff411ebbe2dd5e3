#include "run/receipt_file.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "folder.h"
#include "receipts.h"
#include "run/notary.h"
#include "run/verify.h"

#define NOW "2021-11-03T14:05:06Z"

static struct err err;
static char path[256];

static void
setup(void)
{
	receipts_start();
	err = (struct err){ .code = ERR_NONE };
	snprintf(path, sizeof(path), "%s", folder_file("receipts"));
}

static int
open_file(struct receipt_file *f)
{
	return receipt_file_open(f, path, receipts_signer(), NULL, &err);
}

static int
add(const struct receipt_file *f)
{
	struct buf body = receipts_body(RECEIPTS_GOOD, RECEIPTS_ENDED);
	int result = receipt_file_add(
	    f, NOW, "none", buf_slice(&body), receipts_secret(), &err);

	buf_release(&body);
	return result;
}

static void
check_refused(int result, enum err_code code, const char *why)
{
	ck_assert_int_eq(result, -1);
	ck_assert_int_eq(err.code, code);
	ck_assert_msg(strstr(err.text, why) != NULL, "%s", err.text);
	err.code = ERR_NONE;
}

static void
refuse_to_open(const char *why)
{
	struct receipt_file f;

	check_refused(open_file(&f), ERR_OUTPUT, why);
	ck_assert_int_eq(f.fd, -1);
}

/* Adds so many receipts, each as a run of its own. */
static void
add_some(int count)
{
	while (count-- > 0) {
		struct receipt_file f;

		ck_assert_msg(open_file(&f) == 0, "%s", err.text);
		ck_assert_msg(add(&f) == 0, "%s", err.text);
		receipt_file_close(&f);
	}
}

static off_t
size(void)
{
	struct stat st;

	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_size;
}

static void
check_good(uint64_t lines)
{
	struct verify_job job = {
		.receipts = open(path, O_RDONLY),
		.name = path,
		.signer = receipts_signer(),
		.output = -1,
	};
	struct verify_result result;

	ck_assert_int_ne(job.receipts, -1);
	ck_assert_int_eq(verify(&job, &result, &err), 0);
	ck_assert_uint_eq(result.faults, 0);
	ck_assert_uint_eq(result.lines, lines);
	close(job.receipts);
}

START_TEST(lines_follow_each_other)
{
	struct stat st;

	add_some(5);
	check_good(5);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
}
END_TEST

/* Longer than what is read at first. */
START_TEST(long_lines_are_followed)
{
	struct buf plain = receipts_body(RECEIPTS_GOOD, RECEIPTS_ENDED);
	struct receipt_file f;
	struct buf body;

	buf_init(&body, 1 << 20);
	buf_add_text(&body, ",\"more\":\"");
	for (int i = 0; i < 200000; i++)
		buf_add_byte(&body, 'x');
	buf_add_byte(&body, '"');
	buf_add_slice(&body, buf_slice(&plain));
	ck_assert_int_eq(open_file(&f), 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(receipt_file_add(&f, NOW, "none",
				     buf_slice(&body), receipts_secret(), &err),
		    0);
	receipt_file_close(&f);
	buf_release(&body);
	buf_release(&plain);
	add_some(1);
	check_good(4);
}
END_TEST

START_TEST(only_a_file_of_receipts_is_added_to)
{
	struct buf file = receipts_file(2);

	folder_write("receipts", slice_text("{}\n"), 0600);
	refuse_to_open("its last line: it is not a receipt");
	folder_write("receipts", slice_text("\n"), 0600);
	refuse_to_open("its last line: it is empty");
	folder_write("receipts", slice_text("x"), 0600);
	refuse_to_open("its last line was cut off");
	folder_write("receipts", (struct slice){ file.p, file.len - 1 }, 0600);
	refuse_to_open("its last line was cut off");
	/* The chain begins elsewhere: verify says so, nothing is refused. */
	folder_write("receipts", receipts_nth(&file, 2), 0600);
	add_some(1);
	file.p[file.len - 10] ^= 1; /* of the signature */
	folder_write("receipts", buf_slice(&file), 0600);
	refuse_to_open("is not signed by this key");
	buf_release(&file);
}
END_TEST

START_TEST(a_file_of_another_key_is_not_added_to)
{
	struct pair_public other = *receipts_signer();
	struct receipt_file f;

	add_some(1);
	other.bytes[0] ^= 1;
	check_refused(receipt_file_open(&f, path, &other, NULL, &err),
	    ERR_OUTPUT, "not signed by this key");
}
END_TEST

START_TEST(only_regular_files_are_opened)
{
	ck_assert_int_eq(symlink("signer", path), 0);
	refuse_to_open("a symbolic link");
	unlink(path);
	ck_assert_int_eq(symlink("nowhere", path), 0);
	refuse_to_open("a symbolic link");
	unlink(path);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	refuse_to_open("not a regular file");
	unlink(path);
	snprintf(path, sizeof(path), "/dev/full");
	refuse_to_open("not a regular file");
	snprintf(path, sizeof(path), "%s", folder_path());
	refuse_to_open("irectory");
	snprintf(path, sizeof(path), "%s/none/receipts", folder_path());
	refuse_to_open("No such file");
}
END_TEST

/* A file that may not grow is as it was. */
START_TEST(a_line_without_room_leaves_no_trace)
{
	struct rlimit old, limit;
	struct receipt_file f;
	off_t before;
	int result;

	add_some(2);
	before = size();
	ck_assert_int_eq(open_file(&f), 0);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	for (int more = 0; more < 900; more += 300) {
		limit =
		    (struct rlimit){ (rlim_t)(before + more), old.rlim_max };
		setrlimit(RLIMIT_FSIZE, &limit);
		result = add(&f);
		setrlimit(RLIMIT_FSIZE, &old);
		check_refused(
		    result, ERR_IO, more == 0 ? "cannot write" : "room");
		ck_assert_int_eq(size(), before);
		check_good(2);
	}
	ck_assert_int_eq(add(&f), 0);
	check_good(3);
	receipt_file_close(&f);
}
END_TEST

START_TEST(a_file_that_was_removed_takes_no_line)
{
	struct receipt_file f;

	add_some(1);
	ck_assert_int_eq(open_file(&f), 0);
	unlink(path);
	check_refused(add(&f), ERR_IO, "was removed");
	receipt_file_close(&f);
}
END_TEST

/* What rotates files takes the receipts of runs at work with it. */
START_TEST(a_file_that_was_renamed_takes_the_line)
{
	struct receipt_file f;
	char renamed[256];

	snprintf(renamed, sizeof(renamed), "%s", folder_file("old"));
	add_some(1);
	ck_assert_int_eq(open_file(&f), 0);
	ck_assert_int_eq(rename(path, renamed), 0);
	add_some(1);
	check_good(1);
	ck_assert_int_eq(add(&f), 0);
	check_good(1);
	snprintf(path, sizeof(path), "%s", renamed);
	check_good(2);
	receipt_file_close(&f);
}
END_TEST

START_TEST(a_file_that_was_damaged_meanwhile_takes_no_line)
{
	struct receipt_file f;

	add_some(1);
	ck_assert_int_eq(open_file(&f), 0);
	ck_assert_int_eq(truncate(path, size() - 1), 0);
	check_refused(add(&f), ERR_IO, "was cut off");
	receipt_file_close(&f);
}
END_TEST

static void
wait_for(pid_t child)
{
	int status;

	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}

/* Every run opens the file first, and adds its line when it is done. */
START_TEST(runs_at_once_make_one_chain)
{
	enum { RUNS = 8, EACH = 25 };
	pid_t children[RUNS];

	for (int i = 0; i < RUNS; i++) {
		children[i] = fork();
		ck_assert_int_ne(children[i], -1);
		if (children[i] == 0) {
			struct receipt_file f;
			int failed = open_file(&f);

			for (int k = 0; k < EACH && failed == 0; k++)
				failed = add(&f);
			_exit(failed == 0 ? 0 : 1);
		}
	}
	for (int i = 0; i < RUNS; i++)
		wait_for(children[i]);
	check_good((uint64_t)RUNS * EACH);
}
END_TEST

/* A lock that is held makes others wait, also those who only begin. */
START_TEST(others_wait_for_the_lock)
{
	int fd, pipes[2];
	char byte;
	pid_t child;

	add_some(1);
	fd = open(path, O_RDONLY);
	ck_assert_int_eq(flock(fd, LOCK_EX), 0);
	ck_assert_int_eq(pipe(pipes), 0);
	child = fork();
	ck_assert_int_ne(child, -1);
	if (child == 0) {
		close(fd);
		add_some(1);
		_exit(write(pipes[1], "x", 1) == 1 ? 0 : 1);
	}
	ck_assert_int_eq(fcntl(pipes[0], F_SETFL, O_NONBLOCK), 0);
	ck_assert_int_eq(read(pipes[0], &byte, 1), -1);
	check_good(1);
	close(fd); /* which nobody else has */
	wait_for(child);
	ck_assert_int_eq(read(pipes[0], &byte, 1), 1);
	check_good(2);
}
END_TEST

static volatile sig_atomic_t asked;

static void
ask(int number)
{
	(void)number;
	asked = 1;
	alarm(1); /* one that comes too early wakes nobody */
}

/* Whoever is asked to end waits no longer, and has added nothing. */
START_TEST(a_signal_ends_the_wait_for_the_lock)
{
	struct sigaction asking = { .sa_handler = ask };
	struct receipt_file f, begun;
	int fd;

	add_some(1);
	ck_assert_int_eq(
	    receipt_file_open(&f, path, receipts_signer(), &asked, &err), 0);
	fd = open(path, O_RDONLY);
	ck_assert_int_eq(flock(fd, LOCK_EX), 0);
	ck_assert_int_eq(sigaction(SIGALRM, &asking, NULL), 0);
	asked = 0;
	alarm(1);
	check_refused(add(&f), ERR_STOPPED, "while others held it");
	asked = 0;
	alarm(1);
	check_refused(
	    receipt_file_open(&begun, path, receipts_signer(), &asked, &err),
	    ERR_STOPPED, "while others held it");
	alarm(0);
	close(fd);
	receipt_file_close(&f);
	check_good(1);
}
END_TEST

START_TEST(a_notary_has_something_to_note)
{
	char secret[256];
	struct notary n;

	snprintf(secret, sizeof(secret), "%s", folder_file("signer"));
	check_refused(notary_open(&n, path,
			  &(struct pair_source){ .path = folder_file("none") },
			  NULL, &err),
	    ERR_KEY, "none");
	ck_assert_int_eq(access(path, F_OK), -1);
	ck_assert_int_eq(
	    notary_open(
		&n, path, &(struct pair_source){ .path = secret }, NULL, &err),
	    0);
	check_refused(
	    notary_write(&n, NOW, "none", &err), ERR_USAGE, "nothing");
	buf_add_text(&n.body, ",\"x\":1");
	check_refused(notary_write(&n, "now", "none", &err), ERR_USAGE, "time");
	n.body.failed = true;
	check_refused(notary_write(&n, NOW, "none", &err), ERR_NOMEM, "memory");
	ck_assert_int_eq(size(), 0);
	notary_close(&n);
}
END_TEST

Suite *receipt_file_suite(void);

Suite *
receipt_file_suite(void)
{
	Suite *s = suite_create("receipt_file");
	TCase *t = tcase_create("receipt_file");

	tcase_add_checked_fixture(t, setup, receipts_stop);
	tcase_add_test(t, lines_follow_each_other);
	tcase_add_test(t, long_lines_are_followed);
	tcase_add_test(t, only_a_file_of_receipts_is_added_to);
	tcase_add_test(t, a_file_of_another_key_is_not_added_to);
	tcase_add_test(t, only_regular_files_are_opened);
	tcase_add_test(t, a_line_without_room_leaves_no_trace);
	tcase_add_test(t, a_file_that_was_removed_takes_no_line);
	tcase_add_test(t, a_file_that_was_renamed_takes_the_line);
	tcase_add_test(t, a_file_that_was_damaged_meanwhile_takes_no_line);
	tcase_add_test(t, runs_at_once_make_one_chain);
	tcase_add_test(t, others_wait_for_the_lock);
	tcase_add_test(t, a_signal_ends_the_wait_for_the_lock);
	tcase_add_test(t, a_notary_has_something_to_note);
	suite_add_tcase(s, t);
	return s;
}
