#include "action/detect.h"

#include <check.h>
#include <stdlib.h>

#define NONE SIZE_MAX

static const struct {
	enum detector detector;
	const char *text;
	size_t at; /* NONE: nothing is there */
} cases[] = {
	{ DETECT_NIR, "279035121500055", NONE },
	{ DETECT_NIR, "255081416800063", 0 },
	{ DETECT_NIR, "2 55 08 14 168 000 63", 0 },
	{ DETECT_NIR, "2.55.08.14.168.000-63", 0 },
	{ DETECT_NIR,
	    "2\xC2\xA0"
	    "55 08\xE2\x80\xAF"
	    "14 168 000 63",
	    0 },
	{ DETECT_NIR, "90000255081416800063", 5 },
	{ DETECT_NIR, "mailto:255081416800063@patient.example", 7 },
	{ DETECT_NIR, "255081416800064", NONE },
	{ DETECT_NIR, "2550814168000,63", NONE },
	{ DETECT_NIR, "2550814168000", NONE },
	{ DETECT_NIR, "", NONE },
	{ DETECT_RPPS, "10003456784", NONE },
	{ DETECT_RPPS, "no 07655473259.", 3 },
	{ DETECT_RPPS, "807655473259", 0 },
	{ DETECT_RPPS, "907655473259", NONE },
	{ DETECT_RPPS, "0765547325", NONE },
	{ DETECT_EMAIL, "write to a.b@pharmacie.example, please", 9 },
	{ DETECT_EMAIL, "<a@b.example.>", 1 },
	{ DETECT_EMAIL, "a@b", NONE },
	{ DETECT_EMAIL, "@b.example", NONE },
	{ DETECT_EMAIL, "a@", NONE },
	{ DETECT_EMAIL, ".a@b.example", 1 },
	{ DETECT_PHONE, "call 06 12 34 56 78!", 5 },
	{ DETECT_PHONE, "0612345678", 0 },
	{ DETECT_PHONE, "+33 6.12.34.56.78", 0 },
	{ DETECT_PHONE, "0033612345678", 0 },
	{ DETECT_PHONE, "20612345678", NONE },
	{ DETECT_PHONE, "06123456789", NONE },
	{ DETECT_PHONE, "061234567", NONE },
	{ DETECT_PHONE, "0", NONE },
	{ DETECT_PHONE, "06 12 34 56 78 06 98 76 54", 0 },
	{ DETECT_PHONE, "0612345678 - 17", 0 },
	{ DETECT_PHONE, "+33 612 345 678 17", 0 },
	{ DETECT_PHONE, "0033 612 345 678 17", 0 },
	{ DETECT_PHONE, "061 234 5678", 0 },
	{ DETECT_PHONE, "01.12.2021 10", 0 },
	{ DETECT_PHONE, "01.12.2021 10.20", NONE },
	{ DETECT_PHONE, "(06) 12 34 56 78", 1 },
	{ DETECT_PHONE, "+33 (0)6 12 34 56 78", 0 },
	{ DETECT_PHONE, "(+33) 6 12 34 56 78", 1 },
	{ DETECT_PHONE, "+", NONE },
	{ DETECT_PHONE, "+33 6 12 34 56 7", NONE },
	{ DETECT_IBAN, "GB82 WEST 1234 5698 7654 32", 0 }, /* registry */
	{ DETECT_IBAN, "to gb82west12345698765432 now", 3 },
	{ DETECT_IBAN, "FR14 2004 1010 0505 0001 3M02 606", 0 },
	{ DETECT_IBAN, "IBANFR1420041010050500013M02606", 4 },
	{ DETECT_IBAN, "iban fr 14 20041010050500013M02606", 5 },
	{ DETECT_IBAN, "FR15 2004 1010 0505 0001 3M02 606", NONE },
	{ DETECT_IBAN, "FR14 2004 1010", NONE },
	{ DETECT_IBAN, "XX82 WEST 1234 5698 7654 32", NONE },
};

START_TEST(shapes_are_found_where_they_stand)
{
	size_t at = NONE;
	bool found =
	    detect_in(cases[_i].detector, slice_text(cases[_i].text), &at);

	ck_assert_msg(
	    found == (cases[_i].at != NONE), "%s: %d", cases[_i].text, found);
	if (found)
		ck_assert_msg(
		    at == cases[_i].at, "%s: at %zu", cases[_i].text, at);
}
END_TEST

/* Each zero may begin a number, and each is looked at for a moment only. */
START_TEST(zeros_take_no_time)
{
	enum { ZEROS = 1 << 20 };
	char *text = malloc(ZEROS);
	size_t at;

	ck_assert_ptr_nonnull(text);
	for (size_t i = 0; i < ZEROS; i++)
		text[i] = i % 2 == 0 ? '0' : ' ';
	ck_assert(!detect_in(
	    DETECT_PHONE, (struct slice){ (const uint8_t *)text, ZEROS }, &at));
	free(text);
}
END_TEST

START_TEST(each_has_a_name)
{
	for (int d = 0; d < DETECT_COUNT; d++)
		ck_assert_int_eq(
		    detector_find(slice_text(detector_names[d])), d);
	ck_assert_int_eq(detector_find(slice_text("name")), DETECT_COUNT);
}
END_TEST

Suite *detect_suite(void);

Suite *
detect_suite(void)
{
	Suite *s = suite_create("detect");
	TCase *t = tcase_create("detect");

	tcase_add_loop_test(t, shapes_are_found_where_they_stand, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(t, each_has_a_name);
	tcase_add_test(t, zeros_take_no_time);
	suite_add_tcase(s, t);
	return s;
}
