#include "crypto/subkey.h"
#include "crypto/crypto.h"
#include "crypto/secret.h"

#include <sodium.h>

int
subkey_allowed(
    const struct keyring *ring, size_t i, bool reversible, struct err *err)
{
	struct key_info key = keyring_info(ring, i);

	if (key.state == KEY_REVOKED)
		return err_set(err, ERR_KEY,
		    "epoch %lu of the key %s is revoked",
		    (unsigned long)key.epoch, key.name);
	if (key.reversible != reversible)
		return err_set(err, ERR_KEY,
		    key.reversible ? "the key %s is for reversible domains only"
				   : "the key %s is not for reversible domains",
		    key.name);
	return 0;
}

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

void
subkey_derive(const struct keyring *ring, size_t i, const char *label,
    const struct token_domain *domain, uint8_t *subkey, size_t len)
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, keyring_bytes(ring, i), KEY_LEN, len);
	crypto_generichash_update(
	    &state, (const uint8_t *)label, strlen(label) + 1);
	hash_number(&state, keyring_info(ring, i).epoch, 4);
	hash_text(&state, domain->entity);
	hash_text(&state, domain->label);
	hash_text(&state, domain->normalization);
	crypto_generichash_final(&state, subkey, len);
	crypto_wipe(&state, sizeof(state));
}

int
subkey_hasher_new(const struct keyring *ring, size_t i, const char *label,
    const struct token_domain *domain, size_t hash_len,
    struct blake2b_key **hasher, struct err *err)
{
	uint8_t subkey[BLAKE2B_KEY_LEN];
	struct blake2b_key *made;

	if (subkey_allowed(ring, i, false, err) == -1)
		return -1;
	made = secret_new(sizeof(*made), err);
	if (made == NULL)
		return -1;
	subkey_derive(ring, i, label, domain, subkey, sizeof(subkey));
	blake2b_key_init(made, subkey, hash_len);
	crypto_wipe(subkey, sizeof(subkey));
	if (secret_seal(made, err) == -1) {
		secret_free(made);
		return -1;
	}
	*hasher = made;
	return 0;
}
