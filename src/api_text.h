/*
 * api_text: what the parts of the public interface that show texts share, and
 * nobody else.
 */
#ifndef API_TEXT_H
#define API_TEXT_H

#include "api.h"
#include "policy/register.h"
#include "run/receipt.h"

/* What a text can grow to: a policy is 1 MiB at most. */
#define API_TEXT_MAX ((size_t)256 << 20)

/* Hands a buffer over to the caller, or frees it after a failure. */
int api_hand_over(
    struct buf *b, int status, struct tamis_text *text, struct err *err);

enum language api_language(const struct tamis_view *view);

/* Room for the name of the digest and its digits. */
struct api_digest {
	char p[sizeof(RECEIPT_PLAIN) + 2 * CRYPTO_DIGEST_LEN];
};

/* The view of a policy; the digest is written to *digest, which it needs. */
struct register_view api_view(const struct tamis_policy *policy,
    const struct tamis_view *view, struct api_digest *digest);

#endif
