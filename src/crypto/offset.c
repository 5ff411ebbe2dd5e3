#include "crypto/offset.h"
#include "crypto/secret.h"
#include "crypto/subkey.h"

#include <stdlib.h>

#define LABEL    "tamis sh1"
#define HASH_LEN 8

struct offset_maker {
	struct blake2b_key *hasher; /* secret */
};

int
offset_maker_new(const struct keyring *ring, size_t i,
    const struct token_domain *domain, struct offset_maker **maker,
    struct err *err)
{
	struct offset_maker *made = calloc(1, sizeof(*made));

	if (made == NULL)
		return err_nomem(err);
	if (subkey_hasher_new(
		ring, i, LABEL, domain, HASH_LEN, &made->hasher, err) == -1) {
		free(made);
		return -1;
	}
	*maker = made;
	return 0;
}

void
offset_maker_free(struct offset_maker *maker)
{
	if (maker == NULL)
		return;
	secret_free(maker->hasher);
	free(maker);
}

int32_t
offset_days(const struct offset_maker *maker, struct slice value, uint32_t most)
{
	uint8_t hash[HASH_LEN];
	uint64_t n = 0;
	int32_t days;

	blake2b_hash(maker->hasher, value, hash);
	for (size_t i = 0; i < HASH_LEN; i++)
		n = n << 8 | hash[i];
	days = (int32_t)(n % (2 * (uint64_t)most)) - (int32_t)most;
	return days < 0 ? days : days + 1;
}
