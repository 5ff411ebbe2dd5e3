#include "engine/echo.h"

#include <check.h>
#include <stdio.h>

#include "base/fold.h"
#include "base/utf8.h"

struct searched {
	struct echo_set set;
	struct echo_text text;
};

static void
begin(struct searched *s)
{
	echo_set_init(&s->set);
	echo_text_init(&s->text, 1 << 16);
}

static void
end(struct searched *s)
{
	echo_set_release(&s->set);
	echo_text_release(&s->text);
}

static void
guard(struct searched *s, const char *value, const char *path)
{
	ck_assert_int_eq(echo_set_add(&s->set, &s->text, slice_text(value),
			     slice_text(path)),
	    0);
}

/* The path of the value that is found in a text; p == NULL: none. */
static struct slice
look(struct searched *s, const char *text)
{
	const struct echo_value *found;

	ck_assert_int_eq(echo_text_fold(&s->text, slice_text(text)), 0);
	ck_assert_int_eq(echo_find(&s->set, &s->text, &found), 0);
	return found != NULL ? found->path : (struct slice){ NULL, 0 };
}

static const struct {
	const char *guarded, *released;
	bool comes_back;
} cases[] = {
	/* A NIR, with its key or without. */
	{ "255081416800063", "255081416800063@patient.example", true },
	{ "255081416800063", "id 2 55 08 14 168 000 63!", true },
	{ "2 55 08 14 168 000 63", "nir:2.55.08.14.168.000", true },
	{ "255081416800063", "990025508141680006300", true },
	{ "255081416800063", "255081416800", false },
	{ "255081416800063", "1255081416801063", false },
	{ "255082A16800063", "visit/255082a16800063-1", true },
	{ "255081416800063", "2 55 08\n14\t168\r\n000", true },
	{ "255081416800063",
	    "255081\x06"
	    "416800063",
	    true },
	/* Case, accents, blanks, what joins words. */
	{ "LEFE\xCC\x80VRE", "chez Lef\xC3\xA8vre, 2e", true },
	{ "Le Goff", "dossier de M. LE-GOFF", true },
	{ "L'H\xC3\xB4te", "lhote@mail.example", true },
	{ "\xC5\x92uvr\xC3\xA9", "OEUVRE", true },
	{ "Marie", "Mairie", false },
	/* Other marks stand between, all alike. */
	{ "a.b@c.example", "<AB@C.EXAMPLE>", true },
	{ "a.b@c.example", "ab: c.example", true },
	{ "3 rue Haute", "3, RUE HAUTE", true },
	{ "0612345678", "06/12/34/56/78", true },
	{ "a.b@c.example", "abc.example", false },
	{ "<Aubry>", "(aubry)", true },
	/* Telephones and addresses, however they are called. */
	{ "mailto:a.b@c.example", "write to a.b@c.example", true },
	{ "tel:+33612345678", "06 12 34 56 78", true },
	{ "MailTo:a.b@c.example", "a.b@c.example", true },
	{ "FAX:+33144556677", "01 44 55 66 77", true },
	{ "sms:0612345678", "+33 6 12 34 56 78", true },
	{ "fax", "faxe", false },
	{ "mail:Dupont", "Dupont", false },
	{ "06.12.34.56.78", "0033612345678", true },
	{ "06/12/34/56/78", "+33 6 12 34 56 78", true },
	{ "06\xE2\x80\x89"
	  "12345678",
	    "0033612345678", true },
	{ "+33 (0)6 12 34 56 78", "0612345678", true },
	{ "0033 (0)6 12 34 56 78", "0612345678", true },
	{ "(+33) 6 12 34 56 78", "0612345678", true },
	{ "(06) 12 34 56 78", "+33612345678", true },
	{ "(06) 12 34 56 78", "call (06) 12345678", true },
	{ "(06) 12 34 56 78", "06 12 34 56 79", false },
	{ "\n mailto:a.b@c.example", "a.b@c.example", true },
	{ "0692123456", "+262692123456", true },
	{ "+32470123456", "0032470123456", true },
	{ "06 12 34 56 78", "06 12 34 56 79", false },
	/* Days in the order of France, and only they. */
	{ "1955-08-14",
	    "n\xC3\xA9"
	    "e le 14/08/1955",
	    true },
	{ "19550814", "14.08.1955", true },
	{ "19550814", "08/14/1955", false },
	{ "19551314", "14/13/1955", false },
	{ "14/08/1955", "1955-08-14", true },
	{ "14.08.1955", "A19550814", true },
	{ "14081955", "14 08 1955", true },
	{ "08/14/1955", "1955-08-14", false },
	{ "14/08/1555", "1555-08-14", false },
	/* Short numbers stand alone, longer ones anywhere. */
	{ "59000", "12, rue Haute 59000 Lille", true },
	{ "59000", "BP 12 59000", true },
	{ "59000", "590001234", false },
	{ "59000", "1590001", false },
	{ "5900", "59000", false },
	{ "1103", "2021-11-03", false },
	{ "2021", "2021-11-03", false },
	{ "47.2184", "(47.2184,-1.5536)", true },
	{ "-1.5536", "(47.2184,-1.5536)", true },
	{ "1.5536", "2.1.5536", false },
	{ "1955-08-14", "19550814", true },
	{ "19550814", "12-19550814001", true },
	{ "A1234", "9A12345", true },
	{ "59000",
	    "\xEF\xBC\x95"
	    "9000",
	    true },
	{ "59000",
	    "\xEF\xBC\x95"
	    "90001",
	    false },
	/* Four characters or more. */
	{ "abc", "abc", false },
	{ "a.b;c", "a.b;c", false },
	{ "\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9", false },
	{ "abcd", "abc", false },
	{ "abcd", "", false },
	{ "", "abcd", false },
	/* What nobody sees: a control, ends of lines, blanks without width. */
	{ "Dupont", "Du\xC2\x85pont", true },
	{ "Dupont", "Du\xE2\x80\xA8pont", true },
	{ "Dupont", "Du\xE2\x80\xA9pont", true },
	{ "Dupont", "Du\xE2\x80\x8Bpont", true },
	{ "Dupont", "Du\xE3\x85\xA4pont", true },
	{ "Dupont", "Du\xEF\xBE\xA0pont", true },
	{ "Dupont", "Du\xE2\xA0\x80pont", true },
	/* Digits of other scripts are digits. */
	{ "255081416800063",
	    "\xD9\xA2\xD9\xA5\xD9\xA5\xD9\xA0\xD9\xA8\xD9\xA1\xD9\xA4\xD9\xA1"
	    "\xD9\xA6\xD9\xA8\xD9\xA0\xD9\xA0\xD9\xA0",
	    true },
	{ "\xE0\xA5\xA8\xE0\xA5\xA6\xE0\xA5\xA8\xE0\xA5\xAF", "2029", true },
	/* Minus, a bullet, wide dots, commas and slashes, a quote turned. */
	{ "06-12-34-56-78", "06\xE2\x88\x92 12\xE2\x80\xA2 345678", true },
	{ "06/12/34/56/78",
	    "06\xEF\xBC\x8F"
	    "12\xEF\xBC\x8C"
	    "34\xEF\xBC\x8E"
	    "5678",
	    true },
	{ "L'Hostis", "L\xE2\x80\x98Hostis", true },
	{ "Dupont", "Du\xEF\xBC\x9Apont", false },
	/* Other scripts fold, too, and may grow. */
	{ "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD",
	    "\xD0\xB8\xD0\xB2\xD0\xB0\xD0\xBD", true },
	{ "\xD8\xB5\xD9\x84\xD9\x89\xD8\xA7\xD9\x84\xD9\x84\xD9\x87",
	    "\xEF\xB7\xBA", true },
	{ "Stra\xC3\x9F"
	  "e",
	    "STRASSE", true },
};

START_TEST(protected_values_are_found_in_released_ones)
{
	struct searched s;
	struct slice of;

	begin(&s);
	guard(&s, cases[_i].guarded, "$.of");
	of = look(&s, cases[_i].released);
	ck_assert_int_eq(of.p != NULL, cases[_i].comes_back);
	ck_assert(!cases[_i].comes_back || slice_is(of, "$.of"));
	echo_set_reset(&s.set);
	ck_assert_ptr_null(look(&s, cases[_i].released).p);
	end(&s);
}
END_TEST

/* What the search rests on when it passes over a text without folding it. */
START_TEST(no_character_has_more_digits_than_bytes)
{
	uint8_t letters[FOLD_MAX], bytes[4];
	size_t len;

	for (uint32_t c = 0x80; c < 0x110000; c++) {
		size_t digits = 0;

		if (c >= 0xD800 && c < 0xE000)
			continue;
		if (fold_char(c, letters, &len) != FOLD_LETTERS)
			continue;
		for (size_t i = 0; i < len; i++)
			digits += letters[i] >= '0' && letters[i] <= '9';
		ck_assert_msg(digits <= utf8_put(c, bytes), "U+%04X", c);
	}
}
END_TEST

/*
 * The same answer as from a search that is too simple to be wrong.  The letters
 * are few, so that values are often found; no number has the length of a
 * telephone number or a day.
 */
static const char *const few[] = { "a", "1", "2", "-", "\xC3\x89", ";", "1",
	" " };

static void
add_some(struct buf *text, unsigned int *seed, size_t most)
{
	for (size_t n = (*seed >> 16) % most + 1; n > 0; n--) {
		*seed = *seed * 1103515245 + 12345;
		buf_add_text(text, few[(*seed >> 16) % 8]);
	}
}

/* The folded text, and where each byte comes from. */
static void
fold_simply(struct slice s, struct buf *folded, size_t *from)
{
	const uint8_t *begin = s.p;
	uint8_t letters[FOLD_MAX];
	size_t len;

	while (s.len > 0) {
		size_t at = (size_t)(s.p - begin), before = folded->len;
		enum fold_kind kind = fold_next(&s, letters, &len);

		if (kind == FOLD_LETTERS)
			buf_add(folded, letters, len);
		else if (kind == FOLD_BREAK)
			buf_add_byte(folded, ' ');
		while (before < folded->len)
			from[before++] = at;
	}
}

static bool
is_number(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != '1' && p[i] != '2')
			return false;
	return true;
}

/* Whether the n bytes from i on stand between no digits, and no "2-". */
static bool
is_alone(struct slice text, const size_t *from, size_t i, size_t n)
{
	size_t a = from[i], b = from[i + n - 1] + 1;

	return !(a > 0 && is_number(text.p + a - 1, 1)) &&
	       !(a > 1 && text.p[a - 1] == '-' &&
		   is_number(text.p + a - 2, 1)) &&
	       !(b < text.len && is_number(text.p + b, 1)) &&
	       !(b + 1 < text.len && text.p[b] == '-' &&
		   is_number(text.p + b + 1, 1));
}

static bool
holds_simply(struct slice value, struct slice text)
{
	struct buf v, t;
	size_t from[400], begin = 0, letters = 0, n;
	bool holds = false;

	buf_init(&v, 400);
	buf_init(&t, 400);
	fold_simply(value, &v, from);
	fold_simply(text, &t, from);
	while (v.len > 0 && v.p[v.len - 1] == ' ')
		v.len--;
	while (begin < v.len && v.p[begin] == ' ')
		begin++;
	n = v.len - begin;
	for (size_t i = begin; i < v.len; i++)
		letters += v.p[i] != ' ';
	for (size_t i = 0; letters >= 4 && i + n <= t.len; i++)
		holds |=
		    memcmp(t.p + i, v.p + begin, n) == 0 &&
		    (!is_number(v.p + begin, n) || is_alone(text, from, i, n));
	buf_release(&v);
	buf_release(&t);
	return holds;
}

START_TEST(the_search_is_as_exact_as_a_simple_one)
{
	unsigned int seed = 7;
	size_t hits = 0;

	for (int round = 0; round < 5000; round++) {
		struct searched s;
		struct buf values[4], text;
		const struct echo_value *found;
		bool holds = false;

		begin(&s);
		buf_init(&text, 400);
		add_some(&text, &seed, 60);
		for (int i = 0; i < 4; i++) {
			buf_init(&values[i], 100);
			add_some(&values[i], &seed, 7);
			echo_set_add(&s.set, &s.text, buf_slice(&values[i]),
			    slice_text("$"));
			holds |= holds_simply(
			    buf_slice(&values[i]), buf_slice(&text));
			buf_release(&values[i]);
		}
		echo_text_fold(&s.text, buf_slice(&text));
		echo_find(&s.set, &s.text, &found);
		ck_assert_msg((found != NULL) == holds, "round %d", round);
		hits += holds;
		buf_release(&text);
		end(&s);
	}
	ck_assert_uint_gt(hits, 100);
	ck_assert_uint_lt(hits, 4000);
}
END_TEST

START_TEST(each_of_many_values_is_found)
{
	struct searched s;
	char value[16], path[16];

	begin(&s);
	for (int i = 0; i < 1000; i++) {
		snprintf(value, sizeof(value), "v%dz", i * 7919 % 1000);
		guard(&s, value, "$");
	}
	for (int i = 0; i < 1000; i++) {
		snprintf(path, sizeof(path), "__V%dZ__", i);
		/* "v1z" to "v9z" are too short, and no longer one is. */
		ck_assert_int_eq(look(&s, path).p != NULL, i > 9);
	}
	ck_assert_ptr_null(look(&s, "v1000z v99 999z").p);
	end(&s);
}
END_TEST

START_TEST(a_value_that_another_begins_with_hides_neither)
{
	struct searched s;

	begin(&s);
	guard(&s, "Martinez", "$.long");
	guard(&s, "Martin", "$.short");
	guard(&s, "59000", "$.number");
	guard(&s, "590001234", "$.longer");
	guard(&s, "5900", "$.shorter");
	ck_assert_ptr_nonnull(look(&s, "martinez").p);
	ck_assert(slice_is(look(&s, "martine"), "$.short"));
	ck_assert(slice_is(look(&s, "59000"), "$.number"));
	ck_assert(slice_is(look(&s, "1590001234"), "$.longer"));
	ck_assert(slice_is(look(&s, "5900 Mons"), "$.shorter"));
	ck_assert_ptr_null(look(&s, "159000 marti").p);
	end(&s);
}
END_TEST

/* Slow only if the search were. */
START_TEST(hostile_values_take_no_longer)
{
	struct searched s;
	struct buf text;
	char value[400];

	begin(&s);
	memset(value, 'a', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	for (size_t i = 4; i < ECHO_MOST; i++) {
		value[i] = 'b';
		guard(&s, value, "$");
		value[i] = 'a';
	}
	buf_init(&text, 1 << 20);
	for (size_t i = 0; i < 1 << 20; i++)
		buf_add_byte(&text, 'a');
	ck_assert_int_eq(echo_text_fold(&s.text, buf_slice(&text)), 0);
	for (int i = 0; i < 3; i++) {
		const struct echo_value *found;

		ck_assert_int_eq(echo_find(&s.set, &s.text, &found), 0);
		ck_assert_ptr_null(found);
	}
	buf_release(&text);
	end(&s);
}
END_TEST

START_TEST(only_the_beginning_of_long_values_counts)
{
	struct searched s;
	char value[2 * ECHO_MOST + 1], text[ECHO_MOST + 1];

	begin(&s);
	memset(value, 'x', sizeof(value));
	value[0] = 'y';
	value[sizeof(value) - 1] = '\0';
	guard(&s, value, "$");
	memcpy(text, value, sizeof(text));
	text[ECHO_MOST] = '\0';
	ck_assert_ptr_nonnull(look(&s, text).p);
	text[ECHO_MOST - 1] = '\0';
	ck_assert_ptr_null(look(&s, text).p);
	end(&s);
}
END_TEST

/* A filter that kept a bit would cost time and hide that another was lost. */
START_TEST(a_reset_leaves_nothing)
{
	for (unsigned int n = 1; n <= 20; n++) {
		struct searched s;
		char value[16];

		begin(&s);
		for (unsigned int i = 0; i < n; i++) {
			snprintf(value, sizeof(value), "%u%uabcd", i * 7919, i);
			guard(&s, value, "p");
		}
		if (n % 2 == 0)
			ck_assert_ptr_nonnull(look(&s, "00abcd").p);
		echo_set_reset(&s.set);
		ck_assert(echo_set_is_empty(&s.set));
		for (size_t i = 0; i < ECHO_FILTER / 64; i++)
			ck_assert_uint_eq(s.set.filter[i], 0);
		ck_assert_ptr_null(look(&s, "00abcd").p);
		end(&s);
	}
}
END_TEST

START_TEST(a_full_set_says_so)
{
	struct searched s;
	char value[16];
	int i = 0;

	begin(&s);
	for (; !echo_set_is_full(&s.set); i++) {
		snprintf(value, sizeof(value), "name%09d", i);
		guard(&s, value, "$");
	}
	ck_assert_int_gt(i, 100000);
	ck_assert_ptr_nonnull(look(&s, "name000000000").p);
	ck_assert_ptr_null(look(&s, "name999999999").p);
	echo_set_reset(&s.set);
	ck_assert(!echo_set_is_full(&s.set));
	end(&s);
}
END_TEST

Suite *echo_suite(void);

Suite *
echo_suite(void)
{
	Suite *s = suite_create("echo");
	TCase *c = tcase_create("echo");

	tcase_add_loop_test(c, protected_values_are_found_in_released_ones, 0,
	    sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, no_character_has_more_digits_than_bytes);
	tcase_add_test(c, the_search_is_as_exact_as_a_simple_one);
	tcase_add_test(c, each_of_many_values_is_found);
	tcase_add_test(c, a_value_that_another_begins_with_hides_neither);
	tcase_add_test(c, hostile_values_take_no_longer);
	tcase_add_test(c, only_the_beginning_of_long_values_counts);
	tcase_add_test(c, a_reset_leaves_nothing);
	tcase_add_test(c, a_full_set_says_so);
	suite_add_tcase(s, c);
	return s;
}
