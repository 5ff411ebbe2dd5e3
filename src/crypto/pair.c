#include "crypto/pair.h"
#include "base/buf.h"
#include "base/enc.h"
#include "base/file.h"
#include "crypto/crypto.h"
#include "crypto/keyfile.h"
#include "crypto/protect.h"
#include "crypto/secret.h"
#include "crypto/store.h"
#include "crypto/strong.h"

#include <sodium.h>
#include <unistd.h>

#define TEXT_LEN  ENC_BASE64_LEN(PAIR_LEN)
#define LINE_MOST (sizeof("tamis-secret 1 seal ") + TEXT_LEN + 1)
#define PATH_MOST ((size_t)1 << 16)

const char *const pair_use_names[PAIR_USE_COUNT] = {
	[PAIR_SEAL] = "seal",
	[PAIR_SIGN] = "sign",
};

struct pair_secret {
	uint8_t bytes[PAIR_LEN + PAIR_LEN]; /* secret, public */
	enum pair_use use;
};

_Static_assert(
    sizeof(((struct pair_secret *)0)->bytes) == crypto_sign_SECRETKEYBYTES,
    "an Ed25519 secret key is its seed and its public key");

/* Calculates the public key that goes with the secret bytes. */
static void
complete(struct pair_secret *secret)
{
	uint8_t public[PAIR_LEN], expanded[crypto_sign_SECRETKEYBYTES];

	if (secret->use == PAIR_SEAL)
		crypto_scalarmult_base(public, secret->bytes);
	else
		crypto_sign_seed_keypair(public, expanded, secret->bytes);
	memcpy(secret->bytes + PAIR_LEN, public, PAIR_LEN);
	crypto_wipe(expanded, sizeof(expanded));
}

/* Whether x is below 2^255 - 19, so that it is the only text of its point. */
static bool
is_reduced(const uint8_t x[static PAIR_LEN])
{
	bool ones = true;

	for (size_t i = 1; i < PAIR_LEN - 1; i++)
		ones = ones && x[i] == 0xFF;
	return x[PAIR_LEN - 1] < 0x7F ||
	       (x[PAIR_LEN - 1] == 0x7F && !(ones && x[0] >= 0xED));
}

static bool
is_public_key(const struct pair_public *public)
{
	static const uint8_t any[PAIR_LEN] = { 1 };
	uint8_t point[PAIR_LEN];

	if (public->use == PAIR_SIGN)
		return crypto_core_ed25519_is_valid_point(public->bytes) == 1;
	/* It fails for a point of small order, whatever the scalar. */
	return is_reduced(public->bytes) &&
	       crypto_scalarmult(point, any, public->bytes) == 0;
}

/* Files. */

static void
put_line(struct buf *out, const char *kind, enum pair_use use,
    const uint8_t bytes[static PAIR_LEN])
{
	uint8_t *to;

	buf_add_format(out, "tamis-%s 1 %s ", kind, pair_use_names[use]);
	to = buf_reserve(out, TEXT_LEN);
	if (to == NULL)
		return;
	enc_base64url((struct slice){ bytes, PAIR_LEN }, (char *)to);
	out->len += TEXT_LEN;
	buf_add_byte(out, '\n');
}

/* Takes a text from the front; false if it is not there. */
static bool
take(struct slice *rest, const char *text)
{
	struct slice head = slice_text(text);

	if (!slice_starts(*rest, head))
		return false;
	*rest = slice_skip(*rest, head.len);
	return true;
}

static bool
take_use(struct slice *rest, enum pair_use *use)
{
	for (int i = 0; i < PAIR_USE_COUNT; i++) {
		if (take(rest, pair_use_names[i])) {
			*use = (enum pair_use)i;
			return true;
		}
	}
	return false;
}

/* Reads the line that put_line() writes; messages show nothing of it. */
static int
read_line(const char *path, struct slice text, const char *kind,
    enum pair_use *use, uint8_t bytes[static PAIR_LEN], struct err *err)
{
	if (!take(&text, "tamis-") || !take(&text, kind) || !take(&text, " 1 "))
		return err_set(err, ERR_KEY, "%s is not a %s key of version 1",
		    path, kind);
	if (!take_use(&text, use) || !take(&text, " ") ||
	    text.len != TEXT_LEN + 1 || text.p[TEXT_LEN] != '\n' ||
	    !enc_from_base64url(
		(struct slice){ text.p, TEXT_LEN }, bytes, PAIR_LEN))
		return err_set(err, ERR_KEY, "%s is damaged", path);
	return 0;
}

static int
check_use(const char *path, enum pair_use found, enum pair_use wanted,
    struct err *err)
{
	if (found != wanted)
		return err_set(err, ERR_KEY, "%s is a key to %s, not to %s",
		    path, pair_use_names[found], pair_use_names[wanted]);
	return 0;
}

int
pair_parse_public(const char *name, struct slice text, enum pair_use use,
    struct pair_public *public, struct err *err)
{
	struct pair_public read;

	if (read_line(name, text, "public", &read.use, read.bytes, err) == -1 ||
	    check_use(name, read.use, use, err) == -1)
		return -1;
	if (!is_public_key(&read))
		return err_set(err, ERR_KEY, "%s holds no usable key", name);
	*public = read;
	return 0;
}

int
pair_read_public(const char *path, enum pair_use use,
    struct pair_public *public, struct err *err)
{
	struct buf text;
	int result;

	buf_init(&text, LINE_MOST);
	result = keyfile_read_public(path, LINE_MOST, &text, err);
	if (result == 0)
		result =
		    pair_parse_public(path, buf_slice(&text), use, public, err);
	buf_release(&text);
	return result;
}

/* Reads the text of a secret file, of either use. */
static int
parse_secret(const char *path, struct slice text, struct pair_secret *secret,
    struct err *err)
{
	if (read_line(path, text, "secret", &secret->use, secret->bytes, err) ==
	    -1)
		return -1;
	if (!strong_is(secret->bytes))
		return err_set(
		    err, ERR_KEY, "%s is weak: make keys at random", path);
	return 0;
}

static int
read_secret(const struct pair_source *source, struct pair_secret *secret,
    struct err *err)
{
	enum keyfile_trust trust =
	    source->credential ? KEYFILE_CREDENTIAL : KEYFILE_OWNER;
	struct buf text;
	int result;

	if (keyfile_read(source->path, trust, &text, err) == -1)
		return -1;
	result = protect_open(
	    PROTECT_SECRET, source->path, &text, source->phrase, err);
	if (result == 0)
		result =
		    parse_secret(source->path, buf_slice(&text), secret, err);
	secret_buf_free(&text);
	return result;
}

int
pair_open_secret(const struct pair_source *source, enum pair_use use,
    struct pair_secret **secret, struct err *err)
{
	struct pair_secret *opened = secret_new(sizeof(*opened), err);
	int result;

	if (opened == NULL)
		return -1;
	result = read_secret(source, opened, err);
	if (result == 0)
		result = check_use(source->path, opened->use, use, err);
	if (result == 0) {
		complete(opened);
		result = secret_seal(opened, err);
	}
	if (result == 0)
		*secret = opened;
	else
		secret_free(opened);
	return result;
}

int
pair_check_secret(const char *path, struct slice text, struct err *err)
{
	struct pair_secret *secret = secret_new(sizeof(*secret), err);
	int result;

	if (secret == NULL)
		return -1;
	result = parse_secret(path, text, secret, err);
	secret_free(secret);
	return result;
}

int
pair_of_bytes(const uint8_t bytes[static PAIR_LEN], enum pair_use use,
    struct pair_secret **secret, struct err *err)
{
	struct pair_secret *made = secret_new(sizeof(*made), err);

	if (made == NULL)
		return -1;
	made->use = use;
	memcpy(made->bytes, bytes, PAIR_LEN);
	complete(made);
	if (secret_seal(made, err) == -1) {
		secret_free(made);
		return -1;
	}
	*secret = made;
	return 0;
}

void
pair_close_secret(struct pair_secret *secret)
{
	secret_free(secret);
}

void
pair_public_of(const struct pair_secret *secret, struct pair_public *public)
{
	public->use = secret->use;
	memcpy(public->bytes, secret->bytes + PAIR_LEN, PAIR_LEN);
}

const uint8_t *
pair_bytes(const struct pair_secret *secret)
{
	return secret->bytes;
}

/* Creation. */

static int
write_secret(const char *path, const struct pair_secret *secret,
    const struct passphrase *phrase, struct err *err)
{
	struct store to = { PROTECT_SECRET, path, NULL, phrase };
	struct buf text;
	int result;

	if (secret_buf_init(&text, LINE_MOST, err) == -1)
		return -1;
	put_line(&text, "secret", secret->use, secret->bytes);
	result = store_text(&to, &text, err);
	secret_buf_free(&text);
	return result;
}

static int
write_public(
    const char *path, const struct pair_secret *secret, struct err *err)
{
	struct buf name, text;
	int result;

	buf_init(&name, PATH_MOST);
	buf_init(&text, LINE_MOST);
	buf_add_text(&name, path);
	buf_add(&name, ".pub", sizeof(".pub"));
	put_line(&text, "public", secret->use, secret->bytes + PAIR_LEN);
	if (name.failed || text.failed)
		result = err_nomem(err);
	else
		result = file_create_public(
		    (const char *)name.p, buf_slice(&text), err);
	buf_release(&name);
	buf_release(&text);
	return result;
}

int
pair_create(const char *path, enum pair_use use,
    const struct passphrase *phrase, struct err *err)
{
	struct pair_secret *secret = secret_new(sizeof(*secret), err);
	int result;

	if (secret == NULL)
		return -1;
	secret->use = use;
	strong_draw(secret->bytes);
	complete(secret);
	/* The secret first: a public file alone would be used, and in vain. */
	result = write_secret(path, secret, phrase, err);
	if (result == 0) {
		result = write_public(path, secret, err);
		if (result == -1)
			unlink(path);
	}
	secret_free(secret);
	return result;
}
