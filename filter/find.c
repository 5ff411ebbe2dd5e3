#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "find.h"

#define POLICY_END ".policy.jsonc"
#define DEPTH_MOST 32

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *
find_join(const char *folder, const char *name)
{
	size_t a = strlen(folder), b = strlen(name);
	bool slash = a > 0 && folder[a - 1] != '/';
	char *path = malloc(a + slash + b + 1);

	if (path == NULL)
		return NULL;
	memcpy(path, folder, a);
	if (slash)
		path[a] = '/';
	memcpy(path + a + slash, name, b + 1);
	return path;
}

/* Names. */

static bool
ends_as_policy(const char *name)
{
	size_t len = strlen(name), end = strlen(POLICY_END);

	return len > end && strcmp(name + len - end, POLICY_END) == 0;
}

/* Adds a path, which the list then owns. */
static int
add(struct found_policies *found, char *path, struct tamis_error *err)
{
	if (path != NULL && found->count == found->cap) {
		size_t cap = found->cap == 0 ? 16 : found->cap * 2;
		char **more = realloc(found->paths, cap * sizeof(*more));

		if (more == NULL) {
			free(path);
			path = NULL;
		} else {
			found->paths = more;
			found->cap = cap;
		}
	}
	if (path == NULL)
		return cli_fail(err, TAMIS_ENOMEM, "out of memory");
	found->paths[found->count++] = path;
	return 0;
}

int
find_entries(const char *folder, int depth, find_entry_fn *entry, void *ctx,
    struct tamis_error *err)
{
	DIR *dir = depth < DEPTH_MOST ? opendir(folder) : NULL;
	const struct dirent *next;
	int result = 0;

	if (dir == NULL)
		return cli_fail_errno(
		    err, TAMIS_EINPUT, "cannot read the folder %s", folder);
	while (result == 0 && (next = readdir(dir)) != NULL) {
		char *path;

		if (next->d_name[0] == '.')
			continue;
		path = find_join(folder, next->d_name);
		result = path == NULL
			     ? cli_fail(err, TAMIS_ENOMEM, "out of memory")
			     : entry(ctx, path, depth, err);
	}
	closedir(dir);
	return result;
}

static int
find_entry(void *ctx, char *path, int depth, struct tamis_error *err)
{
	struct found_policies *found = ctx;
	int result = 0;

	if (is_folder(path))
		result = find_entries(path, depth + 1, find_entry, found, err);
	else if (ends_as_policy(path))
		return add(found, path, err);
	free(path);
	return result;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
find_one(
    struct found_policies *found, const char *name, struct tamis_error *err)
{
	size_t before = found->count;

	if (!is_folder(name))
		return add(found, strdup(name), err);
	if (find_entries(name, 0, find_entry, found, err) != 0)
		return -1;
	if (found->count > before)
		qsort(found->paths + before, found->count - before,
		    sizeof(*found->paths), compare);
	return 0;
}

int
find_policies(struct found_policies *found, char **names, int count,
    struct tamis_error *err)
{
	*found = (struct found_policies){ .paths = NULL };
	for (int i = 0; i < count; i++)
		if (find_one(found, names[i], err) != 0)
			return -1;
	return 0;
}

void
find_release(struct found_policies *found)
{
	for (size_t i = 0; i < found->count; i++)
		free(found->paths[i]);
	free(found->paths);
}

/* Changes. */

/* FNV-1a; only to notice changes. */
static uint64_t
mix(uint64_t state, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < len; i++)
		state = (state ^ p[i]) * UINT64_C(1099511628211);
	return state;
}

static uint64_t
state_of_file(const char *path, const struct stat *st)
{
	uint64_t state =
	    mix(UINT64_C(14695981039346656037), path, strlen(path));

	state = mix(state, &st->st_mtim, sizeof(st->st_mtim));
	state = mix(state, &st->st_size, sizeof(st->st_size));
	return mix(state, &st->st_ino, sizeof(st->st_ino));
}

static uint64_t state_of_folder(const char *folder, int depth);

static int
add_state(void *ctx, char *path, int depth, struct tamis_error *err)
{
	uint64_t *sum = ctx;
	struct stat st;

	(void)err;
	if (stat(path, &st) == 0)
		*sum += S_ISDIR(st.st_mode) ? state_of_folder(path, depth + 1)
					    : state_of_file(path, &st);
	free(path);
	return 0;
}

/* A sum, so that the order in which files are met does not count. */
static uint64_t
state_of_folder(const char *folder, int depth)
{
	struct tamis_error err; /* what cannot be read has no state */
	uint64_t sum = 0;

	find_entries(folder, depth, add_state, &sum, &err);
	return sum;
}

static uint64_t
state_of_name(const char *name)
{
	const char *slash = strrchr(name, '/');
	uint64_t state;
	char *folder;

	if (is_folder(name))
		return state_of_folder(name, 0);
	folder = slash != NULL ? strdup(name) : strdup(".");
	if (folder == NULL)
		return 0;
	if (slash != NULL)
		folder[slash - name + 1] = '\0';
	state = state_of_folder(folder, 0);
	free(folder);
	return state;
}

uint64_t
find_state(char **names, int count)
{
	uint64_t state = 0;

	for (int i = 0; i < count; i++)
		state = state * 31 + state_of_name(names[i]);
	return state;
}
