/*
 * The risk of many records, against figures that are counted here in another
 * way; and samples of groups.
 */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "measuring.h"
#include "study/risk/risk_groups.h"

#define NEAR 1e-9

/*
 * The shape of the data set Adult (UCI Machine Learning Repository, 1996):
 * 30,162 complete records, with as many values of each of its fields; drawn
 * here, so that the distributions are not its own.
 */

#define PEOPLE 30162
#define FIELDS 8

static const unsigned int adult_values[FIELDS + 1] = { 72, 7, 16, 7, 14, 5, 2,
	41, 2 };

struct person {
	uint8_t value[FIELDS + 1]; /* the last one is sensitive */
};

static uint64_t
draw(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* Small numbers are more frequent, as most people are alike. */
static void
draw_people(struct person *people)
{
	uint64_t state = 1;

	for (size_t i = 0; i < PEOPLE; i++)
		for (size_t f = 0; f <= FIELDS; f++) {
			double x = (double)(draw(&state) >> 11) * 0x1p-53;

			people[i].value[f] =
			    (uint8_t)(x * x * x * x * adult_values[f]);
		}
}

static FILE *
file_of_people(const struct person *people)
{
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	fprintf(f, "age;work;education;marital;occupation;race;sex;country;"
		   "salary\n");
	for (size_t i = 0; i < PEOPLE; i++)
		for (size_t k = 0; k <= FIELDS; k++)
			fprintf(f, "%u%c", people[i].value[k],
			    k == FIELDS ? '\n' : ';');
	measuring_rewind(f);
	return f;
}

static int
order_people(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct person));
}

struct counted {
	uint64_t groups, smallest, below, records_below, uniques, distinct;
	double entropy, equal;
};

/* What a group of sorted people, from one to another, adds. */
static void
count_group(struct counted *c, const struct person *from,
    const struct person *to, double all_rich)
{
	uint64_t n = (uint64_t)(to - from), rich = 0;
	double p;

	for (const struct person *at = from; at < to; at++)
		rich += at->value[FIELDS];
	p = (double)rich / (double)n;
	c->groups++;
	c->uniques += n == 1;
	c->below += n < 5;
	c->records_below += n < 5 ? n : 0;
	c->smallest = n < c->smallest ? n : c->smallest;
	if (rich == 0 || rich == n) {
		c->distinct = 1;
		c->entropy = 1;
	} else {
		c->entropy =
		    fmin(c->entropy, exp(-p * log(p) - (1 - p) * log(1 - p)));
	}
	/* Of two values, what one has too much the other lacks. */
	c->equal = fmax(c->equal, fabs(p - all_rich));
}

/* Counts with one field, or none if it is FIELDS, in bands; 0: left out. */
static struct counted
count_people(const struct person *people, size_t field, unsigned int band)
{
	struct person *sorted = malloc(PEOPLE * sizeof(*sorted));
	struct counted c = { .smallest = PEOPLE, .distinct = 2, .entropy = 2 };
	size_t from = 0, rich = 0;

	ck_assert_ptr_nonnull(sorted);
	for (size_t i = 0; i < PEOPLE; i++) {
		sorted[i] = people[i];
		rich += people[i].value[FIELDS];
		if (field < FIELDS)
			sorted[i].value[field] =
			    (uint8_t)(band == 0
					  ? 0
					  : sorted[i].value[field] / band);
	}
	qsort(sorted, PEOPLE, sizeof(*sorted), order_people);
	for (size_t i = 1; i <= PEOPLE; i++) {
		if (i < PEOPLE &&
		    memcmp(&sorted[from], &sorted[i], FIELDS) == 0)
			continue;
		count_group(
		    &c, &sorted[from], &sorted[i], (double)rich / PEOPLE);
		from = i;
	}
	free(sorted);
	return c;
}

static void
measure_people(const struct person *people, size_t groups,
    struct tamis_risk **risk, struct tamis_risk_report *r)
{
	static const char *const quasi[] = {
		"age,work,education,marital,occupation,race", "sex,country"
	};
	struct tamis_measuring m = {
		.format = "csv",
		.delimiter = ';',
		.quasi = quasi,
		.quasi_count = 2,
		.sensitive = "salary",
		.k = 5,
		.groups = groups,
	};

	*risk = measuring_report(&m, file_of_people(people), r);
}

/* All fields are numbers: in bands, as long as there are two; and then none. */
static void
compare_steps(
    const struct person *people, size_t f, const struct tamis_risk_field *field)
{
	static const unsigned int bands[] = { 5, 10, 20 };
	size_t n = 0;

	while (n < 3 && bands[n] < adult_values[f])
		n++;
	ck_assert_uint_eq(field->step_count, n + 1);
	for (size_t i = 0; i <= n; i++) {
		const struct tamis_risk_step *s = &field->steps[i];
		struct counted c =
		    count_people(people, f, i < n ? bands[i] : 0);

		ck_assert_str_eq(s->action, i < n ? "generalize" : "drop");
		ck_assert_uint_eq(s->number, i < n ? bands[i] : 0);
		ck_assert(s->sizes.exact);
		ck_assert_uint_eq(s->unfit, 0);
		ck_assert_uint_eq(s->sizes.groups, c.groups);
		ck_assert_uint_eq(s->sizes.smallest, c.smallest);
		ck_assert_uint_eq(s->sizes.records_below, c.records_below);
		ck_assert_uint_eq(s->sizes.uniques, c.uniques);
	}
}

START_TEST(figures_of_adults_are_as_counted)
{
	static struct person people[PEOPLE];
	struct tamis_risk_report r;
	struct tamis_risk *risk;
	struct counted c;

	draw_people(people);
	measure_people(people, 0, &risk, &r);
	c = count_people(people, FIELDS, 0);
	ck_assert_uint_eq(r.records, PEOPLE);
	ck_assert_uint_eq(r.field_count, FIELDS);
	ck_assert(r.sizes.exact);
	ck_assert_uint_gt(c.uniques, 1000);
	ck_assert_uint_lt(c.records_below, PEOPLE);
	ck_assert_uint_eq(r.sizes.groups, c.groups);
	ck_assert_uint_eq(r.sizes.smallest, c.smallest);
	ck_assert_uint_eq(r.sizes.groups_below, c.below);
	ck_assert_uint_eq(r.sizes.records_below, c.records_below);
	ck_assert_uint_eq(r.sizes.uniques, c.uniques);
	ck_assert_uint_eq(r.sensitive.distinct, c.distinct);
	ck_assert_double_eq_tol(r.sensitive.entropy, c.entropy, NEAR);
	ck_assert_double_eq_tol(r.sensitive.equal, c.equal, NEAR);
	/* Of two values, both distances are the same. */
	ck_assert_double_eq_tol(r.sensitive.ordered, c.equal, NEAR);
	for (size_t f = 0; f < FIELDS; f++)
		compare_steps(people, f, &r.fields[f]);
	tamis_risk_free(risk);
}
END_TEST

/* Ten standard errors and more of a sample of 500 groups of one to a few. */
START_TEST(estimates_of_adults_are_near)
{
	static struct person people[PEOPLE];
	struct tamis_risk_report r;
	struct tamis_risk *risk;
	struct counted c;
	const struct tamis_risk_step *step;

	draw_people(people);
	measure_people(people, 1000, &risk, &r);
	c = count_people(people, FIELDS, 0);
	ck_assert(!r.sizes.exact);
	ck_assert_uint_le(r.sizes.sampled, 1000);
	ck_assert_uint_gt(r.sizes.sampled, 300);
	ck_assert_uint_gt(r.sizes.groups, c.groups / 2);
	ck_assert_uint_lt(r.sizes.groups, c.groups * 3 / 2);
	ck_assert_uint_gt(r.sizes.records_below, c.records_below / 2);
	ck_assert_uint_lt(r.sizes.records_below, c.records_below * 3 / 2);
	ck_assert_uint_gt(r.sizes.below_error, 0);
	ck_assert_uint_ge(r.sizes.smallest, c.smallest);
	ck_assert_double_le(r.prosecutor.average, 1);
	c = count_people(people, 0, 5);
	step = &r.fields[0].steps[0];
	ck_assert_uint_eq(step->number, 5);
	ck_assert(!step->sizes.exact);
	ck_assert_uint_gt(step->sizes.groups, c.groups / 2);
	ck_assert_uint_lt(step->sizes.groups, c.groups * 3 / 2);
	ck_assert_uint_gt(step->sizes.uniques, c.uniques / 2);
	ck_assert_uint_lt(step->sizes.uniques, c.uniques * 3 / 2);
	tamis_risk_free(risk);
}
END_TEST

/* A coarse step has few groups, which are counted exactly, although those of
 * the records are not: counted from the groups until then, and from there on
 * with the records. */
START_TEST(steps_of_a_sample_can_be_exact)
{
	static const char *const quasi = "day,n";
	struct tamis_measuring m = {
		.format = "csv",
		.delimiter = ';',
		.quasi = &quasi,
		.quasi_count = 1,
		.k = 5,
		.groups = 1000,
	};
	const struct tamis_risk_step *step;
	struct tamis_risk_report r;
	struct tamis_risk *risk;
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	fprintf(f, "day;n\n");
	for (int i = 0; i < 12000; i++)
		fprintf(f, "2021-%02d-%02d;%d\n", i % 12 + 1, i / 12 % 28 + 1,
		    i / 336);
	fprintf(f, "soon;0\n");
	measuring_rewind(f);
	risk = measuring_report(&m, f, &r);
	ck_assert(!r.sizes.exact);
	ck_assert_uint_eq(r.records, 12001);
	step = &r.fields[0].steps[0];
	ck_assert_str_eq(step->text, "month");
	/* 35 numbers of 28 days and one of 20, each in twelve months, and one
	 * date that came when it was too late for another sort. */
	ck_assert(step->sizes.exact);
	ck_assert_uint_eq(step->sizes.groups, 36 * 12 + 1);
	ck_assert_uint_eq(step->sizes.largest, 28);
	ck_assert_uint_eq(step->sizes.uniques, 1);
	ck_assert_uint_eq(step->sizes.records_below, 1);
	ck_assert_uint_eq(step->unfit, 1);
	step = &r.fields[1].steps[r.fields[1].step_count - 1];
	ck_assert_str_eq(step->action, "drop");
	ck_assert(step->sizes.exact);
	ck_assert_uint_eq(step->sizes.groups, 336 + 1);
	tamis_risk_free(risk);
}
END_TEST

/* Whatever is in the sample was counted from its first time. */
START_TEST(a_sample_has_exact_counts)
{
	struct risk_groups g;

	risk_groups_init(&g, 1000, SIZE_MAX);
	for (int round = 0; round < 3; round++) {
		uint64_t state = 7;

		for (int i = 0; i < 50000; i++) {
			struct risk_key key = { draw(&state), draw(&state) };

			risk_groups_add(&g, key, 1);
			ck_assert(!g.failed);
		}
	}
	ck_assert_uint_gt(g.halvings, 4);
	ck_assert_uint_le(g.count, 1000);
	ck_assert_uint_gt(g.count, 300);
	for (size_t i = 0; i < g.count; i++)
		ck_assert_uint_eq(g.groups[i].count, 3);
	/* 50,000 is within five standard errors. */
	ck_assert_double_eq_tol(ldexp((double)g.count, (int)g.halvings), 50000,
	    5 * 50000 / sqrt((double)g.count));
	risk_groups_release(&g);
}
END_TEST

/* Values take memory, too. */
START_TEST(long_values_make_a_sample)
{
	static const uint8_t text[1000];
	struct risk_groups g;
	uint64_t state = 7;

	risk_groups_init(&g, SIZE_MAX, 100 * sizeof(text));
	for (uint32_t i = 0; i < 1000; i++) {
		struct risk_group *group = risk_groups_add(
		    &g, (struct risk_key){ draw(&state), draw(&state) }, 1);

		if (group == NULL)
			continue;
		risk_groups_tell(
		    &g, group, (struct slice){ text, sizeof(text) });
		risk_groups_share(&g, group, i);
	}
	ck_assert_uint_gt(g.halvings, 0);
	ck_assert_uint_le(g.bytes, 102 * sizeof(text));
	ck_assert_uint_gt(g.count, 10);
	risk_groups_release(&g);
}
END_TEST

Suite *risk_groups_suite(void);

Suite *
risk_groups_suite(void)
{
	Suite *s = suite_create("risk_groups");
	TCase *t = tcase_create("risk_groups");

	tcase_add_checked_fixture(t, measuring_setup, NULL);
	tcase_add_test(t, figures_of_adults_are_as_counted);
	tcase_add_test(t, estimates_of_adults_are_near);
	tcase_add_test(t, steps_of_a_sample_can_be_exact);
	tcase_add_test(t, a_sample_has_exact_counts);
	tcase_add_test(t, long_values_make_a_sample);
	suite_add_tcase(s, t);
	return s;
}
