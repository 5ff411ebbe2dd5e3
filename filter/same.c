#include <string.h>

#include "keys.h"
#include "same.h"

/* Options that name a file of the command, and what it is. */
static const struct {
	enum opt_id option;
	const char *what;
} named[] = {
	{ OPT_POLICY, "policy" },
	{ OPT_MADE_BY, "policy" },
	{ OPT_FROM_POLICY, "policy" },
	{ OPT_AGAINST, "other policy" },
	{ OPT_SIGN, "secret" },
	{ OPT_SECRET, "secret key" },
	{ OPT_RECEIPT, "file of receipts" },
	{ OPT_CHECKPOINT, "checkpoint" },
};

static int
refuse_recipients(
    const struct out *o, const struct args *args, struct tamis_error *err)
{
	for (int i = 0; i < args->repeat_count; i++) {
		const struct opt_repeat *r = &args->repeats[i];
		const char *equals = strchr(r->value, '=');

		if (r->id == OPT_RECIPIENT && equals != NULL &&
		    out_refuse_named(o, equals + 1, "public key", err) != 0)
			return -1;
	}
	return 0;
}

int
same_refuse_files(const struct out *o, const struct tamis_policy *policy,
    struct tamis_error *err)
{
	const char *file;

	for (size_t i = 0; (file = tamis_policy_file(policy, i)) != NULL; i++)
		if (out_refuse_named(o, file, "file of the policy", err) != 0)
			return -1;
	return 0;
}

int
same_refuse(const struct out *o, const struct args *args,
    const struct tamis_policy *policy, struct tamis_error *err)
{
	struct stat keyring;

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (out_refuse_named(o, args->value[named[i].option],
			named[i].what, err) != 0)
			return -1;
	if (refuse_recipients(o, args, err) != 0 ||
	    (policy != NULL && same_refuse_files(o, policy, err) != 0))
		return -1;
	/* A key that is lost takes the sense of all tokens along. */
	return keys_stat(args, &keyring)
		   ? out_refuse(o, &keyring, "keyring", err)
		   : 0;
}

int
same_refuse_operands(const struct out *o, const struct args *args,
    const char *what, struct tamis_error *err)
{
	for (int i = 0; i < args->operand_count; i++)
		if (out_refuse_named(o, args->operands[i], what, err) != 0)
			return -1;
	return 0;
}
