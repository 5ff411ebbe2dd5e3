#include "action/identity.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "action/compact.h"
#include "base/ascii.h"
#include "base/date.h"
#include "base/utf8.h"
#include "crypto/crypto.h"

#define DIGITS_ALONE  6
#define DIGITS_BESIDE 4

/* No character of the list expands to more. */
#define EXPANDED_MAX 8

/* The characters that a text may have; ascending. */
static const struct range {
	uint32_t first, last;
} known[] = {
	{ 0x0009, 0x000A },
	{ 0x000D, 0x000D },
	{ 0x0020, 0x007E },
	{ 0x00A0, 0x0377 },
	{ 0x037A, 0x037F },
	{ 0x0384, 0x038A },
	{ 0x038C, 0x038C },
	{ 0x038E, 0x03A1 },
	{ 0x03A3, 0x052F },
	{ 0x1E00, 0x1F15 },
	{ 0x1F18, 0x1F1D },
	{ 0x1F20, 0x1F45 },
	{ 0x1F48, 0x1F4D },
	{ 0x1F50, 0x1F57 },
	{ 0x1F59, 0x1F59 },
	{ 0x1F5B, 0x1F5B },
	{ 0x1F5D, 0x1F5D },
	{ 0x1F5F, 0x1F7D },
	{ 0x1F80, 0x1FB4 },
	{ 0x1FB6, 0x1FC4 },
	{ 0x1FC6, 0x1FD3 },
	{ 0x1FD6, 0x1FDB },
	{ 0x1FDD, 0x1FEF },
	{ 0x1FF2, 0x1FF4 },
	{ 0x1FF6, 0x1FFE },
	{ 0x2000, 0x2064 },
	{ 0x2066, 0x206F },
	{ 0x2126, 0x2126 },
	{ 0x212A, 0x212B },
	{ 0x2212, 0x2212 },
	{ 0x3000, 0x3000 },
	{ 0xA78B, 0xA78C },
	{ 0xFB00, 0xFB06 },
	{ 0xFE00, 0xFE0F },
	{ 0xFEFF, 0xFEFF },
	{ 0xFF01, 0xFF5E },
};

#define KNOWN (sizeof(known) / sizeof(known[0]))

/* Folded letters without decomposition, as ASCII spells them; ascending. */
static const struct spelling {
	uint32_t letter;
	const char *ascii;
} spellings[] = {
	{ 0x00E6, "ae" },
	{ 0x00F0, "d" },
	{ 0x00F8, "o" },
	{ 0x00FE, "th" },
	{ 0x0111, "d" },
	{ 0x0127, "h" },
	{ 0x0131, "i" },
	{ 0x0138, "q" },
	{ 0x0142, "l" },
	{ 0x014B, "n" },
	{ 0x0153, "oe" },
	{ 0x0167, "t" },
	{ 0x0180, "b" },
	{ 0x0188, "c" },
	{ 0x0192, "f" },
	{ 0x0199, "k" },
	{ 0x019A, "l" },
	{ 0x01A5, "p" },
	{ 0x01AD, "t" },
	{ 0x01B4, "y" },
	{ 0x01B6, "z" },
	{ 0x01DD, "e" },
	{ 0x01E5, "g" },
	{ 0x0225, "z" },
	{ 0x0237, "j" },
	{ 0x023C, "c" },
	{ 0x0247, "e" },
	{ 0x0249, "j" },
	{ 0x024D, "r" },
	{ 0x024F, "y" },
	{ 0x0253, "b" },
	{ 0x0254, "o" },
	{ 0x0256, "d" },
	{ 0x0257, "d" },
	{ 0x0259, "e" },
	{ 0x025B, "e" },
	{ 0x0260, "g" },
	{ 0x0263, "g" },
	{ 0x0268, "i" },
	{ 0x0269, "i" },
	{ 0x0272, "n" },
	{ 0x0275, "o" },
	{ 0x0288, "t" },
	{ 0x0289, "u" },
	{ 0x028A, "u" },
	{ 0x028B, "v" },
	{ 0x0292, "z" },
	{ 0x2212, "" },
	{ 0xA78C, "" },
};

#define SPELLINGS (sizeof(spellings) / sizeof(spellings[0]))

/* BLAKE2b-256 of what list_fates() lists. */
static const uint8_t fates[CRYPTO_DIGEST_LEN] = { 0xE7, 0x3D, 0x24, 0xC4, 0x3C,
	0x18, 0xB1, 0x94, 0xCC, 0x11, 0x3D, 0x8F, 0x70, 0x4D, 0xD1, 0x34, 0xAB,
	0x64, 0x24, 0xD3, 0x30, 0x84, 0x25, 0xF0, 0xBC, 0x9F, 0x6E, 0xB1, 0x8D,
	0xDB, 0x32, 0x94 };

static int
range_order(const void *key, const void *item)
{
	const uint32_t *c = key;
	const struct range *range = item;

	return *c < range->first ? -1 : *c > range->last;
}

static bool
is_known(uint32_t c)
{
	return bsearch(&c, known, KNOWN, sizeof(known[0]), range_order) != NULL;
}

static int
spelling_order(const void *key, const void *item)
{
	const uint32_t *c = key;
	const struct spelling *spelling = item;

	return *c < spelling->letter ? -1 : *c > spelling->letter;
}

/* How ASCII spells a folded letter, or NULL. */
static const char *
find_spelling(uint32_t c)
{
	const struct spelling *found = bsearch(
	    &c, spellings, SPELLINGS, sizeof(spellings[0]), spelling_order);

	return found != NULL ? found->ascii : NULL;
}

static utf8proc_category_t
category(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c);
}

/* Stands where a character was lost. */
static bool
is_question_mark(uint32_t c)
{
	return c == 0x003F || c == 0x00BF || c == 0xFF1F;
}

/* Signs that no name has, and that a wrong encoding makes of letters. */
static bool
is_strange(uint32_t c)
{
	switch (category(c)) {
	case UTF8PROC_CATEGORY_SC:
	case UTF8PROC_CATEGORY_SM:
	case UTF8PROC_CATEGORY_SO:
	case UTF8PROC_CATEGORY_NO:
		return find_spelling(c) == NULL;
	default:
		return is_question_mark(c);
	}
}

static bool
is_latin(uint32_t c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_greek(uint32_t c)
{
	return c >= 0x03B1 && c <= 0x03C9 && c != 0x03C2;
}

static bool
is_cyrillic(uint32_t c)
{
	return c >= 0x0430 && c <= 0x052F &&
	       category(c) == UTF8PROC_CATEGORY_LL;
}

/* Accents, apostrophes, hyphens, dots, blanks. */
static bool
is_removed(uint32_t c)
{
	switch (category(c)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_SK:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return c == '\t' || c == '\n' || c == '\r';
	}
}

/* What a text was found to hold. */
struct census {
	size_t latin, greek, cyrillic, digits;
	size_t removed; /* characters of which nothing is left */
};

/* Adds a folded character that is in no table; false: it is invalid. */
static bool
add_plain(struct buf *out, uint32_t c, struct census *census)
{
	if (is_latin(c))
		census->latin++;
	else if (ascii_is_digit(c))
		census->digits++;
	else if (is_greek(c))
		census->greek++;
	else if (is_cyrillic(c))
		census->cyrillic++;
	else
		return is_removed(c);
	buf_add_char(out, c);
	return true;
}

static bool
add_folded(struct buf *out, uint32_t c, struct census *census)
{
	const char *spelling = find_spelling(c);

	if (spelling == NULL)
		return add_plain(out, c, census);
	census->latin += strlen(spelling);
	buf_add_text(out, spelling);
	return true;
}

/*
 * Adds what is left of one character of the list; false: it is invalid.  The
 * library folds and decomposes until nothing changes, which is reached after
 * one round; a test says so.
 */
static bool
add_known(struct buf *out, uint32_t c, struct census *census)
{
	utf8proc_int32_t folded[EXPANDED_MAX];
	utf8proc_ssize_t n;
	size_t before = out->len;

	if (is_strange(c))
		return false;
	n = utf8proc_decompose_char((utf8proc_int32_t)c, folded, EXPANDED_MAX,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, NULL);
	if (n < 0 || n > EXPANDED_MAX)
		return false;
	for (utf8proc_ssize_t i = 0; i < n; i++)
		if (!add_folded(out, (uint32_t)folded[i], census))
			return false;
	census->removed += out->len == before;
	return true;
}

/* Adds what is left of each character of a text; false: it is invalid. */
static bool
add_text(struct buf *out, struct slice text, struct census *census)
{
	uint32_t c;

	while (utf8_next(&text, &c))
		if (!is_known(c) || !add_known(out, c, census))
			return false;
	return text.len == 0;
}

/*
 * Whether what was found, and what is left of it, can be a name, or a code such
 * as 75056 or 2A004.  A year is no code, in digits of whatever width.
 */
static bool
is_sound(const struct census *census, struct slice left)
{
	int alphabets =
	    (census->latin > 0) + (census->greek > 0) + (census->cyrillic > 0);
	struct date date;

	if (alphabets == 0)
		return census->digits > 0 && census->digits <= DIGITS_ALONE &&
		       census->removed == 0 && !date_parse(left, &date);
	return alphabets == 1 && census->digits <= DIGITS_BESIDE;
}

bool
identity_normalize(struct slice text, struct buf *out)
{
	struct census census = { 0 };
	struct date date;
	size_t from = out->len;

	text = compact_trim(text);
	if (!date_parse(text, &date))
		return add_text(out, text, &census) &&
		       is_sound(&census, buf_slice_from(out, from));
	date.compact = false;
	date_put(out, &date, DATE_DAY);
	return date.precision >= DATE_DAY;
}

bool
identity_is_recent(const char *version)
{
	return strtol(version, NULL, 10) >= 15;
}

/* What becomes of each character of the list, and a byte behind each. */
static void
list_fates(struct buf *list)
{
	for (size_t i = 0; i < KNOWN; i++)
		for (uint32_t c = known[i].first; c <= known[i].last; c++) {
			struct census census = { 0 };
			size_t before = list->len;
			bool good = add_known(list, c, &census);

			if (!good)
				list->len = before;
			buf_add_byte(list, good ? 0x00 : 0xFF);
		}
}

int
identity_check(struct err *err)
{
	const char *version = utf8proc_unicode_version();
	uint8_t digest[CRYPTO_DIGEST_LEN];
	struct buf list;
	bool good;

	if (!identity_is_recent(version))
		return err_set(err, ERR_POLICY,
		    "the normalization identity-u15 needs Unicode 15 or "
		    "later; the library utf8proc here has %s",
		    version);
	buf_init(&list, (size_t)1 << 16);
	list_fates(&list);
	good = !list.failed;
	if (good)
		crypto_digest(buf_slice(&list), digest);
	buf_release(&list);
	if (!good)
		return err_nomem(err);
	if (memcmp(digest, fates, sizeof(fates)) != 0)
		return err_set(err, ERR_POLICY,
		    "the library utf8proc here spells characters in another "
		    "way than the normalization identity-u15 (Unicode %s)",
		    version);
	return 0;
}
