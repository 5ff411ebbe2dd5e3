#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "folder.h"
#include "policies.h"

static void
write_file(const char *name, const char *written)
{
	struct buf text = policies_text(written);

	folder_write(name, buf_slice(&text), 0600);
	buf_release(&text);
}

/* "FILE LINE:COLUMN CODE" for each note. */
static void
note_with_file(void *ctx, const struct note *note)
{
	const char *name = strrchr(note->file, '/');

	buf_add_format(ctx, "%s %u:%u %s\n", name != NULL ? name + 1 : "?",
	    note->line, note->column, note->code);
}

static struct program *
load(const char *expected)
{
	struct program *program = NULL;
	struct err err = { 0 };
	struct buf notes;

	buf_init(&notes, 1 << 16);
	policy_load(folder_file("p"), note_with_file, &notes, &program, &err);
	buf_add_byte(&notes, '\0');
	ck_assert_str_eq((const char *)notes.p, expected);
	buf_release(&notes);
	return program;
}

#define RULE                                                               \
	"`a`: { `do`: `tokenize`, `as`: `d`, `must`: `nir`, `when`: `c`, " \
	"`basis`: `b`, " BECAUSE " }"
#define SHARED                                                 \
	"{ `bases`: { `b`: `text`, `other`: `text` },\n"       \
	"`domains`: { `d`: { `entity`: `e`, `key`: `k` } },\n" \
	"`conditions`: { `c`: { `field`: `f`, `is`: 1 } },\n"  \
	"`recipients`: { `r`: { `name`: `n`, `key`: `k` } } }"

START_TEST(test_shared)
{
	struct program *program;

	write_file("share", SHARED);
	write_file("p", POLICY_WITH("`use`: [ `share` ]", RULE));
	program = load("");
	ck_assert_uint_eq(program->domain_count, 1);
	ck_assert_uint_eq(program->condition_count, 1);
	ck_assert(slice_is(program->kinds[0].fields[0].rules[0].basis, "b"));
	program_free(program);
}
END_TEST

/* The division into files does not change the rules. */
START_TEST(test_canonical_is_merged)
{
	struct program *divided, *whole;

	write_file("share", SHARED);
	write_file("p", POLICY_WITH("`use`: [ `share` ]", RULE));
	divided = load("");
	whole = policies_load(
	    POLICY_WITH("`bases`: { `b`: `text`, `other`: `text` },\n"
			"`domains`: { `d`: { `entity`: `e`, `key`: `k` } },\n"
			"`conditions`: { `c`: { `field`: `f`, `is`: 1 } },\n"
			"`recipients`: { `r`: { `name`: `n`, `key`: `k` } }",
		RULE));
	ck_assert(slice_equal(divided->canonical, whole->canonical));
	program_free(divided);
	program_free(whole);
}
END_TEST

/* A name that may be in a broken file is not unknown as well. */
START_TEST(test_broken_file)
{
	write_file("share", "{ `bases`: { `b`: `text`, } }");
	write_file("p", POLICY_WITH("`use`: [ `share`, `none` ]", RULE));
	ck_assert_ptr_null(load("p 3:19 E0101\nshare 1:25 E0108\n"));
	write_file("share", "[]");
	write_file("p", POLICY_WITH("`use`: [ `share` ]", RULE));
	ck_assert_ptr_null(load("share 1:1 E0202\n"));
}
END_TEST

START_TEST(test_names_in_two_files)
{
	write_file("one", SHARED);
	write_file("two", "{ `bases`: {\n`b`: `text`, `x`: `text` } }");
	write_file("p", POLICY_WITH("`use`: [ `one`, `two` ]", RULE));
	ck_assert_ptr_null(load("two 2:1 E0608\n"));
	write_file(
	    "p", POLICY_WITH("`use`: [ `one` ], `bases`: { `b`: `t` }", RULE));
	ck_assert_ptr_null(load("one 1:14 E0608\n"));
}
END_TEST

START_TEST(test_only_sharing)
{
	write_file("share",
	    "{ `use`: [],\n`records`: {},\n`$schema`: `s`,\n`limits`: {} }");
	write_file("p", POLICY_TOP("`use`: [ `share` ]"));
	ck_assert_ptr_null(
	    load("share 1:3 E0607\nshare 2:1 E0607\nshare 4:1 E0607\n"));
}
END_TEST

static const char *const outside[] = { "/etc/passwd", "../share", "a/../share",
	"./share", "a//share", "", "share/", "share`, `share" };

START_TEST(test_outside)
{
	bool twice = strchr(outside[_i], '`') != NULL;
	char written[512];

	write_file("share", "{}");
	snprintf(written, sizeof(written),
	    "{\n" POLICY_HEAD "`use`: [ `%s` ],"
	    "\n" POLICY_TAIL,
	    outside[_i]);
	write_file("p", written);
	ck_assert_ptr_null(load(twice ? "p 3:19 E0606\n" : "p 3:10 E0606\n"));
}
END_TEST

START_TEST(test_no_links)
{
	write_file("share", "{}");
	write_file("p", POLICY_TOP("`use`: [ `link`, `folder/share` ]"));
	ck_assert_int_eq(symlink("share", folder_file("link")), 0);
	ck_assert_int_eq(symlink(".", folder_file("folder")), 0);
	ck_assert_ptr_null(load("p 3:10 E0101\np 3:18 E0101\n"));
}
END_TEST

START_TEST(test_no_pipes)
{
	write_file("p", POLICY_TOP("`use`: [ `pipe` ]"));
	ck_assert_int_eq(mkfifo(folder_file("pipe"), 0600), 0);
	ck_assert_ptr_null(load("p 3:10 E0101\n"));
}
END_TEST

START_TEST(test_folder_below)
{
	char below[64], share[80];

	snprintf(below, sizeof(below), "%s", folder_file("below"));
	snprintf(share, sizeof(share), "%s/share", below);
	write_file("p", POLICY_WITH("`use`: [ `below/share` ]", RULE));
	write_file("moving", SHARED);
	ck_assert_int_eq(mkdir(below, 0700), 0);
	ck_assert_int_eq(rename(folder_file("moving"), share), 0);
	program_free(load(""));
	ck_assert_int_eq(unlink(share), 0);
	ck_assert_int_eq(rmdir(below), 0);
}
END_TEST

START_TEST(test_policy_unreadable)
{
	ck_assert_ptr_null(load("p 1:1 E0101\n"));
}
END_TEST

START_TEST(test_policy_too_long)
{
	struct program *program = NULL;
	struct err err = { 0 };
	struct buf notes, text;

	buf_init(&notes, 1 << 16);
	buf_init(&text, 2 << 20);
	memset(buf_reserve(&text, 1 << 20), ' ', 1 << 20);
	text.len = 1 << 20;
	buf_add_text(&text, "{}");
	ck_assert_int_eq(policy_parse("/p", buf_slice(&text), note_with_file,
			     &notes, &program, &err),
	    -1);
	buf_add_byte(&notes, '\0');
	ck_assert_str_eq((const char *)notes.p, "p 1:1 E0101\n");
	folder_write("p", buf_slice(&text), 0600);
	ck_assert_ptr_null(load("p 1:1 E0101\n"));
	buf_release(&notes);
	buf_release(&text);
}
END_TEST

/* Recipients. */

#define SEALED "`a`: { `do`: `seal`, `to`: `r`, " BECAUSE " }"
#define TO(key)                                                         \
	POLICY_WITH("`recipients`: { `r`: { `name`: `n`,\n`key`: `" key \
		    "` } }",                                            \
	    SEALED)

static struct pair_public
make_pair(const char *name, enum pair_use use)
{
	struct pair_public public;
	struct err err = { 0 };
	char path[256];

	ck_assert_int_eq(crypto_start(&err), 0);
	ck_assert_int_eq(pair_create(folder_file(name), use, NULL, &err), 0);
	snprintf(path, sizeof(path), "%s.pub", folder_file(name));
	ck_assert_int_eq(pair_read_public(path, use, &public, &err), 0);
	return public;
}

START_TEST(test_key_beside_the_policy)
{
	struct pair_public public = make_pair("r", PAIR_SEAL);
	const struct recipient *recipient;
	struct program *program;

	write_file("p", TO("r.pub"));
	program = load("");
	recipient = program_recipient(program, slice_text("r"));
	ck_assert(slice_is(recipient->title, "n"));
	ck_assert(recipient->has_key);
	ck_assert_mem_eq(recipient->key.bytes, public.bytes, PAIR_LEN);
	ck_assert_ptr_null(program_recipient(program, slice_text("s")));
	program_free(program);
}
END_TEST

/* Whoever wrote the used file, keys lie beside the policy. */
START_TEST(test_key_of_a_used_recipient)
{
	struct program *program;

	make_pair("r", PAIR_SEAL);
	write_file("share",
	    "{ `recipients`: { `r`: { `name`: `n`, `key`: `r.pub` } } }");
	write_file("p", POLICY_WITH("`use`: [ `share` ]", SEALED));
	program = load("");
	ck_assert(program->recipients[0].has_key);
	program_free(program);
}
END_TEST

START_TEST(test_key_that_is_not_there)
{
	struct program *program;

	write_file("p", TO("none.pub"));
	program = load("p 4:8 W0711\n");
	ck_assert(!program->recipients[0].has_key);
	program_free(program);
	ck_assert_int_eq(symlink("p", folder_file("link")), 0);
	write_file("p", TO("link"));
	program_free(load("p 4:8 W0711\n"));
}
END_TEST

START_TEST(test_key_that_is_none)
{
	make_pair("signer", PAIR_SIGN);
	make_pair("r", PAIR_SEAL);
	write_file("p", TO("signer.pub"));
	ck_assert_ptr_null(load("p 4:8 E0610\n"));
	write_file("p", TO("r"));
	ck_assert_ptr_null(load("p 4:8 E0610\n"));
	write_file("p", TO("p"));
	ck_assert_ptr_null(load("p 4:8 E0610\n"));
	write_file("p", TO("../r.pub"));
	ck_assert_ptr_null(load("p 4:8 E0610\n"));
}
END_TEST

START_TEST(test_given_keys)
{
	struct policy_key given = { "r", make_pair("other", PAIR_SEAL) };
	struct program *program = NULL;
	struct err err = { 0 };
	struct buf notes;

	buf_init(&notes, 1 << 16);
	write_file("p", TO("p"));
	ck_assert_int_eq(policy_load_with(folder_file("p"), &given, 1,
			     note_with_file, &notes, &program, &err),
	    0);
	ck_assert_uint_eq(notes.len, 0);
	ck_assert_mem_eq(
	    program->recipients[0].key.bytes, given.key.bytes, PAIR_LEN);
	program_free(program);
	given.recipient = "s";
	ck_assert_int_eq(policy_load_with(folder_file("p"), &given, 1, NULL,
			     NULL, &program, &err),
	    -1);
	ck_assert_int_eq(err.code, ERR_POLICY);
	write_file("p", TO("other.pub"));
	err = (struct err){ 0 };
	ck_assert_int_eq(policy_load_with(folder_file("p"), &given, 1, NULL,
			     NULL, &program, &err),
	    -1);
	ck_assert_int_eq(err.code, ERR_USAGE);
	buf_release(&notes);
}
END_TEST

Suite *policy_use_suite(void);

Suite *
policy_use_suite(void)
{
	Suite *suite = suite_create("policy_use");
	TCase *files = tcase_create("files");

	tcase_add_checked_fixture(files, folder_make, folder_remove);
	tcase_add_test(files, test_shared);
	tcase_add_test(files, test_canonical_is_merged);
	tcase_add_test(files, test_broken_file);
	tcase_add_test(files, test_names_in_two_files);
	tcase_add_test(files, test_only_sharing);
	tcase_add_loop_test(files, test_outside, 0,
	    (int)(sizeof(outside) / sizeof(outside[0])));
	tcase_add_test(files, test_no_links);
	tcase_add_test(files, test_no_pipes);
	tcase_add_test(files, test_folder_below);
	tcase_add_test(files, test_policy_unreadable);
	tcase_add_test(files, test_policy_too_long);
	tcase_add_test(files, test_key_beside_the_policy);
	tcase_add_test(files, test_key_of_a_used_recipient);
	tcase_add_test(files, test_key_that_is_not_there);
	tcase_add_test(files, test_key_that_is_none);
	tcase_add_test(files, test_given_keys);
	suite_add_tcase(suite, files);
	return suite;
}
