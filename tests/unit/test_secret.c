#include <check.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "crypto/secret.h"

static struct err err;

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	ck_assert_int_eq(crypto_start(&err), 0);
}

START_TEST(a_buffer_never_leaves_its_memory)
{
	struct buf b;
	const uint8_t *before;

	ck_assert_int_eq(secret_buf_init(&b, 100, &err), 0);
	before = b.p;
	for (int i = 0; i < 100; i++)
		buf_add_byte(&b, 'x');
	ck_assert(!b.failed);
	ck_assert_ptr_eq(b.p, before);
	buf_add_byte(&b, 'x');
	ck_assert(b.failed);
	ck_assert_ptr_eq(b.p, before);
	ck_assert_uint_eq(b.len, 100);
	secret_buf_free(&b);
	ck_assert_ptr_null(b.p);
}
END_TEST

START_TEST(a_buffer_of_nothing)
{
	struct buf b;

	ck_assert_int_eq(secret_buf_init(&b, 0, &err), 0);
	buf_add(&b, "", 0);
	ck_assert(!b.failed);
	buf_add_byte(&b, 'x');
	ck_assert(b.failed);
	secret_buf_free(&b);
}
END_TEST

/* How a child ends that reads the byte. */
static int
end_of_reader(const volatile uint8_t *byte)
{
	const struct rlimit none = { 0, 0 };
	int status;
	pid_t child = fork();

	ck_assert_int_ne(child, -1);
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &none);
		signal(SIGSEGV, SIG_DFL);
		_exit(*byte == 7 ? 7 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return status;
}

START_TEST(no_child_inherits_what_stays)
{
	uint8_t *secret = secret_new(32, &err);
	int status;

	ck_assert_ptr_nonnull(secret);
	secret[0] = 7;
	status = end_of_reader(secret);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	ck_assert_int_eq(secret_stay(secret, 32, &err), 0);
	status = end_of_reader(secret);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGSEGV);
	ck_assert_uint_eq(secret[0], 7);
	secret_free(secret);
}
END_TEST

START_TEST(frees_nothing)
{
	secret_free(NULL);
}
END_TEST

Suite *secret_suite(void);

Suite *
secret_suite(void)
{
	Suite *suite = suite_create("secret");
	TCase *tc = tcase_create("secret");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, a_buffer_never_leaves_its_memory);
	tcase_add_test(tc, a_buffer_of_nothing);
	tcase_add_test(tc, no_child_inherits_what_stays);
	tcase_add_test(tc, frees_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
