/* Bindings: which keys a program works with, and what it cannot do without. */
#include <check.h>

#include "crypto/crypto.h"
#include "engine/binding.h"
#include "folder.h"
#include "policies.h"

/* One-way, reversible; the third epoch of `k` is revoked. */
static const char ring_text[] =
    "tamis-keyring 1\n"
    "key k 1 old 2021-11-03 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"
    "key k 2 active 2021-11-04 AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA\n"
    "key k 3 revoked 2021-11-05 AgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICE\n"
    "reversible r 1 active 2021-11-03 "
    "AwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISI\n"
    "end 4\n";

#define DOMAINS                                                           \
	"`domains`: { `one`: { `entity`: `person`, `key`: `k` },\n"       \
	"`two`: { `entity`: `person`, `key`: `k` },\n"                    \
	"`back`: { `entity`: `person`, `key`: `r`, `reversible`: true }," \
	"`idle`: { `entity`: `person`, `key`: `missing` },\n"             \
	"`wrong`: { `entity`: `person`, `key`: `r2` } },\n"               \
	"`recipients`: { `to`: { `name`: `n`, `key`: `to.pub` },\n"       \
	"`idle`: { `name`: `n`, `key`: `none` } }"
#define TOKENIZE(as) "{ `do`: `tokenize`, `as`: `" as "`, " BECAUSE " }"
#define SHIFT(as)                                                  \
	"{ `do`: `shift`, `as`: `" as "`, `per`: `p`, `maxDays`: " \
	"30, " BECAUSE " }"
#define SEAL(to) "{ `do`: `seal`, `to`: `" to "`, " BECAUSE " }"

static struct keyring *ring;
static struct binding_keys keys;
static struct program *program;
static struct binding *binding;
static struct err err;

static void
setup(void)
{
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	folder_write("ring", slice_text(ring_text), 0600);
	ck_assert_msg(keyring_open(folder_file("ring"), &ring, &err) == 0, "%s",
	    err.text);
	keys = (struct binding_keys){ .ring = ring };
	ck_assert_int_eq(
	    pair_create(folder_file("to"), PAIR_SEAL, NULL, &err), 0);
}

static void
teardown(void)
{
	binding_free(binding);
	program_free(program);
	keyring_close(ring);
	folder_remove();
}

/* Binds a policy of these fields; 0 or -1. */
static int
bind(const char *written)
{
	struct buf text = policies_text(written);

	folder_write("p", buf_slice(&text), 0600);
	buf_release(&text);
	binding_free(binding);
	program_free(program);
	binding = NULL;
	program = NULL;
	err = (struct err){ 0 };
	ck_assert_msg(
	    policy_load(folder_file("p"), NULL, NULL, &program, &err) == 0,
	    "%s", err.text);
	return binding_new(program, &keys, &binding, &err);
}

START_TEST(what_no_rule_uses_is_not_bound)
{
	ck_assert_int_eq(
	    bind(POLICY_WITH(DOMAINS, "`a`: " TOKENIZE("two"))), 0);
	ck_assert(binding_needs_keys(program));
	ck_assert_ptr_null(binding->domains[0].maker);
	ck_assert_ptr_nonnull(binding->domains[1].maker);
	ck_assert_ptr_null(binding->domains[1].offsets);
	ck_assert_ptr_null(binding->domains[2].reversible);
	ck_assert_ptr_null(binding->recipients[0].sealer);
	ck_assert_uint_eq(binding->used_count, 1);
}
END_TEST

START_TEST(each_rule_has_what_it_needs)
{
	ck_assert_int_eq(
	    bind(POLICY_WITH(DOMAINS,
		"`a`: " TOKENIZE("one") ", `b`: " TOKENIZE(
		    "back") ", `c`: " SHIFT("two") ", `d`: " SEAL("to"))),
	    0);
	ck_assert_ptr_nonnull(binding->domains[0].maker);
	ck_assert_ptr_nonnull(binding->domains[1].offsets);
	ck_assert_ptr_null(binding->domains[1].maker);
	ck_assert_ptr_nonnull(binding->domains[2].reversible);
	ck_assert_ptr_null(binding->domains[2].maker);
	ck_assert_ptr_nonnull(binding->recipients[0].sealer);
	ck_assert_ptr_null(binding->recipients[1].sealer);
	ck_assert(slice_is(binding->recipients[0].name, "to"));
	ck_assert(slice_is(binding->recipients[0].policy, "p"));

	ck_assert_uint_eq(binding->used_count, 2);
	ck_assert(slice_is(binding->used[0].name, "k"));
	ck_assert_uint_eq(binding->used[0].epoch, 2);
	ck_assert(slice_is(binding->used[1].name, "r"));
}
END_TEST

START_TEST(sealing_needs_no_keyring)
{
	keys.ring = NULL;
	ck_assert_int_eq(bind(POLICY_WITH(DOMAINS, "`a`: " SEAL("to"))), 0);
	ck_assert(!binding_needs_keys(program));
	ck_assert_int_eq(bind(POLICY_WITH(DOMAINS, "`a`: " SHIFT("one"))), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert(binding_needs_keys(program));
}
END_TEST

START_TEST(what_cannot_be_bound)
{
	ck_assert_int_eq(
	    bind(POLICY_WITH(DOMAINS, "`a`: " TOKENIZE("idle"))), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_int_eq(bind(POLICY_WITH(DOMAINS, "`a`: " SEAL("idle"))), -1);
	ck_assert_int_eq(err.code, ERR_POLICY);
	ck_assert_ptr_nonnull(strstr(err.text, "idle"));
	/* A one-way domain with a key of the other sort. */
	ck_assert_int_eq(
	    bind(POLICY_WITH("`domains`: { `d`: { `entity`: `person`,\n"
			     "`key`: `r` } }",
		"`a`: " TOKENIZE("d"))),
	    -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	ck_assert_int_eq(
	    bind(POLICY_WITH("`domains`: { `d`: { `entity`: `person`,\n"
			     "`key`: `k`, `reversible`: true } }",
		"`a`: " TOKENIZE("d"))),
	    -1);
	ck_assert_int_eq(err.code, ERR_KEY);
}
END_TEST

START_TEST(pins_choose_epochs)
{
	struct key_epoch pins[2] = { { slice_text("k"), 1 } };
	static const char policy[] =
	    POLICY_WITH(DOMAINS, "`a`: " TOKENIZE("one"));

	keys.pins = pins;
	keys.pin_count = 1;
	ck_assert_int_eq(bind(policy), 0);
	ck_assert_uint_eq(binding->used[0].epoch, 1);
	pins[0].epoch = 3;
	ck_assert_int_eq(bind(policy), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	pins[0].epoch = 4;
	ck_assert_int_eq(bind(policy), -1);
	ck_assert_int_eq(err.code, ERR_KEY);
	pins[0].epoch = 2;
	pins[1] = (struct key_epoch){ slice_text("r"), 1 };
	keys.pin_count = 2;
	ck_assert_int_eq(bind(policy), -1);
	ck_assert_int_eq(err.code, ERR_USAGE);
	pins[1] = pins[0];
	ck_assert_int_eq(bind(policy), -1);
	ck_assert_int_eq(err.code, ERR_USAGE);
}
END_TEST

Suite *binding_suite(void);

Suite *
binding_suite(void)
{
	Suite *suite = suite_create("binding");
	TCase *tcase = tcase_create("binding");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, what_no_rule_uses_is_not_bound);
	tcase_add_test(tcase, each_rule_has_what_it_needs);
	tcase_add_test(tcase, sealing_needs_no_keyring);
	tcase_add_test(tcase, what_cannot_be_bound);
	tcase_add_test(tcase, pins_choose_epochs);
	suite_add_tcase(suite, tcase);
	return suite;
}
