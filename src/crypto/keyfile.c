#define _DEFAULT_SOURCE /* flock() */

#include "crypto/keyfile.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/trust.h"
#include "crypto/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_shared(const struct stat *st, mode_t rights)
{
	return (st->st_mode & rights) != 0;
}

static int
check_folder(int folder, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(folder, &st) == -1)
		return err_errno(
		    err, ERR_KEY, "cannot examine the folder of %s", path);
	if (trust_is_foreign(&st))
		return err_set(
		    err, ERR_KEY, "%s is in a folder of another user", path);
	if (is_shared(&st, S_IWGRP | S_IWOTH))
		return err_set(err, ERR_KEY,
		    "%s is in a folder that others can write", path);
	return 0;
}

/* Whether group and others have no right, but those that trust allows. */
static bool
is_private(const struct stat *st, enum keyfile_trust trust)
{
	mode_t rights = S_IRWXG | S_IRWXO;

	if (trust == KEYFILE_CREDENTIAL && st->st_uid == 0 && st->st_gid == 0)
		rights &= ~(mode_t)S_IRGRP;
	return !is_shared(st, rights);
}

static int
check_owner(const struct stat *st, const char *path, enum keyfile_trust trust,
    struct err *err)
{
	if (trust_is_foreign(st))
		return err_set(
		    err, ERR_KEY, "%s belongs to another user", path);
	if (!is_private(st, trust))
		return err_set(err, ERR_KEY,
		    "%s is open to group or others; its mode must be 0600",
		    path);
	return 0;
}

static int
check_file(int fd, const char *path, enum keyfile_trust trust, struct stat *st,
    struct err *err)
{
	if (fstat(fd, st) == -1)
		return err_errno(err, ERR_KEY, "cannot examine %s", path);
	if (!S_ISREG(st->st_mode))
		return err_set(err, ERR_KEY, "%s is not a regular file", path);
	return check_owner(st, path, trust, err);
}

/* Opens without waiting for a FIFO's other end, and without following. */
static int
open_file(int folder, const char *name, const char *path, struct err *err)
{
	int fd = openat(folder, name,
	    O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd == -1 && errno == ELOOP)
		return err_set(err, ERR_KEY, "%s is a symbolic link", path);
	if (fd == -1)
		return err_errno(err, ERR_KEY, "cannot open %s", path);
	return fd;
}

/* file_read_fd(), and whatever fails is about a key. */
static int
read_all(int fd, const char *path, size_t max, struct buf *out, struct err *err)
{
	struct err why = { .code = ERR_NONE };

	if (file_read_fd(fd, path, max, out, &why) == -1)
		return err_set(err, ERR_KEY, "%s", why.text);
	return 0;
}

/* Reads at most max bytes into a new buffer of secret memory. */
static int
read_secret(
    int fd, const char *path, size_t max, struct buf *out, struct err *err)
{
	struct buf text;

	if (secret_buf_init(&text, max, err) == -1)
		return -1;
	if (read_all(fd, path, max, &text, err) == -1) {
		secret_buf_free(&text);
		return -1;
	}
	*out = text;
	return 0;
}

/* Reads a file of this size: no more memory is locked than it needs. */
static int
read_sized(int fd, const char *path, const struct stat *st, struct buf *out,
    struct err *err)
{
	if (st->st_size > (off_t)LIMIT_KEYRING)
		return err_set(err, ERR_KEY, "%s is too large", path);
	return read_secret(fd, path, (size_t)st->st_size, out, err);
}

static int
read_checked(int fd, const char *path, enum keyfile_trust trust,
    struct buf *out, struct err *err)
{
	struct stat st;

	if (check_file(fd, path, trust, &st, err) == -1)
		return -1;
	return read_sized(fd, path, &st, out, err);
}

static int
read_from(int folder, const char *name, const char *path,
    enum keyfile_trust trust, struct buf *out, struct err *err)
{
	int fd, result;

	if (check_folder(folder, path, err) == -1)
		return -1;
	fd = open_file(folder, name, path, err);
	if (fd == -1)
		return -1;
	result = read_checked(fd, path, trust, out, err);
	close(fd);
	return result;
}

int
keyfile_read(const char *path, enum keyfile_trust trust, struct buf *out,
    struct err *err)
{
	const char *name;
	int folder = file_open_folder(path, &name);
	int result;

	if (folder == -1)
		return err_errno(err, ERR_KEY, "cannot open %s", path);
	result = read_from(folder, name, path, trust, out, err);
	close(folder);
	return result;
}

/* A socket has no rights: whoever is at its other end was given it. */
static int
check_stream(const struct stat *st, const char *name, struct err *err)
{
	if (S_ISSOCK(st->st_mode))
		return 0;
	if (!S_ISREG(st->st_mode) && !S_ISFIFO(st->st_mode))
		return err_set(
		    err, ERR_KEY, "%s is not a file, a pipe or a socket", name);
	return check_owner(st, name, KEYFILE_OWNER, err);
}

int
keyfile_read_fd(int fd, const char *name, struct buf *out, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(err, ERR_KEY, "cannot examine %s", name);
	if (check_stream(&st, name, err) == -1)
		return -1;
	if (S_ISREG(st.st_mode))
		return read_sized(fd, name, &st, out, err);
	return read_secret(fd, name, LIMIT_KEYRING, out, err);
}

int
keyfile_read_public(
    const char *path, size_t max, struct buf *out, struct err *err)
{
	struct err why = { .code = ERR_NONE };

	if (file_read(path, max, out, &why) == -1)
		return err_set(err, ERR_KEY, "%s", why.text);
	return 0;
}

/* Changes. */

static int
lock(int fd, const char *path, struct err *err)
{
	int result;

	do
		result = flock(fd, LOCK_EX);
	while (result == -1 && errno == EINTR);
	if (result == -1)
		return err_errno(err, ERR_KEY, "cannot lock %s", path);
	return 0;
}

/* Whether an open file still has its name: whoever held the lock may have put
 * another one in its place. */
static bool
is_current(const struct keyfile *file)
{
	struct stat opened, named;

	return fstat(file->fd, &opened) == 0 &&
	       fstatat(file->folder, file->name, &named, AT_SYMLINK_NOFOLLOW) ==
		   0 &&
	       opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

static int
open_locked(struct keyfile *file, struct err *err)
{
	struct stat st;

	if (check_folder(file->folder, file->path, err) == -1)
		return -1;
	for (;;) {
		file->fd = open_file(file->folder, file->name, file->path, err);
		if (file->fd == -1)
			return -1;
		if (check_file(file->fd, file->path, KEYFILE_OWNER, &st, err) ==
			-1 ||
		    lock(file->fd, file->path, err) == -1) {
			close(file->fd);
			return -1;
		}
		if (is_current(file))
			return 0;
		close(file->fd);
	}
}

int
keyfile_open(struct keyfile *file, const char *path, struct err *err)
{
	struct keyfile opened = { .path = path };

	opened.folder = file_open_folder(path, &opened.name);
	if (opened.folder == -1)
		return err_errno(err, ERR_KEY, "cannot open %s", path);
	if (open_locked(&opened, err) == -1) {
		close(opened.folder);
		return -1;
	}
	*file = opened;
	return 0;
}

int
keyfile_content(const struct keyfile *file, struct buf *out, struct err *err)
{
	return read_checked(file->fd, file->path, KEYFILE_OWNER, out, err);
}

int
keyfile_replace(
    const struct keyfile *file, struct slice content, struct err *err)
{
	return file_replace_private(
	    file->folder, file->name, file->path, content, err);
}

void
keyfile_close(struct keyfile *file)
{
	close(file->fd);
	close(file->folder);
}
