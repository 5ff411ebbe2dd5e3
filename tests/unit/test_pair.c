#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/enc.h"
#include "crypto/crypto.h"
#include "crypto/pair.h"
#include "folder.h"

/* RFC 7748, section 6.1: Alice's secret and public key. */
#define ALICE     "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo"
#define ALICE_PUB "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"
/* RFC 8032, section 7.1, test 1. */
#define SEED     "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
#define SEED_PUB "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

static struct err err;
static struct pair_secret *secret;
static struct pair_public public;

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	secret = NULL;
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
}

static void
teardown(void)
{
	pair_close_secret(secret);
	folder_remove();
}

static void
check_refused(int result, enum err_code code)
{
	ck_assert_int_eq(result, -1);
	ck_assert_ptr_null(secret);
	ck_assert_int_eq(err.code, code);
	ck_assert_uint_gt(strlen(err.text), 0);
	err.code = ERR_NONE;
}

static int
open_secret(enum pair_use use)
{
	return pair_open_secret(
	    &(struct pair_source){ .path = folder_file("k") }, use, &secret,
	    &err);
}

static int
read_public(enum pair_use use)
{
	return pair_read_public(folder_file("k.pub"), use, &public, &err);
}

static mode_t
mode_of(const char *name)
{
	struct stat st;

	ck_assert_int_eq(stat(folder_file(name), &st), 0);
	return st.st_mode & 07777;
}

START_TEST(creates_what_it_opens)
{
	enum pair_use use = (enum pair_use)_i, other = (enum pair_use) !_i;
	struct pair_public derived;

	umask(077);
	ck_assert_int_eq(pair_create(folder_file("k"), use, NULL, &err), 0);
	ck_assert_uint_eq(mode_of("k"), 0600);
	ck_assert_uint_eq(mode_of("k.pub"), 0644);
	ck_assert_int_eq(open_secret(use), 0);
	ck_assert_int_eq(read_public(use), 0);
	pair_public_of(secret, &derived);
	ck_assert_int_eq(public.use, use);
	ck_assert_int_eq(derived.use, use);
	ck_assert_mem_eq(public.bytes, derived.bytes, PAIR_LEN);
	ck_assert_mem_ne(public.bytes, pair_bytes(secret), PAIR_LEN);
	pair_close_secret(secret);
	secret = NULL;

	check_refused(open_secret(other), ERR_KEY);
	ck_assert_ptr_nonnull(strstr(err.text, pair_use_names[other]));
	check_refused(read_public(other), ERR_KEY);
}
END_TEST

START_TEST(two_pairs_differ)
{
	struct pair_public first;

	ck_assert_int_eq(
	    pair_create(folder_file("k"), PAIR_SEAL, NULL, &err), 0);
	ck_assert_int_eq(read_public(PAIR_SEAL), 0);
	first = public;
	ck_assert_int_eq(unlink(folder_file("k")), 0);
	ck_assert_int_eq(unlink(folder_file("k.pub")), 0);
	ck_assert_int_eq(
	    pair_create(folder_file("k"), PAIR_SEAL, NULL, &err), 0);
	ck_assert_int_eq(read_public(PAIR_SEAL), 0);
	ck_assert_mem_ne(first.bytes, public.bytes, PAIR_LEN);
}
END_TEST

START_TEST(never_creates_over_a_file)
{
	const char *there = _i == 0 ? "k" : "k.pub";
	const char *absent = _i == 0 ? "k.pub" : "k";

	folder_write(there, slice_text("old"), 0600);
	check_refused(
	    pair_create(folder_file("k"), PAIR_SEAL, NULL, &err), ERR_OUTPUT);
	ck_assert_int_eq(access(folder_file(absent), F_OK), -1);
	ck_assert_int_eq(access(folder_file(there), F_OK), 0);
	check_refused(pair_create(folder_file("no/k"), PAIR_SEAL, NULL, &err),
	    ERR_OUTPUT);
}
END_TEST

START_TEST(agrees_with_published_keys)
{
	static const struct {
		enum pair_use use;
		const char *secret, *public;
	} cases[] = {
		{ PAIR_SEAL, ALICE, ALICE_PUB },
		{ PAIR_SIGN, SEED, SEED_PUB },
	};
	uint8_t expected[PAIR_LEN];
	char line[100];

	snprintf(line, sizeof(line), "tamis-secret 1 %s %s\n",
	    pair_use_names[cases[_i].use], cases[_i].secret);
	folder_write("k", slice_text(line), 0400);
	ck_assert_msg(open_secret(cases[_i].use) == 0, "%s", err.text);
	ck_assert(enc_from_base64url(
	    slice_text(cases[_i].secret), expected, PAIR_LEN));
	ck_assert_mem_eq(pair_bytes(secret), expected, PAIR_LEN);
	pair_public_of(secret, &public);
	ck_assert(enc_from_base64url(
	    slice_text(cases[_i].public), expected, PAIR_LEN));
	ck_assert_mem_eq(public.bytes, expected, PAIR_LEN);
}
END_TEST

START_TEST(checks_the_mode_of_a_secret)
{
	static const mode_t modes[] = { 0640, 0604, 0620, 0602, 0660, 0666,
		0644, 0610, 0601 };

	ck_assert_int_eq(
	    pair_create(folder_file("k"), PAIR_SIGN, NULL, &err), 0);
	ck_assert_int_eq(chmod(folder_file("k"), modes[_i]), 0);
	check_refused(open_secret(PAIR_SIGN), ERR_KEY);
	ck_assert_int_eq(chmod(folder_file("k"), 0400), 0);
	ck_assert_int_eq(open_secret(PAIR_SIGN), 0);
}
END_TEST

/* A public file may be read by all; others may not write their own key
 * there (base/trust.h). */
START_TEST(checks_the_mode_of_a_public_file)
{
	ck_assert_int_eq(
	    pair_create(folder_file("k"), PAIR_SIGN, NULL, &err), 0);
	ck_assert_int_eq(chmod(folder_file("k.pub"), 0646), 0);
	check_refused(read_public(PAIR_SIGN), ERR_KEY);
	ck_assert_int_eq(chmod(folder_file("k.pub"), 0444), 0);
	ck_assert_int_eq(read_public(PAIR_SIGN), 0);

	ck_assert_int_eq(symlink("k.pub", folder_file("link")), 0);
	check_refused(
	    pair_read_public(folder_file("link"), PAIR_SIGN, &public, &err),
	    ERR_KEY);
	ck_assert_int_eq(mkfifo(folder_file("fifo"), 0600), 0);
	check_refused(
	    pair_read_public(folder_file("fifo"), PAIR_SIGN, &public, &err),
	    ERR_KEY);
	check_refused(
	    pair_read_public(folder_path(), PAIR_SIGN, &public, &err), ERR_KEY);
	check_refused(
	    pair_read_public(folder_file("no"), PAIR_SIGN, &public, &err),
	    ERR_KEY);
}
END_TEST

#define GOOD_SECRET "tamis-secret 1 seal " ALICE "\n"
#define GOOD_PUBLIC "tamis-public 1 seal " ALICE_PUB "\n"

START_TEST(refuses_other_secrets)
{
	static const char *const cases[] = {
		"",
		"\n",
		GOOD_PUBLIC,
		"\n" GOOD_SECRET,
		GOOD_SECRET "\n",
		GOOD_SECRET GOOD_SECRET,
		"tamis-secret 1 seal " ALICE,
		"tamis-secret 1 seal " ALICE "\r\n",
		"tamis-secret 1 seal " ALICE "=\n",
		"tamis-secret 1 seal " ALICE " \n",
		"tamis-secret 2 seal " ALICE "\n",
		"tamis-secret 1  seal " ALICE "\n",
		"tamis-secret 1 Seal " ALICE "\n",
		"tamis-secret 1 sealed " ALICE "\n",
		"tamis-secret 1 " ALICE "\n",
		"tamis-keyring 1\n" GOOD_SECRET,
		/* Bits beyond the last byte; + in place of -. */
		"tamis-secret 1 seal "
		"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCp\n",
		"tamis-secret 1 seal "
		"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25L+o\n",
		/* Weak: zeros, equal bytes, text. */
		"tamis-secret 1 seal "
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		"tamis-secret 1 seal "
		"__________________________________________8\n",
		"tamis-secret 1 seal "
		"dGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyISE\n",
	};

	ck_assert_int_eq(_i < (int)(sizeof(cases) / sizeof(*cases)), 1);
	folder_write("k", slice_text(cases[_i]), 0600);
	check_refused(open_secret(PAIR_SEAL), ERR_KEY);
	ck_assert_ptr_null(strstr(err.text, "dwdt"));
	folder_write("k", slice_text(GOOD_SECRET), 0600);
	ck_assert_int_eq(open_secret(PAIR_SEAL), 0);
}
END_TEST
#define OTHER_SECRETS 21

/* Writes a public file of these bytes and reads it. */
static int
read_bytes(enum pair_use use, const uint8_t bytes[static PAIR_LEN])
{
	char text[ENC_BASE64_LEN(PAIR_LEN) + 1] = { 0 };
	char line[100];

	enc_base64url((struct slice){ bytes, PAIR_LEN }, text);
	snprintf(line, sizeof(line), "tamis-public 1 %s %s\n",
	    pair_use_names[use], text);
	folder_write("k.pub", slice_text(line), 0644);
	return read_public(use);
}

/* The points of small order of Curve25519 (RFC 7748, section 7), and numbers
 * that are not below 2^255 - 19. */
START_TEST(refuses_useless_seal_keys)
{
	static const uint8_t cases[][PAIR_LEN] = {
		{ 0 },
		{ 1 },
		{ 0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56,
		    0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb,
		    0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
		    0xb8, 0x00 },
		{ 0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0,
		    0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c, 0xc4,
		    0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f,
		    0x11, 0x57 },
		{ 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0x7f },
		{ 0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0x7f },
		{ 0xf6, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0x7f },
		{ [0] = 9, [31] = 0x80 },
	};
	static const uint8_t base[PAIR_LEN] = { 9 };

	check_refused(read_bytes(PAIR_SEAL, cases[_i]), ERR_KEY);
	ck_assert_int_eq(read_bytes(PAIR_SEAL, base), 0);
}
END_TEST
#define SEAL_KEYS 8

/* Not a point, of small order, and the base point in a second way. */
START_TEST(refuses_useless_sign_keys)
{
	static const uint8_t cases[][PAIR_LEN] = {
		{ 0 },
		{ 1 },
		{ 2 },
		{ [0] = 1, [31] = 0x80 },
		{ 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0x7f },
		{ 0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		    0xff, 0x7f },
	};
	static const char good[] = "tamis-public 1 sign " SEED_PUB "\n";

	check_refused(read_bytes(PAIR_SIGN, cases[_i]), ERR_KEY);
	folder_write("k.pub", slice_text(good), 0644);
	ck_assert_int_eq(read_public(PAIR_SIGN), 0);
}
END_TEST
#define SIGN_KEYS 6

START_TEST(refuses_a_file_cut_at_every_byte)
{
	for (size_t len = 0; len < strlen(GOOD_SECRET); len++) {
		folder_write("k",
		    (struct slice){ (const uint8_t *)GOOD_SECRET, len }, 0600);
		check_refused(open_secret(PAIR_SEAL), ERR_KEY);
		folder_write("k.pub",
		    (struct slice){ (const uint8_t *)GOOD_PUBLIC, len }, 0600);
		check_refused(read_public(PAIR_SEAL), ERR_KEY);
	}
	folder_write("k.pub", slice_text(GOOD_PUBLIC), 0600);
	ck_assert_int_eq(read_public(PAIR_SEAL), 0);
}
END_TEST

START_TEST(closes_nothing)
{
	pair_close_secret(NULL);
}
END_TEST

Suite *pair_suite(void);

Suite *
pair_suite(void)
{
	Suite *suite = suite_create("pair");
	TCase *tc = tcase_create("pair");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, creates_what_it_opens, 0, PAIR_USE_COUNT);
	tcase_add_test(tc, two_pairs_differ);
	tcase_add_loop_test(tc, never_creates_over_a_file, 0, 2);
	tcase_add_loop_test(tc, agrees_with_published_keys, 0, 2);
	tcase_add_loop_test(tc, checks_the_mode_of_a_secret, 0, 9);
	tcase_add_test(tc, checks_the_mode_of_a_public_file);
	tcase_add_loop_test(tc, refuses_other_secrets, 0, OTHER_SECRETS);
	tcase_add_loop_test(tc, refuses_useless_seal_keys, 0, SEAL_KEYS);
	tcase_add_loop_test(tc, refuses_useless_sign_keys, 0, SIGN_KEYS);
	tcase_add_test(tc, refuses_a_file_cut_at_every_byte);
	tcase_add_test(tc, closes_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
