/*
 * The public API for readers of policies.
 */
#include "api.h"

#include <stdlib.h>

#include "base/enc.h"
#include "policy/codes_help.h"
#include "policy/diff.h"
#include "policy/page.h"
#include "run/receipt.h"

/* What a text can grow to: a policy is 1 MiB at most. */
#define TEXT_MAX ((size_t)256 << 20)

API void
tamis_text_free(struct tamis_text *text)
{
	free(text->p);
	*text = (struct tamis_text){ NULL, 0 };
}

/* Hands a buffer over to the caller, or frees it after a failure. */
static int
hand_over(struct buf *b, int status, struct tamis_text *text, struct err *err)
{
	buf_add_byte(b, '\0');
	if (status == 0 && b->failed)
		status = err_nomem(err);
	if (status == 0)
		*text = (struct tamis_text){ (char *)b->p, b->len - 1 };
	else
		buf_release(b);
	return status;
}

static enum language
language_of(const struct tamis_view *view)
{
	return view->language == TAMIS_FRENCH ? LANGUAGE_FR : LANGUAGE_EN;
}

/* Room for the name of the digest and its digits. */
struct digest_text {
	char p[sizeof(RECEIPT_PLAIN) + 2 * CRYPTO_DIGEST_LEN];
};

static struct register_view
view_of(const struct tamis_policy *policy, const struct tamis_view *view,
    struct digest_text *digest)
{
	size_t n = sizeof(RECEIPT_PLAIN) - 1;

	memcpy(digest->p, RECEIPT_PLAIN, n);
	enc_hex(
	    (struct slice){ policy->digest, CRYPTO_DIGEST_LEN }, digest->p + n);
	return (struct register_view){
		.document = &policy->document,
		.language = language_of(view),
		.digest = { (const uint8_t *)digest->p,
		    n + 2 * CRYPTO_DIGEST_LEN },
		.color = view->color,
	};
}

API int
tamis_explain(const struct tamis_policy *policy, const struct tamis_view *view,
    const char *path, struct tamis_text *text, struct tamis_error *out)
{
	struct digest_text digest;
	struct register_view v = view_of(policy, view, &digest);
	struct err err = { 0 };
	struct buf b;
	int status;

	buf_init(&b, TEXT_MAX);
	status = path == NULL ? register_text(&b, &v, &err)
			      : register_path(&b, &v, slice_text(path), &err);
	if (hand_over(&b, status, text, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_page(const struct tamis_policy *policy, const struct tamis_policy *older,
    const struct tamis_view *view, struct tamis_text *text,
    struct tamis_error *out)
{
	struct digest_text digest;
	struct page page = {
		.view = view_of(policy, view, &digest),
		.older = older != NULL ? &older->document : NULL,
		.tamis = TAMIS_VERSION,
	};
	struct err err = { 0 };
	struct buf b;

	buf_init(&b, TEXT_MAX);
	if (hand_over(&b, page_html(&b, &page, &err), text, &err) < 0)
		return tell(out, &err);
	return 0;
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

	if (diff_policies(&older->document, &newer->document, language_of(view),
		tell_difference, &telling, &err) < 0)
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
		err_set(&err, ERR_USAGE, "there is no code '%s'", code);
		return tell(out, &err);
	}
	buf_init(&b, TEXT_MAX);
	code_explain(&b, c, view->color);
	if (hand_over(&b, 0, text, &err) < 0)
		return tell(out, &err);
	return 0;
}
