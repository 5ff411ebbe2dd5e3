#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/enc.h"
#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "crypto/protect.h"
#include "crypto/secret.h"
#include "folder.h"
#include "vectors.h"

#define PHRASE "correct horse"
#define A      "5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs"
#define PLAIN                                                    \
	"tamis-keyring 1\nkey relay 1 active 2021-11-03 " A "\n" \
	"end 1\n"

enum column { PASSPHRASE, LINE_1, LINE_2, NAME, EPOCH, BYTES, COLUMNS };

static struct err err;
static unsigned int asked;

/* Says what ctx points at. */
static int
say(void *ctx, uint8_t *out, size_t room, size_t *len, struct err *e)
{
	const char *phrase = ctx;

	(void)e;
	asked++;
	ck_assert_uint_eq(room, PASSPHRASE_MOST);
	*len = strlen(phrase);
	memcpy(out, phrase, *len);
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

static struct passphrase
phrase(const char *text)
{
	static char copy[PASSPHRASE_MOST + 1];

	snprintf(copy, sizeof(copy), "%s", text);
	return (struct passphrase){ say, copy };
}

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	asked = 0;
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
}

static void
teardown(void)
{
	folder_remove();
}

static int
read_ring(struct slice text, const char *said, struct keyring **ring)
{
	struct passphrase p = phrase(said);
	struct keyring_source source = { .path = folder_file("ring"),
		.phrase = &p };

	folder_write("ring", text, 0600);
	return keyring_read(&source, ring, &err);
}

static void
check_refused(struct slice text, const char *said)
{
	struct keyring *ring = NULL;

	ck_assert_int_eq(read_ring(text, said, &ring), -1);
	ck_assert_ptr_null(ring);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_null(strstr(err.text, said));
	err.code = ERR_NONE;
}

static void
check_vector(char *const *columns)
{
	uint8_t bytes[KEY_LEN];
	struct keyring *ring = NULL;
	struct buf text;

	buf_init(&text, 10000);
	buf_add_format(&text, "%s\n%s\n", columns[LINE_1], columns[LINE_2]);
	ck_assert_msg(
	    read_ring(buf_slice(&text), columns[PASSPHRASE], &ring) == 0, "%s",
	    err.text);
	vectors_hex(columns[BYTES], bytes, KEY_LEN);
	ck_assert_uint_eq(keyring_count(ring), 1);
	ck_assert_str_eq(keyring_info(ring, 0).name, columns[NAME]);
	ck_assert_uint_eq(
	    keyring_info(ring, 0).epoch, strtoul(columns[EPOCH], NULL, 10));
	ck_assert_mem_eq(keyring_bytes(ring, 0), bytes, KEY_LEN);
	keyring_close(ring);
	buf_release(&text);
}

START_TEST(opens_the_vectors)
{
	vectors_each("tests/vectors/protected.tsv", COLUMNS, 5, check_vector);
}
END_TEST

/* The first vector's text. */
static struct buf cheap;

static void
keep_first(char *const *columns)
{
	if (cheap.len == 0)
		buf_add_format(
		    &cheap, "%s\n%s\n", columns[LINE_1], columns[LINE_2]);
}

static void
load_cheap(void)
{
	struct keyring *ring = NULL;

	buf_init(&cheap, 10000);
	vectors_each("tests/vectors/protected.tsv", COLUMNS, 5, keep_first);
	ck_assert_int_eq(read_ring(buf_slice(&cheap), PHRASE, &ring), 0);
	keyring_close(ring);
}

START_TEST(refuses_other_passphrases)
{
	static const char *const others[] = { "", "correct hors",
		"correct horse ", "Correct horse", "correct horse\n" };

	load_cheap();
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct keyring *ring = NULL;

		ck_assert_int_eq(
		    read_ring(buf_slice(&cheap), others[i], &ring), -1);
		ck_assert_int_eq(err.code, ERR_KEY);
		ck_assert_ptr_nonnull(strstr(err.text, "passphrase is wrong"));
		err.code = ERR_NONE;
	}
	buf_release(&cheap);
}
END_TEST

START_TEST(nobody_to_ask)
{
	struct passphrase p = { say_nothing, NULL };
	struct keyring_source source = { .path = folder_file("ring") };
	struct keyring *ring = NULL;

	load_cheap();
	ck_assert_int_eq(keyring_read(&source, &ring, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_nonnull(strstr(err.text, "passphrase"));
	err.code = ERR_NONE;
	source.phrase = &p;
	ck_assert_int_eq(keyring_read(&source, &ring, &err), -1);
	ck_assert_str_eq(err.text, "there is nobody to ask");
	ck_assert_ptr_null(ring);
	buf_release(&cheap);
}
END_TEST

/* Every character by some others: the first line is bound to the second. */
START_TEST(refuses_every_other_character)
{
	static const char others[] = "0A19zZ-_ \n";

	load_cheap();
	for (size_t i = 0; i < cheap.len; i++) {
		uint8_t kept = cheap.p[i];

		for (size_t k = 0; k < strlen(others); k++) {
			/* Costs that are allowed but slow are another test. */
			if ((uint8_t)others[k] == kept ||
			    (i >= 25 && i < 31 && others[k] != 'A'))
				continue;
			cheap.p[i] = (uint8_t)others[k];
			check_refused(buf_slice(&cheap), PHRASE);
		}
		cheap.p[i] = kept;
	}
	buf_release(&cheap);
}
END_TEST

START_TEST(refuses_cut_and_longer_texts)
{
	load_cheap();
	for (size_t len = 0; len < cheap.len; len++)
		check_refused((struct slice){ cheap.p, len }, PHRASE);
	buf_add_byte(&cheap, '\n');
	check_refused(buf_slice(&cheap), PHRASE);
	cheap.len--;
	buf_add_byte(&cheap, 'A');
	check_refused(buf_slice(&cheap), PHRASE);
	buf_release(&cheap);
}
END_TEST

/* A foreign file must not make us take all memory, or an hour. */
START_TEST(asks_nobody_when_the_cost_is_out_of_bounds)
{
	static const char *const costs[] = { "9 8192", "1 1073741825",
		"1 107374182400", "18446744073709551615 8192", "0 8192",
		"1 8191", "1 0", "01 8192", "1 08192", "-1 8192", "1", "" };

	for (size_t i = 0; i < sizeof(costs) / sizeof(*costs); i++) {
		char text[300];

		snprintf(text, sizeof(text),
		    "tamis-keyring 1 argon2id %s AAAAAAAAAAAAAAAAAAAAAA\n"
		    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		    "AAAAAAAA\n",
		    costs[i]);
		check_refused(slice_text(text), PHRASE);
	}
	ck_assert_uint_eq(asked, 0);
}
END_TEST

/* What we write costs what libsodium calls moderate, and opens again. */
START_TEST(opens_what_it_closes)
{
	struct passphrase p = phrase(PHRASE);
	struct buf first, second, plain;

	buf_init(&first, 1000);
	buf_init(&second, 1000);
	ck_assert_int_eq(
	    protect_close(PROTECT_KEYRING, slice_text(PLAIN), &p, &first, &err),
	    0);
	ck_assert(!first.failed);
	ck_assert(slice_starts(buf_slice(&first),
	    slice_text("tamis-keyring 1 argon2id 3 268435456 ")));
	ck_assert(protect_found(PROTECT_KEYRING, buf_slice(&first)));
	ck_assert(!protect_found(PROTECT_KEYRING, slice_text(PLAIN)));
	ck_assert_int_eq(secret_buf_init(&plain, first.len, &err), 0);
	buf_add_slice(&plain, buf_slice(&first));
	ck_assert_int_eq(
	    protect_open(PROTECT_KEYRING, "ring", &plain, &p, &err), 0);
	ck_assert(slice_is(buf_slice(&plain), PLAIN));
	secret_buf_free(&plain);
	/* Neither salt nor nonce comes again. */
	ck_assert_int_eq(protect_close(PROTECT_KEYRING, slice_text(PLAIN), &p,
			     &second, &err),
	    0);
	ck_assert_uint_eq(first.len, second.len);
	ck_assert_mem_ne(first.p + 37, second.p + 37, 22);
	ck_assert_mem_ne(first.p + 60, second.p + 60, 32);
	buf_release(&first);
	buf_release(&second);
}
END_TEST

START_TEST(a_new_passphrase_is_not_short)
{
	struct passphrase p = phrase("1234567");
	struct buf out;

	buf_init(&out, 1000);
	ck_assert_int_eq(
	    protect_close(PROTECT_KEYRING, slice_text(PLAIN), &p, &out, &err),
	    -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_uint_eq(out.len, 0);
	buf_release(&out);
}
END_TEST

/* The passphrase is asked for once when a keyring is changed. */
START_TEST(changes_stay_protected)
{
	struct passphrase p = phrase(PHRASE), wrong = phrase(PHRASE);
	struct keyring_source source = { .phrase = &p };
	char path[300], head[30] = { 0 };
	struct keyring *ring = NULL;
	FILE *file;

	load_cheap();
	snprintf(path, sizeof(path), "%s", folder_file("ring"));
	asked = 0;
	ck_assert_msg(
	    keyring_rotate(path, "relay", "2021-12-01", &p, &err) == 0, "%s",
	    err.text);
	ck_assert_uint_eq(asked, 1);
	file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fread(head, 1, 26, file), 26);
	fclose(file);
	ck_assert_str_eq(head, "tamis-keyring 1 argon2id 3");
	source.path = path;
	ck_assert_int_eq(keyring_read(&source, &ring, &err), 0);
	ck_assert_uint_eq(keyring_count(ring), 2);
	ck_assert_int_eq(keyring_active(ring, slice_text("relay"), &err), 1);
	keyring_close(ring);

	ck_assert_int_eq(
	    keyring_rotate(path, "relay", "2021-12-02", NULL, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	err.code = ERR_NONE;
	wrong.ctx = (char[]){ "incorrect horse" };
	ck_assert_int_eq(keyring_revoke(path, "relay", 1, &wrong, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	buf_release(&cheap);
}
END_TEST

Suite *protect_suite(void);

Suite *
protect_suite(void)
{
	Suite *suite = suite_create("protect");
	TCase *tc = tcase_create("protect");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, opens_the_vectors);
	tcase_add_test(tc, refuses_other_passphrases);
	tcase_add_test(tc, nobody_to_ask);
	tcase_add_test(tc, refuses_every_other_character);
	tcase_add_test(tc, refuses_cut_and_longer_texts);
	tcase_add_test(tc, asks_nobody_when_the_cost_is_out_of_bounds);
	tcase_add_test(tc, opens_what_it_closes);
	tcase_add_test(tc, a_new_passphrase_is_not_short);
	tcase_add_test(tc, changes_stay_protected);
	tcase_set_timeout(tc, 300);
	suite_add_tcase(suite, tc);
	return suite;
}
