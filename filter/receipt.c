#include "clock.h"
#include "receipt.h"
#include "secret.h"
#include "stop.h"

int
receipt_check_options(const struct args *args, struct tamis_error *err)
{
	bool file = args->value[OPT_RECEIPT] != NULL;
	bool secret = args->value[OPT_SIGN] != NULL;

	if (file == secret)
		return 0;
	return cli_fail(err, TAMIS_EUSAGE, "--%s is given without --%s",
	    option_rows[file ? OPT_RECEIPT : OPT_SIGN].name,
	    option_rows[file ? OPT_SIGN : OPT_RECEIPT].name);
}

int
receipt_open(struct tamis_receipt **receipt, const struct args *args,
    struct tamis_error *err)
{
	struct secret secret;

	if (args->value[OPT_RECEIPT] == NULL)
		return 0;
	if (secret_init(&secret, args, OPT_SIGN, OPT_SIGN_PASSPHRASE_FD, err) !=
	    0)
		return -1;
	return tamis_receipt_open(receipt, args->value[OPT_RECEIPT],
	    &secret.source, stop_flag(), err);
}

int
receipt_vouch(struct tamis_receipt *receipt, const char *sandbox,
    struct out *out, struct tamis_error *err)
{
	char now[CLOCK_LEN + 1];
	struct tamis_error why;

	if (out_sync(out, &why) == 0 && clock_now(now, &why) == 0) {
		out_keep(out);
		if (tamis_receipt_write(receipt, now, sandbox, &why) == 0)
			return 0;
	}
	if (out_is_direct(out))
		return cli_fail(err, why.code, "%.400s; %s has no receipt",
		    why.text, out->name);
	*err = why;
	return -1;
}
