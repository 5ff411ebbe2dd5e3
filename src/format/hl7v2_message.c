#include "format/hl7v2_message.h"

#include "base/utf8.h"

/* MSH-18, counted as a part of its line. */
#define CHARSET_PART 17

void
hl7v2_message_init(struct hl7v2_message *m, const struct program *p)
{
	*m = (struct hl7v2_message){
		.hprim = p->streams[FORMAT_HL7V2].dialect.hprim,
	};
	buf_init(&m->joined, p->limits.record);
	/* A text grows to at most three times its length. */
	buf_init(&m->text, p->limits.record * 3);
}

void
hl7v2_message_release(struct hl7v2_message *m)
{
	hl7v2_lines_release(&m->lines);
	hl7v2_index_release(&m->index);
	buf_wipe(&m->joined);
	buf_wipe(&m->text);
}

/* Whether a line has this name. */
static bool
is_named(const struct hl7v2_message *m, struct slice line, const char *name)
{
	size_t len = strlen(name);

	return slice_starts(line, slice_text(name)) &&
	       (line.len == len || line.p[len] == m->marks.field);
}

/* The first bytes of the first line that is not empty. */
static struct slice
find_head(struct slice text)
{
	const uint8_t *p = text.p, *end = p + text.len;

	while (p < end && (*p == '\r' || *p == '\n'))
		p++;
	if (end - p > HL7V2_HEAD)
		end = p + HL7V2_HEAD;
	return slice_between(p, hl7v2_find_either(p, end, '\r', '\n'));
}

/* Whether a header begins as the one before: with its declaration, which ends
 * with one more mark of fields. */
static inline bool
is_known_head(const struct hl7v2_message *m, struct slice head)
{
	uint32_t declared = (UINT32_C(2) << m->declaration) - 1;

	if (m->declaration == 0 || head.len <= m->declaration)
		return false;
	return (~hl7v2_bits(
		    hl7v2_same(hl7v2_load(head.p), hl7v2_load(m->head))) &
		   declared) == 0;
}

/* Reads the marks, unless they are those of the message before. */
static enum reason
read_head(struct hl7v2_message *m, struct slice head)
{
	struct slice name = slice_text(m->hprim ? "H" : "MSH");

	if (is_known_head(m, head))
		return REASON_NONE;
	m->declaration = 0;
	if (!slice_starts(head, name))
		return REASON_SYNTAX;
	m->name = name.len;
	m->declaration = hl7v2_marks_read(head, name.len, &m->marks);
	if (m->declaration == 0)
		return REASON_MARKS;
	memset(m->names, 0, sizeof(m->names));
	memset(m->head, 0, sizeof(m->head));
	memcpy(m->head, head.p, head.len);
	return REASON_NONE;
}

/* Finds the marks that the header declares, and the lines. */
static enum reason
read_lines(struct hl7v2_message *m, struct slice text, size_t max_lines)
{
	enum reason head = read_head(m, find_head(text));
	enum reason lines = REASON_MEMORY;

	if (hl7v2_index_make(&m->index, text, &m->marks))
		lines = hl7v2_lines_find(&m->lines, &m->index, max_lines);
	return lines != REASON_NONE ? lines : head;
}

/*
 * HPRIM.
 */

static bool
has_continuation(const struct hl7v2_message *m)
{
	for (size_t i = 1; i < m->lines.count; i++)
		if (is_named(m, m->lines.items[i].text, "A"))
			return true;
	return false;
}

/* Joins lines A, which may begin in the middle of a word. */
static enum reason
join(struct hl7v2_message *m, size_t max_lines)
{
	buf_reset(&m->joined);
	for (size_t i = 0; i < m->lines.count; i++) {
		struct slice line = m->lines.items[i].text;

		if (i > 0 && is_named(m, line, "A"))
			line = slice_skip(line, line.len > 1 ? 2 : 1);
		else if (i > 0)
			buf_add_slice(&m->joined, m->lines.end);
		buf_add_slice(&m->joined, line);
	}
	if (m->joined.failed)
		return REASON_MEMORY;
	return read_lines(m, buf_slice(&m->joined), max_lines);
}

/*
 * Character sets.
 */

/* Table 0211, as far as tamis reads it; ASCII is what nothing states. */
static const struct {
	const char *name;
	enum charset charset;
	bool ascii;
} sets[] = {
	{ "UNICODE UTF-8", CHARSET_UTF_8, false },
	{ "", CHARSET_UTF_8, true },
	{ "\"\"", CHARSET_UTF_8, true },
	{ "ASCII", CHARSET_UTF_8, true },
	{ "8859/1", CHARSET_LATIN_1, false },
	{ "8859/15", CHARSET_LATIN_9, false },
	{ "UTF-8", CHARSET_UTF_8, false },
};

#define SETS (sizeof(sets) / sizeof(sets[0]))

/*
 * The name of the set of the whole message: the first repetition.  A mark in
 * it, such as "-", is an escape.
 */
static enum reason
charset_name(struct hl7v2_message *m, struct slice *name)
{
	struct slice field;
	enum reason reason;

	*name = (struct slice){ NULL, 0 };
	if (!hl7v2_message_part(m, &m->lines.items[0], CHARSET_PART, &field))
		return REASON_NONE;
	*name = field;
	if (hl7v2_index_is_plain(&m->index, field))
		return REASON_NONE;
	*name = hl7v2_index_part(&m->index, field, HL7V2_REPETITION, 1);
	if (!hl7v2_index_has(&m->index, *name, HL7V2_ESCAPE))
		return REASON_NONE;
	buf_reset(&m->text);
	reason = hl7v2_decode(&m->text, *name, &m->marks, CHARSET_UTF_8);
	*name = buf_slice(&m->text);
	return reason == REASON_ESCAPE ? REASON_CHARSET : reason;
}

static enum reason
read_charset(struct hl7v2_message *m)
{
	struct slice name;
	enum reason reason;
	size_t i = 0;

	m->charset = CHARSET_LATIN_1;
	m->unstated = false;
	if (m->hprim)
		return REASON_NONE;
	reason = charset_name(m, &name);
	if (reason != REASON_NONE)
		return reason;
	while (i < SETS && !slice_is(name, sets[i].name))
		i++;
	if (i == SETS || (sets[i].ascii && !m->index.ascii))
		return REASON_CHARSET;
	m->charset = sets[i].charset;
	m->unstated = sets[i].ascii;
	return REASON_NONE;
}

static enum reason
transcode(struct hl7v2_message *m, struct slice record, size_t max_lines)
{
	buf_reset(&m->text);
	if (!charset_to_utf8(m->charset, record, &m->text))
		return m->text.failed ? REASON_MEMORY : REASON_CHARSET;
	return read_lines(m, buf_slice(&m->text), max_lines);
}

static enum reason
make_utf8(struct hl7v2_message *m, struct slice record, size_t max_lines)
{
	if (m->index.ascii)
		return REASON_NONE;
	if (m->charset != CHARSET_UTF_8)
		return transcode(m, record, max_lines);
	return m->index.short_utf8 || utf8_valid(record) ? REASON_NONE
							 : REASON_UTF8;
}

/*
 * Lines behind the header.
 */

static inline bool
is_capital_or_digit(uint8_t c)
{
	return (uint8_t)(c - 'A') < 26 || (uint8_t)(c - '0') < 10;
}

/* Whether a line begins with a name of `len` characters, and no longer one. */
static bool
has_name(const struct hl7v2_message *m, struct slice line, size_t len)
{
	bool good = true;

	if (line.len < len || (line.len > len && line.p[len] != m->marks.field))
		return false;
	for (size_t i = 0; i < len; i++)
		good &= is_capital_or_digit(line.p[i]);
	return good;
}

/* A name of three letters as a number. */
#define NAME(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (c))

/* A line of HL7 v2 behind the header. */
static enum reason
check_name(const struct hl7v2_message *m, struct slice line)
{
	if (!has_name(m, line, 3))
		return REASON_SYNTAX;
	switch (NAME(line.p[0], line.p[1], line.p[2])) {
	case NAME('M', 'S', 'H'):
	case NAME('F', 'H', 'S'):
	case NAME('B', 'H', 'S'):
	case NAME('B', 'T', 'S'):
	case NAME('F', 'T', 'S'):
		return REASON_SYNTAX;
	case NAME('A', 'D', 'D'):
	case NAME('D', 'S', 'C'):
		return REASON_CONTINUATION;
	default:
		return REASON_NONE;
	}
}

/* The same, quickly where one that began so was good. */
static inline enum reason
check_segment(struct hl7v2_message *m, struct slice line)
{
	/* Behind a short line there is more that can be read. */
	uint32_t name = hl7v2_name_of(line.p);
	uint32_t *known = &m->names[hl7v2_name_place(name)];
	enum reason reason;

	if (*known == name && line.len > 3)
		return REASON_NONE;
	reason = check_name(m, line);
	if (reason == REASON_NONE && line.len > 3)
		*known = name;
	return reason;
}

/* A line of HPRIM behind the header. */
static enum reason
check_hprim_line(const struct hl7v2_message *m, struct slice line, bool last)
{
	if (!has_name(m, line, hl7v2_message_name(m, line).len) ||
	    is_named(m, line, "H"))
		return REASON_SYNTAX;
	return is_named(m, line, "L") == last ? REASON_NONE : REASON_CUT;
}

static enum reason
check_lines(struct hl7v2_message *m)
{
	const struct hl7v2_line *lines = m->lines.items;
	size_t count = m->lines.count;
	enum reason reason = m->hprim && count == 1 ? REASON_CUT : REASON_NONE;

	for (size_t i = 1; i < count && reason == REASON_NONE; i++)
		reason = m->hprim ? check_hprim_line(
					m, lines[i].text, i + 1 == count)
				  : check_segment(m, lines[i].text);
	return reason;
}

enum reason
hl7v2_message_read(
    struct hl7v2_message *m, struct slice record, size_t max_lines)
{
	enum reason reason = read_lines(m, record, max_lines);

	if (reason == REASON_NONE && m->hprim && has_continuation(m)) {
		/* The declaration itself may have gone on. */
		reason = join(m, max_lines);
		record = buf_slice(&m->joined);
	}
	if (reason == REASON_NONE)
		reason = read_charset(m);
	if (reason == REASON_NONE)
		reason = make_utf8(m, record, max_lines);
	return reason == REASON_NONE ? check_lines(m) : reason;
}
