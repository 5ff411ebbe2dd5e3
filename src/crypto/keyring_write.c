/* Keyrings are created and changed. */
#include "crypto/keyfile.h"
#include "crypto/keyring.h"
#include "crypto/keytext.h"
#include "crypto/protect.h"
#include "crypto/secret.h"
#include "crypto/store.h"

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
check_new(const struct new_keys *new, struct err *err)
{
	if (new->count == 0)
		return err_set(err, ERR_USAGE, "a keyring needs a key");
	if (!keytext_is_date(slice_text(new->created)))
		return err_set(
		    err, ERR_USAGE, "the date must be written YYYY-MM-DD");
	for (size_t i = 0; i < new->count; i++) {
		if (!keytext_is_name(slice_text(new->names[i])))
			return err_set(err, ERR_USAGE,
			    "a key name has 1 to %d characters a-z, 0-9 and "
			    "-, the first a letter",
			    LIMIT_KEY_NAME);
		if (is_repeated(new->names, i))
			return err_set(err, ERR_USAGE,
			    "the key name %s comes twice", new->names[i]);
	}
	return 0;
}

/* A buffer for the text of a keyring that gets so many keys more. */
static int
init_text(struct buf *text, size_t len, size_t added, struct err *err)
{
	/* A head and an end. */
	size_t max = len + keytext_new_len(added) + 64;

	return secret_buf_init(
	    text, max < LIMIT_KEYRING ? max : LIMIT_KEYRING, err);
}

int
keyring_create(const char *path, const struct new_keys *new,
    const struct passphrase *phrase, struct err *err)
{
	struct store to = { PROTECT_KEYRING, path, NULL, phrase };
	struct buf plain;
	int result;

	if (check_new(new, err) == -1 ||
	    init_text(&plain, 0, new->count, err) == -1)
		return -1;
	keytext_put_new(&plain, new);
	result = store_text(&to, &plain, err);
	secret_buf_free(&plain);
	return result;
}

/* Changes. */

/* What is to be done with a keyring; apply adds its new text to out. */
struct change {
	int (*apply)(const struct change *change, struct slice text,
	    const struct keyring *ring, struct buf *out, struct err *err);
	const struct new_keys *new;
	const char *name, *created;
	uint32_t epoch;
};

/* A passphrase that is asked for once. */
struct remembered {
	const struct passphrase *phrase;
	size_t len;
	bool known;
	uint8_t bytes[PASSPHRASE_MOST];
};

static int
ask_once(void *ctx, uint8_t *out, size_t room, size_t *len, struct err *err)
{
	struct remembered *r = ctx;

	if (!r->known) {
		if (r->phrase->ask(r->phrase->ctx, r->bytes, sizeof(r->bytes),
			&r->len, err) == -1)
			return -1;
		r->known = true;
	}
	if (r->len > room)
		return err_set(err, ERR_KEY, "the passphrase is too long");
	memcpy(out, r->bytes, r->len);
	*len = r->len;
	return 0;
}

/* Changes a text that was read, and stores the new one. */
static int
change_ring(const struct change *change, struct slice text,
    const struct keyring *ring, const struct store *to, struct err *err)
{
	size_t added = change->new == NULL ? 1 : change->new->count;
	struct keyring *result_ring;
	struct buf out;
	int result;

	if (init_text(&out, text.len, added, err) == -1)
		return -1;
	result = change->apply(change, text, ring, &out, err);
	/* What could not be read again never takes the place of what can. */
	if (result == 0 && !out.failed) {
		result =
		    keytext_parse(to->path, buf_slice(&out), &result_ring, err);
		if (result == 0)
			keyring_close(result_ring);
	}
	if (result == 0)
		result = store_text(to, &out, err);
	secret_buf_free(&out);
	return result;
}

static int
change_text(const struct change *change, struct slice text,
    const struct store *to, struct err *err)
{
	struct keyring *ring;
	int result;

	if (keytext_parse(to->path, text, &ring, err) == -1)
		return -1;
	result = change_ring(change, text, ring, to, err);
	keyring_close(ring);
	return result;
}

static int
change_protected(const struct change *change, struct buf *text,
    const struct store *to, struct err *err)
{
	struct remembered *r;
	struct passphrase once = { ask_once, NULL };
	struct store again = *to;
	int result;

	if (to->phrase == NULL)
		return err_set(
		    err, ERR_KEY, "%s is protected by a passphrase", to->path);
	r = secret_new(sizeof(*r), err);
	if (r == NULL)
		return -1;
	*r = (struct remembered){ .phrase = to->phrase };
	once.ctx = r;
	again.phrase = &once;
	result = protect_open(to->kind, to->path, text, &once, err);
	if (result == 0)
		result = change_text(change, buf_slice(text), &again, err);
	secret_free(r);
	return result;
}

static int
change_file(
    const struct change *change, const struct store *to, struct err *err)
{
	struct store open = *to;
	struct buf text;
	int result;

	open.phrase = NULL;
	if (keyfile_content(to->file, &text, err) == -1)
		return -1;
	if (protect_found(to->kind, buf_slice(&text)))
		result = change_protected(change, &text, to, err);
	else
		result = change_text(change, buf_slice(&text), &open, err);
	secret_buf_free(&text);
	return result;
}

static int
change(const struct change *change, const char *path,
    const struct passphrase *phrase, struct err *err)
{
	struct keyfile file;
	struct store to = { PROTECT_KEYRING, path, &file, phrase };
	int result;

	if (keyfile_open(&file, path, err) == -1)
		return -1;
	result = change_file(change, &to, err);
	keyfile_close(&file);
	return result;
}

/* The highest epoch of a name, or -1. */
static int
find_highest(const struct keyring *ring, const char *name)
{
	int found = -1;

	for (size_t i = 0; i < ring->count; i++) {
		const struct key *key = &ring->keys[i];

		if (strcmp(key->name, name) == 0 &&
		    (found == -1 || key->epoch > ring->keys[found].epoch))
			found = (int)i;
	}
	return found;
}

static int
apply_added(const struct change *change, struct slice text,
    const struct keyring *ring, struct buf *out, struct err *err)
{
	for (size_t i = 0; i < change->new->count; i++)
		if (find_highest(ring, change->new->names[i]) != -1)
			return err_set(err, ERR_KEY,
			    "the keyring has a key %s already",
			    change->new->names[i]);
	keytext_put_added(out, text, ring, change->new);
	return 0;
}

int
keyring_add(const char *path, const struct new_keys *new,
    const struct passphrase *phrase, struct err *err)
{
	struct change add = { .apply = apply_added, .new = new };

	if (check_new(new, err) == -1)
		return -1;
	return change(&add, path, phrase, err);
}

static int
apply_rotated(const struct change *change, struct slice text,
    const struct keyring *ring, struct buf *out, struct err *err)
{
	int highest = find_highest(ring, change->name);

	if (highest == -1)
		return err_set(
		    err, ERR_KEY, "the keyring has no key %s", change->name);
	if (ring->keys[highest].epoch == UINT32_MAX)
		return err_set(err, ERR_KEY,
		    "the key %s has had its last epoch", change->name);
	keytext_put_rotated(out, text, ring, (size_t)highest, change->created);
	return 0;
}

int
keyring_rotate(const char *path, const char *name, const char *created,
    const struct passphrase *phrase, struct err *err)
{
	const struct new_keys new = { &name, 1, false, created };
	struct change rotate = {
		.apply = apply_rotated, .name = name, .created = created
	};

	if (check_new(&new, err) == -1)
		return -1;
	return change(&rotate, path, phrase, err);
}

static int
apply_revoked(const struct change *change, struct slice text,
    const struct keyring *ring, struct buf *out, struct err *err)
{
	int i =
	    keyring_find(ring, slice_text(change->name), change->epoch, err);

	if (i == -1)
		return -1;
	keytext_put_revoked(out, text, ring, (size_t)i);
	return 0;
}

int
keyring_revoke(const char *path, const char *name, uint32_t epoch,
    const struct passphrase *phrase, struct err *err)
{
	struct change revoke = {
		.apply = apply_revoked, .name = name, .epoch = epoch
	};

	return change(&revoke, path, phrase, err);
}
