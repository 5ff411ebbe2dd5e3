#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/limits.h"
#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "crypto/keytext.h"
#include "folder.h"

/* Bytes for tests; each is a digest of a sentence. */
#define A "5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs"
#define B "Bjhr18LMp3zdkn3Wqcks9UIS6cSPLj26hDAHamQ4cis"
#define C "HlhEoP2iuiHexUSnbgljUeSVoisuCuFoa_K7gf3BaBE"

#define HEAD     "tamis-keyring 1\n"
#define GOOD_KEY "key relay 1 active 2021-11-03 " A "\n"
#define GOOD     HEAD GOOD_KEY "end 1\n"

static struct keyring *ring;
static struct err err;

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	ring = NULL;
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
}

static void
teardown(void)
{
	keyring_close(ring);
	folder_remove();
}

static void
check_refused(int result, enum err_code code)
{
	ck_assert_int_eq(result, -1);
	ck_assert_ptr_null(ring);
	ck_assert_int_eq(err.code, code);
	ck_assert_uint_gt(strlen(err.text), 0);
	err.code = ERR_NONE;
}

static int
open_ring(void)
{
	return keyring_open(folder_file("ring"), &ring, &err);
}

/* Creates the file ring with keys of these names. */
static int
create(const char *const *names, size_t n, const char *created)
{
	const struct new_keys new = { names, n, false, created };

	return keyring_create(folder_file("ring"), &new, NULL, &err);
}

START_TEST(creates_what_it_opens)
{
	static const char *const names[] = { "relay", "b-2", "z" };
	struct stat st;

	ck_assert_int_eq(create(names, 3, "2021-11-03"), 0);
	ck_assert_int_eq(stat(folder_file("ring"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_int_eq(open_ring(), 0);
	ck_assert_uint_eq(keyring_count(ring), 3);
	for (size_t i = 0; i < 3; i++) {
		struct key_info key = keyring_info(ring, i);

		ck_assert_str_eq(key.name, names[i]);
		ck_assert_uint_eq(key.epoch, 1);
		ck_assert_int_eq(key.state, KEY_ACTIVE);
		ck_assert_str_eq(key.created, "2021-11-03");
		ck_assert_int_eq(
		    keyring_active(ring, slice_text(names[i]), &err), (int)i);
	}
	ck_assert_mem_ne(
	    keyring_bytes(ring, 0), keyring_bytes(ring, 1), KEY_LEN);
}
END_TEST

START_TEST(never_creates_over_a_file)
{
	static const char *const names[] = { "relay" };

	folder_write("ring", slice_text("old"), 0600);
	check_refused(create(names, 1, "2021-11-03"), ERR_OUTPUT);
}
END_TEST

START_TEST(refuses_bad_names_and_dates)
{
	static const struct {
		const char *names[2];
		size_t n;
		const char *created;
	} cases[] = {
		{ { NULL }, 0, "2021-11-03" },
		{ { "" }, 1, "2021-11-03" },
		{ { "Relay" }, 1, "2021-11-03" },
		{ { "1a" }, 1, "2021-11-03" },
		{ { "-a" }, 1, "2021-11-03" },
		{ { "a b" }, 1, "2021-11-03" },
		{ { "a\n" }, 1, "2021-11-03" },
		{ { "a.b" }, 1, "2021-11-03" },
		{ { "a23456789012345678901234567890123" }, 1, "2021-11-03" },
		{ { "a", "a" }, 2, "2021-11-03" },
		{ { "a" }, 1, "" },
		{ { "a" }, 1, "2021-11" },
		{ { "a" }, 1, "20211103" },
		{ { "a" }, 1, "2021-02-30" },
		{ { "a" }, 1, "2021-11-03T10" },
	};

	check_refused(
	    create(cases[_i].names, cases[_i].n, cases[_i].created), ERR_USAGE);
	ck_assert_int_eq(access(folder_file("ring"), F_OK), -1);
}
END_TEST

START_TEST(refuses_more_keys_than_a_file_may_hold)
{
	static char text[5000][16];
	static const char *names[5000];

	for (int i = 0; i < 5000; i++) {
		snprintf(text[i], sizeof(text[i]), "k%d", i);
		names[i] = text[i];
	}
	check_refused(create(names, 5000, "2021-11-03"), ERR_USAGE);
	ck_assert_int_eq(access(folder_file("ring"), F_OK), -1);
}
END_TEST

/* Only what the owner alone can read is opened. */
START_TEST(checks_the_mode_of_the_file)
{
	unsigned int mode = (unsigned int)_i;
	bool safe = (mode & 077) == 0 && (mode & 0400) != 0;

	/* root reads whatever the mode says. */
	if ((mode & 0400) == 0 && geteuid() == 0)
		return;
	folder_write("ring", slice_text(GOOD), mode);
	if (safe)
		ck_assert_int_eq(open_ring(), 0);
	else
		check_refused(open_ring(), ERR_KEY);
}
END_TEST

START_TEST(checks_the_mode_of_the_folder)
{
	static const struct {
		mode_t mode;
		bool safe;
	} cases[] = {
		{ 0700, true },
		{ 0500, true },
		{ 0755, true },
		{ 0711, true },
		{ 0720, false },
		{ 0770, false },
		{ 0702, false },
		{ 0777, false },
		{ 01777, false },
	};

	folder_write("ring", slice_text(GOOD), 0600);
	ck_assert_int_eq(chmod(folder_path(), cases[_i].mode), 0);
	if (cases[_i].safe)
		ck_assert_int_eq(open_ring(), 0);
	else
		check_refused(open_ring(), ERR_KEY);
	ck_assert_int_eq(chmod(folder_path(), 0700), 0);
}
END_TEST

START_TEST(checks_the_owner)
{
	if (geteuid() != 0)
		return;
	folder_write("ring", slice_text(GOOD), 0600);
	ck_assert_int_eq(chown(folder_file("ring"), 65534, 65534), 0);
	check_refused(open_ring(), ERR_KEY);
	ck_assert_int_eq(chown(folder_file("ring"), 0, 0), 0);
	ck_assert_int_eq(open_ring(), 0);
}
END_TEST

/* Who owns it can put another file in the place of the keyring. */
START_TEST(refuses_a_folder_of_another_user)
{
	if (geteuid() != 0)
		return;
	folder_write("ring", slice_text(GOOD), 0600);
	ck_assert_int_eq(chown(folder_path(), 65534, 65534), 0);
	check_refused(open_ring(), ERR_KEY);
}
END_TEST

START_TEST(opens_regular_files_only)
{
	folder_write("file", slice_text(GOOD), 0600);
	check_refused(open_ring(), ERR_KEY);

	ck_assert_int_eq(symlink("file", folder_file("ring")), 0);
	check_refused(open_ring(), ERR_KEY);
	ck_assert_ptr_nonnull(strstr(err.text, "symbolic link"));
	ck_assert_int_eq(unlink(folder_file("ring")), 0);

	ck_assert_int_eq(mkfifo(folder_file("ring"), 0600), 0);
	check_refused(open_ring(), ERR_KEY);

	check_refused(keyring_open("/dev/null", &ring, &err), ERR_KEY);
	check_refused(keyring_open(folder_path(), &ring, &err), ERR_KEY);
	check_refused(keyring_open("", &ring, &err), ERR_KEY);
	check_refused(
	    keyring_open(folder_file("none/ring"), &ring, &err), ERR_KEY);
}
END_TEST

START_TEST(refuses_large_files)
{
	static uint8_t text[LIMIT_KEYRING + 1];
	size_t comment = sizeof(text) - strlen(HEAD GOOD_KEY "end 1\n");

	memcpy(text, HEAD, strlen(HEAD));
	memset(text + strlen(HEAD), '#', comment);
	text[strlen(HEAD) + comment - 1] = '\n';
	memcpy(text + strlen(HEAD) + comment, GOOD_KEY "end 1\n",
	    strlen(GOOD_KEY "end 1\n"));
	folder_write("ring", (struct slice){ text, sizeof(text) }, 0600);
	check_refused(open_ring(), ERR_KEY);

	/* One byte less of the comment is as much as there may be. */
	memmove(text + strlen(HEAD), text + strlen(HEAD) + 1,
	    sizeof(text) - strlen(HEAD) - 1);
	folder_write("ring", (struct slice){ text, sizeof(text) - 1 }, 0600);
	ck_assert_int_eq(open_ring(), 0);
}
END_TEST

/* The grammar, from memory. */

static int
parse(struct slice text)
{
	return keytext_parse("ring", text, &ring, &err);
}

START_TEST(reads_states_and_comments)
{
	static const char text[] =
	    HEAD "# a comment\n"
		 "key a 1 revoked 2019-01-31 " A "\n"
		 "key a 2 old 2020-02-29 " B "\n"
		 "#\n"
		 "key a 4294967295 active 2021-11-03 " C "\n"
		 "key b 7 old 2021-11-03 " A "\n"
		 "#key c 1 active 2021-11-03 " A "\n"
		 "end 4\n";
	static const uint8_t first[] = { 0xE5, 0x9F, 0x4C };

	ck_assert_int_eq(parse(slice_text(text)), 0);
	ck_assert_uint_eq(keyring_count(ring), 4);
	ck_assert_int_eq(keyring_info(ring, 0).state, KEY_REVOKED);
	ck_assert_int_eq(keyring_info(ring, 1).state, KEY_OLD);
	ck_assert_uint_eq(keyring_info(ring, 2).epoch, UINT32_MAX);
	ck_assert_mem_eq(keyring_bytes(ring, 0), first, sizeof(first));
	ck_assert_int_eq(keyring_active(ring, slice_text("a"), &err), 2);
}
END_TEST

START_TEST(reads_both_sorts)
{
	static const char text[] =
	    HEAD "reversible a 1 old 2021-11-03 " A "\n"
		 "key b 1 active 2021-11-03 " B "\n"
		 "reversible a 2 active 2021-11-03 " C "\n"
		 "end 3\n";

	ck_assert_int_eq(parse(slice_text(text)), 0);
	ck_assert(keyring_info(ring, 0).reversible);
	ck_assert(!keyring_info(ring, 1).reversible);
	ck_assert(keyring_info(ring, 2).reversible);
	ck_assert_int_eq(keyring_active(ring, slice_text("a"), &err), 2);
}
END_TEST

START_TEST(says_which_key_is_not_there)
{
	static const char text[] = HEAD "key a 1 revoked 2019-01-31 " A "\n"
					"key b 2 old 2020-02-29 " B "\n"
					"end 2\n";

	ck_assert_int_eq(parse(slice_text(text)), 0);
	for (const char *name = "a\0b\0c\0ab"; *name != '\0'; name += 2) {
		err.code = ERR_NONE;
		ck_assert_int_eq(
		    keyring_active(ring, slice_text(name), &err), -1);
		ck_assert_int_eq(err.code, ERR_KEY);
		ck_assert_ptr_nonnull(strstr(err.text, name));
	}
}
END_TEST

static const struct {
	const char *text;
	const char *where; /* how the message begins */
} bad[] = {
	{ "", "ring:" },
	{ "\n", "ring:" },
	{ HEAD, "ring:" },
	{ HEAD "end 0\n", "ring:" },
	{ "tamis-keyring 2\n" GOOD_KEY "end 1\n", "ring:1:" },
	{ "tamis-keyring 1 \n" GOOD_KEY "end 1\n", "ring:1:" },
	{ "tamis-keyring 1\r\n" GOOD_KEY "end 1\n", "ring:1:" },
	{ "\xEF\xBB\xBF" GOOD, "ring:1:" },
	{ "# comment\n" GOOD, "ring:1:" },
	{ GOOD_KEY "end 1\n", "ring:1:" },
	{ HEAD "\n" GOOD_KEY "end 1\n", "ring:2:" },
	{ HEAD " # x\n" GOOD_KEY "end 1\n", "ring:2:" },
	{ HEAD GOOD_KEY, "ring:3:" },
	{ HEAD GOOD_KEY "end 1", "ring:3:" },
	{ HEAD GOOD_KEY "end 1\r\n", "ring:3:" },
	{ HEAD GOOD_KEY "end 2\n", "ring:3:" },
	{ HEAD GOOD_KEY "end 0\n", "ring:3:" },
	{ HEAD GOOD_KEY "end 01\n", "ring:3:" },
	{ HEAD GOOD_KEY "end\n", "ring:3:" },
	{ HEAD GOOD_KEY "end  1\n", "ring:3:" },
	{ HEAD GOOD_KEY "end 1 \n", "ring:3:" },
	{ HEAD GOOD_KEY "end 18446744073709551617\n", "ring:3:" },
	{ GOOD "\n", "ring:3:" },
	{ GOOD "# comment\n", "ring:3:" },
	{ GOOD GOOD, "ring:3:" },
	{ HEAD "Key relay 1 active 2021-11-03 " A "\nend 1\n", "ring:" },
	{ HEAD GOOD_KEY "key\nend 1\n", "ring:3:" },
	{ HEAD GOOD_KEY "lock x\nend 1\n", "ring:3:" },
#define LINE(s)                                      \
	{                                            \
		HEAD "key " s "\nend 1\n", "ring:2:" \
	}
	LINE(""),
	LINE("relay"),
	LINE("relay 1 active 2021-11-03"),
	LINE("relay 1 active 2021-11-03 "),
	LINE(" relay 1 active 2021-11-03 " A),
	LINE("relay  1 active 2021-11-03 " A),
	LINE("relay\t1 active 2021-11-03 " A),
	LINE("relay 1 active 2021-11-03 " A " "),
	LINE("relay 1 active 2021-11-03 " A "\r"),
	LINE("relay 1 active 2021-11-03 " A " x"),
	LINE("Relay 1 active 2021-11-03 " A),
	LINE("9relay 1 active 2021-11-03 " A),
	LINE("re_lay 1 active 2021-11-03 " A),
	LINE("r\u00e9lay 1 active 2021-11-03 " A),
	LINE("a23456789012345678901234567890123 1 active 2021-11-03 " A),
	LINE("relay 0 active 2021-11-03 " A),
	LINE("relay 01 active 2021-11-03 " A),
	LINE("relay -1 active 2021-11-03 " A),
	LINE("relay +1 active 2021-11-03 " A),
	LINE("relay x active 2021-11-03 " A),
	LINE("relay 4294967296 active 2021-11-03 " A),
	LINE("relay 1 Active 2021-11-03 " A),
	LINE("relay 1 new 2021-11-03 " A),
	LINE("relay 1  2021-11-03 " A),
	LINE("relay 1 active 2021-11-3 " A),
	LINE("relay 1 active 2021-02-29 " A),
	LINE("relay 1 active 20211103xx " A),
	LINE("relay 1 active 2021-11-03T10 " A),
	LINE("relay 1 active 2021-11-03 " A "A"),
	LINE("relay 1 active 2021-11-03 " A "="),
	LINE("relay 1 active 2021-11-03 5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI"),
	/* + in place of _, and bits beyond the last byte. */
	LINE("relay 1 active 2021-11-03 "
	     "HlhEoP2iuiHexUSnbgljUeSVoisuCuFoa+K7gf3BaBE"),
	LINE("relay 1 active 2021-11-03 "
	     "HlhEoP2iuiHexUSnbgljUeSVoisuCuFoa_K7gf3BaBF"),
	/* Weak: zeros, equal bytes, fifteen different ones, text. */
	LINE("relay 1 active 2021-11-03 "
	     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
	LINE("relay 1 active 2021-11-03 "
	     "__________________________________________8"),
	LINE("relay 1 active 2021-11-03 "
	     "gIGCg4SFhoeIiYqLjI2OgIGCg4SFhoeIiYqLjI2OgIE"),
	LINE("relay 1 active 2021-11-03 "
	     "dGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyISE"),
#undef LINE
	/* Twice the same, two active ones. */
	{ HEAD GOOD_KEY "key relay 1 old 2021-11-03 " B "\nend 2\n",
	    "ring:3:" },
	{ HEAD GOOD_KEY "reversible relay 2 old 2021-11-03 " B "\nend 2\n",
	    "ring:3:" },
	{ HEAD "Reversible relay 1 active 2021-11-03 " A "\nend 1\n", "ring:" },
	{ HEAD "reversible 1 active 2021-11-03 " A "\nend 1\n", "ring:2:" },
	{ HEAD GOOD_KEY "key relay 2 active 2021-11-03 " B "\nend 2\n",
	    "ring:3:" },
};
#define BAD (int)(sizeof(bad) / sizeof(*bad))

START_TEST(refuses_other_texts)
{
	check_refused(parse(slice_text(bad[_i].text)), ERR_KEY);
	ck_assert_msg(
	    strncmp(err.text, bad[_i].where, strlen(bad[_i].where)) == 0, "%s",
	    err.text);
	/* Nothing of a key line is told, not even a name. */
	ck_assert_ptr_null(strstr(err.text, "relay"));
	ck_assert_ptr_null(strstr(err.text, "2021"));
}
END_TEST

START_TEST(sixteen_different_bytes_are_enough)
{
	static const char text[] =
	    HEAD "key relay 1 active 2021-11-03 "
		 "gIGCg4SFhoeIiYqLjI2Oj4CBgoOEhYaHiImKi4yNjo8\nend 1\n";

	ck_assert_int_eq(parse(slice_text(text)), 0);
}
END_TEST

START_TEST(refuses_a_text_cut_at_every_byte)
{
	static const char text[] =
	    HEAD GOOD_KEY "# comment\n"
			  "key relay 2 old 2021-11-03 " B "\n"
			  "end 2\n";

	for (size_t len = 0; len < strlen(text); len++) {
		uint8_t *copy = malloc(len + (len == 0));

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, text, len);
		check_refused(parse((struct slice){ copy, len }), ERR_KEY);
		free(copy);
	}
	ck_assert_int_eq(parse(slice_text(text)), 0);
}
END_TEST

START_TEST(nul_is_a_character_like_another)
{
	static const char text[] =
	    HEAD "# a comment\0 goes on\n" GOOD_KEY "end 1\0\n";

	check_refused(
	    parse((struct slice){ (const uint8_t *)text, sizeof(text) - 1 }),
	    ERR_KEY);
}
END_TEST

/* Whether the system lets us feel its limit; sanitizers never lock. */
static bool
locks_without_limit(void)
{
	static uint8_t byte;

	if (mlock(&byte, 1) == -1)
		return false;
	munlock(&byte, 1);
	return true;
}

/* Memory that cannot be locked holds no key. */
START_TEST(refuses_memory_that_can_be_swapped_out)
{
	struct rlimit before, none;
	uid_t user = geteuid();

	ck_assert_int_eq(getrlimit(RLIMIT_MEMLOCK, &before), 0);
	none = before;
	none.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_MEMLOCK, &none), 0);
	/* root may lock without limit. */
	if (user == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	if (locks_without_limit()) {
		fprintf(stderr, "keyring: no memory-lock limit, skipped\n");
	} else {
		check_refused(parse(slice_text(GOOD)), ERR_KEY);
		ck_assert_ptr_nonnull(strstr(err.text, "memory-lock"));
	}
	if (user == 0)
		ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(setrlimit(RLIMIT_MEMLOCK, &before), 0);
}
END_TEST

/* Loaded keys cannot be overwritten, not even by mistake. */
START_TEST(loaded_keys_are_read_only)
{
	int ends[2];
	uint8_t byte;

	ck_assert_int_eq(parse(slice_text(GOOD)), 0);
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	/* The kernel refuses to write there, where a store would kill. */
	memcpy(&byte, keyring_bytes(ring, 0), 1);
	ck_assert_int_eq(
	    readv(ends[0], &(struct iovec){ ring->bytes, 1 }, 1), -1);
	ck_assert_int_eq(errno, EFAULT);
	ck_assert_mem_eq(&byte, keyring_bytes(ring, 0), 1);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(closes_nothing)
{
	keyring_close(NULL);
}
END_TEST

Suite *keyring_suite(void);

Suite *
keyring_suite(void)
{
	Suite *suite = suite_create("keyring");
	TCase *tc = tcase_create("keyring"), *grammar = tcase_create("text");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, creates_what_it_opens);
	tcase_add_test(tc, never_creates_over_a_file);
	tcase_add_loop_test(tc, refuses_bad_names_and_dates, 0, 15);
	tcase_add_test(tc, refuses_more_keys_than_a_file_may_hold);
	tcase_add_loop_test(tc, checks_the_mode_of_the_file, 0, 01000);
	tcase_add_loop_test(tc, checks_the_mode_of_the_folder, 0, 9);
	tcase_add_test(tc, checks_the_owner);
	tcase_add_test(tc, refuses_a_folder_of_another_user);
	tcase_add_test(tc, opens_regular_files_only);
	tcase_add_test(tc, refuses_large_files);
	tcase_set_timeout(tc, 300);
	suite_add_tcase(suite, tc);

	tcase_add_checked_fixture(grammar, setup, teardown);
	tcase_add_test(grammar, reads_states_and_comments);
	tcase_add_test(grammar, reads_both_sorts);
	tcase_add_test(grammar, says_which_key_is_not_there);
	tcase_add_loop_test(grammar, refuses_other_texts, 0, BAD);
	tcase_add_test(grammar, sixteen_different_bytes_are_enough);
	tcase_add_test(grammar, refuses_a_text_cut_at_every_byte);
	tcase_add_test(grammar, nul_is_a_character_like_another);
	tcase_add_test(grammar, refuses_memory_that_can_be_swapped_out);
	tcase_add_test(grammar, loaded_keys_are_read_only);
	tcase_add_test(grammar, closes_nothing);
	suite_add_tcase(suite, grammar);
	return suite;
}
