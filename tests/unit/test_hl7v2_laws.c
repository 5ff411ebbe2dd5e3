/*
 * Laws of messages: a policy that keeps everything gives the same bytes, what
 * is dropped cannot be seen in what leaves, and what was cut does not leave.
 */
#include <check.h>

#include "harness.h"

#define HL7   "\"format\":\"hl7v2\""
#define HPRIM "\"format\":\"hl7v2\",\"dialect\":\"hprim\""
#define KEEP  "\"do\":\"keep\",\"because\":\"x\""

static const char message[] =
    "MSH|^~\\&|Besson|Pharmacie^331393068^FINESS|||20211103||ORU^R01|7|P|2.5\r"
    "PID|1||17^^^x^PI~255081416800063^^^x&1.2^INS||Huet^Paul~Huet^P|Aubry|"
    "19550817|M|||3 rue Haute^^CORTE^^20250^FR^H~^^BREST^^29200^FR^O||"
    "0495000000~^NET^Internet^huet@example.org\r"
    "NK1|1|Huet^Anne|MTH|3 rue Haute^^CORTE|0639980017\r"
    "PV1|1|O\r"
    "OBX|1|CWE|94558-4^Ag^LN||P^POSITIF^L||||||F|||202111031020\r"
    "OBX|2|ST|8310-5^Temp^LN||38.2 chez Huet\r"
    "NTE|1||Appeler M. Huet\r";

#define LEN (sizeof(message) - 1)

static const char some[] = "\"MSH-9.1\":{" KEEP "},"
			   "\"PID-3[5='INS'].1\":{" KEEP "},"
			   "\"PID-11[7='H'].5\":{" KEEP "},"
			   "\"OBX[3.1='94558-4']-5.1\":{" KEEP "}";

static const char left[] = "MSH|^~\\&|||||||ORU\r"
			   "PID|||255081416800063||||||||^^^^20250\r"
			   "OBX|||||P\r";

/* The message with a text at one of its bytes. */
static struct buf
plant(size_t at, const char *text)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	buf_add(&b, message, at);
	buf_add_text(&b, text);
	buf_add(&b, message + at, LEN + 1 - at);
	return b;
}

static void
expect_same(size_t at, const char *text)
{
	struct buf b = plant(at, text);

	ck_assert_str_eq(harness_filter_as(HL7, some, (const char *)b.p), left);
	buf_release(&b);
}

/* Where a field ends: in front of a delimiter, or at the end of its line. */
static bool
is_field_end(size_t at)
{
	bool behind_name = at >= 4 && message[at - 4] == '\r';

	return at >= sizeof("MSH|^~\\&") && !behind_name &&
	       (message[at] == '|' || message[at] == '\r');
}

START_TEST(what_is_dropped_cannot_be_seen)
{
	ck_assert_str_eq(harness_filter_as(HL7, some, message), left);
	for (size_t at = 0; at < LEN; at++) {
		if (!is_field_end(at))
			continue;
		expect_same(at, "^^^^^^^^^^^^PLANTED");
		expect_same(at, "^^^^^^^^^^^^^&PLANTED&255081416800063");
		if (message[at] != '\r')
			continue;
		expect_same(at, "|||||||||||||||||PLANTED");
		expect_same(at, "|||||||||||||||||PLANTED~255081416800063");
		expect_same(at + 1, "ZPL|PLANTED^255081416800063\r");
		expect_same(at + 1, "NTE|1||PLANTED\r");
		expect_same(at + 1, "OBX|3|ED|x||^^^Base64^UExBTlRFRA==\r");
		expect_same(at + 1, "IN1|1|||PLANTED|||||||||||||PLANTED\r");
	}
}
END_TEST

/* Adds a rule that keeps what `%` in the path stands for, 1 to count. */
static void
keep_all(struct buf *fields, const char *path, unsigned int count)
{
	size_t prefix = strcspn(path, "%");

	for (unsigned int n = 1; n <= count; n++)
		buf_add_format(fields, "%s\"%.*s%u%s\":{" KEEP "}",
		    fields->len > 0 ? "," : "", (int)prefix, path, n,
		    path + prefix + 1);
}

START_TEST(what_is_kept_stays_as_it_is)
{
	struct buf fields;

	buf_init(&fields, 1 << 16);
	keep_all(&fields, "MSH-1%", 2);
	keep_all(&fields, "MSH-3.%", 1);
	keep_all(&fields, "MSH-4.%", 3);
	keep_all(&fields, "MSH-7.%", 1);
	keep_all(&fields, "MSH-9.%", 2);
	keep_all(&fields, "MSH-10.%", 1);
	keep_all(&fields, "PID-1.%", 1);
	keep_all(&fields, "PID-3.4.%", 2);
	keep_all(&fields, "PID-3.%.1", 3);
	keep_all(&fields, "PID-3.5.%", 1);
	keep_all(&fields, "PID-5.%", 2);
	keep_all(&fields, "PID-6.%", 1);
	keep_all(&fields, "PID-7.%", 1);
	keep_all(&fields, "PID-8.%", 1);
	keep_all(&fields, "PID-11.%", 7);
	keep_all(&fields, "PID-13.%", 4);
	keep_all(&fields, "NK1-1.%", 1);
	keep_all(&fields, "NK1-2.%", 2);
	keep_all(&fields, "NK1-3.%", 1);
	keep_all(&fields, "NK1-4.%", 3);
	keep_all(&fields, "NK1-5.%", 1);
	keep_all(&fields, "PV1-%", 2);
	keep_all(&fields, "OBX-%", 2);
	keep_all(&fields, "OBX-3.%", 3);
	keep_all(&fields, "OBX-5.%", 3);
	keep_all(&fields, "OBX-11.%", 1);
	keep_all(&fields, "OBX-14.%", 1);
	keep_all(&fields, "NTE-%", 3);
	buf_add_byte(&fields, '\0');
	ck_assert_str_eq(
	    harness_filter_as(HL7, (const char *)fields.p, message), message);
	buf_release(&fields);
}
END_TEST

/* Only a frame tells that something is missing; it must be whole. */
START_TEST(a_frame_that_is_cut_does_not_leave)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	buf_add_format(&b, "\x0B%s\x1C\r", message);
	for (size_t len = 1; len < b.len; len++) {
		struct buf cut;

		buf_init(&cut, 1 << 16);
		buf_add(&cut, b.p, len);
		buf_add_byte(&cut, '\0');
		ck_assert_str_eq(
		    harness_filter_as(HL7, some, (const char *)cut.p), "!cut");
		buf_release(&cut);
	}
	buf_release(&b);
}
END_TEST

/* Until its last line has begun, a message of HPRIM is not whole. */
START_TEST(a_message_of_hprim_that_is_cut_does_not_leave)
{
	static const char whole[] = "H|~^\\&|a\rP|1|17|B1||Huet~Paul\r"
				    "OBX|1|NM|GLU||1\rA|.10\rL|1\r";
	size_t last = sizeof(whole) - 1 - strlen("L|1\r");
	const char *out;
	char cut[sizeof(whole)];

	for (size_t len = 1; len < sizeof(whole) - 1; len++) {
		memcpy(cut, whole, len);
		cut[len] = '\0';
		out = harness_filter_as(HPRIM, "\"OBX-6\":{" KEEP "}", cut);
		if (len <= last)
			ck_assert_int_eq(out[0], '!');
		else
			ck_assert_str_eq(out, "H|~^\\&\rOBX|||||1.10\rL\r");
	}
}
END_TEST

Suite *hl7v2_laws_suite(void);

Suite *
hl7v2_laws_suite(void)
{
	Suite *s = suite_create("hl7v2_laws");
	TCase *t = tcase_create("laws");

	tcase_add_test(t, what_is_dropped_cannot_be_seen);
	tcase_add_test(t, what_is_kept_stays_as_it_is);
	tcase_add_test(t, a_frame_that_is_cut_does_not_leave);
	tcase_add_test(t, a_message_of_hprim_that_is_cut_does_not_leave);
	suite_add_tcase(s, t);
	return s;
}
