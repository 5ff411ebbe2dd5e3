/*
 * The positive control of an audit: a search that finds nothing proves
 * nothing, unless it finds what was hidden on purpose.
 */
#include "action/nir.h"
#include "base/enc.h"
#include "study/audit/audit.h"

/* Nobody: order number 000 is not given to anybody, nor is the name. */
static const char number[] = "2790351215000";
static const char name[] = "Z\xC3\xA9phyrin-\xC5\x92uvrard";
static const char address[] = "zephyrin.oeuvrard@example.org";

/* What is planted, in its spellings. */
struct plant {
	const char *respelled;
	enum spelling spelling;
};

static const struct plant plants[] = {
	{ "2 79.03-51 215 000", SPELLING_FOLDED },
	{ "0005121530972", SPELLING_REVERSED },
	{ "zephyrin OEUVRARD", SPELLING_FOLDED },
	{ "drarvueoniryhpez", SPELLING_REVERSED },
	{ "Zephyrin.Oeuvrard@example.org", SPELLING_FOLDED },
	{ "zephyrin oeuvrard example org", SPELLING_FOLDED },
	{ "gro.elpmaxe@drarvueo.niryhpez", SPELLING_REVERSED },
};

/* Of each detector: nobody's, or examples that everybody knows. */
static const char *const shapes[DETECT_COUNT] = {
	[DETECT_NIR] = "2 79 03 51 215 000 84",
	[DETECT_RPPS] = "10000000009",
	[DETECT_EMAIL] = "nobody@example.org",
	[DETECT_PHONE] = "01 99 00 12 34",
	[DETECT_IBAN] = "FR76 3000 6000 0112 3456 7890 189",
};

/*
 * Each hides text in an encoding.
 */

static void
hide_raw(struct slice text, struct buf *out)
{
	buf_add_slice(out, text);
}

static void
hide_json(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_format(out, "\\u%04x", text.p[i]);
}

static void
hide_xml(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_format(out, i % 2 == 0 ? "&#%d;" : "&#x%x;", text.p[i]);
}

static void
hide_percent(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_format(out, "%%%02X", text.p[i]);
}

static void
hide_hl7v2(struct slice text, struct buf *out)
{
	buf_add_text(out, "\\X");
	for (size_t i = 0; i < text.len; i++)
		buf_add_format(out, "%02X", text.p[i]);
	buf_add_byte(out, '\\');
}

static void
hide_base64(struct slice text, struct buf *out)
{
	uint8_t *to = buf_reserve(out, ENC_BASE64_LEN(text.len));

	if (to == NULL)
		return;
	enc_base64url(text, (char *)to);
	out->len += ENC_BASE64_LEN(text.len);
}

static void
hide_hex(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++)
		buf_add_format(out, "%02x", text.p[i]);
}

static void
hide_utf_16(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		buf_add_byte(out, text.p[i]);
		buf_add_byte(out, 0);
	}
}

static void (*const hides[ENCODING_COUNT])(struct slice, struct buf *) = {
	[ENCODING_RAW] = hide_raw,
	[ENCODING_JSON] = hide_json,
	[ENCODING_XML] = hide_xml,
	[ENCODING_PERCENT] = hide_percent,
	[ENCODING_HL7V2] = hide_hl7v2,
	[ENCODING_BASE64] = hide_base64,
	[ENCODING_HEX] = hide_hex,
	[ENCODING_UTF_16] = hide_utf_16,
};

/* A search for one thing that was planted. */
struct control {
	struct audit *audit;
	audit_search_fn *search;
	uint16_t field;
	enum spelling spelling;
	enum encoding encoding;
	bool found;
	struct buf file;
};

static void
on_found(void *ctx, const struct audit_finding *f)
{
	struct control *c = ctx;

	/* Eight digits may be those of others, too. */
	c->found |= (f->field == c->field || c->spelling == SPELLING_DIGITS) &&
		    f->spelling == c->spelling && f->encoding == c->encoding &&
		    f->line == 2;
}

/* Plants a text, in one encoding, in the second of three lines. */
static int
try_one(struct control *c, struct slice text, enum encoding encoding,
    struct err *err)
{
	buf_reset(&c->file);
	buf_add_text(&c->file, "{\"result\":\"N\"}\n{\"note\":\"seen ");
	hides[encoding](text, &c->file);
	buf_add_text(&c->file, "\"}\n{\"result\":\"P\"}\n");
	if (c->file.failed)
		return err_nomem(err);
	c->encoding = encoding;
	c->found = false;
	if (c->search(c->audit, buf_slice(&c->file), on_found, c, err) < 0)
		return -1;
	if (!c->found)
		return err_set(err, ERR_BUG,
		    "the search missed what was planted: %s, %s",
		    spelling_name(c->spelling), encoding_names[encoding]);
	return 0;
}

static int
try_everywhere(struct control *c, struct slice text, struct err *err)
{
	for (int e = 0; e < ENCODING_COUNT; e++)
		if (try_one(c, text, (enum encoding)e, err) < 0)
			return -1;
	return 0;
}

static int
try_plants(struct control *c, struct err *err)
{
	for (size_t i = 0; i < sizeof(plants) / sizeof(plants[0]); i++) {
		c->spelling = plants[i].spelling;
		if (try_everywhere(c, slice_text(plants[i].respelled), err) < 0)
			return -1;
	}
	return 0;
}

/* Eight digits that values of others do not happen to have. */
static int
try_digits(struct control *c, struct err *err)
{
	struct slice text = { (const uint8_t *)number, WINDOW_LEN };
	uint16_t label;

	while (text.p + text.len < (const uint8_t *)number + NIR_LEN &&
	       windows_has(&c->audit->allowed, windows_key(text.p), &label))
		text.p++;
	c->spelling = SPELLING_DIGITS;
	return try_everywhere(c, text, err);
}

/* As hexadecimal everywhere, and as the bytes that it is. */
static int
try_digests(struct control *c, const char *value, struct err *err)
{
	uint8_t digest[PLAIN_MAX] = { 0 };
	char shown[ENC_HEX_LEN(PLAIN_MAX)];

	for (unsigned int kind = 0; kind < PLAIN_COUNT; kind++) {
		struct slice bytes = { digest,
			plain_digest((enum plain_digest)kind, slice_text(value),
			    digest) };
		struct slice hex = { (const uint8_t *)shown,
			ENC_HEX_LEN(bytes.len) };

		enc_hex(bytes, shown);
		c->spelling = (enum spelling)(SPELLING_DIGEST + kind);
		if (try_everywhere(c, hex, err) < 0 ||
		    try_one(c, bytes, ENCODING_RAW, err) < 0 ||
		    try_one(c, bytes, ENCODING_BASE64, err) < 0)
			return -1;
	}
	return 0;
}

static int
try_shapes(struct control *c, struct err *err)
{
	c->spelling = SPELLING_SHAPE;
	for (c->field = 0; c->field < DETECT_COUNT; c->field++)
		if (try_everywhere(c, slice_text(shapes[c->field]), err) < 0)
			return -1;
	return 0;
}

static int
plant_and_try(struct control *c, struct err *err)
{
	struct audit *a = c->audit;

	if (a->shapes)
		return try_shapes(c, err);
	if (audit_value(a, AUDIT_CONTROL, slice_text(number), err) < 0 ||
	    audit_value(a, AUDIT_CONTROL, slice_text(name), err) < 0 ||
	    audit_value(a, AUDIT_CONTROL, slice_text(address), err) < 0)
		return -1;
	a->values -= 3;
	if (try_plants(c, err) < 0 || try_digits(c, err) < 0 ||
	    try_digests(c, number, err) < 0)
		return -1;
	return try_digests(c, name, err);
}

int
audit_control(struct audit *a, audit_search_fn *search, struct err *err)
{
	struct control c = {
		.audit = a, .search = search, .field = AUDIT_CONTROL
	};
	int result;

	buf_init(&c.file, 4096);
	result = plant_and_try(&c, err);
	buf_release(&c.file);
	return result;
}
