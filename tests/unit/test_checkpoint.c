#include "run/checkpoint.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"

#define SECOND 4096 /* where the second slot is */

static const struct checkpoint_state some = { CHECKPOINT_OPEN, 3, 2, 1, 40,
	50 };
static const struct checkpoint_state more = { CHECKPOINT_COMPLETE, 7, 4, 3, 80,
	UINT64_MAX };

/* Opens the file of the test. */
static void
open_it(struct checkpoint *c)
{
	struct err err = { 0 };

	ck_assert_msg(
	    checkpoint_open(c, folder_file("cp"), &err) == 0, "%s", err.text);
}

static void
check_state(uint64_t number, const struct checkpoint_state *state)
{
	struct checkpoint c;

	open_it(&c);
	ck_assert_uint_eq(c.number, number);
	ck_assert_int_eq(c.state.phase, state->phase);
	ck_assert_uint_eq(c.state.records, state->records);
	ck_assert_uint_eq(c.state.written, state->written);
	ck_assert_uint_eq(c.state.rejected, state->rejected);
	ck_assert_uint_eq(c.state.output, state->output);
	ck_assert_uint_eq(c.state.quarantine, state->quarantine);
	checkpoint_close(&c);
}

static void
save(const struct checkpoint_state *state)
{
	struct err err = { 0 };
	struct checkpoint c;

	open_it(&c);
	ck_assert_int_eq(checkpoint_save(&c, state, &err), 0);
	checkpoint_close(&c);
}

/* Changes a byte of the file. */
static void
damage(off_t at)
{
	int fd = open(folder_file("cp"), O_RDWR);
	uint8_t byte;

	ck_assert_int_eq(pread(fd, &byte, 1, at), 1);
	byte ^= 1;
	ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

START_TEST(a_new_one_says_nothing)
{
	static const struct checkpoint_state nothing = { CHECKPOINT_BEGUN, 0, 0,
		0, 0, 0 };
	struct err err = { 0 };
	struct checkpoint c;
	struct stat file;

	check_state(0, &nothing);
	ck_assert_int_eq(stat(folder_file("cp"), &file), 0);
	ck_assert_uint_eq(file.st_mode & 07777, 0600);
	open_it(&c);
	ck_assert_int_eq(checkpoint_begin(&c, &err), 0);
	ck_assert_int_eq(checkpoint_begin(&c, &err), 0);
	checkpoint_close(&c);
	check_state(1, &nothing);
}
END_TEST

START_TEST(the_newest_state_counts)
{
	save(&some);
	check_state(1, &some);
	save(&more);
	check_state(2, &more);
	save(&some);
	check_state(3, &some);
}
END_TEST

/* Wherever a write ended, the state before is there. */
START_TEST(a_damaged_slot_does_not_count)
{
	save(&some);
	save(&more);
	for (off_t i = 0; i < 190; i++) {
		damage(SECOND + i);
		check_state(1, &some);
		damage(SECOND + i);
		damage(i);
		check_state(2, &more);
		damage(i);
	}
	ck_assert_int_eq(truncate(folder_file("cp"), SECOND + 511), 0);
	check_state(1, &some);
}
END_TEST

static void
check_refused(const char *bytes, size_t len)
{
	struct err err = { 0 };
	struct checkpoint c;

	folder_write("cp", (struct slice){ (const uint8_t *)bytes, len }, 0600);
	ck_assert_int_eq(checkpoint_open(&c, folder_file("cp"), &err), -1);
	ck_assert_int_eq(err.code, ERR_RESUME);
}

START_TEST(what_is_none_is_refused)
{
	static const char zeros[600];
	struct checkpoint c;

	check_refused("x", 1);
	check_refused("tamis-checkpoint 1 1 open", 25);
	folder_write("cp", (struct slice){ (const uint8_t *)zeros, 600 }, 0600);
	open_it(&c);
	ck_assert_uint_eq(c.number, 0);
	checkpoint_close(&c);
}
END_TEST

START_TEST(it_is_locked)
{
	struct err err = { 0 };
	struct checkpoint c, second;

	open_it(&c);
	ck_assert_int_eq(checkpoint_open(&second, folder_file("cp"), &err), -1);
	ck_assert_int_eq(err.code, ERR_OUTPUT);
	checkpoint_close(&c);
	open_it(&second);
	checkpoint_close(&second);
}
END_TEST

START_TEST(it_has_one_name)
{
	struct err err = { 0 };
	struct checkpoint c;
	char name[256];

	save(&some);
	snprintf(name, sizeof(name), "%s", folder_file("cp"));
	ck_assert_int_eq(link(name, folder_file("cp2")), 0);
	ck_assert_int_eq(checkpoint_open(&c, folder_file("cp"), &err), -1);
	ck_assert_int_eq(err.code, ERR_OUTPUT);
	ck_assert_int_eq(unlink(folder_file("cp2")), 0);
	check_state(1, &some);
}
END_TEST

START_TEST(what_is_discarded_never_was)
{
	struct err err = { 0 };
	struct checkpoint c;

	open_it(&c);
	ck_assert_int_eq(checkpoint_begin(&c, &err), 0);
	ck_assert_int_eq(checkpoint_save(&c, &some, &err), 0);
	ck_assert_int_eq(checkpoint_discard(&c, &err), 0);
	ck_assert_uint_eq(c.number, 0);
	ck_assert_int_eq(c.state.phase, CHECKPOINT_BEGUN);
	ck_assert_uint_eq(c.state.records, 0);
	checkpoint_close(&c);
	open_it(&c);
	ck_assert_uint_eq(c.number, 0);
	checkpoint_close(&c);
}
END_TEST

Suite *checkpoint_suite(void);

Suite *
checkpoint_suite(void)
{
	Suite *s = suite_create("checkpoint");
	TCase *t = tcase_create("checkpoint");

	tcase_add_checked_fixture(t, folder_make, folder_remove);
	tcase_add_test(t, a_new_one_says_nothing);
	tcase_add_test(t, the_newest_state_counts);
	tcase_add_test(t, a_damaged_slot_does_not_count);
	tcase_add_test(t, what_is_none_is_refused);
	tcase_add_test(t, it_is_locked);
	tcase_add_test(t, it_has_one_name);
	tcase_add_test(t, what_is_discarded_never_was);
	suite_add_tcase(s, t);
	return s;
}
