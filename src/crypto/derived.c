#include "crypto/derived.h"
#include "base/buf.h"
#include "base/enc.h"
#include "base/limits.h"
#include "crypto/crypto.h"
#include "crypto/keytext.h"

#define LABEL "tamis test key" /* with its terminator */

static void
add_text(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < 8; i++)
		buf_add_byte(
		    out, (uint8_t)((uint64_t)text.len >> (56 - 8 * i)));
	buf_add_slice(out, text);
}

static int
derive(struct slice owner, const char *use, struct slice name,
    uint8_t bytes[static KEY_LEN], struct err *err)
{
	struct buf message;
	bool failed;

	buf_init(&message, LIMIT_POLICY);
	buf_add(&message, LABEL, sizeof(LABEL));
	add_text(&message, owner);
	add_text(&message, slice_text(use));
	add_text(&message, name);
	failed = message.failed;
	if (!failed)
		crypto_digest(buf_slice(&message), bytes);
	buf_release(&message);
	return failed ? err_nomem(err) : 0;
}

static int
put_key(struct buf *out, struct slice owner, const struct derived_key *key,
    struct err *err)
{
	const char *sort = key->reversible ? "reversible" : "key";
	char text[ENC_BASE64_LEN(KEY_LEN)];
	uint8_t bytes[KEY_LEN];

	if (derive(owner, sort, key->name, bytes, err) < 0)
		return -1;
	enc_base64url((struct slice){ bytes, sizeof(bytes) }, text);
	buf_add_text(out, sort);
	buf_add_byte(out, ' ');
	buf_add_slice(out, key->name);
	buf_add_text(out, " 1 active 2000-01-01 ");
	buf_add(out, text, sizeof(text));
	buf_add_byte(out, '\n');
	return 0;
}

int
derived_keyring(struct slice owner, const struct derived_key *keys,
    size_t count, struct keyring **ring, struct err *err)
{
	struct buf text;
	int result = 0;

	buf_init(&text, LIMIT_KEYRING);
	buf_add_text(&text, "tamis-keyring 1\n");
	for (size_t i = 0; i < count && result == 0; i++)
		result = put_key(&text, owner, &keys[i], err);
	buf_add_format(&text, "end %zu\n", count);
	if (result == 0 && text.failed)
		result = err_nomem(err);
	if (result == 0)
		result = keytext_parse(
		    "the test's keys", buf_slice(&text), ring, err);
	buf_release(&text);
	return result;
}

int
derived_pair(struct slice owner, struct slice recipient,
    struct pair_secret **secret, struct err *err)
{
	uint8_t bytes[PAIR_LEN];

	_Static_assert(PAIR_LEN == KEY_LEN, "one length for both");
	if (derive(owner, "seal", recipient, bytes, err) < 0)
		return -1;
	return pair_of_bytes(bytes, PAIR_SEAL, secret, err);
}
