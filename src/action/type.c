#include "action/type.h"

#include "action/compact.h"
#include "action/contact.h"
#include "action/geo.h"
#include "action/luhn.h"
#include "action/nir.h"
#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#define RPPS_LEN   11
#define FINESS_LEN 9
#define CODE_MAX   64

/*
 * Whether the value can be an identifier, a date and the like: text, or a
 * number that is written as plain digits.
 */
static bool
is_word(const struct value *v)
{
	return v->kind == VALUE_TEXT ||
	       (v->kind == VALUE_NUMBER && num_is_digits(v->text));
}

static bool
check_nir(const struct value *v)
{
	struct nir nir;

	return is_word(v) && nir_parse(v->text, &nir);
}

static bool
check_nir_key(const struct value *v)
{
	struct nir nir;

	return is_word(v) && nir_parse(v->text, &nir) &&
	       (!nir.has_key || nir.key == nir_key(&nir));
}

static bool
has_luhn(struct slice s, size_t len)
{
	return s.len == len && num_is_digits(s) && luhn_holds(s);
}

static bool
check_rpps(const struct value *v)
{
	return is_word(v) && has_luhn(v->text, RPPS_LEN);
}

/*
 * Corsican numbers carry a letter, and nothing published says how it counts
 * for the check digit: their shape has to do.
 */
static bool
is_corsican_finess(struct slice s)
{
	return s.len == FINESS_LEN &&
	       (slice_starts(s, slice_text("2A")) ||
		   slice_starts(s, slice_text("2B"))) &&
	       num_is_digits(slice_skip(s, 2));
}

static bool
check_finess(const struct value *v)
{
	return is_word(v) &&
	       (has_luhn(v->text, FINESS_LEN) || is_corsican_finess(v->text));
}

static bool
check_date(const struct value *v)
{
	struct date d;

	return is_word(v) && date_parse(v->text, &d) && d.precision <= DATE_DAY;
}

static bool
check_datetime(const struct value *v)
{
	struct date d;

	return is_word(v) && date_parse(v->text, &d) &&
	       d.precision >= DATE_HOUR;
}

static bool
check_postcode(const struct value *v)
{
	return is_word(v) && geo_is_postcode(v->text);
}

static bool
check_insee(const struct value *v)
{
	return is_word(v) && geo_is_insee(v->text);
}

static bool
check_phone(const struct value *v)
{
	struct phone phone;

	return is_word(v) && contact_parse_phone(v->text, &phone);
}

static bool
check_email(const struct value *v)
{
	return is_word(v) && contact_is_email(compact_trim(v->text));
}

/* A bit for each ASCII character, by the 32 of them that are one row. */
static const uint32_t code_characters[8] = {
	[1] = UINT32_C(0x07FFE800), /* + - . / 0-9 : */
	[2] = UINT32_C(0x87FFFFFE), /* A-Z _ */
	[3] = UINT32_C(0x07FFFFFE), /* a-z */
};

static bool
is_code_character(uint8_t c)
{
	return (code_characters[c / 32] >> c % 32 & 1) != 0;
}

static bool
check_code(const struct value *v)
{
	if (!is_word(v) || v->text.len == 0 || v->text.len > CODE_MAX)
		return false;
	for (size_t i = 0; i < v->text.len; i++)
		if (!is_code_character(v->text.p[i]))
			return false;
	return !nir_shows_in(v->text);
}

static bool
check_number(const struct value *v)
{
	return v->kind == VALUE_NUMBER ||
	       (v->kind == VALUE_TEXT && num_is_decimal(v->text));
}

static bool
check_integer(const struct value *v)
{
	return check_number(v) && num_is_integer(v->text);
}

static bool
check_boolean(const struct value *v)
{
	return v->kind == VALUE_BOOLEAN ||
	       (v->kind == VALUE_TEXT &&
		   (slice_is(v->text, "true") || slice_is(v->text, "false")));
}

static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

static bool
check_text(const struct value *v)
{
	struct slice rest = v->text;
	uint32_t c;

	while (utf8_next(&rest, &c))
		if (is_control(c))
			return false;
	return v->kind == VALUE_TEXT && rest.len == 0;
}

static bool
check_any(const struct value *v)
{
	(void)v;
	return true;
}

const struct type types[TYPE_COUNT] = {
	[TYPE_ANY] = { .help = "anything", .check = check_any },
	[TYPE_NIR] = {
	    .name = "nir",
	    .help = "a French social security number, of 13 characters or "
		    "with any key",
	    .check = check_nir,
	    .identifies = true,
	    .bounds = true,
	},
	[TYPE_NIR_KEY] = {
	    .name = "nir-key",
	    .help = "a French social security number whose key, if there is "
		    "one, is right",
	    .check = check_nir_key,
	    .identifies = true,
	    .bounds = true,
	},
	[TYPE_INS] = {
	    .name = "ins",
	    .help = "a French national health identity number: the shape of "
		    "a NIR, with any key",
	    .check = check_nir,
	    .identifies = true,
	    .bounds = true,
	},
	[TYPE_RPPS] = {
	    .name = "rpps",
	    .help = "the number of a health professional: 11 digits with a "
		    "right check digit",
	    .check = check_rpps,
	    .bounds = true,
	},
	[TYPE_FINESS] = {
	    .name = "finess",
	    .help = "the number of a health establishment: 9 digits with a "
		    "right check digit, or 2A or 2B and 7 digits",
	    .check = check_finess,
	    .bounds = true,
	},
	[TYPE_DATE] = {
	    .name = "date",
	    .help = "a year, month or day: 2021, 2021-11, 2021-11-03, "
		    "20211103",
	    .check = check_date,
	    .bounds = true,
	},
	[TYPE_DATETIME] = {
	    .name = "datetime",
	    .help = "a day and a time: 2021-11-03T14:05, 202111031405",
	    .check = check_datetime,
	    .bounds = true,
	},
	[TYPE_POSTCODE_FR] = {
	    .name = "postcode-fr",
	    .help = "a French postcode: 5 digits",
	    .check = check_postcode,
	    .bounds = true,
	},
	[TYPE_INSEE_FR] = {
	    .name = "insee-fr",
	    .help = "the INSEE code of a commune: 5 digits, or 2A or 2B and "
		    "3 digits",
	    .check = check_insee,
	    .bounds = true,
	},
	[TYPE_PHONE] = {
	    .name = "phone",
	    .help = "a telephone number, international or French: "
		    "+33 6 12 34 56 78, 06 12 34 56 78",
	    .check = check_phone,
	    .identifies = true,
	    .bounds = true,
	},
	[TYPE_EMAIL] = {
	    .name = "email",
	    .help = "an e-mail address",
	    .check = check_email,
	    .identifies = true,
	    .bounds = true,
	},
	[TYPE_CODE] = {
	    .name = "code",
	    .help = "1 to 64 of the characters A-Z a-z 0-9 . _ : / + -, that "
		    "show no social security number",
	    .check = check_code,
	    .bounds = true,
	},
	[TYPE_NUMBER] = {
	    .name = "number",
	    .help = "a decimal number, also as text",
	    .check = check_number,
	    .bounds = true,
	},
	[TYPE_INTEGER] = {
	    .name = "integer",
	    .help = "a number without fraction and exponent, also as text",
	    .check = check_integer,
	    .bounds = true,
	},
	[TYPE_BOOLEAN] = {
	    .name = "boolean",
	    .help = "true or false, also as text",
	    .check = check_boolean,
	    .bounds = true,
	},
	[TYPE_TEXT] = {
	    .name = "text",
	    .help = "text without control characters",
	    .check = check_text,
	},
};

enum type_id
type_find(struct slice name)
{
	for (enum type_id id = TYPE_ANY + 1; id < TYPE_COUNT; id++)
		if (slice_is(name, types[id].name))
			return id;
	return TYPE_ANY;
}

bool
type_holds(enum type_id type, uint32_t max, const struct value *v)
{
	if (!types[type].check(v))
		return false;
	return type != TYPE_TEXT || max == 0 || utf8_count(v->text) <= max;
}
