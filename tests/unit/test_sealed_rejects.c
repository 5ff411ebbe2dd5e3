/*
 * Conservation with content: what was written, and what was rejected and
 * unsealed by its recipient, are the records of the input, byte for byte.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/charset.h"
#include "base/limits.h"
#include "crypto/crypto.h"
#include "crypto/seal.h"
#include "folder.h"
#include "harness.h"
#include "policy/policy.h"
#include "run/quarantine.h"

static struct pair_secret *secret;
static struct policy_key key;
static struct unsealer *unsealer;

static void
setup(void)
{
	struct err err = { 0 };

	ck_assert_int_eq(crypto_start(&err), 0);
	folder_make();
	ck_assert_int_eq(
	    pair_create(folder_file("who"), PAIR_SEAL, NULL, &err), 0);
	ck_assert_int_eq(
	    pair_open_secret(
		&(struct pair_source){ .path = folder_file("who") }, PAIR_SEAL,
		&secret, &err),
	    0);
	ck_assert_int_eq(unsealer_new(secret, &unsealer, &err), 0);
	key.recipient = "quarantine";
	pair_public_of(secret, &key.key);
}

static void
teardown(void)
{
	unsealer_free(unsealer);
	pair_close_secret(secret);
	folder_remove();
}

/* A policy of one format, with somebody to whom rejected records go. */
static struct program *
load(const char *format, const char *fields, size_t keys)
{
	struct err err = { 0 };
	struct program *program;
	struct buf b;

	buf_init(&b, 1 << 16);
	buf_add_format(&b,
	    "{\"policy\":\"p\",\"version\":\"2021-11-03\",\"title\":\"t\","
	    "\"purpose\":\"p\",\"recipients\":{\"quarantine\":{\"name\":\"n\","
	    "\"key\":\"none.pub\"}},\"records\":{\"k\":{%s,\"fields\":{%s}}}}",
	    format, fields);
	ck_assert(!b.failed);
	folder_write("policy", buf_slice(&b), 0600);
	ck_assert_msg(policy_load_with(folder_file("policy"), &key, keys, NULL,
			  NULL, &program, &err) == 0,
	    "%s", err.text);
	buf_release(&b);
	return program;
}

/* The bytes that a line seals, in a buffer; false if it seals none. */
static bool
unseal_line(struct slice line, struct buf *content)
{
	static const char before[] = ",\"sealed\":\"";
	struct slice place = slice_text("quarantine");
	struct sealed sealed;
	enum value_kind kind;
	const char *found;
	struct buf text;

	ck_assert(line.len > 3 && memcmp(line.p + line.len - 1, "}", 1) == 0);
	found = strstr((const char *)line.p, before);
	if (found == NULL || (const uint8_t *)found >= line.p + line.len)
		return false;
	found += sizeof(before) - 1;
	ck_assert(sealed_parse(
	    slice_between((const uint8_t *)found, line.p + line.len - 2),
	    &sealed));
	ck_assert(slice_is(sealed.recipient, "quarantine"));
	ck_assert(slice_is(sealed.policy, "p"));
	buf_init(&text, LIMIT_RECORD * 3);
	ck_assert_int_eq(
	    unseal_value(unsealer, &sealed, place, &text, &kind), UNSEALED);
	ck_assert_int_eq(kind, VALUE_TEXT);
	/* Each character is a byte. */
	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = text.p[i];

		if (c >= 0xC2 && i + 1 < text.len)
			c = (uint8_t)(c << 6 | (text.p[++i] & 0x3F));
		buf_add_byte(content, c);
	}
	buf_release(&text);
	return true;
}

struct record {
	const char *text;
	bool rejected;
};

static const struct stream_case {
	const char *format, *fields;
	const char *before, *after; /* around the records of the input */
	const char *between;
	struct record records[8];
} cases[] = {
	{ "\"format\":\"json\"",
	    "\"n\":{\"do\":\"keep\",\"must\":\"integer\",\"because\":\"x\"},"
	    "\"t\":{\"do\":\"keep\",\"because\":\"x\"}",
	    "", "", "",
	    { { "{\"n\":1,\"t\":\"\xC3\xA9\"}\n", false },
		{ "{\"n\":\"Zo\xC3\xA9\",\"t\":\"x\"}\n", true },
		{ "{\"n\":2}\r\n", false }, { "{\"n\":\n", true },
		{ "{\"t\":\"\xFF\xFE\"}\n", true },
		{ "{\"n\":3,\n \"t\":\"x\"}\n", false },
		{ "{\"n\":4} and more\n", true },
		{ "{\"n\":5,\"n\":6}", true } } },
	{ "\"format\":\"json\"",
	    "\"n\":{\"do\":\"keep\",\"must\":\"integer\",\"because\":\"x\"}",
	    "[", "]\n", ",",
	    { { "{\"n\":1}", false }, { "{ \"n\" : \"a\" }", true },
		{ "{\"n\":2}", false }, { "{\"n\":3,\"n\":4}", true } } },
	{ "\"format\":\"csv\",\"delimiter\":\";\",\"encoding\":\"iso-8859-1\"",
	    "\"n\":{\"do\":\"keep\",\"must\":\"integer\",\"because\":\"x\"},"
	    "\"t\":{\"do\":\"keep\",\"because\":\"x\"}",
	    "n;t\r\n", "", "",
	    { { "1;a\r\n", false }, { "x;\xE9\r\n", true }, { "2\r\n", true },
		{ "3;b\r\n", false }, { "y;\"a\r\nb\"\"\"\r\n", true },
		{ "4;a\"b\r\n", true } } },
	{ "\"format\":\"hl7v2\"",
	    "\"PID-8\":{\"do\":\"keep\",\"oneOf\":[\"M\",\"F\"],"
	    "\"because\":\"x\"},"
	    "\"MSH-9\":{\"do\":\"keep\",\"because\":\"x\"}",
	    "", "", "",
	    { { "MSH|^~\\&|||||||ADT\rPID||||||||M\r", false },
		{ "MSH|^~\\&|||||||ADT\rPID||||||||\xE9\r", true },
		{ "MSH|^~\\&|||||||ADT\rPID||||||||F\r", false },
		{ "MSH|^^^^|||||||ADT\r", true },
		{ "\vMSH|^~\\&|||||||ADT\rPID||||||||X\r\x1C\r", true },
		{ "MSH|^~\\&|||||||ADT\rPID||||||||F\r", false } } },
	{ "\"format\":\"xml\",\"record\":\"/l/r\"",
	    "\"/r/n\":{\"do\":\"keep\",\"must\":\"integer\","
	    "\"because\":\"x\"}",
	    "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<l>", "</l>\n",
	    "\n",
	    { { "<r><n>1</n></r>", false }, { "<r><n>\xE9</n></r>", true },
		{ "<r><n>2</n></r>", false },
		{ "<r ><n>3</n><n>x</n></r >", true } } },
};
#define CASES (int)(sizeof(cases) / sizeof(*cases))

static struct buf
input_of(const struct stream_case *c)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	buf_add_text(&b, c->before);
	for (size_t i = 0; i < 8 && c->records[i].text != NULL; i++) {
		if (i > 0)
			buf_add_text(&b, c->between);
		buf_add_text(&b, c->records[i].text);
	}
	buf_add_text(&b, c->after);
	return b;
}

/* The line of a buffer that begins there; moves behind it. */
static struct slice
next_line(const char **at)
{
	const char *end = strchr(*at, '\n');
	struct slice line = { (const uint8_t *)*at, 0 };

	ck_assert_ptr_nonnull(end);
	line.len = (size_t)(end - *at);
	*at = end + 1;
	return line;
}

static void
check_rejected(const char **at, const char *record)
{
	struct slice line = next_line(at);
	struct buf content;

	buf_init(&content, 1 << 16);
	ck_assert_msg(unseal_line(line, &content), "not sealed: %s", record);
	ck_assert_uint_eq(content.len, strlen(record));
	ck_assert_mem_eq(content.p, record, content.len);
	buf_release(&content);
}

/* What is kept stands in the output, as it was and in order. */
static void
check_written(const char **at, const char *record)
{
	size_t len = strlen(record);
	const char *found;

	while (len > 0 && (record[len - 1] == '\r' || record[len - 1] == '\n'))
		len--;
	for (found = *at; strncmp(found, record, len) != 0; found++)
		ck_assert_msg(*found != '\0', "not written: %s", record);
	*at = found + len;
}

static void
check_case(const struct stream_case *c, size_t read_size)
{
	struct program *program = load(c->format, c->fields, 1);
	struct buf input = input_of(c);
	struct outcome o =
	    harness_run_program(program, buf_slice(&input), read_size, true);
	const char *rejected = (const char *)o.quarantine.p;
	const char *written = (const char *)o.out.p;
	size_t count = 0;

	ck_assert_msg(o.result == 0, "%s", o.err.text);
	for (; count < 8 && c->records[count].text != NULL; count++) {
		if (c->records[count].rejected)
			check_rejected(&rejected, c->records[count].text);
		else
			check_written(&written, c->records[count].text);
	}
	ck_assert_uint_eq(o.counts.records, count);
	ck_assert_uint_eq(o.counts.written + o.counts.rejected, count);
	ck_assert_str_eq(rejected, "");
	harness_release(&o);
	buf_release(&input);
	program_free(program);
}

START_TEST(rejected_records_come_back_byte_for_byte)
{
	static const size_t sizes[] = { 0, 1, 2, 7, 4096 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		check_case(&cases[_i], sizes[i]);
}
END_TEST

/* Only whom the policy names, and only with a key. */
START_TEST(nothing_is_sealed_without_a_key)
{
	struct program *program = load("\"format\":\"json\"",
	    "\"n\":{\"do\":\"keep\",\"must\":\"integer\",\"because\":\"x\"}",
	    0);
	struct outcome o =
	    harness_run_program(program, slice_text("{\"n\":\"x\"}"), 0, true);

	ck_assert_str_eq((const char *)o.quarantine.p,
	    "{\"record\":1,\"offset\":0,\"reason\":\"type\",\"path\":\"n\"}"
	    "\n");
	harness_release(&o);
	program_free(program);
}
END_TEST

/* A record of so many bytes with a member that is no integer. */
static struct buf
large_record(size_t len, uint8_t fill)
{
	struct buf b;

	buf_init(&b, len);
	buf_add_text(&b, "{\"n\":\"");
	memset(buf_reserve(&b, len - b.len), fill, len - b.len);
	b.len = len;
	memcpy(b.p + len - 3, "\"}\n", 3);
	return b;
}

static void
check_large(size_t len, uint8_t fill, bool sealed)
{
	struct program *program = load("\"format\":\"json\"",
	    "\"n\":{\"do\":\"keep\",\"must\":\"integer\",\"because\":\"x\"}",
	    1);
	struct buf input = large_record(len, fill);
	struct outcome o =
	    harness_run_program(program, buf_slice(&input), 0, true);
	const char *at = (const char *)o.quarantine.p;
	struct buf content;

	ck_assert_msg(o.result == 0, "%s", o.err.text);
	ck_assert_uint_eq(o.counts.rejected, 1);
	buf_init(&content, len);
	ck_assert_int_eq(unseal_line(next_line(&at), &content), sealed);
	if (sealed)
		ck_assert(slice_equal(buf_slice(&content), buf_slice(&input)));
	buf_release(&content);
	harness_release(&o);
	buf_release(&input);
	program_free(program);
}

/* The largest of all, of bytes that take the most room. */
START_TEST(the_largest_record_is_sealed)
{
	check_large(LIMIT_RECORD, 0xFF, true);
}
END_TEST

START_TEST(a_record_beyond_the_limit_is_not_sealed)
{
	check_large(LIMIT_RECORD + 1, 'x', false);
}
END_TEST

/* Nobody knows what it is when the run stops. */
START_TEST(what_stops_a_run_is_not_sealed)
{
	struct program *program = load("\"format\":\"json\"",
	    "\"n\":{\"do\":\"keep\",\"because\":\"x\"}", 1);
	struct outcome o = harness_run_program(
	    program, slice_text("[{\"n\":1},{\"n\":"), 0, true);

	ck_assert_int_eq(o.result, -1);
	ck_assert_int_eq(o.err.code, ERR_REJECT);
	ck_assert_str_eq((const char *)o.quarantine.p,
	    "{\"record\":2,\"offset\":9,\"reason\":\"cut\"}\n");
	harness_release(&o);
	program_free(program);
}
END_TEST

Suite *sealed_rejects_suite(void);

Suite *
sealed_rejects_suite(void)
{
	Suite *s = suite_create("sealed_rejects");
	TCase *t = tcase_create("sealed_rejects");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(
	    t, rejected_records_come_back_byte_for_byte, 0, CASES);
	tcase_add_test(t, nothing_is_sealed_without_a_key);
	tcase_add_test(t, the_largest_record_is_sealed);
	tcase_add_test(t, a_record_beyond_the_limit_is_not_sealed);
	tcase_add_test(t, what_stops_a_run_is_not_sealed);
	suite_add_tcase(s, t);
	return s;
}
