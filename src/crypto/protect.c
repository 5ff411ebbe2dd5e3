#include "crypto/protect.h"
#include "base/enc.h"
#include "base/num.h"
#include "crypto/crypto.h"
#include "crypto/secret.h"

#include <sodium.h>

#define SALT_LEN    crypto_pwhash_argon2id_SALTBYTES
#define NONCE_LEN   crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_LEN     crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BOX_KEY_LEN crypto_aead_xchacha20poly1305_ietf_KEYBYTES

/* The first line and what the second one has besides the text, or more. */
#define HEAD_MOST 256

/* About as long as anybody wants to wait for a file of somebody else. */
#define OPS_MOST    8
#define MEMORY_MOST ((uint64_t)1 << 30)

const char *const protect_kinds[PROTECT_KIND_COUNT] = {
	[PROTECT_KEYRING] = "keyring",
	[PROTECT_SECRET] = "secret",
};

/* What the first line begins with. */
static const char *const first_words[PROTECT_KIND_COUNT] = {
	[PROTECT_KEYRING] = "tamis-keyring 1 argon2id ",
	[PROTECT_SECRET] = "tamis-secret 1 argon2id ",
};

/* How a passphrase becomes a key. */
struct cost {
	uint64_t ops, memory;
	uint8_t salt[SALT_LEN];
};

/* What must not be seen of that. */
struct secrets {
	uint8_t key[BOX_KEY_LEN];
	uint8_t phrase[PASSPHRASE_MOST];
	size_t len; /* of phrase */
};

static int
derive(struct secrets *s, const struct cost *cost, struct err *err)
{
	if (crypto_pwhash_argon2id(s->key, sizeof(s->key),
		(const char *)s->phrase, s->len, cost->salt, cost->ops,
		(size_t)cost->memory,
		crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
		return err_nomem(err);
	return 0;
}

/* Asks for a passphrase and makes a key of it. */
static int
ask(const struct passphrase *phrase, const struct cost *cost, size_t least,
    struct secrets *s, struct err *err)
{
	if (phrase->ask(
		phrase->ctx, s->phrase, sizeof(s->phrase), &s->len, err) == -1)
		return -1;
	if (s->len < least)
		return err_set(err, ERR_KEY,
		    "a passphrase has at least %d bytes", PASSPHRASE_LEAST);
	return derive(s, cost, err);
}

/* The first line, with its end. */
static void
put_head(struct buf *out, enum protect_kind kind, const struct cost *cost)
{
	char salt[ENC_BASE64_LEN(SALT_LEN)];

	enc_base64url((struct slice){ cost->salt, SALT_LEN }, salt);
	buf_add_text(out, first_words[kind]);
	buf_add_u64(out, cost->ops);
	buf_add_byte(out, ' ');
	buf_add_u64(out, cost->memory);
	buf_add_byte(out, ' ');
	buf_add(out, salt, sizeof(salt));
	buf_add_byte(out, '\n');
}

bool
protect_found(enum protect_kind kind, struct slice text)
{
	return slice_starts(text, slice_text(first_words[kind]));
}

/* A number in its only spelling. */
static bool
read_number(struct slice s, uint64_t *n)
{
	return num_u64(s, n) && s.p[0] != '0';
}

/* Whether libsodium takes it, and we wait for it. */
static bool
is_affordable(const struct cost *cost)
{
	return cost->ops >= crypto_pwhash_argon2id_OPSLIMIT_MIN &&
	       cost->ops <= OPS_MOST &&
	       cost->memory >= crypto_pwhash_argon2id_MEMLIMIT_MIN &&
	       cost->memory <= MEMORY_MOST;
}

/* Takes the first line, whose first words are ours, off the text; false if the
 * rest is not. */
static bool
take_head(enum protect_kind kind, struct slice *text, struct cost *cost)
{
	struct slice ops, memory, salt;

	*text = slice_skip(*text, strlen(first_words[kind]));
	return slice_take_until(text, ' ', &ops) &&
	       slice_take_until(text, ' ', &memory) &&
	       slice_take_until(text, '\n', &salt) &&
	       read_number(ops, &cost->ops) &&
	       read_number(memory, &cost->memory) &&
	       enc_from_base64url(salt, cost->salt, SALT_LEN);
}

/* Decodes the second line into a buffer; false if it is none of ours. */
static bool
read_box(struct slice line, struct buf *box)
{
	size_t chars = line.len > 0 ? line.len - 1 : 0;

	if (chars == 0 || line.p[chars] != '\n' ||
	    !enc_from_base64url(
		(struct slice){ line.p, chars }, box->p, box->max))
		return false;
	box->len = box->max;
	return true;
}

/* Decrypts a box and leaves the text in its place. */
static bool
decrypt(struct slice head, const struct secrets *s, struct buf *box)
{
	uint8_t *text = box->p + NONCE_LEN;

	if (crypto_aead_xchacha20poly1305_ietf_decrypt(text, NULL, NULL, text,
		box->len - NONCE_LEN, head.p, head.len, box->p, s->key) != 0)
		return false;
	box->len -= NONCE_LEN + TAG_LEN;
	memmove(box->p, text, box->len);
	return true;
}

/* Fills a buffer that is as long as the box in a line. */
static int
open_box(const char *path, struct slice head, struct slice line,
    const struct cost *cost, const struct passphrase *phrase, struct buf *box,
    struct err *err)
{
	struct secrets *s;
	int result;

	if (!read_box(line, box))
		return err_set(err, ERR_KEY, "%s:2: the line is damaged", path);
	s = secret_new(sizeof(*s), err);
	if (s == NULL)
		return -1;
	result = ask(phrase, cost, 0, s, err);
	if (result == 0 && !decrypt(head, s, box))
		result = err_set(err, ERR_KEY,
		    "%s: the passphrase is wrong, or the file was changed",
		    path);
	secret_free(s);
	return result;
}

/* The bytes in a second line of so many characters, and its end. */
static size_t
box_len(size_t line_len)
{
	size_t chars = line_len > 0 ? line_len - 1 : 0;

	return chars / 4 * 3 + chars % 4 * 3 / 4;
}

int
protect_open(enum protect_kind kind, const char *path, struct buf *text,
    const struct passphrase *phrase, struct err *err)
{
	struct slice line = buf_slice(text), head;
	struct cost cost;
	struct buf box;

	if (!protect_found(kind, line))
		return 0;
	if (!take_head(kind, &line, &cost) ||
	    box_len(line.len) < NONCE_LEN + TAG_LEN)
		return err_set(err, ERR_KEY,
		    "%s: this is not a protected %s of version 1", path,
		    protect_kinds[kind]);
	if (!is_affordable(&cost))
		return err_set(err, ERR_KEY,
		    "%s:1: the cost of the passphrase is out of bounds", path);
	if (phrase == NULL)
		return err_set(
		    err, ERR_KEY, "%s is protected by a passphrase", path);
	head = slice_between(text->p, line.p);
	if (secret_buf_init(&box, box_len(line.len), err) == -1)
		return -1;
	if (open_box(path, head, line, &cost, phrase, &box, err) == -1) {
		secret_buf_free(&box);
		return -1;
	}
	secret_buf_free(text);
	*text = box;
	return 0;
}

/* Adds the second line. */
static void
put_box(struct slice head, struct slice plain, const struct secrets *s,
    struct buf *out)
{
	size_t len = NONCE_LEN + plain.len + TAG_LEN;
	size_t chars = ENC_BASE64_LEN(len);
	uint8_t *to = buf_reserve(out, chars), *box;

	if (to == NULL)
		return;
	/* At the end of its own text, which it becomes in place. */
	box = to + chars - len;
	crypto_random(box, NONCE_LEN);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE_LEN, NULL,
	    plain.p, plain.len, head.p, head.len, NULL, box, s->key);
	enc_base64url((struct slice){ box, len }, (char *)to);
	out->len += chars;
	buf_add_byte(out, '\n');
}

int
protect_close(enum protect_kind kind, struct slice plain,
    const struct passphrase *phrase, struct buf *out, struct err *err)
{
	struct cost cost = { crypto_pwhash_argon2id_OPSLIMIT_MODERATE,
		crypto_pwhash_argon2id_MEMLIMIT_MODERATE, { 0 } };
	struct secrets *s = secret_new(sizeof(*s), err);
	size_t begin = out->len;
	int result;

	if (s == NULL)
		return -1;
	crypto_random(cost.salt, SALT_LEN);
	result = ask(phrase, &cost, PASSPHRASE_LEAST, s, err);
	/* At once all the room: the first line is read while the second one is
	 * added, and must not move. */
	if (result == 0 &&
	    buf_reserve(out, HEAD_MOST + 2 * plain.len) != NULL) {
		put_head(out, kind, &cost);
		put_box(buf_slice_from(out, begin), plain, s, out);
	}
	secret_free(s);
	return result;
}
