#define _XOPEN_SOURCE 700 /* S_ISVTX */

#include "base/trust.h"

#include <string.h>
#include <unistd.h>

bool
trust_is_foreign(const struct stat *st)
{
	return st->st_uid != 0 && st->st_uid != geteuid();
}

static bool
is_writable_by_others(const struct stat *st)
{
	bool is_private_group = st->st_gid == st->st_uid;

	return (st->st_mode & S_IWOTH) != 0 ||
	       ((st->st_mode & S_IWGRP) != 0 && !is_private_group);
}

int
trust_file(const struct stat *st, const char *path, struct err *err)
{
	if (trust_is_foreign(st))
		return err_set(err, ERR_POLICY,
		    "%s belongs to another user; run `chown $(id -u) '%s'` as "
		    "root, or use a copy",
		    path, path);
	if (is_writable_by_others(st))
		return err_set(err, ERR_POLICY,
		    "%s can be written by others; run `chmod go-w '%s'`", path,
		    path);
	return 0;
}

/* The characters of a path that name the folder; 0 for the working one. */
static int
folder_len(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == path)
		return 1;
	return slash == NULL ? 0 : (int)(slash - path);
}

int
trust_folder(int folder, const char *path, struct err *err)
{
	int len = folder_len(path);
	const char *name = len == 0 ? "." : path;
	struct stat st;

	len = len == 0 ? 1 : len;
	if (fstat(folder, &st) == -1)
		return err_errno(
		    err, ERR_IO, "cannot examine the folder of %s", path);
	if (trust_is_foreign(&st))
		return err_set(err, ERR_POLICY,
		    "%s is in a folder of another user; run `chown $(id -u) "
		    "'%.*s'` as root, or use a copy",
		    path, len, name);
	if (is_writable_by_others(&st) && (st.st_mode & S_ISVTX) == 0)
		return err_set(err, ERR_POLICY,
		    "%s is in a folder that others can write; run `chmod go-w "
		    "'%.*s'`",
		    path, len, name);
	return 0;
}
