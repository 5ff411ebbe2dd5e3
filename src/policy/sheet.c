#include "policy/sheet.h"

#include "base/utf8.h"
#include "policy/note.h"

#define BYTE_ORDER_MARK 0xFEFF /* unseen */

#define BOLD  "\033[1m"
#define PLAIN "\033[0m"

static void
add_blanks(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_add_byte(out, ' ');
}

/* Adds characters that do no harm; how many. */
static size_t
add_clean(struct buf *out, struct slice text)
{
	size_t n = 0;
	uint32_t c;

	for (; utf8_next(&text, &c); n++) {
		bool control =
		    c < 0x20 || (c >= 0x7F && c < 0xA0) || c == BYTE_ORDER_MARK;

		buf_add_char(out, control || note_is_misleading(c) ? '?' : c);
	}
	return n;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static struct slice
first_word(struct slice text)
{
	size_t n = 0;

	while (n < text.len && !is_blank(text.p[n]))
		n++;
	return (struct slice){ text.p, n };
}

/* Whether a word does not begin a line: French has a blank before marks. */
static bool
clings(struct slice word)
{
	return slice_starts(word, slice_text("»")) ||
	       (word.len == 1 && strchr(":;?!", word.p[0]) != NULL);
}

/*
 * The next word, with the marks that cling to it, and the text behind; len 0 at
 * the end.
 */
static struct slice
take_word(struct slice *text)
{
	struct slice found, next;
	size_t n;

	while (text->len > 0 && is_blank(text->p[0]))
		*text = slice_skip(*text, 1);
	found = first_word(*text);
	n = found.len;
	while (n + 1 < text->len && text->p[n] == ' ') {
		next = first_word(slice_skip(*text, n + 1));
		if (!slice_is(found, "«") && !clings(next))
			break;
		found = next;
		n += 1 + next.len;
	}
	found = (struct slice){ text->p, n };
	*text = slice_skip(*text, n);
	return found;
}

/* Wraps a text, of whose line the first `column` characters are taken. */
static void
wrap(struct sheet *s, size_t column, size_t indent, struct slice text)
{
	struct slice next = take_word(&text);
	bool first = true;

	for (; next.len > 0; next = take_word(&text)) {
		size_t width = utf8_count(next);

		if (!first && column + 1 + width > SHEET_WIDTH) {
			buf_add_byte(s->out, '\n');
			add_blanks(s->out, indent);
			column = indent;
		} else if (!first) {
			buf_add_byte(s->out, ' ');
			column++;
		}
		column += add_clean(s->out, next);
		first = false;
	}
	buf_add_byte(s->out, '\n');
}

static size_t
add_bold(struct sheet *s, struct slice text)
{
	size_t width;

	buf_add_text(s->out, s->color ? BOLD : "");
	width = add_clean(s->out, text);
	buf_add_text(s->out, s->color ? PLAIN : "");
	return width;
}

void
sheet_heading(struct sheet *s, struct slice text, char line)
{
	size_t width = add_bold(s, text);

	buf_add_byte(s->out, '\n');
	if (line == 0)
		return;
	while (width-- > 0)
		buf_add_byte(s->out, (uint8_t)line);
	buf_add_byte(s->out, '\n');
}

void
sheet_put(struct sheet *s, size_t at, struct slice label, size_t indent,
    struct slice text)
{
	size_t column = at;

	add_blanks(s->out, at);
	column += add_bold(s, label);
	if (column >= indent) {
		buf_add_byte(s->out, '\n');
		column = 0;
	}
	add_blanks(s->out, indent - column);
	wrap(s, indent, indent, text);
}

void
sheet_text(struct sheet *s, size_t indent, struct slice text)
{
	add_blanks(s->out, indent);
	wrap(s, indent, indent, text);
}

void
sheet_lines(struct sheet *s, size_t indent, struct slice text)
{
	struct slice line;

	while (text.len > 0) {
		if (!slice_take_until(&text, '\n', &line)) {
			line = text;
			text.len = 0;
		}
		add_blanks(s->out, indent);
		add_clean(s->out, line);
		buf_add_byte(s->out, '\n');
	}
}

void
sheet_blank(struct sheet *s)
{
	buf_add_byte(s->out, '\n');
}
