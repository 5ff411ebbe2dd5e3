/*
 * The positive control of an audit: a search that finds nothing proves
 * nothing, unless it finds what was hidden on purpose.
 */
#include "base/enc.h"
#include "study/audit.h"

/* Nobody: order number 000 is not given to anybody. */
static const char planted[] = "2790351215000";

#define LEN (sizeof(planted) - 1)

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

/* What was planted, in one of its spellings. */
static void
spell(enum spelling spelling, struct buf *out)
{
	struct slice text = slice_text(planted);
	uint8_t digest[PLAIN_MAX];

	switch (spelling) {
	case SPELLING_FOLDED:
		buf_add_text(out, "2 79.03-51 215 000");
		break;
	case SPELLING_REVERSED:
		for (size_t i = LEN; i > 0; i--)
			buf_add_byte(out, (uint8_t)planted[i - 1]);
		break;
	case SPELLING_WINDOW:
		buf_add(out, planted + 2, 8);
		break;
	default:
		hide_hex((struct slice){ digest,
			     plain_digest((enum plain_digest)(
					      spelling - SPELLING_DIGEST),
				 text, digest) },
		    out);
	}
}

struct control {
	enum spelling spelling;
	enum encoding encoding;
	bool found;
};

static void
on_found(void *ctx, const struct audit_finding *f)
{
	struct control *c = ctx;

	c->found |= f->spelling == c->spelling && f->encoding == c->encoding &&
		    f->line == 2;
}

/* Plants one, in one encoding, in the second of three lines. */
static int
try_one(struct audit *a, struct control *c, struct buf *file, struct buf *text,
    struct err *err)
{
	buf_reset(text);
	buf_reset(file);
	spell(c->spelling, text);
	buf_add_text(file, "{\"result\":\"N\"}\n{\"note\":\"seen ");
	hides[c->encoding](buf_slice(text), file);
	buf_add_text(file, "\"}\n{\"result\":\"P\"}\n");
	if (text->failed || file->failed)
		return err_nomem(err);
	c->found = false;
	if (audit_scan_bytes(a, buf_slice(file), on_found, c, err) < 0)
		return -1;
	if (!c->found)
		return err_set(err, ERR_BUG,
		    "the search missed what was planted: %s, %s",
		    spelling_name(c->spelling), encoding_names[c->encoding]);
	return 0;
}

static int
try_all(struct audit *a, struct buf *file, struct buf *text, struct err *err)
{
	for (int s = 0; s < SPELLING_COUNT; s++) {
		for (int e = 0; e < ENCODING_COUNT; e++) {
			struct control c = { (enum spelling)s, (enum encoding)e,
				false };

			if (try_one(a, &c, file, text, err) < 0)
				return -1;
		}
	}
	return 0;
}

int
audit_control(struct err *err)
{
	struct audit a;
	struct buf file, text;
	int result;

	audit_init(&a);
	buf_init(&file, 4096);
	buf_init(&text, 1024);
	result = audit_value(&a, 0, slice_text(planted), err);
	if (result == 0)
		result = try_all(&a, &file, &text, err);
	buf_release(&file);
	buf_release(&text);
	audit_release(&a);
	return result;
}
