/* Types: what `must` accepts, and what it does not. */
#include <check.h>

#include "action/luhn.h"
#include "action/type.h"

#define TEXT(text)    VALUE_TEXT, text
#define NUMBER(text)  VALUE_NUMBER, text
#define BOOLEAN(text) VALUE_BOOLEAN, text

static const struct {
	enum type_id type;
	bool good;
	enum value_kind kind;
	const char *text;
} cases[] = {
	{ TYPE_ANY, true, TEXT("\x01") },
	{ TYPE_ANY, true, BOOLEAN("true") },

	{ TYPE_RPPS, true, TEXT("10000000009") },
	{ TYPE_RPPS, true, NUMBER("10000000009") },
	{ TYPE_RPPS, false, TEXT("10000000005") },
	{ TYPE_RPPS, false, TEXT("1000000008") },
	{ TYPE_RPPS, false, TEXT("1000000000A") },
	{ TYPE_FINESS, true, TEXT("990000002") },
	{ TYPE_FINESS, false, TEXT("990000005") },
	{ TYPE_FINESS, false, TEXT("99000000") },
	{ TYPE_FINESS, true, TEXT("2A0000000") },
	{ TYPE_FINESS, true, TEXT("2B0000001") },
	{ TYPE_FINESS, false, TEXT("2C0000000") },
	{ TYPE_FINESS, false, TEXT("2A000000") },
	{ TYPE_FINESS, false, TEXT("2A00000A0") },

	{ TYPE_DATE, true, TEXT("2021") },
	{ TYPE_DATE, true, TEXT("2021-11") },
	{ TYPE_DATE, true, TEXT("2021-11-03") },
	{ TYPE_DATE, true, TEXT("20211103") },
	{ TYPE_DATE, true, NUMBER("20211103") },
	{ TYPE_DATE, false, NUMBER("2.021e3") },
	{ TYPE_DATE, false, TEXT("2021-11-03T14:05") },
	{ TYPE_DATE, false, TEXT("2021-02-29") },
	{ TYPE_DATE, false, TEXT("03/11/2021") },
	{ TYPE_DATE, false, TEXT("") },
	{ TYPE_DATETIME, true, TEXT("2021-11-03T14") },
	{ TYPE_DATETIME, true, TEXT("2021-11-03T14:05:06+01:00") },
	{ TYPE_DATETIME, true, TEXT("202111031405") },
	{ TYPE_DATETIME, false, TEXT("2021-11-03") },

	{ TYPE_POSTCODE_FR, true, TEXT("75001") },
	{ TYPE_POSTCODE_FR, true, NUMBER("75001") },
	{ TYPE_POSTCODE_FR, false, NUMBER("1000") },
	{ TYPE_POSTCODE_FR, false, TEXT("750075") },
	{ TYPE_POSTCODE_FR, false, TEXT("2A004") },
	{ TYPE_POSTCODE_FR, false, BOOLEAN("false") },
	{ TYPE_INSEE_FR, true, TEXT("75108") },
	{ TYPE_INSEE_FR, true, TEXT("2A004") },
	{ TYPE_INSEE_FR, true, TEXT("2B033") },
	{ TYPE_INSEE_FR, false, TEXT("2a004") },
	{ TYPE_INSEE_FR, false, TEXT("2C004") },
	{ TYPE_INSEE_FR, false, TEXT("7510") },

	{ TYPE_PHONE, true, TEXT("06 12 34 56 78") },
	{ TYPE_PHONE, true, TEXT("+33612345678") },
	{ TYPE_PHONE, false, TEXT("612345678") },
	{ TYPE_PHONE, false, NUMBER("612345678") },

	{ TYPE_EMAIL, true, TEXT("a@example.org") },
	{ TYPE_EMAIL, true, TEXT("a.b+c@mail.example.org") },
	{ TYPE_EMAIL, true, TEXT(" a@example.org ") },
	{ TYPE_EMAIL, false, TEXT("a@example") },
	{ TYPE_EMAIL, false, TEXT("@example.org") },
	{ TYPE_EMAIL, false, TEXT("a@") },
	{ TYPE_EMAIL, false, TEXT("a.example.org") },
	{ TYPE_EMAIL, false, TEXT(".a@example.org") },
	{ TYPE_EMAIL, false, TEXT("a.@example.org") },
	{ TYPE_EMAIL, false, TEXT("a..b@example.org") },
	{ TYPE_EMAIL, false, TEXT("a@b@example.org") },
	{ TYPE_EMAIL, false, TEXT("a@-b.example.org") },
	{ TYPE_EMAIL, false, TEXT("a@b-.example.org") },
	{ TYPE_EMAIL, false, TEXT("a@example.org-") },
	{ TYPE_EMAIL, false, TEXT("a@example..org") },
	{ TYPE_EMAIL, false, TEXT("a@example.org.") },
	{ TYPE_EMAIL, false, TEXT("\"a\"@example.org") },
	{ TYPE_EMAIL, false, TEXT("\xC3\xA9@example.org") },
	{ TYPE_EMAIL, false,
	    TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaaa@example.org") },

	{ TYPE_CODE, true, TEXT("94558-4") },
	{ TYPE_CODE, true, TEXT("urn:oid:1.2.250/x_y+Z") },
	{ TYPE_CODE, true, NUMBER("94558") },
	{ TYPE_CODE, true,
	    TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
	{ TYPE_CODE, false,
	    TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
	{ TYPE_CODE, false, TEXT("") },
	{ TYPE_CODE, false, TEXT("a b") },
	{ TYPE_CODE, false, TEXT("a@b") },
	{ TYPE_CODE, false, TEXT("\xC3\xA9") },
	{ TYPE_CODE, false, BOOLEAN("true") },

	{ TYPE_NUMBER, true, NUMBER("-1.5e3") },
	{ TYPE_NUMBER, true, TEXT("37.5") },
	{ TYPE_NUMBER, false, TEXT("37,5") },
	{ TYPE_NUMBER, false, TEXT("") },
	{ TYPE_NUMBER, false, BOOLEAN("true") },
	{ TYPE_INTEGER, true, NUMBER("-15") },
	{ TYPE_INTEGER, true, TEXT("15") },
	{ TYPE_INTEGER, false, NUMBER("15.0") },
	{ TYPE_INTEGER, false, TEXT("015") },
	{ TYPE_BOOLEAN, true, BOOLEAN("true") },
	{ TYPE_BOOLEAN, true, TEXT("false") },
	{ TYPE_BOOLEAN, false, TEXT("TRUE") },
	{ TYPE_BOOLEAN, false, NUMBER("1") },

	{ TYPE_TEXT, true, TEXT("d\xC3\xA9j\xC3\xA0 vu") },
	{ TYPE_TEXT, false, TEXT("a\nb") },
	{ TYPE_TEXT, false, TEXT("a\x7F") },
	{ TYPE_TEXT, false, TEXT("a\xC2\x85") },
	{ TYPE_TEXT, false, NUMBER("1") },
};

START_TEST(holds)
{
	struct value v = { slice_text(cases[_i].text), cases[_i].kind };

	ck_assert_msg(type_holds(cases[_i].type, 0, &v) == cases[_i].good,
	    "%s: %s", types[cases[_i].type].help, cases[_i].text);
}
END_TEST

START_TEST(text_has_a_maximum_of_characters)
{
	struct value v = { slice_text("\xC3\xA9t\xC3\xA9"), VALUE_TEXT };

	ck_assert(type_holds(TYPE_TEXT, 3, &v));
	ck_assert(!type_holds(TYPE_TEXT, 2, &v));
	ck_assert(type_holds(TYPE_TEXT, 0, &v));
	ck_assert(type_holds(TYPE_ANY, 2, &v));
}
END_TEST

START_TEST(names)
{
	ck_assert_ptr_null(types[TYPE_ANY].name);
	for (enum type_id id = TYPE_ANY + 1; id < TYPE_COUNT; id++) {
		ck_assert_int_eq(type_find(slice_text(types[id].name)), id);
		ck_assert_ptr_nonnull(types[id].help);
	}
	ck_assert_int_eq(type_find(slice_text("NIR")), TYPE_ANY);
	ck_assert_int_eq(type_find(slice_text("")), TYPE_ANY);
}
END_TEST

/* One wrong digit, or two neighbours exchanged, is noticed. */
START_TEST(luhn_notices_mistakes)
{
	const uint8_t right[] = "79927398713";
	uint8_t digits[11];
	struct slice s = { digits, sizeof(digits) };

	for (size_t i = 0; i < sizeof(digits); i++) {
		for (uint8_t d = '0'; d <= '9'; d++) {
			memcpy(digits, right, sizeof(digits));
			digits[i] = d;
			ck_assert(luhn_holds(s) == (d == right[i]));
		}
	}
}
END_TEST

START_TEST(luhn_makes_what_it_accepts)
{
	/* The last two end likewise: a letter counts as 0. */
	static const char *const numbers[] = { "79927398713", "07655473259",
		"0", "2A0000024", "200000024" };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct slice s = slice_text(numbers[i]);
		unsigned int last = (unsigned int)(s.p[s.len - 1] - '0');

		s.len--;
		ck_assert_msg(
		    luhn_digit(s) == last, "%s: %u", numbers[i], luhn_digit(s));
	}
}
END_TEST

START_TEST(identifying_and_bounding)
{
	ck_assert(types[TYPE_NIR].identifies);
	ck_assert(types[TYPE_NIR_KEY].identifies);
	ck_assert(types[TYPE_INS].identifies);
	ck_assert(types[TYPE_PHONE].identifies);
	ck_assert(types[TYPE_EMAIL].identifies);
	ck_assert(!types[TYPE_CODE].identifies);
	ck_assert(types[TYPE_CODE].bounds);
	ck_assert(!types[TYPE_TEXT].bounds);
	ck_assert(!types[TYPE_ANY].bounds);
}
END_TEST

/* Each byte by itself. */
START_TEST(characters_of_codes)
{
	static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz"
				  "0123456789._:/+-";

	for (unsigned int c = 0; c < 256; c++) {
		uint8_t byte = (uint8_t)c;
		struct value v = { { &byte, 1 }, VALUE_TEXT };
		bool good = memchr(all, (int)c, sizeof(all) - 1) != NULL;

		ck_assert_int_eq(type_holds(TYPE_CODE, 0, &v), good);
	}
}
END_TEST

Suite *type_suite(void);

Suite *
type_suite(void)
{
	Suite *suite = suite_create("type");
	TCase *tcase = tcase_create("type");

	tcase_add_loop_test(tcase, holds, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, text_has_a_maximum_of_characters);
	tcase_add_test(tcase, characters_of_codes);
	tcase_add_test(tcase, names);
	tcase_add_test(tcase, luhn_notices_mistakes);
	tcase_add_test(tcase, luhn_makes_what_it_accepts);
	tcase_add_test(tcase, identifying_and_bounding);
	suite_add_tcase(suite, tcase);
	return suite;
}
