#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "credential.h"
#include "keys.h"
#include "phrase.h"

struct place {
	struct tamis_keyring_source source;
	char path[CREDENTIAL_PATH]; /* of the credential, or the name of fd */
};

static int
use_fd(struct place *p, const char *text, struct tamis_error *err)
{
	unsigned long number;

	if (!cli_number(text, INT_MAX, &number))
		return cli_fail(err, TAMIS_EUSAGE,
		    "--key-fd takes the number of a descriptor");
	snprintf(p->path, sizeof(p->path), "descriptor %lu", number);
	p->source.path = p->path;
	p->source.from_fd = true;
	p->source.fd = (int)number;
	return 0;
}

/* Sets source.path, or leaves it NULL when there is no keyring. */
static int
find(struct place *p, const struct args *args, struct tamis_error *err)
{
	const char *path = args->value[OPT_KEYS];
	const char *fd = args->value[OPT_KEY_FD];

	p->source = (struct tamis_keyring_source){ .path = path };
	if (path != NULL && fd != NULL)
		return cli_fail(err, TAMIS_EUSAGE,
		    "--keys and --key-fd both name a keyring");
	if (fd != NULL)
		return use_fd(p, fd, err);
	if (path == NULL && credential_find("keyring", p->path))
		p->source.path = p->path;
	p->source.credential =
	    p->source.path != NULL && credential_is(p->source.path);
	return 0;
}

int
keys_open(const struct args *args, struct tamis_keyring **keys,
    const char **hint, struct tamis_error *err)
{
	struct place place;
	struct phrase phrase;

	if (find(&place, args, err) != 0)
		return -1;
	if (place.source.path == NULL) {
		*hint = "name it with -k; `tamis key new` creates one";
		return cli_fail(err, TAMIS_EKEY,
		    "the policy makes tokens and needs a keyring");
	}
	if (phrase_init(
		&phrase, args, OPT_PASSPHRASE_FD, place.source.path, err) != 0)
		return -1;
	place.source.passphrase = &phrase.ask;
	if (tamis_keyring_open(keys, &place.source, err) == 0)
		return 0;
	if (!place.source.from_fd && access(place.source.path, F_OK) != 0 &&
	    errno == ENOENT)
		*hint = "`tamis key new` creates a keyring";
	return -1;
}

bool
keys_stat(const struct args *args, struct stat *file)
{
	struct place place;
	struct tamis_error err;

	if (find(&place, args, &err) != 0 || place.source.path == NULL)
		return false;
	if (place.source.from_fd)
		return fstat(place.source.fd, file) == 0;
	return stat(place.source.path, file) == 0;
}
