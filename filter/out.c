#define _XOPEN_SOURCE 700 /* realpath(), which glibc counts as an extension */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "out.h"

#define SUFFIX ".tamis-XXXXXX"

/* What a signal has to remove: the names of files that are not complete. */
static char *volatile incomplete[2];

static void
remove_incomplete(int number)
{
	for (size_t i = 0; i < sizeof(incomplete) / sizeof(*incomplete); i++)
		if (incomplete[i] != NULL)
			unlink(incomplete[i]);
	/* SA_RESETHAND has put back the default, which ends the process. */
	raise(number);
}

static void
watch_signals(void)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction action = { .sa_handler = remove_incomplete,
		.sa_flags = (int)SA_RESETHAND };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct sigaction old;

		/* nohup and the like have to stay in force. */
		if (sigaction(ends[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(ends[i], &action, NULL);
	}
}

static void
remember(char *temporary)
{
	for (size_t i = 0; i < sizeof(incomplete) / sizeof(*incomplete); i++) {
		if (incomplete[i] == NULL) {
			incomplete[i] = temporary;
			return;
		}
	}
}

static void
forget(const char *temporary)
{
	for (size_t i = 0; i < sizeof(incomplete) / sizeof(*incomplete); i++)
		if (incomplete[i] == temporary)
			incomplete[i] = NULL;
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

static int
open_temporary(struct out *o, struct tamis_error *err)
{
	if (o->path != NULL)
		o->temporary = join(o->path, SUFFIX, "");
	if (o->temporary == NULL)
		goto fail;
	o->fd = mkstemp(o->temporary);
	if (o->fd == -1)
		goto fail;
	remember(o->temporary);
	watch_signals();
	return 0;
fail:
	cli_fail_errno(err, TAMIS_EOUTPUT, "%s", o->name);
	free(o->temporary);
	free(o->path);
	o->temporary = o->path = NULL;
	return -1;
}

static int
open_direct(struct out *o, struct tamis_error *err)
{
	o->fd = open(o->name, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (o->fd == -1)
		return cli_fail_errno(err, TAMIS_EOUTPUT, "%s", o->name);
	return 0;
}

int
out_open(struct out *o, const char *path, struct tamis_error *err)
{
	struct stat file;

	*o = (struct out){ .fd = STDOUT_FILENO, .name = "standard output" };
	if (path == NULL || strcmp(path, "-") == 0)
		return 0;
	*o = (struct out){ .fd = -1, .name = path };
	if (stat(path, &file) == 0) {
		if (!S_ISREG(file.st_mode))
			return open_direct(o, err);
		o->path = realpath(path, NULL);
	} else if (errno != ENOENT) {
		return cli_fail_errno(err, TAMIS_EOUTPUT, "%s", path);
	} else if (lstat(path, &file) == 0) {
		return cli_fail(
		    err, TAMIS_EOUTPUT, "%s: a link that leads nowhere", path);
	} else {
		o->path = real_path_of_new(path);
	}
	return open_temporary(o, err);
}

/* The file that the output replaces or writes to. */
static int
examine(const struct out *o, struct stat *file)
{
	return o->path != NULL ? stat(o->path, file) : fstat(o->fd, file);
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool
out_is(const struct out *o, const struct stat *file)
{
	struct stat own;

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

bool
out_same(const struct out *a, const struct out *b)
{
	struct stat x, y;

	if (a->path != NULL && b->path != NULL)
		return strcmp(a->path, b->path) == 0;
	if (a->fd == b->fd)
		return true;
	/* Devices, such as a terminal, may show both. */
	return examine(a, &x) == 0 && examine(b, &y) == 0 &&
	       !S_ISCHR(x.st_mode) && same_file(&x, &y);
}

static void
release(struct out *o)
{
	if (o->temporary != NULL)
		forget(o->temporary);
	free(o->temporary);
	free(o->path);
	*o = OUT_CLOSED;
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
	if (o->temporary != NULL)
		forget(o->temporary);
	o->kept = true;
}

/* The name is on the disk when the folder is. */
int
out_sync_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL
			   ? strdup(".")
			   : strndup(path, (size_t)(slash - path) + 1);
	int fd, result;

	if (folder == NULL)
		return -1;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd == -1)
		return -1;
	/* Some network file systems cannot sync a folder. */
	result = fsync(fd) == 0 || errno == EINVAL ? 0 : -1;
	close(fd);
	return result;
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

/* Says where an output is that did not get its name. */
static void
leave(struct out *o, struct tamis_error *err)
{
	struct tamis_error why = *err;

	if (access(o->temporary, F_OK) == 0)
		cli_fail(err, why.code, "%.250s; it is complete in %.200s",
		    why.text, o->temporary);
	release(o);
}

int
out_commit(struct out *o, struct tamis_error *err)
{
	int fd = o->fd;

	if (o->path == NULL)
		return commit_direct(o, err);
	o->fd = -1;
	if (fsync(fd) != 0) {
		cli_fail_errno(err, TAMIS_EIO, "%s", o->name);
		close(fd);
		goto fail;
	}
	if (close(fd) != 0 || rename(o->temporary, o->path) != 0 ||
	    out_sync_name(o->path) != 0) {
		cli_fail_errno(err, TAMIS_EIO, "%s", o->name);
		goto fail;
	}
	release(o);
	return 0;
fail:
	if (o->kept)
		leave(o, err);
	else
		out_discard(o);
	return -1;
}

void
out_discard(struct out *o)
{
	if (o->fd != -1)
		close(o->fd);
	if (o->temporary != NULL)
		unlink(o->temporary);
	release(o);
}
