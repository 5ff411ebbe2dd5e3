/* Which values of records an audit is told. */
#include "study/audit/protected.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "harness.h"
#include "policies.h"

#define HEAD                                                                                               \
	POLICY_HEAD                                                                                        \
	"`domains`: { `d`: { `entity`: `person`, `key`: `test` },\n"                                       \
	"`traits`: { `entity`: `person`, `key`: `test`, `normalize`: `identity-u15` } },\n"                \
	"`recipients`: { `r`: { `name`: `n`, `key`: `none.pub` } },\n"                                     \
	"`conditions`: { `ill`: { `field`: `code`, `is`: `P` },\n"                                         \
	"`known`: { `field`: `type`, `is`: `t` } },\n"                                                     \
	"`records`: { `k`: { `format`: `json`, `match`: `known`, `neverOutput`: { `echo`: [ `listed` ] }," \
	"`fields`: {\n"
#define TOKENIZE "{ `do`: `tokenize`, `as`: `d`, " BECAUSE " }"
#define SEAL     "{ `do`: `seal`, `to`: `r`, `when`: `ill`, " BECAUSE " }"
#define KEEP     "{ `do`: `keep`, " BECAUSE " }"

static const char policy[] =
    "{\n" HEAD "`nir`: { `do`: `tokenize`, `as`: `d`, `must`: `nir`, " BECAUSE
    " },\n"
    "`names[]`: " SEAL ",\n"
    "`file`: [ { `do`: `keep`, `when`: `ill`, " BECAUSE " }, " TOKENIZE " ],\n"
    "`day`: { `do`: `truncate`, `first`: 10, " BECAUSE " },\n"
    "`visit`: " KEEP ",\n"
    "`town`: " KEEP ",\n"
    "`dropped`: { `do`: `drop`, " BECAUSE " },\n"
    "`+person`: { `do`: `tokenize`, `as`: `traits`, `from`: [ `town`, `first`, `birth` ], " BECAUSE
    " }\n"
    "} } }\n}";

static struct program *program;
static struct audit audit;
static struct protected protected;
static struct err err;
static char log_text[512];

static void
setup(void)
{
	ck_assert_int_eq(crypto_start(&err), 0);
	program = policies_load(policy);
	audit_init(&audit);
	ck_assert_msg(
	    protected_init(&protected, &audit, program, FORMAT_JSON, &err) == 0,
	    "%s", err.text);
}

static void
teardown(void)
{
	protected_release(&protected);
	audit_release(&audit);
	program_free(program);
}

/* Reads records; returns how many could not be read, or not wholly. */
static uint64_t
tell(const char *records)
{
	const struct binding without_keys = { 0 };
	struct run_counts counts = { 0 };
	struct engine engine;
	FILE *nowhere = tmpfile();
	struct run_input input = { harness_file(slice_text(records)), "in" };
	struct run_job job = { .program = program,
		.format = FORMAT_JSON,
		.inputs = &input,
		.input_count = 1,
		.out = fileno(nowhere),
		.quarantine = fileno(nowhere) };

	ck_assert_int_eq(
	    engine_init(&engine, program, FORMAT_JSON, &without_keys, &err), 0);
	engine_observe(&engine, &protected.observer);
	ck_assert_msg(run(&job, &engine, &counts, &err) == 0, "%s", err.text);
	protected_end(&protected);
	ck_assert_int_eq(protected.err.code, ERR_NONE);
	engine_release(&engine);
	fclose(nowhere);
	close(input.fd);
	return counts.rejected;
}

static void
note(void *ctx, const struct audit_finding *f)
{
	size_t len = strlen(log_text);

	(void)ctx;
	snprintf(log_text + len, sizeof(log_text) - len, "%.*s:%s ",
	    (int)protected.paths[f->field].len,
	    (const char *)protected.paths[f->field].p,
	    spelling_name(f->spelling));
}

/* Paths and spellings of what is found in a text. */
static const char *
find(const char *text)
{
	log_text[0] = '\0';
	ck_assert_int_eq(
	    audit_scan_bytes(&audit, slice_text(text), note, NULL, &err), 0);
	return log_text;
}

START_TEST(tokenized_and_sealed_values_are_protected)
{
	ck_assert_uint_eq(
	    tell(
		"{\"type\":\"t\",\"nir\":\"279035121500012\","
		"\"names\":[\"Zoulikha\",\"Perrine\"],"
		"\"code\":\"P\",\"dropped\":\"Aglantine\",\"listed\":\"Quillebeuf\","
		"\"birth\":\"1979-03-14\",\"first\":\"Aude\",\"town\":\"Vierzon\","
		"\"file\":\"F-77001122\",\"type2\":null}"),
	    0);
	ck_assert_uint_eq(audit.values, 6);
	ck_assert_str_eq(find("279035121500012"), "nir:as it is ");
	ck_assert_str_eq(find("2 79 03 51 215 000"), "nir:as it is ");
	ck_assert_str_eq(
	    find("zoulikha|PERRINE"), "names[]:as it is names[]:as it is ");
	ck_assert_str_eq(find("19790314"), "birth:as it is ");
	ck_assert_str_eq(find("quillebeuf"), "listed:as it is ");
	/* What is kept may be read elsewhere, and what is dropped as well. */
	ck_assert_str_eq(find("Vierzon"), "");
	ck_assert_str_eq(find("F-77001122"), "");
	ck_assert_str_eq(find("Aglantine"), "");
}
END_TEST

/* A value is protected by what may become of it, not by what did. */
START_TEST(other_alternatives_protect_as_well)
{
	tell("{\"type\":\"t\",\"code\":\"N\",\"names\":[\"Zoulikha\"],"
	     "\"file\":\"F-77001122\"}");
	ck_assert_str_eq(find("Zoulikha"), "names[]:as it is ");
	ck_assert_str_eq(find("F-77001122"), "file:as it is ");
}
END_TEST

START_TEST(records_that_would_be_rejected_are_read)
{
	/* A wrong type. */
	ck_assert_uint_eq(tell("{\"type\":\"t\",\"nir\":\"77001122334\"}"), 0);
	ck_assert_str_eq(find("77001122334"), "nir:as it is ");
	/* No kind of the policy. */
	ck_assert_uint_eq(tell("{\"type\":\"u\",\"nir\":\"88001122334\"}"), 1);
	ck_assert_str_eq(find("88001122334"), "nir:as it is ");
	/* Not a value: what is in it has no path. */
	ck_assert_uint_eq(tell("{\"type\":\"t\",\"nir\":[\"1\"],"
			       "\"names\":[\"Zoulikha\"]}"),
	    1);
	ck_assert_str_eq(find("Zoulikha"), "names[]:as it is ");
	/* Malformed. */
	ck_assert_uint_eq(tell("{\"type\":\"t\",\"nir\":}\n"
			       "{\"type\":\"t\",\"nir\":\"66001122334\"}\n"),
	    1);
	ck_assert_str_eq(find("66001122334"), "nir:as it is ");
	/* A number is a value, and nothing is none. */
	ck_assert_uint_eq(tell("{\"type\":\"t\",\"nir\":55001122334}"), 0);
	ck_assert_str_eq(find("55001122334"), "nir:as it is ");
	audit.values = 0;
	ck_assert_uint_eq(tell("{\"type\":\"t\",\"nir\":null}\n"
			       "{\"type\":\"t\",\"nir\":\"\"}\n"
			       "{\"type\":\"t\",\"nir\":true}\n"),
	    0);
	ck_assert_uint_eq(audit.values, 0);
}
END_TEST

/* A date is no sign of a number, a visit that begins with it is. */
START_TEST(digits_are_a_sign_within_their_record)
{
	tell("{\"type\":\"t\",\"nir\":\"202111035300012\"}\n"
	     "{\"type\":\"t\",\"day\":\"2021-11-03T10:00\"}\n");
	ck_assert_str_eq(find("2021-11-03"), "");
	ck_assert_str_eq(find("02111035"), "nir:eight digits of it ");
	tell("{\"type\":\"t\",\"nir\":\"279035121500012\","
	     "\"visit\":\"V27903512\"}\n"
	     "{\"type\":\"t\",\"visit\":\"V30351215\"}\n");
	ck_assert_str_eq(find("V27903512"), "nir:eight digits of it ");
}
END_TEST

START_TEST(a_policy_that_protects_nothing_is_refused)
{
	struct program *open =
	    policies_load(POLICY_FIELDS("`a`: { `do`: `keep`, " BECAUSE " }"));
	struct protected p;

	ck_assert_int_eq(
	    protected_init(&p, &audit, open, FORMAT_JSON, &err), -1);
	ck_assert_int_eq(err.code, ERR_POLICY);
	program_free(open);
}
END_TEST

Suite *protected_suite(void);

Suite *
protected_suite(void)
{
	Suite *s = suite_create("protected");
	TCase *t = tcase_create("protected");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, tokenized_and_sealed_values_are_protected);
	tcase_add_test(t, other_alternatives_protect_as_well);
	tcase_add_test(t, records_that_would_be_rejected_are_read);
	tcase_add_test(t, digits_are_a_sign_within_their_record);
	tcase_add_test(t, a_policy_that_protects_nothing_is_refused);
	suite_add_tcase(s, t);
	return s;
}
