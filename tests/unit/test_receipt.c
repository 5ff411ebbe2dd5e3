#include "run/receipt_read.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "policies.h"
#include "receipts.h"

/* As if rules used the keys a and b. */
static void
use_keys(struct binding *b)
{
	free(b->used);
	b->used = calloc(2, sizeof(*b->used));
	ck_assert_ptr_nonnull(b->used);
	b->used[0] = (struct key_epoch){ slice_text("a"), 1 };
	b->used[1] = (struct key_epoch){ slice_text("b"), 20 };
	b->used_count = 2;
}

/* What a run says of itself, in one piece. */
START_TEST(a_body_says_what_was_done)
{
	static const char expected[] =
	    ",\"tamis\":\"0\",\"policy\":\"p\",\"version\":\"2021-11-03\","
	    "\"rules_digest\":\"blake2b-256:01010101010101010101010101010101"
	    "01010101010101010101010101010101\","
	    "\"keys\":[{\"name\":\"a\",\"epoch\":1},"
	    "{\"name\":\"b\",\"epoch\":20}],\"recipients\":[],"
	    "\"format\":\"json\",\"inputs\":2,"
	    "\"records\":9,\"written\":6,\"rejected\":3,"
	    "\"bytes_in\":100,\"bytes_out\":50,"
	    "\"reasons\":{\"cut\":1,\"type\":2},"
	    "\"rules\":[{\"kind\":\"k\",\"path\":\"a\",\"do\":\"keep\","
	    "\"applied\":5,\"dropped\":0},{\"kind\":\"k\",\"path\":"
	    "\"\\\"b c\\\"\",\"do\":\"drop\",\"applied\":0,\"dropped\":0}],"
	    "\"never_matched\":[\"\\\"b c\\\"\"],"
	    "\"input_digest\":\"keyed-blake2b-256:0202020202020202020202020202"
	    "020202020202020202020202020202020202\","
	    "\"output_digest\":\"keyed-blake2b-256:030303030303030303030303030"
	    "3030303030303030303030303030303030303\","
	    "\"outcome\":\"stopped\"";
	const struct run_counts counts = { 9, 6, 3, 100, 50 };
	uint8_t digests[3][CRYPTO_DIGEST_LEN];
	struct program *program = policies_load(
	    POLICY_FIELDS("`a`: { `do`: `keep`, " BECAUSE " },\n"
			  "`\\`b c\\``: { `do`: `drop`, " BECAUSE " }"));
	struct binding *binding;
	struct err err = { 0 };
	struct engine e;
	struct buf out;

	for (int i = 0; i < 3; i++)
		memset(digests[i], i + 1, sizeof(digests[i]));
	ck_assert_int_eq(
	    binding_new(program, &(struct binding_keys){ 0 }, &binding, &err),
	    0);
	use_keys(binding);
	ck_assert_int_eq(
	    engine_init(&e, program, FORMAT_JSON, binding, &err), 0);
	e.counts.rules[0].applied = 5;
	e.counts.reasons[REASON_CUT] = 1;
	e.counts.reasons[REASON_TYPE] = 2;
	buf_init(&out, 1 << 20);
	receipt_add_body(&out, &(struct receipt_run){
				   .tamis = "0",
				   .rules_digest = digests[0],
				   .format = FORMAT_JSON,
				   .inputs = 2,
				   .counts = &counts,
				   .engine = &e,
				   .input_digest = digests[1],
				   .output_digest = digests[2],
				   .outcome = RECEIPT_STOPPED,
			       });
	buf_add_byte(&out, '\0');
	ck_assert_str_eq((const char *)out.p, expected);
	buf_release(&out);
	engine_release(&e);
	binding_free(binding);
	program_free(program);
}
END_TEST

START_TEST(a_line_is_read_again)
{
	struct receipt_place place = { 7, { 1, 2, 3 } };
	struct buf line = receipts_line(&place, RECEIPTS_GOOD, RECEIPTS_ENDED);
	struct receipt r;

	ck_assert_ptr_null(
	    receipt_read((struct slice){ line.p, line.len - 1 }, &r));
	ck_assert_mem_eq(&r.place, &place, sizeof(place));
	ck_assert_uint_eq(r.inputs, 1);
	ck_assert_uint_eq(r.records, 3);
	ck_assert_uint_eq(r.written, 2);
	ck_assert_uint_eq(r.rejected, 1);
	ck_assert_uint_eq(r.reasons, 1);
	ck_assert_uint_eq(r.bytes_in, 9);
	ck_assert_uint_eq(r.bytes_out, 6);
	ck_assert_int_eq(r.outcome, RECEIPT_COMPLETE);
	ck_assert_uint_eq(r.rules_digest[0], 0x3d);
	ck_assert_uint_eq(r.input_digest[0], 0xff);
	ck_assert(receipt_adds_up(&r));
	ck_assert(sign_verify(receipts_signer(), r.signed_part, r.signature));
	buf_release(&line);
}
END_TEST

/* The signature is that of what stands before its comma. */
START_TEST(what_is_signed_is_all_before_the_signature)
{
	struct buf file = receipts_file(1);
	struct slice line = receipts_nth(&file, 1);
	size_t tail = strlen(",\"sig\":\"\"}\n") + ENC_BASE64_LEN(SIGN_LEN);
	uint8_t signature[SIGN_LEN];
	char text[ENC_BASE64_LEN(SIGN_LEN)];

	sign_message(receipts_secret(),
	    (struct slice){ line.p, line.len - tail }, signature);
	enc_base64url((struct slice){ signature, SIGN_LEN }, text);
	ck_assert_mem_eq(line.p + line.len - tail, ",\"sig\":\"", 8);
	ck_assert_mem_eq(line.p + line.len - tail + 8, text, sizeof(text));
	buf_release(&file);
}
END_TEST

static const struct {
	const char *text; /* after `{"v":1,"n":1,` ... up to outcome */
	const char *wrong;
} readings[] = {
	{ "", NULL },
	/* Members may be added. */
	{ ",`more`:[{`a`:[true,false,null,-1.5e3,`\\n`]},{},[]]", NULL },
	{ ",`more`:1,`other`:2", NULL },
	/* But not twice, and not in two spellings. */
	{ ",`more`:1,`more`:1", "twice" },
	{ ",`v`:1", "twice" },
	{ ",`n`:1", "twice" },
	{ ",`\\u006e`:1", "not a receipt" },
	/* Another form than the one that is written. */
	{ " ", "not a receipt" },
	{ ",", "not a receipt" },
	{ ",`more`: 1", "not a receipt" },
	{ ",`more`:", "not a receipt" },
	{ ",`more`:tru", "not a receipt" },
	{ ",`more`:01", "not a receipt" },
	{ ",`more`:[1,]", "not a receipt" },
	{ ",`more`:[1}", "not a receipt" },
	{ ",`more`:{`a`}", "not a receipt" },
	{ ",`more`:{1:2}", "not a receipt" },
	{ ",`more`:`\x01`", "not a receipt" },
	{ ",`more`:`\xff`", "not a receipt" },
	{ ",more:1", "not a receipt" },
	{ "}{", "not a receipt" },
	{ ",`a`:[[[[[[[[0]]]]]]]]", NULL },
	{ ",`a`:[[[[[[[[[0]]]]]]]]]", "not a receipt" },
	{ ",`sig`:`AA`", "signature" },
	{ ",`sig`:1", "signature" },
};
#define READINGS (int)(sizeof(readings) / sizeof(*readings))

static const char *
read_text(const char *counts, const char *outcome)
{
	struct receipt_place place = { .n = 1 };
	struct buf line = receipts_line(&place, counts, outcome);
	struct receipt r;
	const char *wrong =
	    receipt_read((struct slice){ line.p, line.len - 1 }, &r);

	buf_release(&line);
	return wrong;
}

static void
check_wrong(const char *wrong, const char *expected)
{
	if (expected == NULL)
		ck_assert_msg(wrong == NULL, "%s", wrong);
	else
		ck_assert_msg(wrong != NULL && strstr(wrong, expected) != NULL,
		    "%s: %s", expected, wrong == NULL ? "accepted" : wrong);
}

START_TEST(members_are_read_strictly)
{
	char end[128];

	snprintf(end, sizeof(end), "%s%s", RECEIPTS_ENDED, readings[_i].text);
	check_wrong(read_text(RECEIPTS_GOOD, end), readings[_i].wrong);
}
END_TEST

static const struct {
	const char *counts, *outcome, *wrong;
} values[] = {
	{ RECEIPTS_GOOD, "`outcome`:`failed`", NULL },
	{ RECEIPTS_GOOD, "`outcome`:`done`", "not a receipt" },
	{ RECEIPTS_GOOD, "`outcome`:0", "not a receipt" },
	{ RECEIPTS_GOOD, "`end`:0", "lacks" },
	{ "", RECEIPTS_ENDED, "lacks" },
	{ "`records`:18446744073709551615,`written`:0,`rejected`:0,"
	  "`bytes_in`:0,`bytes_out`:0,`reasons`:{},",
	    RECEIPTS_ENDED, NULL },
	{ "`records`:18446744073709551616,`written`:0,`rejected`:0,"
	  "`bytes_in`:0,`bytes_out`:0,`reasons`:{},",
	    RECEIPTS_ENDED, "not a receipt" },
	{ "`records`:-1,`written`:0,`rejected`:0,"
	  "`bytes_in`:0,`bytes_out`:0,`reasons`:{},",
	    RECEIPTS_ENDED, "not a receipt" },
	{ "`records`:1.0,`written`:0,`rejected`:0,"
	  "`bytes_in`:0,`bytes_out`:0,`reasons`:{},",
	    RECEIPTS_ENDED, "not a receipt" },
	{ "`records`:`1`,`written`:0,`rejected`:0,"
	  "`bytes_in`:0,`bytes_out`:0,`reasons`:{},",
	    RECEIPTS_ENDED, "not a receipt" },
	/* A sum that would begin again at 0. */
	{ "`records`:1,`written`:1,`rejected`:0,`bytes_in`:0,"
	  "`bytes_out`:0,`reasons`:{`a`:18446744073709551615,`b`:1},",
	    RECEIPTS_ENDED, "not a receipt" },
	{ "`records`:1,`written`:1,`rejected`:0,`bytes_in`:0,"
	  "`bytes_out`:0,`reasons`:[],",
	    RECEIPTS_ENDED, "not a receipt" },
};
#define VALUES (int)(sizeof(values) / sizeof(*values))

START_TEST(values_are_read_strictly)
{
	check_wrong(
	    read_text(values[_i].counts, values[_i].outcome), values[_i].wrong);
}
END_TEST

START_TEST(another_version_is_not_known)
{
	static const char line[] = "{\"v\":2,\"whatever\"\0................"
				   "................";
	struct receipt r;

	check_wrong(receipt_read(slice_text(line), &r), "version");
	check_wrong(receipt_read((struct slice){ NULL, 0 }, &r), "empty");
}
END_TEST

static const struct {
	uint64_t records, written, rejected, reasons;
	enum receipt_outcome outcome;
	bool adds_up;
} sums[] = {
	{ 0, 0, 0, 0, RECEIPT_COMPLETE, true },
	{ 3, 2, 1, 1, RECEIPT_COMPLETE, true },
	{ 3, 2, 1, 1, RECEIPT_STOPPED, true },
	{ 3, 2, 1, 1, RECEIPT_FAILED, true },
	{ 4, 2, 1, 1, RECEIPT_COMPLETE, false },
	{ 4, 2, 1, 1, RECEIPT_STOPPED, false },
	{ 4, 2, 1, 1, RECEIPT_FAILED, true },
	{ 2, 2, 1, 1, RECEIPT_COMPLETE, false },
	{ 2, 2, 1, 1, RECEIPT_FAILED, false },
	{ 2, 3, 0, 0, RECEIPT_FAILED, false },
	{ 3, 2, 1, 2, RECEIPT_COMPLETE, false },
	{ 3, 2, 1, 0, RECEIPT_STOPPED, false },
	{ 3, 2, 1, 2, RECEIPT_FAILED, true },
	{ 3, 2, 1, 0, RECEIPT_FAILED, false },
	/* Sums that would begin again at 0. */
	{ 0, 1, UINT64_MAX, UINT64_MAX, RECEIPT_COMPLETE, false },
	{ 0, UINT64_MAX, 1, 1, RECEIPT_COMPLETE, false },
};
#define SUMS (int)(sizeof(sums) / sizeof(*sums))

START_TEST(records_add_up)
{
	struct receipt r = {
		.records = sums[_i].records,
		.written = sums[_i].written,
		.rejected = sums[_i].rejected,
		.reasons = sums[_i].reasons,
		.outcome = sums[_i].outcome,
	};

	ck_assert_int_eq(receipt_adds_up(&r), sums[_i].adds_up);
}
END_TEST

START_TEST(times_are_in_utc)
{
	ck_assert(receipt_is_time(slice_text("2021-11-03T14:05:06Z")));
	ck_assert(!receipt_is_time(slice_text("2021-11-03T14:05:06")));
	ck_assert(!receipt_is_time(slice_text("2021-11-03T14:05:06+00:00")));
	ck_assert(!receipt_is_time(slice_text("2021-11-03 14:05:06Z")));
	ck_assert(!receipt_is_time(slice_text("2021-11-03T14:05:06.0Z")));
	ck_assert(!receipt_is_time(slice_text("2021-02-30T14:05:06Z")));
	ck_assert(!receipt_is_time(slice_text("20211103T140506+010Z")));
	ck_assert(!receipt_is_time(slice_text("")));
}
END_TEST

Suite *receipt_suite(void);

Suite *
receipt_suite(void)
{
	Suite *s = suite_create("receipt");
	TCase *t = tcase_create("receipt");

	tcase_add_checked_fixture(t, receipts_start, receipts_stop);
	tcase_add_test(t, a_body_says_what_was_done);
	tcase_add_test(t, a_line_is_read_again);
	tcase_add_test(t, what_is_signed_is_all_before_the_signature);
	tcase_add_loop_test(t, members_are_read_strictly, 0, READINGS);
	tcase_add_loop_test(t, values_are_read_strictly, 0, VALUES);
	tcase_add_test(t, another_version_is_not_known);
	tcase_add_loop_test(t, records_add_up, 0, SUMS);
	tcase_add_test(t, times_are_in_utc);
	suite_add_tcase(s, t);
	return s;
}
