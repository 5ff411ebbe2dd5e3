/* Synthetic records: nobody is meant, and the people are the seed's. */
#include "study/synth/generate.h"

#include <check.h>
#include <string.h>

#include "action/nir.h"

#define RECORDS 2000

static void
draw_all(struct synth_record *records, uint64_t seed, uint32_t share)
{
	struct synth s;

	synth_begin(&s, seed, share);
	for (size_t i = 0; i < RECORDS; i++)
		synth_next(&s, &records[i]);
}

static bool
has_number(const struct synth_record *r)
{
	return r->patient.nir[0] != '\0';
}

START_TEST(numbers_are_right_and_nobodys)
{
	static struct synth_record records[RECORDS];
	size_t numbers = 0;

	draw_all(records, 1, 0);
	for (size_t i = 0; i < RECORDS; i++) {
		struct nir nir;

		if (!has_number(&records[i]))
			continue;
		numbers++;
		ck_assert(nir_parse(slice_text(records[i].patient.nir), &nir));
		ck_assert(nir.has_key);
		ck_assert_uint_eq(nir.key, nir_key(&nir));
		ck_assert_mem_eq(nir.body + 10, "000", 3);
	}
	ck_assert_uint_gt(numbers, RECORDS * 9 / 10);
	ck_assert_uint_lt(numbers, RECORDS);
}
END_TEST

START_TEST(the_share_changes_no_people)
{
	static struct synth_record plain[RECORDS], nasty[RECORDS];
	size_t changed = 0;

	draw_all(plain, 7, 0);
	draw_all(nasty, 7, 30);
	for (size_t i = 0; i < RECORDS; i++) {
		const struct synth_record *a = &plain[i], *b = &nasty[i];

		ck_assert_mem_eq(a->id, b->id, sizeof(a->id));
		ck_assert_uint_eq(a->patient.year, b->patient.year);
		ck_assert_str_eq(a->finess, b->finess);
		changed += a->patient.family != b->patient.family ||
			   strcmp(a->patient.nir, b->patient.nir) != 0 ||
			   strcmp(a->phone, b->phone) != 0 ||
			   strcmp(a->email, b->email) != 0 ||
			   a->home.town != b->home.town || b->names_other;
	}
	/* Three in ten, but for those without a number to change. */
	ck_assert_uint_gt(changed, RECORDS / 5);
	ck_assert_uint_lt(changed, RECORDS * 2 / 5);
}
END_TEST

static bool
is_wrong_key(const struct synth_record *r)
{
	struct nir nir;

	return has_number(r) && nir_parse(slice_text(r->patient.nir), &nir) &&
	       nir.has_key && nir.key != nir_key(&nir);
}

static bool
is_without_key(const struct synth_record *r)
{
	return strlen(r->patient.nir) == NIR_LEN;
}

static bool
is_short_phone(const struct synth_record *r)
{
	return strlen(r->phone) == 9;
}

static bool
is_long_postcode(const struct synth_record *r)
{
	return strlen(r->home.town->postcode) == 6;
}

static bool
is_number_in_address(const struct synth_record *r)
{
	return has_number(r) && strstr(r->email, r->patient.nir) == r->email;
}

static bool
is_with_somebody(const struct synth_record *r)
{
	return r->names_other && r->other.family[0] != '\0';
}

static bool
is_without_name(const struct synth_record *r)
{
	return r->patient.family[0] == '\0';
}

static bool
is_marked(const struct synth_record *r)
{
	return strpbrk(r->patient.family, "\"|<\\;&") != NULL;
}

static bool (*const ways[])(const struct synth_record *r) = { is_wrong_key,
	is_without_key, is_short_phone, is_long_postcode, is_number_in_address,
	is_with_somebody, is_without_name, is_marked };

START_TEST(everything_nasty_happens)
{
	static struct synth_record records[RECORDS];
	size_t seen = 0;

	draw_all(records, 3, 100);
	for (size_t i = 0; i < RECORDS; i++)
		seen += ways[_i](&records[i]);
	ck_assert_uint_gt(seen, RECORDS / 20);
}
END_TEST

START_TEST(what_is_nasty_happens_when_asked)
{
	static struct synth_record records[RECORDS];

	draw_all(records, 3, 0);
	for (size_t i = 0; i < RECORDS; i++)
		for (size_t w = 0; w < sizeof(ways) / sizeof(ways[0]); w++)
			ck_assert(ways[w] == is_number_in_address ||
				  !ways[w](&records[i]));
}
END_TEST

/* How often a text stands in generated records. */
static size_t
count_in(enum format_id format, const char *text)
{
	struct generator g;
	struct err err = { 0 };
	struct buf out;
	size_t n = 0;

	buf_init(&out, 64 << 20);
	ck_assert_int_eq(generator_begin(&g, "sidep-antigen", format, RECORDS,
			     5, 10, &out, &err),
	    0);
	while (generator_next(&g, &out))
		;
	buf_add_byte(&out, 0);
	ck_assert(!out.failed);
	for (const char *p = (const char *)out.p; (p = strstr(p, text)) != NULL;
	     p++)
		n++;
	buf_release(&out);
	return n;
}

START_TEST(the_formats_have_the_same_people)
{
	size_t women = count_in(FORMAT_JSON, "\"sexe\":\"F\"") +
		       count_in(FORMAT_JSON, "\"sexe\": \"F\"");

	ck_assert_uint_gt(women, RECORDS / 3);
	ck_assert_uint_eq(count_in(FORMAT_XML, "<sexe>F</sexe>"), women);
	ck_assert_uint_eq(count_in(FORMAT_CSV, ";F;"), women);
	/* F is the status of a result, too. */
	ck_assert_uint_eq(count_in(FORMAT_HL7V2, "|M|||"), RECORDS - women);
}
END_TEST

START_TEST(every_record_says_that_it_is_synthetic)
{
	ck_assert_uint_eq(count_in(FORMAT_JSON, "\"synthetic\":true") +
			      count_in(FORMAT_JSON, "\"synthetic\": true"),
	    RECORDS);
	ck_assert_uint_eq(
	    count_in(FORMAT_XML, "<synthetic>true</synthetic>"), RECORDS);
	ck_assert_uint_eq(count_in(FORMAT_CSV, ";true\n"), RECORDS);
	ck_assert_uint_eq(count_in(FORMAT_HL7V2, "|T|2.5.1|"), RECORDS);
}
END_TEST

START_TEST(other_kinds_are_not_known)
{
	struct generator g;
	struct err err = { 0 };
	struct buf out;

	buf_init(&out, 1000);
	ck_assert_int_eq(
	    generator_begin(&g, "vaccines", FORMAT_JSON, 1, 1, 0, &out, &err),
	    -1);
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_uint_eq(out.len, 0);
}
END_TEST

Suite *synth_suite(void);

Suite *
synth_suite(void)
{
	Suite *s = suite_create("synth");
	TCase *c = tcase_create("people");

	tcase_add_test(c, numbers_are_right_and_nobodys);
	tcase_add_test(c, the_share_changes_no_people);
	tcase_add_loop_test(
	    c, everything_nasty_happens, 0, sizeof(ways) / sizeof(ways[0]));
	tcase_add_test(c, what_is_nasty_happens_when_asked);
	suite_add_tcase(s, c);
	c = tcase_create("formats");
	tcase_add_test(c, the_formats_have_the_same_people);
	tcase_add_test(c, every_record_says_that_it_is_synthetic);
	tcase_add_test(c, other_kinds_are_not_known);
	suite_add_tcase(s, c);
	return s;
}
