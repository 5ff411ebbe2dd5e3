/* Secret files of pairs under a passphrase, and other passphrases. */
#include <check.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "crypto/pair.h"
#include "folder.h"
#include "vectors.h"

#define VECTORS "tests/vectors/protected_pair.tsv"
#define A       "5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs"
#define RING    "tamis-keyring 1\n# mine\nkey a 1 active 2021-11-03 " A "\nend 1\n"

enum column { PASSPHRASE, LINE_1, LINE_2, USE, SECRET, PUBLIC, COLUMNS };

static struct err err;
static struct pair_secret *secret;
static struct buf text;
static char path[300];
static unsigned int asked;

/* Says what ctx points at. */
static int
say(void *ctx, uint8_t *out, size_t room, size_t *len, struct err *e)
{
	(void)e;
	asked++;
	*len = strlen(ctx);
	ck_assert_uint_le(*len, room);
	memcpy(out, ctx, *len);
	return 0;
}

static int
say_nothing(void *ctx, uint8_t *out, size_t room, size_t *len, struct err *e)
{
	(void)ctx;
	(void)out;
	(void)room;
	(void)len;
	return err_set(e, ERR_KEY, "there is nobody to ask");
}

static const struct passphrase horse = { say, (char[]){ "correct horse" } };
static const struct passphrase staple = { say, (char[]){ "battery staple" } };
static const struct passphrase brief = { say, (char[]){ "1234567" } };
static const struct passphrase nobody = { say_nothing, NULL };

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	secret = NULL;
	asked = 0;
	ck_assert_int_eq(crypto_start(&err), 0);
	buf_init(&text, LIMIT_KEYRING);
	folder_make();
	snprintf(path, sizeof(path), "%s", folder_file("k"));
}

static void
teardown(void)
{
	pair_close_secret(secret);
	buf_release(&text);
	folder_remove();
}

static int
open_secret(enum pair_use use, const struct passphrase *phrase)
{
	const struct pair_source source = { .path = path, .phrase = phrase };

	pair_close_secret(secret);
	secret = NULL;
	return pair_open_secret(&source, use, &secret, &err);
}

static void
check_refused(int result, enum err_code code, const char *about)
{
	ck_assert_int_eq(result, -1);
	ck_assert_ptr_null(secret);
	ck_assert_int_eq(err.code, code);
	ck_assert_msg(strstr(err.text, about) != NULL, "%s", err.text);
	ck_assert_ptr_null(strstr(err.text, "horse"));
	err.code = ERR_NONE;
}

/* What the file holds. */
static struct slice
content(void)
{
	buf_reset(&text);
	ck_assert_int_eq(file_read(path, LIMIT_KEYRING, &text, &err), 0);
	return buf_slice(&text);
}

static void
write_lines(const char *first, const char *second)
{
	buf_reset(&text);
	buf_add_format(&text, "%s\n%s\n", first, second);
	folder_write("k", buf_slice(&text), 0600);
}

static void
check_vector(char *const *columns)
{
	const struct passphrase phrase = { say, columns[PASSPHRASE] };
	enum pair_use use =
	    strcmp(columns[USE], "seal") == 0 ? PAIR_SEAL : PAIR_SIGN;
	uint8_t bytes[2 * PAIR_LEN];

	write_lines(columns[LINE_1], columns[LINE_2]);
	vectors_hex(columns[SECRET], bytes, PAIR_LEN);
	vectors_hex(columns[PUBLIC], bytes + PAIR_LEN, PAIR_LEN);
	ck_assert_msg(open_secret(use, &phrase) == 0, "%s", err.text);
	ck_assert_mem_eq(pair_bytes(secret), bytes, 2 * PAIR_LEN);
	check_refused(open_secret(!use, &phrase), ERR_KEY, "is a key to");
}

START_TEST(opens_the_vectors)
{
	vectors_each(VECTORS, COLUMNS, 4, check_vector);
}
END_TEST

static void
write_first(char *const *columns)
{
	if (access(path, F_OK) == -1)
		write_lines(columns[LINE_1], columns[LINE_2]);
}

/* The first vector, which opens soon; returns what the file holds. */
static struct slice
write_cheap(void)
{
	vectors_each(VECTORS, COLUMNS, 4, write_first);
	return content();
}

START_TEST(needs_the_passphrase)
{
	write_cheap();
	check_refused(
	    open_secret(PAIR_SEAL, NULL), ERR_KEY, "protected by a passphrase");
	check_refused(
	    open_secret(PAIR_SEAL, &nobody), ERR_KEY, "nobody to ask");
	check_refused(open_secret(PAIR_SEAL, &staple), ERR_KEY,
	    "passphrase is wrong, or the file was changed");
	ck_assert_int_eq(open_secret(PAIR_SEAL, &horse), 0);
}
END_TEST

/* Every character by others: the first line is bound to the second. */
START_TEST(refuses_forgeries)
{
	static const char others[] = "0A19zZ-_ \n";
	uint8_t forged[300];
	struct slice cheap = write_cheap();
	size_t len = cheap.len;

	ck_assert_uint_lt(len, sizeof(forged));
	memcpy(forged, cheap.p, len);
	for (size_t i = 0; i < len; i++) {
		uint8_t kept = forged[i];

		for (size_t k = 0; k < strlen(others); k++) {
			/* Costs that are allowed, but slow. */
			if ((uint8_t)others[k] == kept ||
			    (i >= 24 && i < 30 && others[k] != 'A'))
				continue;
			forged[i] = (uint8_t)others[k];
			folder_write("k", (struct slice){ forged, len }, 0600);
			check_refused(
			    open_secret(PAIR_SEAL, &horse), ERR_KEY, "");
		}
		forged[i] = kept;
		folder_write("k", (struct slice){ forged, i }, 0600);
		check_refused(open_secret(PAIR_SEAL, &horse), ERR_KEY, "");
	}
}
END_TEST

/* A file of one kind is none of the other. */
START_TEST(kinds_do_not_mix)
{
	struct slice cheap = write_cheap();
	struct keyring_source source = { .path = path, .phrase = &horse };
	struct keyring *ring = NULL;
	struct buf other;

	check_refused(keyring_read(&source, &ring, &err), ERR_KEY, "");
	buf_init(&other, 1000);
	buf_add_text(&other, "tamis-keyring");
	buf_add_slice(&other, slice_skip(cheap, strlen("tamis-secret")));
	folder_write("k", buf_slice(&other), 0600);
	buf_release(&other);
	check_refused(keyring_read(&source, &ring, &err), ERR_KEY,
	    "passphrase is wrong, or the file was changed");
	ck_assert_ptr_null(ring);
}
END_TEST

START_TEST(creates_what_it_opens)
{
	struct pair_public public;

	ck_assert_int_eq(pair_create(path, PAIR_SIGN, &horse, &err), 0);
	ck_assert_uint_eq(asked, 1);
	ck_assert(slice_starts(
	    content(), slice_text("tamis-secret 1 argon2id 3 268435456 ")));
	ck_assert_int_eq(open_secret(PAIR_SIGN, &horse), 0);
	ck_assert_int_eq(
	    pair_read_public(folder_file("k.pub"), PAIR_SIGN, &public, &err),
	    0);
	ck_assert_mem_eq(public.bytes, pair_bytes(secret) + PAIR_LEN, PAIR_LEN);
}
END_TEST

START_TEST(creates_nothing_without_a_passphrase)
{
	check_refused(pair_create(path, PAIR_SEAL, &nobody, &err), ERR_KEY,
	    "nobody to ask");
	check_refused(pair_create(path, PAIR_SEAL, &brief, &err), ERR_KEY,
	    "at least 8 bytes");
	ck_assert_int_eq(access(path, F_OK), -1);
	ck_assert_int_eq(access(folder_file("k.pub"), F_OK), -1);
}
END_TEST

/* From none to one, to another, and to none: the same keys. */
START_TEST(changes_that_of_a_secret_file)
{
	uint8_t bytes[PAIR_LEN];
	struct buf plain;
	struct stat st;

	ck_assert_int_eq(pair_create(path, PAIR_SEAL, NULL, &err), 0);
	buf_init(&plain, 1000);
	buf_add_slice(&plain, content());
	ck_assert_int_eq(open_secret(PAIR_SEAL, NULL), 0);
	memcpy(bytes, pair_bytes(secret), PAIR_LEN);

	ck_assert_int_eq(passphrase_change(path, &nobody, &horse, &err), 0);
	ck_assert_int_eq(open_secret(PAIR_SEAL, &horse), 0);
	ck_assert_mem_eq(pair_bytes(secret), bytes, PAIR_LEN);

	ck_assert_int_eq(passphrase_change(path, &horse, &staple, &err), 0);
	check_refused(open_secret(PAIR_SEAL, &horse), ERR_KEY, "wrong");
	ck_assert_int_eq(open_secret(PAIR_SEAL, &staple), 0);
	ck_assert_mem_eq(pair_bytes(secret), bytes, PAIR_LEN);

	ck_assert_int_eq(passphrase_change(path, &staple, NULL, &err), 0);
	ck_assert(slice_equal(content(), buf_slice(&plain)));
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	buf_release(&plain);
}
END_TEST

START_TEST(changes_that_of_a_keyring)
{
	struct keyring_source source = { .path = path, .phrase = &horse };
	struct keyring *ring = NULL;

	folder_write("k", slice_text(RING), 0600);
	ck_assert_int_eq(passphrase_change(path, NULL, &horse, &err), 0);
	ck_assert(slice_starts(
	    content(), slice_text("tamis-keyring 1 argon2id 3 268435456 ")));
	ck_assert_int_eq(keyring_read(&source, &ring, &err), 0);
	ck_assert_uint_eq(keyring_count(ring), 1);
	keyring_close(ring);
	ck_assert_int_eq(passphrase_change(path, &horse, NULL, &err), 0);
	ck_assert(slice_is(content(), RING));
}
END_TEST

static void
check_unchanged(const struct passphrase *before, const struct passphrase *now,
    enum err_code code, const char *about)
{
	struct buf kept;

	buf_init(&kept, LIMIT_KEYRING);
	buf_add_slice(&kept, content());
	check_refused(passphrase_change(path, before, now, &err), code, about);
	ck_assert(slice_equal(content(), buf_slice(&kept)));
	buf_release(&kept);
}

START_TEST(refusals_change_nothing)
{
	write_cheap();
	check_unchanged(&staple, &horse, ERR_KEY, "passphrase is wrong");
	check_unchanged(&staple, NULL, ERR_KEY, "passphrase is wrong");
	check_unchanged(NULL, &staple, ERR_KEY, "protected by a passphrase");
	check_unchanged(&nobody, &staple, ERR_KEY, "nobody to ask");
	check_unchanged(&horse, &nobody, ERR_KEY, "nobody to ask");
	check_unchanged(&horse, &brief, ERR_KEY, "at least 8 bytes");

	folder_write("k", slice_text(RING), 0600);
	check_unchanged(&horse, NULL, ERR_USAGE, "has no passphrase");
	folder_write("k", slice_text("tamis-public 1 seal " A "\n"), 0600);
	check_unchanged(&horse, &staple, ERR_KEY, "neither a keyring nor");
	folder_write("k", slice_text(""), 0600);
	check_unchanged(&horse, &staple, ERR_KEY, "neither a keyring nor");
	folder_write("k", slice_text("tamis-secret 1 seal " A), 0600);
	check_unchanged(&horse, &staple, ERR_KEY, "is damaged");
	folder_write("k", slice_text("tamis-keyring 1\nend 1\n"), 0600);
	check_unchanged(&horse, &staple, ERR_KEY, "");
	folder_write("k", slice_text(RING), 0640);
	check_unchanged(&horse, &staple, ERR_KEY, "must be 0600");
	ck_assert_int_eq(unlink(path), 0);
	check_refused(
	    passphrase_change(path, &horse, &staple, &err), ERR_KEY, "open");
}
END_TEST

Suite *passphrase_suite(void);

Suite *
passphrase_suite(void)
{
	Suite *suite = suite_create("passphrase");
	TCase *tc = tcase_create("passphrase");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, opens_the_vectors);
	tcase_add_test(tc, needs_the_passphrase);
	tcase_add_test(tc, refuses_forgeries);
	tcase_add_test(tc, kinds_do_not_mix);
	tcase_add_test(tc, creates_what_it_opens);
	tcase_add_test(tc, creates_nothing_without_a_passphrase);
	tcase_add_test(tc, changes_that_of_a_secret_file);
	tcase_add_test(tc, changes_that_of_a_keyring);
	tcase_add_test(tc, refusals_change_nothing);
	tcase_set_timeout(tc, 300);
	suite_add_tcase(suite, tc);
	return suite;
}
