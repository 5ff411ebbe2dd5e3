#include "crypto/token.h"
#include "base/enc.h"
#include "crypto/blake2b.h"
#include "crypto/crypto.h"
#include "crypto/secret.h"

#include <sodium.h>
#include <stdio.h>

#define LABEL    "tamis tk1" /* with its terminator */
#define HASH_LEN 16
#define TEXT_LEN ENC_BASE32_LEN(HASH_LEN)

struct token_maker {
	struct blake2b_key subkey;
	char prefix[TOKEN_MAX - TEXT_LEN + 1];
	size_t prefix_len;
};

static void
hash_number(crypto_generichash_state *state, uint64_t n, size_t bytes)
{
	uint8_t big_endian[8];

	for (size_t i = 0; i < bytes; i++)
		big_endian[i] = (uint8_t)(n >> 8 * (bytes - 1 - i));
	crypto_generichash_update(state, big_endian, bytes);
}

static void
hash_text(crypto_generichash_state *state, struct slice text)
{
	hash_number(state, text.len, 8);
	crypto_generichash_update(state, text.p, text.len);
}

static void
derive(const uint8_t key[static KEY_LEN], uint32_t epoch,
    const struct token_domain *domain, uint8_t subkey[static BLAKE2B_KEY_LEN])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, key, KEY_LEN, BLAKE2B_KEY_LEN);
	crypto_generichash_update(
	    &state, (const uint8_t *)LABEL, sizeof(LABEL));
	hash_number(&state, epoch, 4);
	hash_text(&state, domain->entity);
	hash_text(&state, domain->label);
	hash_text(&state, domain->normalization);
	crypto_generichash_final(&state, subkey, BLAKE2B_KEY_LEN);
	crypto_wipe(&state, sizeof(state));
}

int
token_maker_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct token_maker **maker,
    struct err *err)
{
	struct key_info key = keyring_info(ring, i);
	struct token_maker *made = secret_new(sizeof(*made), err);
	uint8_t subkey[BLAKE2B_KEY_LEN];

	if (made == NULL)
		return -1;
	derive(keyring_bytes(ring, i), key.epoch, domain, subkey);
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
