#include "study/audit/audit.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/crypto.h"

struct log {
	char text[512]; /* "line:field:spelling:encoding " for each */
	size_t count;
};

static void
note(void *ctx, const struct audit_finding *f)
{
	struct log *l = ctx;
	size_t len = strlen(l->text);

	l->count++;
	snprintf(l->text + len, sizeof(l->text) - len, "%d:%d:%s:%s ",
	    (int)f->line, f->field, spelling_name(f->spelling),
	    encoding_names[f->encoding]);
}

static const char *
scan(struct audit *a, const char *text, struct log *l)
{
	struct err err = { 0 };

	*l = (struct log){ .count = 0 };
	ck_assert_int_eq(
	    audit_scan_bytes(a, slice_text(text), note, l, &err), 0);
	return l->text;
}

static void
add(struct audit *a, uint16_t field, const char *value)
{
	struct err err = { 0 };

	ck_assert_int_eq(audit_value(a, field, slice_text(value), &err), 0);
}

/* With others' values, whose needles are in the way, and for shapes. */
START_TEST(the_control_finds_what_it_plants)
{
	struct err err = { 0 };
	struct audit a;

	audit_init(&a);
	add(&a, 1, "2790351215999");
	add(&a, 1, "Zéphyrine");
	a.shapes = _i == 1;
	ck_assert_msg(
	    audit_control(&a, audit_scan_bytes, &err) == 0, "%s", err.text);
	ck_assert_uint_eq(a.values, 2);
	audit_release(&a);
}
END_TEST

static int
blind(struct audit *a, struct slice bytes, audit_found_fn *found, void *ctx,
    struct err *err)
{
	(void)a, (void)bytes, (void)found, (void)ctx, (void)err;
	return 0;
}

/* Finds the same in everything. */
static int
hysterical(struct audit *a, struct slice bytes, audit_found_fn *found,
    void *ctx, struct err *err)
{
	const struct audit_finding finding = { .line = 2,
		.field = AUDIT_CONTROL };

	(void)a, (void)bytes, (void)err;
	found(ctx, &finding);
	return 0;
}

static int
out_of_memory(struct audit *a, struct slice bytes, audit_found_fn *found,
    void *ctx, struct err *err)
{
	(void)a, (void)bytes, (void)found, (void)ctx;
	return err_nomem(err);
}

START_TEST(the_control_does_not_trust_a_search)
{
	static audit_search_fn *const searches[] = { blind, hysterical,
		out_of_memory };
	static const enum err_code codes[] = { ERR_BUG, ERR_BUG, ERR_NOMEM };

	for (size_t i = 0; i < 3; i++) {
		struct err err = { 0 };
		struct audit a;

		audit_init(&a);
		ck_assert_int_eq(audit_control(&a, searches[i], &err), -1);
		ck_assert_int_eq(err.code, codes[i]);
		ck_assert_ptr_null(strstr(err.text, "2790351215000"));
		audit_release(&a);
	}
}
END_TEST

static void
setup(void)
{
	struct err err = { 0 };

	ck_assert_int_eq(crypto_start(&err), 0);
}

START_TEST(values_are_found_in_any_spelling)
{
	static const struct {
		const char *text, *log;
	} cases[] = {
		{ "2790351215000 12", "1:1:as it is:as it stands " },
		{ "a\nb\n2.79.03.51.215.000\n", "3:1:as it is:as it stands " },
		{ "x27903512150001", "1:1:as it is:as it stands " },
		{ "90351215", "1:1:eight digits of it:as it stands " },
		{ "9035121", "" },
		{ "0005121530972", "1:1:backwards:as it stands " },
		{ "D\\u00e9-Fran\\u00E7ois", "1:2:as it is:JSON escapes " },
		{ "D\\xc3\\xa9-Fran\\xE7ois", "1:2:as it is:JSON escapes " },
		{ "D\\xg9-Fran\\xE7ois", "" },
		{ "D\\\\u00e9-Fran\\\\u00E7ois", "1:2:as it is:JSON escapes " },
		{ "D\\\\\\\\u00e9-Fran\\xE7ois", "1:2:as it is:JSON escapes " },
		{ "\\\\d\\u00e9-fran\\u00E7ois", "1:2:as it is:JSON escapes " },
		{ "\\\\", "" },
		{ "de francois", "1:2:as it is:as it stands " },
		{ "DEFRANCOIS", "1:2:as it is:as it stands " },
		{ "defranco", "" },
		{ "Huet", "1:3:as it is:as it stands " },
		{ "huette", "" },
		{ "teuh", "1:3:backwards:as it stands " },
		{ "Leu", "" },
		{ "ΛΕΩΝΙΔΑΣ", "1:9:as it is:as it stands " },
		{ "ςαδινωελ", "1:9:backwards:as it stands " },
		{ "mailto:Anne.Huet@Example.org",
		    "1:5:as it is:as it stands " },
		{ "anne huet example org", "1:5:as it is:as it stands " },
		{ "gro.elpmaxe@teuh.enna", "1:5:backwards:as it stands " },
		{ "anne.huet@other.org", "1:3:as it is:as it stands " },
		{ "sb1.a.b.L_-WqS1lo2WSUqRitT-Huet-KLgyMAAwtihr5pBCn4y1MZ6cD",
		    "" },
		{ "/L_-WqS1lo2WSUqRitTwYKLgyMAAwtihr5pBCn4y1MZ6cD/Huet/1",
		    "1:3:as it is:as it stands " },
		{ "rapport_Huet_2021-11-03-de-Rennes-no-17-a-transmettre-sans-"
		  "delai",
		    "1:3:as it is:as it stands " },
		{ "chez O/Ney", "1:6:as it is:as it stands " },
		{ "chez ONey", "1:6:as it is:as it stands " },
		{ "chez O/Neyl", "" },
		{ "tel=06+39+98+12+34", "1:7:as it is:as it stands " },
		{ "06/39/98/12/34", "1:7:as it is:as it stands " },
		{ "06/39/98/12/3", "" },
		{ "?q=De+La+Tour-Blanc", "1:8:as it is:as it stands " },
		{ "DE\nLA\nTOUR\nBLANC", "1:8:as it is:as it stands " },
		{ "cnalb^ruot^al^ed", "1:8:backwards:as it stands " },
		{ "daaf09ac6bcca43ce54856cdb3905600", "1:2:MD5:as it stands " },
		{ "d33e7dc2f599865e7f11b47d5608e6ac66b90c75",
		    "1:2:SHA-1:as it stands " },
		{ "person\n8FSyYUE3i63I95mk2skTzHO7UFulgIOHEl9akgOyHq4\nnext\n",
		    "2:1:SHA-256:base64 " },
		{ "sha256-8FSyYUE3i63I95mk2skTzHO7UFulgIOHEl9akgOyHq4\r\nnext",
		    "1:1:SHA-256:base64 " },
		{ "person_8FSyYUE3i63I95mk2skTzHO7UFulgIOHEl9akgOyHq4_next",
		    "" },
		{ "dGhlIHdvcmQgSHVldCBpcw", "1:3:as it is:base64 " },
		{ "MTIgSHVldCB4 MTIgSHVldCB4", "" },
		{ "aXQgaXMgc2FpZCB0aGF0IDI3OTAz\r\n\t  NTEyMTUwMDAgaXMgbm9ib2R5",
		    "1:1:as it is:base64 " },
		{ "", "" },
	};
	struct audit a;
	struct log l;

	audit_init(&a);
	add(&a, 1, "2790351215000");
	add(&a, 2, "Dé-François");
	add(&a, 3, "Huet");
	add(&a, 4, "Leu");
	add(&a, 5, "anne.huet@example.org");
	add(&a, 6, "O/Ney");
	add(&a, 7, "06 39 98 12 34");
	add(&a, 8, "De La Tour-Blanc");
	add(&a, 9, "Λεωνίδας");
	ck_assert_uint_eq(a.values, 9);
	ck_assert_uint_eq(a.too_short, 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_str_eq(scan(&a, cases[i].text, &l), cases[i].log);
	audit_release(&a);
}
END_TEST

START_TEST(digits_that_may_leave_are_no_sign)
{
	struct err err = { 0 };
	struct buf keys;
	struct audit a;
	struct log l;

	audit_init(&a);
	buf_init(&keys, 100);
	audit_digits(&a, slice_text("7903-51215 1234567"), &keys);
	ck_assert_uint_eq(keys.len, 9 * sizeof(uint64_t));
	for (size_t i = 0; i < keys.len; i += sizeof(uint64_t))
		ck_assert_int_eq(
		    audit_allow(&a, windows_key(keys.p + i), &err), 0);
	buf_release(&keys);
	add(&a, 1, "2790351215000");
	ck_assert_str_eq(scan(&a, "790351215", &l), "");
	ck_assert_str_eq(
	    scan(&a, "27903512", &l), "1:1:eight digits of it:as it stands ");
	ck_assert_str_eq(
	    scan(&a, "2790351215000", &l), "1:1:as it is:as it stands ");
	audit_release(&a);
}
END_TEST

/* A file of several pieces, with a value across each place where one ends. */
START_TEST(values_across_pieces_are_found_once)
{
	const size_t piece = (size_t)1 << 17;
	struct err err = { 0 };
	struct audit a;
	struct log l = { .count = 0 };
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	audit_init(&a);
	add(&a, 1, "2790351215000");
	add(&a, 3, "Huet");
	for (size_t i = 0; i < 4 * piece; i++)
		putc('|', f);
	for (size_t i = 1; i <= 3; i++) {
		fseek(f, (long)(i * piece) + 50 + _i, SEEK_SET);
		fputs("|2790351215000|Huet|", f);
	}
	fseek(f, (long)(3 * piece + piece / 2), SEEK_SET);
	fputs("|shuet|", f);
	fflush(f);
	ck_assert_int_eq(lseek(fileno(f), 0, SEEK_SET), 0);
	ck_assert_int_eq(
	    audit_scan(&a, &(struct audit_file){ fileno(f), "f", NULL }, note,
		&l, &err),
	    0);
	ck_assert_msg(l.count == 6, "%s", l.text);
	audit_release(&a);
	fclose(f);
}
END_TEST

START_TEST(an_unreadable_file_is_an_error)
{
	struct err err = { 0 };
	struct audit a;
	struct log l;

	audit_init(&a);
	ck_assert_int_eq(
	    audit_scan(
		&a, &(struct audit_file){ -1, "gone", NULL }, note, &l, &err),
	    -1);
	ck_assert_int_eq(err.code, ERR_IO);
	audit_release(&a);
}
END_TEST

Suite *audit_suite(void);

Suite *
audit_suite(void)
{
	Suite *s = suite_create("audit");
	TCase *t = tcase_create("audit");

	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_loop_test(t, the_control_finds_what_it_plants, 0, 2);
	tcase_add_test(t, the_control_does_not_trust_a_search);
	tcase_add_test(t, values_are_found_in_any_spelling);
	tcase_add_test(t, digits_that_may_leave_are_no_sign);
	tcase_add_loop_test(t, values_across_pieces_are_found_once, 0, 17);
	tcase_add_test(t, an_unreadable_file_is_an_error);
	suite_add_tcase(s, t);
	return s;
}
