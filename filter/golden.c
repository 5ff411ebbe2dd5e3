#include "golden.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "find.h"

#define REJECT_END ".reject"

/* NAME.reject on the heap, or NULL. */
static char *
add_end(const char *name)
{
	size_t len = strlen(name);
	char *longer = malloc(len + sizeof(REJECT_END));

	if (longer != NULL) {
		memcpy(longer, name, len);
		memcpy(longer + len, REJECT_END, sizeof(REJECT_END));
	}
	return longer;
}

static int
name_files(struct golden *g, const struct dataset *d, struct tamis_error *err)
{
	g->files = calloc(d->count + 1, sizeof(*g->files));
	if (g->files == NULL)
		return cli_fail(err, TAMIS_ENOMEM, "out of memory");
	for (g->count = 0; g->count < d->count; g->count++) {
		struct golden_file *f = &g->files[g->count];

		f->result.out = f->result.rejects = -1;
		f->out_name = find_join(g->folder, d->files[g->count].inside);
		if (f->out_name != NULL)
			f->rejects_name = add_end(f->out_name);
		if (f->rejects_name == NULL) {
			free(f->out_name);
			return cli_fail(err, TAMIS_ENOMEM, "out of memory");
		}
		f->result.out_name = f->out_name;
		f->result.rejects_name = f->rejects_name;
	}
	return 0;
}

/* Two files of one name would have one result. */
static int
refuse_twice(const struct dataset *d, struct tamis_error *err)
{
	for (size_t i = 0; i < d->count; i++)
		for (size_t k = i + 1; k < d->count; k++)
			if (strcmp(d->files[i].inside, d->files[k].inside) == 0)
				return cli_fail(err, TAMIS_EUSAGE,
				    "%s and %s would have one expected result",
				    d->files[i].path, d->files[k].path);
	return 0;
}

/*
 * What is there.
 */

/* A descriptor; -1 if there is no such file, or with an error. */
static int
open_result(const char *name, struct tamis_error *err, int *result)
{
	int fd = open(name, O_RDONLY | O_NOCTTY | O_CLOEXEC);

	if (fd == -1 && errno != ENOENT && errno != ENOTDIR)
		*result = cli_fail_errno(err, TAMIS_EINPUT, "%s", name);
	return fd;
}

static int
open_files(struct golden *g, struct tamis_error *err)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < g->count; i++) {
		struct golden_file *f = &g->files[i];

		f->result.out = open_result(f->out_name, err, &result);
		if (result == 0)
			f->result.rejects =
			    open_result(f->rejects_name, err, &result);
		f->is_there = f->result.out != -1;
	}
	return result;
}

/* Whether a name in the folder is that of a result of the data set. */
static bool
is_expected(const struct dataset *d, const char *name)
{
	for (size_t i = 0; i < d->count; i++) {
		size_t len = strlen(d->files[i].inside);

		if (strncmp(name, d->files[i].inside, len) == 0 &&
		    (name[len] == '\0' || strcmp(name + len, REJECT_END) == 0))
			return true;
	}
	return false;
}

/* Keeps those files of the folder that belong to none of the data set. */
static void
keep_left(struct golden *g, const struct dataset *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < g->left.count; i++) {
		struct dataset_file *f = &g->left.files[i];

		if (!d->has_folder || is_expected(d, f->inside))
			free(f->path);
		else
			g->left.files[kept++] = *f;
	}
	g->left.count = kept;
}

static int
find_all(struct golden *g, const struct dataset *d, struct tamis_error *err)
{
	char *name = (char *)(uintptr_t)g->folder;
	struct stat st;

	if (stat(name, &st) != 0 || !S_ISDIR(st.st_mode))
		return cli_fail(
		    err, TAMIS_EINPUT, "%s is no folder of results", name);
	if (dataset_find(&g->left, &name, 1, err) != 0)
		return err->code == TAMIS_ENOMEM
			   ? -1
			   : cli_fail(err, TAMIS_EINPUT,
				 "%s holds no expected result", name);
	keep_left(g, d);
	return open_files(g, err);
}

int
golden_open(struct golden *g, const char *folder, const struct dataset *d,
    bool update, struct tamis_error *err)
{
	*g = (struct golden){
		.folder = folder,
		.data = d,
		.out = OUT_CLOSED,
		.rejects = OUT_CLOSED,
	};
	if (refuse_twice(d, err) != 0 || name_files(g, d, err) != 0)
		return -1;
	return update ? 0 : find_all(g, d, err);
}

void
golden_release(struct golden *g)
{
	for (size_t i = 0; i < g->count; i++) {
		if (g->files[i].result.out != -1)
			close(g->files[i].result.out);
		if (g->files[i].result.rejects != -1)
			close(g->files[i].result.rejects);
		free(g->files[i].out_name);
		free(g->files[i].rejects_name);
	}
	free(g->files);
	dataset_release(&g->left);
}

const struct tamis_replay_result *
golden_of(const struct golden *g, size_t file)
{
	return g->files[file].is_there ? &g->files[file].result : NULL;
}

/*
 * What is to be there.
 */

/* Makes the folders that a path leads through. */
static int
make_folders(char *path, struct tamis_error *err)
{
	for (char *slash = strchr(path + 1, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		int made;

		*slash = '\0';
		made = mkdir(path, 0777);
		if (made != 0 && errno != EEXIST)
			cli_fail_errno(err, TAMIS_EOUTPUT, "%s", path);
		else
			made = 0;
		*slash = '/';
		if (made != 0)
			return -1;
	}
	return 0;
}

/* In the folder of the data set, a result has the name of a file of it. */
static int
open_own(const struct golden *g, struct out *out, const char *name,
    struct tamis_error *err)
{
	if (out_open(out, name, err) != 0)
		return -1;
	if (dataset_refuse(g->data, out, err) == 0)
		return 0;
	out_discard(out);
	return -1;
}

int
golden_begin(struct golden *g, size_t file, struct tamis_replay_result *result,
    struct tamis_error *err)
{
	struct golden_file *f = &g->files[file];

	if (make_folders(f->out_name, err) != 0 ||
	    open_own(g, &g->out, f->out_name, err) != 0)
		return -1;
	if (open_own(g, &g->rejects, f->rejects_name, err) != 0) {
		out_discard(&g->out);
		return -1;
	}
	*result = f->result;
	result->out = g->out.fd;
	result->rejects = g->rejects.fd;
	return 0;
}

/* A list of nothing is none. */
static int
commit_rejects(
    struct golden *g, const struct golden_file *f, struct tamis_error *err)
{
	struct stat st;

	if (fstat(g->rejects.fd, &st) != 0 || st.st_size > 0)
		return out_commit(&g->rejects, err);
	out_discard(&g->rejects);
	if (unlink(f->rejects_name) != 0 && errno != ENOENT)
		return cli_fail_errno(
		    err, TAMIS_EOUTPUT, "%s", f->rejects_name);
	return 0;
}

int
golden_commit(struct golden *g, size_t file, struct tamis_error *err)
{
	if (commit_rejects(g, &g->files[file], err) != 0) {
		out_discard(&g->out);
		return -1;
	}
	return out_commit(&g->out, err);
}

void
golden_discard(struct golden *g)
{
	out_discard(&g->out);
	out_discard(&g->rejects);
}
