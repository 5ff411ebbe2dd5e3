#define _DEFAULT_SOURCE /* madvise() */

#include "crypto/secret.h"

#include <sodium.h>
#include <sys/mman.h>
#include <unistd.h>

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

int
secret_buf_init(struct buf *b, size_t max, struct err *err)
{
	uint8_t *p = secret_new(max + BUF_SLACK, err);

	if (p == NULL)
		return -1;
	/* All that there may be is there: it never has to grow. */
	*b = (struct buf){ .p = p, .cap = max, .max = max };
	return 0;
}

void
secret_buf_free(struct buf *b)
{
	secret_free(b->p);
	buf_init(b, 0);
}

int
secret_stay(void *secret, size_t size, struct err *err)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t before = (uintptr_t)secret % page;

	if (madvise((uint8_t *)secret - before, before + size, MADV_DONTFORK) ==
	    -1)
		return err_errno(
		    err, ERR_KEY, "memory for keys cannot be protected");
	return 0;
}
