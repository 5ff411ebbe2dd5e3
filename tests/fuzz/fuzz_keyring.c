/*
 * Keyrings: a text that is accepted says of every key what was written, and
 * one that is refused leaves nothing behind.
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { .code = ERR_NONE };
	uint8_t *p = exact_copy(data, size, 0, 0);
	struct keyring *ring = NULL;

	MUST(crypto_start(&err) == 0);
	if (keytext_parse("ring", (struct slice){ p, size }, &ring, &err) == 0)
		check_ring(ring);
	else
		MUST(ring == NULL && err.code == ERR_KEY);
	keyring_close(ring);
	free(p);
	return 0;
}
