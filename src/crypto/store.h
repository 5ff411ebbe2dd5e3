/*
 * store: where a text with keys goes, under a passphrase or not, of this floor
 * alone.
 */
#ifndef CRYPTO_STORE_H
#define CRYPTO_STORE_H

#include "crypto/keyfile.h"
#include "crypto/protect.h"

struct store {
	enum protect_kind kind;
	const char *path;
	const struct keyfile *file;      /* to replace; NULL: to create */
	const struct passphrase *phrase; /* NULL: not protected */
};

/*
 * Creates or replaces the file.  ERR_USAGE: the text is too long, so that the
 * buffer failed; as file_create_private() and protect_close().
 */
int
store_text(const struct store *to, const struct buf *plain, struct err *err);

#endif
