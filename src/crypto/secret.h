/*
 * secret: memory for keys, of this floor alone.
 *
 * Between guard pages, locked, left out of core dumps, read-only once it is
 * complete, and wiped when it is freed.
 */
#ifndef CRYPTO_SECRET_H
#define CRYPTO_SECRET_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * size bytes that can be written, at the end of a page: aligned for a type
 * whose size divides size.  NULL and ERR_KEY if the memory cannot be locked.
 */
void *secret_new(size_t size, struct err *err);

/* Makes the memory read-only.  ERR_KEY. */
int secret_seal(void *secret, struct err *err);

/* Wipes and frees; NULL is ignored. */
void secret_free(void *secret);

/*
 * A buffer of max bytes in such memory, which it never leaves: it fails when
 * more are added.  To be freed by secret_buf_free() and not by buf_release().
 * ERR_KEY.
 */
int secret_buf_init(struct buf *b, size_t max, struct err *err);
void secret_buf_free(struct buf *b);

/*
 * Keeps the memory out of child processes, which would die of using it.
 * ERR_KEY.
 */
int secret_stay(void *secret, size_t size, struct err *err);

#endif
