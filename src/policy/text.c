#include "policy/text.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"

/* The reader, at p. */
struct reader {
	struct notes *notes;
	const struct source *source;
	struct text *text;
	uint8_t *base; /* text->blanked */
	const uint8_t *p, *end;
	unsigned int depth;
};

static struct place
span(const struct reader *r, const uint8_t *begin, const uint8_t *end)
{
	return (struct place){ r->source, (uint32_t)(begin - r->base),
		(uint32_t)(end - begin) };
}

/* Refuses bytes that are not characters, and characters that mislead. */
static int
check_characters(struct notes *notes, const struct source *source)
{
	static const uint8_t mark[] = { 0xEF, 0xBB, 0xBF };
	struct slice rest = source->text;
	struct place place = place_first(source);
	uint32_t c;

	if (slice_starts(rest, (struct slice){ mark, sizeof(mark) })) {
		notes_add(notes, CODE_NOT_UTF8, place,
		    "the file begins with a byte order mark");
		return -1;
	}
	while (utf8_next(&rest, &c)) {
		if (note_is_misleading(c)) {
			notes_add(notes, CODE_HIDDEN, place,
			    "the character U+%04X hides or misleads",
			    (unsigned int)c);
			return -1;
		}
		place.at = (uint32_t)(rest.p - source->text.p);
	}
	if (rest.len == 0)
		return 0;
	notes_add(notes, CODE_NOT_UTF8, place, "this is not UTF-8");
	return -1;
}

/* The byte after a string (or after the line it was left open on). */
static uint8_t *
pass_string(uint8_t *p, const uint8_t *end)
{
	for (p++; p < end && *p != '\n'; p++) {
		if (*p == '"')
			return p + 1;
		if (*p == '\\' && end - p > 1 && p[1] != '\n')
			p++;
	}
	return p;
}

static uint8_t *
blank_line_comment(uint8_t *p, const uint8_t *end)
{
	while (p < end && *p != '\n' && *p != '\r')
		*p++ = ' ';
	return p;
}

/* NULL when the comment has no end. */
static uint8_t *
blank_block_comment(uint8_t *p, const uint8_t *end)
{
	*p++ = ' ';
	*p++ = ' ';
	for (; end - p >= 2; p++) {
		if (p[0] == '*' && p[1] == '/') {
			p[0] = p[1] = ' ';
			return p + 2;
		}
		if (*p != '\n' && *p != '\r')
			*p = ' ';
	}
	return NULL;
}

/* Puts blanks where comments are, so that every other byte stays in place. */
static int
blank_comments(struct reader *r)
{
	uint8_t *p = r->base;

	while (p < r->end) {
		uint8_t *begin = p;

		if (*p == '"') {
			p = pass_string(p, r->end);
		} else if (*p != '/' || r->end - p < 2) {
			p++;
		} else if (p[1] == '/') {
			p = blank_line_comment(p, r->end);
		} else if (p[1] == '*') {
			p = blank_block_comment(p, r->end);
		} else {
			p++;
		}
		if (p == NULL) {
			notes_add(r->notes, CODE_OPEN_COMMENT,
			    span(r, begin, begin + 2),
			    "this comment is never closed");
			return -1;
		}
	}
	return 0;
}

/* Index of the new mark, or -1; its length is set when it is known. */
static ptrdiff_t
add_mark(struct reader *r, const uint8_t *begin)
{
	struct text_mark mark = { (uint32_t)(begin - r->base), 1 };
	size_t at = r->text->marks.len;

	buf_add(&r->text->marks, &mark, sizeof(mark));
	return r->text->marks.failed ? -1 : (ptrdiff_t)at;
}

static void
end_mark(struct reader *r, ptrdiff_t index)
{
	uint8_t *p = r->text->marks.p + index;
	struct text_mark mark;

	memcpy(&mark, p, sizeof(mark));
	mark.len = (uint32_t)(r->p - r->base) - mark.at;
	memcpy(p, &mark, sizeof(mark));
}

static void
skip_blank(struct reader *r)
{
	r->p = json_blank(r->p, r->end);
}

static int
fail_expected(struct reader *r, const char *what)
{
	if (r->p == r->end)
		notes_add(r->notes, CODE_SYNTAX, span(r, r->p, r->p),
		    "the file ends where %s is expected", what);
	else
		notes_add(r->notes, CODE_SYNTAX, span(r, r->p, r->p + 1),
		    "%s is expected here", what);
	return -1;
}

static bool
is_high_escape(const uint8_t *p, const uint8_t *end)
{
	return end - p >= 4 && (p[2] == 'd' || p[2] == 'D') &&
	       (p[3] == '8' || p[3] == '9' || (p[3] | 0x20) == 'a' ||
		   (p[3] | 0x20) == 'b');
}

/* Whether the escape at p is wrong in itself; its length in *len. */
static bool
is_bad_escape(const uint8_t *p, const uint8_t *end, ptrdiff_t *len)
{
	enum json_fault fault;
	bool escaped;

	*len = 2;
	if (end - p > 1 && p[1] == 'u')
		*len = is_high_escape(p, end) ? 12 : 6;
	if (*len > end - p)
		*len = end - p;
	if (json_has_nul(slice_between(p, p + *len)))
		return true;
	/* Alone, a good one is a string that is cut. */
	return json_string(p, p + *len, &escaped, &fault) == NULL &&
	       fault != JSON_CUT;
}

/* Says what is wrong with the string that begins at p. */
static int
fail_string(struct reader *r)
{
	const uint8_t *p = r->p + 1, *end = r->end;
	ptrdiff_t len = 1;

	for (; p < end && *p != '\n' && *p != '\r'; p += len) {
		len = 1;
		if (*p == '\t') {
			notes_add(r->notes, CODE_BAD_STRING, span(r, p, p + 1),
			    "a tab in a string is written \\t");
			return -1;
		}
		if (*p == '\\' && is_bad_escape(p, end, &len)) {
			notes_add(r->notes, CODE_BAD_STRING,
			    span(r, p, p + len), "this escape is not allowed");
			return -1;
		}
	}
	notes_add(r->notes, CODE_BAD_STRING, span(r, r->p, p),
	    "this string is not closed on its line");
	return -1;
}

static int
read_string(struct reader *r)
{
	ptrdiff_t mark = add_mark(r, r->p);
	enum json_fault fault;
	const uint8_t *close;
	bool escaped;

	if (mark == -1)
		return -1;
	close = json_string(r->p + 1, r->end, &escaped, &fault);
	if (close == NULL ||
	    (escaped && json_has_nul(slice_between(r->p + 1, close))))
		return fail_string(r);
	r->p = close + 1;
	end_mark(r, mark);
	return 0;
}

static bool
is_word_byte(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '.' || c == '+' || c == '-' ||
	       c == '_';
}

static const uint8_t *
word_end(const struct reader *r)
{
	const uint8_t *p = r->p;

	while (p < r->end && is_word_byte(*p))
		p++;
	return p;
}

static int
read_number(struct reader *r)
{
	const uint8_t *end = word_end(r), *after;
	ptrdiff_t mark = add_mark(r, r->p);
	enum json_fault fault;

	if (mark == -1)
		return -1;
	after = json_number(r->p, r->end, &fault);
	if (after != end || end - r->p > TEXT_NUMBER) {
		notes_add(r->notes, CODE_BAD_NUMBER, span(r, r->p, end),
		    after == end ? "this number is too long"
				 : "this is not a number of JSON");
		return -1;
	}
	r->p = end;
	end_mark(r, mark);
	return 0;
}

static int
read_word(struct reader *r)
{
	const uint8_t *end = word_end(r);
	struct slice word = slice_between(r->p, end);
	ptrdiff_t mark;

	if (end == r->p)
		return fail_expected(r, "a value");
	if (!slice_is(word, "true") && !slice_is(word, "false") &&
	    !slice_is(word, "null")) {
		notes_add(r->notes, CODE_SYNTAX, span(r, r->p, end),
		    "a value is expected here; texts stand in quotes");
		return -1;
	}
	mark = add_mark(r, r->p);
	if (mark == -1)
		return -1;
	r->p = end;
	end_mark(r, mark);
	return 0;
}

static int read_value(struct reader *r);

static int
read_member(struct reader *r)
{
	if (r->p == r->end || *r->p != '"')
		return fail_expected(r, "a key in quotes");
	if (read_string(r) == -1)
		return -1;
	skip_blank(r);
	if (r->p == r->end || *r->p != ':')
		return fail_expected(r, "`:`");
	r->p++;
	skip_blank(r);
	return read_value(r);
}

/* Notes a comma that nothing follows, and goes on without it. */
static void
drop_comma(struct reader *r, const uint8_t *comma)
{
	notes_add(r->notes, CODE_TRAILING_COMMA, span(r, comma, comma + 1),
	    "nothing follows this comma");
	r->base[comma - r->base] = ' ';
}

/* Whether another item follows; -1 after a note. */
static int
read_separator(struct reader *r, uint8_t close)
{
	const uint8_t *comma = r->p;

	if (r->p == r->end || (*r->p != ',' && *r->p != close))
		return fail_expected(
		    r, close == '}' ? "`,` or `}`" : "`,` or `]`");
	if (*r->p == close)
		return 0;
	r->p++;
	skip_blank(r);
	if (r->p < r->end && *r->p == close) {
		drop_comma(r, comma);
		return 0;
	}
	return 1;
}

/* The items between brackets; stops at the closing one. */
static int
read_items(struct reader *r, uint8_t close)
{
	int more = r->p == r->end || *r->p != close;

	while (more == 1) {
		int status = close == '}' ? read_member(r) : read_value(r);

		if (status == -1)
			return -1;
		skip_blank(r);
		more = read_separator(r, close);
	}
	return more;
}

static int
read_container(struct reader *r, uint8_t close)
{
	ptrdiff_t mark = add_mark(r, r->p);

	if (mark == -1)
		return -1;
	if (r->depth == LIMIT_POLICY_DEPTH) {
		notes_add(r->notes, CODE_TOO_DEEP, span(r, r->p, r->p + 1),
		    "more than %d levels", LIMIT_POLICY_DEPTH);
		return -1;
	}
	r->depth++;
	r->p++;
	skip_blank(r);
	if (read_items(r, close) == -1)
		return -1;
	r->p++;
	r->depth--;
	end_mark(r, mark);
	return 0;
}

static int
read_value(struct reader *r)
{
	if (r->p == r->end)
		return fail_expected(r, "a value");
	switch (*r->p) {
	case '{':
		return read_container(r, '}');
	case '[':
		return read_container(r, ']');
	case '"':
		return read_string(r);
	default:
		if (*r->p == '-' || (*r->p >= '0' && *r->p <= '9'))
			return read_number(r);
		return read_word(r);
	}
}

static int
read_document(struct reader *r)
{
	skip_blank(r);
	if (read_value(r) == -1)
		return -1;
	skip_blank(r);
	return r->p == r->end ? 0 : fail_expected(r, "the end of the file");
}

int
text_check(struct notes *notes, const struct source *source, struct text *text)
{
	size_t len = source->text.len;
	struct reader r = { .notes = notes, .source = source, .text = text };

	buf_init(&text->marks, (len + 1) * sizeof(struct text_mark));
	text->len = len;
	text->blanked = arena_alloc(notes->arena, len + JSON_PAD);
	if (text->blanked == NULL || check_characters(notes, source) == -1)
		return -1;
	if (len > 0)
		memcpy(text->blanked, source->text.p, len);
	r.base = text->blanked;
	r.p = r.base;
	r.end = r.base + len;
	return blank_comments(&r) == -1 ? -1 : read_document(&r);
}

void
text_release(struct text *text)
{
	buf_release(&text->marks);
}
