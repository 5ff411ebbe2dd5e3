#include <check.h>

#include "crypto/crypto.h"
#include "crypto/keytext.h"
#include "crypto/token.h"
#include "folder.h"
#include "rings.h"
#include "vectors.h"

#define VECTORS "tests/vectors/token.tsv"
#define A       "e59f4c35ac01907e0062735c390de3c30bd30e54df41e474f15608e2e83a714b"

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
	tcase_add_test(tc, refuses_keys_of_another_sort_or_revoked);
	tcase_add_test(tc, frees_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
