/*
 * Keyrings: a text that is accepted says of every key what was written, and
 * can be changed; one that is refused leaves nothing behind.
 */
#include "crypto/crypto.h"
#include "crypto/keytext.h"
#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_ring(const struct keyring *ring)
{
	struct err err = { .code = ERR_NONE };

	MUST(keyring_count(ring) > 0);
	for (size_t i = 0; i < keyring_count(ring); i++) {
		struct key_info key = keyring_info(ring, i);
		struct slice name = slice_text(key.name);
		int active = keyring_active(ring, name, &err);

		MUST(keytext_is_name(name));
		MUST(keytext_is_date(slice_text(key.created)));
		MUST(key.epoch > 0);
		MUST(key.state != KEY_ACTIVE || active == (int)i);
	}
}

/* A changed text is accepted, too, and differs by what was changed. */
static void
check_revoked(const struct keyring *ring, struct slice text, size_t i)
{
	struct err err = { .code = ERR_NONE };
	struct keyring *after = NULL;
	struct buf out;

	buf_init(&out, text.len + 64);
	keytext_put_revoked(&out, text, ring, i);
	MUST(!out.failed);
	MUST(keytext_parse("ring", buf_slice(&out), &after, &err) == 0);
	MUST(keyring_count(after) == keyring_count(ring));
	for (size_t k = 0; k < keyring_count(ring); k++) {
		struct key_info was = keyring_info(ring, k);
		struct key_info is = keyring_info(after, k);

		MUST(strcmp(was.name, is.name) == 0 && was.epoch == is.epoch);
		MUST(is.state == (k == i ? KEY_REVOKED : was.state));
		MUST(memcmp(keyring_bytes(ring, k), keyring_bytes(after, k),
			 KEY_LEN) == 0);
	}
	keyring_close(after);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { .code = ERR_NONE };
	uint8_t *p = exact_copy(data, size, 0, 0);
	struct keyring *ring = NULL;

	MUST(crypto_start(&err) == 0);
	if (keytext_parse("ring", (struct slice){ p, size }, &ring, &err) ==
	    0) {
		check_ring(ring);
		check_revoked(ring, (struct slice){ p, size },
		    size % keyring_count(ring));
	} else {
		MUST(ring == NULL && err.code == ERR_KEY);
	}
	keyring_close(ring);
	free(p);
	return 0;
}
