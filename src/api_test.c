/*
 * The public API of tests.
 */
#include "api.h"

#include <stdlib.h>

#include "policy/codes.h"
#include "study/test/case_folder.h"
#include "study/test/prove.h"

/* A job at work. */
struct testing {
	const struct tamis_testing *job;
	struct tamis_tested *tested;
	struct prove prove;
	const char *folder; /* of the case at hand; NULL: it has none */
};

static const char *
text_of(struct slice s)
{
	return (const char *)s.p;
}

static struct tamis_test_finding
public_finding(const struct finding *f)
{
	struct tamis_test_finding finding = {
		.record = f->record,
		.path = text_of(f->path),
		.expected = text_of(f->expected),
		.got = text_of(f->got),
		.note = f->note,
	};

	if (f->rule != NULL) {
		finding.action = actions[f->rule->action]->name;
		finding.line = f->rule->line;
	}
	return finding;
}

/* What was found, as an array in the arena of the case; NULL: no memory. */
static struct tamis_test_finding *
list_findings(struct testing *t)
{
	const struct findings *found = &t->prove.findings;
	struct tamis_test_finding *list =
	    arena_array(&t->prove.arena, found->count, sizeof(*list));
	size_t n = 0;

	for (const struct finding *f = found->first; list != NULL && f != NULL;
	     f = f->next)
		list[n++] = public_finding(f);
	return list;
}

static int
tell_test(struct testing *t, const struct prove_case *c, struct err *err)
{
	struct tamis_test test = {
		.name = text_of(c->name),
		.file = t->folder != NULL ? t->folder : t->job->path,
		.line = t->folder != NULL ? 0 : c->test->line,
		.column = t->folder != NULL ? 0 : c->test->column,
		.format = format_names[c->format],
		.findings = list_findings(t),
		.finding_count = t->prove.findings.count,
	};

	if (test.findings == NULL)
		return err_nomem(err);
	t->tested->tests++;
	t->tested->failed += test.finding_count > 0;
	if (t->job->test != NULL)
		t->job->test(t->job->ctx, &test);
	return 0;
}

static int
propose_file(struct testing *t, const char *name, const struct buf *content,
    struct err *err)
{
	struct slice path =
	    text_format(&t->prove.arena, "%s/%s", t->folder, name);

	if (path.p == NULL || content->failed)
		return err_nomem(err);
	t->job->propose(
	    t->job->ctx, text_of(path), (const char *)content->p, content->len);
	return 0;
}

/* A file that states nothing is not needed, unless it is there. */
static int
propose(struct testing *t, const struct prove_case *c, struct err *err)
{
	const struct prove *p = &t->prove;
	bool rejects = p->rejected.len > 0;
	struct slice name =
	    text_format(&t->prove.arena, "out.%s", format_names[c->format]);

	if (name.p == NULL)
		return err_nomem(err);
	if ((c->test->out.p != NULL || p->written > 0) &&
	    propose_file(t, text_of(name), &p->proposal, err) < 0)
		return -1;
	if (!rejects && !c->test->states_reject)
		return 0;
	return propose_file(t, "reject", &p->rejected, err);
}

static int
run_case(
    struct testing *t, const struct prove_case *c, bool idle, struct err *err)
{
	if (prove_case(&t->prove, c, err) < 0 || tell_test(t, c, err) < 0)
		return -1;
	if (t->prove.wants_proposal && c->fault.p == NULL &&
	    (idle || t->prove.findings.count > 0))
		return propose(t, c, err);
	return 0;
}

static int
run_inside(struct testing *t, struct err *err)
{
	const struct program *program = t->prove.program;

	for (size_t i = 0; i < program->test_count; i++) {
		struct prove_case c;

		prove_reset(&t->prove);
		c = prove_inside(&t->prove, &program->tests[i]);
		if (run_case(t, &c, false, err) < 0)
			return -1;
	}
	return 0;
}

static int
run_folder(struct testing *t, const char *path, struct err *err)
{
	struct prove_case c;
	bool idle;

	prove_reset(&t->prove);
	t->folder = path;
	t->prove.wants_proposal = t->job->propose != NULL;
	if (case_folder_read(
		&t->prove.arena, t->prove.program, path, &c, &idle, err) < 0)
		return -1;
	if (idle && t->prove.wants_proposal)
		c.fault.p = NULL;
	return run_case(t, &c, idle, err);
}

static int
run_beside(struct testing *t, struct err *err)
{
	struct case_folders folders;
	int result = case_folders_find(&folders, t->job->path, err);

	for (size_t i = 0; result == 0 && i < folders.count; i++)
		result = run_folder(t, folders.paths[i], err);
	case_folders_release(&folders);
	return result;
}

struct tamis_cover
public_cover(const struct cover_item *item)
{
	static const enum tamis_cover_what whats[] = {
		[COVER_RULE] = TAMIS_COVER_RULE,
		[COVER_OTHERWISE] = TAMIS_COVER_OTHERWISE,
		[COVER_REJECT] = TAMIS_COVER_REJECT,
		[COVER_KIND] = TAMIS_COVER_KIND,
	};
	struct tamis_cover cover = {
		.what = whats[item->what],
		.format = format_names[item->format],
		.reached = item->reached,
	};
	const struct rule *rule = item->rule;

	if (item->field != NULL) {
		cover.kind = text_of(item->kind->name);
		cover.path = text_of(item->field->path.text);
		if (rule == NULL)
			rule = item->field->rules;
		cover.line = rule->line;
		cover.column = rule->column;
	}
	if (item->what == COVER_RULE)
		cover.action = actions[rule->action]->name;
	if (item->reason != REASON_NONE)
		cover.reason = reasons[item->reason].name;
	return cover;
}

static void
tell_cover(const struct tamis_testing *job, const struct cover_item *item)
{
	const struct tamis_cover cover = public_cover(item);

	job->cover(job->ctx, &cover);
}

/* The counts are complete before anything is told. */
static void
tell_coverage(const struct testing *t)
{
	const struct coverage *c = &t->prove.coverage;

	t->tested->items = c->count;
	t->tested->reached = coverage_reached(c);
	t->tested->percent = coverage_percent(c);
	t->tested->floor = t->prove.program->coverage;
	for (size_t i = 0; t->job->cover != NULL && i < c->count; i++)
		tell_cover(t->job, &c->items[i]);
}

API int
tamis_test(const struct tamis_testing *job, struct tamis_tested *tested,
    struct tamis_error *out)
{
	struct testing t = { .job = job, .tested = tested };
	struct err err = { 0 };
	int result;

	*tested = (struct tamis_tested){ 0 };
	result = prove_init(&t.prove, job->policy->program, &err);
	if (result == 0)
		result = run_inside(&t, &err);
	if (result == 0)
		result = run_beside(&t, &err);
	if (result == 0)
		tell_coverage(&t);
	prove_release(&t.prove);
	return result < 0 ? tell(out, &err) : 0;
}

/* What a check wants to hear. */
struct hearing {
	const struct tamis_tested *tested;
	const char *path;
	tamis_note_fn *note;
	void *ctx;
};

static void
note_unreached(void *ctx, const struct tamis_cover *cover)
{
	const struct hearing *h = ctx;
	const struct policy_code_info *code = &policy_codes[CODE_UNREACHED];
	struct tamis_note note = {
		.level = TAMIS_WARNING,
		.code = code->code,
		.file = h->path,
		.line = cover->line,
		.column = cover->column,
		.width = 1,
		.text = "no test reaches this rule",
		.source = "",
	};

	/* Without a test nothing is reached, and that is no news. */
	if (h->tested->tests > 0 && cover->what == TAMIS_COVER_RULE &&
	    !cover->reached)
		h->note(h->ctx, &note);
}

API int
tamis_policy_check_tests(const struct tamis_policy *policy, const char *path,
    tamis_note_fn *note, void *ctx, struct tamis_error *err)
{
	struct tamis_tested tested;
	struct hearing hearing = { &tested, path, note, ctx };
	struct tamis_testing job = { .policy = policy,
		.path = path,
		.cover = note_unreached,
		.ctx = &hearing };

	return tamis_test(&job, &tested, err);
}
