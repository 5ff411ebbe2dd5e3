#include "crypto/keyfile.h"
#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_shared(const struct stat *st, mode_t rights)
{
	return (st->st_mode & rights) != 0;
}

static bool
is_foreign(const struct stat *st)
{
	return st->st_uid != 0 && st->st_uid != geteuid();
}

static int
check_folder(int folder, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(folder, &st) == -1)
		return err_errno(
		    err, ERR_KEY, "cannot examine the folder of %s", path);
	if (is_foreign(&st))
		return err_set(
		    err, ERR_KEY, "%s is in a folder of another user", path);
	if (is_shared(&st, S_IWGRP | S_IWOTH))
		return err_set(err, ERR_KEY,
		    "%s is in a folder that others can write", path);
	return 0;
}

static int
check_file(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(err, ERR_KEY, "cannot examine %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_KEY, "%s is not a regular file", path);
	if (is_foreign(&st))
		return err_set(
		    err, ERR_KEY, "%s belongs to another user", path);
	if (is_shared(&st, S_IRWXG | S_IRWXO))
		return err_set(err, ERR_KEY,
		    "%s is open to group or others; its mode must be 0600",
		    path);
	return 0;
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

static int
read_checked(int fd, const char *path, struct buf *out, struct err *err)
{
	if (check_file(fd, path, err) == -1)
		return -1;
	/* At once as large as it can get: growing would leave copies. */
	if (buf_reserve(out, LIMIT_KEYRING) == NULL)
		return err_nomem(err);
	return read_all(fd, path, LIMIT_KEYRING, out, err);
}

static int
read_from(int folder, const char *name, const char *path, struct buf *out,
    struct err *err)
{
	int fd, result;

	if (check_folder(folder, path, err) == -1)
		return -1;
	fd = open_file(folder, name, path, err);
	if (fd == -1)
		return -1;
	result = read_checked(fd, path, out, err);
	close(fd);
	return result;
}

int
keyfile_read(const char *path, struct buf *out, struct err *err)
{
	const char *name;
	int folder = file_open_folder(path, &name);
	int result;

	if (folder == -1)
		return err_errno(err, ERR_KEY, "cannot open %s", path);
	result = read_from(folder, name, path, out, err);
	close(folder);
	return result;
}

static int
check_public(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(err, ERR_KEY, "cannot examine %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_KEY, "%s is not a regular file", path);
	if (is_shared(&st, S_IWGRP | S_IWOTH))
		return err_set(
		    err, ERR_KEY, "%s can be written by others", path);
	return 0;
}

int
keyfile_read_public(
    const char *path, size_t max, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int result;

	if (fd == -1)
		return err_errno(err, ERR_KEY, "cannot open %s", path);
	result = check_public(fd, path, err);
	if (result == 0)
		result = read_all(fd, path, max, out, err);
	close(fd);
	return result;
}
