/*
 * protect: the text of a file of keys under a passphrase, of this floor alone.
 *
 *	tamis-KIND 1 argon2id OPS MEMLIMIT SALT
 *	BOX
 *
 * KIND is `keyring`, or `secret` for that of a pair.  BOX is base64url of nonce
 * (24) | XChaCha20-Poly1305(text), under the key Argon2id(passphrase, SALT, OPS
 * passes, MEMLIMIT bytes; RFC 9106, as libsodium's crypto_pwhash has it), with
 * the first line and its end as associated data.  SALT is 16 bytes of
 *base64url. A file may ask for at most 1 GiB and 8 passes.
 */
#ifndef CRYPTO_PROTECT_H
#define CRYPTO_PROTECT_H

#include "base/buf.h"
#include "crypto/passphrase.h"

enum protect_kind { PROTECT_KEYRING, PROTECT_SECRET, PROTECT_KIND_COUNT };

/* "keyring", "secret" */
extern const char *const protect_kinds[PROTECT_KIND_COUNT];

/* Whether a text is protected, or at least begins so. */
bool protect_found(enum protect_kind kind, struct slice text);

/*
 * If a text is protected, asks for the passphrase, and puts what is protected
 * in its place, both in secret memory (secret_buf_init()); else nothing.  path
 * is for messages; phrase may be NULL.  ERR_KEY: no passphrase, the wrong one,
 * or a damaged file; ERR_NOMEM.
 */
int protect_open(enum protect_kind kind, const char *path, struct buf *text,
    const struct passphrase *phrase, struct err *err);

/*
 * Asks for the passphrase, and adds the protected text to out, which may fail.
 * ERR_KEY, also for a passphrase of less than PASSPHRASE_LEAST bytes;
 * ERR_NOMEM.
 */
int protect_close(enum protect_kind kind, struct slice plain,
    const struct passphrase *phrase, struct buf *out, struct err *err);

#endif
