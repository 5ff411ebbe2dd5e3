/*
 * Keyrings and pairs, for the public API.
 */
#include "api.h"

#include <stdlib.h>

#include "crypto/pair.h"

/* Asks for a passphrase in its inner form; ctx is the public one. */
static int
ask_public(void *ctx, uint8_t *out, size_t room, size_t *len, struct err *err)
{
	const struct tamis_passphrase *public = ctx;
	struct tamis_error why = { .text = "" };

	if (public->ask(public->ctx, out, room, len, &why) != 0)
		return err_set(err, ERR_KEY, "%s", why.text);
	/* As some calls do, which say how long it would have been. */
	if (*len > room)
		return err_set(err, ERR_KEY, "the passphrase is too long");
	return 0;
}

void
asking_init(struct asking *a, const struct tamis_passphrase *public)
{
	*a = (struct asking){ .phrase = NULL };
	if (public == NULL)
		return;
	a->public = *public;
	a->inner = (struct passphrase){ ask_public, &a->public };
	a->phrase = &a->inner;
}

static struct new_keys
new_keys_of(const struct tamis_new_keys *keys)
{
	return (struct new_keys){ keys->names, keys->count, keys->reversible,
		keys->created };
}

API int
tamis_keyring_create(const char *path, const struct tamis_new_keys *keys,
    const struct tamis_passphrase *passphrase, struct tamis_error *out)
{
	struct new_keys new = new_keys_of(keys);
	struct err err = { 0 };
	struct asking asking;

	asking_init(&asking, passphrase);
	if (keyring_create(path, &new, asking.phrase, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_keyring_add(const char *path, const struct tamis_new_keys *keys,
    const struct tamis_passphrase *passphrase, struct tamis_error *out)
{
	struct new_keys new = new_keys_of(keys);
	struct err err = { 0 };
	struct asking asking;

	asking_init(&asking, passphrase);
	if (keyring_add(path, &new, asking.phrase, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_keyring_rotate(const char *path, const char *name, const char *created,
    const struct tamis_passphrase *passphrase, struct tamis_error *out)
{
	struct err err = { 0 };
	struct asking asking;

	asking_init(&asking, passphrase);
	if (keyring_rotate(path, name, created, asking.phrase, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_keyring_revoke(const char *path, const char *name, uint32_t epoch,
    const struct tamis_passphrase *passphrase, struct tamis_error *out)
{
	struct err err = { 0 };
	struct asking asking;

	asking_init(&asking, passphrase);
	if (keyring_revoke(path, name, epoch, asking.phrase, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_keyring_open(struct tamis_keyring **keys,
    const struct tamis_keyring_source *source, struct tamis_error *out)
{
	struct err err = { 0 };
	struct tamis_keyring *k = calloc(1, sizeof(*k));
	struct keyring_source inner = { source->path, source->fd,
		source->from_fd, source->credential, NULL };
	struct asking asking;

	if (k == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	asking_init(&asking, source->passphrase);
	inner.phrase = asking.phrase;
	if (keyring_read(&inner, &k->ring, &err) < 0) {
		free(k);
		return tell(out, &err);
	}
	*keys = k;
	return 0;
}

API int
tamis_pair_create(const char *path, enum tamis_pair_use use,
    const struct tamis_passphrase *passphrase, struct tamis_error *out)
{
	static const enum pair_use uses[] = {
		[TAMIS_PAIR_SEAL] = PAIR_SEAL,
		[TAMIS_PAIR_SIGN] = PAIR_SIGN,
	};
	struct err err = { 0 };
	struct asking asking;

	asking_init(&asking, passphrase);
	if (pair_create(path, uses[use], asking.phrase, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_passphrase_change(const char *path, const struct tamis_passphrase *before,
    const struct tamis_passphrase *now, struct tamis_error *out)
{
	struct err err = { 0 };
	struct asking first, second;

	asking_init(&first, before);
	asking_init(&second, now);
	if (passphrase_change(path, first.phrase, second.phrase, &err) < 0)
		return tell(out, &err);
	return 0;
}

struct pair_source
pair_source_of(const struct tamis_secret_source *source, struct asking *asking)
{
	asking_init(asking, source->passphrase);
	return (struct pair_source){ source->path, source->credential,
		asking->phrase };
}

API void
tamis_keyring_close(struct tamis_keyring *keys)
{
	if (keys == NULL)
		return;
	keyring_close(keys->ring);
	free(keys);
}

API size_t
tamis_keyring_count(const struct tamis_keyring *keys)
{
	return keyring_count(keys->ring);
}

API struct tamis_key
tamis_keyring_key(const struct tamis_keyring *keys, size_t i)
{
	static const enum tamis_key_state states[] = {
		[KEY_ACTIVE] = TAMIS_KEY_ACTIVE,
		[KEY_OLD] = TAMIS_KEY_OLD,
		[KEY_REVOKED] = TAMIS_KEY_REVOKED,
	};
	struct key_info info = keyring_info(keys->ring, i);

	return (struct tamis_key){ info.name, info.epoch, info.reversible,
		states[info.state], info.created };
}
