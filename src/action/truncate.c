/* truncate: the first or the last characters of a text. */
#include "action/truncate.h"

#include "action/all.h"
#include "base/limits.h"
#include "base/utf8.h"

static const struct param params[] = {
	{
	    .name = "first",
	    .kind = PARAM_COUNT,
	    .offset = offsetof(struct truncate, first),
	    .min = 1,
	    .max = LIMIT_VALUE,
	    .help = "how many characters from the start",
	},
	{
	    .name = "last",
	    .kind = PARAM_COUNT,
	    .offset = offsetof(struct truncate, last),
	    .min = 1,
	    .max = LIMIT_VALUE,
	    .help = "how many characters from the end",
	},
	{ .name = NULL },
};

static const char *
check(const void *config, enum type_id must)
{
	const struct truncate *t = config;

	(void)must;
	if ((t->first == 0) == (t->last == 0))
		return "truncate needs either `first` or `last`";
	return NULL;
}

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	const struct truncate *t = config;

	(void)context, (void)kind;
	if (in->kind == VALUE_BOOLEAN)
		return VERDICT_INVALID;
	if (t->first > 0)
		buf_add_slice(out, utf8_first(in->text, t->first));
	else
		buf_add_slice(out, utf8_last(in->text, t->last));
	return VERDICT_CHANGED;
}

const struct action action_truncate = {
	.name = "truncate",
	.help = "leaves cut to its first or last characters",
	.params = params,
	.size = sizeof(struct truncate),
	.check = check,
	.releases = true,
	.apply = apply,
};
