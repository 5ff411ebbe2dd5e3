#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cover.h"
#include "jsonout.h"
#include "test_out.h"
#include "text.h"

#define RED   "\033[1;31m"
#define PLAIN "\033[0m"

/* Tests. */

static void
put_line(FILE *to, const char *label, const char *text)
{
	fputs(label, to);
	text_show(to, text);
	fputc('\n', to);
}

/*
 *	  record 2, patient.sexe: half a sentence
 *	    expected: "F"
 *	    got:      nothing
 *	    rule:     keep, line 120
 */
static void
put_finding(FILE *to, const struct tamis_test_finding *f)
{
	const char *before = "  ";

	if (f->record > 0) {
		fprintf(to, "%srecord %" PRIu64, before, f->record);
		before = ", ";
	}
	if (f->path != NULL) {
		fputs(before, to);
		text_show(to, f->path);
		before = ": ";
	} else if (f->record > 0) {
		before = ": ";
	}
	if (f->note != NULL) {
		fputs(before, to);
		text_show(to, f->note);
	}
	if (f->record > 0 || f->path != NULL || f->note != NULL)
		fputc('\n', to);
	if (f->expected != NULL) {
		put_line(to, "    expected: ", f->expected);
		put_line(to, "    got:      ", f->got);
	}
	if (f->action != NULL)
		fprintf(to, "    rule:     %s, line %u\n", f->action, f->line);
}

static void
put_findings(FILE *to, const struct tamis_test *test)
{
	for (size_t i = 0; i < test->finding_count; i++)
		put_finding(to, &test->findings[i]);
}

/* FILE:LINE:COLUMN: or FILE: */
static void
put_place(const char *file, unsigned int line, unsigned int column)
{
	text_show(stdout, file);
	if (line > 0)
		printf(":%u:%u", line, column);
	fputs(": ", stdout);
}

static void
test_as_text(const struct test_out *t, const struct tamis_test *test)
{
	if (test->finding_count == 0)
		return;
	put_place(test->file, test->line, test->column);
	if (t->updating)
		fputs("differs: ", stdout);
	else
		fputs(t->say->color ? RED "failed:" PLAIN " " : "failed: ",
		    stdout);
	text_show(stdout, test->name);
	fputc('\n', stdout);
	put_findings(stdout, test);
}

static void
finding_as_json(struct jsonout *j, const struct tamis_test_finding *f)
{
	jsonout_open(j, NULL, '{');
	if (f->record > 0)
		jsonout_number(j, "record", f->record);
	if (f->path != NULL)
		jsonout_text(j, "path", f->path);
	if (f->expected != NULL) {
		jsonout_text(j, "expected", f->expected);
		jsonout_text(j, "got", f->got);
	}
	if (f->note != NULL)
		jsonout_text(j, "note", f->note);
	if (f->action != NULL) {
		jsonout_text(j, "do", f->action);
		jsonout_number(j, "rule_line", f->line);
	}
	jsonout_close(j, '}');
}

static void
test_as_json(const struct tamis_test *test)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "test");
	jsonout_text(&j, "file", test->file);
	if (test->line > 0) {
		jsonout_number(&j, "line", test->line);
		jsonout_number(&j, "column", test->column);
	}
	jsonout_text(&j, "name", test->name);
	jsonout_text(&j, "format", test->format);
	jsonout_bool(&j, "passed", test->finding_count == 0);
	jsonout_open(&j, "findings", '[');
	for (size_t i = 0; i < test->finding_count; i++)
		finding_as_json(&j, &test->findings[i]);
	jsonout_close(&j, ']');
	jsonout_end(&j);
}

/* The findings as text; the caller frees it.  NULL: there are none. */
static char *
describe(const struct tamis_test *test)
{
	char *text = NULL;
	size_t len;
	FILE *to;

	if (test->finding_count == 0)
		return NULL;
	to = open_memstream(&text, &len);
	if (to == NULL)
		return NULL;
	put_findings(to, test);
	fclose(to);
	return text;
}

static void
test_as_junit(const struct test_out *t, const struct tamis_test *test)
{
	char *text = describe(test);
	const char *failure = test->finding_count > 0 ? "failed" : NULL;

	junit_case(
	    t->junit, t->path, test->name, text != NULL ? text : failure);
	free(text);
}

void
test_out_test(const struct test_out *t, const struct tamis_test *test)
{
	test_as_junit(t, test);
	if (t->json)
		test_as_json(test);
	else
		test_as_text(t, test);
}

/* Coverage. */

static void
cover_as_json(const struct test_out *t, const struct tamis_cover *c)
{
	static const char *const whats[] = {
		[TAMIS_COVER_RULE] = "rule",
		[TAMIS_COVER_OTHERWISE] = "otherwise",
		[TAMIS_COVER_REJECT] = "reject",
		[TAMIS_COVER_KIND] = "kind",
	};
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "unreached");
	jsonout_text(&j, "file", t->path);
	jsonout_text(&j, "what", whats[c->what]);
	jsonout_text(&j, "format", c->format);
	if (c->path != NULL) {
		jsonout_text(&j, "kind", c->kind);
		jsonout_text(&j, "path", c->path);
		jsonout_number(&j, "line", c->line);
		jsonout_number(&j, "column", c->column);
	}
	if (c->action != NULL)
		jsonout_text(&j, "do", c->action);
	if (c->reason != NULL)
		jsonout_text(&j, "reason", c->reason);
	jsonout_end(&j);
}

void
test_out_cover(const struct test_out *t, const struct tamis_cover *c)
{
	if (c->reached)
		return;
	if (t->json)
		cover_as_json(t, c);
	else
		cover_show(stdout, t->path, "no test", c);
}

/* Policies. */

static void
policy_as_json(const struct test_out *t, const struct tamis_tested *tested,
    const char *failure)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "policy");
	jsonout_text(&j, "file", t->path);
	jsonout_number(&j, "tests", tested->tests);
	jsonout_number(&j, "failed", tested->failed);
	jsonout_number(&j, "items", tested->items);
	jsonout_number(&j, "reached", tested->reached);
	jsonout_number(&j, "coverage", tested->percent);
	jsonout_number(&j, "floor", tested->floor);
	jsonout_bool(&j, "passed", failure == NULL && tested->failed == 0);
	if (failure != NULL)
		jsonout_text(&j, "failure", failure);
	jsonout_end(&j);
}

static void
policy_as_text(const struct test_out *t, const struct tamis_tested *tested,
    const char *failure)
{
	put_place(t->path, 0, 0);
	if (tested->tests > 0) {
		printf("%" PRIu64 " test%s", tested->tests,
		    tested->tests == 1 ? "" : "s");
		if (tested->failed > 0)
			printf(", %" PRIu64 " failed", tested->failed);
		printf(", coverage %u %% (%" PRIu64 " of %" PRIu64 ")",
		    tested->percent, tested->reached, tested->items);
	}
	if (failure != NULL)
		printf("%s%s", tested->tests > 0 ? ": " : "", failure);
	putchar('\n');
}

void
test_out_policy(const struct test_out *t, const struct tamis_tested *tested,
    const char *failure)
{
	if (failure != NULL)
		junit_case(t->junit, t->path, "the policy", failure);
	junit_suite(t->junit, t->path);
	if (t->json)
		policy_as_json(t, tested, failure);
	else
		policy_as_text(t, tested, failure);
}
