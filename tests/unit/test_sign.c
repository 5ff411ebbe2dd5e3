#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/enc.h"
#include "crypto/sign.h"
#include "folder.h"
#include "vectors.h"

#define SEED    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define MESSAGE "{\"v\":1,\"records\":3}\n"

static struct err err;
static struct pair_secret *secret;
static struct pair_public public;

/* Opens a pair of these secret bytes. */
static void
open_pair(enum pair_use use, const char *hex)
{
	uint8_t bytes[PAIR_LEN];
	char text[ENC_BASE64_LEN(PAIR_LEN) + 1] = { 0 }, line[100];

	vectors_hex(hex, bytes, PAIR_LEN);
	enc_base64url((struct slice){ bytes, PAIR_LEN }, text);
	snprintf(line, sizeof(line), "tamis-secret 1 %s %s\n",
	    pair_use_names[use], text);
	folder_write("secret", slice_text(line), 0600);
	pair_close_secret(secret);
	secret = NULL;
	ck_assert_msg(
	    pair_open_secret(
		&(struct pair_source){ .path = folder_file("secret") }, use,
		&secret, &err) == 0,
	    "%s", err.text);
	pair_public_of(secret, &public);
}

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	open_pair(PAIR_SIGN, SEED);
}

static void
teardown(void)
{
	pair_close_secret(secret);
	secret = NULL;
	folder_remove();
}

static void
check_signature(char *const *columns)
{
	uint8_t expected[SIGN_LEN], signature[SIGN_LEN], message[2000];
	uint8_t key[PAIR_LEN];
	size_t len = strlen(columns[2]) / 2;

	ck_assert_uint_le(len, sizeof(message));
	open_pair(PAIR_SIGN, columns[0]);
	vectors_hex(columns[1], key, PAIR_LEN);
	ck_assert_mem_eq(public.bytes, key, PAIR_LEN);
	vectors_hex(columns[2], message, len);
	vectors_hex(columns[3], expected, SIGN_LEN);
	sign_message(secret, (struct slice){ message, len }, signature);
	ck_assert_mem_eq(signature, expected, SIGN_LEN);
	ck_assert(
	    sign_verify(&public, (struct slice){ message, len }, expected));
}

START_TEST(agrees_with_the_vectors)
{
	vectors_each("tests/vectors/sign.tsv", 4, 5, check_signature);
}
END_TEST

START_TEST(refuses_every_flipped_bit)
{
	uint8_t signature[SIGN_LEN];
	char message[] = MESSAGE;
	struct slice m = slice_text(message);

	sign_message(secret, m, signature);
	ck_assert(sign_verify(&public, m, signature));
	for (size_t bit = 0; bit < 8 * SIGN_LEN; bit++) {
		signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert(!sign_verify(&public, m, signature));
		signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t bit = 0; bit < 8 * m.len; bit++) {
		message[bit / 8] ^= (char)(1 << bit % 8);
		ck_assert(!sign_verify(&public, m, signature));
		message[bit / 8] ^= (char)(1 << bit % 8);
	}
	for (size_t bit = 0; bit < 8 * PAIR_LEN; bit++) {
		public.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert(!sign_verify(&public, m, signature));
		public.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	ck_assert(sign_verify(&public, m, signature));
}
END_TEST

START_TEST(refuses_cut_and_longer_messages)
{
	uint8_t signature[SIGN_LEN];
	struct slice m = slice_text(MESSAGE "x");

	m.len--;
	sign_message(secret, m, signature);
	for (size_t len = 0; len <= m.len + 1; len++)
		ck_assert_int_eq(
		    sign_verify(&public, (struct slice){ m.p, len }, signature),
		    len == m.len);
}
END_TEST

/* The same signature in its second form, S + L, is none (RFC 8032, 5.1.7). */
START_TEST(a_message_has_one_signature)
{
	static const uint8_t order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63,
		0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
		0x14, [31] = 0x10 };
	uint8_t signature[SIGN_LEN];
	unsigned int carry = 0;

	sign_message(secret, slice_text(MESSAGE), signature);
	for (size_t i = 0; i < 32; i++) {
		carry += (unsigned int)signature[32 + i] + order[i];
		signature[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	ck_assert_uint_eq(carry, 0);
	ck_assert(!sign_verify(&public, slice_text(MESSAGE), signature));
}
END_TEST

/* A key of small order would have signed everything. */
START_TEST(refuses_keys_of_no_use)
{
	uint8_t signature[SIGN_LEN] = { 1 };
	struct pair_public small = { .use = PAIR_SIGN, .bytes = { 1 } };

	ck_assert(!sign_verify(&small, slice_text(MESSAGE), signature));
	sign_message(secret, slice_text(MESSAGE), signature);
	ck_assert(sign_verify(&public, slice_text(MESSAGE), signature));
	public.use = PAIR_SEAL;
	ck_assert(!sign_verify(&public, slice_text(MESSAGE), signature));
}
END_TEST

/* Adds data in pieces and compares with hexadecimal digits. */
static void
check_end(struct digest *digest, struct slice data, size_t piece,
    const char *expected)
{
	uint8_t out[CRYPTO_DIGEST_LEN];
	char hex[2 * CRYPTO_DIGEST_LEN + 1] = { 0 };

	digest_add(digest, (struct slice){ NULL, 0 });
	while (data.len > 0) {
		size_t n = piece < data.len ? piece : data.len;

		digest_add(digest, (struct slice){ data.p, n });
		data = slice_skip(data, n);
	}
	digest_end(digest, out);
	digest_free(digest);
	enc_hex((struct slice){ out, sizeof(out) }, hex);
	ck_assert_str_eq(hex, expected);
}

static void
check_digests(char *const *columns)
{
	static uint8_t data[100000];
	static const size_t pieces[] = { 1, 7, 128, 4096, sizeof(data) };
	size_t len = strtoul(columns[2], NULL, 10);

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t) "abcdefghij"[i % 10];
	open_pair(PAIR_SIGN, columns[0]);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		struct digest *in = NULL, *out = NULL;
		struct slice s = { data, len };

		ck_assert_int_eq(digest_input_new(secret, &in, &err), 0);
		ck_assert_int_eq(digest_output_new(&public, &out, &err), 0);
		check_end(in, s, pieces[i], columns[3]);
		check_end(out, s, pieces[i], columns[4]);
	}
}

START_TEST(digests_agree_with_the_vectors)
{
	vectors_each("tests/vectors/digest.tsv", 5, 16, check_digests);
}
END_TEST

START_TEST(digests_need_a_key_to_sign)
{
	struct digest *digest = NULL;

	open_pair(PAIR_SEAL, SEED);
	ck_assert_int_eq(digest_input_new(secret, &digest, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	err.code = ERR_NONE;
	ck_assert_int_eq(digest_output_new(&public, &digest, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_null(digest);
}
END_TEST

START_TEST(frees_nothing)
{
	digest_free(NULL);
}
END_TEST

Suite *sign_suite(void);

Suite *
sign_suite(void)
{
	Suite *suite = suite_create("sign");
	TCase *tc = tcase_create("sign");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, agrees_with_the_vectors);
	tcase_add_test(tc, refuses_every_flipped_bit);
	tcase_add_test(tc, refuses_cut_and_longer_messages);
	tcase_add_test(tc, a_message_has_one_signature);
	tcase_add_test(tc, refuses_keys_of_no_use);
	tcase_add_test(tc, digests_agree_with_the_vectors);
	tcase_add_test(tc, digests_need_a_key_to_sign);
	tcase_add_test(tc, frees_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
