/* The public interface, as a program that embeds the library has it. */
#include "tamis.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "folder.h"
#include "harness.h"

#define TODAY "2021-11-03"
#define NOW   "2021-11-03T14:05:06Z"

static struct tamis_error err;
static char ring[256], secret[256], receipts[256];

static void
name(char out[static 256], const char *file)
{
	snprintf(out, 256, "%s", folder_file(file));
}

static void
setup(void)
{
	ck_assert_int_eq(tamis_init(&err), 0);
	folder_make();
	name(ring, "ring");
	name(secret, "secret");
	name(receipts, "receipts");
}

static void
check_refused(int result, enum tamis_code code, const char *why)
{
	ck_assert_int_eq(result, -1);
	ck_assert_int_eq(err.code, code);
	ck_assert_msg(strstr(err.text, why) != NULL, "%s", err.text);
}

/*
 * Receipts.
 */

static struct tamis_policy *
load_policy(void)
{
	struct buf text = harness_policy(
	    "\"a\":{\"do\":\"keep\",\"oneOf\":[\"x\"],\"because\":\"x\"}");
	struct tamis_policy *policy;

	folder_write("policy.jsonc", slice_text((const char *)text.p), 0600);
	ck_assert_msg(tamis_policy_load(&policy, folder_file("policy.jsonc"),
			  NULL, NULL, &err) == 0,
	    "%s", err.text);
	buf_release(&text);
	return policy;
}

static struct tamis_receipt *
open_receipt(void)
{
	const struct tamis_secret_source source = { .path = secret };
	struct tamis_receipt *receipt;

	ck_assert_msg(
	    tamis_receipt_open(&receipt, receipts, &source, NULL, &err) == 0,
	    "%s", err.text);
	return receipt;
}

/* Filters a record; *written is what came of it. */
static int
filter_one(const struct tamis_policy *policy, struct tamis_receipt *receipt,
    struct buf *written)
{
	struct tamis_input input = {
		harness_file(slice_text("{\"a\":\"x\"}\n")), "input"
	};
	struct tamis_job job = {
		.policy = policy,
		.format = "json",
		.inputs = &input,
		.input_count = 1,
		.out = harness_file(slice_text("")),
		.quarantine = -1,
		.receipt = receipt,
	};
	struct tamis_counts counts;
	int result = tamis_run(&job, &counts, &err);

	*written = harness_content(job.out);
	close(input.fd);
	return result;
}

static void
check_receipts(uint64_t lines)
{
	char signer[sizeof(secret) + 4];
	const struct tamis_verification files = { .receipts = receipts,
		.signer = signer };
	struct tamis_verified verified;

	snprintf(signer, sizeof(signer), "%s.pub", secret);
	ck_assert_int_eq(tamis_verify(&files, &verified, &err), 0);
	ck_assert_uint_eq(verified.lines, lines);
	ck_assert_uint_eq(verified.faults, 0);
}

START_TEST(a_receipt_is_of_one_run)
{
	struct tamis_policy *policy = load_policy();
	struct tamis_receipt *receipt;
	struct buf written;

	ck_assert_int_eq(
	    tamis_pair_create(secret, TAMIS_PAIR_SIGN, NULL, &err), 0);
	receipt = open_receipt();
	check_refused(tamis_receipt_write(receipt, NOW, "none", &err),
	    TAMIS_EUSAGE, "nothing");
	ck_assert_int_eq(filter_one(policy, receipt, &written), 0);
	ck_assert_uint_gt(written.len, 0);
	buf_release(&written);
	check_refused(
	    filter_one(policy, receipt, &written), TAMIS_EUSAGE, "another run");
	ck_assert_uint_eq(written.len, 0);
	buf_release(&written);
	check_refused(tamis_receipt_write(receipt, NOW, "\xFF", &err),
	    TAMIS_EUSAGE, "UTF-8");
	ck_assert_int_eq(tamis_receipt_write(receipt, NOW, "none", &err), 0);
	check_refused(tamis_receipt_write(receipt, NOW, "none", &err),
	    TAMIS_EUSAGE, "already");
	check_refused(
	    filter_one(policy, receipt, &written), TAMIS_EUSAGE, "another run");
	buf_release(&written);
	tamis_receipt_close(receipt);
	check_receipts(1);
	tamis_policy_free(policy);
}
END_TEST

/*
 * Measurements.
 */

static int
measure(struct tamis_risk *risk)
{
	struct tamis_input input = {
		harness_file(slice_text("{\"a\":\"x\"}\n")), "input"
	};
	const struct tamis_reading reading = { .inputs = &input,
		.input_count = 1 };
	int result = tamis_risk_read(risk, &reading, &err);

	close(input.fd);
	return result;
}

/* As many people again as there are would hide everybody. */
START_TEST(records_are_measured_once)
{
	const char *quasi[] = { "a" };
	const struct tamis_measuring measuring = {
		.format = "json", .quasi = quasi, .quasi_count = 1, .k = 2
	};
	struct tamis_risk_report report;
	struct tamis_risk *risk;

	ck_assert_int_eq(tamis_risk_new(&risk, &measuring, &err), 0);
	ck_assert_int_eq(measure(risk), 0);
	check_refused(measure(risk), TAMIS_EUSAGE, "has its records");
	ck_assert_int_eq(tamis_risk_report(risk, &report, &err), 0);
	ck_assert_uint_eq(report.records, 1);
	tamis_risk_free(risk);
}
END_TEST

/* What tamis_policy_format() returns when it fails. */
START_TEST(no_format_is_refused)
{
	struct tamis_policy *policy = load_policy();
	const struct tamis_exercising exercising = { .policy = policy };
	const struct tamis_generation generation = { .kind = "sidep-antigen" };
	struct tamis_exercise *exercise;

	check_refused(tamis_exercise_new(&exercise, &exercising, &err),
	    TAMIS_EUSAGE, "format");
	check_refused(
	    tamis_generate(&generation, -1, &err), TAMIS_EUSAGE, "format");
	tamis_policy_free(policy);
}
END_TEST

/*
 * Passphrases.
 */

/* Says that it is longer than there is room for. */
static int
say_too_much(void *ctx, uint8_t *out, size_t room, size_t *len,
    struct tamis_error *error)
{
	(void)ctx;
	(void)error;
	memset(out, 'x', room);
	*len = room + 1;
	return 0;
}

START_TEST(a_passphrase_has_no_more_than_room)
{
	const struct tamis_passphrase long_one = { say_too_much, NULL };
	const char *names[] = { "test" };
	const struct tamis_new_keys keys = { names, 1, false, TODAY };

	check_refused(tamis_keyring_create(ring, &keys, &long_one, &err),
	    TAMIS_EKEY, "too long");
	ck_assert_int_eq(access(ring, F_OK), -1);
}
END_TEST

/* Fails, and says why only if there is something to say. */
static int
say_no(void *ctx, uint8_t *out, size_t room, size_t *len,
    struct tamis_error *error)
{
	(void)out;
	(void)room;
	(void)len;
	if (ctx != NULL)
		*error = (struct tamis_error){ TAMIS_ESTOPPED, "not today" };
	return -1;
}

START_TEST(who_gives_no_passphrase_says_why)
{
	struct tamis_passphrase no = { say_no, &no };
	const char *names[] = { "test" };
	const struct tamis_new_keys keys = { names, 1, false, TODAY };

	check_refused(tamis_keyring_create(ring, &keys, &no, &err), TAMIS_EKEY,
	    "not today");
	no.ctx = NULL;
	check_refused(
	    tamis_keyring_create(ring, &keys, &no, &err), TAMIS_EKEY, "");
	ck_assert_str_eq(err.text, "");
	ck_assert_int_eq(access(ring, F_OK), -1);
}
END_TEST

Suite *library_suite(void);

Suite *
library_suite(void)
{
	Suite *s = suite_create("library");
	TCase *t = tcase_create("library");

	tcase_add_checked_fixture(t, setup, folder_remove);
	tcase_add_test(t, a_receipt_is_of_one_run);
	tcase_add_test(t, records_are_measured_once);
	tcase_add_test(t, no_format_is_refused);
	tcase_add_test(t, a_passphrase_has_no_more_than_room);
	tcase_add_test(t, who_gives_no_passphrase_says_why);
	suite_add_tcase(s, t);
	return s;
}
