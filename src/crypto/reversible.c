#include "crypto/reversible.h"
#include "base/enc.h"
#include "base/limits.h"
#include "crypto/blake2b.h"
#include "crypto/crypto.h"
#include "crypto/keytext.h"
#include "crypto/secret.h"
#include "crypto/subkey.h"

#include <sodium.h>
#include <stdio.h>

#define LABEL    "tamis rv1"
#define PREFIX   REVERSIBLE_PREFIX
#define SIV_LEN  crypto_stream_xchacha20_NONCEBYTES
#define ENC_LEN  crypto_stream_xchacha20_KEYBYTES
#define BLOCK    16
#define PAD_BYTE 0x80

struct reversible {
	struct blake2b_key mac;
	uint8_t enc[ENC_LEN];
	char prefix[sizeof(PREFIX) + LIMIT_KEY_NAME + sizeof(".4294967295.")];
	size_t prefix_len;
};

static void
derive(struct reversible *r, const struct keyring *ring, size_t i,
    const struct token_domain *domain)
{
	struct key_info key = keyring_info(ring, i);
	uint8_t subkeys[BLAKE2B_KEY_LEN + ENC_LEN];

	subkey_derive(ring, i, LABEL, domain, subkeys, sizeof(subkeys));
	blake2b_key_init(&r->mac, subkeys, SIV_LEN);
	memcpy(r->enc, subkeys + BLAKE2B_KEY_LEN, ENC_LEN);
	crypto_wipe(subkeys, sizeof(subkeys));
	r->prefix_len = (size_t)snprintf(r->prefix, sizeof(r->prefix),
	    PREFIX "%s.%lu.", key.name, (unsigned long)key.epoch);
}

int
reversible_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct reversible **r, struct err *err)
{
	struct reversible *made;

	if (subkey_allowed(ring, i, true, err) == -1)
		return -1;
	made = secret_new(sizeof(*made), err);
	if (made == NULL)
		return -1;
	derive(made, ring, i, domain);
	if (secret_seal(made, err) == -1) {
		secret_free(made);
		return -1;
	}
	*r = made;
	return 0;
}

void
reversible_free(struct reversible *r)
{
	secret_free(r);
}

static size_t
padded_len(size_t len)
{
	return (len / BLOCK + 1) * BLOCK;
}

/* Encrypts or decrypts behind the synthetic nonce, in place. */
static void
apply_stream(const struct reversible *r, uint8_t *body, size_t len)
{
	crypto_stream_xchacha20_xor(
	    body + SIV_LEN, body + SIV_LEN, len - SIV_LEN, body, r->enc);
}

/* Writes siv | ciphertext: len bytes. */
static void
encrypt(const struct reversible *r, struct slice value, uint8_t *to, size_t len)
{
	uint8_t *padded = to + SIV_LEN;
	size_t padded_bytes = len - SIV_LEN;

	if (value.len > 0)
		memcpy(padded, value.p, value.len);
	memset(padded + value.len, 0, padded_bytes - value.len);
	padded[value.len] = PAD_BYTE;
	blake2b_hash(&r->mac, (struct slice){ padded, padded_bytes }, to);
	apply_stream(r, to, len);
}

void
reversible_make(const struct reversible *r, struct slice value, struct buf *out)
{
	size_t len = SIV_LEN + padded_len(value.len);
	size_t text_len = ENC_BASE64_LEN(len);
	uint8_t *to = buf_reserve(out, r->prefix_len + text_len);
	uint8_t *body;

	if (to == NULL)
		return;
	memcpy(to, r->prefix, r->prefix_len);
	to += r->prefix_len;
	/* At the end of its own text, which it becomes in place. */
	body = to + text_len - len;
	encrypt(r, value, body, len);
	enc_base64url((struct slice){ body, len }, (char *)to);
	out->len += r->prefix_len + text_len;
}

/* The bytes in a body of so many characters; 0 if there is no such body. */
static size_t
body_len(size_t text_len)
{
	size_t len = text_len / 4 * 3 + text_len % 4 * 3 / 4;

	if (len < SIV_LEN + BLOCK || (len - SIV_LEN) % BLOCK != 0 ||
	    ENC_BASE64_LEN(len) != text_len)
		return 0;
	return len;
}

bool
reversible_parse(struct slice s, struct reversible_token *token)
{
	struct slice prefix = slice_text(PREFIX), key, epoch;
	uint32_t n;

	if (!slice_starts(s, prefix))
		return false;
	s = slice_skip(s, prefix.len);
	if (!slice_take_until(&s, '.', &key) || !keytext_is_name(key) ||
	    !slice_take_until(&s, '.', &epoch) ||
	    !keytext_is_epoch(epoch, &n) || body_len(s.len) == 0 ||
	    !enc_is_base64url(s))
		return false;
	*token = (struct reversible_token){ key, n, s };
	return true;
}

/* Whether a token says that it is of this key and epoch. */
static bool
is_of(const struct reversible *r, const struct reversible_token *token)
{
	char prefix[sizeof(r->prefix)];
	int len = snprintf(prefix, sizeof(prefix), PREFIX "%.*s.%lu.",
	    (int)token->key.len, (const char *)token->key.p,
	    (unsigned long)token->epoch);

	return (size_t)len == r->prefix_len &&
	       memcmp(prefix, r->prefix, r->prefix_len) == 0;
}

/* Decrypts siv | ciphertext in place; whether it was made with this mac. */
static bool
decrypt(const struct reversible *r, uint8_t *body, size_t len)
{
	struct slice padded = { body + SIV_LEN, len - SIV_LEN };
	uint8_t siv[SIV_LEN];

	apply_stream(r, body, len);
	blake2b_hash(&r->mac, padded, siv);
	return crypto_equal(siv, body, SIV_LEN);
}

/* The value before the padding; false if this is no padding. */
static bool
unpad(struct slice padded, struct slice *value)
{
	size_t end = padded.len - 1;

	while (end > 0 && padded.p[end] == 0)
		end--;
	*value = (struct slice){ padded.p, end };
	return padded.p[end] == PAD_BYTE && padded_len(end) == padded.len;
}

bool
reversible_open(const struct reversible *r,
    const struct reversible_token *token, struct buf *out)
{
	size_t len = body_len(token->body.len);
	struct slice value;
	uint8_t *body;
	bool opened;

	if (!is_of(r, token))
		return false;
	body = buf_reserve(out, len);
	if (body == NULL)
		return false;
	opened = enc_from_base64url(token->body, body, len) &&
		 decrypt(r, body, len) &&
		 unpad((struct slice){ body + SIV_LEN, len - SIV_LEN }, &value);
	if (opened) {
		memmove(body, value.p, value.len);
		out->len += value.len;
	} else {
		crypto_wipe(body, len);
	}
	return opened;
}
