/* tamis rekey: values in, their tokens under two epochs of a key out. */
#include "opening.h"

static int
read_epoch(const char *text, uint32_t *epoch, struct tamis_error *err)
{
	unsigned long n;

	if (!cli_number(text, UINT32_MAX, &n) || n == 0)
		return cli_fail(
		    err, TAMIS_EUSAGE, "an epoch is a number from 1 on");
	*epoch = (uint32_t)n;
	return 0;
}

static int
read_epochs(const struct args *args, struct tamis_rekeying *rekeying,
    struct tamis_error *err)
{
	if (read_epoch(args->value[OPT_FROM], &rekeying->from, err) != 0)
		return -1;
	return read_epoch(args->value[OPT_TO], &rekeying->to, err);
}

static int
rekey(struct opening *o, struct tamis_error *err)
{
	struct tamis_rekeying rekeying = { .domain =
					       o->args->value[OPT_DOMAIN] };

	if (read_epochs(o->args, &rekeying, err) != 0)
		return -1;
	return tamis_rekey(&o->job, o->keys, &rekeying, &o->opened, err);
}

enum exit_code
cmd_rekey(const struct args *args, const struct say *say)
{
	static const struct opening_way way = { opening_keyring, opening_lines,
		rekey, "line", "no value of the domain" };

	return opening_run(args, say, &way);
}
