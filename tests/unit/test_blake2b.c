#include <check.h>
#include <sodium.h>

#include "crypto/blake2b.h"

/* libsodium's is the reference: every length around the block's, each way. */
START_TEST(agrees_with_libsodium)
{
	uint8_t key[BLAKE2B_KEY_LEN], message[400], want[64], found[64];
	struct blake2b_key k;
	size_t hash_len = (size_t)_i;

	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)(i * 7 + hash_len);
	for (size_t i = 0; i < sizeof(message); i++)
		message[i] = (uint8_t)(i * 31 + 5);
	blake2b_key_init(&k, key, hash_len);
	for (size_t len = 0; len <= sizeof(message); len++) {
		crypto_generichash_blake2b(
		    want, hash_len, message, len, key, sizeof(key));
		for (enum cpu cpu = CPU_ANY; cpu <= cpu_best(); cpu++) {
			blake2b_hash_as(
			    cpu, &k, (struct slice){ message, len }, found);
			ck_assert_msg(memcmp(want, found, hash_len) == 0,
			    "%zu bytes to %zu by %d", len, hash_len, (int)cpu);
		}
	}
}
END_TEST

/* Key 00 01 ... 1f, message "tamis": computed with Python's hashlib. */
START_TEST(vector)
{
	static const uint8_t want[16] = { 0xea, 0xf4, 0x2d, 0x8a, 0xce, 0x79,
		0x11, 0x29, 0x25, 0xf7, 0xb1, 0x2c, 0xff, 0x51, 0x10, 0x4f };
	uint8_t key[BLAKE2B_KEY_LEN], found[16];
	struct blake2b_key k;

	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)i;
	blake2b_key_init(&k, key, sizeof(found));
	blake2b_hash(&k, slice_text("tamis"), found);
	ck_assert_mem_eq(found, want, sizeof(want));
}
END_TEST

Suite *blake2b_suite(void);

Suite *
blake2b_suite(void)
{
	Suite *s = suite_create("blake2b");
	TCase *t = tcase_create("blake2b");

	tcase_add_loop_test(t, agrees_with_libsodium, 1, 65);
	tcase_add_test(t, vector);
	suite_add_tcase(s, t);
	return s;
}
