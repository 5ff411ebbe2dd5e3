/* identity-u15: people, however they are written; what is nobody's name. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "action/identity.h"
#include "base/json.h"
#include "base/utf8.h"
#include "crypto/crypto.h"
#include "crypto/token.h"
#include "folder.h"

#define VECTORS "tests/vectors/identity.tsv"
#define UNICODE "../shared/suites/utf8/unicode/NormalizationTest.txt"

/* The key of the vectors' head, in base64url. */
#define KEY "fyStELAckvVbkkA1y3JJL7O4jKYqdWwsY_swN7cy7iU"

#define LAST_CHARACTER 0x10FFFF

enum column { NAME, FIRST, BIRTH, JOINED, TOKEN, COLUMNS };

static struct buf in, out, again;

static void
setup(void)
{
	struct err err = { 0 };

	ck_assert_int_eq(crypto_start(&err), 0);
	buf_init(&in, 10000);
	buf_init(&out, 10000);
	buf_init(&again, 10000);
}

static void
teardown(void)
{
	buf_release(&in);
	buf_release(&out);
	buf_release(&again);
}

/* The normalized form of a text, in out; NULL if it is invalid. */
static const struct slice *
normal(struct slice text)
{
	static struct slice form;

	buf_reset(&out);
	if (!identity_normalize(text, &out))
		return NULL;
	ck_assert(!out.failed);
	form = buf_slice(&out);
	return &form;
}

/* Whether texts are one person, or both nobody. */
static bool
is_same(struct slice a, struct slice b)
{
	const struct slice *form = normal(a);

	buf_reset(&again);
	if (!identity_normalize(b, &again))
		return form == NULL;
	return form != NULL && slice_equal(*form, buf_slice(&again));
}

/*
 * Vectors.
 */

static struct token_maker *
make_maker(void)
{
	static const char text[] = "tamis-keyring 1\nkey relay 1 active "
				   "2021-11-03 " KEY "\nend 1\n";
	struct token_domain domain = { slice_text("person"),
		slice_text("traits"), slice_text("identity-u15") };
	struct token_maker *maker = NULL;
	struct keyring *ring = NULL;
	struct err err = { 0 };

	folder_make();
	folder_write("ring", slice_text(text), 0600);
	ck_assert_msg(keyring_open(folder_file("ring"), &ring, &err) == 0 &&
			  token_maker_new(ring, 0, &domain, &maker, &err) == 0,
	    "%s", err.text);
	keyring_close(ring);
	folder_remove();
	return maker;
}

/* Cuts a line into its columns; false if it has another number of them. */
static bool
split(char *line, char *columns[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		columns[i] = line;
		line = strpbrk(line, "\t\n");
		if (line == NULL || (*line == '\n') != (i == COLUMNS - 1))
			return false;
		*line++ = '\0';
	}
	return *line == '\0';
}

/* Joins the normalized forms of the first columns; false if one is invalid. */
static bool
join(char *const columns[COLUMNS], struct buf *joined)
{
	buf_reset(joined);
	for (int i = NAME; i <= BIRTH; i++) {
		if (i > NAME)
			buf_add_byte(joined, IDENTITY_JOIN);
		buf_reset(&in);
		json_unescape(&in, slice_text(columns[i]));
		ck_assert(!in.failed);
		if (!identity_normalize(buf_slice(&in), joined))
			return false;
	}
	return true;
}

static void
check_vector(char *const columns[COLUMNS], const struct token_maker *maker)
{
	if (!join(columns, &out)) {
		ck_assert_str_eq(columns[JOINED], "-");
		ck_assert_str_eq(columns[TOKEN], "-");
		return;
	}
	ck_assert_msg(
	    slice_is(buf_slice(&out), columns[JOINED]), "%s", columns[JOINED]);
	buf_reset(&again);
	token_make(maker, buf_slice(&out), &again);
	ck_assert_msg(
	    slice_is(buf_slice(&again), columns[TOKEN]), "%s", columns[TOKEN]);
}

START_TEST(agrees_with_the_vectors)
{
	struct token_maker *maker = make_maker();
	FILE *file = fopen(VECTORS, "r");
	char line[8192], *columns[COLUMNS];
	unsigned int cases = 0;

	ck_assert_msg(file != NULL, "run from the root of the checkout");
	while (fgets(line, sizeof(line), file) != NULL) {
		if (line[0] == '#')
			continue;
		ck_assert(split(line, columns));
		check_vector(columns, maker);
		cases++;
	}
	fclose(file);
	token_maker_free(maker);
	ck_assert_uint_ge(cases, 160);
}
END_TEST

/*
 * The library.
 */

START_TEST(library_is_as_fixed)
{
	struct err err = { 0 };

	ck_assert_msg(identity_check(&err) == 0, "%s", err.text);
}
END_TEST

START_TEST(old_libraries_are_told_apart)
{
	ck_assert(!identity_is_recent("9.0.0"));
	ck_assert(!identity_is_recent("14.0.0"));
	ck_assert(!identity_is_recent(""));
	ck_assert(identity_is_recent("15.0.0"));
	ck_assert(identity_is_recent("15.1.0"));
	ck_assert(identity_is_recent("16.0.0"));
	ck_assert(identity_is_recent("101.0.0"));
}
END_TEST

/* Applies a step of the definition to characters; returns how many it gives. */
static size_t
step(const utf8proc_int32_t *from, size_t n, utf8proc_int32_t *to, int option)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		utf8proc_ssize_t more = utf8proc_decompose_char(from[i],
		    to + count, (utf8proc_ssize_t)(64 - count),
		    (utf8proc_option_t)option, NULL);

		ck_assert_int_ge(more, 0);
		count += (size_t)more;
	}
	ck_assert_uint_le(count, 64);
	return count;
}

/* The last plane in which characters have cases. */
#define LAST_CASE 0x1FFFF

/* NFKD, folding, NFKD is all that the library does at once. */
START_TEST(one_round_is_enough)
{
	const int nfkd = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
	utf8proc_int32_t a[64], b[64], c[64], once[64];

	for (utf8proc_int32_t x = 0; x <= LAST_CASE; x++) {
		size_t n;

		if (!utf8proc_codepoint_valid(x))
			continue;
		n = step(&x, 1, a, nfkd);
		n = step(a, n, b, UTF8PROC_CASEFOLD);
		n = step(b, n, c, nfkd);
		ck_assert_uint_eq(
		    step(&x, 1, once, nfkd | UTF8PROC_CASEFOLD), n);
		ck_assert_mem_eq(once, c, n * sizeof(c[0]));
	}
}
END_TEST

/*
 * Laws.
 */

static bool
is_alphabet(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) ||
	       (c >= 0x430 && c <= 0x52F);
}

static void
check_alphabet(struct slice rest)
{
	uint32_t c;

	while (utf8_next(&rest, &c))
		ck_assert(is_alphabet(c));
	ck_assert_uint_eq(rest.len, 0);
}

/* The letters x, a character, x. */
static struct slice
around(struct buf *b, uint32_t c)
{
	buf_reset(b);
	buf_add_byte(b, 'x');
	buf_add_char(b, c);
	buf_add_byte(b, 'x');
	return buf_slice(b);
}

/* Whatever character is accepted, the form is spelled in three alphabets. */
START_TEST(forms_have_few_characters)
{
	size_t accepted = 0;

	for (uint32_t c = 0; c <= LAST_CHARACTER; c++) {
		const struct slice *form;

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		form = normal(around(&in, c));
		if (form == NULL)
			continue;
		accepted++;
		check_alphabet(*form);
		ck_assert(is_same(around(&in, c), buf_slice(&out)));
	}
	/* 1,752 of the list without Greek and Cyrillic letters. */
	ck_assert_uint_gt(accepted, 1000);
	ck_assert_uint_lt(accepted, 1752);
}
END_TEST

/* A character that is accepted, and what utf8proc changes it to. */
static void
check_mapped(utf8proc_int32_t c, utf8proc_int32_t mapped)
{
	struct buf other;

	buf_init(&other, 100);
	buf_reset(&in);
	buf_add_char(&in, (uint32_t)c);
	buf_add_char(&other, (uint32_t)mapped);
	ck_assert_msg(normal(buf_slice(&in)) == NULL ||
			  is_same(buf_slice(&in), buf_slice(&other)),
	    "U+%04X", (unsigned)c);
	buf_release(&other);
}

/* Case makes no difference, in letters that have one. */
START_TEST(case_is_nothing)
{
	for (utf8proc_int32_t c = 0; c < 0x2000; c++) {
		check_mapped(c, utf8proc_tolower(c));
		check_mapped(c, utf8proc_toupper(c));
	}
}
END_TEST

/* One column of a line: characters in hexadecimal, with blanks between. */
static struct slice
read_column(struct buf *b, char **at)
{
	buf_reset(b);
	while (**at != ';') {
		char *end;
		unsigned long c = strtoul(*at, &end, 16);

		ck_assert_ptr_ne(end, *at);
		buf_add_char(b, (uint32_t)c);
		*at = end;
	}
	(*at)++;
	return buf_slice(b);
}

/*
 * The columns are a text, its NFC, NFD, NFKC and NFKD: the first three are one
 * person, the last two as well, and both if the text is accepted.
 */
static void
check_forms(char *line)
{
	struct slice forms[5];
	struct buf b[5];
	char *at = line;

	for (int i = 0; i < 5; i++) {
		buf_init(&b[i], 1000);
		forms[i] = read_column(&b[i], &at);
	}
	ck_assert_msg(is_same(forms[0], forms[1]), "%s", line);
	ck_assert_msg(is_same(forms[0], forms[2]), "%s", line);
	ck_assert_msg(is_same(forms[3], forms[4]), "%s", line);
	ck_assert_msg(normal(forms[0]) == NULL || is_same(forms[0], forms[3]),
	    "%s", line);
	for (int i = 0; i < 5; i++)
		buf_release(&b[i]);
}

/* The Unicode Consortium's own cases, where they lie beside the checkout. */
START_TEST(normal_forms_are_nothing)
{
	FILE *file = fopen(UNICODE, "r");
	char line[4096];
	unsigned int cases = 0;

	if (file == NULL)
		return;
	while (fgets(line, sizeof(line), file) != NULL) {
		if (line[0] == '#' || line[0] == '@')
			continue;
		check_forms(line);
		cases++;
	}
	fclose(file);
	ck_assert_uint_gt(cases, 18000);
}
END_TEST

/* What UTF-8 is not, nobody is called. */
START_TEST(broken_text_is_invalid)
{
	static const char *const texts[] = { "B\xE9ranger", "\xC3", "a\xC0\x80",
		"\xED\xA0\x80", "a\xF4\x90\x80\x80" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert(normal(slice_text(texts[i])) == NULL);
	ck_assert(normal((struct slice){ NULL, 0 }) == NULL);
}
END_TEST

Suite *identity_suite(void);

Suite *
identity_suite(void)
{
	Suite *suite = suite_create("identity");
	TCase *tcase = tcase_create("identity");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, agrees_with_the_vectors);
	tcase_add_test(tcase, library_is_as_fixed);
	tcase_add_test(tcase, old_libraries_are_told_apart);
	tcase_add_test(tcase, one_round_is_enough);
	tcase_add_test(tcase, forms_have_few_characters);
	tcase_add_test(tcase, case_is_nothing);
	tcase_add_test(tcase, normal_forms_are_nothing);
	tcase_add_test(tcase, broken_text_is_invalid);
	suite_add_tcase(suite, tcase);
	return suite;
}
