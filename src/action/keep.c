/* keep: the bytes as received. */
#include "action/all.h"

static const struct param params[] = { { .name = NULL } };

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	(void)config, (void)context, (void)in, (void)out, (void)kind;
	return VERDICT_KEEP;
}

const struct action action_keep = {
	.name = "keep",
	.help = "leaves as received",
	.params = params,
	.releases = true,
	.releases_raw = true,
	.apply = apply,
};
