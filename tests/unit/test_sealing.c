/* seal: what comes out opens in its place, and nowhere else. */
#include <check.h>

#include "acting.h"
#include "crypto/crypto.h"
#include "folder.h"
#include "harness.h"
#include "policies.h"

#define PLACE "patient.telecom.value"

static struct action_recipient recipients[2];
static struct pair_secret *secret;
static struct acting acting;

static void
setup(void)
{
	struct pair_public public;
	struct err err = { 0 };

	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	ck_assert_msg(
	    pair_create(folder_file("to"), PAIR_SEAL, NULL, &err) == 0 &&
		pair_open_secret(
		    &(struct pair_source){ .path = folder_file("to") },
		    PAIR_SEAL, &secret, &err) == 0,
	    "%s", err.text);
	pair_public_of(secret, &public);
	recipients[1].name = slice_text("sidep");
	recipients[1].policy = slice_text("antigen");
	ck_assert_int_eq(sealer_new(&public, &recipients[1].sealer, &err), 0);
	acting_init(&acting, "seal");
	acting_set(&acting, "to", 1);
	acting.context.recipients = recipients;
	acting.context.place = slice_text(PLACE);
}

static void
teardown(void)
{
	acting_release(&acting);
	sealer_free(recipients[1].sealer);
	pair_close_secret(secret);
	folder_remove();
}

/* Opens what was sealed last; its kind and text. */
static enum unsealed
unseal(const char *place, struct buf *out, enum value_kind *kind)
{
	struct unsealer *unsealer;
	struct sealed sealed;
	struct err err = { 0 };
	enum unsealed result;

	ck_assert_int_eq(unsealer_new(secret, &unsealer, &err), 0);
	ck_assert(sealed_parse(buf_slice(&acting.out), &sealed));
	ck_assert(slice_is(sealed.recipient, "sidep"));
	ck_assert(slice_is(sealed.policy, "antigen"));
	result = unseal_value(unsealer, &sealed, slice_text(place), out, kind);
	unsealer_free(unsealer);
	return result;
}

static const struct {
	enum value_kind kind;
	const char *text;
} values[] = {
	{ VALUE_TEXT, "06 12 34 56 78" },
	{ VALUE_TEXT, "Zo\xC3\xA9" },
	{ VALUE_NUMBER, "-1.50e3" },
	{ VALUE_BOOLEAN, "true" },
};

START_TEST(values_come_back_as_they_were)
{
	enum value_kind kind;
	struct buf out;

	buf_init(&out, 100);
	ck_assert_int_eq(acting_on(&acting, values[_i].kind, values[_i].text),
	    VERDICT_CHANGED);
	ck_assert_int_eq(acting.kind, VALUE_TEXT);
	ck_assert_int_eq(unseal(PLACE, &out, &kind), UNSEALED);
	ck_assert_int_eq(kind, values[_i].kind);
	ck_assert(slice_is(buf_slice(&out), values[_i].text));
	buf_release(&out);
}
END_TEST

START_TEST(another_place_opens_nothing)
{
	enum value_kind kind;
	struct buf out;

	buf_init(&out, 100);
	acting_on(&acting, VALUE_TEXT, "x");
	ck_assert_int_eq(unseal("patient.nir", &out, &kind), UNSEAL_FOREIGN);
	ck_assert_uint_eq(out.len, 0);
	buf_release(&out);
}
END_TEST

START_TEST(equal_values_do_not_look_equal)
{
	struct buf first;

	buf_init(&first, 1000);
	acting_on(&acting, VALUE_TEXT, "x");
	buf_add_slice(&first, buf_slice(&acting.out));
	acting_on(&acting, VALUE_TEXT, "x");
	ck_assert_uint_eq(first.len, acting.out.len);
	ck_assert(!slice_equal(buf_slice(&first), buf_slice(&acting.out)));
	buf_release(&first);
}
END_TEST

/* Whole records: the place that a policy's path means is that of the value. */

#define POLICY(format, path)                                                \
	"{ `policy`: `antigen`, `version`: `2021-11-03`, `title`: `t`,\n"   \
	"`purpose`: `p`, `recipients`: { `sidep`: { `name`: `n`, `key`: "   \
	"`to.pub` } },\n`records`: { `k`: { " format ", `fields`: { `" path \
	"`: {\n`do`: `seal`, `to`: `sidep`, " BECAUSE " } } } } }"

/* The values are not short: no sealed text has one in it by chance. */
static const struct {
	const char *policy, *record, *place, *value;
} records[] = {
	{ POLICY("`format`: `json`", "telecom[use='home'].value"),
	    "{\"telecom\":[{\"use\":\"home\",\"value\":\"01020304\\u0041\"}]}\n",
	    "telecom.value", "01020304A" },
	{ POLICY("`format`: `json`", "telecom[use='home'].value"),
	    "{\"telecom\":{\"use\":\"home\",\"value\":\"01020304\"}}\n",
	    "telecom.value", "01020304" },
	{ POLICY("`format`: `json`, `record`: `a.b[]`", "\\`c d\\`"),
	    "{\"a\":{\"b\":[{\"c d\":\"x y\"}]}}\n", "\"c d\"", "x y" },
	{ POLICY("`format`: `csv`, `delimiter`: `;`, `encoding`: `utf-8`",
	      "Code postal"),
	    "Code postal;x\n\"59000\"\"\";1\n", "Code postal", "59000\"" },
	{ POLICY("`format`: `xml`, `namespaces`: { `h`: `urn:h` }",
	      "/h:doc/id[\\u0040r='1']/\\u0040h:ext"),
	    "<doc xmlns='urn:h' xmlns:p='urn:h'><id xmlns='' r='1' "
	    "p:ext='a&amp;b'/></doc>\n",
	    "/{urn:h}doc/id/@{urn:h}ext", "a&b" },
	{ POLICY("`format`: `xml`", "/doc/nom"),
	    "<doc><nom><![CDATA[a<]]>b</nom></doc>\n", "/doc/nom", "a<b" },
	{ POLICY("`format`: `hl7v2`", "PID-13.1"),
	    "MSH|^~\\&|\rPID|||||||||||||a\\T\\b^PRN\r", "PID-13", "a&b" },
	{ POLICY("`format`: `hl7v2`", "PID-13"),
	    "MSH|^~\\&|\rPID|||||||||||||ab.abcdef\r", "PID-13", "ab.abcdef" },
	{ POLICY("`format`: `hl7v2`", "PID-13[3='NET'].4"),
	    "MSH|^~\\&|\rPID|||||||||||||1^^PH~^^NET^p@x.fr\r", "PID-13.4",
	    "p@x.fr" },
	{ POLICY("`format`: `hl7v2`, `dialect`: `hprim`", "P-6.1"),
	    "H|~^\\&|||||||||||\rP|1||||Huet~Paul\rL|1\r", "P-6", "Huet" },
};
#define RECORDS (int)(sizeof(records) / sizeof(records[0]))

/* The record after a run. */
static struct outcome
run_record(const char *written, const char *record)
{
	struct buf text = policies_text(written);
	struct program *program = NULL;
	struct err err = { 0 };
	struct outcome o;

	folder_write("p", buf_slice(&text), 0600);
	ck_assert_msg(
	    policy_load(folder_file("p"), NULL, NULL, &program, &err) == 0,
	    "%s %s", err.text, written);
	o = harness_run_program(program, slice_text(record), 0, false);
	ck_assert_msg(o.result == 0, "%s", o.err.text);
	program_free(program);
	buf_release(&text);
	return o;
}

START_TEST(records_are_opened_by_their_places)
{
	struct outcome o = run_record(records[_i].policy, records[_i].record);
	const char *sealed = strstr((const char *)o.out.p, SEAL_PREFIX);
	enum value_kind kind;
	struct buf out;

	ck_assert_msg(sealed != NULL, "%s", (const char *)o.out.p);
	ck_assert_ptr_null(strstr((const char *)o.out.p, records[_i].value));
	buf_init(&out, 100);
	buf_reset(&acting.out);
	buf_add(&acting.out, sealed,
	    strspn(sealed, "abcdefghijklmnopqrstuvwxyz0123456789-_."
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
	ck_assert_int_eq(unseal("elsewhere", &out, &kind), UNSEAL_FOREIGN);
	ck_assert_int_eq(unseal(records[_i].place, &out, &kind), UNSEALED);
	ck_assert(slice_is(buf_slice(&out), records[_i].value));
	buf_release(&out);
	harness_release(&o);
}
END_TEST

Suite *sealing_suite(void);

Suite *
sealing_suite(void)
{
	Suite *suite = suite_create("sealing");
	TCase *tcase = tcase_create("sealing");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, values_come_back_as_they_were, 0,
	    (int)(sizeof(values) / sizeof(values[0])));
	tcase_add_test(tcase, another_place_opens_nothing);
	tcase_add_test(tcase, equal_values_do_not_look_equal);
	tcase_add_loop_test(
	    tcase, records_are_opened_by_their_places, 0, RECORDS);
	suite_add_tcase(suite, tcase);
	return suite;
}
