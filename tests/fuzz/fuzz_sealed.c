/*
 * Sealed values and reversible tokens: whatever is read as one says what stands
 * there, and none that was not made with the key opens.
 */
#include "crypto/crypto.h"
#include "crypto/keytext.h"
#include "crypto/reversible.h"
#include "crypto/seal.h"
#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The parts, put together again, are the whole. */
static void
check_sealed(struct slice text, const struct sealed *sealed)
{
	size_t len = strlen(SEAL_PREFIX) + sealed->recipient.len + 1 +
		     sealed->policy.len + 1 + sealed->box.len;

	MUST(len == text.len);
	MUST(keytext_is_word(sealed->recipient));
	MUST(keytext_is_word(sealed->policy));
	MUST(sealed->box.p + sealed->box.len == text.p + text.len);
}

static void
check_token(struct slice text, const struct reversible_token *token)
{
	MUST(keytext_is_name(token->key));
	MUST(token->epoch > 0);
	MUST(token->body.p + token->body.len == text.p + text.len);
}

/* Opens with a key that made none of the inputs. */
static void
open_token(const struct reversible_token *token)
{
	static const char ring_text[] =
	    "tamis-keyring 1\nreversible fuzz 1 active 2021-11-03 "
	    "5Z9MNawBkH4AYnNcOQ3jwwvTDlTfQeR08VYI4ug6cUs\nend 1\n";
	const struct token_domain domain = { slice_text("a"), slice_text("b"),
		slice_text("c") };
	struct err err = { .code = ERR_NONE };
	struct keyring *ring;
	struct reversible *r;
	struct buf out;

	MUST(keytext_parse("ring", slice_text(ring_text), &ring, &err) == 0);
	MUST(reversible_new(ring, 0, &domain, &r, &err) == 0);
	buf_init(&out, 1 << 20);
	MUST(!reversible_open(r, token, &out) && out.len == 0);
	buf_release(&out);
	reversible_free(r);
	keyring_close(ring);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { .code = ERR_NONE };
	uint8_t *p = exact_copy(data, size, 0, 0);
	struct slice text = { p, size };
	struct sealed sealed;
	struct reversible_token token;

	MUST(crypto_start(&err) == 0);
	if (sealed_parse(text, &sealed))
		check_sealed(text, &sealed);
	if (reversible_parse(text, &token)) {
		check_token(text, &token);
		open_token(&token);
	}
	free(p);
	return 0;
}
