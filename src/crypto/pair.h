/*
 * pair: a secret key and the public key that goes with it, in two files.
 *
 * `seal` pairs are of X25519 (RFC 7748): whoever has the public file can seal
 * values that only the holder of the secret file opens.  `sign` pairs are of
 * Ed25519 (RFC 8032): the secret file signs, the public file verifies.  The
 * files are one line of text each,
 *
 *	tamis-secret 1 USE BYTES
 *	tamis-public 1 USE BYTES
 *
 * USE is `seal` or `sign`, BYTES 32 bytes of base64url: the X25519 scalar or
 * the Ed25519 seed, and the public key.  Anything else is refused, so is a
 * pair of another use, a weak secret, and a public key that is of small order
 * or not written in its only way.  With a passphrase the secret file is
 * protected (crypto/protect.h).
 */
#ifndef CRYPTO_PAIR_H
#define CRYPTO_PAIR_H

#include "base/err.h"
#include "base/slice.h"
#include "crypto/passphrase.h"

#define PAIR_LEN 32 /* bytes of a secret, and of a public key */

enum pair_use { PAIR_SEAL, PAIR_SIGN, PAIR_USE_COUNT };

/* "seal", "sign" */
extern const char *const pair_use_names[PAIR_USE_COUNT];

struct pair_public {
	enum pair_use use;
	uint8_t bytes[PAIR_LEN];
};

struct pair_secret; /* opaque; in guarded memory */

/*
 * Creates the files `path` (0600) and `path`.pub (0644), synced, and never
 * over an existing file; nothing is left when one cannot be created.  With
 * phrase, which may be NULL, the secret file is protected.  ERR_OUTPUT, ERR_IO,
 * ERR_NOMEM, and ERR_KEY without guarded memory or a passphrase.
 */
int pair_create(const char *path, enum pair_use use,
    const struct passphrase *phrase, struct err *err);

/*
 * Reads a public file.  ERR_KEY: missing, not one, of another use, or one that
 * others can change (base/trust.h), who could put their own key there.
 */
int pair_read_public(const char *path, enum pair_use use,
    struct pair_public *public, struct err *err);

/* The same from what such a file holds; name is for the message. */
int pair_parse_public(const char *name, struct slice text, enum pair_use use,
    struct pair_public *public, struct err *err);

/* Where a secret key comes from. */
struct pair_source {
	const char *path;
	bool credential;                 /* systemd put the file there */
	const struct passphrase *phrase; /* NULL: it is not protected */
};

/*
 * Opens a secret file, which must be as safe as a keyring (keyring_read()).
 * The caller closes it.  ERR_KEY, ERR_NOMEM.
 */
int pair_open_secret(const struct pair_source *source, enum pair_use use,
    struct pair_secret **secret, struct err *err);
void pair_close_secret(struct pair_secret *secret);

/*
 * The pair of these secret bytes, which the caller wipes, for src/crypto
 * alone.  The caller closes it.  ERR_KEY.
 */
int pair_of_bytes(const uint8_t bytes[static PAIR_LEN], enum pair_use use,
    struct pair_secret **secret, struct err *err);

/*
 * Refuses a text that is none of a secret file, of whichever use; path is for
 * messages.  ERR_KEY.
 */
int pair_check_secret(const char *path, struct slice text, struct err *err);

/* The public key of a secret one. */
void
pair_public_of(const struct pair_secret *secret, struct pair_public *public);

/*
 * The secret bytes and behind them the public key (2 * PAIR_LEN bytes, what
 * libsodium calls the secret key of Ed25519), for src/crypto alone; valid while
 * it is open.
 */
const uint8_t *pair_bytes(const struct pair_secret *secret);

#endif
