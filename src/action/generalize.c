/*
 * generalize: something coarser, to which more people belong.
 *
 * A date that is known less precisely than asked leaves as it is known: that
 * is coarser still.  Ages are counted to a date of the record, never to the
 * clock, and need both dates to the day.
 */
#include "action/generalize.h"

#include "action/all.h"
#include "action/geo.h"
#include "base/date.h"
#include "base/num.h"

static const char *const choices[] = { "departement", "region", "year",
	"quarter", "month", "day", "hour", "age-1y", "age-5y", "age-10y",
	NULL };

/* Few people are older, so all of them are one class. */
#define OLDEST 90

static const struct param params[] = {
	{
	    .name = "to",
	    .kind = PARAM_CHOICE,
	    .offset = offsetof(struct generalize, to),
	    .choices = choices,
	    .help = "what is left of a date, a postcode or a commune",
	},
	{
	    .name = "at",
	    .kind = PARAM_PATH,
	    .offset = offsetof(struct generalize, at),
	    .help = "the date field to which an age is counted",
	},
	{
	    .name = "step",
	    .kind = PARAM_COUNT,
	    .offset = offsetof(struct generalize, step),
	    .min = 2,
	    .max = 1000000000,
	    .help = "numbers are rounded down to multiples of it",
	},
	{ .name = NULL },
};

static bool
is_age(uint32_t to)
{
	return to >= GENERALIZE_AGE_1Y;
}

static bool
is_place(uint32_t to)
{
	return to == GENERALIZE_DEPARTEMENT || to == GENERALIZE_REGION;
}

/* NULL, or why values of the type can never be generalized so. */
static const char *
check_type(const struct generalize *g, enum type_id must)
{
	if (must == TYPE_ANY)
		return NULL;
	if (g->step > 0)
		return must == TYPE_NUMBER || must == TYPE_INTEGER
			   ? NULL
			   : "`step` needs `must` to be number or integer";
	if (is_place(g->to))
		return must == TYPE_POSTCODE_FR || must == TYPE_INSEE_FR
			   ? NULL
			   : "departement and region need `must` to be "
			     "postcode-fr or insee-fr";
	return must == TYPE_DATE || must == TYPE_DATETIME
		   ? NULL
		   : "a date needs `must` to be date or datetime";
}

static const char *
check(const void *config, enum type_id must)
{
	const struct generalize *g = config;

	if ((g->to == 0) == (g->step == 0))
		return "generalize needs either `to` or `step`";
	if (is_age(g->to) && g->at < 0)
		return "an age needs `at`, the date to which it is counted";
	if (!is_age(g->to) && g->at >= 0)
		return "only ages have `at`";
	return check_type(g, must);
}

static bool
add_place(enum generalize_to to, enum type_id must, struct slice code,
    struct buf *out)
{
	const char *place = must == TYPE_INSEE_FR
				? geo_department_of_insee(code)
				: geo_department_of_postcode(code);

	if (place != NULL && to == GENERALIZE_REGION)
		place = geo_region(place);
	if (place == NULL)
		return false;
	buf_add_text(out, place);
	return true;
}

static void
add_quarter(const struct date *d, struct buf *out)
{
	date_put(out, d, DATE_YEAR);
	if (d->precision >= DATE_MONTH)
		buf_add_format(
		    out, "%sQ%d", d->compact ? "" : "-", (d->month + 2) / 3);
}

static bool
add_date(enum generalize_to to, struct slice text, struct buf *out)
{
	static const enum date_precision precisions[] = {
		[GENERALIZE_YEAR] = DATE_YEAR,
		[GENERALIZE_MONTH] = DATE_MONTH,
		[GENERALIZE_DAY] = DATE_DAY,
		[GENERALIZE_HOUR] = DATE_HOUR,
	};
	struct date d;

	if (!date_parse(text, &d))
		return false;
	if (to == GENERALIZE_QUARTER)
		add_quarter(&d, out);
	else
		date_put(out, &d,
		    d.precision < precisions[to] ? d.precision
						 : precisions[to]);
	return true;
}

const char *
generalize_name(enum generalize_to to)
{
	return choices[to - 1];
}

void
generalize_class(int years, int width, struct buf *out)
{
	int from = years / width * width;

	if (years >= OLDEST) {
		buf_add_u64(out, OLDEST);
		buf_add_byte(out, '+');
		return;
	}
	buf_add_u64(out, (uint64_t)from);
	if (width > 1) {
		buf_add_byte(out, '-');
		buf_add_u64(out, (uint64_t)(from + width - 1));
	}
}

static bool
add_age(
    enum generalize_to to, struct slice text, struct slice at, struct buf *out)
{
	static const int widths[] = {
		[GENERALIZE_AGE_1Y] = 1,
		[GENERALIZE_AGE_5Y] = 5,
		[GENERALIZE_AGE_10Y] = 10,
	};
	struct date birth, day;
	int years;

	if (at.p == NULL || !date_parse(text, &birth) ||
	    !date_parse(at, &day) || !date_age(&birth, &day, &years))
		return false;
	generalize_class(years, widths[to], out);
	return true;
}

static bool
add_step(uint32_t step, const struct value *in, struct buf *out,
    enum value_kind *kind)
{
	*kind = in->kind;
	return num_floor(in->text, step, out);
}

static enum verdict
apply(const void *config, const struct action_context *context,
    const struct value *in, struct buf *out, enum value_kind *kind)
{
	const struct generalize *g = config;
	enum generalize_to to = (enum generalize_to)g->to;
	bool good;

	if (g->step > 0)
		good = add_step(g->step, in, out, kind);
	else if (is_place(to))
		good = add_place(to, context->must, in->text, out);
	else if (is_age(to))
		good = add_age(to, in->text, context->at, out);
	else
		good = add_date(to, in->text, out);
	return good ? VERDICT_CHANGED : VERDICT_INVALID;
}

const struct action action_generalize = {
	.name = "generalize",
	.help = "leaves as something coarser",
	.params = params,
	.size = sizeof(struct generalize),
	.check = check,
	.releases = true,
	.apply = apply,
};
