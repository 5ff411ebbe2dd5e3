#include "crypto/crypto.h"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int
crypto_start(struct err *err)
{
	if (sodium_init() == -1)
		return err_set(err, ERR_BUG, "libsodium does not start");
	return 0;
}

void
crypto_random(void *out, size_t len)
{
	randombytes_buf(out, len);
}

void
crypto_wipe(void *p, size_t len)
{
	sodium_memzero(p, len);
}

bool
crypto_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

void
crypto_digest(struct slice in, uint8_t out[static CRYPTO_DIGEST_LEN])
{
	crypto_generichash(out, CRYPTO_DIGEST_LEN, in.p, in.len, NULL, 0);
}

int
crypto_guard_process(struct err *err)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) == -1)
		return err_errno(err, ERR_BUG, "cannot forbid core dumps");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		return err_errno(err, ERR_BUG, "cannot forbid tracing");
	return 0;
}
