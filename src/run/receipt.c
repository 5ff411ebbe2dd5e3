#include "run/receipt.h"

#include "base/json.h"

const char *const receipt_outcomes[RECEIPT_OUTCOME_COUNT] = {
	[RECEIPT_COMPLETE] = "complete",
	[RECEIPT_STOPPED] = "stopped",
	[RECEIPT_FAILED] = "failed",
};

bool
receipt_is_time(struct slice text)
{
	struct date d;

	return text.len == sizeof("2021-11-03T14:05:06Z") - 1 &&
	       text.p[text.len - 1] == 'Z' && text.p[10] == 'T' &&
	       date_parse(text, &d) && d.precision == DATE_SECOND;
}

/* A member's name, with a comma unless it is the first of its container. */
static void
add_name(struct buf *out, const char *name)
{
	uint8_t before = out->len > 0 ? out->p[out->len - 1] : '}';

	if (before != '{' && before != '[')
		buf_add_byte(out, ',');
	buf_add_byte(out, '"');
	buf_add_text(out, name);
	buf_add_text(out, "\":");
}

static void
add_number(struct buf *out, const char *name, uint64_t n)
{
	add_name(out, name);
	buf_add_u64(out, n);
}

static void
add_text(struct buf *out, const char *name, struct slice text)
{
	add_name(out, name);
	json_quote(out, text);
}

static void
add_digest(struct buf *out, const char *name, const char *prefix,
    const uint8_t digest[static CRYPTO_DIGEST_LEN])
{
	char hex[RECEIPT_HEX];

	enc_hex((struct slice){ digest, CRYPTO_DIGEST_LEN }, hex);
	add_name(out, name);
	buf_add_byte(out, '"');
	buf_add_text(out, prefix);
	buf_add(out, hex, sizeof(hex));
	buf_add_byte(out, '"');
}

/* The beginning of an element of an array. */
static void
begin_element(struct buf *out)
{
	if (out->len > 0 && out->p[out->len - 1] != '[')
		buf_add_byte(out, ',');
}

static void
add_keys(struct buf *out, const struct binding *b)
{
	add_name(out, "keys");
	buf_add_byte(out, '[');
	for (size_t i = 0; i < b->used_count; i++) {
		begin_element(out);
		buf_add_byte(out, '{');
		add_text(out, "name", b->used[i].name);
		add_number(out, "epoch", b->used[i].epoch);
		buf_add_byte(out, '}');
	}
	buf_add_byte(out, ']');
}

static void
add_recipient(struct buf *out, const struct recipient *recipient)
{
	char key[ENC_BASE64_LEN(PAIR_LEN)];

	enc_base64url((struct slice){ recipient->key.bytes, PAIR_LEN }, key);
	begin_element(out);
	buf_add_byte(out, '{');
	add_text(out, "name", recipient->name);
	add_text(
	    out, "key", (struct slice){ (const uint8_t *)key, sizeof(key) });
	buf_add_byte(out, '}');
}

static void
add_recipients(struct buf *out, const struct engine *e)
{
	add_name(out, "recipients");
	buf_add_byte(out, '[');
	for (size_t i = 0; i < e->binding->recipient_count; i++)
		if (e->binding->recipients[i].sealer != NULL)
			add_recipient(out, &e->program->recipients[i]);
	buf_add_byte(out, ']');
}

static void
add_counts(struct buf *out, const struct run_counts *counts)
{
	add_number(out, "records", counts->records);
	add_number(out, "written", counts->written);
	add_number(out, "rejected", counts->rejected);
	add_number(out, "bytes_in", counts->bytes_in);
	add_number(out, "bytes_out", counts->bytes_out);
}

static void
add_reasons(struct buf *out, const struct engine *e)
{
	add_name(out, "reasons");
	buf_add_byte(out, '{');
	for (size_t i = 0; i < REASON_COUNT; i++)
		if (e->counts.reasons[i] > 0)
			add_number(out, reasons[i].name, e->counts.reasons[i]);
	buf_add_byte(out, '}');
}

/* A rule of the run's stream, with its counters. */
struct used_rule {
	const struct kind *kind;
	const struct field *field;
	const struct rule *rule;
	struct rule_counts counts;
};

static void
add_rule(struct buf *out, const struct used_rule *used)
{
	begin_element(out);
	buf_add_byte(out, '{');
	add_text(out, "kind", used->kind->name);
	add_text(out, "path", used->field->path.text);
	add_text(out, "do", slice_text(actions[used->rule->action]->name));
	add_number(out, "applied", used->counts.applied);
	add_number(out, "dropped", used->counts.dropped);
	buf_add_byte(out, '}');
}

static void
add_if_never_matched(struct buf *out, const struct used_rule *used)
{
	if (rule_was_used(&used->counts))
		return;
	begin_element(out);
	json_quote(out, used->field->path.text);
}

static void
add_rules_of(struct buf *out, const struct engine *e, const struct kind *kind,
    void (*add)(struct buf *out, const struct used_rule *used))
{
	for (size_t f = 0; f < kind->field_count; f++) {
		const struct field *field = &kind->fields[f];

		for (size_t r = 0; r < field->rule_count; r++) {
			const struct rule *rule = &field->rules[r];
			struct used_rule used = { kind, field, rule,
				e->counts.rules[rule->id] };

			add(out, &used);
		}
	}
}

/* An array of what `add` has to say about the rules of the stream. */
static void
add_rules(struct buf *out, const char *name, const struct engine *e,
    void (*add)(struct buf *out, const struct used_rule *used))
{
	add_name(out, name);
	buf_add_byte(out, '[');
	for (size_t i = 0; i < e->stream->kind_count; i++)
		add_rules_of(
		    out, e, &e->program->kinds[e->stream->kinds[i]], add);
	buf_add_byte(out, ']');
}

void
receipt_add_body(struct buf *out, const struct receipt_run *run)
{
	const struct engine *e = run->engine;

	add_text(out, "tamis", slice_text(run->tamis));
	add_text(out, "policy", e->program->name);
	add_text(out, "version", e->program->version);
	add_digest(out, "rules_digest", RECEIPT_PLAIN, run->rules_digest);
	add_keys(out, e->binding);
	add_recipients(out, e);
	add_text(out, "format", slice_text(format_names[run->format]));
	add_number(out, "inputs", run->inputs);
	add_counts(out, run->counts);
	add_reasons(out, e);
	add_rules(out, "rules", e, add_rule);
	add_rules(out, "never_matched", e, add_if_never_matched);
	add_digest(out, "input_digest", RECEIPT_KEYED, run->input_digest);
	add_digest(out, "output_digest", RECEIPT_KEYED, run->output_digest);
	add_text(out, "outcome", slice_text(receipt_outcomes[run->outcome]));
}

/* Signs what was added from `start` on. */
static void
add_signature(struct buf *out, size_t start, const struct pair_secret *secret)
{
	uint8_t signature[SIGN_LEN];
	char text[ENC_BASE64_LEN(SIGN_LEN)];

	sign_message(secret, buf_slice_from(out, start), signature);
	enc_base64url((struct slice){ signature, sizeof(signature) }, text);
	add_name(out, "sig");
	buf_add_byte(out, '"');
	buf_add(out, text, sizeof(text));
	buf_add_text(out, "\"}\n");
}

void
receipt_add_line(struct buf *out, const struct receipt_place *place,
    const char *time, const char *sandbox, struct slice body,
    const struct pair_secret *secret)
{
	size_t start = out->len;

	buf_add_byte(out, '{');
	add_number(out, "v", 1);
	add_number(out, "n", place->n);
	add_digest(out, "prev", RECEIPT_PLAIN, place->prev);
	add_text(out, "time", slice_text(time));
	add_text(out, "sandbox", slice_text(sandbox));
	buf_add_slice(out, body);
	if (!out->failed)
		add_signature(out, start, secret);
}
