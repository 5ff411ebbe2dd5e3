/*
 * The scanners of HL7 v2: every way that the processor can go finds what a
 * look at each byte finds.
 */
#include <check.h>
#include <stdlib.h>

#include "format/format.h"
#include "format/hl7v2_index.h"
#include "format/hl7v2_start.h"

#define ROUNDS 300

/* The bytes that matter, and some between them. */
static const char bytes[] =
    "|||^^~\\&&\r\r\n\t\v\x1F\x1D MFBHLab0 \x7F\x80\xC3\xFF";

static const struct hl7v2_marks marks = {
	.field = '|',
	.component = '^',
	.repetition = '~',
	.escape = '\\',
	.sub = '&',
};

static uint32_t
next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

/*
 * len bytes of which one in `rare` matters, and a pad of those that do; the
 * caller frees.
 */
static uint8_t *
make_text(size_t len, uint32_t rare, uint64_t seed)
{
	uint8_t *text = malloc(len + FORMAT_PAD);

	ck_assert_ptr_nonnull(text);
	for (size_t i = 0; i < len; i++)
		text[i] =
		    next(&seed) % rare == 0
			? (uint8_t)bytes[next(&seed) % (sizeof(bytes) - 1)]
			: 'x';
	for (size_t i = 0; i < FORMAT_PAD; i++)
		text[len + i] =
		    (uint8_t)bytes[next(&seed) % (sizeof(bytes) - 1)];
	return text;
}

static bool
is_marked(enum hl7v2_mark mark, uint8_t c)
{
	switch (mark) {
	case HL7V2_COMPONENT:
		return c == '^';
	case HL7V2_REPETITION:
		return c == '~';
	case HL7V2_SUB:
		return c == '&';
	case HL7V2_ESCAPE:
		return c == '\\';
	case HL7V2_INNER:
		return strchr("^~&\\", c) != NULL && c != '\0';
	default:
		ck_abort();
	}
}

/* What hl7v2_index_find() and the others say of the text from p on. */
static void
check_from(const struct hl7v2_index *ix, enum hl7v2_mark mark, const uint8_t *p,
    const uint8_t *end)
{
	const uint8_t *at = p, *behind = p, *ends = NULL;
	struct slice all = slice_between(p, end), rest = all, part;

	while (at < end && !is_marked(mark, *at))
		at++;
	ck_assert_ptr_eq(hl7v2_index_find(ix, mark, p, end), at);
	ck_assert_int_eq(hl7v2_index_has(ix, all, mark), at < end);
	if (mark == HL7V2_INNER && at < end)
		ck_assert(!hl7v2_index_is_plain(ix, all));
	if (mark == HL7V2_INNER && at == end)
		ck_assert_int_eq(hl7v2_index_is_plain(ix, all),
		    all.len <= HL7V2_INDEX_GLANCE);
	for (size_t n = 1; hl7v2_index_next(ix, &rest, mark, &part); n++) {
		struct slice same = hl7v2_index_part(ix, all, mark, n), gone;

		ck_assert_ptr_eq(part.p, behind);
		ck_assert_ptr_eq(same.p, part.p);
		ck_assert_uint_eq(same.len, part.len);
		ends = part.p + part.len;
		ck_assert(ends == end || is_marked(mark, *ends));
		behind = ends + 1;
		if (n % 5 == 0) {
			const uint8_t *from = p;

			ck_assert(hl7v2_index_go_on(
			    ix, mark, &from, end, n - 1, &gone));
			ck_assert_ptr_eq(from, part.p);
			ck_assert_uint_eq(gone.len, part.len);
		}
		if (ends == end) {
			const uint8_t *from = p;

			ck_assert(
			    !hl7v2_index_go_on(ix, mark, &from, end, n, &gone));
			ck_assert_ptr_eq(from, p);
		}
	}
	ck_assert_ptr_eq(ends, end);
}

/* Whether a text is UTF-8 without characters of three bytes or four. */
static bool
is_short_utf8(const uint8_t *text, size_t len)
{
	size_t i = 0;

	while (
	    i < len && (text[i] < 0x80 ||
			   (text[i] >= 0xC2 && text[i] <= 0xDF && i + 1 < len &&
			       text[i + 1] >= 0x80 && text[i + 1] <= 0xBF)))
		i += text[i] < 0x80 ? 1 : 2;
	return i == len;
}

/* What ends fields and lines is listed in order, and what ends lines again. */
static void
check_ends(const struct hl7v2_index *ix, const uint8_t *text, size_t len)
{
	size_t ends = 0, breaks = 0;
	bool ascii = true;

	for (size_t i = 0; i < len; i++) {
		bool control = text[i] < ' ' && text[i] != '\t';

		ascii = ascii && text[i] < 0x80;
		if (control)
			ck_assert_uint_eq(ix->breaks[breaks++], ends);
		if (control || text[i] == '|')
			ck_assert_uint_eq(ix->ends[ends++], i);
	}
	ck_assert_uint_eq(ix->end_count, ends);
	ck_assert_uint_eq(ix->break_count, breaks);
	ck_assert_uint_eq(ix->ends[ends], len);
	ck_assert_int_eq(ix->ascii, ascii);
	if (ix->short_utf8)
		ck_assert(is_short_utf8(text, len));
}

/* Characters at all places of blocks, whole and cut, at the end and before. */
START_TEST(short_utf8_is_known)
{
	static const char *const kinds[] = { "\xC3\xA9", "\xDF\xBF", "\xC2\x80",
		"\xC3", "\xA9", "\xC1\xBF", "\xC0\x80", "\xC3\xC3\xA9",
		"\xC3\xA9\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xE0\xA9",
		"\xC3\x7F", "\xFF", "" };
	struct hl7v2_index ix = { 0 };

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		for (size_t at = 0; at < 140; at++) {
			uint8_t text[140 + 4 + FORMAT_PAD];
			size_t n = strlen(kinds[k]), len = at + n + (size_t)_i;

			memset(text, 0xA9, sizeof(text));
			memset(text, 'x', len);
			memcpy(text + at, kinds[k], n);
			for (enum cpu cpu = CPU_ANY; cpu <= cpu_best(); cpu++) {
				ck_assert(hl7v2_index_make_as(cpu, &ix,
				    (struct slice){ text, len }, &marks));
				ck_assert_int_eq(ix.short_utf8,
				    cpu == CPU_ANY ? n == 0
						   : is_short_utf8(text, len));
			}
		}
	hl7v2_index_release(&ix);
}
END_TEST

static void
check_index(const struct hl7v2_index *ix, const uint8_t *text, size_t len)
{
	const uint8_t *end = text + len;

	check_ends(ix, text, len);
	for (int m = 0; m < HL7V2_MARK_COUNT; m++)
		for (size_t i = 0; i <= len; i += 1 + len / 7) {
			check_from(ix, (enum hl7v2_mark)m, text + i, end);
			check_from(ix, (enum hl7v2_mark)m, text + i,
			    text + i + (len - i) / 2);
		}
}

START_TEST(marks_are_found)
{
	struct hl7v2_index ix = { 0 };

	for (size_t len = 0; len < 300; len += 1 + len / 80) {
		uint64_t seed = (uint64_t)_i * 1000 + len;
		uint8_t *text =
		    make_text(len, (uint32_t)(1 + seed % 5 * 8), seed);

		for (enum cpu cpu = CPU_ANY; cpu <= cpu_best(); cpu++) {
			ck_assert(hl7v2_index_make_as(
			    cpu, &ix, (struct slice){ text, len }, &marks));
			check_index(&ix, text, len);
		}
		free(text);
	}
	hl7v2_index_release(&ix);
}
END_TEST

/* Memory that grew for one text serves shorter ones. */
START_TEST(index_grows)
{
	struct hl7v2_index ix = { 0 };

	for (size_t len = 1; len < 1 << 20; len *= 37) {
		uint8_t *text = make_text(len, 100, len);

		ck_assert(
		    hl7v2_index_make(&ix, (struct slice){ text, len }, &marks));
		ck_assert_ptr_eq(
		    hl7v2_index_find(&ix, HL7V2_COMPONENT, text, text + len),
		    memchr(text, '^', len) != NULL ? memchr(text, '^', len)
						   : text + len);
		ck_assert(hl7v2_index_make(
		    &ix, (struct slice){ text, len / 2 }, &marks));
		check_from(&ix, HL7V2_COMPONENT, text, text + len / 2);
		free(text);
	}
	hl7v2_index_release(&ix);
}
END_TEST

static const uint8_t *
find_start(const uint8_t *p, const uint8_t *end, const char *starts)
{
	for (; p < end; p++)
		if ((*p == '\r' || *p == '\n') && p[1] != '\0' &&
		    strchr(starts, p[1]) != NULL)
			return p;
	return end;
}

START_TEST(starts_are_found)
{
	static const char *const sets[] = { "MFB\v", "HL\v" };
	const struct hl7v2_starts *const starts[] = { &hl7v2_starts_of_messages,
		&hl7v2_starts_of_hprim };

	for (size_t len = 0; len < 300; len += 1 + len / 40) {
		uint64_t seed = (uint64_t)_i * 1000 + len;
		uint8_t *text = make_text(len, (uint32_t)(1 + seed % 7), seed);
		const char *set = sets[seed % 2];

		for (enum cpu cpu = CPU_ANY; cpu <= cpu_best(); cpu++)
			for (size_t i = 0; i <= len; i += 1 + len / 9)
				ck_assert_ptr_eq(
				    hl7v2_start_find_as(cpu, text + i,
					text + len, starts[seed % 2]),
				    find_start(text + i, text + len, set));
		free(text);
	}
}
END_TEST

/* Each byte behind each other one: a table could hold one that is no start. */
START_TEST(no_other_start_is_found)
{
	static const char *const sets[] = { "MFB\v", "HL\v" };
	const struct hl7v2_starts *const starts[] = { &hl7v2_starts_of_messages,
		&hl7v2_starts_of_hprim };
	uint8_t text[3 + 2 * FORMAT_PAD] = { 0 };

	text[0] = (uint8_t)_i;
	for (unsigned int c = 0; c < 256; c++) {
		text[1] = (uint8_t)c;
		for (size_t i = 0; i < 2; i++)
			for (enum cpu cpu = CPU_ANY; cpu <= cpu_best(); cpu++)
				ck_assert_ptr_eq(hl7v2_start_find_as(cpu, text,
						     text + 2, starts[i]),
				    find_start(text, text + 2, sets[i]));
	}
}
END_TEST

Suite *hl7v2_index_suite(void);

Suite *
hl7v2_index_suite(void)
{
	Suite *s = suite_create("hl7v2_index");
	TCase *t = tcase_create("scanners");

	tcase_add_loop_test(t, marks_are_found, 0, ROUNDS / 10);
	tcase_add_test(t, index_grows);
	tcase_add_loop_test(t, short_utf8_is_known, 0, 3);
	tcase_add_loop_test(t, starts_are_found, 0, ROUNDS);
	tcase_add_loop_test(t, no_other_start_is_found, 0, 256);
	suite_add_tcase(s, t);
	return s;
}
