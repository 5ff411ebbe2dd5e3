/*
 * protect: a keyring's text under a passphrase, of this floor alone.
 *
 *	tamis-keyring 1 argon2id OPS MEMLIMIT SALT
 *	BOX
 *
 * BOX is base64url of nonce (24) | XChaCha20-Poly1305(text), under the key
 * Argon2id(passphrase, SALT, OPS passes, MEMLIMIT bytes; RFC 9106, as
 * libsodium's crypto_pwhash has it), with the first line and its end as
 * associated data.  SALT is 16 bytes of base64url.  A file may ask for at most
 * 1 GiB and 8 passes.
 */
#ifndef CRYPTO_PROTECT_H
#define CRYPTO_PROTECT_H

#include "base/buf.h"
#include "crypto/keyring.h"

/* Whether a text is protected, or at least begins so. */
bool protect_found(struct slice text);

/*
 * Asks for the passphrase, and puts what is protected in the place of a text,
 * both in secret memory (secret_buf_init()).  path is for messages; phrase may
 * be NULL.  ERR_KEY: no passphrase, the wrong one, or a damaged file;
 * ERR_NOMEM.
 */
int protect_open(const char *path, struct buf *text,
    const struct passphrase *phrase, struct err *err);

/*
 * Asks for the passphrase, and adds the protected text to out, which may fail.
 * ERR_KEY, also for a passphrase of less than PASSPHRASE_LEAST bytes;
 * ERR_NOMEM.
 */
int protect_close(struct slice plain, const struct passphrase *phrase,
    struct buf *out, struct err *err);

#endif
