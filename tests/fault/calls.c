/*
 * Loaded before the C library: of the calls that read and change files, number
 * TAMIS_CALL_AT fails with TAMIS_CALL_ERRNO, or, without that, the process
 * dies as from a power cut.  With TAMIS_CALL_ON, all from that one on fail;
 * with TAMIS_CALL_ONLY, calls of that name alone are counted.  At the end, or
 * before it dies, a byte on descriptor TAMIS_CALL_FD says that it came to that.
 * With TAMIS_CALL_READ, a read gives so many bytes at most, and none seem to
 * follow.  With TAMIS_NO_RANDOM the system has no random bytes.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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

/* What _FORTIFY_SOURCE makes of some calls. */
ssize_t __pread_chk(int fd, void *p, size_t len, off_t at, size_t room);
ssize_t __read_chk(int fd, void *p, size_t len, size_t room);

static unsigned long
number_of(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? 0 : strtoul(value, NULL, 10);
}

/* The C library's own function. */
#define NEXT(name, ...) \
	((__typeof__(name) *)dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

static void
report(void)
{
	int fd = (int)number_of("TAMIS_CALL_FD");

	if (fd > 0)
		(void)!NEXT(write, fd, "!", 1);
}

/* Whether this call is the one, which may be the end. */
static bool
fails(const char *name)
{
	static unsigned long seen;
	int error = (int)number_of("TAMIS_CALL_ERRNO");
	unsigned long at = number_of("TAMIS_CALL_AT");
	const char *only = getenv("TAMIS_CALL_ONLY");

	if (only != NULL && strcmp(name, only) != 0)
		return false;
	seen++;
	if (at == 0 || seen < at ||
	    (seen > at && getenv("TAMIS_CALL_ON") == NULL))
		return false;
	if (seen == at)
		report();
	if (error == 0)
		raise(SIGKILL);
	errno = error;
	return true;
}

static mode_t
mode_of(int flags, va_list args)
{
	return (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
}

int
openat(int folder, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	return fails(__func__) ? -1 : NEXT(openat, folder, path, flags, mode);
}

int
open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	if (getenv("TAMIS_NO_RANDOM") != NULL &&
	    strstr(path, "random") != NULL) {
		errno = ENOENT;
		return -1;
	}
	return fails(__func__) ? -1 : NEXT(open, path, flags, mode);
}

int
mkstemp(char *path)
{
	return fails(__func__) ? -1 : NEXT(mkstemp, path);
}

static size_t
piece_of(size_t len)
{
	size_t most = number_of("TAMIS_CALL_READ");

	return most > 0 && most < len ? most : len;
}

ssize_t
read(int fd, void *p, size_t len)
{
	return fails(__func__) ? -1 : NEXT(read, fd, p, piece_of(len));
}

ssize_t
__read_chk(int fd, void *p, size_t len, size_t room)
{
	return fails(__func__) ? -1
			       : NEXT(__read_chk, fd, p, piece_of(len), room);
}

ssize_t
pread(int fd, void *p, size_t len, off_t at)
{
	return fails(__func__) ? -1 : NEXT(pread, fd, p, len, at);
}

ssize_t
__pread_chk(int fd, void *p, size_t len, off_t at, size_t room)
{
	return fails(__func__) ? -1 : NEXT(__pread_chk, fd, p, len, at, room);
}

int
poll(struct pollfd *fds, nfds_t count, int timeout)
{
	if (number_of("TAMIS_CALL_READ") > 0 && count == 1 &&
	    (fds[0].events & POLLIN) != 0 && timeout >= 0)
		return 0;
	return NEXT(poll, fds, count, timeout);
}

ssize_t
write(int fd, const void *p, size_t len)
{
	/* Messages are not what is tested. */
	if (fd != STDERR_FILENO && fails(__func__))
		return -1;
	return NEXT(write, fd, p, len);
}

ssize_t
pwrite(int fd, const void *p, size_t len, off_t at)
{
	return fails(__func__) ? -1 : NEXT(pwrite, fd, p, len, at);
}

int
ftruncate(int fd, off_t len)
{
	return fails(__func__) ? -1 : NEXT(ftruncate, fd, len);
}

/* Does nothing: what a process wrote does not go when it dies. */
int
fsync(int fd)
{
	(void)fd;
	return fails(__func__) ? -1 : 0;
}

int
fchmod(int fd, mode_t mode)
{
	return fails(__func__) ? -1 : NEXT(fchmod, fd, mode);
}

int
flock(int fd, int operation)
{
	return fails(__func__) ? -1 : NEXT(flock, fd, operation);
}

int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return fails(__func__)
		   ? -1
		   : NEXT(renameat, from_folder, from, to_folder, to);
}

int
unlinkat(int folder, const char *path, int flags)
{
	/* What cannot be removed can only be left. */
	if (number_of("TAMIS_CALL_ERRNO") == 0 && fails(__func__))
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
