#include "base/file.h"
#include "base/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK     ((size_t)64 << 10)
#define NAME_ROOM 256 /* for a file's name, with its end */

static int
open_at(int folder, const char *name, int flags)
{
	int fd;

	do
		fd = openat(folder, name, flags | O_CLOEXEC | O_NOCTTY, 0600);
	while (fd == -1 && errno == EINTR);
	return fd;
}

int
file_sync(int fd)
{
	int result;

	do
		result = fsync(fd);
	while (result == -1 && errno == EINTR);
	return result;
}

int
file_sync_folder(int folder)
{
	/* Some network file systems cannot sync a folder. */
	return file_sync(folder) == 0 || errno == EINVAL ? 0 : -1;
}

/*
 * Whether a read or write that failed is worth another try; if the descriptor
 * does not block, after waiting for it.
 */
static bool
try_again(int fd, short events)
{
	struct pollfd wait = { .fd = fd, .events = events };

	if (errno == EINTR)
		return true;
	if (errno != EAGAIN)
		return false;
	return poll(&wait, 1, -1) != -1 || errno == EINTR;
}

/* read() that waits; 0 at the end, -1 and errno on failure. */
static ssize_t
read_some(int fd, void *out, size_t n)
{
	ssize_t got;

	do
		got = read(fd, out, n);
	while (got == -1 && try_again(fd, POLLIN));
	return got;
}

/* Whether the descriptor is at its end: 1, 0, or -1 and errno. */
static int
at_end(int fd)
{
	uint8_t byte;
	ssize_t got = read_some(fd, &byte, 1);

	return got == -1 ? -1 : got == 0;
}

int
file_read_fd(
    int fd, const char *name, size_t max, struct buf *out, struct err *err)
{
	size_t left = max;
	int ended;

	while (left > 0) {
		size_t want = left < CHUNK ? left : CHUNK;
		uint8_t *to = buf_reserve(out, want);
		ssize_t got;

		if (to == NULL)
			return err_nomem(err);
		got = read_some(fd, to, want);
		if (got == -1)
			return err_errno(err, ERR_IO, "cannot read %s", name);
		if (got == 0)
			return 0;
		out->len += (size_t)got;
		left -= (size_t)got;
	}
	ended = at_end(fd);
	if (ended == -1)
		return err_errno(err, ERR_IO, "cannot read %s", name);
	if (ended == 0)
		return err_set(err, ERR_INPUT, "%s is too large", name);
	return 0;
}

int
file_read_trusted(
    int fd, const char *path, size_t max, struct buf *out, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(err, ERR_IO, "cannot examine %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(
		    err, ERR_INPUT, "%s is not a regular file", path);
	if (trust_file(&st, path, err) == -1)
		return -1;
	return file_read_fd(fd, path, max, out, err);
}

/* Reads a file of a folder, without following it elsewhere. */
static int
read_from(int folder, const char *name, const char *path, size_t max,
    struct buf *out, struct err *err)
{
	/* Opening a FIFO must not wait for somebody who writes. */
	int fd = open_at(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
	int result;

	if (fd == -1 && errno == ELOOP)
		return err_set(err, ERR_INPUT, "%s is a symbolic link", path);
	if (fd == -1)
		return err_errno(err, ERR_INPUT, "cannot open %s", path);
	result = file_read_trusted(fd, path, max, out, err);
	close(fd);
	return result;
}

int
file_read(const char *path, size_t max, struct buf *out, struct err *err)
{
	const char *name;
	int folder = file_open_folder(path, &name);
	int result;

	if (folder == -1)
		return err_errno(err, ERR_INPUT, "cannot open %s", path);
	result = trust_folder(folder, path, err);
	if (result == 0)
		result = read_from(folder, name, path, max, out, err);
	close(folder);
	return result;
}

int
file_write(int fd, const char *name, struct slice s, struct err *err)
{
	while (s.len > 0) {
		ssize_t put = write(fd, s.p, s.len);

		if (put > 0)
			s = slice_skip(s, (size_t)put);
		else if (put == 0)
			return err_set(err, ERR_IO, "cannot write %s", name);
		else if (!try_again(fd, POLLOUT))
			return err_errno(err, ERR_IO, "cannot write %s", name);
	}
	return 0;
}

int
file_open_folder(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int fd;

	if (slash == NULL) {
		*name = path;
		return open_at(AT_FDCWD, ".", O_RDONLY | O_DIRECTORY);
	}
	*name = slash + 1;
	if (slash == path)
		return open_at(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY);
	folder = strndup(path, (size_t)(slash - path));
	if (folder == NULL)
		return -1;
	fd = open_at(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY);
	free(folder);
	return fd;
}

/* A file to create: where, with which mode, and what is in it. */
struct creation {
	int folder;
	const char *name; /* in the folder */
	const char *path; /* for messages */
	mode_t mode;
	struct slice content;
};

/* Writes and syncs a file just created. */
static int
fill(const struct creation *c, int fd, struct err *err)
{
	if (file_write(fd, c->path, c->content, err) == -1)
		return -1;
	if (fchmod(fd, c->mode) == -1 || file_sync(fd) == -1 ||
	    file_sync_folder(c->folder) == -1)
		return err_errno(err, ERR_IO, "cannot write %s", c->path);
	return 0;
}

static int
create_in(const struct creation *c, struct err *err)
{
	int fd = open_at(
	    c->folder, c->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
	int result;

	if (fd == -1)
		return err_errno(err, ERR_OUTPUT, "cannot create %s", c->path);
	result = fill(c, fd, err);
	close(fd);
	if (result == -1)
		unlinkat(c->folder, c->name, 0);
	return result;
}

static int
create(const char *path, mode_t mode, struct slice content, struct err *err)
{
	struct creation c = { .path = path, .mode = mode, .content = content };
	int result;

	c.folder = file_open_folder(path, &c.name);
	if (c.folder == -1)
		return err_errno(err, ERR_OUTPUT, "cannot create %s", path);
	result = create_in(&c, err);
	close(c.folder);
	return result;
}

int
file_create_private(const char *path, struct slice content, struct err *err)
{
	return create(path, 0600, content, err);
}

/* The name of a file that is not complete; false if it is too long. */
static bool
name_incomplete(const char *name, char out[static NAME_ROOM])
{
	int len = snprintf(out, NAME_ROOM, ".%s.new", name);

	return len > 0 && len < NAME_ROOM;
}

int
file_replace_private(int folder, const char *name, const char *path,
    struct slice content, struct err *err)
{
	char incomplete[NAME_ROOM];
	struct creation c = { folder, incomplete, path, 0600, content };

	if (!name_incomplete(name, incomplete))
		return err_set(
		    err, ERR_OUTPUT, "the name of %s is too long", path);
	/* What a crash may have left. */
	unlinkat(folder, incomplete, 0);
	if (create_in(&c, err) == -1)
		return -1;
	if (renameat(folder, incomplete, folder, name) == -1) {
		err_errno(err, ERR_IO, "cannot replace %s", path);
		unlinkat(folder, incomplete, 0);
		return -1;
	}
	if (file_sync_folder(folder) == -1)
		return err_errno(err, ERR_IO, "cannot write %s", path);
	return 0;
}

int
file_create_public(const char *path, struct slice content, struct err *err)
{
	return create(path, 0644, content, err);
}
