#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

#define HL7        "\"format\":\"hl7v2\""
#define HPRIM      "\"format\":\"hl7v2\",\"dialect\":\"hprim\""
#define KEEP       "\"do\":\"keep\",\"because\":\"x\""
#define NEW(value) "{\"do\":\"replace\",\"with\":" value ",\"because\":\"x\"}"
#define M          "MSH|^~\\&"

/* What comes out of an input; "!reason:path" follows it. */
struct scene {
	const char *fields, *in, *out;
};

static const struct scene scenes[] = {
	/* What remains of a message. */
	{ "", M "|A|B\rPID|1||2\r", M "\r" },
	{ "\"PID-3\":{" KEEP "}", M "|A\rPID|1||2|3\rZZZ|1\r",
	    M "\rPID|||2\r" },
	{ "\"MSH-9.2\":{" KEEP "}", M "|||||||A^B^C|x\r", M "|||||||^B\r" },
	{ "\"PID-11.5\":{" KEEP "},\"PID-11.3\":{" KEEP "}",
	    M "\rPID|||||||||||s^t^c^d^p^f\r", M "\rPID|||||||||||^^c^^p\r" },
	{ "\"PID-3.4.2\":{" KEEP "}", M "\rPID|||1^^^a&b&c\r",
	    M "\rPID|||^^^&b\r" },
	/* The first part is the part itself. */
	{ "\"PID-3.1.1\":{" KEEP "}", M "\rPID|||1\r", M "\rPID|||1\r" },
	{ "\"PID-3.2\":{" KEEP "}", M "\rPID|||1\r", M "\r" },
	/* Parts beyond those that are looked at 16 or 64 at a time. */
	{ "\"PID-3.9\":{" KEEP "}",
	    M "\rPID|||1234567890^2345^4^5^6^7^8^9^0123456789012345678901^a\r",
	    M "\rPID|||^^^^^^^^0123456789012345678901\r" },
	{ "\"PID-3.1.3\":{" KEEP "},\"PID-3.20\":{" KEEP "}",
	    M "\rPID|||0123456789012345&x&a\\T\\b~c&d&01234567890123456789"
	      "^^^^^^^^^^^^^^^^^^^z^\r",
	    M
	    "\rPID|||&&a\\T\\b~&&01234567890123456789^^^^^^^^^^^^^^^^^^^z\r" },
	{ "\"PID-3\":{" KEEP "}",
	    M "\rPID|||012345678901234~0123456789012345~01234567890123456"
	      "~|~\r",
	    M "\rPID|||012345678901234~0123456789012345~01234567890123456\r" },
	/* Repetitions, one by one. */
	{ "\"PID-3[5='INS'].1\":{" KEEP "}",
	    M "\rPID|||1^^^^PI~2^^^^INS~3^^^^INS\r", M "\rPID|||2~3\r" },
	{ "\"PID-3[5!='INS'].1\":{" KEEP "}",
	    M "\rPID|||1^^^^PI~2^^^^INS~3~4^^^^&INS\r", M "\rPID|||1\r" },
	{ "\"PID-3[4.2^='1.2.'].1\":{" KEEP "}",
	    M "\rPID|||1^^^x&1.2.3~2^^^x&1.3\r", M "\rPID|||1\r" },
	{ "\"PID-3[5='INS'].1\":{\"do\":\"drop\",\"because\":\"x\"},"
	  "\"PID-3.1\":{" KEEP "}",
	    M "\rPID|||1^^^^PI~2^^^^INS\r", M "\rPID|||1\r" },
	/* Segments by a field. */
	{ "\"OBX[3.1='a']-5\":{" KEEP "}",
	    M "\rOBX|||a^x||1\rOBX|||b||2\rOBX|||a||3\r",
	    M "\rOBX|||||1\rOBX|||||3\r" },
	{ "\"OBX[3='a']-5\":{" KEEP "}",
	    M "\rOBX|||a^x||1\rOBX|||a~a||2\rOBX|||a||3\r", M "\rOBX|||||3\r" },
	{ "\"MSH[9.1='ORU']-10\":{" KEEP "}", M "|||||||ORU^R01|7\r",
	    M "||||||||7\r" },
	/* A rule about a value, and a value with parts. */
	{ "\"PID-7\":{" KEEP "}", M "\rPID|||||||2021^x\r", "!type:PID-7" },
	{ "\"PID-7\":{\"do\":\"drop\",\"because\":\"x\"}",
	    M "\rPID|||||||2021^x\r", M "\r" },
	/* Absent, empty, to be deleted. */
	{ "\"PID-7\":{" KEEP "}", M "\rPID|||||||\"\"\r",
	    M "\rPID|||||||\"\"\r" },
	{ "\"PID-7\":{\"do\":\"truncate\",\"first\":1,\"because\":\"x\"}",
	    M "\rPID|||||||\"\"\r", M "\r" },
	{ "\"PID-7\":{" KEEP ",\"absent\":\"reject\"}", M "\rPID|||||||\r",
	    "!absent:PID-7" },
	{ "\"PID-7\":{" KEEP ",\"absent\":\"reject\"}", M "\rPID|||||||\"\"\r",
	    "!absent:PID-7" },
	{ "\"PID-7\":{" KEEP ",\"must\":\"date\"}", M "\rPID|||||||x\r",
	    "!type:PID-7" },
	/* Delimiters. */
	{ "\"PID-3.1\":{" KEEP "}", "MSH*:+?%*a\rPID***1:2\r",
	    "MSH*:+?%\rPID***1\r" },
	{ "\"PID-3.1\":{" KEEP "}", "MSH|^~\\&#|a\rPID|||1^2\r",
	    "MSH|^~\\&#\rPID|||1\r" },
	{ "\"PID-3\":{\"do\":\"replace\",\"with\":\"a|^~\\\\&#b\","
	  "\"because\":\"x\"}",
	    "MSH|^~\\&#\rPID|||1\r",
	    "MSH|^~\\&#\rPID|||a\\F\\\\S\\\\R\\\\E\\\\T\\\\P\\b\r" },
	{ "", "MSH|^~\\|a\r", "!delimiters" },
	{ "", "MSH|^~\\\\&|a\r", "!delimiters" },
	{ "", "MSH|^~\\a|a\r", "!delimiters" },
	{ "", "MSH|^~\\&#!|a\r", "!delimiters" },
	{ "", "MSH|^~\\ |a\r", "!delimiters" },
	{ "", "MSH\r", "!delimiters" },
	/* Escapes. */
	{ "\"NTE-3\":{" KEEP "}", M "\rNTE|||a\\T\\b\\.br\\c\\X41\\\r",
	    M "\rNTE|||a\\T\\b\\.br\\c\\X41\\\r" },
	{ "\"NTE-3\":{\"do\":\"truncate\",\"first\":3,\"because\":\"x\"}",
	    M "\rNTE|||\\T\\\\.br\\\\X41\\\\E\\\r",
	    M "\rNTE|||\\T\\\\X0A\\A\r" },
	{ "\"NTE-3\":{\"do\":\"truncate\",\"first\":1,\"because\":\"x\"}",
	    M "||||||||||||||||UNICODE UTF-8\rNTE|||\\XC3A9\\a\r",
	    M "||||||||||||||||UNICODE UTF-8\rNTE|||\xC3\xA9\r" },
	{ "\"NTE-3\":{" KEEP "}", M "\rNTE|||\\H\\a\\N\\\r", "!escape" },
	{ "\"NTE-3\":{" KEEP "}", M "\rNTE|||a\\\r", "!escape" },
	{ "\"NTE-3\":{" KEEP "}", M "\rNTE|||\\X4\\\r", "!escape" },
	{ "\"NTE-3\":{" KEEP "}", M "\rNTE|||\\X00\\\r", "!escape" },
	{ "\"NTE-3\":{" KEEP "}", M "\rNTE|||\\XFF\\\r", "!escape" },
	{ "\"NTE-3\":{" KEEP "}", M "\rNTE|||\\C2842\\\r", "!escape" },
	{ "\"NTE-4\":{" KEEP "}", M "\rNTE|||\\H\\a\\N\\|b\r",
	    M "\rNTE||||b\r" },
	/* An escaped value is looked at as what it means. */
	{ "\"NTE-3\":{" KEEP ",\"oneOf\":[\"2\"]}", M "\rNTE|||\\X32\\\r",
	    M "\rNTE|||\\X32\\\r" },
	{ "\"PID-3[5='INS'].1\":{" KEEP "}", M "\rPID|||1^^^^I\\X4E\\S\r",
	    M "\rPID|||1\r" },
	/* Line ends. */
	{ "\"PID-3\":{" KEEP "}", M "\nPID|||1\n", M "\nPID|||1\n" },
	{ "\"PID-3\":{" KEEP "}", M "\r\nPID|||1\r\n", M "\r\nPID|||1\r\n" },
	{ "\"PID-3\":{" KEEP "}", M "\rPID|||1", M "\rPID|||1\r" },
	{ "\"PID-3\":{" KEEP "}", M "\r\rPID|||1\r\r\n\n", M "\rPID|||1\r" },
	{ "", M "\rPID|||1\nPV1|\r", "!line-end" },
	{ "", M "\r\nPID|||1\nPV1|\r\n", "!line-end" },
	{ "", M "\nPID|||1\rPV1|\n", "!line-end" },
	/* Character sets. */
	{ "\"PID-3\":{" KEEP "}", M "\rPID|||\xC3\xA9\r", "!charset" },
	{ "", M "\rPID|||\xC3\xA9\r", "!charset" },
	{ "", M "||||||||||||||||ASCII\rPID|||\xC3\xA9\r", "!charset" },
	{ "", M "||||||||||||||||KLINGON\rPID|||1\r", "!charset" },
	{ "\"PID-3\":{" KEEP "}", M "||||||||||||||||8859/1\rPID|||\xE9|\xE8\r",
	    M "||||||||||||||||UNICODE UTF-8\rPID|||\xC3\xA9\r" },
	{ "\"PID-3\":{" KEEP "}",
	    M "||||||||||||||||8859/15~\rPID|||\xA4\\XA4\\\r",
	    M "||||||||||||||||UNICODE UTF-8\rPID|||"
	      "\xE2\x82\xAC\xE2\x82\xAC\r" },
	{ "\"PID-3\":{" KEEP "}",
	    M "||||||||||||||||UTF-8~UNICODE|FR\rPID|||\xC3\xA9\r",
	    M "||||||||||||||||UNICODE UTF-8\rPID|||\xC3\xA9\r" },
	{ "\"PID-3\":{" KEEP "},\"MSH-19\":{" KEEP "},\"MSH-12\":{" KEEP "}",
	    M "||||||||||2.5||||||8859/1|FR\rPID|||\xE9\r",
	    M "||||||||||2.5||||||UNICODE UTF-8|FR\rPID|||\xC3\xA9\r" },
	{ "\"MSH-18\":{" KEEP "},\"MSH-19\":{" KEEP "}",
	    M "||||||||||||||||ASCII|FR\r",
	    M "||||||||||||||||UNICODE UTF-8|FR\r" },
	{ "\"PID-3\":{" KEEP "}",
	    "MSH|-~!&||||||||||||||||UNICODE UTF!S!8\rPID|||\xC3\xA9\r",
	    "MSH|-~!&||||||||||||||||UNICODE UTF!S!8\rPID|||\xC3\xA9\r" },
	{ "\"PID-3\":{" KEEP "}",
	    "MSH|^~/&||||||||||||||||8859/E/1\rPID|||\xE9\r",
	    "MSH|^~/&||||||||||||||||UNICODE UTF-8\rPID|||\xC3\xA9\r" },
	{ "", "MSH|^~/&||||||||||||||||8859/1\rPID|||1\r", "!charset" },
	{ "", M "||||||||||||||||ASCII\\H\\\rPID|||1\r", "!charset" },
	/* What was dropped cannot be seen by the character set. */
	{ "\"PID-3\":{" KEEP "}", M "||||||||||||||||8859/1\rPID|||1|\xE9\r",
	    M "\rPID|||1\r" },
	{ "", M "||||||||||||||||UNICODE UTF-8\rPID|||\xE9\r", "!utf8" },
	/* Documents. */
	{ "\"OBX-5\":{" KEEP "}", M "\rOBX||NM|||1\r", M "\rOBX|||||1\r" },
	{ "\"OBX-5.5\":{" KEEP "}", M "\rOBX||ED|||^TEXT^XML^Base64^UEFU\r",
	    "!document" },
	{ "\"OBX-5.5\":{" KEEP "}", M "\rOBX||ST|||^TEXT^XML^BASE64^UEFU\r",
	    "!document" },
	{ "\"OBX-5.5\":{" KEEP "}",
	    M "\rOBX||ST|||^TEXT^XML^B\\X61\\se64^UEFU\r", "!document" },
	{ "\"OBX-5\":{" KEEP "}", M "\rOBX||RP|||x\r", "!document" },
	{ "\"OBX-5\":{" KEEP "}", M "\rOBX||ED^x|||x\r", "!document" },
	{ "\"OBX-5\":{" KEEP ",\"oneOf\":[\"1\"],\"invalid\":\"drop\"}",
	    M "\rOBX||ED|||^TEXT^XML^Base64^UEFU\r", M "\r" },
	{ "\"OBX[2='NM']-5\":{" KEEP "}",
	    M "\rOBX||ED|||^TEXT^XML^Base64^UEFU\rOBX||NM|||1\r",
	    M "\rOBX|||||1\r" },
	/* What no message may hold. */
	{ "", M "\rPID|\rADD|x\r", "!continuation" },
	{ "", M "\rDSC|1\r", "!continuation" },
	{ "", M "\rPI|1\r", "!syntax" },
	{ "", M "\rpid|1\r", "!syntax" },
	{ "", M "\rPID1|\r", "!syntax" },
	{ "", M "\rPID|\x01\r", "!syntax" },
	{ "", M "\rPID|a\tb\r", M "\r" },
	/* Streams. */
	{ "\"PID-3\":{" KEEP "}", M "\rPID|||1\r" M "\rPID|||2\r",
	    M "\rPID|||1\r" M "\rPID|||2\r" },
	{ "", "\xEF\xBB\xBF\r\n" M "\r\n\n" M "\r\n", M "\r\n" M "\r\n" },
	{ "", "{\"a\":1}\n", "!syntax" },
	{ "", "a\r" M "\r", M "\r!syntax" },
	{ "", "", "" },
	/* Batches, and their counts after a rejection. */
	{ "\"PID-3\":{" KEEP ",\"must\":\"code\"}",
	    "FHS|^~\\&|x\rBHS|^~\\&|y\r" M "\rPID|||1\r" M "\rPID|||( \r" M
	    "\rPID|||2\rBTS|3|c\rFTS|1\r",
	    "FHS|^~\\&\rBHS|^~\\&\r" M "\rPID|||1\r" M
	    "\rPID|||2\rBTS|2\rFTS|1\r!type:PID-3" },
	{ "", "BHS|^~\\&\n" M "\nBTS\nFTS||x\n",
	    "BHS|^~\\&\n" M "\nBTS\nFTS\n" },
	{ "", "FHS|^~\\&\r" M "\r" M "\rFTS|9",
	    "FHS|^~\\&\r" M "\r" M "\rFTS|1" },
	{ "", "BHS|^~\\|\r" M "\r", M "\r!delimiters" },
	{ "", "FHS*:+?%*x\rBHS#|~\\&#x\r" M "\rBTS#3#c\rFTS*7*c\r",
	    "FHS*:+?%\rBHS#|~\\&\r" M "\rBTS#1\rFTS*1\r" },
	/* Frames. */
	{ "\"PID-3\":{" KEEP "}", "\x0B" M "\rPID|||1\r\x1C\r\x0B" M "\r\x1C\r",
	    "\x0B" M "\rPID|||1\r\x1C\r\x0B" M "\r\x1C\r" },
	{ "", "\x0B" M "\r\x0B" M "\r\x1C\r", "\x0B" M "\r\x1C\r!cut" },
	{ "", "\x0B" M "\r", "!cut" },
	{ "", "\x0B" M "\r\x1C", "!cut" },
	{ "", "\x0B" M "\r\x1C" M "\r", M "\r!syntax" },
	{ "", "\x0B" M "\r" M "\r\x1C\r", "!syntax" },
	{ "", "\x0B" M "\rBTS|1\r\x1C\r", "!syntax" },
	{ "", "\x0B\x1C\r" M "\r", M "\r!syntax" },
};

/* What the input does not have. */
static const struct scene new_scenes[] = {
	/* In a segment that is left; with marks as the place needs. */
	{ "\"PID-8\":{" KEEP "},\"+PID-2\":" NEW("\"n\""),
	    M "\rPID|1|old|||||7|F\r", M "\rPID||n||||||F\r" },
	{ "\"PID-8\":{" KEEP "},\"+PID-10.2\":" NEW("\"n\""),
	    M "\rPID|1|||||||F\r", M "\rPID||||||||F||^n\r" },
	{ "\"PID-8\":{" KEEP "},\"+PID-2.3.2\":" NEW("\"n\""),
	    M "\nPID|1|||||||F\n", M "\nPID||^^&n||||||F\n" },
	/* Beside components and subcomponents that are left. */
	{ "\"PID-3.4\":{" KEEP "},\"+PID-3.1\":" NEW("\"n\""),
	    M "\rPID|||1^2^3^4\r", M "\rPID|||n^^^4\r" },
	{ "\"PID-3.2\":{" KEEP "},\"+PID-3.4.2\":" NEW("\"n\""),
	    M "\rPID|||1^2^3^4\r", M "\rPID|||^2^^&n\r" },
	{ "\"PID-3.4.2\":{" KEEP
	  "},\"+PID-3.4.1\":" NEW("\"n\"") ","
					   "\"+PID-3.4.4\":" NEW("\"m\""),
	    M "\rPID|||1^2^3^a&b&c&d\r", M "\rPID|||^^^n&b&&m\r" },
	{ "\"PID-3.4\":{" KEEP "},\"+PID-3.1\":" NEW("\"n\""),
	    M "\rPID|||1^2^3^4~5^6^7^8\r", "!type:+PID-3.1" },
	{ "\"PID-3[5='X'].4\":{" KEEP "},\"+PID-3.1\":" NEW("\"n\""),
	    M "\rPID|||1^2^3^4~5^6^7^8^X\r", M "\rPID|||n^^^8\r" },
	{ "\"PID-3[5='X'].1\":{" KEEP "},\"+PID-3.1\":" NEW("\"n\""),
	    M "\rPID|||1^2^3^4~5^6^7^8^X\r", "!type:+PID-3.1" },
	{ "\"PID-3[5='X'].1\":{" KEEP "},\"+PID-3.1\":" NEW("\"n\""),
	    M "\rPID|||1^2^3^4~5^6^7^8^Y\r", M "\rPID|||n\r" },
	/* In a segment of which nothing is left: where it stood. */
	{ "\"OBX-5\":{" KEEP "},\"+PID-2\":" NEW("\"n\""),
	    M "\rPID|1|2\rOBX|||||P\r", M "\rPID||n\rOBX|||||P\r" },
	{ "\"+PV1-2\":" NEW("\"n\"") ",\"+PID-4.2\":" NEW("\"m\""),
	    M "\rPID\rPV1|1\rOBX|1\r", M "\rPID||||^m\rPV1||n\r" },
	/* In the one of several that has something. */
	{ "\"OBX[3='b']-5\":{" KEEP "},\"+OBX-4\":" NEW("\"n\""),
	    M "\rOBX|||a||1\rOBX|||b||2\rOBX|||c\r", M "\rOBX||||n|2\r" },
	{ "\"OBX-5\":{" KEEP "},\"+OBX-4\":" NEW("\"n\""),
	    M "\rOBX|||a||1\rOBX|||b||2\r", "!type:+OBX-4" },
	{ "\"OBX-5\":{" KEEP "},\"+OBX-4\":" NEW("\"n\""),
	    M "\rOBX|||a\rNTE|1\rOBX|||b\r", M "\rOBX||||n\r" },
	/* In one that was not there. */
	{ "\"+ZPS-2\":" NEW("\"n\"") ",\"+ZPS-1.2\":" NEW("\"m\""),
	    M "\rPID|1\r", M "\rZPS|^m|n\r" },
	{ "\"+PID-2\":" NEW("\"n\""), M "\rOBX|1\r", "!type:+PID-2" },
	/* Values. */
	{ "\"+PID-2\":" NEW("\"a|^~\\\\&b\u00e9\""), M "\rPID|1\r",
	    M "||||||||||||||||UNICODE UTF-8\r"
	      "PID||a\\F\\\\S\\\\R\\\\E\\\\T\\b\xC3\xA9\r" },
	{ "\"+PID-2\":" NEW("12") ",\"+PID-4\":" NEW(
	      "true") ","
		      "\"+PID-6\":" NEW("null") ",\"+PID-8\":" NEW("\"\""),
	    "MSH*:+?%\rPID*1\r", "MSH*:+?%\rPID**12**true\r" },
	{ "\"+PID-6\":" NEW("null") ",\"+ZPS-1\":" NEW("\"\""),
	    M "\rPID|1\rOBX\r", M "\r" },
};

START_TEST(new_fields_are_added)
{
	const struct scene *s = &new_scenes[_i];

	ck_assert_str_eq(harness_filter_as(HL7, s->fields, s->in), s->out);
}
END_TEST

START_TEST(messages_are_filtered)
{
	const struct scene *s = &scenes[_i];

	ck_assert_str_eq(harness_filter_as(HL7, s->fields, s->in), s->out);
}
END_TEST

#define H "H|~^\\&"

static const struct scene hprim_scenes[] = {
	{ "", H "|a\r\nP|1\r\nL|1\r\n", H "\r\nL\r\n" },
	{ "\"P-8\":{" KEEP "},\"+P-3.2\":" NEW("\"\u00e9\""),
	    H "\r\nP|1||||||F\r\nL|1\r\n", H "\r\nP||~\xE9|||||F\r\nL\r\n" },
	{ "\"+ZP-3\":" NEW("\"n\""), H "\rP|1\rL|1\r", "!type:+ZP-3" },
	{ "\"P-6.1\":{" KEEP "},\"L-2\":{" KEEP "}",
	    H "\rP|1|2|3||A~B|c\rL|1\r", H "\rP|||||A\rL|1\r" },
	{ "\"P-6.2\":{" KEEP "}", H "\rP|1|2|3||A~B\rA|C~D|x\rL\r",
	    H "\rP|||||~BC\rL\r" },
	{ "\"P-6\":{" KEEP "}", H "\rP|1|2|3||A\rA|B\rA|C|x\rL|1\r",
	    H "\rP|||||ABC\rL\r" },
	{ "\"P-6\":{" KEEP "}", H "\rP|||||\xE9|\xE8\rL\r",
	    H "\rP|||||\xE9\rL\r" },
	{ "\"P-6\":{\"do\":\"replace\",\"with\":\"\xE2\x82\xAC\","
	  "\"because\":\"x\"}",
	    H "\rP|||||x\rL\r", "!charset" },
	{ "\"OBX-6\":{" KEEP "}", H "\rOBX|1|NM|x||1\rL\r",
	    H "\rOBX|||||1\rL\r" },
	{ "\"OBX-6.1\":{" KEEP "}", H "\rOBX|1|FIC|x||a~b\rL\r", "!document" },
	{ "\"OBX[4.1='x']-6\":{" KEEP "}",
	    H "\rOBX|1|NM|x~y||1\rOBX|2|NM|z||2\rL\r", H "\rOBX|||||1\rL\r" },
	{ "", H "\rP|1\r", "!cut" },
	{ "", H "\rP|1\r" H "\rL\r", H "\rL\r!cut" },
	{ "", H "\rL|1\r" H "\rL|1\r", H "\rL\r" H "\rL\r" },
	{ "", H "\rL|1\rP|1\r" H "\rL\r", H "\rL\r" H "\rL\r!syntax" },
	{ "", M "\rPID|1\r", "!syntax" },
};

START_TEST(hprim_is_filtered)
{
	const struct scene *s = &hprim_scenes[_i];

	ck_assert_str_eq(harness_filter_as(HPRIM, s->fields, s->in), s->out);
}
END_TEST

/*
 * A line PID of `count` fields: field n holds n mod 26 + len letters.  only:
 * the others but this one and the last are empty; 0: none is.
 */
static void
add_line(struct buf *line, size_t count, size_t len, size_t only)
{
	buf_add_text(line, "PID");
	for (size_t n = 1; n <= count; n++) {
		bool full = only == 0 || n == only || n == count;

		buf_add_byte(line, '|');
		for (size_t i = 0; full && i < n % 26 + len; i++)
			buf_add_byte(line, (uint8_t)('a' + i % 26));
	}
	buf_add_byte(line, '\r');
}

/* Wherever a field begins and ends, and whatever its number is. */
START_TEST(fields_are_found_by_number)
{
	struct buf in, out, fields;
	size_t len = (size_t)_i;

	buf_init(&in, (size_t)1 << 20);
	buf_init(&out, (size_t)1 << 20);
	buf_init(&fields, (size_t)1 << 12);
	for (size_t second = 2; second <= 130; second += 7) {
		size_t first = second / 2;

		buf_reset(&in);
		buf_reset(&out);
		buf_reset(&fields);
		buf_add_text(&in, M "\r");
		add_line(&in, second + len % 3, len, 0);
		buf_add_byte(&in, '\0');
		buf_add_text(&out, M "\r");
		add_line(&out, second, len, first);
		buf_add_byte(&out, '\0');
		buf_add_format(&fields,
		    "\"PID-%zu\":{" KEEP "},\"PID-%zu\":{" KEEP "}", first,
		    second);
		buf_add_byte(&fields, '\0');
		ck_assert_str_eq(
		    harness_filter_as(HL7, (char *)fields.p, (char *)in.p),
		    (char *)out.p);
	}
	buf_release(&in);
	buf_release(&out);
	buf_release(&fields);
}
END_TEST

/* What becomes of OBX-5.2, with a component of `before` letters in front of a
 * word, which something follows. */
static const char *
with_word(size_t before, const char *word, const char *behind)
{
	static char in[256];
	char letters[128];

	memset(letters, 'x', sizeof(letters));
	snprintf(in, sizeof(in), M "\rOBX|||||%.*s^%s%s\r", (int)before,
	    letters, word, behind);
	return harness_filter_as(HL7, "\"OBX-5.2\":{" KEEP "}", in);
}

/* Wherever it stands in a field, short or long; no other word counts. */
START_TEST(encodings_are_seen_anywhere)
{
	static const char *const encodings[] = { "base64", "HEX", "Base64",
		"hex", "B\\X61\\SE64", "h\\X65\\x" };
	static const char *const others[] = { "hax", "base65", "he", "base6",
		"base64x", "hex64", "\\E\\hex" };
	static const char *const behind[] = { "", "^", "^1", "~1", "~^^1",
		"^1~hax" };

	for (size_t b = 0; b < sizeof(behind) / sizeof(behind[0]); b++) {
		for (size_t i = 0; i < sizeof(encodings) / sizeof(char *); i++)
			ck_assert_ptr_nonnull(strstr(
			    with_word((size_t)_i, encodings[i], behind[b]),
			    "!document"));
		for (size_t i = 0; i < sizeof(others) / sizeof(char *); i++)
			ck_assert_ptr_null(strstr(
			    with_word((size_t)_i, others[i], behind[b]), "!"));
	}
}
END_TEST

/* The same policy with one field more. */
static struct buf
policy_with(const char *more, const char *fields)
{
	struct buf all, policy;

	buf_init(&all, 1 << 16);
	buf_add_format(
	    &all, "%s%s%s", more, fields[0] == '\0' ? "" : ",", fields);
	buf_add(&all, "", 1);
	policy = harness_policy_as(HL7, (const char *)all.p);
	buf_release(&all);
	return policy;
}

static void
add_outcome(struct buf *out, const struct buf *policy, const char *in)
{
	struct outcome o =
	    harness_run((const char *)policy->p, slice_text(in), 0, true);

	buf_add_text(out, (const char *)o.out.p);
	harness_release(&o);
}

/*
 * What comes out of a message does not depend on those before it: here on one
 * that states its character set, and on one that does not.
 */
START_TEST(messages_do_not_depend_on_each_other)
{
	static const char plain[] = M "\rZZ9|e\r";
	static const char wide[] =
	    M "||||||||||||||||UNICODE UTF-8\rZZ9|\xC3\xA9\r";
	const struct scene *s = &scenes[_i];
	const char *const order[] = { wide, s->in, s->in, wide, plain, s->in,
		wide, wide, plain, plain };
	size_t len = strlen(s->in);
	struct buf policy, in, out;
	struct outcome o;

	if (strncmp(s->in, M, strlen(M)) != 0 || s->in[len - 1] != '\r' ||
	    strncmp(s->out, M, strlen(M)) != 0)
		return;
	policy = policy_with("\"ZZ9-1\":{" KEEP "}", s->fields);
	buf_init(&in, 1 << 20);
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		buf_add_text(&in, order[i]);
		add_outcome(&out, &policy, order[i]);
	}
	buf_add(&in, "", 1);
	buf_add(&out, "", 1);
	o = harness_run(
	    (const char *)policy.p, slice_text((const char *)in.p), 0, true);
	ck_assert_str_eq((char *)o.out.p, (char *)out.p);
	harness_release(&o);
	buf_release(&in);
	buf_release(&out);
	buf_release(&policy);
}
END_TEST

/* However an input arrives, the outcome is the same. */
START_TEST(reads_of_any_size_give_the_same)
{
	static const size_t steps[] = { 1, 2, 3, 7, 4096 };
	const struct scene *s = &scenes[_i];
	struct buf policy = harness_policy_as(HL7, s->fields);
	struct outcome whole =
	    harness_run((const char *)policy.p, slice_text(s->in), 0, true);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct outcome o = harness_run(
		    (const char *)policy.p, slice_text(s->in), steps[i], true);

		ck_assert_str_eq((char *)o.out.p, (char *)whole.out.p);
		ck_assert_str_eq(
		    (char *)o.quarantine.p, (char *)whole.quarantine.p);
		harness_release(&o);
	}
	harness_release(&whole);
	buf_release(&policy);
}
END_TEST

Suite *hl7v2_suite(void);

Suite *
hl7v2_suite(void)
{
	Suite *s = suite_create("hl7v2");
	TCase *t = tcase_create("hl7v2");
	int count = sizeof(scenes) / sizeof(scenes[0]);

	tcase_add_loop_test(t, messages_are_filtered, 0, count);
	tcase_add_loop_test(t, reads_of_any_size_give_the_same, 0, count);
	tcase_add_loop_test(t, messages_do_not_depend_on_each_other, 0, count);
	tcase_add_loop_test(t, new_fields_are_added, 0,
	    sizeof(new_scenes) / sizeof(new_scenes[0]));
	tcase_add_loop_test(t, hprim_is_filtered, 0,
	    sizeof(hprim_scenes) / sizeof(hprim_scenes[0]));
	tcase_add_loop_test(t, fields_are_found_by_number, 1, 40);
	tcase_add_loop_test(t, encodings_are_seen_anywhere, 0, 70);
	suite_add_tcase(s, t);
	return s;
}
