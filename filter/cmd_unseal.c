/* tamis unseal: for the recipient of sealed values, or of a quarantine. */
#include "opening.h"
#include "secret.h"

static int
open_secret(struct opening *o, struct tamis_error *err)
{
	struct secret secret;

	if (secret_init(&secret, o->args, OPT_SECRET, OPT_PASSPHRASE_FD, err) !=
	    0)
		return -1;
	return tamis_secret_open(&o->secret, &secret.source, err);
}

static int
unseal(struct opening *o, struct tamis_error *err)
{
	return tamis_unseal(&o->job, o->secret, &o->opened, err);
}

static int
unseal_quarantine(struct opening *o, struct tamis_error *err)
{
	return tamis_unseal_quarantine(&o->job, o->secret, &o->opened, err);
}

enum exit_code
cmd_unseal(const struct args *args, const struct say *say)
{
	static const struct opening_way values = { open_secret, opening_format,
		unseal, "record", "left sealed", .stays = true };
	static const struct opening_way records = { open_secret, opening_lines,
		unseal_quarantine, "line", "no record that opens" };

	return opening_run(
	    args, say, args->value[OPT_SEALED] == NULL ? &values : &records);
}
