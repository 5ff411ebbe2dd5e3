#include "crypto/token.h"
#include "base/enc.h"
#include "crypto/secret.h"
#include "crypto/subkey.h"

#include <stdio.h>
#include <stdlib.h>

#define LABEL    "tamis tk1"
#define HASH_LEN 16
#define TEXT_LEN ENC_BASE32_LEN(HASH_LEN)

struct token_maker {
	struct blake2b_key *hasher; /* secret */
	char prefix[TOKEN_MAX - TEXT_LEN + 1];
	size_t prefix_len;
};

int
token_maker_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct token_maker **maker,
    struct err *err)
{
	struct key_info key = keyring_info(ring, i);
	struct token_maker *made = calloc(1, sizeof(*made));

	if (made == NULL)
		return err_nomem(err);
	if (subkey_hasher_new(
		ring, i, LABEL, domain, HASH_LEN, &made->hasher, err) == -1) {
		free(made);
		return -1;
	}
	made->prefix_len = (size_t)snprintf(made->prefix, sizeof(made->prefix),
	    "tk1.%s.%lu.", key.name, (unsigned long)key.epoch);
	*maker = made;
	return 0;
}

void
token_maker_free(struct token_maker *maker)
{
	if (maker == NULL)
		return;
	secret_free(maker->hasher);
	free(maker);
}

void
token_make(const struct token_maker *maker, struct slice value, struct buf *out)
{
	size_t len = maker->prefix_len + TEXT_LEN;
	uint8_t hash[HASH_LEN], *to = buf_reserve(out, len);

	if (to == NULL)
		return;
	blake2b_hash(maker->hasher, value, hash);
	memcpy(to, maker->prefix, maker->prefix_len);
	enc_base32((struct slice){ hash, sizeof(hash) },
	    (char *)to + maker->prefix_len);
	out->len += len;
}
