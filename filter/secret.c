#include "credential.h"
#include "secret.h"

int
secret_init(struct secret *s, const struct args *args, enum opt_id file,
    enum opt_id passphrase_fd, struct tamis_error *err)
{
	const char *path = args->value[file];

	s->source = (struct tamis_secret_source){ path, credential_is(path),
		&s->phrase.ask };
	return phrase_init(&s->phrase, args, passphrase_fd, path, err);
}
