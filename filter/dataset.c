#include "dataset.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "find.h"

/*
 * Names.
 */

/* Adds a file, whose path the list then owns. */
static int
add(struct dataset *d, const struct dataset_file *file, struct tamis_error *err)
{
	if (file->path != NULL && d->count == d->cap) {
		size_t cap = d->cap == 0 ? 64 : d->cap * 2;
		struct dataset_file *more =
		    realloc(d->files, cap * sizeof(*more));

		if (more == NULL) {
			free(file->path);
			return cli_fail(err, TAMIS_ENOMEM, "out of memory");
		}
		d->files = more;
		d->cap = cap;
	}
	if (file->path == NULL)
		return cli_fail(err, TAMIS_ENOMEM, "out of memory");
	d->files[d->count++] = *file;
	return 0;
}

/* A folder that was named; below: the bytes of paths that lead to it. */
struct descent {
	struct dataset *data;
	size_t below;
};

static int
find_entry(void *ctx, char *path, int depth, struct tamis_error *err)
{
	const struct descent *in = ctx;
	struct dataset_file file = {
		.path = path,
		.inside = path + in->below,
		.in_folder = true,
		.fd = -1,
		.again = -1,
		.why = TAMIS_REPLAY_OPEN,
	};
	struct stat st;
	int result;

	if (lstat(path, &st) != 0)
		return add(in->data, &file, err);
	if (S_ISDIR(st.st_mode)) {
		result = find_entries(path, depth + 1, find_entry, ctx, err);
		free(path);
		return result;
	}
	file.why = TAMIS_REPLAY_ENDING;
	if (S_ISLNK(st.st_mode))
		file.why = TAMIS_REPLAY_LINK;
	else if (!S_ISREG(st.st_mode))
		file.why = TAMIS_REPLAY_KIND;
	return add(in->data, &file, err);
}

static int
compare(const void *a, const void *b)
{
	const struct dataset_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static int
find_folder(struct dataset *d, const char *name, struct tamis_error *err)
{
	size_t before = d->count, below = strlen(name);
	struct descent in = { d, below };

	d->has_folder = true;
	if (below > 0 && name[below - 1] != '/')
		in.below++;
	if (find_entries(name, 0, find_entry, &in, err) != 0)
		return -1;
	if (d->count > before)
		qsort(d->files + before, d->count - before, sizeof(*d->files),
		    compare);
	return 0;
}

static int
find_one(struct dataset *d, const char *name, struct tamis_error *err)
{
	struct dataset_file file = {
		.fd = -1, .again = -1, .why = TAMIS_REPLAY_ENDING
	};
	const char *slash = strrchr(name, '/');
	struct stat st;

	if (stat(name, &st) != 0)
		return cli_fail_errno(err, TAMIS_EINPUT, "%s", name);
	if (S_ISDIR(st.st_mode))
		return find_folder(d, name, err);
	if (!S_ISREG(st.st_mode))
		file.why = TAMIS_REPLAY_KIND;
	file.path = strdup(name);
	file.inside = file.path;
	if (file.path != NULL && slash != NULL)
		file.inside += slash - name + 1;
	return add(d, &file, err);
}

int
dataset_find(
    struct dataset *d, char **names, int count, struct tamis_error *err)
{
	*d = (struct dataset){ .files = NULL };
	for (int i = 0; i < count; i++)
		if (find_one(d, names[i], err) != 0)
			return -1;
	if (d->count == 0)
		return cli_fail(
		    err, TAMIS_EINPUT, "there is no file to replay");
	return 0;
}

/*
 * Formats.
 */

static const struct {
	const char *end, *format;
} endings[] = {
	{ ".json", "json" },
	{ ".ndjson", "json" },
	{ ".jsonl", "json" },
	{ ".xml", "xml" },
	{ ".csv", "csv" },
	{ ".hl7", "hl7v2" },
	{ ".hpr", "hl7v2" },
	{ ".hprim", "hl7v2" },
};

/* The format that the end of a name says, or NULL. */
static const char *
format_of(const char *name)
{
	const char *end = strrchr(name, '.');

	for (size_t i = 0;
	     end != NULL && i < sizeof(endings) / sizeof(*endings); i++)
		if (strcasecmp(end, endings[i].end) == 0)
			return endings[i].format;
	return NULL;
}

static void
choose(struct dataset_file *file, const struct tamis_policy *policy,
    const char *given)
{
	struct tamis_error err;

	if (file->why != TAMIS_REPLAY_ENDING)
		return;
	if (given == NULL && !file->in_folder)
		given = tamis_policy_format(policy, NULL, &err);
	if (given == NULL)
		given = format_of(file->inside);
	if (given == NULL)
		return;
	file->format = tamis_policy_format(policy, given, &err);
	if (file->format == NULL)
		file->why = TAMIS_REPLAY_FORMAT;
}

int
dataset_choose(struct dataset *d, const struct tamis_policy *policy,
    const char *given, struct tamis_error *err)
{
	if (given != NULL && tamis_policy_format(policy, given, err) == NULL)
		return -1;
	for (size_t i = 0; i < d->count; i++)
		choose(&d->files[i], policy, given);
	return 0;
}

/*
 * Opening.
 */

/* Each file takes a descriptor: as many as the system lets this process have.
 */
static void
raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* A descriptor; -1: *result says whether it is skipped or all ends. */
static int
open_path(const struct dataset_file *file, struct tamis_error *err, int *result)
{
	int flags = O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
	int fd = open(file->path, file->in_folder ? flags | O_NOFOLLOW : flags);

	*result = 0;
	if (fd == -1 && (errno == EMFILE || errno == ENFILE))
		*result = cli_fail_errno(err, TAMIS_EINPUT, "%s", file->path);
	return fd;
}

/* What became something else since it was found is skipped, too. */
static int
open_one(struct dataset *d, struct dataset_file *file, bool twice,
    struct tamis_error *err)
{
	struct stat st;
	int result;

	file->fd = open_path(file, err, &result);
	if (result == 0 && twice && file->fd != -1)
		file->again = open_path(file, err, &result);
	if (file->fd == -1 || (twice && file->again == -1)) {
		file->why = TAMIS_REPLAY_OPEN;
		file->format = NULL;
		return result;
	}
	if (fstat(file->fd, &st) == 0 && S_ISREG(st.st_mode)) {
		d->total += (uint64_t)st.st_size;
		return result;
	}
	file->why = TAMIS_REPLAY_KIND;
	file->format = NULL;
	return result;
}

int
dataset_open(struct dataset *d, bool twice, struct tamis_error *err)
{
	raise_limit();
	for (size_t i = 0; i < d->count; i++)
		if (d->files[i].format != NULL &&
		    open_one(d, &d->files[i], twice, err) != 0)
			return -1;
	return 0;
}

int
dataset_refuse(
    const struct dataset *d, const struct out *out, struct tamis_error *err)
{
	struct stat file;

	for (size_t i = 0; i < d->count; i++)
		if (d->files[i].fd != -1 && fstat(d->files[i].fd, &file) == 0 &&
		    out_refuse(out, &file, "data set", err) != 0)
			return -1;
	return 0;
}

void
dataset_release(struct dataset *d)
{
	for (size_t i = 0; i < d->count; i++) {
		if (d->files[i].fd != -1)
			close(d->files[i].fd);
		if (d->files[i].again != -1)
			close(d->files[i].again);
		free(d->files[i].path);
	}
	free(d->files);
	*d = (struct dataset){ .files = NULL };
}
