#include "base/fold.h"

#include <utf8proc.h>

#include "base/utf8.h"

/* The longest decomposition is that of U+FDFA. */
#define MOST_PARTS (FOLD_MAX / 4)

/* No blank by its category, but nothing is seen of it. */
#define BRAILLE_BLANK 0x2800

/* Letters that have no decomposition, in lower case. */
static const struct {
	uint32_t letter;
	const char *spelled;
} spellings[] = {
	{ 0x00E6, "ae" },
	{ 0x00F0, "d" },
	{ 0x00F8, "o" },
	{ 0x00FE, "th" },
	{ 0x0111, "d" },
	{ 0x0127, "h" },
	{ 0x0131, "i" },
	{ 0x0142, "l" },
	{ 0x014B, "n" },
	{ 0x0153, "oe" },
};

static utf8proc_category_t
category(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c);
}

/* The ASCII digit for one of any script: ten stand in a row, from 0 on. */
static uint8_t
ascii_digit(uint32_t digit)
{
	uint32_t before = 0;

	while (category(digit - before - 1) == UTF8PROC_CATEGORY_ND)
		before++;
	return (uint8_t)('0' + before % 10);
}

static size_t
put_letter(uint32_t letter, uint8_t *out)
{
	if (letter >= 0x80 && category(letter) == UTF8PROC_CATEGORY_ND) {
		out[0] = ascii_digit(letter);
		return 1;
	}
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		if (spellings[i].letter != letter)
			continue;
		memcpy(out, spellings[i].spelled, strlen(spellings[i].spelled));
		return strlen(spellings[i].spelled);
	}
	return utf8_put(letter, out);
}

static bool
is_letter_or_digit(uint32_t c)
{
	switch (category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return false;
	}
}

/* Other signs that are seen as hyphens, dots or apostrophes. */
static bool
looks_like_grouping(uint32_t c)
{
	static const uint16_t signs[] = { 0x00B7, 0x2018, 0x2019, 0x201B,
		0x2022, 0x2027, 0x2032, 0x2043, 0x2212, 0x2219, 0x22C5,
		0x30FB };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i] == c)
			return true;
	return false;
}

/* What people put into numbers and names without meaning anything by it. */
static bool
is_grouping(uint32_t c)
{
	switch (category(c)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_SK:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_ZS:
		return true;
	default:
		return looks_like_grouping(c);
	}
}

/* Whether nobody sees a character that is not ASCII, or only a line's end. */
static bool
is_unseen(uint32_t c)
{
	const utf8proc_property_t *p =
	    utf8proc_get_property((utf8proc_int32_t)c);

	return p->ignorable || p->category == UTF8PROC_CATEGORY_CC ||
	       p->category == UTF8PROC_CATEGORY_ZL ||
	       p->category == UTF8PROC_CATEGORY_ZP || c == BRAILLE_BLANK;
}

/* Bytes of ASCII: what they fold to, 1 for nothing, 0 for a break. */
static inline uint8_t
fold_ascii(uint8_t c)
{
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
		return c;
	if (c >= 'A' && c <= 'Z')
		return (uint8_t)(c + ('a' - 'A'));
	return c == ' ' || c == '-' || c == '.' || c == '\'' || c == '_';
}

/* Whether a sign is a wide, small or upright form of such ones of ASCII. */
static bool
spells_grouping(const utf8proc_int32_t *parts, utf8proc_ssize_t n)
{
	for (utf8proc_ssize_t i = 0; i < n; i++)
		if (parts[i] >= 0x80 || fold_ascii((uint8_t)parts[i]) != 1)
			return false;
	return true;
}

static utf8proc_ssize_t
decompose(uint32_t c, utf8proc_int32_t parts[static MOST_PARTS])
{
	int bound = 0;

	return utf8proc_decompose_char((utf8proc_int32_t)c, parts, MOST_PARTS,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &bound);
}

static enum fold_kind
fold_other(uint32_t c, uint8_t out[static FOLD_MAX], size_t *len)
{
	utf8proc_int32_t parts[MOST_PARTS];
	utf8proc_ssize_t n = decompose(c, parts);

	*len = 0;
	if (is_unseen(c))
		return FOLD_NOTHING;
	if (n < 0 || n > MOST_PARTS)
		return FOLD_BREAK;
	for (utf8proc_ssize_t i = 0; i < n; i++)
		if (is_letter_or_digit((uint32_t)parts[i]))
			*len += put_letter((uint32_t)parts[i], out + *len);
	if (*len > 0)
		return FOLD_LETTERS;
	return is_grouping(c) || spells_grouping(parts, n) ? FOLD_NOTHING
							   : FOLD_BREAK;
}

enum fold_kind
fold_char(uint32_t c, uint8_t out[static FOLD_MAX], size_t *len)
{
	if (c >= 0x80)
		return fold_other(c, out, len);
	out[0] = fold_ascii((uint8_t)c);
	*len = out[0] > 1;
	if (out[0] > 1)
		return FOLD_LETTERS;
	return out[0] == 1 ? FOLD_NOTHING : FOLD_BREAK;
}

/* Takes the first character off, or a byte of ISO-8859-1. */
static uint32_t
take_char(struct slice *s)
{
	uint32_t c;

	if (utf8_next(s, &c))
		return c;
	c = s->p[0];
	*s = slice_skip(*s, 1);
	return c;
}

enum fold_kind
fold_next(struct slice *s, uint8_t out[static FOLD_MAX], size_t *len)
{
	return fold_char(take_char(s), out, len);
}

uint32_t
fold_case(uint32_t c, bool upper)
{
	utf8proc_int32_t letter = (utf8proc_int32_t)c;

	return (uint32_t)(upper ? utf8proc_toupper(letter)
				: utf8proc_tolower(letter));
}

size_t
fold_count(struct slice text)
{
	uint8_t letters[FOLD_MAX];
	size_t count = 0, len;

	while (text.len > 0)
		if (fold_next(&text, letters, &len) == FOLD_LETTERS)
			count += utf8_count((struct slice){ letters, len });
	return count;
}

/* The sign of ASCII for one that folds to no letter, or '\0'. */
static char
ascii_sign(uint32_t c)
{
	utf8proc_int32_t parts[MOST_PARTS];

	if (decompose(c, parts) == 1 && parts[0] < 0x80)
		return (char)parts[0];
	switch (category(c)) {
	case UTF8PROC_CATEGORY_PD:
		return '-';
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_ZS:
		return ' ';
	default:
		return looks_like_grouping(c) ? '-' : '\0';
	}
}

static void
spell_other(uint32_t c, struct buf *out)
{
	uint8_t letters[FOLD_MAX];
	size_t len;
	enum fold_kind kind = fold_char(c, letters, &len);
	char sign = ascii_sign(c);

	if (kind == FOLD_LETTERS)
		buf_add(out, letters, len);
	else if (sign != '\0')
		buf_add_byte(out, (uint8_t)sign);
	else if (kind == FOLD_BREAK)
		buf_add_char(out, c);
}

void
fold_spell(struct slice text, struct buf *out)
{
	while (text.len > 0) {
		uint32_t c = take_char(&text);

		if (c < 0x80)
			buf_add_byte(out, (uint8_t)c);
		else
			spell_other(c, out);
	}
}
