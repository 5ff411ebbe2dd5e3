#include "crypto/keyring.h"
#include "base/file.h"
#include "crypto/keyfile.h"
#include "crypto/keytext.h"
#include "crypto/secret.h"

#include <stdlib.h>

static bool
is_repeated(const char *const *names, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (strcmp(names[j], names[i]) == 0)
			return true;
	}
	return false;
}

static int
check_new(
    const char *const *names, size_t n, const char *created, struct err *err)
{
	if (n == 0)
		return err_set(err, ERR_USAGE, "a keyring needs a key");
	if (!keytext_is_date(slice_text(created)))
		return err_set(
		    err, ERR_USAGE, "the date must be written YYYY-MM-DD");
	for (size_t i = 0; i < n; i++) {
		if (!keytext_is_name(slice_text(names[i])))
			return err_set(err, ERR_USAGE,
			    "a key name has 1 to %d characters a-z, 0-9 and "
			    "-, the first a letter",
			    LIMIT_KEY_NAME);
		if (is_repeated(names, i))
			return err_set(err, ERR_USAGE,
			    "the key name %s comes twice", names[i]);
	}
	return 0;
}

int
keyring_create(const char *path, const char *const *names, size_t n,
    const char *created, struct err *err)
{
	struct buf text;
	int result;

	if (check_new(names, n, created, err) == -1)
		return -1;
	buf_init(&text, LIMIT_KEYRING);
	/* At once as large as it can get: growing would leave copies. */
	if (buf_reserve(&text, LIMIT_KEYRING) == NULL)
		return err_nomem(err);
	keytext_put_new(&text, names, n, created);
	if (text.failed)
		result = err_set(err, ERR_USAGE, "too many keys");
	else
		result = file_create_private(path, buf_slice(&text), err);
	buf_wipe(&text);
	return result;
}

int
keyring_open(const char *path, struct keyring **ring, struct err *err)
{
	struct buf text;
	int result;

	buf_init(&text, LIMIT_KEYRING);
	result = keyfile_read(path, &text, err);
	if (result == 0)
		result = keytext_parse(path, buf_slice(&text), ring, err);
	buf_wipe(&text);
	return result;
}

void
keyring_close(struct keyring *ring)
{
	if (ring == NULL)
		return;
	secret_free(ring->bytes);
	free(ring->keys);
	free(ring);
}

size_t
keyring_count(const struct keyring *ring)
{
	return ring->count;
}

struct key_info
keyring_info(const struct keyring *ring, size_t i)
{
	const struct key *key = &ring->keys[i];

	return (struct key_info){
		.name = key->name,
		.epoch = key->epoch,
		.reversible = key->reversible,
		.state = key->state,
		.created = key->created,
	};
}

int
keyring_active(const struct keyring *ring, struct slice name, struct err *err)
{
	bool known = false;

	for (size_t i = 0; i < ring->count; i++) {
		const struct key *key = &ring->keys[i];

		if (!slice_is(name, key->name))
			continue;
		if (key->state == KEY_ACTIVE)
			return (int)i;
		known = true;
	}
	return err_set(err, ERR_KEY,
	    known ? "no epoch of the key %.*s is active"
		  : "the keyring has no key %.*s",
	    (int)name.len, (const char *)name.p);
}

const uint8_t *
keyring_bytes(const struct keyring *ring, size_t i)
{
	return ring->bytes[i];
}
