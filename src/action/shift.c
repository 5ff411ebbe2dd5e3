/*
 * shift: dates moved by days, all those of one person by the same number.
 *
 * What lies between two dates of a person stays as it is, down to the day; when
 * anything happened is known only as closely as the greatest move.  Dates
 * that are known less precisely than to the day stay so.
 */
#include "action/all.h"
#include "base/date.h"

#define MOST_DAYS 3650

struct shift {
	uint32_t as; /* domain */
	int32_t per; /* whose value is context->at */
	uint32_t most;
};

static const struct param params[] = {
	{
	    .name = "as",
	    .kind = PARAM_DOMAIN,
	    .offset = offsetof(struct shift, as),
	    .required = true,
	    .help = "the domain: its key decides by how many days",
	},
	{
	    .name = "per",
	    .kind = PARAM_PATH,
	    .offset = offsetof(struct shift, per),
	    .required = true,
	    .help = "the field that says whose date it is",
	},
	{
	    .name = "maxDays",
	    .kind = PARAM_COUNT,
	    .offset = offsetof(struct shift, most),
	    .required = true,
	    .min = 1,
	    .max = MOST_DAYS,
	    .help = "by how many days at most, to and fro",
	},
	{ .name = NULL },
};

static const char *
check(const void *config, enum type_id must)
{
	(void)config;
	return must == TYPE_ANY || must == TYPE_DATE || must == TYPE_DATETIME
		   ? NULL
		   : "a date needs `must` to be date or datetime";
}

/* By how many days the person's dates move; false if it is none. */
static bool
find_days(
    const struct shift *s, const struct action_context *context, int32_t *days)
{
	const struct action_domain *domain = &context->domains[s->as];
	struct buf *normal = context->scratch;

	if (!normalizations[domain->normalize].apply(context->at, normal))
		return false;
	/* A failed buffer rejects the record; its date is never seen. */
	if (normal->len == 0 && !normal->failed)
		return false;
	*days = offset_days(domain->offsets, buf_slice(normal), s->most);
	return true;
}

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	struct date d;
	int32_t days;

	if (!date_parse(in->text, &d) || !find_days(config, context, &days) ||
	    !date_move(&d, days))
		return VERDICT_INVALID;
	date_put_over(out, &d, in->text);
	*kind = in->kind;
	return VERDICT_CHANGED;
}

const struct action action_shift = {
	.name = "shift",
	.help = "leaves moved by a number of days that is secret, and the same "
		"for all dates of one person",
	.params = params,
	.size = sizeof(struct shift),
	.check = check,
	.releases = true,
	.apply = apply,
};
