/*
 * libsodium's primitives, as src/crypto uses them, against their published
 * vectors: what the installed library does is what was specified.
 */
#include <cjson/cJSON.h>
#include <check.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/blake2b.h"
#include "crypto/crypto.h"
#include "vectors.h"

#define WYCHEPROOF                                           \
	"../shared/suites/crypto-wycheproof/testvectors_v1/" \
	"xchacha20_poly1305_test.json"

static void
setup(void)
{
	struct err err = { .code = ERR_NONE };

	ck_assert_int_eq(crypto_start(&err), 0);
}

/* draft-irtf-cfrg-xchacha-03, A.3.1 */
START_TEST(xchacha20_poly1305)
{
	static const char text[] =
	    "Ladies and Gentlemen of the class of '99: If I could offer you "
	    "only one tip for the future, sunscreen would be it.";
	uint8_t key[32], nonce[24], ad[12], expected[114 + 16], out[114 + 16];
	unsigned long long len;

	vectors_hex("808182838485868788898a8b8c8d8e8f"
		    "909192939495969798999a9b9c9d9e9f",
	    key, 32);
	vectors_hex(
	    "404142434445464748494a4b4c4d4e4f5051525354555657", nonce, 24);
	vectors_hex("50515253c0c1c2c3c4c5c6c7", ad, 12);
	vectors_hex("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21"
		    "396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96"
		    "b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc36948"
		    "8f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e"
		    "c0875924c1c7987947deafd8780acf49",
	    expected, sizeof(expected));
	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    out, &len, (const uint8_t *)text, 114, ad, 12, NULL, nonce, key);
	ck_assert_uint_eq(len, sizeof(out));
	ck_assert_mem_eq(out, expected, sizeof(out));
	ck_assert_int_eq(crypto_aead_xchacha20poly1305_ietf_decrypt(out, &len,
			     NULL, out, sizeof(out), ad, 12, nonce, key),
	    0);
	ck_assert_mem_eq(out, text, 114);
	expected[129] ^= 1;
	ck_assert_int_eq(crypto_aead_xchacha20poly1305_ietf_decrypt(out, &len,
			     NULL, expected, sizeof(out), ad, 12, nonce, key),
	    -1);
}
END_TEST

/* RFC 7748, section 6.1 */
START_TEST(x25519)
{
	uint8_t alice[32], bob[32], public[32], expected[32], shared[32];

	vectors_hex("77076d0a7318a57d3c16c17251b26645"
		    "df4c2f87ebc0992ab177fba51db92c2a",
	    alice, 32);
	vectors_hex("5dab087e624a8a4b79e17f8b83800ee6"
		    "6f3bb1292618b6fd1c2f8b27ff88e0eb",
	    bob, 32);
	crypto_scalarmult_base(public, bob);
	vectors_hex("de9edb7d7b7dc1b4d35b61c2ece43537"
		    "3f8343c85b78674dadfc7e146f882b4f",
	    expected, 32);
	ck_assert_mem_eq(public, expected, 32);
	ck_assert_int_eq(crypto_scalarmult(shared, alice, public), 0);
	vectors_hex("4a5d9d5ba4ce2de1728e3bf480350f25"
		    "e07e21c947d19e3376f09b3c1e161742",
	    expected, 32);
	ck_assert_mem_eq(shared, expected, 32);
}
END_TEST

/* RFC 7693, appendix A, and its first block of a key against libsodium. */
START_TEST(blake2b)
{
	uint8_t expected[64], out[64], key[BLAKE2B_KEY_LEN];
	struct blake2b_key k;

	vectors_hex("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdb"
		    "ffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab923"
		    "86edd4009923",
	    expected, 64);
	crypto_generichash(out, 64, (const uint8_t *)"abc", 3, NULL, 0);
	ck_assert_mem_eq(out, expected, 64);
	for (uint8_t i = 0; i < sizeof(key); i++)
		key[i] = i;
	blake2b_key_init(&k, key, 24);
	blake2b_hash(&k, slice_text("abc"), out);
	crypto_generichash(
	    expected, 24, (const uint8_t *)"abc", 3, key, sizeof(key));
	ck_assert_mem_eq(out, expected, 24);
}
END_TEST

/* Wycheproof, Google's collection of cases that implementations got wrong. */

struct bytes {
	uint8_t p[1024];
	size_t len;
};

static struct bytes
member(const cJSON *object, const char *name)
{
	const char *hex =
	    cJSON_GetStringValue(cJSON_GetObjectItem(object, name));
	struct bytes b;

	ck_assert_ptr_nonnull(hex);
	b.len = strlen(hex) / 2;
	ck_assert_uint_le(b.len, sizeof(b.p) - 16);
	vectors_hex(hex, b.p, b.len);
	return b;
}

static void
check_case(const cJSON *test)
{
	struct bytes key = member(test, "key"), iv = member(test, "iv");
	struct bytes ad = member(test, "aad"), message = member(test, "msg");
	struct bytes box = member(test, "ct"), tag = member(test, "tag");
	const char *result =
	    cJSON_GetStringValue(cJSON_GetObjectItem(test, "result"));
	uint8_t out[sizeof(box.p)];
	int opened;

	ck_assert_ptr_nonnull(result);
	memcpy(box.p + box.len, tag.p, tag.len);
	opened = crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
	    box.p, box.len + tag.len, ad.p, ad.len, iv.p, key.p);
	ck_assert_int_eq(opened, strcmp(result, "valid") == 0 ? 0 : -1);
	if (opened == -1)
		return;
	ck_assert_mem_eq(out, message.p, message.len);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    out, NULL, message.p, message.len, ad.p, ad.len, NULL, iv.p, key.p);
	ck_assert_mem_eq(out, box.p, box.len + tag.len);
}

/* Nonces of another length cannot be handed to libsodium at all. */
static unsigned int
check_group(const cJSON *group)
{
	const cJSON *test;
	unsigned int cases = 0;

	if (cJSON_GetNumberValue(cJSON_GetObjectItem(group, "ivSize")) != 192)
		return 0;
	cJSON_ArrayForEach(test, cJSON_GetObjectItem(group, "tests"))
	{
		check_case(test);
		cases++;
	}
	return cases;
}

START_TEST(wycheproof)
{
	struct err err = { .code = ERR_NONE };
	unsigned int cases = 0;
	const cJSON *group;
	struct buf text;
	cJSON *all;

	if (access(WYCHEPROOF, R_OK) == -1) {
		fprintf(stderr, "primitives: no " WYCHEPROOF ", skipped\n");
		return;
	}
	buf_init(&text, (size_t)4 << 20);
	ck_assert_int_eq(
	    file_read(WYCHEPROOF, (size_t)4 << 20, &text, &err), 0);
	all = cJSON_ParseWithLength((const char *)text.p, text.len);
	ck_assert_ptr_nonnull(all);
	cJSON_ArrayForEach(group, cJSON_GetObjectItem(all, "testGroups"))
	    cases += check_group(group);
	ck_assert_uint_ge(cases, 200);
	cJSON_Delete(all);
	buf_release(&text);
}
END_TEST

Suite *primitives_suite(void);

Suite *
primitives_suite(void)
{
	Suite *suite = suite_create("primitives");
	TCase *tc = tcase_create("primitives");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, xchacha20_poly1305);
	tcase_add_test(tc, x25519);
	tcase_add_test(tc, blake2b);
	tcase_add_test(tc, wycheproof);
	suite_add_tcase(suite, tc);
	return suite;
}
