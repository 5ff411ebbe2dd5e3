/* seal: only the recipient can read the value, and only from its place. */
#include "action/all.h"

struct seal {
	uint32_t to; /* recipient */
};

static const struct param params[] = {
	{
	    .name = "to",
	    .kind = PARAM_RECIPIENT,
	    .offset = offsetof(struct seal, to),
	    .required = true,
	    .help = "the recipient, who alone can open it",
	},
	{ .name = NULL },
};

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	const struct seal *s = config;
	const struct action_recipient *to = &context->recipients[s->to];
	struct seal_place place = { to->name, to->policy, context->place };

	(void)kind;
	seal_value(to->sealer, &place, in, out);
	return VERDICT_CHANGED;
}

const struct action action_seal = {
	.name = "seal",
	.help = "leaves encrypted to a recipient, whom nobody on the way can "
		"replace",
	.params = params,
	.size = sizeof(struct seal),
	.releases = true,
	.binds = true,
	.apply = apply,
};
