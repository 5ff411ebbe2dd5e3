/* Keys for tests: the same for the same names, and others for all others. */
#include <check.h>

#include "crypto/crypto.h"
#include "crypto/derived.h"
#include "crypto/seal.h"

static const struct derived_key both[] = {
	{ { (const uint8_t *)"a", 1 }, false },
	{ { (const uint8_t *)"b", 1 }, true },
};

static struct keyring *
ring_of(const char *owner)
{
	struct keyring *ring = NULL;
	struct err err = { 0 };

	ck_assert_int_eq(
	    derived_keyring(slice_text(owner), both, 2, &ring, &err), 0);
	return ring;
}

START_TEST(a_keyring)
{
	struct keyring *ring = ring_of("x/y");
	struct keyring *again = ring_of("x/y");
	struct keyring *other = ring_of("x/z");

	ck_assert_uint_eq(keyring_count(ring), 2);
	ck_assert_str_eq(keyring_info(ring, 0).name, "a");
	ck_assert_uint_eq(keyring_info(ring, 1).epoch, 1);
	ck_assert(!keyring_info(ring, 0).reversible);
	ck_assert(keyring_info(ring, 1).reversible);
	for (size_t i = 0; i < 2; i++) {
		ck_assert_mem_eq(
		    keyring_bytes(ring, i), keyring_bytes(again, i), KEY_LEN);
		ck_assert_mem_ne(
		    keyring_bytes(ring, i), keyring_bytes(other, i), KEY_LEN);
	}
	ck_assert_mem_ne(
	    keyring_bytes(ring, 0), keyring_bytes(ring, 1), KEY_LEN);
	keyring_close(ring);
	keyring_close(again);
	keyring_close(other);
}
END_TEST

/* BLAKE2b-256 of the message in the header, by another implementation. */
START_TEST(the_bytes)
{
	static const uint8_t known[KEY_LEN] = { 0x27, 0xD8, 0x8F, 0xD5, 0x0A,
		0x58, 0xCB, 0x10, 0x6B, 0xA7, 0x3F, 0xA3, 0x88, 0x2B, 0xF3,
		0x27, 0xC8, 0x7A, 0xF3, 0x6F, 0x70, 0xCA, 0x26, 0xEB, 0xC9,
		0xDD, 0x84, 0xE5, 0x8C, 0x52, 0x5F, 0x1B };
	struct keyring *ring = ring_of("x/y");

	ck_assert_mem_eq(keyring_bytes(ring, 0), known, KEY_LEN);
	keyring_close(ring);
}
END_TEST

START_TEST(a_pair_opens_what_is_sealed_to_it)
{
	struct seal_place place = { slice_text("r"), slice_text("p"),
		slice_text("f") };
	struct value v = { slice_text("text"), VALUE_TEXT };
	struct pair_secret *secret = NULL;
	struct unsealer *unsealer = NULL;
	struct sealer *sealer = NULL;
	struct pair_public public;
	struct err err = { 0 };
	struct buf text, opened;
	struct sealed sealed;
	enum value_kind kind;

	buf_init(&text, 1 << 12);
	buf_init(&opened, 1 << 12);
	ck_assert_int_eq(
	    derived_pair(slice_text("t"), slice_text("r"), &secret, &err), 0);
	pair_public_of(secret, &public);
	ck_assert_int_eq(sealer_new(&public, &sealer, &err), 0);
	seal_value(sealer, &place, &v, &text);
	ck_assert(sealed_parse(buf_slice(&text), &sealed));
	ck_assert_int_eq(unsealer_new(secret, &unsealer, &err), 0);
	ck_assert_int_eq(
	    unseal_value(unsealer, &sealed, place.place, &opened, &kind),
	    UNSEALED);
	ck_assert(slice_is(buf_slice(&opened), "text"));
	buf_release(&text);
	buf_release(&opened);
	unsealer_free(unsealer);
	sealer_free(sealer);
	pair_close_secret(secret);
}
END_TEST

static void
start(void)
{
	struct err err = { 0 };

	ck_assert_int_eq(crypto_start(&err), 0);
}

Suite *derived_suite(void);

Suite *
derived_suite(void)
{
	Suite *s = suite_create("derived");
	TCase *t = tcase_create("keys");

	tcase_add_checked_fixture(t, start, NULL);
	tcase_add_test(t, a_keyring);
	tcase_add_test(t, the_bytes);
	tcase_add_test(t, a_pair_opens_what_is_sealed_to_it);
	suite_add_tcase(s, t);
	return s;
}
