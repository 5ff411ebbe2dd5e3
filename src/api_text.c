/*
 * Texts for people, as the public API hands them out.
 */
#include "api_text.h"

#include <stdlib.h>

#include "base/enc.h"

API void
tamis_text_free(struct tamis_text *text)
{
	free(text->p);
	*text = (struct tamis_text){ NULL, 0 };
}

int
api_hand_over(
    struct buf *b, int status, struct tamis_text *text, struct err *err)
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

enum language
api_language(const struct tamis_view *view)
{
	return view->language == TAMIS_FRENCH ? LANGUAGE_FR : LANGUAGE_EN;
}

struct register_view
api_view(const struct tamis_policy *policy, const struct tamis_view *view,
    struct api_digest *digest)
{
	size_t n = sizeof(RECEIPT_PLAIN) - 1;

	memcpy(digest->p, RECEIPT_PLAIN, n);
	enc_hex(
	    (struct slice){ policy->digest, CRYPTO_DIGEST_LEN }, digest->p + n);
	return (struct register_view){
		.document = &policy->document,
		.language = api_language(view),
		.digest = { (const uint8_t *)digest->p,
		    n + 2 * CRYPTO_DIGEST_LEN },
		.color = view->color,
	};
}
