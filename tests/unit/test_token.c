#include <check.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/enc.h"
#include "crypto/crypto.h"
#include "crypto/keytext.h"
#include "crypto/token.h"
#include "folder.h"
#include "rings.h"
#include "vectors.h"

#define VECTORS "tests/vectors/token.tsv"
#define A       "e59f4c35ac01907e0062735c390de3c30bd30e54df41e474f15608e2e83a714b"
/* The same in base64url. */
#define TEXT_A "5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs"

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
check_vector(char *const *columns)
{
	struct keyring *ring =
	    rings_with("key", columns[NAME], columns[EPOCH], columns[KEY]);
	struct token_maker *maker = maker_of(
	    ring, columns[ENTITY], columns[LABEL], columns[NORMALIZATION]);

	buf_reset(&out);
	token_make(maker, slice_text(columns[NORMALIZED]), &out);
	ck_assert_uint_le(out.len, TOKEN_MAX);
	ck_assert_msg(
	    slice_is(buf_slice(&out), columns[TOKEN]), "%s", columns[TOKEN]);
	token_maker_free(maker);
	keyring_close(ring);
}

START_TEST(agrees_with_the_vectors)
{
	vectors_each(VECTORS, COLUMNS, 24, check_vector);
}
END_TEST

START_TEST(one_maker_makes_many)
{
	struct keyring *ring = rings_with("key", "relay", "1", A);
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
	struct keyring *ring = rings_with("key", "relay", "1", A);
	struct token_maker *maker = maker_of(ring, "", "", "");

	token_make(maker, (struct slice){ NULL, 0 }, &out);
	ck_assert_uint_eq(out.len, strlen("tk1.relay.1.") + 26);
	token_maker_free(maker);
	keyring_close(ring);
}
END_TEST

START_TEST(a_full_buffer_gets_no_part_of_a_token)
{
	struct keyring *ring = rings_with("key", "relay", "1", A);
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

/* Whoever has no key cannot try values: a token is no digest of its value. */
START_TEST(is_no_digest_without_a_key)
{
	static const char value[] = "1840675108000";
	struct keyring *ring = rings_with("key", "relay", "1", A);
	struct token_maker *maker = maker_of(ring, "patient", "l", "none");
	const uint8_t *v = (const uint8_t *)value;
	uint8_t digests[5][64] = { { 0 } };
	char text[ENC_BASE32_LEN(16) + 1] = { 0 };

	crypto_generichash(digests[0], 16, v, strlen(value), NULL, 0);
	crypto_generichash(digests[1], 32, v, strlen(value), NULL, 0);
	crypto_generichash(digests[2], 64, v, strlen(value), NULL, 0);
	crypto_hash_sha256(digests[3], v, strlen(value));
	crypto_hash_sha512(digests[4], v, strlen(value));
	token_make(maker, slice_text(value), &out);
	for (size_t i = 0; i < 5; i++) {
		enc_base32((struct slice){ digests[i], 16 }, text);
		ck_assert_uint_gt(out.len, strlen(text));
		ck_assert_mem_ne(
		    out.p + out.len - strlen(text), text, strlen(text));
	}
	token_maker_free(maker);
	keyring_close(ring);
}
END_TEST

/* After a rotation the old epoch makes what it made, and the new one nothing
 * that is like it. */
/* Numbers of so many people, each of another one. */
#define PEOPLE ((size_t)1000000)

static int
compare_tokens(const void *a, const void *b)
{
	return memcmp(a, b, ENC_BASE32_LEN(16));
}

START_TEST(a_million_people_have_a_million_tokens)
{
	struct keyring *ring = rings_with("key", "relay", "1", A);
	struct token_maker *maker = maker_of(ring, "patient", "l", "nir");
	char(*tokens)[ENC_BASE32_LEN(16)] = calloc(PEOPLE, sizeof(*tokens));

	ck_assert_ptr_nonnull(tokens);
	for (size_t i = 0; i < PEOPLE; i++) {
		char nir[20];

		/* Sex, year, month, place and order of birth. */
		snprintf(nir, sizeof(nir), "%zu%02zu%02zu75%03zu%03zu",
		    1 + i % 2, i / 2 % 100, 1 + i / 200 % 12,
		    101 + i / 2400 % 20, i / 48000);
		buf_reset(&out);
		token_make(maker, slice_text(nir), &out);
		memcpy(tokens[i], out.p + out.len - sizeof(*tokens),
		    sizeof(*tokens));
	}
	qsort(tokens, PEOPLE, sizeof(*tokens), compare_tokens);
	for (size_t i = 1; i < PEOPLE; i++)
		ck_assert(compare_tokens(tokens[i - 1], tokens[i]) < 0);
	free(tokens);
	token_maker_free(maker);
	keyring_close(ring);
}
END_TEST

START_TEST(old_epochs_stay_what_they_were)
{
	static const char *const texts[] = {
		"tamis-keyring 1\nkey relay 1 active 2021-11-03 " TEXT_A "\n"
		"end 1\n",
		"tamis-keyring 1\nkey relay 1 old 2021-11-03 " TEXT_A "\n"
		"key relay 2 active 2021-11-03 " TEXT_A "\nend 2\n",
	};
	struct token_domain domain = { slice_text("a"), slice_text("b"),
		slice_text("c") };
	struct buf tokens[3];

	for (size_t i = 0; i < 3; i++) {
		struct keyring *ring = NULL;
		struct token_maker *maker = NULL;

		ck_assert_int_eq(keytext_parse("ring", slice_text(texts[i > 0]),
				     &ring, &err),
		    0);
		ck_assert_int_eq(
		    token_maker_new(ring, i / 2, &domain, &maker, &err), 0);
		buf_init(&tokens[i], TOKEN_MAX);
		token_make(maker, slice_text("x"), &tokens[i]);
		token_maker_free(maker);
		keyring_close(ring);
	}
	ck_assert(slice_equal(buf_slice(&tokens[0]), buf_slice(&tokens[1])));
	ck_assert_uint_eq(tokens[1].len, tokens[2].len);
	ck_assert_mem_ne(tokens[1].p + 12, tokens[2].p + 12, 26);
	for (size_t i = 0; i < 3; i++)
		buf_release(&tokens[i]);
}
END_TEST

/* Reversible and one-way tokens never share a key, and a revoked key makes
 * nothing at all. */
START_TEST(refuses_keys_of_another_sort_or_revoked)
{
	struct token_domain domain = { slice_text("a"), slice_text("b"),
		slice_text("c") };
	struct token_maker *maker = NULL;
	struct keyring *ring = rings_with("reversible", "relay", "1", A);

	ck_assert_int_eq(token_maker_new(ring, 0, &domain, &maker, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_null(maker);
	keyring_close(ring);

	err.code = ERR_NONE;
	ck_assert_int_eq(
	    keytext_parse("ring",
		slice_text("tamis-keyring 1\n"
			   "key relay 1 revoked 2021-11-03 "
			   "5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug"
			   "6cUs\nend 1\n"),
		&ring, &err),
	    0);
	ck_assert_int_eq(token_maker_new(ring, 0, &domain, &maker, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_nonnull(strstr(err.text, "revoked"));
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
	tcase_add_test(tc, is_no_digest_without_a_key);
	tcase_add_test(tc, a_million_people_have_a_million_tokens);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, old_epochs_stay_what_they_were);
	tcase_add_test(tc, refuses_keys_of_another_sort_or_revoked);
	tcase_add_test(tc, frees_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
