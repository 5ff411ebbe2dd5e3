#include "base/reference.h"

#include "base/ascii.h"

#define LAST_CHARACTER 0x10FFFF

/* No name here is longer. */
#define NAME_MAX_LEN 8

static const struct {
	const char *name, *text;
} signs[] = { { "amp", "&" }, { "apos", "'" }, { "commat", "@" },
	{ "emsp", " " }, { "ensp", " " }, { "gt", ">" }, { "hyphen", "-" },
	{ "lowbar", "_" }, { "lsquo", "'" }, { "lt", "<" }, { "mdash", "-" },
	{ "middot", "." }, { "minus", "-" }, { "nbsp", " " }, { "ndash", "-" },
	{ "period", "." }, { "plus", "+" }, { "quot", "\"" }, { "rsquo", "'" },
	{ "shy", "" }, { "sol", "/" }, { "szlig", "ss" }, { "thinsp", " " },
	{ "zwj", "" }, { "zwnj", "" } };

/* What stands behind a letter, or two, in its name: eacute, AElig. */
static const struct {
	const char *ending;
	size_t letters;
} endings[] = { { "acute", 1 }, { "caron", 1 }, { "cedil", 1 }, { "circ", 1 },
	{ "grave", 1 }, { "lig", 2 }, { "ring", 1 }, { "slash", 1 },
	{ "tilde", 1 }, { "uml", 1 } };

/* Takes a number of so many digits at most off the front. */
static uint32_t
take_number(struct slice *rest, uint32_t base, size_t most)
{
	uint32_t number = 0;

	for (; rest->len > 0 && most > 0 && number <= LAST_CHARACTER; most--) {
		int digit = ascii_hex_value(rest->p[0]);

		if (digit < 0 || (uint32_t)digit >= base)
			break;
		number = number * base + (uint32_t)digit;
		*rest = slice_skip(*rest, 1);
	}
	return number;
}

static bool
add_character(uint32_t c, struct buf *out)
{
	if (c == 0 || c > LAST_CHARACTER || (c >= 0xD800 && c < 0xE000))
		return false;
	buf_add_char(out, c);
	return true;
}

/* Resolves what begins with &#; false if it is no reference. */
static bool
resolve_number(struct slice *rest, struct buf *out)
{
	struct slice after = slice_skip(*rest, 2);
	bool hex = after.len > 0 && (after.p[0] | 0x20) == 'x';
	uint32_t c;

	if (hex)
		after = slice_skip(after, 1);
	c = take_number(&after, hex ? 16 : 10, SIZE_MAX);
	if (!add_character(c, out))
		return false;
	/* Browsers do not ask for the end. */
	if (slice_starts(after, slice_text(";")))
		after = slice_skip(after, 1);
	*rest = after;
	return true;
}

static bool
add_named(struct slice name, struct buf *out)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (!slice_is(name, signs[i].name))
			continue;
		buf_add_text(out, signs[i].text);
		return true;
	}
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t letters = endings[i].letters;

		if (name.len < letters ||
		    !slice_is(slice_skip(name, letters), endings[i].ending))
			continue;
		buf_add(out, name.p, letters);
		return true;
	}
	return false;
}

/* Resolves what begins with & and a letter; false if nothing has the name. */
static bool
resolve_name(struct slice *rest, struct buf *out)
{
	struct slice name = { rest->p + 1, 0 };

	while (name.len <= NAME_MAX_LEN && 1 + name.len < rest->len &&
	       ascii_is_letter(name.p[name.len]))
		name.len++;
	if (1 + name.len == rest->len || name.p[name.len] != ';' ||
	    !add_named(name, out))
		return false;
	*rest = slice_skip(*rest, name.len + 2);
	return true;
}

/* Resolves what begins with %; false if no two digits follow. */
static bool
resolve_byte(struct slice *rest, struct buf *out)
{
	struct slice after = slice_skip(*rest, 1);
	uint32_t byte = take_number(&after, 16, 2);

	if (rest->len - after.len != 3)
		return false;
	buf_add_byte(out, (uint8_t)byte);
	*rest = after;
	return true;
}

/* Resolves what begins with a backslash; false if it is no \u and four digits.
 */
static bool
resolve_escape(struct slice *rest, struct buf *out)
{
	struct slice after;
	uint32_t c;

	if (!slice_starts(*rest, slice_text("\\u")))
		return false;
	after = slice_skip(*rest, 2);
	c = take_number(&after, 16, 4);
	if (rest->len - after.len != 6 || !add_character(c, out))
		return false;
	*rest = after;
	return true;
}

static bool
resolve(struct slice *rest, struct buf *out)
{
	switch (rest->p[0]) {
	case '&':
		return slice_starts(*rest, slice_text("&#"))
			   ? resolve_number(rest, out)
			   : resolve_name(rest, out);
	case '%':
		return resolve_byte(rest, out);
	case '\\':
		return resolve_escape(rest, out);
	default:
		return false;
	}
}

bool
reference_resolve(struct slice text, struct buf *out)
{
	bool found = false;

	while (text.len > 0 && !out->failed) {
		if (resolve(&text, out)) {
			found = true;
			continue;
		}
		buf_add_byte(out, text.p[0]);
		text = slice_skip(text, 1);
	}
	return found && !out->failed;
}
