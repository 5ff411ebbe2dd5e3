#include "crypto/offset.h"
#include "crypto/blake2b.h"
#include "crypto/crypto.h"
#include "crypto/secret.h"
#include "crypto/subkey.h"

#define LABEL    "tamis sh1"
#define HASH_LEN 8

struct offset_maker {
	struct blake2b_key subkey;
};

int
offset_maker_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct offset_maker **maker,
    struct err *err)
{
	struct offset_maker *made;
	uint8_t subkey[BLAKE2B_KEY_LEN];

	if (subkey_allowed(ring, i, false, err) == -1)
		return -1;
	made = secret_new(sizeof(*made), err);
	if (made == NULL)
		return -1;
	subkey_derive(ring, i, LABEL, domain, subkey, sizeof(subkey));
	blake2b_key_init(&made->subkey, subkey, HASH_LEN);
	crypto_wipe(subkey, sizeof(subkey));
	if (secret_seal(made, err) == -1) {
		secret_free(made);
		return -1;
	}
	*maker = made;
	return 0;
}

void
offset_maker_free(struct offset_maker *maker)
{
	secret_free(maker);
}

int32_t
offset_days(const struct offset_maker *maker, struct slice value, uint32_t most)
{
	uint8_t hash[HASH_LEN];
	uint64_t n = 0;
	int32_t days;

	blake2b_hash(&maker->subkey, value, hash);
	for (size_t i = 0; i < HASH_LEN; i++)
		n = n << 8 | hash[i];
	days = (int32_t)(n % (2 * (uint64_t)most)) - (int32_t)most;
	return days < 0 ? days : days + 1;
}
