/* mask: the ends of a text are shown and its middle hidden. */
#include "action/all.h"
#include "base/utf8.h"

#define MOST_SHOWN 64

struct mask {
	uint32_t first, last; /* characters left visible at each end */
	uint32_t with;        /* the character shown instead */
};

static const struct param params[] = {
	{
	    .name = "first",
	    .kind = PARAM_COUNT,
	    .offset = offsetof(struct mask, first),
	    .max = MOST_SHOWN,
	    .help = "how many characters to show at the start",
	},
	{
	    .name = "last",
	    .kind = PARAM_COUNT,
	    .offset = offsetof(struct mask, last),
	    .max = MOST_SHOWN,
	    .help = "how many characters to show at the end",
	},
	{
	    .name = "with",
	    .kind = PARAM_CHAR,
	    .offset = offsetof(struct mask, with),
	    .fallback = "*",
	    .help = "the character that stands for hidden ones",
	},
	{ .name = NULL },
};

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	const struct mask *m = config;
	struct slice rest = in->text;
	size_t n = utf8_count(rest), i = 0;
	uint32_t c;

	/* Too short to hide anything: hide everything. */
	bool all = n <= (size_t)m->first + m->last;

	(void)context, (void)kind;
	/* The length alone tells true from false. */
	if (in->kind == VALUE_BOOLEAN)
		return VERDICT_INVALID;
	for (; utf8_next(&rest, &c); i++) {
		bool shown = !all && (i < m->first || i + m->last >= n);

		buf_add_char(out, shown ? c : m->with);
	}
	return VERDICT_CHANGED;
}

const struct action action_mask = {
	.name = "mask",
	.help = "leaves with only its first and last characters shown",
	.params = params,
	.size = sizeof(struct mask),
	.releases = true,
	.apply = apply,
};
