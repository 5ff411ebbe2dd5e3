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
#include "crypto/passphrase.h"

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

/* Keys to be made. */
struct new_keys {
	const char *const *names;
	size_t count;
	bool reversible;
	const char *created; /* the date to note down, YYYY-MM-DD */
};

/*
 * Creates a keyring file with one new random key, epoch 1, for each name;
 * 0600, synced, and never over an existing file.  With phrase, which may be
 * NULL, the file is protected (crypto/protect.h).  ERR_USAGE for a bad or
 * repeated name, ERR_OUTPUT, ERR_IO, ERR_KEY.
 */
int keyring_create(const char *path, const struct new_keys *new,
    const struct passphrase *phrase, struct err *err);

/*
 * The following change a keyring file: a new one, 0600 and synced, takes its
 * place, so that there always is the old or the new one, whole.  Changes wait
 * for each other.  phrase, which may be NULL, is asked when the file is
 * protected, and the new one is so by the same passphrase and a new salt.
 * ERR_KEY as for keyring_open() or when there is no such key, ERR_USAGE,
 * ERR_OUTPUT, ERR_IO.
 */

/* New keys of names that are not there yet. */
int keyring_add(const char *path, const struct new_keys *new,
    const struct passphrase *phrase, struct err *err);

/* A new epoch for a name: the highest and one, active; the one that was
 * active becomes old. */
int keyring_rotate(const char *path, const char *name, const char *created,
    const struct passphrase *phrase, struct err *err);

/* An epoch of a name is used for nothing from now on. */
int keyring_revoke(const char *path, const char *name, uint32_t epoch,
    const struct passphrase *phrase, struct err *err);

/* Where a keyring comes from. */
struct keyring_source {
	const char *path; /* of the file, or of fd for messages */
	int fd;           /* if from_fd: read to its end, and stays open */
	bool from_fd;
	bool credential;                 /* systemd put the file there */
	const struct passphrase *phrase; /* NULL: it is not protected */
};

/*
 * Opens a keyring.  ERR_KEY unless it is a regular file, not a link, of root's
 * or the process owner's, with no rights for group and others, in a folder of
 * theirs that group and others cannot write; and unless every key is well
 * formed and strong (not all bytes equal, not text, at least 16 different
 * bytes), and memory can be locked.  A descriptor may also be a pipe, with the
 * same owner and rights, or a socket.  A credential may be readable by root's
 * group.  The caller closes the result.
 */
int keyring_read(const struct keyring_source *source, struct keyring **ring,
    struct err *err);

/* keyring_read() from a file that is not protected. */
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
 * The index of an epoch of a name, or -1 (there is none, or it is revoked)
 * with an ERR_KEY that says which.
 */
int keyring_find(const struct keyring *ring, struct slice name, uint32_t epoch,
    struct err *err);

/*
 * The bytes of key i (KEY_LEN of them), for src/crypto alone; valid while
 * the keyring is open.
 */
const uint8_t *keyring_bytes(const struct keyring *ring, size_t i);

#endif
