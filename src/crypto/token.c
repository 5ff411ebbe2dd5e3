#include "crypto/token.h"
#include "base/enc.h"
#include "crypto/blake2b.h"
#include "crypto/crypto.h"
#include "crypto/secret.h"
#include "crypto/subkey.h"

#include <stdio.h>

#define LABEL    "tamis tk1"
#define HASH_LEN 16
#define TEXT_LEN ENC_BASE32_LEN(HASH_LEN)

struct token_maker {
	struct blake2b_key subkey;
	char prefix[TOKEN_MAX - TEXT_LEN + 1];
	size_t prefix_len;
};

int
token_maker_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct token_maker **maker,
    struct err *err)
{
	struct key_info key = keyring_info(ring, i);
	struct token_maker *made;
	uint8_t subkey[BLAKE2B_KEY_LEN];

	if (subkey_allowed(ring, i, false, err) == -1)
		return -1;
	made = secret_new(sizeof(*made), err);
	if (made == NULL)
		return -1;
	subkey_derive(ring, i, LABEL, domain, subkey, sizeof(subkey));
	blake2b_key_init(&made->subkey, subkey, HASH_LEN);
	crypto_wipe(subkey, sizeof(subkey));
	made->prefix_len = (size_t)snprintf(made->prefix, sizeof(made->prefix),
	    "tk1.%s.%lu.", key.name, (unsigned long)key.epoch);
	if (secret_seal(made, err) == -1) {
		secret_free(made);
		return -1;
	}
	*maker = made;
	return 0;
}

void
token_maker_free(struct token_maker *maker)
{
	secret_free(maker);
}

void
token_make(const struct token_maker *maker, struct slice value, struct buf *out)
{
	size_t len = maker->prefix_len + TEXT_LEN;
	uint8_t hash[HASH_LEN], *to = buf_reserve(out, len);

	if (to == NULL)
		return;
	blake2b_hash(&maker->subkey, value, hash);
	memcpy(to, maker->prefix, maker->prefix_len);
	enc_base32((struct slice){ hash, sizeof(hash) },
	    (char *)to + maker->prefix_len);
	out->len += len;
}
