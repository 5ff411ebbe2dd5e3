#include "run/contrast.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness.h"
#include "policies.h"

/* What was told, as "RECORD WHAT NAME PATH;" each. */
struct told {
	char text[512];
};

static void
hear(void *ctx, const struct contrast *found)
{
	static const char *const whats[] = { "appears", "disappears", "changes",
		"around", "rejected", "written", "reason", "more", "fewer" };
	struct told *t = ctx;
	size_t len = strlen(t->text);

	snprintf(t->text + len, sizeof(t->text) - len, "%llu %s %.*s%s%.*s;",
	    (unsigned long long)found->record, whats[found->what],
	    (int)found->name.len, (const char *)found->name.p,
	    found->path.len > 0 ? " " : "", (int)found->path.len,
	    (const char *)found->path.p);
}

static bool
never(void *ctx, const struct sample_value *a, const struct sample_value *b)
{
	(void)ctx;
	(void)a;
	(void)b;
	return false;
}

/* "place=value place=value" as values of a record. */
static struct contrast_values
values(struct sample_value *all, const char *text)
{
	struct contrast_values v = { all, 0 };
	struct slice rest = slice_text(text), word;

	while (rest.len > 0) {
		if (!slice_take_until(&rest, ' ', &word)) {
			word = rest;
			rest.len = 0;
		}
		all[v.count].value.kind = VALUE_TEXT;
		ck_assert(slice_take_until(&word, '=', &all[v.count].place));
		all[v.count++].value.text = word;
	}
	return v;
}

static void
expect_values(const char *before, const char *now, const char *expected)
{
	struct sample_value a[8] = { 0 }, b[8] = { 0 };
	struct contrast_values x = values(a, before), y = values(b, now);
	struct told told = { "" };
	struct contrast_job job = { .same = never, .tell = hear, .ctx = &told };

	ck_assert_int_ge(contrast_values(&job, 1, &x, &y), 0);
	ck_assert_str_eq(told.text, expected);
}

START_TEST(values_are_compared_by_place)
{
	expect_values("", "", "");
	expect_values("a=1 b=2", "b=2 a=1", "");
	expect_values("a=1", "a=2", "1 changes a;");
	expect_values("", "a=1", "1 appears a;");
	expect_values("a=1", "", "1 disappears a;");
	expect_values(
	    "a=1 c=1", "b=1 c=2", "1 disappears a;1 appears b;1 changes c;");
	/* Sequences, in the order of the record. */
	expect_values("a=1 a=2", "a=1 a=2", "");
	expect_values("a=1 a=2", "a=2 a=1", "1 changes a;");
	expect_values("a=1", "a=1 a=1", "1 changes a;");
}
END_TEST

/* A result in two files. */
static struct contrast_side
side(const struct program *policy, const char *out, const char *rejects)
{
	struct contrast_side s = { .policy = policy,
		.out = harness_file(slice_text(out)),
		.rejects = -1,
		.out_name = "out",
		.rejects_name = "rejects" };

	if (rejects != NULL)
		s.rejects = harness_file(slice_text(rejects));
	return s;
}

static void
close_side(const struct contrast_side *s)
{
	close(s->out);
	if (s->rejects >= 0)
		close(s->rejects);
}

struct outcome_of {
	int result;
	struct err err;
	uint64_t records;
	struct told told;
};

static struct outcome_of
compare(const char *out_a, const char *rejects_a, const char *out_b,
    const char *rejects_b)
{
	struct program *policy = policies_load(POLICY_FIELDS(
	    "`a`: { `do`: `keep`, `must`: `code`, " BECAUSE " }"));
	struct contrast_side a = side(policy, out_a, rejects_a);
	struct contrast_side b = side(policy, out_b, rejects_b);
	struct outcome_of o = { .told = { "" } };
	struct contrast_job job = {
		.format = FORMAT_JSON,
		.before = &a,
		.now = &b,
		.same = never,
		.tell = hear,
		.ctx = &o.told,
	};

	o.result = contrast_results(&job, &o.records, &o.err);
	close_side(&a);
	close_side(&b);
	program_free(policy);
	return o;
}

#define R1 "{\"a\":\"1\"}\n"
#define R2 "{\"a\":\"2\"}\n"

START_TEST(records_keep_their_numbers)
{
	struct outcome_of o = compare(R1 R2, "2 type a\n", R1 R1, "2 type a\n");

	ck_assert_int_eq(o.result, 0);
	ck_assert_uint_eq(o.records, 1);
	ck_assert_str_eq(o.told.text, "3 changes a;");
}
END_TEST

START_TEST(outcomes_are_compared)
{
	struct outcome_of o =
	    compare(R1 R2, "2 type a\n3 cut\n", R1 R2, "1 type a\n3 type a\n");

	ck_assert_int_eq(o.result, 0);
	ck_assert_uint_eq(o.records, 3);
	ck_assert_str_eq(
	    o.told.text, "1 rejected type a;2 written type a;3 reason type a;");
}
END_TEST

START_TEST(what_is_not_there_is_told)
{
	struct outcome_of o = compare(R1, NULL, R1 R2, "3 type\n");

	ck_assert_int_eq(o.result, 0);
	ck_assert_str_eq(o.told.text, "2 more ;3 more ;");
	o = compare("", NULL, "", NULL);
	ck_assert_int_eq(o.result, 0);
	ck_assert_uint_eq(o.records, 0);
	o = compare(R1, NULL, "{ \"a\":\"1\"}\n", NULL);
	ck_assert_str_eq(o.told.text, "1 around ;");
}
END_TEST

START_TEST(broken_results_are_refused)
{
	static const char *const lists[] = { "x type\n", "1 \n", "1\n",
		"0 type\n", "2 type\n2 type\n", "2 type\n1 type\n", "1 type" };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct outcome_of o = compare(R1, lists[i], R1 R1, NULL);

		ck_assert_msg(o.result == -1, "%s", lists[i]);
		ck_assert_int_eq(o.err.code, ERR_INPUT);
	}
	ck_assert_int_eq(compare("{", NULL, R1, NULL).result, 0);
	ck_assert_int_eq(compare("}\n" R1, NULL, R1, NULL).result, -1);
	ck_assert_int_eq(compare(R1, "7 type\n", R1, NULL).result, -1);
}
END_TEST

START_TEST(rejected_records_are_lines)
{
	struct buf out;

	buf_init(&out, 100);
	contrast_add_reject(&out, 7, "type", slice_text("a b"));
	contrast_add_reject(&out, 12, "cut", (struct slice){ NULL, 0 });
	ck_assert(slice_is(buf_slice(&out), "7 type a b\n12 cut\n"));
	buf_release(&out);
}
END_TEST

Suite *contrast_suite(void);

Suite *
contrast_suite(void)
{
	Suite *s = suite_create("contrast");
	TCase *c = tcase_create("contrast");

	tcase_add_test(c, values_are_compared_by_place);
	tcase_add_test(c, records_keep_their_numbers);
	tcase_add_test(c, outcomes_are_compared);
	tcase_add_test(c, what_is_not_there_is_told);
	tcase_add_test(c, broken_results_are_refused);
	tcase_add_test(c, rejected_records_are_lines);
	suite_add_tcase(s, c);
	return s;
}
