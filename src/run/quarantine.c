#include "run/quarantine.h"

#include "base/charset.h"
#include "base/json.h"
#include "base/limits.h"
#include "crypto/seal.h"

void
quarantine_init(struct quarantine *q, const struct action_recipient *to)
{
	*q = (struct quarantine){ .to = to };
	/* charset_to_utf8() may ask for three bytes for one. */
	buf_init(&q->text, LIMIT_RECORD * 3);
}

void
quarantine_release(struct quarantine *q)
{
	buf_wipe(&q->text);
}

static void
add_sealed(struct quarantine *q, struct slice content, struct buf *out)
{
	struct seal_place place = { q->to->name, q->to->policy,
		slice_text(BINDING_QUARANTINE) };
	struct value v = { .kind = VALUE_TEXT };

	buf_reset(&q->text);
	if (!charset_to_utf8(CHARSET_LATIN_1, content, &q->text)) {
		out->failed = true;
		return;
	}
	v.text = buf_slice(&q->text);
	buf_add_text(out, ",\"sealed\":\"");
	seal_value(q->to->sealer, &place, &v, out);
	buf_add_byte(out, '"');
}

void
quarantine_line(
    struct quarantine *q, const struct reject *reject, struct buf *out)
{
	buf_add_text(out, "{\"record\":");
	buf_add_u64(out, reject->record);
	if (reject->input > 0) {
		buf_add_text(out, ",\"input\":");
		buf_add_u64(out, reject->input);
	}
	buf_add_text(out, ",\"offset\":");
	buf_add_u64(out, reject->offset);
	buf_add_text(out, ",\"reason\":\"");
	buf_add_text(out, reasons[reject->why.reason].name);
	buf_add_byte(out, '"');
	if (reject->why.path.p != NULL) {
		buf_add_text(out, ",\"path\":");
		json_quote(out, reject->why.path);
	}
	if (reject->why.of.p != NULL) {
		buf_add_text(out, ",\"of\":");
		json_quote(out, reject->why.of);
	}
	if (q->to != NULL && reject->content.p != NULL)
		add_sealed(q, reject->content, out);
	buf_add_text(out, "}\n");
}
