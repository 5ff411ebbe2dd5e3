/*
 * Loaded before the C library: of the calls that change files, number
 * TAMIS_CALL_AT fails with TAMIS_CALL_ERRNO, or, without that, the process
 * dies as from a power cut.  At the end, or before it dies, a byte on
 * descriptor TAMIS_CALL_FD says that it came to that.  With TAMIS_NO_RANDOM the
 * system has no random bytes.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned long
number_of(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? 0 : strtoul(value, NULL, 10);
}

static void
report(void)
{
	int fd = (int)number_of("TAMIS_CALL_FD");

	if (fd > 0)
		(void)!write(fd, "!", 1);
}

/* Whether this call is the one, which may be the end. */
static bool
fails(void)
{
	static unsigned long seen;
	int error = (int)number_of("TAMIS_CALL_ERRNO");

	if (++seen != number_of("TAMIS_CALL_AT"))
		return false;
	report();
	if (error == 0)
		raise(SIGKILL);
	errno = error;
	return true;
}

/* The C library's own function. */
#define NEXT(name, ...) \
	((__typeof__(name) *)dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

int
openat(int folder, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
	va_end(args);
	return fails() ? -1 : NEXT(openat, folder, path, flags, mode);
}

int
open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (getenv("TAMIS_NO_RANDOM") != NULL &&
	    strstr(path, "random") != NULL) {
		errno = ENOENT;
		return -1;
	}
	return NEXT(open, path, flags, mode);
}

ssize_t
write(int fd, const void *p, size_t len)
{
	/* Messages are not what is tested. */
	if (fd != STDERR_FILENO && fd != (int)number_of("TAMIS_CALL_FD") &&
	    fails())
		return -1;
	return NEXT(write, fd, p, len);
}

int
fsync(int fd)
{
	return fails() ? -1 : NEXT(fsync, fd);
}

int
fchmod(int fd, mode_t mode)
{
	return fails() ? -1 : NEXT(fchmod, fd, mode);
}

int
flock(int fd, int operation)
{
	return fails() ? -1 : NEXT(flock, fd, operation);
}

int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return fails() ? -1 : NEXT(renameat, from_folder, from, to_folder, to);
}

int
unlinkat(int folder, const char *path, int flags)
{
	/* What cannot be removed can only be left. */
	if (number_of("TAMIS_CALL_ERRNO") == 0 && fails())
		return -1;
	return NEXT(unlinkat, folder, path, flags);
}

ssize_t
getrandom(void *p, size_t len, unsigned int flags)
{
	if (getenv("TAMIS_NO_RANDOM") != NULL) {
		errno = ENOSYS;
		return -1;
	}
	return NEXT(getrandom, p, len, flags);
}
