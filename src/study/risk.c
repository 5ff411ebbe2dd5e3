#include "study/risk.h"

#include "base/limits.h"
#include "crypto/crypto.h"

/* Values of one record, each with its length. */
#define HASHED_MAX (LIMIT_RECORD * 16)
#define MARKS      8 /* at most are added to a value that is shown */
#define TEXT_MAX   ((RISK_QUASI + 1) * (RISK_SHOWN + 8))

static void
begin(void *ctx)
{
	struct risk *r = ctx;

	for (size_t i = 0; i < r->quasi_count + r->sensitive; i++) {
		struct risk_field *f = &r->fields[i];
		uint8_t number = (uint8_t)i;

		buf_reset(&f->hashed);
		buf_reset(&f->shown);
		buf_add_byte(&f->hashed, number);
		f->now = false;
	}
}

/* The longest beginning of a text that fits and ends with a character. */
static size_t
fitting(struct slice text, size_t room)
{
	if (text.len <= room)
		return text.len;
	while (room > 0 && (text.p[room] & 0xc0) == 0x80)
		room--;
	return room;
}

/* Of a group, the first values are enough.  No text has its end in it. */
static void
show(struct risk_field *f, struct slice text)
{
	size_t len;

	if (f->shown.len > RISK_SHOWN - MARKS)
		return;
	len = fitting(text, RISK_SHOWN - MARKS - f->shown.len);
	if (f->now)
		buf_add_text(&f->shown, ", ");
	for (size_t i = 0; i < len; i++)
		buf_add_byte(
		    &f->shown, text.p[i] == RISK_END ? ' ' : text.p[i]);
	if (len < text.len)
		buf_add_text(&f->shown, "...");
}

static void
meet(void *ctx, struct slice in, const struct field *field,
    const struct rule *rule, const struct value *v)
{
	struct risk *r = ctx;
	struct risk_field *f = &r->fields[field - r->first];
	uint64_t len = v->text.len;

	(void)in;
	(void)rule;
	buf_add(&f->hashed, &len, sizeof(len));
	buf_add_slice(&f->hashed, v->text);
	show(f, v->text);
	f->now = true;
}

void
risk_init(struct risk *r, const struct program *program, size_t quasi_count,
    bool sensitive, size_t max, const uint8_t key[static BLAKE2B_KEY_LEN])
{
	*r = (struct risk){
		.quasi_count = quasi_count,
		.sensitive = sensitive,
		.first = program->kinds[0].fields,
		.observer = { begin, meet, r },
	};
	blake2b_key_init(&r->key, key, sizeof(struct risk_key));
	for (size_t i = 0; i < quasi_count + sensitive; i++) {
		buf_init(&r->fields[i].hashed, HASHED_MAX);
		buf_init(&r->fields[i].shown, RISK_SHOWN);
	}
	buf_init(&r->text, TEXT_MAX);
	risk_groups_init(&r->groups, max, RISK_BYTES);
	for (size_t i = 0; i < quasi_count; i++)
		risk_groups_init(&r->without[i], max, RISK_BYTES);
	risk_groups_init(&r->values, RISK_SENSITIVE + 1, SIZE_MAX);
}

void
risk_release(struct risk *r)
{
	for (size_t i = 0; i < r->quasi_count + r->sensitive; i++) {
		buf_wipe(&r->fields[i].hashed);
		buf_wipe(&r->fields[i].shown);
	}
	for (size_t i = 0; i < r->quasi_count; i++)
		risk_groups_release(&r->without[i]);
	buf_wipe(&r->text);
	risk_groups_release(&r->groups);
	risk_groups_release(&r->values);
	crypto_wipe(&r->key, sizeof(r->key));
}

static struct risk_key
key_of(const struct risk *r, size_t field)
{
	struct risk_key key;

	blake2b_hash(
	    &r->key, buf_slice(&r->fields[field].hashed), (uint8_t *)&key);
	return key;
}

/* The texts of all quasi-identifiers, for a group that is new. */
static void
tell_values(struct risk *r, struct risk_group *group)
{
	buf_reset(&r->text);
	for (size_t i = 0; i < r->quasi_count; i++) {
		buf_add_byte(
		    &r->text, r->fields[i].now ? RISK_PRESENT : RISK_MISSING);
		buf_add_slice(&r->text, buf_slice(&r->fields[i].shown));
		buf_add_byte(&r->text, RISK_END);
	}
	risk_groups_tell(&r->groups, group, buf_slice(&r->text));
}

/* The number of the record's value of the sensitive field. */
static uint32_t
take_sensitive(struct risk *r)
{
	struct risk_group *value =
	    risk_groups_add(&r->values, key_of(r, r->quasi_count));

	if (value == NULL)
		return 0;
	if (value->count == 1)
		risk_groups_tell(&r->values, value,
		    buf_slice(&r->fields[r->quasi_count].shown));
	return (uint32_t)(value - r->values.groups);
}

static void
take_group(struct risk *r, struct risk_key key)
{
	uint32_t value = r->sensitive ? take_sensitive(r) : 0;
	struct risk_group *group = risk_groups_add(&r->groups, key);

	if (group == NULL)
		return;
	if (group->count == 1)
		tell_values(r, group);
	if (r->sensitive)
		risk_groups_share(&r->groups, group, value);
}

static bool
has_failed(const struct risk *r)
{
	bool failed = r->groups.failed || r->values.failed || r->text.failed ||
		      r->values.count > RISK_SENSITIVE;

	for (size_t i = 0; i < r->quasi_count + r->sensitive; i++)
		failed = failed || r->fields[i].hashed.failed ||
			 r->fields[i].shown.failed;
	for (size_t i = 0; i < r->quasi_count; i++)
		failed = failed || r->without[i].failed;
	return failed;
}

bool
risk_record(struct risk *r)
{
	struct risk_key keys[RISK_QUASI], sum = { 0, 0 };

	if (has_failed(r))
		return false;
	for (size_t i = 0; i < r->quasi_count + r->sensitive; i++)
		r->fields[i].seen += r->fields[i].now;
	for (size_t i = 0; i < r->quasi_count; i++) {
		keys[i] = key_of(r, i);
		sum.a += keys[i].a;
		sum.b += keys[i].b;
	}
	for (size_t i = 0; i < r->quasi_count; i++)
		risk_groups_add(&r->without[i],
		    (struct risk_key){ sum.a - keys[i].a, sum.b - keys[i].b });
	take_group(r, sum);
	r->records++;
	return !has_failed(r);
}

int
risk_error(const struct risk *r, struct err *err)
{
	if (r->values.count > RISK_SENSITIVE)
		return err_set(err, ERR_USAGE,
		    "the sensitive field has more than %d different values: "
		    "no group can be compared by it",
		    RISK_SENSITIVE);
	return err_nomem(err);
}
