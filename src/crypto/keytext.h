/*
 * keytext: the text of a keyring, of this floor alone.
 *
 * Apart from files, so that the grammar can be tested and fuzzed in memory.
 * Messages name the file and a line, never what stands there.
 */
#ifndef CRYPTO_KEYTEXT_H
#define CRYPTO_KEYTEXT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"
#include "crypto/keyring.h"

#define KEYTEXT_DATE_LEN 10 /* YYYY-MM-DD */

/* What is public about a key. */
struct key {
	char name[LIMIT_KEY_NAME + 1];
	uint32_t epoch;
	bool reversible;
	enum key_state state;
	char created[KEYTEXT_DATE_LEN + 1];
};

struct keyring {
	size_t count;
	struct key *keys;          /* owned */
	uint8_t (*bytes)[KEY_LEN]; /* owned; secret memory */
};

/* [a-z][a-z0-9-]*, and one of at most LIMIT_KEY_NAME characters. */
bool keytext_is_word(struct slice s);
bool keytext_is_name(struct slice s);

/* A number from 1 to 2^32 - 1, in its only spelling. */
bool keytext_is_epoch(struct slice s, uint32_t *epoch);

/* A day that exists, as YYYY-MM-DD. */
bool keytext_is_date(struct slice s);

/*
 * The keyring that a text stands for; path is for messages.  The caller
 * closes it.  ERR_KEY, ERR_NOMEM.
 */
int keytext_parse(const char *path, struct slice text, struct keyring **ring,
    struct err *err);

/*
 * The following add the text of a keyring to out, which holds secrets and may
 * fail; names and dates were checked.  They keep comments and order.
 */

/* A keyring of new keys alone. */
void keytext_put_new(struct buf *out, const struct new_keys *new);

/* The bytes that the text of new keys takes at most, without the rest. */
size_t keytext_new_len(size_t count);

/* The text of a keyring, and new keys; its end is moved behind them. */
void keytext_put_added(struct buf *out, struct slice text,
    const struct keyring *ring, const struct new_keys *new);

/*
 * The text of a keyring in which the highest epoch i of a name is followed by
 * a new one, active from this date on; the one that was active is old.
 */
void keytext_put_rotated(struct buf *out, struct slice text,
    const struct keyring *ring, size_t i, const char *created);

/* The text of a keyring whose key i is revoked. */
void keytext_put_revoked(
    struct buf *out, struct slice text, const struct keyring *ring, size_t i);

#endif
