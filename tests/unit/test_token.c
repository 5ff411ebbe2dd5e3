#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/enc.h"
#include "crypto/crypto.h"
#include "crypto/token.h"
#include "folder.h"

#define VECTORS "tests/vectors/token.tsv"
#define A       "5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs"

enum column {
	KEY,
	EPOCH,
	NAME,
	ENTITY,
	LABEL,
	NORMALIZATION,
	INPUT,
	NORMALIZED,
	TOKEN,
	COLUMNS,
};

static struct err err;
static struct buf out;

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	ck_assert_int_eq(crypto_start(&err), 0);
	buf_init(&out, 10000);
	folder_make();
}

static void
teardown(void)
{
	buf_release(&out);
	folder_remove();
}

/* A keyring with one key, whose bytes are base64url. */
static struct keyring *
ring_with(const char *name, const char *epoch, const char *bytes)
{
	struct keyring *ring = NULL;
	struct buf text;

	buf_init(&text, 1000);
	buf_add_format(&text,
	    "tamis-keyring 1\nkey %s %s active 2021-11-03 %s\nend 1\n", name,
	    epoch, bytes);
	ck_assert(!text.failed);
	folder_write("ring", buf_slice(&text), 0600);
	buf_release(&text);
	ck_assert_msg(keyring_open(folder_file("ring"), &ring, &err) == 0, "%s",
	    err.text);
	return ring;
}

static struct token_maker *
maker_of(const struct keyring *ring, const char *entity, const char *label,
    const char *normalization)
{
	struct token_domain domain = { slice_text(entity), slice_text(label),
		slice_text(normalization) };
	struct token_maker *maker = NULL;

	ck_assert_msg(token_maker_new(ring, 0, &domain, &maker, &err) == 0,
	    "%s", err.text);
	return maker;
}

static void
hex_to_base64url(const char *hex, char *text)
{
	uint8_t bytes[KEY_LEN];

	ck_assert_uint_eq(strlen(hex), 2 * KEY_LEN);
	for (int i = 0; i < KEY_LEN; i++) {
		unsigned int byte;

		ck_assert_int_eq(sscanf(hex + 2 * i, "%2x", &byte), 1);
		bytes[i] = (uint8_t)byte;
	}
	enc_base64url((struct slice){ bytes, KEY_LEN }, text);
	text[ENC_BASE64_LEN(KEY_LEN)] = '\0';
}

static void
check_vector(char *const columns[COLUMNS])
{
	char bytes[ENC_BASE64_LEN(KEY_LEN) + 1];
	struct keyring *ring;
	struct token_maker *maker;

	hex_to_base64url(columns[KEY], bytes);
	ring = ring_with(columns[NAME], columns[EPOCH], bytes);
	maker = maker_of(
	    ring, columns[ENTITY], columns[LABEL], columns[NORMALIZATION]);
	buf_reset(&out);
	token_make(maker, slice_text(columns[NORMALIZED]), &out);
	ck_assert_uint_le(out.len, TOKEN_MAX);
	ck_assert_msg(
	    slice_is(buf_slice(&out), columns[TOKEN]), "%s", columns[TOKEN]);
	token_maker_free(maker);
	keyring_close(ring);
}

/* Cuts a line into its columns; false if it has another number of them. */
static bool
split(char *line, char *columns[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		columns[i] = line;
		line = strpbrk(line, "\t\n");
		if (line == NULL || (*line == '\n') != (i == COLUMNS - 1))
			return false;
		*line++ = '\0';
	}
	return *line == '\0';
}

START_TEST(agrees_with_the_vectors)
{
	FILE *file = fopen(VECTORS, "r");
	char line[8192], *columns[COLUMNS];
	unsigned int cases = 0;

	ck_assert_msg(file != NULL, "run from the root of the checkout");
	while (fgets(line, sizeof(line), file) != NULL) {
		if (line[0] == '#')
			continue;
		ck_assert(split(line, columns));
		check_vector(columns);
		cases++;
	}
	fclose(file);
	ck_assert_uint_ge(cases, 24);
}
END_TEST

START_TEST(one_maker_makes_many)
{
	struct keyring *ring = ring_with("relay", "1", A);
	struct token_maker *maker = maker_of(ring, "patient", "l", "none");
	struct slice first, second, third;

	/* The subkey is the maker's own. */
	keyring_close(ring);
	token_make(maker, slice_text("a"), &out);
	token_make(maker, slice_text("b"), &out);
	token_make(maker, slice_text("a"), &out);
	ck_assert_uint_eq(out.len % 3, 0);
	first = (struct slice){ out.p, out.len / 3 };
	second = (struct slice){ out.p + first.len, first.len };
	third = (struct slice){ out.p + 2 * first.len, first.len };
	ck_assert(!slice_equal(first, second));
	ck_assert(slice_equal(first, third));
	ck_assert(slice_starts(first, slice_text("tk1.relay.1.")));
	token_maker_free(maker);
}
END_TEST

START_TEST(nothing_is_a_value)
{
	struct keyring *ring = ring_with("relay", "1", A);
	struct token_maker *maker = maker_of(ring, "", "", "");

	token_make(maker, (struct slice){ NULL, 0 }, &out);
	ck_assert_uint_eq(out.len, strlen("tk1.relay.1.") + 26);
	token_maker_free(maker);
	keyring_close(ring);
}
END_TEST

START_TEST(a_full_buffer_gets_no_part_of_a_token)
{
	struct keyring *ring = ring_with("relay", "1", A);
	struct token_maker *maker = maker_of(ring, "patient", "l", "none");
	struct buf small;

	buf_init(&small, strlen("tk1.relay.1.") + 25);
	token_make(maker, slice_text("a"), &small);
	ck_assert(small.failed);
	ck_assert_uint_eq(small.len, 0);
	buf_release(&small);
	token_maker_free(maker);
	keyring_close(ring);
}
END_TEST

START_TEST(frees_nothing)
{
	token_maker_free(NULL);
}
END_TEST

Suite *token_suite(void);

Suite *
token_suite(void)
{
	Suite *suite = suite_create("token");
	TCase *tc = tcase_create("token");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, agrees_with_the_vectors);
	tcase_add_test(tc, one_maker_makes_many);
	tcase_add_test(tc, nothing_is_a_value);
	tcase_add_test(tc, a_full_buffer_gets_no_part_of_a_token);
	tcase_add_test(tc, frees_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
