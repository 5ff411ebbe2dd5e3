#include <check.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/enc.h"
#include "crypto/crypto.h"

static void
setup(void)
{
	struct err err = { .code = ERR_NONE };

	ck_assert_int_eq(crypto_start(&err), 0);
}

START_TEST(starts_more_than_once)
{
	struct err err = { .code = ERR_NONE };

	ck_assert_int_eq(crypto_start(&err), 0);
	ck_assert_int_eq(err.code, ERR_NONE);
}
END_TEST

START_TEST(random_bytes_differ)
{
	uint8_t a[64] = { 0 }, b[64] = { 0 };

	crypto_random(a, sizeof(a));
	crypto_random(b, sizeof(b));
	ck_assert_mem_ne(a, b, sizeof(a));
}
END_TEST

START_TEST(wipes)
{
	uint8_t bytes[] = { 1, 2, 3, 4 };

	crypto_wipe(bytes + 1, 2);
	ck_assert_mem_eq(bytes, ((uint8_t[]){ 1, 0, 0, 4 }), 4);
}
END_TEST

START_TEST(compares)
{
	ck_assert(crypto_equal("abcd", "abcd", 4));
	ck_assert(crypto_equal("abcd", "abcx", 3));
	ck_assert(!crypto_equal("abcd", "abcx", 4));
	ck_assert(!crypto_equal("abcd", "xbcd", 4));
	ck_assert(crypto_equal("a", "b", 0));
}
END_TEST

START_TEST(digests)
{
	static const struct {
		const char *in, *hex;
	} cases[] = {
		{ "", "0e5751c026e543b2e8ab2eb06099daa1"
		      "d1e5df47778f7787faab45cdf12fe3a8" },
		{ "abc", "bddd813c634239723171ef3fee98579b"
			 "94964e3bb1cb3e427262c8c068d52319" },
	};
	uint8_t digest[CRYPTO_DIGEST_LEN];
	char hex[2 * CRYPTO_DIGEST_LEN + 1] = { 0 };

	crypto_digest(slice_text(cases[_i].in), digest);
	enc_hex((struct slice){ digest, sizeof(digest) }, hex);
	ck_assert_str_eq(hex, cases[_i].hex);
}
END_TEST

/* In a child that ends at once: nothing of it may reach other tests. */
START_TEST(guards_the_process)
{
	pid_t child = fork();
	int status;

	ck_assert_int_ne(child, -1);
	if (child == 0) {
		struct err err = { .code = ERR_NONE };
		struct rlimit core = { 1, 1 };

		if (crypto_guard_process(&err) == -1 ||
		    getrlimit(RLIMIT_CORE, &core) == -1)
			_exit(1);
		_exit(core.rlim_cur != 0 || core.rlim_max != 0 ||
		      prctl(PR_GET_DUMPABLE) != 0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

Suite *crypto_suite(void);

Suite *
crypto_suite(void)
{
	Suite *suite = suite_create("crypto");
	TCase *tc = tcase_create("crypto");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, starts_more_than_once);
	tcase_add_test(tc, random_bytes_differ);
	tcase_add_test(tc, wipes);
	tcase_add_test(tc, compares);
	tcase_add_loop_test(tc, digests, 0, 2);
	tcase_add_test(tc, guards_the_process);
	suite_add_tcase(suite, tc);
	return suite;
}
