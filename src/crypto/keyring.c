#include "crypto/keyring.h"
#include "crypto/keyfile.h"
#include "crypto/keytext.h"
#include "crypto/protect.h"
#include "crypto/secret.h"

#include <stdlib.h>

static int
read_source(
    const struct keyring_source *source, struct buf *text, struct err *err)
{
	if (source->from_fd)
		return keyfile_read_fd(source->fd, source->path, text, err);
	return keyfile_read(source->path,
	    source->credential ? KEYFILE_CREDENTIAL : KEYFILE_OWNER, text, err);
}

int
keyring_read(
    const struct keyring_source *source, struct keyring **ring, struct err *err)
{
	struct buf text;
	int result;

	if (read_source(source, &text, err) == -1)
		return -1;
	result = protect_open(
	    PROTECT_KEYRING, source->path, &text, source->phrase, err);
	if (result == 0)
		result =
		    keytext_parse(source->path, buf_slice(&text), ring, err);
	secret_buf_free(&text);
	return result;
}

int
keyring_open(const char *path, struct keyring **ring, struct err *err)
{
	return keyring_read(
	    &(struct keyring_source){ .path = path }, ring, err);
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

int
keyring_find(const struct keyring *ring, struct slice name, uint32_t epoch,
    struct err *err)
{
	for (size_t i = 0; i < ring->count; i++) {
		const struct key *key = &ring->keys[i];

		if (!slice_is(name, key->name) || key->epoch != epoch)
			continue;
		if (key->state != KEY_REVOKED)
			return (int)i;
		return err_set(err, ERR_KEY,
		    "epoch %lu of the key %s is revoked", (unsigned long)epoch,
		    key->name);
	}
	return err_set(err, ERR_KEY,
	    "the keyring has no epoch %lu of a key %.*s", (unsigned long)epoch,
	    (int)name.len, (const char *)name.p);
}

const uint8_t *
keyring_bytes(const struct keyring *ring, size_t i)
{
	return ring->bytes[i];
}
