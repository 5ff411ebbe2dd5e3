#include "format/xml_scan.h"

#include "format/xml_chars.h"

static bool
begins_name(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
	       c == ':' || c >= 0x80;
}

bool
xml_is_blank(struct slice s)
{
	size_t i = 0;

	while (i < s.len && xml_is_white(s.p[i]))
		i++;
	return i == s.len;
}

void
xml_scan_shift(struct xml_scan *s, size_t n)
{
	s->begin -= n;
	s->next -= n;
}

/* The markup at hand, of which `length` bytes say what it is. */
static enum xml_markup
begin(struct xml_scan *s, enum xml_markup markup, size_t length)
{
	s->markup = markup;
	s->next = s->begin + length;
	s->quote = 0;
	s->attributes = 0;
	return markup;
}

/* What "<!" begins. */
static enum xml_markup
begin_declaration(struct xml_scan *s, struct slice left)
{
	static const struct {
		const char *opening;
		enum xml_markup markup;
	} openings[] = {
		{ "<!--", XML_COMMENT },
		{ "<![CDATA[", XML_CDATA },
		{ "<!D", XML_DOCTYPE },
	};

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		struct slice opening = slice_text(openings[i].opening);

		if (slice_starts(left, opening))
			return begin(s, openings[i].markup, opening.len);
		if (slice_starts(opening, left))
			return XML_CUT;
	}
	return XML_BAD;
}

/* What begins at s->begin. */
static enum xml_markup
begin_markup(struct xml_scan *s, struct slice window)
{
	struct slice left = slice_skip(window, s->begin);

	if (left.len == 0)
		return XML_CUT;
	if (left.p[0] != '<')
		return begin(s, XML_TEXT, 0);
	if (left.len == 1)
		return XML_CUT;
	switch (left.p[1]) {
	case '/':
		return begin(s, XML_END, 2);
	case '?':
		return begin(s, XML_PI, 2);
	case '!':
		return begin_declaration(s, left);
	default:
		return begins_name(left.p[1]) ? begin(s, XML_START, 1)
					      : XML_BAD;
	}
}

/* Goes on to the next byte c; false, at the end of the window, if none. */
static bool
find(struct xml_scan *s, struct slice window, uint8_t c)
{
	const uint8_t *p = memchr(window.p + s->next, c, window.len - s->next);

	s->next = p == NULL ? window.len : (size_t)(p - window.p);
	return p != NULL;
}

/* Goes on behind the ">" that `before` stands in front of, not overlapping
 * the first `opening` bytes. */
static enum xml_markup
find_closing(
    struct xml_scan *s, struct slice window, size_t opening, const char *before)
{
	struct slice mark = slice_text(before);

	while (find(s, window, '>')) {
		size_t at = s->next++;

		if (at - s->begin >= opening + mark.len &&
		    memcmp(window.p + at - mark.len, mark.p, mark.len) == 0)
			return s->markup;
	}
	return XML_CUT;
}

static enum xml_markup
find_text_end(struct xml_scan *s, struct slice window)
{
	find(s, window, '<');
	return XML_TEXT;
}

/* Goes behind the next byte that may end a start tag or an attribute in it;
 * 0 at the end of the window. */
static inline uint8_t
take_mark(struct xml_scan *s, struct slice window)
{
	const uint8_t *p = window.p + s->next, *end = window.p + window.len;

	while ((p = xml_find_mark(p, end, "\"'<>")) < end)
		switch (*p++) {
		case '"':
		case '\'':
		case '<':
		case '>':
			s->next = (size_t)(p - window.p);
			return p[-1];
		default:
			break;
		}
	s->next = window.len;
	return 0;
}

/* Whether a mark of a start tag is inside an attribute or begins one. */
static inline bool
in_attribute(struct xml_scan *s, uint8_t c)
{
	if (s->quote != 0) {
		if (c == s->quote)
			s->quote = 0;
		return true;
	}
	if (c != '"' && c != '\'')
		return false;
	s->quote = c;
	s->attributes++;
	return true;
}

static enum xml_markup
find_tag_end(struct xml_scan *s, struct slice window)
{
	uint8_t c;

	while ((c = take_mark(s, window)) != 0) {
		if (c == '<')
			return XML_BAD;
		if (in_attribute(s, c))
			continue;
		/* As many namespaces may be declared as attributes stand. */
		if (s->attributes > 2 * LIMIT_ATTRIBUTES)
			return XML_CROWDED;
		return window.p[s->next - 2] == '/' ? XML_EMPTY : XML_START;
	}
	return s->attributes > 2 * LIMIT_ATTRIBUTES ? XML_CROWDED : XML_CUT;
}

static enum xml_markup
find_end(struct xml_scan *s, struct slice window)
{
	switch (s->markup) {
	case XML_TEXT:
		return find_text_end(s, window);
	case XML_START:
		return find_tag_end(s, window);
	case XML_END:
		return find_closing(s, window, 2, "");
	case XML_PI:
		return find_closing(s, window, 2, "?");
	case XML_COMMENT:
		return find_closing(s, window, 4, "--");
	case XML_CDATA:
		return find_closing(s, window, 9, "]]");
	default:
		return s->markup;
	}
}

static struct slice
behind_blanks(struct slice s)
{
	size_t i = 0;

	while (i < s.len && xml_is_white(s.p[i]))
		i++;
	return slice_skip(s, i);
}

/* Sets the name and the rest of a start tag, or an end tag. */
static void
read_tag(struct slice window, struct xml_token *t)
{
	size_t begin = t->begin + (t->markup == XML_END ? 2 : 1);
	size_t end = t->end - (t->markup == XML_EMPTY ? 2 : 1);
	size_t i = begin;

	while (i < end && !xml_is_white(window.p[i]))
		i++;
	t->name = slice_between(window.p + begin, window.p + i);
	t->rest = slice_between(window.p + i, window.p + end);
	if (t->markup == XML_END && !xml_is_blank(t->rest))
		t->markup = XML_BAD;
}

void
xml_scan(struct xml_scan *s, struct slice window, struct xml_token *t)
{
	enum xml_markup markup = s->markup;

	if (s->next == s->begin)
		markup = begin_markup(s, window);
	if (markup <= XML_PI)
		markup = find_end(s, window);
	*t = (struct xml_token){ markup, s->begin, s->next, { NULL, 0 },
		{ NULL, 0 } };
	if (markup == XML_CUT)
		return;
	s->begin = s->next;
	if (markup == XML_START || markup == XML_EMPTY || markup == XML_END)
		read_tag(window, t);
}

enum xml_attribute
xml_scan_attribute(struct slice *rest, struct slice *name, struct slice *value)
{
	struct slice s = behind_blanks(*rest);
	const uint8_t *end;
	size_t i = 0;

	if (s.len == 0)
		return XML_NONE;
	if (s.len == rest->len)
		return XML_WRONG;
	while (i < s.len && s.p[i] != '=' && !xml_is_white(s.p[i]))
		i++;
	*name = (struct slice){ s.p, i };
	s = behind_blanks(slice_skip(s, i));
	if (name->len == 0 || s.len == 0 || s.p[0] != '=')
		return XML_WRONG;
	s = behind_blanks(slice_skip(s, 1));
	if (s.len < 2 || (s.p[0] != '"' && s.p[0] != '\''))
		return XML_WRONG;
	end = memchr(s.p + 1, s.p[0], s.len - 1);
	if (end == NULL)
		return XML_WRONG;
	*value = slice_between(s.p + 1, end);
	*rest = slice_between(end + 1, s.p + s.len);
	return XML_FOUND;
}

struct slice
xml_take_prefix(struct slice *name)
{
	const uint8_t *colon = memchr(name->p, ':', name->len);
	struct slice prefix = { name->p, 0 };

	if (colon != NULL) {
		prefix = slice_between(name->p, colon);
		*name = slice_between(colon + 1, name->p + name->len);
	}
	return prefix;
}
