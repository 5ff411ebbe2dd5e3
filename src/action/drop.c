/* drop: nothing leaves. */
#include "action/all.h"

static const struct param params[] = { { .name = NULL } };

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	(void)config, (void)context, (void)in, (void)out, (void)kind;
	return VERDICT_DROP;
}

const struct action action_drop = {
	.name = "drop",
	.help = "stays behind",
	.params = params,
	.apply = apply,
};
