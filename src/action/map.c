/* map: one code for another, by a table. */
#include "action/all.h"

enum otherwise { OTHERWISE_DROP = 1, OTHERWISE_REJECT };

static const char *const otherwise[] = { "drop", "reject", NULL };

struct map {
	struct action_table table;
	uint32_t otherwise; /* enum otherwise */
};

static const struct param params[] = {
	{
	    .name = "table",
	    .kind = PARAM_TABLE,
	    .offset = offsetof(struct map, table),
	    .required = true,
	    .help = "what leaves for each value",
	},
	{
	    .name = "else",
	    .kind = PARAM_CHOICE,
	    .offset = offsetof(struct map, otherwise),
	    .required = true,
	    .choices = otherwise,
	    .help = "what happens to a value that the table does not hold",
	},
	{ .name = NULL },
};

static const char *
check(const void *config, enum type_id must)
{
	const struct map *m = config;

	(void)must;
	return m->table.count > 0 ? NULL : "the table is empty";
}

static const struct action_pair *
find(const struct action_table *table, struct slice from)
{
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = slice_order(table->pairs[middle].from, from);

		if (order == 0)
			return &table->pairs[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	const struct map *m = config;
	const struct action_pair *pair = find(&m->table, in->text);

	(void)context, (void)kind;
	if (pair == NULL)
		return m->otherwise == OTHERWISE_DROP ? VERDICT_DROP
						      : VERDICT_REFUSE;
	buf_add_slice(out, pair->to);
	return VERDICT_CHANGED;
}

const struct action action_map = {
	.name = "map",
	.help = "leaves as another code, by a table",
	.params = params,
	.size = sizeof(struct map),
	.check = check,
	.releases = true,
	.apply = apply,
};
