#include "study/risk/ladder.h"

#include "action/generalize.h"
#include "action/geo.h"
#include "action/truncate.h"
#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

/*
 * What a value is in a sort, the finer the more; 0: it is not of the sort.
 */

#define YEAR_LEN 4

static uint32_t
measure_date(struct slice value)
{
	struct date d;

	return date_parse(value, &d) ? (uint32_t)d.precision + 1 : 0;
}

#define OF_YEAR    (DATE_YEAR + 1)
#define OF_MONTH   (DATE_MONTH + 1)
#define OF_DAY     (DATE_DAY + 1)
#define OF_HOUR    (DATE_HOUR + 1)
#define OF_MINUTE  (DATE_MINUTE + 1)
#define OF_QUARTER 2 /* among quarters and years */

/* 2021-Q4, 2021Q4, or a date that was known to the year. */
static uint32_t
measure_quarter(struct slice value)
{
	struct slice year = value, rest;

	if (measure_date(value) == OF_YEAR)
		return OF_YEAR;
	if (value.len <= YEAR_LEN)
		return 0;
	year.len = YEAR_LEN;
	rest = slice_skip(value, YEAR_LEN);
	if (rest.p[0] == '-')
		rest = slice_skip(rest, 1);
	return measure_date(year) == OF_YEAR && rest.len == 2 &&
		       rest.p[0] == 'Q' && rest.p[1] >= '1' && rest.p[1] <= '4'
		   ? OF_QUARTER
		   : 0;
}

static uint32_t
measure_postcode(struct slice value)
{
	return geo_department_of_postcode(value) != NULL;
}

static uint32_t
measure_commune(struct slice value)
{
	return geo_department_of_insee(value) != NULL;
}

/* Digits before the point. */
static uint32_t
measure_number(struct slice value)
{
	size_t from = value.len > 0 && value.p[0] == '-', at = from;

	if (!num_is_decimal(value))
		return 0;
	while (at < value.len && value.p[at] >= '0' && value.p[at] <= '9')
		at++;
	return (uint32_t)(at - from);
}

static uint32_t
measure_departement(struct slice value)
{
	return geo_is_department(value);
}

/* Ages from, to, as generalize writes them; to is UINT64_MAX for 90+. */
struct ages {
	uint64_t from, to;
};

static bool
read_ages(struct slice value, struct ages *ages)
{
	struct slice from;

	if (slice_take_until(&value, '-', &from))
		return num_u64(from, &ages->from) && num_u64(value, &ages->to);
	if (slice_take_until(&value, '+', &from)) {
		ages->to = UINT64_MAX;
		return value.len == 0 && num_u64(from, &ages->from);
	}
	if (!num_u64(value, &ages->from))
		return false;
	ages->to = ages->from;
	return true;
}

#define OF_1Y  3
#define OF_5Y  2
#define OF_10Y 1

#define HIGHEST 150 /* of ages */

static uint32_t
measure_age(struct slice value)
{
	struct ages ages;

	if (!read_ages(value, &ages) || ages.from > HIGHEST)
		return 0;
	if (ages.to == UINT64_MAX)
		return OF_10Y;
	switch (ages.to - ages.from) {
	case 0:
		return OF_1Y;
	case 4:
		return OF_5Y;
	case 9:
		return OF_10Y;
	default:
		return 0;
	}
}

static uint32_t
measure_text(struct slice value)
{
	return (uint32_t)utf8_count(value);
}

static uint32_t
measure_closed(struct slice value)
{
	(void)value;
	return 1;
}

/* A guess needs a value that is so much: years alone are numbers. */
static const struct {
	uint32_t (*measure)(struct slice value);
	uint32_t least;
} sorts[LADDER_SORTS] = {
	[LADDER_DATE] = { measure_date, OF_MONTH },
	[LADDER_QUARTER] = { measure_quarter, OF_QUARTER },
	[LADDER_POSTCODE] = { measure_postcode, 1 },
	[LADDER_COMMUNE] = { measure_commune, 1 },
	[LADDER_NUMBER] = { measure_number, 1 },
	[LADDER_DEPARTEMENT] = { measure_departement, 1 },
	[LADDER_AGE] = { measure_age, OF_10Y },
	[LADDER_TEXT] = { measure_text, 1 },
	[LADDER_CLOSED] = { measure_closed, 1 },
};

void
ladder_look(struct ladder_view *view, struct slice value)
{
	view->values++;
	for (size_t i = 0; i < LADDER_SORTS; i++) {
		uint32_t measure = sorts[i].measure(value);

		view->unfit[i] += measure == 0;
		if (measure > view->most[i])
			view->most[i] = measure;
	}
}

/*
 * The steps.
 */

#define TO(sort, least, to)                                               \
	{                                                                 \
		LADDER_##sort, least, ACTION_GENERALIZE, GENERALIZE_##to, \
		    false                                                 \
	}
#define BY(digits, step)                                              \
	{                                                             \
		LADDER_NUMBER, digits, ACTION_GENERALIZE, step, false \
	}
#define FIRST(sort, least, n)                                   \
	{                                                       \
		LADDER_##sort, least, ACTION_TRUNCATE, n, false \
	}
#define CUT(n) FIRST(TEXT, (n) + 1, n)

/* By sort, from the least loss to the most. */
static const struct ladder_step steps[] = {
	TO(DATE, OF_MINUTE, HOUR),
	TO(DATE, OF_HOUR, DAY),
	TO(DATE, OF_DAY, MONTH),
	TO(DATE, OF_MONTH, QUARTER),
	TO(DATE, OF_MONTH, YEAR),
	TO(QUARTER, OF_QUARTER, YEAR),
	FIRST(POSTCODE, 1, 4),
	FIRST(POSTCODE, 1, 3),
	TO(POSTCODE, 1, DEPARTEMENT),
	TO(POSTCODE, 1, REGION),
	FIRST(COMMUNE, 1, 4),
	FIRST(COMMUNE, 1, 3),
	TO(COMMUNE, 1, DEPARTEMENT),
	TO(COMMUNE, 1, REGION),
	BY(1, 5),
	BY(2, 10),
	BY(2, 20),
	BY(3, 100),
	BY(3, 200),
	BY(4, 1000),
	BY(4, 2000),
	BY(5, 10000),
	BY(5, 20000),
	BY(6, 100000),
	BY(6, 200000),
	BY(7, 1000000),
	BY(7, 2000000),
	BY(8, 10000000),
	BY(8, 20000000),
	BY(9, 100000000),
	BY(9, 200000000),
	BY(10, 1000000000),
	TO(DEPARTEMENT, 1, REGION),
	TO(AGE, OF_1Y, AGE_5Y),
	TO(AGE, OF_5Y, AGE_10Y),
	CUT(32),
	CUT(24),
	CUT(16),
	CUT(12),
	CUT(10),
	CUT(8),
	CUT(7),
	CUT(6),
	CUT(5),
	CUT(4),
	CUT(3),
	CUT(2),
	CUT(1),
};

static enum ladder_sort
choose_sort(const struct ladder_view *view, struct ladder_hint hint)
{
	size_t i = 0;

	if (hint.sort < LADDER_SORTS && view->unfit[hint.sort] == 0)
		return hint.sort;
	while (view->unfit[i] > 0 || view->most[i] < sorts[i].least)
		i++; /* ends with texts, which all values are */
	return (enum ladder_sort)i;
}

void
ladder_choose(const struct ladder_view *view, struct ladder_hint hint,
    struct ladder *ladder)
{
	enum ladder_sort sort;

	ladder->count = 0;
	if (view->values == 0)
		return;
	sort = choose_sort(view, hint);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct ladder_step step = steps[i];

		if (step.sort != sort || view->most[sort] < step.least)
			continue;
		step.last = sort == LADDER_TEXT && hint.last;
		ladder->steps[ladder->count++] = step;
	}
}

static bool
add_year(struct slice value, struct buf *out)
{
	value.len = YEAR_LEN;
	buf_add_slice(out, value);
	return true;
}

static bool
add_region(struct slice value, struct buf *out)
{
	char department[4] = "";
	const char *region;

	if (value.len >= sizeof(department))
		return false;
	memcpy(department, value.p, value.len);
	region = geo_region(department);
	if (region != NULL)
		buf_add_text(out, region);
	return region != NULL;
}

static bool
add_class(enum generalize_to to, struct slice value, struct buf *out)
{
	struct ages ages;

	if (measure_age(value) == 0 || !read_ages(value, &ages))
		return false;
	generalize_class((int)ages.from, to == GENERALIZE_AGE_5Y ? 5 : 10, out);
	return true;
}

/* What the action itself makes of the value. */
static bool
add_made(const struct ladder_step *step, struct slice value, struct buf *out)
{
	bool counts = step->sort == LADDER_NUMBER;
	const struct generalize generalize = {
		.to = counts ? 0 : step->setting,
		.step = counts ? step->setting : 0,
		.at = -1,
	};
	const struct truncate truncate = {
		.first = step->last ? 0 : step->setting,
		.last = step->last ? step->setting : 0,
	};
	const struct action_context context = {
		.must = step->sort == LADDER_COMMUNE ? TYPE_INSEE_FR
						     : TYPE_POSTCODE_FR,
	};
	const struct value in = { value, VALUE_TEXT };
	enum value_kind kind = VALUE_TEXT;

	return actions[step->action]->apply(step->action == ACTION_TRUNCATE
						? (const void *)&truncate
						: (const void *)&generalize,
		   &context, &in, out, &kind) == VERDICT_CHANGED;
}

bool
ladder_climb(
    const struct ladder_step *step, struct slice value, struct buf *out)
{
	switch (step->sort) {
	case LADDER_QUARTER:
		return measure_quarter(value) != 0 && add_year(value, out);
	case LADDER_DEPARTEMENT:
		return add_region(value, out);
	case LADDER_AGE:
		return add_class((enum generalize_to)step->setting, value, out);
	default:
		return add_made(step, value, out);
	}
}

struct ladder_words
ladder_words(const struct ladder_step *step)
{
	if (step->action == ACTION_TRUNCATE)
		return (
		    struct ladder_words){ step->last ? "last" : "first", NULL };
	if (step->sort == LADDER_NUMBER)
		return (struct ladder_words){ "step", NULL };
	return (struct ladder_words){ "to",
		generalize_name((enum generalize_to)step->setting) };
}
