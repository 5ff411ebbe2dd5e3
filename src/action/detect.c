#include "action/detect.h"

#include "action/compact.h"
#include "action/contact.h"
#include "action/luhn.h"
#include "action/nir.h"
#include "base/ascii.h"

#define NIR_WHOLE 15
#define RPPS_LEN  11
#define IBAN_MAX  34

/* The digits of E.164 behind 00; a + is one character as well. */
#define DIALLED_MAX 17

const char *const detector_names[DETECT_COUNT] = {
	[DETECT_NIR] = "nir",
	[DETECT_RPPS] = "rpps",
	[DETECT_EMAIL] = "email",
	[DETECT_PHONE] = "phone",
	[DETECT_IBAN] = "iban",
};

enum detector
detector_find(struct slice name)
{
	enum detector d = DETECT_NIR;

	while (d < DETECT_COUNT && !slice_is(name, detector_names[d]))
		d++;
	return d;
}

bool
detector_expected(enum detector detector, enum type_id must)
{
	switch (detector) {
	case DETECT_NIR:
		return must == TYPE_NIR || must == TYPE_NIR_KEY ||
		       must == TYPE_INS;
	case DETECT_RPPS:
		return must == TYPE_RPPS;
	case DETECT_EMAIL:
		return must == TYPE_EMAIL;
	case DETECT_PHONE:
		return must == TYPE_PHONE;
	default:
		return false;
	}
}

static bool
begins_with_digit(struct slice s)
{
	return s.len > 0 && ascii_is_digit(s.p[0]);
}

/* How many bytes at the start of s only group a number. */
static size_t
grouping(struct slice s)
{
	if (s.len > 0 && strchr(" \t.-", s.p[0]) != NULL && s.p[0] != '\0')
		return 1;
	if (slice_starts(s, slice_text("\xC2\xA0")))
		return 2;
	return slice_starts(s, slice_text("\xE2\x80\xAF")) ? 3 : 0;
}

/*
 * The last characters of a number, without what groups them, with the place
 * of each.
 */
struct window {
	uint8_t p[NIR_WHOLE];
	size_t from[NIR_WHOLE];
	size_t len;
};

static void
push(struct window *w, uint8_t c, size_t at)
{
	if (w->len == NIR_WHOLE) {
		memmove(w->p, w->p + 1, NIR_WHOLE - 1);
		memmove(
		    w->from, w->from + 1, (NIR_WHOLE - 1) * sizeof(w->from[0]));
		w->len--;
	}
	w->p[w->len] = c;
	w->from[w->len++] = at;
}

static bool
is_whole_nir(const struct window *w)
{
	struct nir nir;

	return w->len == NIR_WHOLE &&
	       nir_parse((struct slice){ w->p, NIR_WHOLE }, &nir) &&
	       nir.key == nir_key(&nir);
}

static bool
find_nir(struct slice text, size_t *at)
{
	struct window w = { .len = 0 };
	size_t i = 0;

	while (i < text.len) {
		size_t gap = grouping(slice_skip(text, i));
		uint8_t c = text.p[i];

		if (gap > 0) {
			i += gap;
			continue;
		}
		if (ascii_is_digit(c) || (c | 0x20) == 'a' || (c | 0x20) == 'b')
			push(&w, c, i);
		else
			w.len = 0;
		if (is_whole_nir(&w)) {
			*at = w.from[0];
			return true;
		}
		i++;
	}
	return false;
}

/* Where the run of digits that begins at i ends. */
static size_t
digits_end(struct slice text, size_t i)
{
	while (i < text.len && ascii_is_digit(text.p[i]))
		i++;
	return i;
}

static bool
is_rpps(struct slice digits)
{
	if (digits.len == RPPS_LEN + 1 && digits.p[0] == '8')
		digits = slice_skip(digits, 1);
	return digits.len == RPPS_LEN && luhn_holds(digits);
}

static bool
find_rpps(struct slice text, size_t *at)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t end = digits_end(text, i);

		if (end == i)
			continue;
		*at = i;
		if (is_rpps((struct slice){ text.p + i, end - i }))
			return true;
		i = end;
	}
	return false;
}

static bool
is_atom(uint8_t c)
{
	return ascii_is_digit(c) || ascii_is_letter(c) ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

static bool
is_host(uint8_t c)
{
	return ascii_is_digit(c) || ascii_is_letter(c) || c == '-' || c == '.';
}

/* The longest address around an @, from some place before it. */
static bool
is_address(struct slice text, size_t sign, size_t *at)
{
	size_t begin = sign, end = sign + 1;

	while (begin > 0 && sign - begin < 64 && is_atom(text.p[begin - 1]))
		begin--;
	while (end < text.len && is_host(text.p[end]))
		end++;
	while (end > sign && strchr(".-", text.p[end - 1]) != NULL)
		end--;
	for (; begin < sign; begin++) {
		*at = begin;
		if (contact_is_email(
			slice_between(text.p + begin, text.p + end)))
			return true;
	}
	return false;
}

static bool
find_email(struct slice text, size_t *at)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] == '@' && is_address(text, i, at))
			return true;
	return false;
}

/* A telephone number as it is dialled, as far as it was read. */
struct dialled {
	uint8_t p[DIALLED_MAX];
	size_t len;
	size_t group, longest; /* digits of the last and the longest group */
};

/* Also the brackets of (06) 12, and the 0 that is not dialled in +33 (0)6. */
static size_t
dialled_grouping(struct slice s)
{
	if (slice_starts(s, slice_text("(0)")))
		return 3;
	return s.p[0] == '(' || s.p[0] == ')' ? 1 : grouping(s);
}

static void
dial(struct dialled *d, uint8_t c)
{
	d->p[d->len++] = c;
	d->group += ascii_is_digit(c);
	if (d->group > d->longest)
		d->longest = d->group;
}

/*
 * Whether what was read is a number whatever follows: a French one in other
 * groups than pairs may as well be a day and what stands behind it.
 */
static bool
is_apart(const struct dialled *d)
{
	return d->p[0] == '+' || d->p[1] == '0' || d->longest <= 2 ||
	       d->longest == d->len;
}

/* Whether a text begins with a number, up to the end of some group in it. */
static bool
begins_phone(struct slice text)
{
	struct dialled d = { .len = 0 };
	struct phone phone;
	bool whole = false; /* what was read is a number */

	while (text.len > 0 && d.len < DIALLED_MAX) {
		size_t gap = dialled_grouping(text);

		if (gap > 0) {
			if (whole && is_apart(&d))
				return true;
			d.group = 0;
			text = slice_skip(text, gap);
			continue;
		}
		if (!ascii_is_digit(text.p[0]) && d.len > 0)
			break;
		dial(&d, text.p[0]);
		text = slice_skip(text, 1);
		whole =
		    !begins_with_digit(text) &&
		    contact_parse_phone((struct slice){ d.p, d.len }, &phone);
	}
	return whole;
}

static bool
begins_number(struct slice text, size_t i)
{
	bool inside =
	    i > 0 && (ascii_is_digit(text.p[i - 1]) || text.p[i - 1] == '+');

	return !inside && (text.p[i] == '+' || text.p[i] == '0');
}

static bool
find_phone(struct slice text, size_t *at)
{
	for (*at = 0; *at < text.len; (*at)++)
		if (begins_number(text, *at) &&
		    begins_phone(slice_skip(text, *at)))
			return true;
	return false;
}

/* IBAN registry (ISO 13616), the countries of SEPA. */
static const struct {
	char country[3];
	uint8_t len;
} ibans[] = { { "AD", 24 }, { "AT", 20 }, { "BE", 16 }, { "BG", 22 },
	{ "CH", 21 }, { "CY", 28 }, { "CZ", 24 }, { "DE", 22 }, { "DK", 18 },
	{ "EE", 20 }, { "ES", 24 }, { "FI", 18 }, { "FR", 27 }, { "GB", 22 },
	{ "GI", 23 }, { "GR", 27 }, { "HR", 21 }, { "HU", 28 }, { "IE", 22 },
	{ "IS", 26 }, { "IT", 27 }, { "LI", 21 }, { "LT", 20 }, { "LU", 20 },
	{ "LV", 21 }, { "MC", 27 }, { "MT", 31 }, { "NL", 18 }, { "NO", 15 },
	{ "PL", 28 }, { "PT", 25 }, { "RO", 24 }, { "SE", 24 }, { "SI", 19 },
	{ "SK", 24 }, { "SM", 27 }, { "VA", 22 } };

static size_t
iban_length(const uint8_t *country)
{
	for (size_t i = 0; i < sizeof(ibans) / sizeof(ibans[0]); i++)
		if (memcmp(ibans[i].country, country, 2) == 0)
			return ibans[i].len;
	return 0;
}

static unsigned int
remainder_with(unsigned int rest, uint8_t c)
{
	if (ascii_is_digit(c))
		return (rest * 10 + (unsigned int)(c - '0')) % 97;
	return (rest * 100 + (unsigned int)(c - 'A') + 10) % 97;
}

/* MOD 97-10 over all but the first four characters, then those. */
static bool
is_iban(const uint8_t *p, size_t len)
{
	unsigned int rest = 0;

	for (size_t i = 4; i < len; i++)
		rest = remainder_with(rest, p[i]);
	for (size_t i = 0; i < 4; i++)
		rest = remainder_with(rest, p[i]);
	return rest == 1;
}

/* Copies letters and digits, without blanks between groups, in upper case. */
static size_t
copy_account(struct slice text, uint8_t out[static IBAN_MAX])
{
	size_t n = 0, i = 0;

	while (i < text.len && n < IBAN_MAX) {
		size_t gap = grouping(slice_skip(text, i));
		uint8_t c = text.p[i];

		if (!ascii_is_digit(c) && !ascii_is_letter(c) && gap == 0)
			break;
		if (gap == 0)
			out[n++] = ascii_is_digit(c) ? c : (uint8_t)(c & 0xDF);
		i += gap == 0 ? 1 : gap;
	}
	return n;
}

/* Letters of a country and a digit, perhaps in another group. */
static bool
begins_iban(struct slice text, size_t i)
{
	return text.len - i > 4 && ascii_is_letter(text.p[i]) &&
	       ascii_is_letter(text.p[i + 1]) &&
	       (ascii_is_digit(text.p[i + 2]) ||
		   grouping(slice_skip(text, i + 2)) > 0);
}

static bool
find_iban(struct slice text, size_t *at)
{
	uint8_t account[IBAN_MAX];

	for (size_t i = 0; i < text.len; i++) {
		size_t n, len;

		if (!begins_iban(text, i))
			continue;
		n = copy_account(slice_skip(text, i), account);
		len = n > 4 ? iban_length(account) : 0;
		if (len > 0 && len <= n && ascii_is_digit(account[2]) &&
		    ascii_is_digit(account[3]) && is_iban(account, len)) {
			*at = i;
			return true;
		}
	}
	return false;
}

bool
detect_in(enum detector detector, struct slice text, size_t *at)
{
	static bool (*const finds[DETECT_COUNT])(struct slice, size_t *) = {
		[DETECT_NIR] = find_nir,
		[DETECT_RPPS] = find_rpps,
		[DETECT_EMAIL] = find_email,
		[DETECT_PHONE] = find_phone,
		[DETECT_IBAN] = find_iban,
	};

	return finds[detector](text, at);
}
