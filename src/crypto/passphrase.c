#include "crypto/passphrase.h"
#include "crypto/keyfile.h"
#include "crypto/keytext.h"
#include "crypto/pair.h"
#include "crypto/protect.h"
#include "crypto/secret.h"
#include "crypto/store.h"

static bool
is_of_kind(struct slice text, enum protect_kind kind)
{
	struct slice tamis = slice_text("tamis-");

	return slice_starts(text, tamis) &&
	       slice_starts(slice_skip(text, tamis.len),
		   slice_text(protect_kinds[kind]));
}

static int
find_kind(const char *path, struct slice text, enum protect_kind *kind,
    struct err *err)
{
	for (int k = 0; k < PROTECT_KIND_COUNT; k++) {
		*kind = (enum protect_kind)k;
		if (is_of_kind(text, *kind))
			return 0;
	}
	return err_set(
	    err, ERR_KEY, "%s is neither a keyring nor a secret key", path);
}

static int
check_keyring(const char *path, struct slice text, struct err *err)
{
	struct keyring *ring;

	if (keytext_parse(path, text, &ring, err) == -1)
		return -1;
	keyring_close(ring);
	return 0;
}

/* What could not be read again is not put under a passphrase. */
static int
check(const char *path, struct slice text, enum protect_kind kind,
    struct err *err)
{
	return kind == PROTECT_KEYRING ? check_keyring(path, text, err)
				       : pair_check_secret(path, text, err);
}

static int
change_text(const struct keyfile *file, struct buf *text,
    const struct passphrase *before, const struct passphrase *now,
    struct err *err)
{
	struct store to = { .path = file->path, .file = file, .phrase = now };

	if (find_kind(file->path, buf_slice(text), &to.kind, err) == -1)
		return -1;
	if (now == NULL && !protect_found(to.kind, buf_slice(text)))
		return err_set(
		    err, ERR_USAGE, "%s has no passphrase", file->path);
	if (protect_open(to.kind, file->path, text, before, err) == -1 ||
	    check(file->path, buf_slice(text), to.kind, err) == -1)
		return -1;
	return store_text(&to, text, err);
}

static int
change_file(const struct keyfile *file, const struct passphrase *before,
    const struct passphrase *now, struct err *err)
{
	struct buf text;
	int result;

	if (keyfile_content(file, &text, err) == -1)
		return -1;
	result = change_text(file, &text, before, now, err);
	secret_buf_free(&text);
	return result;
}

int
passphrase_change(const char *path, const struct passphrase *before,
    const struct passphrase *now, struct err *err)
{
	struct keyfile file;
	int result;

	if (keyfile_open(&file, path, err) == -1)
		return -1;
	result = change_file(&file, before, now, err);
	keyfile_close(&file);
	return result;
}
