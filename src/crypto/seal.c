#include "crypto/seal.h"
#include "base/enc.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/utf8.h"
#include "crypto/crypto.h"
#include "crypto/keytext.h"
#include "crypto/secret.h"

#include <sodium.h>

#define LABEL       "tamis sb1" /* with its terminator */
#define COUNTER_LEN 8
#define TAG_LEN     crypto_aead_xchacha20poly1305_ietf_ABYTES
#define NONCE_LEN   crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define SESSION_LEN crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define CLASS_LEAST 32
#define PAD_BYTE    0x80
#define HEAD_LEN    (PAIR_LEN + COUNTER_LEN)
/* A whole record of which every byte became two, padded. */
#define BOX_MOST (HEAD_LEN + 4 * LIMIT_RECORD + TAG_LEN)

_Static_assert(SESSION_LEN == crypto_kx_SESSIONKEYBYTES, "one key for both");
_Static_assert(PAIR_LEN == crypto_kx_PUBLICKEYBYTES, "one length for both");

static const uint8_t kind_bytes[] = {
	[VALUE_TEXT] = 't',
	[VALUE_NUMBER] = 'n',
	[VALUE_BOOLEAN] = 'b',
};
#define KIND_COUNT (sizeof(kind_bytes) / sizeof(*kind_bytes))

/* Binding to a place. */

static void
put_number(uint8_t out[static 8], uint64_t n)
{
	for (size_t i = 0; i < 8; i++)
		out[i] = (uint8_t)(n >> (56 - 8 * i));
}

static void
add_text(struct buf *out, struct slice text)
{
	uint8_t len[8];

	put_number(len, text.len);
	buf_add(out, len, sizeof(len));
	buf_add_slice(out, text);
}

/* Builds the associated data. */
static void
bind(struct buf *bound, struct slice recipient, struct slice policy,
    struct slice place)
{
	buf_reset(bound);
	buf_add(bound, LABEL, sizeof(LABEL));
	add_text(bound, recipient);
	add_text(bound, policy);
	add_text(bound, place);
}

/* The nonce of a counter that stands in a box. */
static void
put_nonce(uint8_t nonce[static NONCE_LEN], const uint8_t *counter)
{
	memset(nonce, 0, NONCE_LEN - COUNTER_LEN);
	memcpy(nonce + NONCE_LEN - COUNTER_LEN, counter, COUNTER_LEN);
}

/* The bytes that a value of this length is padded to. */
static size_t
class_of(size_t len)
{
	size_t class = CLASS_LEAST;

	while (class < len + 2)
		class *= 2;
	return class;
}

/* Sealing. */

struct sealer {
	uint8_t *key; /* secret */
	uint8_t public[PAIR_LEN];
	uint64_t count;
	struct buf bound, box; /* of the value at work */
};

static int
agree(struct sealer *sealer, const struct pair_public *recipient)
{
	struct {
		uint8_t secret[crypto_kx_SECRETKEYBYTES];
		uint8_t receive[SESSION_LEN];
	} once;
	int result;

	crypto_kx_keypair(sealer->public, once.secret);
	result = crypto_kx_client_session_keys(once.receive, sealer->key,
	    sealer->public, once.secret, recipient->bytes);
	crypto_wipe(&once, sizeof(once));
	return result;
}

static int
prepare(
    struct sealer *sealer, const struct pair_public *recipient, struct err *err)
{
	sealer->key = secret_new(SESSION_LEN, err);
	/* Two processes would use the same counters under the same key. */
	if (sealer->key == NULL ||
	    secret_stay(sealer->key, SESSION_LEN, err) == -1)
		return -1;
	if (recipient->use != PAIR_SEAL || agree(sealer, recipient) != 0)
		return err_set(
		    err, ERR_KEY, "nothing can be sealed to this public key");
	return secret_seal(sealer->key, err);
}

int
sealer_new(const struct pair_public *recipient, struct sealer **sealer,
    struct err *err)
{
	struct sealer *made = calloc(1, sizeof(*made));

	if (made == NULL)
		return err_nomem(err);
	buf_init(&made->bound, BOX_MOST);
	buf_init(&made->box, BOX_MOST);
	if (prepare(made, recipient, err) == -1) {
		sealer_free(made);
		return -1;
	}
	*sealer = made;
	return 0;
}

void
sealer_free(struct sealer *sealer)
{
	if (sealer == NULL)
		return;
	secret_free(sealer->key);
	buf_release(&sealer->bound);
	buf_wipe(&sealer->box);
	free(sealer);
}

/* Writes kind, value and padding: class bytes. */
static void
pad(const struct value *v, uint8_t *to, size_t class)
{
	size_t len = v->text.len;

	to[0] = kind_bytes[v->kind];
	if (len > 0)
		memcpy(to + 1, v->text.p, len);
	to[len + 1] = PAD_BYTE;
	memset(to + len + 2, 0, class - len - 2);
}

/* Encrypts the value where it stands in the box; NULL without memory. */
static const uint8_t *
encrypt(struct sealer *sealer, const struct value *v, size_t class)
{
	uint8_t *box, nonce[NONCE_LEN];

	buf_reset(&sealer->box);
	box = buf_reserve(&sealer->box, HEAD_LEN + class + TAG_LEN);
	if (box == NULL || sealer->bound.failed)
		return NULL;
	memcpy(box, sealer->public, PAIR_LEN);
	put_number(box + PAIR_LEN, sealer->count++);
	put_nonce(nonce, box + PAIR_LEN);
	pad(v, box + HEAD_LEN, class);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + HEAD_LEN, NULL,
	    box + HEAD_LEN, class, sealer->bound.p, sealer->bound.len, NULL,
	    nonce, sealer->key);
	return box;
}

void
seal_value(struct sealer *sealer, const struct seal_place *place,
    const struct value *v, struct buf *out)
{
	size_t class = class_of(v->text.len);
	struct slice box = { NULL, HEAD_LEN + class + TAG_LEN };
	size_t before = out->len;
	uint8_t *to;

	bind(&sealer->bound, place->recipient, place->policy, place->place);
	box.p = encrypt(sealer, v, class);
	if (box.p == NULL) {
		out->failed = true;
		return;
	}
	buf_add_text(out, SEAL_PREFIX);
	buf_add_slice(out, place->recipient);
	buf_add_byte(out, '.');
	buf_add_slice(out, place->policy);
	buf_add_byte(out, '.');
	to = buf_reserve(out, ENC_BASE64_LEN(box.len));
	if (to == NULL) {
		out->len = before;
		return;
	}
	enc_base64url(box, (char *)to);
	out->len += ENC_BASE64_LEN(box.len);
}

/* Reading. */

/* The bytes of padded text in a box of so many characters; 0 if there is no
 * such box. */
static size_t
class_in(size_t text_len)
{
	size_t len = text_len / 4 * 3 + text_len % 4 * 3 / 4;
	size_t class = len - HEAD_LEN - TAG_LEN;

	if (len < HEAD_LEN + TAG_LEN + CLASS_LEAST ||
	    ENC_BASE64_LEN(len) != text_len || (class & (class - 1)) != 0)
		return 0;
	return class;
}

bool
sealed_parse(struct slice s, struct sealed *sealed)
{
	struct slice prefix = slice_text(SEAL_PREFIX);
	struct sealed read;

	if (!slice_starts(s, prefix))
		return false;
	s = slice_skip(s, prefix.len);
	if (!slice_take_until(&s, '.', &read.recipient) ||
	    !keytext_is_word(read.recipient) ||
	    !slice_take_until(&s, '.', &read.policy) ||
	    !keytext_is_word(read.policy) || class_in(s.len) == 0 ||
	    !enc_is_base64url(s))
		return false;
	read.box = s;
	*sealed = read;
	return true;
}

/* Unsealing. */

/* Files hold the values of few runs; this many are remembered. */
#define RUNS 64

struct run_key {
	uint8_t public[PAIR_LEN];
	uint8_t key[SESSION_LEN];
};

struct unsealer {
	struct {
		uint8_t bytes[PAIR_LEN];
		struct run_key runs[RUNS];
	} * secret;
	uint8_t public[PAIR_LEN];
	size_t run_count;      /* all that were ever agreed on */
	size_t last;           /* the run of the last value */
	struct buf bound, box; /* of the value at work */
};

int
unsealer_new(const struct pair_secret *secret, struct unsealer **unsealer,
    struct err *err)
{
	struct unsealer *made = calloc(1, sizeof(*made));
	struct pair_public public;

	if (made == NULL)
		return err_nomem(err);
	made->secret = secret_new(sizeof(*made->secret), err);
	if (made->secret == NULL) {
		free(made);
		return -1;
	}
	pair_public_of(secret, &public);
	memcpy(made->public, public.bytes, PAIR_LEN);
	memcpy(made->secret->bytes, pair_bytes(secret), PAIR_LEN);
	buf_init(&made->bound, BOX_MOST);
	buf_init(&made->box, BOX_MOST);
	*unsealer = made;
	return 0;
}

void
unsealer_free(struct unsealer *unsealer)
{
	if (unsealer == NULL)
		return;
	secret_free(unsealer->secret);
	buf_release(&unsealer->bound);
	buf_wipe(&unsealer->box);
	free(unsealer);
}

static bool
is_run(const struct unsealer *u, size_t i, const uint8_t *public)
{
	return memcmp(u->secret->runs[i].public, public, PAIR_LEN) == 0;
}

/* Agrees on the key of a run that is not known, in the oldest one's place. */
static bool
add_run(struct unsealer *u, const uint8_t *public)
{
	size_t i = u->run_count % RUNS;
	uint8_t key[SESSION_LEN], transmit[SESSION_LEN];
	bool agreed = crypto_kx_server_session_keys(key, transmit, u->public,
			  u->secret->bytes, public) == 0;

	if (agreed) {
		memcpy(u->secret->runs[i].public, public, PAIR_LEN);
		memcpy(u->secret->runs[i].key, key, SESSION_LEN);
		u->run_count++;
		u->last = i;
	}
	crypto_wipe(key, sizeof(key));
	crypto_wipe(transmit, sizeof(transmit));
	return agreed;
}

/* Finds or agrees on the key of a run; NULL if there is none. */
static const uint8_t *
run_key(struct unsealer *u, const uint8_t *public)
{
	size_t known = u->run_count < RUNS ? u->run_count : RUNS;
	size_t i = 0;

	if (known == 0 || !is_run(u, u->last, public)) {
		while (i < known && !is_run(u, i, public))
			i++;
		if (i < known)
			u->last = i;
		else if (!add_run(u, public))
			return NULL;
	}
	return u->secret->runs[u->last].key;
}

/* What a value of a kind looks like; a sealer never makes another one, but
 * whoever knows the public key can. */
static bool
is_of_kind(struct slice text, enum value_kind kind)
{
	if (kind == VALUE_NUMBER)
		return num_is_decimal(text);
	if (kind == VALUE_BOOLEAN)
		return slice_is(text, "true") || slice_is(text, "false");
	return utf8_valid(text);
}

static bool
read_kind(uint8_t byte, enum value_kind *kind)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		if (kind_bytes[i] == byte) {
			*kind = (enum value_kind)i;
			return true;
		}
	}
	return false;
}

/* The value in what pad() wrote. */
static bool
unpad(struct slice padded, struct value *v)
{
	size_t end = padded.len - 1;

	while (end > 0 && padded.p[end] == 0)
		end--;
	if (end == 0 || padded.p[end] != PAD_BYTE ||
	    !read_kind(padded.p[0], &v->kind))
		return false;
	v->text = (struct slice){ padded.p + 1, end - 1 };
	return class_of(v->text.len) == padded.len &&
	       is_of_kind(v->text, v->kind);
}

/* Decrypts the box where it stands; only if it is what was sealed. */
static bool
decrypt(struct unsealer *u, struct slice box)
{
	uint8_t *p = u->box.p, nonce[NONCE_LEN];
	const uint8_t *key = run_key(u, p);

	if (key == NULL)
		return false;
	put_nonce(nonce, p + PAIR_LEN);
	return crypto_aead_xchacha20poly1305_ietf_decrypt(p + HEAD_LEN, NULL,
		   NULL, p + HEAD_LEN, box.len - HEAD_LEN, u->bound.p,
		   u->bound.len, nonce, key) == 0;
}

enum unsealed
unseal_value(struct unsealer *u, const struct sealed *sealed,
    struct slice place, struct buf *out, enum value_kind *kind)
{
	size_t class = class_in(sealed->box.len);
	struct slice box = { NULL, HEAD_LEN + class + TAG_LEN };
	enum unsealed result = UNSEAL_FOREIGN;
	struct value v;

	bind(&u->bound, sealed->recipient, sealed->policy, place);
	buf_reset(&u->box);
	box.p = buf_reserve(&u->box, box.len);
	if (box.p == NULL || u->bound.failed)
		return UNSEAL_NOMEM;
	if (enc_from_base64url(sealed->box, u->box.p, box.len) &&
	    decrypt(u, box) &&
	    unpad((struct slice){ box.p + HEAD_LEN, class }, &v)) {
		buf_add_slice(out, v.text);
		*kind = v.kind;
		result = out->failed ? UNSEAL_NOMEM : UNSEALED;
	}
	crypto_wipe(u->box.p, box.len);
	return result;
}
