#include "policy/html.h"

#include "base/utf8.h"
#include "policy/note.h"

void
html_raw(struct buf *out, const char *markup)
{
	buf_add_text(out, markup);
}

/* Whether XML has the character, and a reader sees it. */
static bool
is_visible(uint32_t c)
{
	if (c == '\n' || c == '\t')
		return true;
	return c >= 0x20 && !(c >= 0x7F && c < 0xA0) &&
	       (c & 0xFFFE) != 0xFFFE && c != 0xFEFF && !note_is_misleading(c);
}

void
html_text(struct buf *out, struct slice text)
{
	uint32_t c;

	while (utf8_next(&text, &c)) {
		switch (c) {
		case '&':
			buf_add_text(out, "&amp;");
			break;
		case '<':
			buf_add_text(out, "&lt;");
			break;
		case '>':
			buf_add_text(out, "&gt;");
			break;
		case '"':
			buf_add_text(out, "&quot;");
			break;
		case '\r':
			if (text.len == 0 || text.p[0] != '\n')
				buf_add_byte(out, '\n');
			break;
		default:
			buf_add_char(out, is_visible(c) ? c : '?');
		}
	}
}

void
html_open(struct buf *out, const char *tag, const char *class)
{
	if (class == NULL)
		buf_add_format(out, "<%s>", tag);
	else
		buf_add_format(out, "<%s class=\"%s\">", tag, class);
}

void
html_close(struct buf *out, const char *tag)
{
	buf_add_format(out, "</%s>", tag);
}

void
html_element(
    struct buf *out, const char *tag, const char *class, struct slice text)
{
	if (text.len == 0)
		return;
	html_open(out, tag, class);
	html_text(out, text);
	html_close(out, tag);
}

void
html_path(struct buf *out, struct slice path)
{
	size_t begin = 0;

	if (path.len == 0)
		return;
	html_open(out, "code", NULL);
	for (size_t i = 0; i < path.len; i++) {
		if (strchr("./_:", path.p[i]) == NULL)
			continue;
		html_text(out, (struct slice){ path.p + begin, i + 1 - begin });
		html_raw(out, "<wbr/>");
		begin = i + 1;
	}
	html_text(out, slice_skip(path, begin));
	html_close(out, "code");
}
