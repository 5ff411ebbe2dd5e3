#include "study/risk/risk.h"

#include "crypto/crypto.h"
#include "study/risk/risk_steps.h"
#include "study/risk/risk_text.h"

#define MARKS    8 /* at most are added to a value that is shown */
#define TEXT_MAX (RISK_QUASI * (RISK_SHOWN + 32))

static void
begin(void *ctx)
{
	struct risk *r = ctx;

	for (size_t i = 0; i < r->quasi_count + r->sensitive; i++) {
		struct risk_field *f = &r->fields[i];

		risk_hashed_begin(&f->hashed, i);
		buf_reset(&f->shown);
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

/* Of long values, a beginning is enough. */
static void
show(struct risk_field *f, struct slice text)
{
	size_t len;

	if (f->shown.len > RISK_SHOWN - MARKS)
		return;
	len = fitting(text, RISK_SHOWN - MARKS - f->shown.len);
	if (f->now)
		buf_add_text(&f->shown, ", ");
	buf_add(&f->shown, text.p, len);
	if (len < text.len)
		buf_add_text(&f->shown, "...");
}

static void
meet(void *ctx, struct slice in, const struct field *field,
    const struct rule *rule, const struct value *v)
{
	struct risk *r = ctx;
	struct risk_field *f = &r->fields[field - r->first];

	(void)in;
	(void)rule;
	risk_hashed_add(&f->hashed, v->text);
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
		buf_init(&r->fields[i].hashed, RISK_HASHED_MAX);
		buf_init(&r->fields[i].shown, RISK_SHOWN);
		r->fields[i].hint.sort = LADDER_SORTS;
	}
	buf_init(&r->text, TEXT_MAX);
	risk_groups_init(&r->groups, max, RISK_BYTES);
	risk_groups_init(&r->values, RISK_SENSITIVE + 1, SIZE_MAX);
}

void
risk_release(struct risk *r)
{
	for (size_t i = 0; i < r->quasi_count + r->sensitive; i++) {
		buf_wipe(&r->fields[i].hashed);
		buf_wipe(&r->fields[i].shown);
	}
	risk_steps_free(r->steps);
	buf_wipe(&r->text);
	risk_groups_release(&r->groups);
	risk_groups_release(&r->values);
	crypto_wipe(&r->key, sizeof(r->key));
}

struct risk_key
risk_key_of(const struct risk *r, struct slice hashed)
{
	struct risk_key key;

	blake2b_hash(&r->key, hashed, (uint8_t *)&key);
	return key;
}

/* The values of all quasi-identifiers, for a group that is new. */
static void
tell_values(
    struct risk *r, const struct risk_key *keys, struct risk_group *group)
{
	buf_reset(&r->text);
	for (size_t i = 0; i < r->quasi_count; i++)
		risk_text_add(&r->text, buf_slice(&r->fields[i].hashed),
		    keys[i], buf_slice(&r->fields[i].shown));
	risk_groups_tell(&r->groups, group, buf_slice(&r->text));
}

/* The number of the record's value of the sensitive field. */
static uint32_t
take_sensitive(struct risk *r)
{
	const struct risk_field *f = &r->fields[r->quasi_count];
	struct risk_group *value = risk_groups_add(
	    &r->values, risk_key_of(r, buf_slice(&f->hashed)), 1);

	if (value == NULL)
		return 0;
	if (value->count == 1)
		risk_groups_tell(&r->values, value, buf_slice(&f->shown));
	return (uint32_t)(value - r->values.groups);
}

static void
take_group(struct risk *r, const struct risk_key *keys, struct risk_key sum)
{
	uint32_t value = r->sensitive ? take_sensitive(r) : 0;
	struct risk_group *group = risk_groups_add(&r->groups, sum, 1);

	if (group == NULL)
		return;
	if (group->count == 1)
		tell_values(r, keys, group);
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
	return failed || (r->steps != NULL && risk_steps_failed(r->steps));
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
		keys[i] = risk_key_of(r, buf_slice(&r->fields[i].hashed));
		sum.a += keys[i].a;
		sum.b += keys[i].b;
	}
	if (r->steps == NULL && risk_groups_overflow(&r->groups, sum) &&
	    !risk_steps_start(r))
		return false;
	take_group(r, keys, sum);
	if (r->steps != NULL)
		risk_steps_count(r, keys, sum);
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
