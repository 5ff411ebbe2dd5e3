/* replace: a constant, whatever the value was. */
#include "action/all.h"

struct replace {
	struct value with;
};

static const struct param params[] = {
	{
	    .name = "with",
	    .kind = PARAM_SCALAR,
	    .offset = offsetof(struct replace, with),
	    .required = true,
	    .help = "the constant that leaves instead: a text, a number, true, "
		    "false or null",
	},
	{ .name = NULL },
};

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	const struct replace *r = config;

	(void)context, (void)in;
	buf_add_slice(out, r->with.text);
	*kind = r->with.kind;
	return VERDICT_CHANGED;
}

const struct action action_replace = {
	.name = "replace",
	.help = "a constant leaves instead",
	.params = params,
	.size = sizeof(struct replace),
	.releases = true,
	.apply = apply,
};
