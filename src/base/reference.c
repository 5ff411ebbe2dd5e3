#include "base/reference.h"

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

static bool
is_letter(uint8_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The value of a digit, or 16. */
static uint32_t
digit_value(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - (uint32_t)'0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - (uint32_t)'a' + 10 : 16;
}

/* Takes a number off the front; 0 if there is none, or no character has it. */
static uint32_t
take_number(struct slice *rest, uint32_t base)
{
	uint32_t c = 0, digit;

	while (rest->len > 0 && c <= LAST_CHARACTER &&
	       (digit = digit_value(rest->p[0])) < base) {
		c = c * base + digit;
		*rest = slice_skip(*rest, 1);
	}
	return c > LAST_CHARACTER || (c >= 0xD800 && c < 0xE000) ? 0 : c;
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
	c = take_number(&after, hex ? 16 : 10);
	if (c == 0)
		return false;
	/* Browsers do not ask for the end. */
	if (slice_starts(after, slice_text(";")))
		after = slice_skip(after, 1);
	buf_add_char(out, c);
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
	       is_letter(name.p[name.len]))
		name.len++;
	if (1 + name.len == rest->len || name.p[name.len] != ';' ||
	    !add_named(name, out))
		return false;
	*rest = slice_skip(*rest, name.len + 2);
	return true;
}

bool
reference_resolve(struct slice text, struct buf *out)
{
	bool found = false;

	while (text.len > 0) {
		size_t plain = slice_find(text, 0, '&');

		buf_add(out, text.p, plain);
		text = slice_skip(text, plain);
		if (text.len == 0)
			break;
		if (slice_starts(text, slice_text("&#"))
			? resolve_number(&text, out)
			: resolve_name(&text, out)) {
			found = true;
			continue;
		}
		buf_add_byte(out, '&');
		text = slice_skip(text, 1);
	}
	return found && !out->failed;
}
