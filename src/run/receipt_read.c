/*
 * Members are looked up by name, since others may be added; those of version 1
 * must all be there, and none twice.
 */
#include "run/receipt_read.h"

#include "base/json.h"
#include "base/num.h"

#define MEMBERS_MAX 64 /* of a receipt */
#define DEPTH_MAX   8  /* of values in them */

static const char cut[] = "it is not a receipt, or was cut off";

struct reader {
	const uint8_t *p, *end;
	struct receipt *receipt;
	struct slice names[MEMBERS_MAX]; /* of members, as met */
	size_t name_count;
};

/* Passes text that must stand here. */
static bool
take(struct reader *r, const char *text)
{
	struct slice s = slice_text(text);

	if (!slice_starts(slice_between(r->p, r->end), s))
		return false;
	r->p += s.len;
	return true;
}

static bool
take_string(struct reader *r, struct slice *inside)
{
	enum json_fault fault;
	bool escaped;
	const uint8_t *close;

	if (!take(r, "\""))
		return false;
	close = json_string(r->p, r->end, &escaped, &fault);
	if (close == NULL)
		return false;
	*inside = slice_between(r->p, close);
	r->p = close + 1;
	return true;
}

static bool
take_number(struct reader *r, uint64_t *n)
{
	enum json_fault fault;
	const uint8_t *begin = r->p;
	const uint8_t *after = json_number(begin, r->end, &fault);

	if (after == NULL)
		return false;
	r->p = after;
	return num_u64(slice_between(begin, after), n);
}

static bool pass_value(struct reader *r, int depth);

/* Passes what stands between brackets, separated by commas. */
static bool
pass_container(struct reader *r, const char *close, bool named, int depth)
{
	struct slice name;

	if (depth == DEPTH_MAX)
		return false;
	if (take(r, close))
		return true;
	do {
		if (named && !(take_string(r, &name) && take(r, ":")))
			return false;
		if (!pass_value(r, depth + 1))
			return false;
	} while (take(r, ","));
	return take(r, close);
}

/* Passes any JSON value. */
static bool
pass_value(struct reader *r, int depth)
{
	enum json_fault fault;
	struct slice text;
	const uint8_t *after;

	if (take(r, "true") || take(r, "false") || take(r, "null"))
		return true;
	if (take(r, "{"))
		return pass_container(r, "}", true, depth);
	if (take(r, "["))
		return pass_container(r, "]", false, depth);
	if (r->p < r->end && *r->p == '"')
		return take_string(r, &text);
	after = json_number(r->p, r->end, &fault);
	if (after == NULL)
		return false;
	r->p = after;
	return true;
}

static bool
read_number(struct reader *r, void *to)
{
	return take_number(r, to);
}

static bool
read_text(struct reader *r, void *to)
{
	struct slice text;

	(void)to;
	return take_string(r, &text);
}

static bool
read_moment(struct reader *r, void *to)
{
	struct slice text;

	(void)to;
	return take_string(r, &text) && receipt_is_time(text);
}

static bool
read_array(struct reader *r, void *to)
{
	(void)to;
	return take(r, "[") && pass_container(r, "]", false, 0);
}

static bool
read_plain_digest(struct reader *r, void *to)
{
	struct slice text;

	return take_string(r, &text) &&
	       receipt_read_digest(text, RECEIPT_PLAIN, to);
}

static bool
read_keyed_digest(struct reader *r, void *to)
{
	struct slice text;

	return take_string(r, &text) &&
	       receipt_read_digest(text, RECEIPT_KEYED, to);
}

/* Adds up what an object has for its names. */
static bool
read_sum(struct reader *r, void *to)
{
	uint64_t *sum = to;
	struct slice name;

	*sum = 0;
	if (!take(r, "{"))
		return false;
	if (take(r, "}"))
		return true;
	do {
		uint64_t n;

		if (!take_string(r, &name) || !take(r, ":") ||
		    !take_number(r, &n) || *sum > UINT64_MAX - n)
			return false;
		*sum += n;
	} while (take(r, ","));
	return take(r, "}");
}

static bool
read_outcome(struct reader *r, void *to)
{
	struct slice text;
	enum receipt_outcome outcome = 0;

	if (!take_string(r, &text))
		return false;
	while (outcome < RECEIPT_OUTCOME_COUNT &&
	       !slice_is(text, receipt_outcomes[outcome]))
		outcome++;
	*(enum receipt_outcome *)to = outcome;
	return outcome < RECEIPT_OUTCOME_COUNT;
}

#define IN(member) offsetof(struct receipt, member)

/* The members of version 1; those without a place are only looked at. */
static const struct {
	const char *name;
	bool (*read)(struct reader *r, void *to);
	size_t to;
} members[] = {
	{ "n", read_number, IN(place.n) },
	{ "prev", read_plain_digest, IN(place.prev) },
	{ "time", read_moment, 0 },
	{ "sandbox", read_text, 0 },
	{ "tamis", read_text, 0 },
	{ "policy", read_text, 0 },
	{ "version", read_text, 0 },
	{ "rules_digest", read_plain_digest, IN(rules_digest) },
	{ "keys", read_array, 0 },
	{ "recipients", read_array, 0 },
	{ "format", read_text, 0 },
	{ "inputs", read_number, IN(inputs) },
	{ "records", read_number, IN(records) },
	{ "written", read_number, IN(written) },
	{ "rejected", read_number, IN(rejected) },
	{ "bytes_in", read_number, IN(bytes_in) },
	{ "bytes_out", read_number, IN(bytes_out) },
	{ "reasons", read_sum, IN(reasons) },
	{ "rules", read_array, 0 },
	{ "never_matched", read_array, 0 },
	{ "input_digest", read_keyed_digest, IN(input_digest) },
	{ "output_digest", read_keyed_digest, IN(output_digest) },
	{ "outcome", read_outcome, IN(outcome) },
};

#define MEMBER_COUNT (sizeof(members) / sizeof(members[0]))

/* Whether a name was met before. */
static bool
is_known(const struct reader *r, struct slice name)
{
	for (size_t i = 0; i < r->name_count; i++)
		if (slice_equal(r->names[i], name))
			return true;
	return false;
}

static bool
read_value_of(struct reader *r, struct slice name)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (slice_is(name, members[i].name))
			return members[i].read(
			    r, (uint8_t *)r->receipt + members[i].to);
	return pass_value(r, 0);
}

/* Names are written in one way only: two spellings could be one name. */
static bool
is_plain(struct slice name)
{
	return memchr(name.p, '\\', name.len) == NULL;
}

/* A member behind its comma.  Returns NULL, or what is wrong. */
static const char *
read_member(struct reader *r)
{
	struct slice name;

	if (!take_string(r, &name) || !is_plain(name) || !take(r, ":"))
		return cut;
	if (is_known(r, name))
		return "it has a member twice";
	if (r->name_count == MEMBERS_MAX)
		return "it has too many members";
	r->names[r->name_count++] = name;
	return read_value_of(r, name) ? NULL : cut;
}

static const char *
check_complete(const struct reader *r)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (!is_known(r, slice_text(members[i].name)))
			return "it lacks a member";
	return NULL;
}

/* The signature and the end of the line. */
static const char *
read_signature(struct reader *r)
{
	struct slice text;

	if (!take_string(r, &text) ||
	    !enc_from_base64url(text, r->receipt->signature, SIGN_LEN))
		return "its signature is not one";
	return take(r, "}") && r->p == r->end ? NULL : cut;
}

static const char *
read_version(struct reader *r)
{
	uint64_t version;

	if (!take(r, "{\"v\":") || !take_number(r, &version))
		return cut;
	return version == 1 ? NULL : "its version is not known here";
}

const char *
receipt_read(struct slice line, struct receipt *receipt)
{
	struct reader r = {
		.p = line.p,
		.end = line.p + line.len,
		.receipt = receipt,
	};
	const char *wrong;

	*receipt = (struct receipt){ 0 };
	r.names[r.name_count++] = slice_text("v");
	if (line.len == 0)
		return "it is empty";
	wrong = read_version(&r);
	while (wrong == NULL) {
		receipt->signed_part = slice_between(line.p, r.p);
		if (take(&r, ",\"sig\":"))
			break;
		wrong = take(&r, ",") ? read_member(&r) : cut;
	}
	if (wrong == NULL)
		wrong = check_complete(&r);
	return wrong != NULL ? wrong : read_signature(&r);
}

bool
receipt_adds_up(const struct receipt *r)
{
	uint64_t left;

	if (r->written > r->records || r->rejected > r->records - r->written)
		return false;
	left = r->records - r->written - r->rejected;
	if (r->outcome == RECEIPT_FAILED)
		return r->reasons >= r->rejected;
	return left == 0 && r->reasons == r->rejected;
}

bool
receipt_read_digest(struct slice text, const char *prefix,
    uint8_t digest[static CRYPTO_DIGEST_LEN])
{
	struct slice p = slice_text(prefix);

	return slice_starts(text, p) &&
	       enc_from_hex(slice_skip(text, p.len), digest, CRYPTO_DIGEST_LEN);
}
