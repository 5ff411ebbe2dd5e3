#include "format/xml_prolog.h"

/* The name of an encoding in a declaration. */
static enum reason
read_encoding(struct xml_place *x, struct slice name)
{
	x->charset = charset_find(name);
	return x->charset == CHARSET_COUNT ? REASON_CHARSET : REASON_NONE;
}

/* In this order, and only the first must be there. */
enum reason
xml_prolog_read(struct xml_place *x, struct slice rest)
{
	static const char *const names[] = { "version", "encoding",
		"standalone" };
	enum reason reason = REASON_NONE;
	struct slice name, value;
	enum xml_attribute found;
	size_t i = 0;

	while (
	    (found = xml_scan_attribute(&rest, &name, &value)) == XML_FOUND &&
	    reason == REASON_NONE) {
		while (i < 3 && !slice_is(name, names[i]))
			i++;
		if (i == 0 && slice_is(value, "1.0"))
			x->declared = true;
		else if (i == 1 && x->declared)
			reason = read_encoding(x, value);
		else if (i != 2 || !x->declared ||
			 (!slice_is(value, "yes") && !slice_is(value, "no")))
			return REASON_SYNTAX;
		i++;
	}
	if (found == XML_WRONG || !x->declared)
		return REASON_SYNTAX;
	return reason;
}

bool
xml_prolog_is_foreign(struct slice window)
{
	static const char *const starts[] = { "\xFE\xFF", "\xFF\xFE",
		"\x4C\x6F\xA7\x94" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (slice_starts(window, slice_text(starts[i])))
			return true;
	return window.len >= 2 && (window.p[0] == 0 || window.p[1] == 0);
}

size_t
xml_prolog_end(struct slice window, size_t at)
{
	for (size_t i = at; i + 1 < window.len; i++)
		if (window.p[i] == '?' && window.p[i + 1] == '>')
			return i + 2;
	return 0;
}

bool
xml_prolog_may_begin(struct slice s)
{
	static const char opening[] = "<?xml";
	size_t n = sizeof(opening) - 1;

	if (s.len <= n)
		return slice_starts(slice_text(opening), s);
	return slice_starts(s, slice_text(opening)) &&
	       xml_is_blank((struct slice){ s.p + n, 1 });
}

struct slice
xml_prolog_written(const struct xml_place *x)
{
	return slice_text(x->declared ? "<?xml version=\"1.0\" "
					"encoding=\"UTF-8\"?>\n"
				      : "");
}
