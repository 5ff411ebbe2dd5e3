/*
 * Delimiters and line ends are spelling: a message says the same with any
 * legal ones, and so does what leaves of it.
 *
 * Messages are made, and compared, with neutral bytes in place of marks.
 */
#include <check.h>

#include "format/hl7v2_text.h"
#include "harness.h"

#define ROUNDS 200
#define MARKS  6 /* field, component, repetition, escape, sub, truncation */

/* Neutral: 1 and on, as in MARKS; a line ends in NEUTRAL_LINE. */
#define NEUTRAL_LINE '\r'
#define FIELD        "\1"
#define COMPONENT    "\2"
#define REPETITION   "\3"
#define SUB          "\5"

struct spelling {
	uint8_t marks[MARKS]; /* truncation: 0 if it is not declared */
	const char *line_end;
};

static const struct spelling usual = { "|^~\\&", "\r" };
static const char letters[MARKS + 1] = "FSRETP";

static uint32_t
draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

static struct spelling
draw_spelling(uint32_t *seed)
{
	static const char *const ends[] = { "\r", "\n", "\r\n" };
	struct spelling s = { .line_end = ends[draw(seed, 3)] };
	size_t count = MARKS - draw(seed, 2);

	for (size_t i = 0; i < count;) {
		uint8_t c = (uint8_t)(' ' + draw(seed, 95));

		if (hl7v2_is_mark(c) && memchr(s.marks, c, i) == NULL)
			s.marks[i++] = c;
	}
	return s;
}

/* Any printable characters, and one beyond ASCII. */
static void
draw_value(struct buf *out, uint32_t *seed)
{
	for (uint32_t n = draw(seed, 20); n > 0; n--) {
		uint32_t c = ' ' + draw(seed, 96);

		buf_add_char(out, c == 0x7F ? 0xE9 : c);
	}
}

/* A message in neutral bytes, of which the policy keeps a part. */
static struct buf
draw_message(uint32_t *seed)
{
	struct buf m;

	buf_init(&m, 1 << 16);
	buf_add_text(&m, FIELD FIELD FIELD FIELD FIELD FIELD FIELD);
	buf_add_text(&m, "ORU" COMPONENT "R01" FIELD);
	draw_value(&m, seed);
	buf_add_text(&m, FIELD FIELD FIELD FIELD FIELD FIELD FIELD FIELD);
	buf_add_text(&m, "UNICODE UTF-8\rPID" FIELD FIELD FIELD);
	for (uint32_t n = draw(seed, 4); n > 0; n--) {
		draw_value(&m, seed);
		buf_add_text(&m, COMPONENT COMPONENT COMPONENT "a" SUB);
		draw_value(&m, seed);
		buf_add_text(&m, COMPONENT);
		buf_add_text(&m, draw(seed, 2) ? "I-N/S" : "PI");
		buf_add_text(&m, n > 1 ? REPETITION : "");
	}
	buf_add_text(&m, FIELD FIELD);
	draw_value(&m, seed);
	buf_add_text(&m, "\rNTE" FIELD FIELD FIELD);
	draw_value(&m, seed);
	buf_add_text(&m, FIELD);
	draw_value(&m, seed);
	buf_add_text(&m, "\r");
	return m;
}

static void
put_escape(struct buf *out, const struct spelling *s, char letter)
{
	buf_add_byte(out, s->marks[3]);
	buf_add_byte(out, (uint8_t)letter);
	buf_add_byte(out, s->marks[3]);
}

/* Spells a neutral message. */
static struct buf
spell(const struct buf *m, const struct spelling *s)
{
	struct buf out;

	buf_init(&out, 1 << 18);
	buf_add_text(&out, "MSH");
	buf_add_slice(&out,
	    (struct slice){ s->marks, MARKS - (s->marks[MARKS - 1] == 0) });
	for (size_t i = 0; i < m->len; i++) {
		const uint8_t *mark = memchr(s->marks, m->p[i], MARKS);

		if (m->p[i] == NEUTRAL_LINE)
			buf_add_text(&out, s->line_end);
		else if (m->p[i] <= MARKS)
			buf_add_byte(&out, s->marks[m->p[i] - 1]);
		else if (mark != NULL)
			put_escape(&out, s, letters[mark - s->marks]);
		else
			buf_add_byte(&out, m->p[i]);
	}
	buf_add_byte(&out, '\0');
	return out;
}

/* Puts neutral bytes in place of the spelling of what left. */
static struct buf
unspell(const char *text, const struct spelling *s)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t end = strlen(s->line_end);
	struct buf out;

	buf_init(&out, 1 << 18);
	p += 3 + MARKS - (s->marks[MARKS - 1] == 0);
	while (*p != '\0') {
		const uint8_t *mark = memchr(s->marks, *p, MARKS);
		const char *letter;

		if (strncmp((const char *)p, s->line_end, end) == 0) {
			buf_add_byte(&out, NEUTRAL_LINE);
			p += end;
		} else if (*p == s->marks[3]) {
			letter = strchr(letters, p[1]);
			ck_assert(letter != NULL && p[2] == s->marks[3]);
			buf_add_byte(&out, s->marks[letter - letters]);
			p += 3;
		} else {
			buf_add_byte(&out,
			    mark == NULL ? *p : (uint8_t)(mark - s->marks + 1));
			p++;
		}
	}
	buf_add_byte(&out, '\0');
	return out;
}

#define KEEP "\"do\":\"keep\",\"because\":\"x\""

/* What leaves of a message in a spelling, in neutral bytes. */
static struct buf
filter(const struct buf *m, const struct spelling *s)
{
	struct buf in = spell(m, s);
	const char *out = harness_filter_as("\"format\":\"hl7v2\"",
	    "\"MSH-9.1\":{" KEEP "},\"MSH-10\":{" KEEP "},"
	    "\"PID-3[5='I-N/S'].1\":{" KEEP "},\"PID-3[5='PI'].4.2\":{" KEEP
	    "},\"PID-5\":{\"do\":\"truncate\",\"first\":7,\"because\":\"x\"},"
	    "\"NTE-3\":{" KEEP "},\"NTE-4\":{\"do\":\"mask\",\"last\":3,"
	    "\"with\":\"-\",\"because\":\"x\"}",
	    (const char *)in.p);

	ck_assert_ptr_eq(strstr(out, "!escape"), NULL);
	ck_assert_int_eq(strncmp(out, "MSH", 3), 0);
	buf_release(&in);
	return unspell(out, s);
}

START_TEST(delimiters_change_nothing)
{
	uint32_t seed = (uint32_t)_i + 1;
	struct buf m = draw_message(&seed);
	struct buf expected = filter(&m, &usual);

	for (int i = 0; i < 5; i++) {
		struct spelling s = draw_spelling(&seed);
		struct buf found = filter(&m, &s);

		ck_assert_str_eq(
		    (const char *)found.p, (const char *)expected.p);
		buf_release(&found);
	}
	buf_release(&m);
	buf_release(&expected);
}
END_TEST

Suite *hl7v2_marks_suite(void);

Suite *
hl7v2_marks_suite(void)
{
	Suite *s = suite_create("hl7v2_marks");
	TCase *t = tcase_create("marks");

	tcase_add_loop_test(t, delimiters_change_nothing, 0, ROUNDS);
	suite_add_tcase(s, t);
	return s;
}
