#include "engine/echo_text.h"

#include "base/fold.h"
#include "base/utf8.h"

/* The longest that folding makes a text, for each of its bytes. */
#define MOST_GROWTH (FOLD_MAX / 2)

/*
 * Blanks of layout and control characters are like those between words, and
 * commas and slashes like dots.
 */
static uint8_t
fold_byte(uint8_t c)
{
	uint8_t letters[FOLD_MAX];
	size_t len;

	if (c < ' ' || c == 0x7F || c == ',' || c == '/')
		return 0;
	switch (fold_char(c, letters, &len)) {
	case FOLD_LETTERS:
		return letters[0];
	case FOLD_BREAK:
		return ECHO_BETWEEN;
	default:
		return 0;
	}
}

/* Folds ASCII up to end, or another character; returns where that is. */
static inline const uint8_t *
fold_ascii(
    const uint8_t *ascii, const uint8_t *p, const uint8_t *end, uint8_t **to)
{
	uint8_t *o = *to;

	for (; p < end && *p < 0x80; p++) {
		uint8_t c = ascii[*p];

		*o = c;
		o += c != 0;
	}
	*to = o;
	return p;
}

/*
 * Folds a letter that Latin-1 has beyond ASCII, and is one letter without its
 * accent; returns what is behind it, or p if there is another character.
 */
static inline const uint8_t *
fold_latin(
    const uint8_t *latin, const uint8_t *p, const uint8_t *end, uint8_t **to)
{
	uint8_t letter;

	if (end - p < 2 || p[0] != 0xC3 || (p[1] & 0xC0) != 0x80)
		return p;
	letter = latin[p[1] & 0x3F];
	if (letter == 0)
		return p;
	*(*to)++ = letter;
	return p + 2;
}

/* The other forms of commas and slashes: wide, small, upright, of fractions. */
static bool
is_comma_or_slash(uint32_t c)
{
	static const uint16_t signs[] = { 0x2044, 0x2215, 0x3001, 0xFE10,
		0xFE11, 0xFE50, 0xFE51, 0xFF0C, 0xFF0F, 0xFF64 };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i] == c)
			return true;
	return false;
}

/* fold_next() of a character that is not ASCII, as a text is searched. */
static enum fold_kind
fold_next_other(
    struct slice *rest, uint8_t letters[static FOLD_MAX], size_t *len)
{
	struct slice sign = *rest;
	enum fold_kind kind = fold_next(rest, letters, len);
	uint32_t c;

	if (kind == FOLD_BREAK && utf8_next(&sign, &c) && is_comma_or_slash(c))
		return FOLD_NOTHING;
	return kind;
}

/* Folds a character that is not ASCII. */
static const uint8_t *
fold_other(struct buf *to, const uint8_t *p, const uint8_t *end)
{
	uint8_t letters[FOLD_MAX];
	struct slice rest = slice_between(p, end);
	size_t len;

	switch (fold_next_other(&rest, letters, &len)) {
	case FOLD_LETTERS:
		buf_add(to, letters, len);
		break;
	case FOLD_BREAK:
		buf_add_byte(to, ECHO_BETWEEN);
		break;
	case FOLD_NOTHING:
		break;
	}
	return rest.p;
}

/* Folds what is ASCII or Latin, up to end or another character. */
static inline const uint8_t *
fold_some(const struct echo_text *by, const uint8_t *p, const uint8_t *end,
    uint8_t **to)
{
	const uint8_t *before;

	do {
		p = fold_ascii(by->ascii, p, end, to);
		before = p;
		p = fold_latin(by->latin, p, end, to);
	} while (p != before);
	return p;
}

void
echo_text_add(
    const struct echo_text *by, struct buf *to, struct slice text, size_t most)
{
	const uint8_t *p = text.p, *end = text.p + text.len;
	size_t before = to->len;

	while (p < end && to->len - before < most && !to->failed) {
		size_t left = (size_t)(end - p);
		size_t room = most - (to->len - before);
		size_t n = left < room ? left : room;
		uint8_t *o = buf_reserve(to, n);

		if (o == NULL)
			return;
		p = fold_some(by, p, p + n, &o);
		to->len = (size_t)(o - to->p);
		if (p < end && *p >= 0x80)
			p = fold_other(to, p, end);
	}
}

void
echo_text_init(struct echo_text *text, size_t max)
{
	*text = (struct echo_text){ 0 };
	buf_init(&text->folded, max * MOST_GROWTH + ECHO_HEAD);
	buf_init(
	    &text->places, (max * MOST_GROWTH + ECHO_HEAD) * sizeof(uint32_t));
	for (uint8_t c = 0; c < sizeof(text->ascii); c++)
		text->ascii[c] = fold_byte(c);
	for (uint8_t c = 0; c < sizeof(text->latin); c++) {
		uint8_t letters[FOLD_MAX];
		size_t len;

		if (fold_char(UINT32_C(0xC0) + c, letters, &len) ==
			FOLD_LETTERS &&
		    len == 1)
			text->latin[c] = letters[0];
	}
}

void
echo_text_release(struct echo_text *text)
{
	buf_wipe(&text->folded);
	buf_wipe(&text->places);
}

int
echo_text_fold(struct echo_text *text, struct slice s)
{
	text->text = s;
	buf_reset(&text->folded);
	buf_reset(&text->places);
	echo_text_add(text, &text->folded, s, SIZE_MAX);
	if (text->folded.failed)
		return -1;
	if (text->folded.p != NULL)
		memset(text->folded.p + text->folded.len, 0, ECHO_HEAD);
	return 0;
}

bool
echo_text_find_places(struct echo_text *text)
{
	struct slice rest = text->text;
	struct buf *places = &text->places;

	while (rest.len > 0 && !places->failed) {
		uint32_t from = (uint32_t)(rest.p - text->text.p);
		uint8_t letters[FOLD_MAX];
		size_t len = 0;

		if (rest.p[0] < 0x80) {
			len = text->ascii[rest.p[0]] != 0;
			rest = slice_skip(rest, 1);
		} else if (fold_next_other(&rest, letters, &len) ==
			   FOLD_BREAK) {
			len = 1;
		}
		for (size_t i = 0; i < len; i++)
			buf_add(places, &from, sizeof(from));
	}
	return !places->failed;
}
