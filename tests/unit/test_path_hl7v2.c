#include <check.h>

#include "base/arena.h"
#include "base/buf.h"
#include "match/path.h"

/* A path and its steps, spelled: names as they are, EACH [], SELECT [o=v]. */
struct good {
	const char *text, *steps;
	bool hprim;
};

static const struct good good[] = {
	{ "PID-3", "PID 3 []", false },
	{ "PID-11.5", "PID 11 [] 5", false },
	{ "PID-3.4.2", "PID 3 [] 4 2", false },
	{ "PV1-999", "PV1 999 []", false },
	{ "MSH-3", "MSH 3 []", false },
	{ "PID-3[5='INS'].1", "PID 3 [5=INS] 1", false },
	{ "PID-3[4.2^='1.2.250.1.213.1.4.'].1",
	    "PID 3 [4.2^1.2.250.1.213.1.4.] 1", false },
	{ "PID-3[5!='A'][4='it''s']", "PID 3 [5!A,4=it's]", false },
	{ "OBX[3.1='94558-4']-5", "OBX [3.1=94558-4] 5 []", false },
	{ "OBX[3.1.1='x']-5[2='y'].1.2", "OBX [3.1.1=x] 5 [2=y] 1 2", false },
	{ "OBX[2='']-5", NULL, false },
	{ "P-6.1", "P 6 [] 1", true },
	{ "OBX[4.1='X']-6", "OBX [4.1=X] 6 []", true },
	{ "H-3", "H 3 []", true },
};

static void
spell(struct buf *out, const struct step *step)
{
	static const char *const ops[] = { "=", "!", "^" };

	if (out->len > 0)
		buf_add_byte(out, ' ');
	if (step->kind == STEP_NAME)
		buf_add_slice(out, step->name);
	if (step->kind == STEP_NAME)
		return;
	buf_add_byte(out, '[');
	for (size_t i = 0; i < step->predicate_count; i++) {
		const struct predicate *p = &step->predicates[i];

		if (i > 0)
			buf_add_byte(out, ',');
		buf_add_slice(out, p->operand);
		buf_add_text(out, ops[p->op]);
		buf_add_slice(out, p->value);
	}
	buf_add_byte(out, ']');
}

START_TEST(paths_are_read_as_steps)
{
	const struct good *g = &good[_i];
	struct path_fault fault = { 0 };
	struct arena arena;
	struct path path;
	struct buf out;
	int result;

	arena_init(&arena, 1 << 20);
	buf_init(&out, 1 << 10);
	result = path_parse_hl7v2(
	    &arena, slice_text(g->text), g->hprim, &path, &fault);
	ck_assert_msg(
	    (result == 0) == (g->steps != NULL), "%s: %s", g->text, fault.why);
	if (result == 0) {
		for (size_t i = 0; i < path.step_count; i++)
			spell(&out, &path.steps[i]);
		buf_add_byte(&out, 0);
		ck_assert_str_eq((const char *)out.p, g->steps);
	}
	buf_release(&out);
	arena_release(&arena);
}
END_TEST

struct bad {
	const char *text;
	size_t at;
	bool hprim;
};

static const struct bad bad[] = {
	{ "", 0, false },
	{ "pid-3", 0, false },
	{ "PI-3", 0, false },
	{ "PIDX-3", 3, false },
	{ "3PI-3", 0, false },
	{ "PID", 3, false },
	{ "PID.3", 3, false },
	{ "PID-", 4, false },
	{ "PID-0", 4, false },
	{ "PID-03", 4, false },
	{ "PID-1000", 4, false },
	{ "PID-x", 4, false },
	{ "PID-3.", 6, false },
	{ "PID-3.0", 6, false },
	{ "PID-3.1.2.3", 10, false },
	{ "PID-3 ", 5, false },
	{ "PID-3[]", 6, false },
	{ "PID-3[0='x']", 6, false },
	{ "PID-3[5]", 7, false },
	{ "PID-3[5=INS]", 8, false },
	{ "PID-3[5='INS']x", 14, false },
	{ "PID-3[5='INS'", 13, false },
	{ "PID-3[5='INS", 8, false },
	{ "PID-3[5.1.2='x']", 10, false },
	{ "PID[3.1.2.3='x']-5", 10, false },
	{ "PID-3[5='']", 8, false },
	{ "PID-3[1='a'][2='a'][3='a'][4='a'][5='a']", 34, false },
	{ "**", 0, false },
	{ "MSH-1", 4, false },
	{ "MSH-2", 4, false },
	{ "FHS-3", 0, false },
	{ "BTS-1", 0, false },
	{ "P-1", 2, true },
	{ "H-2", 2, true },
	{ "OBXX-3", 3, true },
};

START_TEST(mistakes_are_told_where_they_are)
{
	const struct bad *b = &bad[_i];
	struct path_fault fault = { 0 };
	struct arena arena;
	struct path path;

	arena_init(&arena, 1 << 20);
	ck_assert_int_eq(path_parse_hl7v2(&arena, slice_text(b->text), b->hprim,
			     &path, &fault),
	    -1);
	ck_assert_ptr_nonnull(fault.why);
	ck_assert_msg(
	    fault.at == b->at, "%s: at %zu: %s", b->text, fault.at, fault.why);
	arena_release(&arena);
}
END_TEST

START_TEST(memory_may_end)
{
	struct path_fault fault = { 0 };
	struct path path;

	for (size_t max = 0; max < 300; max += 16) {
		struct arena arena;

		arena_init(&arena, max);
		if (path_parse_hl7v2(&arena, slice_text("PID-3[5='INS'].1"),
			false, &path, &fault) < 0)
			ck_assert_ptr_null(fault.why);
		arena_release(&arena);
	}
}
END_TEST

Suite *path_hl7v2_suite(void);

Suite *
path_hl7v2_suite(void)
{
	Suite *s = suite_create("path_hl7v2");
	TCase *t = tcase_create("path_hl7v2");

	tcase_add_loop_test(
	    t, paths_are_read_as_steps, 0, sizeof(good) / sizeof(good[0]));
	tcase_add_loop_test(t, mistakes_are_told_where_they_are, 0,
	    sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(t, memory_may_end);
	suite_add_tcase(s, t);
	return s;
}
