/*
 * keyfile: reads a file that nobody but its owner can have read or changed.
 */
#ifndef CRYPTO_KEYFILE_H
#define CRYPTO_KEYFILE_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Adds the content of a file that is safe in the sense of keyring_open() to
 * out, which the caller has initialized for LIMIT_KEYRING bytes and wipes.
 * ERR_KEY.
 */
int keyfile_read(const char *path, struct buf *out, struct err *err);

/*
 * Adds the content of a file of at most max bytes that all may read: a regular
 * file, or a link to one, that neither group nor others can write.  ERR_KEY.
 */
int keyfile_read_public(
    const char *path, size_t max, struct buf *out, struct err *err);

#endif
