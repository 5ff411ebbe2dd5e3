#include "format/xml_chars.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* Characters [first, last]. */
struct range {
	uint32_t first, last;
};

/* What may begin a name, beyond ASCII. */
static const struct range starts[] = {
	{ 0xC0, 0xD6 },
	{ 0xD8, 0xF6 },
	{ 0xF8, 0x2FF },
	{ 0x370, 0x37D },
	{ 0x37F, 0x1FFF },
	{ 0x200C, 0x200D },
	{ 0x2070, 0x218F },
	{ 0x2C00, 0x2FEF },
	{ 0x3001, 0xD7FF },
	{ 0xF900, 0xFDCF },
	{ 0xFDF0, 0xFFFD },
	{ 0x10000, 0xEFFFF },
};

/* What may only follow. */
static const struct range tails[] = {
	{ 0xB7, 0xB7 },
	{ 0x300, 0x36F },
	{ 0x203F, 0x2040 },
};

static bool
is_among(uint32_t c, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

static bool
begins_name(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		       c == '_';
	return is_among(c, starts, sizeof(starts) / sizeof(starts[0]));
}

static bool
continues_name(uint32_t c)
{
	if (begins_name(c))
		return true;
	if (c < 0x80)
		return (c >= '0' && c <= '9') || c == '-' || c == '.';
	return is_among(c, tails, sizeof(tails) / sizeof(tails[0]));
}

bool
xml_is_char(uint32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) ||
	       (c >= 0x10000 && c <= 0x10FFFF);
}

size_t
xml_char_length_any(const uint8_t *p, const uint8_t *end)
{
	struct slice rest = slice_between(p, end);
	uint32_t c;

	if (!utf8_next(&rest, &c) || !xml_is_char(c))
		return 0;
	return (size_t)(rest.p - p);
}

const uint8_t *
xml_ncname_any(const uint8_t *p, const uint8_t *end)
{
	struct slice rest = slice_between(p, end);
	const uint8_t *behind = p;
	uint32_t c;

	while (utf8_next(&rest, &c) &&
	       (behind == p ? begins_name(c) : continues_name(c)))
		behind = rest.p;
	return behind;
}

/*
 * References.
 */

/* The value of a digit in a base, or the base. */
static uint32_t
digit_value(uint8_t c, uint32_t base)
{
	int value = ascii_hex_value(c);

	return value < 0 || (uint32_t)value >= base ? base : (uint32_t)value;
}

/* Reads digits and ";" at p. */
static const uint8_t *
read_number(
    const uint8_t *p, const uint8_t *end, uint32_t base, uint32_t *number)
{
	const uint8_t *begin = p;
	uint32_t n = 0;

	for (; p < end; p++) {
		uint32_t value = digit_value(*p, base);

		if (value == base)
			break;
		/* No character is as large; and it does not overflow. */
		if (n <= 0x10FFFF)
			n = n * base + value;
	}
	*number = n;
	return p > begin && p < end && *p == ';' ? p + 1 : NULL;
}

static const uint8_t *
read_entity(const uint8_t *p, const uint8_t *end, uint32_t *c)
{
	static const struct {
		const char *text;
		uint32_t c;
	} entities[] = {
		{ "&amp;", '&' },
		{ "&lt;", '<' },
		{ "&gt;", '>' },
		{ "&apos;", '\'' },
		{ "&quot;", '"' },
	};

	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		struct slice text = slice_text(entities[i].text);

		if (slice_starts(slice_between(p, end), text)) {
			*c = entities[i].c;
			return p + text.len;
		}
	}
	return NULL;
}

const uint8_t *
xml_reference(const uint8_t *p, const uint8_t *end, uint32_t *c)
{
	if (end - p < 3 || p[1] != '#')
		return read_entity(p, end, c);
	p = p[2] == 'x' ? read_number(p + 3, end, 16, c)
			: read_number(p + 2, end, 10, c);
	return p != NULL && xml_is_char(*c) ? p : NULL;
}
