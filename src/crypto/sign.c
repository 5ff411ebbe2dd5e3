#include "crypto/sign.h"
#include "crypto/secret.h"

#include <sodium.h>

_Static_assert(SIGN_LEN == crypto_sign_BYTES, "a signature of Ed25519");

struct digest {
	crypto_generichash_state state;
};

void
sign_message(const struct pair_secret *secret, struct slice message,
    uint8_t signature[static SIGN_LEN])
{
	crypto_sign_detached(
	    signature, NULL, message.p, message.len, pair_bytes(secret));
}

bool
sign_verify(const struct pair_public *public, struct slice message,
    const uint8_t signature[static SIGN_LEN])
{
	return public->use == PAIR_SIGN &&
	       crypto_sign_verify_detached(
		   signature, message.p, message.len, public->bytes) == 0;
}

/* Begins a digest that is keyed with the digest of a label under a key. */
static int
begin(const uint8_t *key, const char *label, struct digest **digest,
    struct err *err)
{
	struct digest *made = secret_new(sizeof(*made), err);
	uint8_t derived[CRYPTO_DIGEST_LEN];

	if (made == NULL)
		return -1;
	crypto_generichash(derived, sizeof(derived), (const uint8_t *)label,
	    strlen(label), key, PAIR_LEN);
	crypto_generichash_init(
	    &made->state, derived, sizeof(derived), CRYPTO_DIGEST_LEN);
	crypto_wipe(derived, sizeof(derived));
	*digest = made;
	return 0;
}

static int
check_use(enum pair_use use, struct err *err)
{
	if (use != PAIR_SIGN)
		return err_set(err, ERR_KEY, "this is not a key to sign");
	return 0;
}

int
digest_input_new(
    const struct pair_secret *secret, struct digest **digest, struct err *err)
{
	struct pair_public public;

	pair_public_of(secret, &public);
	if (check_use(public.use, err) == -1)
		return -1;
	return begin(pair_bytes(secret), "tamis receipt input", digest, err);
}

int
digest_output_new(
    const struct pair_public *public, struct digest **digest, struct err *err)
{
	if (check_use(public->use, err) == -1)
		return -1;
	return begin(public->bytes, "tamis receipt output", digest, err);
}

void
digest_add(struct digest *digest, struct slice data)
{
	if (data.len > 0)
		crypto_generichash_update(&digest->state, data.p, data.len);
}

void
digest_end(struct digest *digest, uint8_t out[static CRYPTO_DIGEST_LEN])
{
	crypto_generichash_final(&digest->state, out, CRYPTO_DIGEST_LEN);
}

void
digest_free(struct digest *digest)
{
	secret_free(digest);
}
