/* Sealed values in records, and records in a quarantine, opened. */
#include <check.h>

#include "base/charset.h"
#include "crypto/crypto.h"
#include "crypto/seal.h"
#include "folder.h"
#include "openings.h"
#include "run/unseal.h"

static struct err err;
static struct pair_secret *secret;
static struct sealer *sealer;
static struct unseal *unseal;
static struct buf in;

static void
setup(void)
{
	struct pair_public public;

	err = (struct err){ .code = ERR_NONE };
	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	buf_init(&in, 1 << 24);
	ck_assert_int_eq(
	    pair_create(folder_file("secret"), PAIR_SEAL, NULL, &err), 0);
	ck_assert_int_eq(
	    pair_open_secret(
		&(struct pair_source){ .path = folder_file("secret") },
		PAIR_SEAL, &secret, &err),
	    0);
	pair_public_of(secret, &public);
	ck_assert_int_eq(sealer_new(&public, &sealer, &err), 0);
	ck_assert_int_eq(unseal_new(secret, NULL, &unseal, &err), 0);
}

static void
teardown(void)
{
	unseal_free(unseal);
	sealer_free(sealer);
	pair_close_secret(secret);
	buf_release(&in);
	folder_remove();
}

/* Adds a value of any kind that policy `p` sealed at a place. */
static void
add_for(const char *recipient, const char *place, enum value_kind kind,
    struct slice text)
{
	struct seal_place where = { slice_text(recipient), slice_text("p"),
		slice_text(place) };
	struct value v = { text, kind };

	seal_value(sealer, &where, &v, &in);
	ck_assert(!in.failed);
}

static void
add(const char *place, enum value_kind kind, struct slice text)
{
	add_for("r", place, kind, text);
}

static void
add_sealed(const char *place, const char *text)
{
	add(place, VALUE_TEXT, slice_text(text));
}

static struct opening_result
open_as(opening_fn *open, enum format_id format)
{
	return openings_run(
	    open, format, unseal_opener(unseal), buf_slice(&in));
}

/* Opens what was gathered, all of which must open. */
static void
expect(enum format_id format, const char *expected)
{
	struct opening_result r = open_as(open_records, format);

	ck_assert_msg(r.result == 0, "%s", r.err.text);
	ck_assert_str_eq((char *)r.out.p, expected);
	ck_assert_uint_eq(r.counts.left, 0);
	ck_assert_uint_gt(r.counts.opened, 0);
	openings_release(&r);
}

START_TEST(values_of_json_have_their_kinds_again)
{
	buf_add_text(&in, "{\"a\":[\"");
	add_sealed("a", "\xC3\xA9\"\n");
	buf_add_text(&in, "\"],\"b\" : \"");
	add("b", VALUE_NUMBER, slice_text("-1.50e+3"));
	buf_add_text(&in, "\",\"c d\":{\"e\":\"");
	add("\"c d\".e", VALUE_BOOLEAN, slice_text("false"));
	buf_add_text(&in, "\"},\"f\":\"sb\",\"g\":1}\n");
	expect(FORMAT_JSON,
	    "{\"a\":[\"\xC3\xA9\\\"\\n\"],\"b\" : -1.50e+3,\"c d\":{\"e\":"
	    "false},\"f\":\"sb\",\"g\":1}\n");
}
END_TEST

START_TEST(cells_are_quoted_again)
{
	buf_add_text(&in, "Code postal;b\r\n");
	add_sealed("Code postal", "75;\"1\"");
	buf_add_text(&in, ";\"");
	add_sealed("b", "=1");
	buf_add_text(&in, "\"\r\n");
	expect(FORMAT_CSV, "Code postal;b\r\n\"75;\"\"1\"\"\";=1\r\n");
}
END_TEST

START_TEST(messages_say_that_they_are_not_ascii_any_more)
{
	buf_add_text(&in, "MSH|^~\\&|a\rPID|||x^^^");
	add_sealed("PID-3.4", "A&B");
	buf_add_text(&in, "~");
	add_sealed("PID-3", "Z\xC3\xA9");
	buf_add_text(&in, "\r");
	expect(FORMAT_HL7V2, "MSH|^~\\&|a|||||||||||||||UNICODE UTF-8\r"
			     "PID|||x^^^A\\T\\B~Z\xC3\xA9\r");
}
END_TEST

START_TEST(names_of_xml_tell_the_place)
{
	buf_add_text(&in, "<a xmlns=\"u\"><b c=\"");
	add_sealed("/{u}a/{u}b/@c", "<\"&");
	buf_add_text(&in, "\">");
	add_sealed("/{u}a/{u}b", "<x>");
	buf_add_text(&in, "</b></a>\n");
	expect(FORMAT_XML,
	    "<a xmlns=\"u\"><b c=\"&lt;&quot;&amp;\">&lt;x&gt;</b></a>\n");
}
END_TEST

/* What is left is as it was, and told by record and place. */
START_TEST(what_does_not_open_is_left_and_told)
{
	struct opening_result r;

	buf_add_text(&in, "{\"a\":\"");
	add_sealed("b", "moved");
	buf_add_text(&in, "\",\"b\":\"");
	add_sealed("b", "good");
	buf_add_text(
	    &in, "\"}\n{\"c\":[\"sb1.r.p.AAAA\",\"sb1.\"]}\n{\"d\":\"");
	add_sealed("d", "changed");
	in.p[in.len - 5] = in.p[in.len - 5] == 'A' ? 'B' : 'A';
	buf_add_text(&in, "\"}\n");
	r = open_as(open_records, FORMAT_JSON);
	ck_assert_int_eq(r.result, 0);
	ck_assert_str_eq((char *)r.left.p, "1:a\n2:c\n2:c\n3:d\n");
	ck_assert_uint_eq(r.counts.left, 4);
	ck_assert_uint_eq(r.counts.opened, 1);
	ck_assert_uint_eq(r.counts.run.records, 3);
	ck_assert_ptr_nonnull(strstr((char *)r.out.p, "\"b\":\"good\"}\n"));
	ck_assert_ptr_nonnull(strstr((char *)r.out.p, "{\"a\":\"sb1.r.p."));
	ck_assert_ptr_nonnull(
	    strstr((char *)r.out.p, "\n{\"c\":[\"sb1.r.p.AAAA\",\"sb1.\"]}\n"));
	openings_release(&r);
}
END_TEST

/* Whom a value is for is known once one opened. */
START_TEST(values_of_others_are_counted)
{
	struct opening_result r;

	buf_add_text(&in, "{\"a\":\"");
	add_for("q", "elsewhere", VALUE_TEXT, slice_text("x"));
	buf_add_text(&in, "\",\"b\":\"");
	add_sealed("b", "good");
	buf_add_text(&in, "\",\"c\":[\"");
	add_for("q", "elsewhere", VALUE_TEXT, slice_text("x"));
	buf_add_text(&in, "\",\"");
	add_sealed("elsewhere", "x");
	buf_add_text(&in, "\",\"");
	add_for("s", "elsewhere", VALUE_TEXT, slice_text("x"));
	buf_add_text(&in, "\"]}\n");
	r = openings_run_once(open_records, FORMAT_JSON, unseal_opener(unseal),
	    buf_slice(&in), 2);
	ck_assert_int_eq(r.result, 0);
	ck_assert_uint_eq(r.counts.opened, 1);
	ck_assert_str_eq((char *)r.left.p, "1:a\n1:c\n");
	ck_assert_uint_eq(r.counts.left, 2);
	ck_assert_uint_eq(r.counts.others, 2);
	openings_release(&r);
}
END_TEST

/* The public key is public: sealed text can hold anything at all. */
START_TEST(what_no_record_can_hold_is_left)
{
	static const struct {
		enum value_kind kind;
		struct slice text;
	} bad[] = {
		{ VALUE_NUMBER, { (const uint8_t *)"1,\"x\":2", 7 } },
		{ VALUE_NUMBER, { (const uint8_t *)"", 0 } },
		{ VALUE_NUMBER, { (const uint8_t *)"01", 2 } },
		{ VALUE_NUMBER, { (const uint8_t *)"1 ", 2 } },
		{ VALUE_BOOLEAN, { (const uint8_t *)"null", 4 } },
		{ VALUE_TEXT, { (const uint8_t *)"\xFF", 1 } },
		{ VALUE_TEXT, { (const uint8_t *)"a\0b", 3 } },
	};
	struct opening_result r;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		buf_reset(&in);
		buf_add_text(&in, "{\"a\":\"");
		add("a", bad[i].kind, bad[i].text);
		buf_add_text(&in, "\"}\n");
		r = open_as(open_records, FORMAT_JSON);
		ck_assert_int_eq(r.result, 0);
		ck_assert_str_eq((char *)r.left.p, "1:a\n");
		ck_assert(slice_equal(buf_slice(&r.out), buf_slice(&in)));
		openings_release(&r);
	}
}
END_TEST

START_TEST(a_policy_opens_its_own_values_alone)
{
	struct program own = { .name = slice_text("p") };
	struct program other = { .name = slice_text("q") };
	struct opening_result r;

	buf_add_text(&in, "{\"a\":\"");
	add_sealed("a", "x");
	buf_add_text(&in, "\"}\n");
	unseal_free(unseal);
	ck_assert_int_eq(unseal_new(secret, &other, &unseal, &err), 0);
	r = open_as(open_records, FORMAT_JSON);
	ck_assert_str_eq((char *)r.left.p, "1:a\n");
	openings_release(&r);
	unseal_free(unseal);
	ck_assert_int_eq(unseal_new(secret, &own, &unseal, &err), 0);
	expect(FORMAT_JSON, "{\"a\":\"x\"}\n");
}
END_TEST

/* The good ones before it are opened, and the output ends with them. */
START_TEST(a_malformed_record_stops)
{
	struct opening_result r;

	buf_add_text(&in, "{\"a\":\"");
	add_sealed("a", "x");
	buf_add_text(&in, "\"}\n{\"a\":\"sb1.\" }}\n{\"a\":1}\n");
	r = open_as(open_records, FORMAT_JSON);
	ck_assert_int_eq(r.result, -1);
	ck_assert_int_eq(r.err.code, ERR_REJECT);
	ck_assert_str_eq((char *)r.out.p, "{\"a\":\"x\"}\n");
	ck_assert_str_eq((char *)r.left.p, "");
	openings_release(&r);
}
END_TEST

START_TEST(a_list_has_no_places)
{
	struct opening_result r;

	add_sealed("", "x");
	buf_add_text(&in, "\r\n\n");
	add_sealed("", "two\nlines");
	buf_add_text(&in, "\nother\n");
	add_sealed("", "y");
	r = open_as(open_list, FORMAT_JSON);
	ck_assert_int_eq(r.result, 0);
	ck_assert_str_eq((char *)r.left.p, "3:\n4:\n");
	ck_assert_uint_eq(r.counts.run.records, 5);
	ck_assert_ptr_nonnull(strstr((char *)r.out.p, "\nother\ny"));
	ck_assert_int_eq(strncmp((char *)r.out.p, "x\r\n\nsb1.r.p.", 12), 0);
	openings_release(&r);
}
END_TEST

/*
 * Quarantines.
 */

static void
add_line(const char *place, struct slice record)
{
	struct buf text;

	buf_init(&text, 1000);
	ck_assert(charset_to_utf8(CHARSET_LATIN_1, record, &text));
	buf_add_text(&in, "{\"record\":3,\"reason\":\"type\",\"sealed\":\"");
	add(place, VALUE_TEXT, buf_slice(&text));
	buf_add_text(&in, "\"}\n");
	buf_release(&text);
}

START_TEST(rejected_records_are_what_they_were)
{
	static const char odd[] = "MSH|^~\\&|\xFF\0\rPID|\r";
	struct opening_result r;

	add_line(UNSEAL_QUARANTINE, slice_text("{\"a\":\n"));
	add_line(UNSEAL_QUARANTINE, slice_text("{\"a\":1}x"));
	add_line(UNSEAL_QUARANTINE,
	    (struct slice){ (const uint8_t *)odd, sizeof(odd) - 1 });
	r = open_as(unseal_quarantine, FORMAT_JSON);
	ck_assert_msg(r.result == 0, "%s", r.err.text);
	ck_assert_uint_eq(r.counts.opened, 3);
	ck_assert_uint_eq(r.counts.left, 0);
	ck_assert_uint_eq(r.out.len, 15 + sizeof(odd));
	ck_assert(memcmp(r.out.p, "{\"a\":\n{\"a\":1}x\n", 15) == 0);
	ck_assert(memcmp(r.out.p + 15, odd, sizeof(odd) - 1) == 0);
	ck_assert_uint_eq(r.out.p[r.out.len - 1], '\n');
	openings_release(&r);
}
END_TEST

START_TEST(lines_without_a_record_are_told)
{
	struct opening_result r;

	buf_add_text(&in, "{\"record\":1,\"reason\":\"type\"}\n");
	add_line("elsewhere", slice_text("x"));
	buf_add_text(&in, "{\"sealed\":\"");
	add_sealed(UNSEAL_QUARANTINE, "\xE2\x82\xAC");
	buf_add_text(&in, "\"}\n");
	add_line(UNSEAL_QUARANTINE, slice_text("good"));
	buf_add_text(&in, "{\"x\":{\"sealed\":\"sb1.\"},\"sealed\":1}\n");
	buf_add_text(&in, "{\"sealed\":[\"");
	add(UNSEAL_QUARANTINE, VALUE_TEXT, slice_text("x"));
	buf_add_text(&in, "\",\"");
	add(UNSEAL_QUARANTINE, VALUE_TEXT, slice_text("y"));
	buf_add_text(&in, "\"]}");
	r = open_as(unseal_quarantine, FORMAT_JSON);
	ck_assert_int_eq(r.result, 0);
	ck_assert_str_eq((char *)r.out.p, "good\n");
	ck_assert_str_eq((char *)r.left.p, "1:\n2:\n3:\n5:\n6:\n");
	openings_release(&r);
}
END_TEST

START_TEST(what_is_no_quarantine_stops)
{
	struct opening_result r;

	add_line(UNSEAL_QUARANTINE, slice_text("good"));
	buf_add_text(&in, "{\"a\":1,\"a\":2}\n");
	r = open_as(unseal_quarantine, FORMAT_JSON);
	ck_assert_int_eq(r.result, -1);
	ck_assert_int_eq(r.err.code, ERR_REJECT);
	ck_assert_str_eq((char *)r.out.p, "good\n");
	openings_release(&r);
}
END_TEST

Suite *unseal_suite(void);

Suite *
unseal_suite(void)
{
	Suite *s = suite_create("unseal");
	TCase *t = tcase_create("unseal");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, values_of_json_have_their_kinds_again);
	tcase_add_test(t, cells_are_quoted_again);
	tcase_add_test(t, messages_say_that_they_are_not_ascii_any_more);
	tcase_add_test(t, names_of_xml_tell_the_place);
	tcase_add_test(t, what_does_not_open_is_left_and_told);
	tcase_add_test(t, values_of_others_are_counted);
	tcase_add_test(t, what_no_record_can_hold_is_left);
	tcase_add_test(t, a_policy_opens_its_own_values_alone);
	tcase_add_test(t, a_malformed_record_stops);
	tcase_add_test(t, a_list_has_no_places);
	tcase_add_test(t, rejected_records_are_what_they_were);
	tcase_add_test(t, lines_without_a_record_are_told);
	tcase_add_test(t, what_is_no_quarantine_stops);
	suite_add_tcase(s, t);
	return s;
}
