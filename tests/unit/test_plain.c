#include "crypto/plain.h"

#include <check.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/enc.h"
#include "crypto/crypto.h"
#include "vectors.h"

static enum plain_digest
digest_called(const char *name)
{
	enum plain_digest kind = 0;

	while (kind < PLAIN_COUNT && strcmp(plain_names[kind], name) != 0)
		kind++;
	ck_assert_int_lt(kind, PLAIN_COUNT);
	return kind;
}

static void
check_digest(char *const *columns)
{
	uint8_t digest[PLAIN_MAX];
	char shown[ENC_HEX_LEN(PLAIN_MAX) + 1] = "";
	struct slice bytes = { digest, 0 };
	struct buf text;

	buf_init(&text, 4096);
	for (long n = strtol(columns[2], NULL, 10); n > 0; n--)
		buf_add_text(&text, columns[1]);
	bytes.len =
	    plain_digest(digest_called(columns[0]), buf_slice(&text), digest);
	enc_hex(bytes, shown);
	ck_assert_str_eq(shown, columns[3]);
	buf_release(&text);
}

START_TEST(digests_are_the_published_ones)
{
	struct err err = { 0 };

	ck_assert_int_eq(crypto_start(&err), 0);
	vectors_each("tests/vectors/plain.tsv", 4, 120, check_digest);
}
END_TEST

Suite *plain_suite(void);

Suite *
plain_suite(void)
{
	Suite *s = suite_create("plain");
	TCase *t = tcase_create("plain");

	tcase_add_test(t, digests_are_the_published_ones);
	suite_add_tcase(s, t);
	return s;
}
