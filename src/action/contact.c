#include "action/contact.h"

#include "action/compact.h"
#include "base/num.h"

#define E164_MAX      15 /* digits, ITU-T E.164 */
#define E164_MIN      8
#define NATIONAL_LEN  9 /* of France, without the leading 0 */
#define EMAIL_MAX     254
#define EMAIL_USER    64
#define LABEL_MAX     63
#define INTERNATIONAL "00"

/* The overseas numbers that have country codes of their own. */
static const struct {
	const char *national, *country;
} overseas[] = {
	{ "262", "+262" },
	{ "263", "+262" },
	{ "269", "+262" },
	{ "639", "+262" },
	{ "692", "+262" },
	{ "693", "+262" },
	{ "590", "+590" },
	{ "690", "+590" },
	{ "691", "+590" },
	{ "594", "+594" },
	{ "694", "+594" },
	{ "596", "+596" },
	{ "696", "+596" },
	{ "697", "+596" },
};

static bool
takes(struct slice *s, const char *prefix)
{
	if (!slice_starts(*s, slice_text(prefix)))
		return false;
	*s = slice_skip(*s, strlen(prefix));
	return true;
}

static const char *
country_of(struct slice national)
{
	for (size_t i = 0; i < sizeof(overseas) / sizeof(overseas[0]); i++)
		if (slice_starts(national, slice_text(overseas[i].national)))
			return overseas[i].country;
	return "+33";
}

static void
put(struct phone *phone, const char *begin, struct slice digits)
{
	size_t n = strlen(begin);

	memcpy(phone->text, begin, n);
	memcpy(phone->text + n, digits.p, digits.len);
	phone->len = n + digits.len;
}

/* A French number without its 0. */
static bool
read_national(struct slice national, struct phone *phone)
{
	if (national.len != NATIONAL_LEN || national.p[0] == '0')
		return false;
	put(phone, country_of(national), national);
	return true;
}

/* A number with its country code, without + or 00. */
static bool
read_international(struct slice number, struct phone *phone)
{
	if (takes(&number, "33"))
		return read_national(number, phone);
	if (number.len < E164_MIN || number.len > E164_MAX ||
	    number.p[0] == '0')
		return false;
	put(phone, "+", number);
	return true;
}

bool
contact_parse_phone(struct slice text, struct phone *phone)
{
	uint8_t written[sizeof(INTERNATIONAL) + E164_MAX];
	struct slice number = { written,
		compact_copy(text, ".-", written, sizeof(written)) };
	bool plus = takes(&number, "+");

	if (!num_is_digits(number))
		return false;
	if (plus || takes(&number, INTERNATIONAL))
		return read_international(number, phone);
	return takes(&number, "0") && read_national(number, phone);
}

static bool
is_alphanumeric(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

static bool
is_atom(uint8_t c)
{
	return is_alphanumeric(c) ||
	       (c != 0 && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool
is_label(uint8_t c)
{
	return is_alphanumeric(c) || c == '-';
}

/* Counts the parts between dots; 0 if one is empty or has another character. */
static size_t
count_parts(struct slice s, size_t max, bool (*is_allowed)(uint8_t))
{
	size_t parts = 1, len = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '.' && len > 0) {
			parts++;
			len = 0;
		} else if (!is_allowed(s.p[i]) || ++len > max) {
			return 0;
		}
	}
	return len > 0 ? parts : 0;
}

static bool
is_host(struct slice host)
{
	for (size_t i = 0; i < host.len; i++) {
		bool first = i == 0 || host.p[i - 1] == '.';
		bool last = i + 1 == host.len || host.p[i + 1] == '.';

		if (host.p[i] == '-' && (first || last))
			return false;
	}
	return count_parts(host, LABEL_MAX, is_label) >= 2;
}

bool
contact_is_email(struct slice s)
{
	const uint8_t *at;
	struct slice user, host;

	if (s.len == 0 || s.len > EMAIL_MAX)
		return false;
	at = memchr(s.p, '@', s.len);
	if (at == NULL)
		return false;
	user = slice_between(s.p, at);
	host = slice_between(at + 1, s.p + s.len);
	return user.len <= EMAIL_USER &&
	       count_parts(user, EMAIL_USER, is_atom) > 0 && is_host(host);
}
