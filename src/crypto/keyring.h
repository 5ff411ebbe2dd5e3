/*
 * keyring: named keys with epochs, from a file that only its owner can read.
 *
 * A keyring file is text, so that it can be backed up on paper:
 *
 *	tamis-keyring 1
 *	key NAME EPOCH STATE CREATED BYTES
 *	reversible NAME EPOCH STATE CREATED BYTES
 *	...
 *	end COUNT
 *
 * A `reversible` key serves reversible domains only, a `key` all others; every
 * epoch of a name is of one sort.  NAME is [a-z][a-z0-9-]{0,31}; EPOCH a
 * number from 1; STATE is `active` (new tokens are made with it; at most one
 * epoch of a name), `old` (kept to read) or `revoked` (used for nothing);
 * CREATED a date; BYTES 32 bytes of base64url.  Lines that begin with # are
 * comments.  COUNT is the number of key lines, so that a cut file is noticed.
 * Anything else is refused.
 *
 * Key bytes live in memory with guard pages that is locked, left out of core
 * dumps, read-only once loaded, and wiped when closed.
 */
#ifndef CRYPTO_KEYRING_H
#define CRYPTO_KEYRING_H

#include "base/err.h"
#include "base/slice.h"

#define KEY_LEN 32

enum key_state { KEY_ACTIVE, KEY_OLD, KEY_REVOKED };

/* What may be shown of a key; never its bytes. */
struct key_info {
	const char *name; /* valid while the keyring is open */
	uint32_t epoch;
	bool reversible;
	enum key_state state;
	const char *created; /* YYYY-MM-DD */
};

struct keyring; /* opaque; holds secrets */

/*
 * Creates a keyring file with one new random key, epoch 1, for each name;
 * 0600, synced, and never over an existing file.  `created` is the date to
 * note down, YYYY-MM-DD.  ERR_USAGE for a bad or repeated name, ERR_OUTPUT,
 * ERR_IO.
 */
int keyring_create(const char *path, const char *const *names, size_t n,
    const char *created, struct err *err);

/*
 * Opens a keyring file.  ERR_KEY unless it is a regular file, not a link, of
 * root's or the process owner's, with no rights for group and others, in a
 * folder of theirs that group and others cannot write; and unless every key is
 * well formed and strong (not all bytes equal, not text, at least 16 different
 * bytes), and memory can be locked.  The caller closes the result.
 */
int keyring_open(const char *path, struct keyring **ring, struct err *err);

/* Wipes and frees; NULL is ignored. */
void keyring_close(struct keyring *ring);

/* Number of keys, and what is known of key i in file order. */
size_t keyring_count(const struct keyring *ring);
struct key_info keyring_info(const struct keyring *ring, size_t i);

/*
 * The index of the active epoch of a name, or -1 (unknown name, or none of
 * its epochs active) with an ERR_KEY that says which.
 */
int
keyring_active(const struct keyring *ring, struct slice name, struct err *err);

/*
 * The bytes of key i (KEY_LEN of them), for src/crypto alone; valid while
 * the keyring is open.
 */
const uint8_t *keyring_bytes(const struct keyring *ring, size_t i);

#endif
