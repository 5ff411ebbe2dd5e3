#define _XOPEN_SOURCE 700 /* realpath(), which glibc counts as an extension */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "folder.h"
#include "out.h"

#define SUFFIX ".tamis-XXXXXX"
#define PART   ".tamis-part"

/* What has to be removed when the process is ended by force. */
static const struct out *volatile incomplete[2];

void
out_remove_incomplete(void)
{
	for (size_t i = 0; i < sizeof(incomplete) / sizeof(*incomplete); i++) {
		const struct out *o = incomplete[i];

		if (o != NULL)
			unlinkat(o->folder, o->temporary_name, 0);
	}
}

static void
remember(const struct out *o)
{
	for (size_t i = 0; i < sizeof(incomplete) / sizeof(*incomplete); i++) {
		if (incomplete[i] == NULL) {
			incomplete[i] = o;
			return;
		}
	}
}

static void
forget(const struct out *o)
{
	for (size_t i = 0; i < sizeof(incomplete) / sizeof(*incomplete); i++)
		if (incomplete[i] == o)
			incomplete[i] = NULL;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static char *
join(const char *a, const char *between, const char *b)
{
	size_t len = strlen(a) + strlen(between) + strlen(b) + 1;
	char *joined = malloc(len);

	if (joined != NULL)
		snprintf(joined, len, "%s%s%s", a, between, b);
	return joined;
}

/* The real path of a file that need not exist, in a folder that does. */
static char *
real_path_of_new(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	char *folder, *real, *joined;

	if (*name == '\0') {
		errno = EISDIR;
		return NULL;
	}
	folder = slash == NULL ? strdup(".")
			       : strndup(path, (size_t)(slash - path) + 1);
	if (folder == NULL)
		return NULL;
	real = realpath(folder, NULL);
	free(folder);
	if (real == NULL)
		return NULL;
	joined = join(real, "/", name);
	free(real);
	return joined;
}

/* Frees what open_temporary() has made so far. */
static void
release(struct out *o)
{
	forget(o);
	if (o->folder != -1)
		close(o->folder);
	free(o->temporary);
	free(o->path);
	*o = OUT_CLOSED;
}

static int
open_temporary(struct out *o, struct tamis_error *err)
{
	o->temporary = join(o->path, SUFFIX, "");
	if (o->temporary == NULL)
		goto fail;
	o->folder = folder_open(o->path, &o->path_name);
	if (o->folder == -1)
		goto fail;
	o->fd = mkstemp(o->temporary);
	if (o->fd == -1)
		goto fail;
	o->temporary_name = strrchr(o->temporary, '/') + 1;
	remember(o);
	return 0;
fail:
	cli_fail_errno(err, TAMIS_EOUTPUT, "%s", o->name);
	release(o);
	return -1;
}

bool
out_is_own(const struct stat *file)
{
	return S_ISREG(file->st_mode) && file->st_nlink == 1 &&
	       (file->st_uid == 0 || file->st_uid == geteuid());
}

/* Locks the part; fails if another run has it, or had it until now. */
static int
lock_part(const struct out *o, struct tamis_error *err)
{
	struct stat here, named;
	bool locked = flock(o->fd, LOCK_EX | LOCK_NB) == 0;

	if (!locked && errno != EWOULDBLOCK)
		return cli_fail_errno(err, TAMIS_EOUTPUT, "%s", o->temporary);
	if (!locked || fstat(o->fd, &here) != 0 ||
	    fstatat(o->folder, o->temporary_name, &named,
		AT_SYMLINK_NOFOLLOW) != 0 ||
	    !same_file(&here, &named))
		return cli_fail(err, TAMIS_EOUTPUT, "%s: another run writes it",
		    o->temporary);
	if (!out_is_own(&here))
		return cli_fail(err, TAMIS_EOUTPUT,
		    "%s is not a regular file, belongs to another user, or has "
		    "another name as well",
		    o->temporary);
	if (folder_sync(o->folder) != 0)
		return cli_fail_errno(err, TAMIS_EIO, "%s", o->temporary);
	return 0;
}

static int
open_part(struct out *o, bool complete, struct tamis_error *err)
{
	int flags = O_RDWR | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;

	o->temporary = join(o->path, PART, "");
	if (o->temporary == NULL)
		return cli_fail(err, TAMIS_ENOMEM, "out of memory");
	o->folder = folder_open(o->path, &o->path_name);
	if (o->folder == -1)
		return cli_fail_errno(err, TAMIS_EOUTPUT, "%s", o->name);
	o->temporary_name = strrchr(o->temporary, '/') + 1;
	o->fd = openat(o->folder, o->temporary_name,
	    complete ? flags : flags | O_CREAT, 0600);
	if (o->fd != -1)
		return lock_part(o, err);
	if (complete && errno == ENOENT) {
		o->finished = true;
		o->fd = openat(o->folder, o->path_name, O_RDONLY | O_CLOEXEC);
	}
	return o->fd != -1 ? 0
			   : cli_fail_errno(err, TAMIS_EOUTPUT, "%s", o->name);
}

static int
open_direct(struct out *o, struct tamis_error *err)
{
	o->fd = open(o->name, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (o->fd == -1)
		return cli_fail_errno(err, TAMIS_EOUTPUT, "%s", o->name);
	return 0;
}

/* Finds the final path of a file; NULL if it is to be written directly. */
static int
find_path(struct out *o, const char *path, struct tamis_error *err)
{
	struct stat file;

	*o = (struct out){ .fd = -1, .folder = -1, .name = path };
	if (stat(path, &file) == 0) {
		if (!S_ISREG(file.st_mode))
			return 0;
		o->path = realpath(path, NULL);
	} else if (errno != ENOENT) {
		return cli_fail_errno(err, TAMIS_EOUTPUT, "%s", path);
	} else if (lstat(path, &file) == 0) {
		return cli_fail(
		    err, TAMIS_EOUTPUT, "%s: a link that leads nowhere", path);
	} else {
		o->path = real_path_of_new(path);
	}
	return o->path != NULL ? 0
			       : cli_fail_errno(err, TAMIS_EOUTPUT, "%s", path);
}

int
out_open(struct out *o, const char *path, struct tamis_error *err)
{
	*o = (struct out){
		.fd = STDOUT_FILENO, .folder = -1, .name = "standard output"
	};
	if (path == NULL || strcmp(path, "-") == 0)
		return 0;
	if (find_path(o, path, err) != 0)
		return -1;
	return o->path == NULL ? open_direct(o, err) : open_temporary(o, err);
}

int
out_open_part(
    struct out *o, const char *path, bool complete, struct tamis_error *err)
{
	int result = find_path(o, path, err);

	if (result == 0 && o->path == NULL)
		return cli_fail(err, TAMIS_EUSAGE,
		    "with --checkpoint, %s must be a regular file", o->name);
	if (result == 0)
		result = open_part(o, complete, err);
	if (result == 0) {
		o->kept = o->stays = true;
		return 0;
	}
	if (o->fd != -1)
		close(o->fd);
	release(o);
	return -1;
}

/* The file that the output replaces or writes to. */
static int
examine(const struct out *o, struct stat *file)
{
	return o->path != NULL ? stat(o->path, file) : fstat(o->fd, file);
}

bool
out_is(const struct out *o, const struct stat *file)
{
	struct stat own, part;

	if (fstat(o->fd, &part) == 0 && S_ISREG(part.st_mode) &&
	    same_file(&part, file))
		return true;
	return examine(o, &own) == 0 && S_ISREG(own.st_mode) &&
	       same_file(&own, file);
}

int
out_refuse(const struct out *o, const struct stat *file, const char *what,
    struct tamis_error *err)
{
	if (!out_is(o, file))
		return 0;
	return cli_fail(
	    err, TAMIS_EUSAGE, "%s is the %s as well", o->name, what);
}

int
out_refuse_named(const struct out *o, const char *path, const char *what,
    struct tamis_error *err)
{
	struct stat file;

	if (path == NULL || stat(path, &file) != 0)
		return 0;
	return out_refuse(o, &file, what, err);
}

bool
out_same(const struct out *a, const struct out *b)
{
	struct stat x, y;

	if (a->path != NULL && b->path != NULL)
		return strcmp(a->path, b->path) == 0 ||
		       strcmp(a->temporary, b->path) == 0 ||
		       strcmp(a->path, b->temporary) == 0;
	if (a->fd == b->fd)
		return true;
	/* Devices, such as a terminal, may show both. */
	return examine(a, &x) == 0 && examine(b, &y) == 0 &&
	       !S_ISCHR(x.st_mode) && same_file(&x, &y);
}

int
out_sync(struct out *o, struct tamis_error *err)
{
	if (fsync(o->fd) == 0)
		return 0;
	/* A pipe or a terminal has no disk. */
	if (out_is_direct(o) && (errno == EINVAL || errno == EROFS))
		return 0;
	return cli_fail_errno(err, TAMIS_EIO, "%s", o->name);
}

void
out_keep(struct out *o)
{
	forget(o);
	o->kept = true;
}

static int
commit_direct(struct out *o, struct tamis_error *err)
{
	int closed = close(o->fd);
	const char *name = o->name;

	release(o);
	if (closed != 0)
		return cli_fail_errno(err, TAMIS_EIO, "%s", name);
	return 0;
}

/* What did not get its name: removed, or, if it is kept, said where it is. */
static int
fail_commit(struct out *o, bool renamed, struct tamis_error *err)
{
	struct tamis_error why = *err;

	if (o->kept && !renamed)
		cli_fail(err, why.code, "%.250s; it is complete in %.200s",
		    why.text, o->temporary);
	if (o->kept || renamed)
		release(o);
	else
		out_discard(o);
	return -1;
}

int
out_commit(struct out *o, struct tamis_error *err)
{
	int fd = o->fd;
	bool synced, closed, renamed = false;

	if (o->path == NULL || o->finished)
		return commit_direct(o, err);
	o->fd = -1;
	synced = fsync(fd) == 0;
	if (!synced)
		cli_fail_errno(err, TAMIS_EIO, "%s", o->name);
	closed = close(fd) == 0;
	if (synced && closed)
		renamed = renameat(o->folder, o->temporary_name, o->folder,
			      o->path_name) == 0;
	if (renamed && folder_sync(o->folder) == 0) {
		release(o);
		return 0;
	}
	if (synced)
		cli_fail_errno(err, TAMIS_EIO, "%s", o->name);
	return fail_commit(o, renamed, err);
}

void
out_discard(struct out *o)
{
	if (o->fd != -1)
		close(o->fd);
	if (o->temporary_name != NULL && !o->stays)
		unlinkat(o->folder, o->temporary_name, 0);
	release(o);
}
