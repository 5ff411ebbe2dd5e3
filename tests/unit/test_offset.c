#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "crypto/crypto.h"
#include "crypto/offset.h"
#include "folder.h"
#include "rings.h"
#include "vectors.h"

#define VECTORS "tests/vectors/offset.tsv"
#define A       "e59f4c35ac01907e0062735c390de3c30bd30e54df41e474f15608e2e83a714b"

enum column {
	KEY,
	EPOCH,
	ENTITY,
	LABEL,
	NORMALIZATION,
	NORMALIZED,
	MOST,
	DAYS,
	COLUMNS,
};

static struct err err;
static struct token_domain domain;

static void
setup(void)
{
	err = (struct err){ .code = ERR_NONE };
	domain = (struct token_domain){ slice_text("patient"),
		slice_text("identity"), slice_text("nir") };
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
}

static void
teardown(void)
{
	folder_remove();
}

static struct offset_maker *
maker_of(const struct keyring *ring)
{
	struct offset_maker *maker = NULL;

	ck_assert_msg(offset_maker_new(ring, 0, &domain, &maker, &err) == 0,
	    "%s", err.text);
	return maker;
}

static void
check_vector(char *const *columns)
{
	struct keyring *ring =
	    rings_with("key", "relay", columns[EPOCH], columns[KEY]);
	struct offset_maker *maker;

	domain = (struct token_domain){ slice_text(columns[ENTITY]),
		slice_text(columns[LABEL]),
		slice_text(columns[NORMALIZATION]) };
	maker = maker_of(ring);
	ck_assert_int_eq(offset_days(maker, slice_text(columns[NORMALIZED]),
			     (uint32_t)strtoul(columns[MOST], NULL, 10)),
	    strtol(columns[DAYS], NULL, 10));
	offset_maker_free(maker);
	keyring_close(ring);
}

START_TEST(agrees_with_the_vectors)
{
	vectors_each(VECTORS, COLUMNS, 28, check_vector);
}
END_TEST

/* All days but 0, each about as often: 40,000 values, 200 for each of 20. */
START_TEST(every_day_but_none_is_as_likely)
{
	struct keyring *ring = rings_with("key", "relay", "1", A);
	struct offset_maker *maker = maker_of(ring);
	int seen[21] = { 0 };

	for (int i = 0; i < 40000; i++) {
		char value[20];
		int32_t days;

		snprintf(value, sizeof(value), "%d", i);
		days = offset_days(maker, slice_text(value), 10);
		ck_assert_int_ge(days, -10);
		ck_assert_int_le(days, 10);
		seen[days + 10]++;
	}
	for (int i = 0; i < 21; i++) {
		if (i == 10) {
			ck_assert_int_eq(seen[i], 0);
			continue;
		}
		ck_assert_int_gt(seen[i], 1750);
		ck_assert_int_lt(seen[i], 2250);
	}
	offset_maker_free(maker);
	keyring_close(ring);
}
END_TEST

START_TEST(stays_within_the_extremes)
{
	struct keyring *ring = rings_with("key", "relay", "1", A);
	struct offset_maker *maker = maker_of(ring);

	for (int i = 0; i < 1000; i++) {
		char value[20];
		int32_t days;

		snprintf(value, sizeof(value), "%d", i);
		days = offset_days(maker, slice_text(value), 1);
		ck_assert(days == -1 || days == 1);
		days = offset_days(maker, slice_text(value), 1u << 23);
		ck_assert(days != 0 && days >= -(1 << 23) && days <= 1 << 23);
	}
	offset_maker_free(maker);
	keyring_close(ring);
}
END_TEST

START_TEST(refuses_a_reversible_key)
{
	struct keyring *ring = rings_with("reversible", "relay", "1", A);
	struct offset_maker *maker = NULL;

	ck_assert_int_eq(offset_maker_new(ring, 0, &domain, &maker, &err), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_ptr_null(maker);
	keyring_close(ring);
}
END_TEST

START_TEST(frees_nothing)
{
	offset_maker_free(NULL);
}
END_TEST

Suite *offset_suite(void);

Suite *
offset_suite(void)
{
	Suite *suite = suite_create("offset");
	TCase *tc = tcase_create("offset");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, agrees_with_the_vectors);
	tcase_add_test(tc, every_day_but_none_is_as_likely);
	tcase_add_test(tc, stays_within_the_extremes);
	tcase_add_test(tc, refuses_a_reversible_key);
	tcase_add_test(tc, frees_nothing);
	suite_add_tcase(suite, tc);
	return suite;
}
