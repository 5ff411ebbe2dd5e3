/*
 * The public API for readers of policies.
 */
#include "api_text.h"

#include "base/limits.h"
#include "policy/codes_help.h"
#include "policy/diff.h"
#include "policy/page.h"

API int
tamis_explain(const struct tamis_policy *policy, const struct tamis_view *view,
    const char *path, struct tamis_text *text, struct tamis_error *out)
{
	struct api_digest digest;
	struct register_view v = api_view(policy, view, &digest);
	struct err err = { 0 };
	struct buf b;
	int status;

	buf_init(&b, API_TEXT_MAX);
	status = path == NULL ? register_text(&b, &v, &err)
			      : register_path(&b, &v, slice_text(path), &err);
	if (api_hand_over(&b, status, text, &err) < 0)
		return tell(out, &err);
	return 0;
}

/* Results of tests as they come. */
struct collecting {
	struct arena *arena;
	struct page_tests tests;
	struct page_test *list;
	struct slice *unreached;
	size_t room, unreached_room;
};

static void
hear_test(void *ctx, const struct tamis_test *test)
{
	struct collecting *c = ctx;
	struct page_tests *t = &c->tests;

	if (t->count == c->room && !arena_grow(c->arena, (void **)&c->list,
				       &c->room, sizeof(*c->list)))
		return;
	c->list[t->count++] = (struct page_test){
		arena_copy(c->arena, slice_text(test->name)),
		test->finding_count == 0,
	};
	t->failed += test->finding_count > 0;
}

static void
hear_cover(void *ctx, const struct tamis_cover *cover)
{
	struct collecting *c = ctx;
	struct page_tests *t = &c->tests;
	const char *name = cover->path != NULL ? cover->path : cover->kind;

	if (cover->reached || name == NULL)
		return;
	if (t->unreached_count == c->unreached_room &&
	    !arena_grow(c->arena, (void **)&c->unreached, &c->unreached_room,
		sizeof(*c->unreached)))
		return;
	c->unreached[t->unreached_count++] =
	    arena_copy(c->arena, slice_text(name));
}

static int
run_tests(const struct tamis_policy *policy, const char *path,
    struct collecting *c, struct tamis_error *err)
{
	struct tamis_testing job = {
		.policy = policy,
		.path = path,
		.test = hear_test,
		.cover = hear_cover,
		.ctx = c,
	};
	struct tamis_tested tested;

	if (path == NULL)
		return 0;
	if (tamis_test(&job, &tested, err) != 0)
		return -1;
	c->tests.items = tested.items;
	c->tests.reached = tested.reached;
	c->tests.percent = tested.percent;
	c->tests.tests = c->list;
	c->tests.unreached = c->unreached;
	return 0;
}

static int
write_page(
    const struct page *page, struct tamis_text *text, struct tamis_error *out)
{
	struct err err = { 0 };
	struct buf b;

	buf_init(&b, API_TEXT_MAX);
	if (api_hand_over(&b, page_html(&b, page, &err), text, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_page(const struct tamis_policy *policy, const char *path,
    const struct tamis_policy *older, const struct tamis_view *view,
    struct tamis_text *text, struct tamis_error *out)
{
	struct api_digest digest;
	struct arena arena;
	struct collecting c = { .arena = &arena };
	struct page page = {
		.view = api_view(policy, view, &digest),
		.older = older != NULL ? &older->document : NULL,
		.tests = path != NULL ? &c.tests : NULL,
		.tamis = TAMIS_VERSION,
	};
	int result;

	arena_init(&arena, LIMIT_PROGRAM);
	result = run_tests(policy, path, &c, out);
	if (result == 0)
		result = write_page(&page, text, out);
	arena_release(&arena);
	return result;
}

/* Passes differences on in their public form. */
struct telling {
	void (*tell)(void *ctx, const struct tamis_difference *difference);
	void *ctx;
};

static void
tell_difference(void *ctx, const struct difference *d)
{
	static const enum tamis_mark marks[] = {
		[DIFF_WEAKER] = TAMIS_WEAKER,
		[DIFF_STRONGER] = TAMIS_STRONGER,
		[DIFF_CHANGED] = TAMIS_CHANGED,
	};
	const struct telling *telling = ctx;
	struct tamis_difference public = {
		.mark = marks[d->mark],
		.what = diff_whats[d->what],
		.kind = (const char *)d->kind.p,
		.path = (const char *)d->path.p,
		.text = (const char *)d->text.p,
	};

	telling->tell(telling->ctx, &public);
}

API int
tamis_diff(const struct tamis_policy *older, const struct tamis_policy *newer,
    const struct tamis_view *view,
    void (*tell_one)(void *ctx, const struct tamis_difference *difference),
    void *ctx, struct tamis_error *out)
{
	struct telling telling = { tell_one, ctx };
	struct err err = { 0 };

	if (diff_policies(&older->document, &newer->document,
		api_language(view), tell_difference, &telling, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_explain_code(const char *code, const struct tamis_view *view,
    struct tamis_text *text, struct tamis_error *out)
{
	enum policy_code c = code_find(slice_text(code));
	struct err err = { 0 };
	struct buf b;

	if (c == CODE_COUNT) {
		err_set(&err, ERR_USAGE, "there is no code `%s`", code);
		return tell(out, &err);
	}
	buf_init(&b, API_TEXT_MAX);
	code_explain(&b, c, view->color);
	if (api_hand_over(&b, 0, text, &err) < 0)
		return tell(out, &err);
	return 0;
}
