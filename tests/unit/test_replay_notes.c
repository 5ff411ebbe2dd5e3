#include "study/replay/replay_notes.h"

#include <check.h>
#include <stdio.h>

#include "base/limits.h"

static void
note(struct replay_notes *n, enum replay_what what, const char *name,
    uint64_t record)
{
	replay_note(n,
	    &(struct replay_entry){
		.what = what, .format = FORMAT_CSV, .name = slice_text(name) },
	    (struct replay_at){ 1, record });
}

START_TEST(a_record_counts_once)
{
	struct replay_notes n;

	ck_assert_int_eq(replay_notes_init(&n), 0);
	note(&n, REPLAY_UNNAMED, "a", 1);
	note(&n, REPLAY_UNNAMED, "b", 1);
	note(&n, REPLAY_UNNAMED, "a", 1);
	note(&n, REPLAY_REJECTED, "a", 1);
	note(&n, REPLAY_UNNAMED, "a", 2);
	ck_assert_uint_eq(n.count, 3);
	ck_assert_uint_eq(n.entries[0].records, 2);
	ck_assert_uint_eq(n.entries[0].first_count, 2);
	ck_assert_uint_eq(n.entries[0].first[1].record, 2);
	ck_assert_uint_eq(n.entries[1].records, 1);
	ck_assert_uint_eq(n.entries[2].what, REPLAY_REJECTED);
	replay_notes_release(&n);
}
END_TEST

START_TEST(the_first_ones_are_kept)
{
	struct replay_notes n;

	ck_assert_int_eq(replay_notes_init(&n), 0);
	for (uint64_t i = 1; i <= 3 * REPLAY_FIRST; i++)
		note(&n, REPLAY_UNNAMED, "a", i);
	ck_assert_uint_eq(n.entries[0].records, 3 * REPLAY_FIRST);
	ck_assert_uint_eq(n.entries[0].first_count, REPLAY_FIRST);
	ck_assert_uint_eq(
	    n.entries[0].first[REPLAY_FIRST - 1].record, REPLAY_FIRST);
	replay_notes_release(&n);
}
END_TEST

/* Names that differ in each record do not fill the memory. */
START_TEST(names_without_end)
{
	struct replay_notes n;
	char name[32];

	ck_assert_int_eq(replay_notes_init(&n), 0);
	for (unsigned int i = 0; i < LIMIT_FIELDS + 5; i++) {
		snprintf(name, sizeof(name), "name %u", i);
		note(&n, REPLAY_UNNAMED, name, i + 1);
	}
	note(&n, REPLAY_REJECTED, "syntax", 1);
	note(&n, REPLAY_UNNAMED, "name 0", 7);
	ck_assert_uint_eq(n.count, LIMIT_FIELDS + 2);
	ck_assert_uint_eq(n.entries[0].records, 2);
	ck_assert_uint_eq(n.entries[LIMIT_FIELDS].name.len, 0);
	ck_assert_uint_eq(n.entries[LIMIT_FIELDS].records, 5);
	ck_assert_uint_eq(n.entries[LIMIT_FIELDS + 1].what, REPLAY_REJECTED);
	replay_notes_release(&n);
}
END_TEST

Suite *replay_notes_suite(void);

Suite *
replay_notes_suite(void)
{
	Suite *s = suite_create("replay_notes");
	TCase *c = tcase_create("replay_notes");

	tcase_add_test(c, a_record_counts_once);
	tcase_add_test(c, the_first_ones_are_kept);
	tcase_add_test(c, names_without_end);
	suite_add_tcase(s, c);
	return s;
}
