#include "study/test/prove.h"

#include "base/limits.h"
#include "study/audit/audit.h"
#include "study/test/compare.h"
#include "study/test/trial.h"

#define TEXT(s) (int)(s).len, (const char *)(s).p

/* A case at work. */
struct proving {
	struct prove *p;
	const struct prove_case *c;
	struct test_keys keys;
	struct slice in; /* FORMAT_PAD bytes follow */
	struct trial trial;
	struct values input;
	struct matching matching;
	struct comparison comparison;
};

int
prove_init(struct prove *p, const struct program *program, struct err *err)
{
	*p = (struct prove){ .program = program };
	arena_init(&p->arena, LIMIT_PROGRAM);
	findings_init(&p->findings, &p->arena);
	buf_init(&p->proposal, 2 * LIMIT_RECORD);
	buf_init(&p->rejected, 2 * LIMIT_RECORD);
	return coverage_init(&p->coverage, program) < 0 ? err_nomem(err) : 0;
}

void
prove_release(struct prove *p)
{
	coverage_release(&p->coverage);
	arena_release(&p->arena);
	buf_release(&p->proposal);
	buf_release(&p->rejected);
}

void
prove_reset(struct prove *p)
{
	arena_release(&p->arena);
	findings_init(&p->findings, &p->arena);
	buf_reset(&p->proposal);
	buf_reset(&p->rejected);
}

struct prove_case
prove_inside(struct prove *p, const struct test_case *test)
{
	const struct kind *kind = &p->program->kinds[test->kind];

	return (struct prove_case){
		.name = text_format(
		    &p->arena, "%.*s/%.*s", TEXT(kind->name), TEXT(test->name)),
		.format = kind->format,
		.test = test,
	};
}

/* A copy that bytes follow. */
static struct slice
pad(struct arena *arena, struct slice text)
{
	uint8_t *copy = arena_alloc(arena, text.len + FORMAT_PAD);

	if (copy == NULL)
		return (struct slice){ NULL, 0 };
	if (text.len > 0)
		memcpy(copy, text.p, text.len);
	return (struct slice){ copy, text.len };
}

/* Rejections. */

static struct slice
show_reject(struct proving *w, struct slice reason, struct slice path)
{
	return text_format(&w->p->arena, "rejected (%.*s%s%.*s)", TEXT(reason),
	    path.p == NULL ? "" : ", path ", path.p == NULL ? 0 : (int)path.len,
	    path.p == NULL ? "" : (const char *)path.p);
}

static struct slice
show_expected_reject(struct proving *w, size_t i)
{
	const struct test_case *t = w->c->test;

	return i < t->reject_count
		   ? show_reject(w, t->rejects[i].reason, t->rejects[i].path)
		   : slice_text("written");
}

static struct slice
show_reject_found(struct proving *w, size_t i)
{
	const struct trial *t = &w->trial;

	return i < t->reject_count
		   ? show_reject(w,
			 slice_text(reasons[t->rejects[i].reason].name),
			 t->rejects[i].path)
		   : slice_text("written");
}

static bool
is_reason(struct slice word)
{
	for (size_t i = REASON_NONE + 1; i < REASON_COUNT; i++)
		if (slice_is(word, reasons[i].name))
			return true;
	return false;
}

static bool
is_expected_reject(const struct proving *w, size_t i)
{
	const struct test_case *t = w->c->test;
	const struct trial_reject *got;

	if (i >= t->reject_count || i >= w->trial.reject_count)
		return false;
	got = &w->trial.rejects[i];
	return slice_is(t->rejects[i].reason, reasons[got->reason].name) &&
	       (t->rejects[i].path.p == NULL ||
		   slice_equal(t->rejects[i].path, got->path));
}

static void
compare_reject(struct proving *w, size_t i)
{
	const struct test_case *t = w->c->test;
	struct finding f = { .record = 0 };

	if (is_expected_reject(w, i))
		return;
	if (i < w->trial.reject_count) {
		f.record = w->trial.rejects[i].record;
		f.note = reasons[w->trial.rejects[i].reason].help;
	}
	if (i < t->reject_count && !is_reason(t->rejects[i].reason))
		f.note = "the test expects a reason that does not exist";
	f.expected = show_expected_reject(w, i);
	f.got = show_reject_found(w, i);
	findings_add(&w->p->findings, &f);
}

/* Without `out`, none may be written but those under `absent`. */
static void
compare_rejects(struct proving *w)
{
	const struct test_case *t = w->c->test;
	size_t n = t->reject_count > w->trial.reject_count
		       ? t->reject_count
		       : w->trial.reject_count;
	for (size_t i = 0; i < n; i++)
		compare_reject(w, i);
	if (w->p->findings.count == 0 && t->states_reject && t->out.p == NULL &&
	    t->absent_count == 0 && w->p->written > 0)
		findings_add(&w->p->findings,
		    &(struct finding){
			.expected = slice_text("every record rejected"),
			.got = text_format(&w->p->arena, "%llu written",
			    (unsigned long long)w->p->written),
		    });
}

/* Absent texts. */

static bool
contains(struct slice text, struct slice part)
{
	for (size_t i = 0; i + part.len <= text.len; i++)
		if (memcmp(text.p + i, part.p, part.len) == 0)
			return true;
	return false;
}

/* Notes which texts were found. */
static void
hear_found(void *ctx, const struct audit_finding *finding)
{
	bool *found = ctx;

	found[finding->field] = true;
}

static int
search(struct proving *w, struct audit *a, bool *found, struct err *err)
{
	const struct test_case *t = w->c->test;
	struct slice out = buf_slice(&w->trial.out);

	for (size_t i = 0; i < t->absent_count; i++) {
		found[i] = contains(out, t->absent[i]);
		if (audit_value(a, (uint16_t)i, t->absent[i], err) < 0)
			return -1;
	}
	return audit_scan_bytes(a, out, hear_found, found, err);
}

static void
tell_found(struct proving *w, const bool *found)
{
	const struct test_case *t = w->c->test;

	for (size_t i = 0; i < t->absent_count; i++)
		if (found[i])
			findings_add(&w->p->findings,
			    &(struct finding){
				.note = "this must not come out, in whatever "
					"spelling or encoding",
				.expected = text_format(&w->p->arena,
				    "no \"%.*s\"", TEXT(t->absent[i])),
				.got = slice_text("it is there"),
			    });
}

static int
compare_absent(struct proving *w, struct err *err)
{
	const struct test_case *t = w->c->test;
	struct audit audit;
	bool *found;
	int result;

	if (t->absent_count == 0)
		return 0;
	found = arena_array(&w->p->arena, t->absent_count, sizeof(*found));
	if (found == NULL)
		return err_nomem(err);
	if (t->absent_count > AUDIT_FIELDS)
		return err_set(err, ERR_USAGE,
		    "a test has at most %d texts that must be absent",
		    (int)AUDIT_FIELDS);
	audit_init(&audit);
	result = search(w, &audit, found, err);
	audit_release(&audit);
	if (result == 0)
		tell_found(w, found);
	return result;
}

/* Proposals. */

static void
propose_rejects(struct proving *w)
{
	struct buf *out = &w->p->rejected;

	for (size_t i = 0; i < w->trial.reject_count; i++) {
		const struct trial_reject *r = &w->trial.rejects[i];

		buf_add_text(out, reasons[r->reason].name);
		if (r->path.p != NULL) {
			buf_add_byte(out, ' ');
			buf_add_slice(out, r->path);
		}
		buf_add_byte(out, '\n');
	}
}

static int
propose(struct proving *w)
{
	if (!w->p->wants_proposal)
		return 0;
	propose_rejects(w);
	return compare_template(
	    &w->comparison, buf_slice(&w->trial.out), &w->p->proposal);
}

/* A case. */

static int
compare_all(struct proving *w, struct err *err)
{
	const struct test_case *t = w->c->test;

	w->p->written = w->trial.records - w->trial.reject_count;
	if (w->trial.records == 0)
		findings_add(&w->p->findings,
		    &(struct finding){
			.expected = slice_text("one record or more"),
			.got = slice_text("an input without a record"),
		    });
	compare_rejects(w);
	/* What is written where rejections differ differs, too. */
	if (t->out.p != NULL && w->p->findings.count == 0 &&
	    compare_output(&w->comparison, pad(&w->p->arena, t->out),
		buf_slice(&w->trial.out)) < 0)
		return err_nomem(err);
	if (compare_absent(w, err) < 0)
		return -1;
	return propose(w) < 0 || w->p->arena.failed ? err_nomem(err) : 0;
}

static void
prepare(struct proving *w)
{
	w->matching = (struct matching){
		.arena = &w->p->arena,
		.keys = &w->keys,
		.input = &w->input,
	};
	w->comparison = (struct comparison){
		.arena = &w->p->arena,
		.program = w->p->program,
		.format = w->c->format,
		.used = w->trial.used,
		.matching = &w->matching,
		.findings = &w->p->findings,
	};
}

static int
try_case(struct proving *w, struct err *err)
{
	int result = trial_run(&w->trial, &w->keys, w->c->format, w->in,
	    &w->p->arena, &w->p->coverage, err);

	if (result == 0 && values_read(&w->input, &w->p->arena, w->p->program,
			       w->c->format, w->in) < 0)
		result = err_nomem(err);
	prepare(w);
	if (result == 0)
		result = compare_all(w, err);
	trial_release(&w->trial);
	return result;
}

int
prove_case(struct prove *p, const struct prove_case *c, struct err *err)
{
	struct proving w = { .p = p, .c = c };
	int result;

	if (c->fault.p != NULL) {
		findings_add(&p->findings,
		    &(struct finding){ .note = (const char *)c->fault.p });
		return 0;
	}
	w.in = pad(&p->arena, c->test->in);
	if (w.in.p == NULL)
		return err_nomem(err);
	if (test_keys_init(&w.keys, p->program, c->name, err) < 0)
		return -1;
	result = try_case(&w, err);
	test_keys_release(&w.keys);
	return result;
}
