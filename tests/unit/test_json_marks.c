#include <check.h>
#include <stdlib.h>

#include "base/json_block.h"
#include "base/json_marks.h"
#include "base/utf8.h"

/* The bytes that matter, and some between them. */
static const char *const parts[] = { "\"", "\"", "\"", "\\", "\n", "\x1F", " ",
	"a", "a", "bcdefg", "0123456789abcdef", "\x7F", "\xC3\xA9",
	"\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xFF", "\x80" };

#define PARTS   (sizeof(parts) / sizeof(parts[0]))
#define INVALID 2 /* at the end of the parts */

static uint32_t
next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

/* len bytes of parts, and a pad of marks; the caller frees. */
static uint8_t *
make_text(size_t len, size_t count, uint64_t seed)
{
	uint8_t *text = malloc(len + JSON_MARKS_PAD);
	size_t at = 0;

	ck_assert_ptr_nonnull(text);
	while (at < len) {
		struct slice part = slice_text(parts[next(&seed) % count]);

		if (part.len > len - at)
			part = slice_text("x");
		memcpy(text + at, part.p, part.len);
		at += part.len;
	}
	memset(text + len, '"', JSON_MARKS_PAD);
	return text;
}

static bool
is_wide(uint8_t byte)
{
	return byte >= 0x80;
}

/* Whether p is a mark by the words of the header. */
static bool
is_mark(const uint8_t *p, const uint8_t *begin, bool valid)
{
	if (is_wide(*p))
		return !valid && (p == begin || !is_wide(p[-1]));
	return *p == '"' || *p == '\\' || *p < 0x20;
}

static void
check_marks(const struct json_marks *m, const uint8_t *p, const uint8_t *end)
{
	bool valid = utf8_valid(slice_between(m->begin, m->end));
	size_t n = 0;

	ck_assert_ptr_eq(m->begin, p);
	ck_assert(m->end == end || m->end > p);
	for (; p < m->end; p++)
		if (is_mark(p, m->begin, valid))
			ck_assert_ptr_eq(m->at[n++], p);
	ck_assert_ptr_null(m->at[n]);
	ck_assert_ptr_null(m->at[n + 1]);
}

/* Goes over a text span by span, each way that the processor can go. */
static void
check_text(struct json_marks *m, const uint8_t *text, size_t len)
{
	const uint8_t *p, *end = text + len;

	for (enum cpu cpu = CPU_ANY; cpu <= cpu_best(); cpu++) {
		p = text;
		do {
			json_marks_find_as(cpu, m, p, end);
			check_marks(m, p, end);
			p = m->end;
		} while (p < end);
	}
}

START_TEST(marks_are_what_the_header_says)
{
	struct json_marks *m = malloc(sizeof(*m));

	ck_assert_ptr_nonnull(m);
	for (size_t len = 0; len < 300; len++) {
		size_t count = len % 2 == 0 ? PARTS : PARTS - INVALID;
		uint8_t *text = make_text(len, count, len * 1000 + (size_t)_i);

		check_text(m, text, len);
		free(text);
	}
	free(m);
}
END_TEST

/* Valid text stays valid: no character is cut. */
START_TEST(spans_end_between_characters)
{
	struct json_marks *m = malloc(sizeof(*m));
	size_t len = 3 * JSON_MARKS_SPAN + 100;
	uint8_t *text = make_text(len, PARTS - INVALID, (uint64_t)_i);

	ck_assert_ptr_nonnull(m);
	json_marks_find(m, text, text + len);
	ck_assert(utf8_valid(slice_between(m->begin, m->end)));
	check_text(m, text, len);
	free(text);
	free(m);
}
END_TEST

/* As many marks as bytes. */
START_TEST(nothing_but_marks)
{
	struct json_marks *m = malloc(sizeof(*m));
	size_t len = JSON_MARKS_SPAN + 1;
	uint8_t *text = malloc(len + JSON_MARKS_PAD);

	ck_assert(m != NULL && text != NULL);
	memset(text, _i == 0 ? '"' : 0xBF, len + JSON_MARKS_PAD);
	check_text(m, text, len);
	free(text);
	free(m);
}
END_TEST

START_TEST(blocks_are_the_same_on_any_machine)
{
	for (unsigned int i = 0; i < 256 * JSON_BLOCK; i++) {
		uint8_t bytes[JSON_BLOCK];
		struct json_block any, here;

		memset(bytes, 'x', sizeof(bytes));
		bytes[i / 256] = (uint8_t)i;
		bytes[(i / 256 + 3) % JSON_BLOCK] = (uint8_t)(i * 7);
		any = json_block_any(bytes);
		here = json_block_look(bytes);
		ck_assert_uint_eq(any.stops, here.stops);
		ck_assert_uint_eq(any.wide, here.wide);
	}
}
END_TEST

Suite *json_marks_suite(void);

Suite *
json_marks_suite(void)
{
	Suite *s = suite_create("json_marks");
	TCase *t = tcase_create("json_marks");

	tcase_add_loop_test(t, marks_are_what_the_header_says, 0, 20);
	tcase_add_loop_test(t, spans_end_between_characters, 0, 8);
	tcase_add_loop_test(t, nothing_but_marks, 0, 2);
	tcase_add_test(t, blocks_are_the_same_on_any_machine);
	suite_add_tcase(s, t);
	return s;
}
