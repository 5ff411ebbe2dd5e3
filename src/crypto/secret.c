#include "crypto/secret.h"

#include <sodium.h>

void *
secret_new(size_t size, struct err *err)
{
	void *secret = sodium_malloc(size);

	if (secret == NULL) {
		err_errno(err, ERR_KEY, "no guarded memory for keys");
		return NULL;
	}
	/* sodium_malloc() locks, too, but goes on when it cannot. */
	if (sodium_mlock(secret, size) == -1) {
		err_errno(err, ERR_KEY,
		    "memory for keys cannot be locked; raise the memory-lock "
		    "limit (ulimit -l, LimitMEMLOCK=)");
		sodium_free(secret);
		return NULL;
	}
	return secret;
}

int
secret_seal(void *secret, struct err *err)
{
	if (sodium_mprotect_readonly(secret) == -1)
		return err_errno(
		    err, ERR_KEY, "memory for keys cannot be protected");
	return 0;
}

void
secret_free(void *secret)
{
	sodium_free(secret);
}
