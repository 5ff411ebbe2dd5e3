/*
 * Loaded before the C library: the allocation number TAMIS_FAIL_AT fails, or,
 * with TAMIS_FAIL_ON, all from that one on.  At the end, a byte on descriptor
 * TAMIS_FAIL_FD says that it came to that.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* The C library's own names for what is replaced here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

static unsigned long fail_at, seen;
static bool fail_on, ready, fired;
static int report = -1;

__attribute__((constructor)) static void
prepare(void)
{
	const char *at = getenv("TAMIS_FAIL_AT");
	const char *fd = getenv("TAMIS_FAIL_FD");

	fail_at = at == NULL ? 0 : strtoul(at, NULL, 10);
	fail_on = getenv("TAMIS_FAIL_ON") != NULL;
	report = fd == NULL ? -1 : (int)strtol(fd, NULL, 10);
	ready = true;
}

__attribute__((destructor)) static void
tell(void)
{
	if (fired && report >= 0 && write(report, "!", 1) != 1)
		_exit(99);
}

static bool
fails(void)
{
	if (!ready || fail_at == 0)
		return false;
	seen++;
	if (seen != fail_at && !(fail_on && seen > fail_at))
		return false;
	fired = true;
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}
