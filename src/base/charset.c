#include "base/charset.h"

#include "base/utf8.h"

const char *const charset_names[CHARSET_COUNT] = {
	[CHARSET_UTF_8] = "utf-8",
	[CHARSET_LATIN_1] = "iso-8859-1",
	[CHARSET_LATIN_9] = "iso-8859-15",
	[CHARSET_WINDOWS_1252] = "windows-1252",
};

/* Windows-1252 from 0x80 to 0x9F; 0: not defined. */
static const uint16_t windows_1252[32] = {
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, /* 80 */
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,      /* 88 */
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, /* 90 */
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178, /* 98 */
};

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

static bool
is_name(struct slice name, const char *expected)
{
	if (name.len != strlen(expected))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (lower(name.p[i]) != (uint8_t)expected[i])
			return false;
	return true;
}

enum charset
charset_find(struct slice name)
{
	size_t i = 0;

	while (i < CHARSET_COUNT && !is_name(name, charset_names[i]))
		i++;
	return (enum charset)i;
}

/* How many bytes at the start of a text are below 0x80. */
static size_t
ascii_run(struct slice text)
{
	size_t n = 0;

	while (text.len - n >= 8) {
		uint64_t word;

		memcpy(&word, text.p + n, sizeof(word));
		if ((word & UINT64_C(0x8080808080808080)) != 0)
			break;
		n += 8;
	}
	while (n < text.len && text.p[n] < 0x80)
		n++;
	return n;
}

bool
charset_is_ascii(struct slice text)
{
	uint64_t all = 0, word;
	size_t n = 0;

	/* All bytes: where the first other one stands cannot be foreseen. */
	for (; n + sizeof(word) <= text.len; n += sizeof(word)) {
		memcpy(&word, text.p + n, sizeof(word));
		all |= word;
	}
	if (n == 0) {
		for (; n < text.len; n++)
			all |= text.p[n];
	} else {
		/* The last word, of which some is known: nor can the end be. */
		memcpy(&word, text.p + text.len - sizeof(word), sizeof(word));
		all |= word;
	}
	return (all & UINT64_C(0x8080808080808080)) == 0;
}

/* The eight characters in which ISO-8859-15 differs from ISO-8859-1. */
static uint32_t
latin_9(uint8_t byte)
{
	switch (byte) {
	case 0xA4:
		return 0x20AC;
	case 0xA6:
		return 0x0160;
	case 0xA8:
		return 0x0161;
	case 0xB4:
		return 0x017D;
	case 0xB8:
		return 0x017E;
	case 0xBC:
		return 0x0152;
	case 0xBD:
		return 0x0153;
	case 0xBE:
		return 0x0178;
	default:
		return byte;
	}
}

/* The character of a byte from 0x80 on; 0: there is none. */
static uint32_t
character(enum charset from, uint8_t byte)
{
	switch (from) {
	case CHARSET_LATIN_1:
		return byte;
	case CHARSET_LATIN_9:
		return latin_9(byte);
	case CHARSET_WINDOWS_1252:
		return byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
	default:
		return 0;
	}
}

/* ISO-8859-1 and -15 define every byte. */
bool
charset_holds(enum charset charset, struct slice text)
{
	size_t run;

	if (charset == CHARSET_UTF_8)
		return utf8_valid(text);
	if (charset != CHARSET_WINDOWS_1252)
		return true;
	while ((run = ascii_run(text)) < text.len) {
		if (character(charset, text.p[run]) == 0)
			return false;
		text = slice_skip(text, run + 1);
	}
	return true;
}

static bool
copy_utf8(struct slice text, struct buf *out)
{
	if (!utf8_valid(text))
		return false;
	buf_add_slice(out, text);
	return !out->failed;
}

bool
charset_to_utf8(enum charset from, struct slice text, struct buf *out)
{
	uint8_t *to;

	if (from == CHARSET_UTF_8)
		return copy_utf8(text, out);
	if (text.len == 0)
		return !out->failed;
	to = text.len > SIZE_MAX / 3 ? NULL : buf_reserve(out, text.len * 3);
	if (to == NULL) {
		out->failed = true;
		return false;
	}
	while (text.len > 0) {
		size_t run = ascii_run(text);
		uint32_t c;

		memcpy(to, text.p, run);
		to += run;
		text = slice_skip(text, run);
		if (text.len == 0)
			break;
		c = character(from, text.p[0]);
		if (c == 0)
			return false;
		to += utf8_put(c, to);
		text = slice_skip(text, 1);
	}
	out->len = (size_t)(to - out->p);
	return true;
}

uint8_t
charset_byte(enum charset to, uint32_t c)
{
	for (uint32_t byte = 0x80; byte <= 0xFF; byte++)
		if (character(to, (uint8_t)byte) == c)
			return (uint8_t)byte;
	return 0;
}

bool
charset_from_utf8(enum charset to, struct slice text, struct buf *out)
{
	size_t before = out->len;
	uint32_t c;

	if (to == CHARSET_UTF_8) {
		buf_add_slice(out, text);
		return true;
	}
	while (utf8_next(&text, &c)) {
		uint8_t byte = c < 0x80 ? (uint8_t)c : charset_byte(to, c);

		if (c >= 0x80 && byte == 0) {
			out->len = before;
			return false;
		}
		buf_add_byte(out, byte);
	}
	return true;
}
