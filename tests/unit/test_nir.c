/*
 * Social security numbers.  The numbers written here end in the order number
 * 000, which no registry assigns: they name nobody.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "action/nir.h"
#include "action/normalize.h"
#include "action/type.h"

#define BIRTH_PLACES (sizeof(places) / sizeof(places[0]))

static bool
holds(enum type_id type, const char *text)
{
	struct value v = { slice_text(text), VALUE_TEXT };

	return type_holds(type, 0, &v);
}

/* All kinds of numbers, with their keys. */
static const struct {
	const char *text;
	const char *about;
} right[] = {
	{ "184067510800074", "Paris" },
	{ "299129711500036", "Guadeloupe" },
	{ "175029741100079", "Reunion" },
	{ "261039873500005", "Polynesia" },
	{ "168099935100049", "abroad" },
	{ "172092A00400007", "2A" },
	{ "281112B03300063", "2B" },
	{ "160012000400052", "Corsica before 1976" },
	{ "155203155500070", "pseudo month 20" },
	{ "248359201200017", "pseudo month 35" },
	{ "130999935000083", "pseudo month 99" },
	{ "784059910000029", "temporary, 7" },
	{ "802059921600032", "temporary, 8" },
	{ "200010100100053", "many zeros" },
	{ "185057802800097", "key 97" },
	{ "185057800200004", "key 04" },
};

START_TEST(right_keys)
{
	struct slice text = slice_text(right[_i].text);
	struct nir nir;

	ck_assert_msg(nir_parse(text, &nir), "%s", right[_i].about);
	ck_assert_uint_eq(nir_key(&nir), nir.key);
	ck_assert(holds(TYPE_NIR_KEY, right[_i].text));
	ck_assert(holds(TYPE_INS, right[_i].text));

	text.len = NIR_LEN;
	ck_assert(nir_parse(text, &nir));
	ck_assert_uint_eq(nir.key, 0);
}
END_TEST

START_TEST(wrong_keys_have_the_shape)
{
	char text[16];
	unsigned int key = 0;

	memcpy(text, right[_i].text, sizeof(text));
	ck_assert_int_eq(sscanf(text + NIR_LEN, "%2u", &key), 1);
	snprintf(text + NIR_LEN, 3, "%02u", key % 97 + 1);
	ck_assert(holds(TYPE_NIR, text));
	ck_assert(!holds(TYPE_NIR_KEY, text));
}
END_TEST

static const struct {
	const char *text;
	bool good;
} shapes[] = {
	{ "1840675108000", true },
	{ "1 84 06 75 108 000 74", true },
	{ "1.84.06.75.108.000.74", true },
	{ "1\xC2\xA0"
	  "84\xE2\x80\xAF"
	  "0675108000",
	    true },
	{ " 1840675108000 ", true },
	{ "172092a004000", true },
	{ "3840675108000", true },
	{ "4840675108000", true },
	{ "1844275108000", true },
	{ "1845075108000", true },
	{ "", false },
	{ "184067510800", false },
	{ "18406751080007", false },
	{ "1840675108000741", false },
	{ "0840675108000", false },
	{ "5840675108000", false },
	{ "6840675108000", false },
	{ "9840675108000", false },
	{ "1840075108000", false },
	{ "1841375108000", false },
	{ "1841975108000", false },
	{ "1844375108000", false },
	{ "1844975108000", false },
	{ "172092C004000", false },
	{ "172091A004000", false },
	{ "17209A2004000", false },
	{ "1A40675108000", false },
	{ "184067510800A", false },
	{ "184067510800000", true },
	{ "184067510800098", true },
	{ "1840675108000A4", false },
	{ "1-84-06-75-108-000", false },
	{ "184067510800\xC2", false },
};

START_TEST(shape)
{
	struct nir nir;

	ck_assert_msg(
	    nir_parse(slice_text(shapes[_i].text), &nir) == shapes[_i].good,
	    "%s", shapes[_i].text);
}
END_TEST

START_TEST(numbers_are_plain_digits)
{
	struct value plain = { slice_text("184067510800074"), VALUE_NUMBER };
	struct value point = { slice_text("1840675108000.74"), VALUE_NUMBER };

	ck_assert(type_holds(TYPE_NIR, 0, &plain));
	ck_assert(!type_holds(TYPE_NIR, 0, &point));
}
END_TEST

static const char *const places[] = { "01001", "75108", "2A004", "2B033",
	"20004", "97115", "98735", "99351", "13055" };

/* A person: sex, year, month and place of birth. */
struct person {
	unsigned int sex, year, month;
	const char *place;
};

/* The number of a person without its key. */
static void
write_body(const struct person *p, char body[static 16])
{
	snprintf(body, 16, "%1u%02u%02u%s000", p->sex % 10, p->year % 100,
	    p->month % 100, p->place);
}

static void
normalize(const char *text, struct buf *out)
{
	ck_assert_msg(
	    normalizations[NORMALIZE_NIR].apply(slice_text(text), out), "%s",
	    text);
}

/*
 * Seven ways to write one person down: n stands for the next character of the
 * number, k for the next of its key.
 */
static const char *const spellings[] = {
	"nnnnnnnnnnnnn",
	"nnnnnnnnnnnnnkk",
	"n nn nn nn nnn nnn kk",
	"n.nn.nn.nn.nnn.nnn.kk",
	"n\xC2\xA0nn\xC2\xA0nn\xC2\xA0nn\xC2\xA0nnn\xC2\xA0nnn",
	"n\xE2\x80\xAFnnnn nnnnn. nnn  kk",
	" nnnnnnnnnnnnn ",
};

static void
expect_spelling(const char *spelling, const char *body, unsigned int key)
{
	char digits[8], *next_key = digits;
	const char *next = body;
	struct buf text, out;

	snprintf(digits, sizeof(digits), "%02u", key);
	buf_init(&text, 100);
	buf_init(&out, 100);
	for (; *spelling != '\0'; spelling++)
		buf_add_byte(&text, (uint8_t)(*spelling == 'n'   ? *next++
					      : *spelling == 'k' ? *next_key++
								 : *spelling));
	normalizations[NORMALIZE_NIR].apply(buf_slice(&text), &out);
	if (!slice_is(buf_slice(&out), body))
		ck_abort_msg("%s", body);
	buf_release(&text);
	buf_release(&out);
}

static void
lower(char *text)
{
	for (; *text != '\0'; text++)
		if (*text == 'A' || *text == 'B')
			*text = (char)(*text - 'A' + 'a');
}

static void
expect_spellings(const struct person *p)
{
	char body[16], small[16];
	struct buf out;
	struct nir nir;

	write_body(p, body);
	ck_assert(nir_parse(slice_text(body), &nir));
	for (size_t i = 0; i < sizeof(spellings) / sizeof(char *); i++) {
		expect_spelling(spellings[i], body, nir_key(&nir));
		/* A wrong key splits nobody. */
		expect_spelling(spellings[i], body, nir_key(&nir) % 97 + 1);
	}
	memcpy(small, body, sizeof(small));
	lower(small);
	buf_init(&out, 100);
	normalize(small, &out);
	ck_assert(slice_is(buf_slice(&out), body));
	buf_release(&out);
}

START_TEST(one_person_one_spelling)
{
	for (unsigned int year = 0; year < 100; year += 7)
		for (size_t place = 0; place < BIRTH_PLACES; place++)
			expect_spellings(&(struct person){ 1 + (unsigned)_i % 2,
			    year, 1 + (unsigned)_i, places[place] });
}
END_TEST

/* Adds the normalized number of each person, one after the other. */
static void
add_people(struct buf *out)
{
	char body[16];

	for (unsigned int sex = 1; sex <= 2; sex++)
		for (unsigned int year = 0; year < 100; year += 9)
			for (unsigned int month = 1; month <= 12; month++)
				for (size_t i = 0; i < BIRTH_PLACES; i++) {
					write_body(&(struct person){ sex, year,
						       month, places[i] },
					    body);
					normalize(body, out);
				}
}

START_TEST(different_people_differ)
{
	struct buf all;
	size_t n;

	buf_init(&all, 1 << 20);
	add_people(&all);
	n = all.len / NIR_LEN;
	ck_assert_uint_eq(n, 2 * 12 * 12 * BIRTH_PLACES);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			if (memcmp(all.p + i * NIR_LEN, all.p + k * NIR_LEN,
				NIR_LEN) == 0)
				ck_abort_msg("%zu is %zu", i, k);
	buf_release(&all);
}
END_TEST

START_TEST(shows_inside)
{
	ck_assert(nir_shows_in(slice_text("184067510800074")));
	ck_assert(nir_shows_in(slice_text("184067510800073")));
	ck_assert(nir_shows_in(slice_text("77184067510800074")));
	ck_assert(nir_shows_in(slice_text("id-172092A00400007/1")));
	ck_assert(!nir_shows_in(slice_text("77184067510800073")));
	ck_assert(!nir_shows_in(slice_text("1840675108000")));
	ck_assert(!nir_shows_in(slice_text("94558-4")));
	ck_assert(!nir_shows_in(slice_text("")));
}
END_TEST

/* Public vectors, when the checkout has them beside it. */
START_TEST(published_vectors)
{
	FILE *file = fopen("../shared/samples/vectors/nir.tsv", "r");
	char line[1024], text[32], status[32];
	unsigned int key, count = 0, shapeless = 0;
	struct nir nir;
	bool with_key;

	if (file == NULL) {
		fprintf(stderr, "nir: published vectors are not here, "
				"skipped\n");
		return;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "%31s %2u %31s", text, &key, status) != 3)
			continue;
		ck_assert_msg(
		    holds(TYPE_NIR_KEY, text) == (strcmp(status, "valid") == 0),
		    "%s", text);
		with_key = holds(TYPE_NIR, text);
		text[NIR_LEN] = '\0';
		ck_assert_msg(holds(TYPE_NIR, text) == with_key, "%s", text);
		if (nir_parse(slice_text(text), &nir))
			ck_assert_msg(nir_key(&nir) == key, "%s", text);
		else
			shapeless++;
		count++;
	}
	fclose(file);
	ck_assert_uint_gt(count, 30);
	/* A placeholder, 1234567891235, has the month 45. */
	ck_assert_uint_eq(shapeless, 1);
}
END_TEST

Suite *nir_suite(void);

Suite *
nir_suite(void)
{
	Suite *suite = suite_create("nir");
	TCase *tcase = tcase_create("nir");
	int count = sizeof(right) / sizeof(right[0]);

	tcase_add_loop_test(tcase, right_keys, 0, count);
	tcase_add_loop_test(tcase, wrong_keys_have_the_shape, 0, count);
	tcase_add_loop_test(
	    tcase, shape, 0, sizeof(shapes) / sizeof(shapes[0]));
	tcase_add_test(tcase, numbers_are_plain_digits);
	tcase_add_loop_test(tcase, one_person_one_spelling, 0, 12);
	tcase_add_test(tcase, different_people_differ);
	tcase_add_test(tcase, shows_inside);
	tcase_add_test(tcase, published_vectors);
	suite_add_tcase(suite, tcase);
	return suite;
}
