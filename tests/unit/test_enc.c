#include <check.h>

#include "base/enc.h"

/* RFC 4648, section 10, in our dress: lower case, no padding. */
static const struct {
	const char *bytes, *base32, *base64, *hex;
} vectors[] = {
	{ "", "", "", "" },
	{ "f", "my", "Zg", "66" },
	{ "fo", "mzxq", "Zm8", "666f" },
	{ "foo", "mzxw6", "Zm9v", "666f6f" },
	{ "foob", "mzxw6yq", "Zm9vYg", "666f6f62" },
	{ "fooba", "mzxw6ytb", "Zm9vYmE", "666f6f6261" },
	{ "foobar", "mzxw6ytboi", "Zm9vYmFy", "666f6f626172" },
	{ "\xFB\xFF\xBF", "7p736", "-_-_", "fbffbf" },
};

START_TEST(writes_and_reads_vectors)
{
	struct slice in = slice_text(vectors[_i].bytes);
	uint8_t back[16];
	char out[32] = { 0 };

	enc_base32(in, out);
	ck_assert_str_eq(out, vectors[_i].base32);
	ck_assert_uint_eq(strlen(out), ENC_BASE32_LEN(in.len));
	ck_assert(enc_from_base32(slice_text(out), back, in.len));
	ck_assert_mem_eq(back, in.p, in.len);

	memset(out, 0, sizeof(out));
	enc_base64url(in, out);
	ck_assert_str_eq(out, vectors[_i].base64);
	ck_assert_uint_eq(strlen(out), ENC_BASE64_LEN(in.len));
	ck_assert(enc_from_base64url(slice_text(out), back, in.len));
	ck_assert_mem_eq(back, in.p, in.len);

	memset(out, 0, sizeof(out));
	enc_hex(in, out);
	ck_assert_str_eq(out, vectors[_i].hex);
	ck_assert_uint_eq(strlen(out), ENC_HEX_LEN(in.len));
	ck_assert(enc_from_hex(slice_text(out), back, in.len));
	ck_assert_mem_eq(back, in.p, in.len);
}
END_TEST

/* Bytes at the end of the room for their text become it in place. */
START_TEST(base64url_is_written_in_place)
{
	char room[ENC_BASE64_LEN(100)], expected[ENC_BASE64_LEN(100)];
	uint8_t bytes[100];

	for (unsigned int i = 0; i < 100; i++)
		bytes[i] = (uint8_t)(i * 167 + 13);
	for (size_t n = 0; n <= 100; n++) {
		size_t len = ENC_BASE64_LEN(n);

		memcpy(room + len - n, bytes, n);
		enc_base64url((struct slice){ bytes, n }, expected);
		enc_base64url(
		    (struct slice){ (const uint8_t *)room + len - n, n }, room);
		ck_assert_mem_eq(room, expected, len);
	}
}
END_TEST

START_TEST(knows_the_characters_of_base64url)
{
	static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
				  "qrstuvwxyz0123456789-_";

	ck_assert(enc_is_base64url(slice_text(all)));
	ck_assert(enc_is_base64url((struct slice){ NULL, 0 }));
	for (unsigned int c = 0; c < 256; c++) {
		uint8_t byte = (uint8_t)c;

		ck_assert_int_eq(enc_is_base64url((struct slice){ &byte, 1 }),
		    c != 0 && strchr(all, (int)c) != NULL);
	}
}
END_TEST

START_TEST(all_bytes_come_back)
{
	uint8_t bytes[256], back[256];
	char text[ENC_BASE32_LEN(256)];

	for (unsigned int i = 0; i < 256; i++)
		bytes[i] = (uint8_t)(i * 167 + 13);
	for (size_t n = 0; n <= 256; n++) {
		struct slice in = { bytes, n };
		struct slice out = { (const uint8_t *)text, ENC_BASE32_LEN(n) };

		enc_base32(in, text);
		ck_assert(enc_from_base32(out, back, n));
		ck_assert_mem_eq(back, bytes, n);
		enc_base64url(in, text);
		out.len = ENC_BASE64_LEN(n);
		ck_assert(enc_from_base64url(out, back, n));
		ck_assert_mem_eq(back, bytes, n);
	}
}
END_TEST

/* Of the 256 bytes, exactly the alphabet is read. */
START_TEST(each_alphabet_is_closed)
{
	static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";
	static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"
				     "opqrstuvwxyz0123456789-_";
	static const char hex[] = "0123456789abcdef";
	uint8_t out[5];

	for (unsigned int c = 0; c < 256; c++) {
		uint8_t text[] = { 'a', 'a', 'a', 'a', 'a', 'a', 'a',
			(uint8_t)c };

		ck_assert_int_eq(
		    enc_from_base32((struct slice){ text, 8 }, out, 5),
		    c != 0 && strchr(base32, (int)c) != NULL);
		ck_assert_int_eq(
		    enc_from_base64url((struct slice){ text + 4, 4 }, out, 3),
		    c != 0 && strchr(base64, (int)c) != NULL);
		ck_assert_int_eq(
		    enc_from_hex((struct slice){ text + 6, 2 }, out, 1),
		    c != 0 && strchr(hex, (int)c) != NULL);
	}
}
END_TEST

static const struct {
	const char *text;
	size_t n;
	bool base32;
} bad[] = {
	/* Wrong lengths. */
	{ "m", 0, true },
	{ "m", 1, true },
	{ "mya", 1, true },
	{ "my", 2, true },
	{ "mzxw6", 2, true },
	{ "Z", 1, false },
	{ "Zg", 2, false },
	{ "Zm9", 1, false },
	{ "Zm9vY", 3, false },
	/* Bits beyond the last byte. */
	{ "mz", 1, true },
	{ "mzxr", 2, true },
	{ "Zh", 1, false },
	{ "Zm9", 2, false },
	/* Padding, blanks, another case or alphabet. */
	{ "my======", 1, true },
	{ "MY", 1, true },
	{ "m ", 1, true },
	{ "m1", 1, true },
	{ "Zg==", 1, false },
	{ "Z\n", 1, false },
	{ "++++", 3, false },
	{ "////", 3, false },
};
#define BAD (int)(sizeof(bad) / sizeof(*bad))

START_TEST(refuses_half_a_byte)
{
	uint8_t out[2];

	ck_assert(!enc_from_hex(slice_text("6"), out, 1));
	ck_assert(!enc_from_hex(slice_text("666"), out, 1));
	ck_assert(!enc_from_hex(slice_text("66"), out, 2));
}
END_TEST

START_TEST(refuses_other_spellings)
{
	struct slice text = slice_text(bad[_i].text);
	uint8_t out[8];

	if (bad[_i].base32)
		ck_assert(!enc_from_base32(text, out, bad[_i].n));
	else
		ck_assert(!enc_from_base64url(text, out, bad[_i].n));
}
END_TEST

static const struct {
	const char *text, *bytes; /* NULL: none */
} opened[] = {
	{ "", "" },
	{ "Zg==", "f" },
	{ "Zg", "f" },
	{ "Zm9vYmE=", "fooba" },
	{ "Zm9vYmFyZm9vYmFy\r\nZm9v\n", "foobarfoobarfoo" },
	{ "Zm9vYmFyZm9vYmFy Zm9v", "foobarfoobarfoo" },
	{ "Zm9v YmFy", NULL },
	{ "w7/Dv8O+", "\xC3\xBF\xC3\xBF\xC3\xBE" },
	{ "w7_Dv8O-", "\xC3\xBF\xC3\xBF\xC3\xBE" },
	{ "Zm9v.", NULL },
	{ "Zm=9v", NULL },
	{ "f\xC3\xB4o", NULL },
};

START_TEST(base64_of_any_sort_is_opened)
{
	struct buf out;
	bool good;

	buf_init(&out, 100);
	good = enc_open_base64(slice_text(opened[_i].text), &out);
	ck_assert_int_eq(good, opened[_i].bytes != NULL);
	ck_assert(!good || slice_is(buf_slice(&out), opened[_i].bytes));
	buf_release(&out);
}
END_TEST

START_TEST(base64_that_has_no_room_is_not_opened)
{
	struct buf out;

	buf_init(&out, 4);
	ck_assert(!enc_open_base64(slice_text("Zm9vYmFy"), &out));
	ck_assert(out.failed);
	buf_release(&out);
}
END_TEST

Suite *enc_suite(void);

Suite *
enc_suite(void)
{
	Suite *suite = suite_create("enc");
	TCase *tc = tcase_create("enc");

	tcase_add_loop_test(tc, writes_and_reads_vectors, 0, 8);
	tcase_add_test(tc, base64url_is_written_in_place);
	tcase_add_test(tc, knows_the_characters_of_base64url);
	tcase_add_test(tc, all_bytes_come_back);
	tcase_add_test(tc, each_alphabet_is_closed);
	tcase_add_loop_test(tc, refuses_other_spellings, 0, BAD);
	tcase_add_test(tc, refuses_half_a_byte);
	tcase_add_loop_test(tc, base64_of_any_sort_is_opened, 0,
	    sizeof(opened) / sizeof(opened[0]));
	tcase_add_test(tc, base64_that_has_no_room_is_not_opened);
	suite_add_tcase(suite, tc);
	return suite;
}
