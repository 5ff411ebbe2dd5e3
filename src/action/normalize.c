#include "action/normalize.h"

#include "action/compact.h"
#include "action/contact.h"
#include "action/identity.h"
#include "action/nir.h"

static bool
normalize_none(struct slice text, struct buf *out)
{
	buf_add_slice(out, text);
	return true;
}

static bool
normalize_nir(struct slice text, struct buf *out)
{
	struct nir nir;

	if (!nir_parse(text, &nir))
		return false;
	buf_add(out, nir.body, sizeof(nir.body));
	return true;
}

static bool
normalize_digits(struct slice text, struct buf *out)
{
	uint8_t byte;

	while (compact_next(&text, ".-", &byte)) {
		if (byte < '0' || byte > '9')
			return false;
		buf_add_byte(out, byte);
	}
	return true;
}

static bool
normalize_phone(struct slice text, struct buf *out)
{
	struct phone phone;

	if (!contact_parse_phone(text, &phone))
		return false;
	buf_add(out, phone.text, phone.len);
	return true;
}

static bool
normalize_email(struct slice text, struct buf *out)
{
	text = compact_trim(text);
	if (!contact_is_email(text))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool upper = text.p[i] >= 'A' && text.p[i] <= 'Z';

		buf_add_byte(
		    out, (uint8_t)(text.p[i] + (upper ? 'a' - 'A' : 0)));
	}
	return true;
}

const struct normalization normalizations[NORMALIZE_COUNT] = {
	[NORMALIZE_NONE] = {
	    .name = "none",
	    .help = "the text as it stands",
	    .apply = normalize_none,
	},
	[NORMALIZE_NIR] = {
	    .name = "nir",
	    .help = "the 13 characters of a NIR, without blanks, dots and key",
	    .apply = normalize_nir,
	},
	[NORMALIZE_DIGITS] = {
	    .name = "digits",
	    .help = "the digits, without blanks, dots and dashes",
	    .apply = normalize_digits,
	},
	[NORMALIZE_PHONE] = {
	    .name = "phone",
	    .help = "a telephone number in international form",
	    .apply = normalize_phone,
	},
	[NORMALIZE_EMAIL] = {
	    .name = "email",
	    .help = "an e-mail address in lower case, without blanks around it",
	    .apply = normalize_email,
	},
	[NORMALIZE_IDENTITY] = {
	    .name = "identity-u15",
	    .help = "a name or first name without accents, case, blanks and "
		    "marks, or a date of birth",
	    .apply = identity_normalize,
	    .joins = true,
	    .check = identity_check,
	},
};

enum normalize_id
normalize_find(struct slice name)
{
	enum normalize_id id = NORMALIZE_NONE;

	while (id < NORMALIZE_COUNT && !slice_is(name, normalizations[id].name))
		id++;
	return id;
}
