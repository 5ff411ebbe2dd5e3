#include "study/test/case_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
#include "base/limits.h"
#include "program/test_folder.h"

/* Paths. */

/* A path on the heap, or NULL. */
static char *
join(struct slice folder, const char *between, const char *name)
{
	size_t a = folder.len, b = strlen(between), c = strlen(name);
	char *path = malloc(a + b + c + 1);

	if (path == NULL)
		return NULL;
	memcpy(path, folder.p, a);
	memcpy(path + a, between, b);
	memcpy(path + a + b, name, c + 1);
	return path;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int
add_path(struct case_folders *f, char *path, struct err *err)
{
	if (path == NULL)
		return err_nomem(err);
	if (f->count == f->cap &&
	    !array_grow((void **)&f->paths, &f->cap, sizeof(*f->paths))) {
		free(path);
		return err_nomem(err);
	}
	f->paths[f->count++] = path;
	return 0;
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
add_cases(struct case_folders *f, DIR *dir, const char *folder, struct err *err)
{
	const struct dirent *entry;

	while ((entry = readdir(dir)) != NULL) {
		char *path;

		if (entry->d_name[0] == '.')
			continue;
		path = join(slice_text(folder), "/", entry->d_name);
		if (path != NULL && !is_folder(path))
			free(path);
		else if (add_path(f, path, err) < 0)
			return -1;
	}
	if (f->count > 0)
		qsort(f->paths, f->count, sizeof(*f->paths), compare_paths);
	return 0;
}

int
case_folders_find(struct case_folders *f, const char *policy, struct err *err)
{
	char *folder = test_folder_of(policy);
	int result = 0;
	DIR *dir;

	*f = (struct case_folders){ .paths = NULL };
	if (folder == NULL)
		return err_nomem(err);
	dir = opendir(folder);
	if (dir != NULL) {
		result = add_cases(f, dir, folder, err);
		closedir(dir);
	} else if (errno != ENOENT) {
		result = err_errno(
		    err, ERR_INPUT, "cannot read the folder %s", folder);
	}
	free(folder);
	return result;
}

void
case_folders_release(struct case_folders *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->paths[i]);
	free(f->paths);
	*f = (struct case_folders){ .paths = NULL };
}

/* Cases. */

/* A case as it is read. */
struct reading {
	struct arena *arena;
	const struct program *program;
	const char *path;
	struct prove_case *c;
	struct test_case *test;
	bool has_in;
	enum format_id out_format;
};

static void
blame(struct reading *r, const char *name, const char *why)
{
	if (r->c->fault.p == NULL)
		r->c->fault = text_format(
		    r->arena, "%s%s%s", name, name[0] != '\0' ? ": " : "", why);
}

/* The content of a file of the case, or a fault. */
static int
read_file(
    struct reading *r, const char *name, struct slice *text, struct err *err)
{
	char *path = join(slice_text(r->path), "/", name);
	struct err why = { 0 };
	struct buf content;
	int result = 0;

	if (path == NULL)
		return err_nomem(err);
	buf_init(&content, 2 * LIMIT_RECORD);
	if (file_read(path, 2 * LIMIT_RECORD, &content, &why) == 0)
		*text = arena_copy(r->arena, buf_slice(&content));
	else if (why.code == ERR_NOMEM)
		result = err_nomem(err);
	else
		blame(r, name, "this file cannot be read");
	buf_release(&content);
	free(path);
	return r->arena->failed ? err_nomem(err) : result;
}

static size_t
count_lines(struct slice text)
{
	size_t n = text.len > 0 && text.p[text.len - 1] != '\n';

	for (size_t i = 0; i < text.len; i++)
		n += text.p[i] == '\n';
	return n;
}

/* The next line that is not empty, in the arena; p == NULL: none. */
static struct slice
take_line(struct reading *r, struct slice *rest)
{
	struct slice line = { NULL, 0 };

	while (line.len == 0 && rest->len > 0) {
		if (!slice_take_until(rest, '\n', &line)) {
			line = *rest;
			rest->len = 0;
		}
		if (line.len > 0 && line.p[line.len - 1] == '\r')
			line.len--;
	}
	if (line.len == 0)
		return (struct slice){ NULL, 0 };
	return arena_copy(r->arena, line);
}

/* The lines that are not empty, in the arena. */
static const struct slice *
read_lines(struct reading *r, struct slice text, size_t *count)
{
	struct slice *lines =
	    arena_array(r->arena, count_lines(text) + 1, sizeof(*lines));

	*count = 0;
	if (lines == NULL)
		return NULL;
	while ((lines[*count] = take_line(r, &text)).p != NULL)
		(*count)++;
	return lines;
}

static void
read_absent(struct reading *r, struct slice text)
{
	r->test->absent = read_lines(r, text, &r->test->absent_count);
}

/* A reason each, and perhaps the path that it is about. */
static void
read_rejects(struct reading *r, struct slice text)
{
	size_t n;
	const struct slice *lines = read_lines(r, text, &n);
	struct test_reject *list = arena_array(r->arena, n, sizeof(*list));

	if (list == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		struct slice line = lines[i];

		if (slice_take_until(&line, ' ', &list[i].reason))
			list[i].path = line;
		else
			list[i].reason = line;
	}
	r->test->rejects = list;
	r->test->reject_count = n;
	r->test->states_reject = n > 0;
}

/* The format that a name ends with, or FORMAT_COUNT. */
static enum format_id
format_of(const char *name, const char *stem)
{
	struct slice rest = slice_text(name);

	if (!slice_starts(rest, slice_text(stem)))
		return FORMAT_COUNT;
	return format_id_find(slice_skip(rest, strlen(stem)));
}

static int
read_records(struct reading *r, const char *name, struct err *err)
{
	if (r->has_in)
		blame(r, name, "the case has another input already");
	r->has_in = true;
	r->c->format = format_of(name, "in.");
	if (r->program->streams[r->c->format].kind_count == 0)
		blame(r, name, "the policy has no records of this format");
	return read_file(r, name, &r->test->in, err);
}

static int
read_output(struct reading *r, const char *name, struct err *err)
{
	if (r->test->out.p != NULL)
		blame(r, name, "the case has another output already");
	r->out_format = format_of(name, "out.");
	return read_file(r, name, &r->test->out, err);
}

static int
read_entry(struct reading *r, const char *name, struct err *err)
{
	struct slice text = { NULL, 0 };

	if (name[0] == '.' || strcmp(name, "README.md") == 0)
		return 0;
	if (format_of(name, "in.") != FORMAT_COUNT)
		return read_records(r, name, err);
	if (format_of(name, "out.") != FORMAT_COUNT)
		return read_output(r, name, err);
	if (strcmp(name, "reject") != 0 && strcmp(name, "absent") != 0) {
		blame(r, name,
		    "a case has no such file: there are in.FORMAT, out.FORMAT, "
		    "reject, absent and README.md");
		return 0;
	}
	if (read_file(r, name, &text, err) < 0)
		return -1;
	if (name[0] == 'r')
		read_rejects(r, text);
	else
		read_absent(r, text);
	return 0;
}

/* Sorted by name, so that the same fault is told everywhere. */
static int
read_entries(struct reading *r, struct err *err)
{
	struct dirent **entries;
	int n = scandir(r->path, &entries, NULL, alphasort);
	int result = 0;

	if (n < 0) {
		blame(r, "", "this folder cannot be read");
		return 0;
	}
	for (int i = 0; i < n; i++) {
		if (result == 0)
			result = read_entry(r, entries[i]->d_name, err);
		free(entries[i]);
	}
	free(entries);
	return result;
}

static bool
is_idle(const struct test_case *t)
{
	return t->out.p == NULL && !t->states_reject && t->absent_count == 0;
}

static void
check(struct reading *r, bool *idle)
{
	if (!r->has_in)
		blame(r, "", "the case has no in.FORMAT");
	else if (r->test->out.p != NULL && r->out_format != r->c->format)
		blame(r, "", "input and output are of two formats");
	*idle = r->c->fault.p == NULL && is_idle(r->test);
	if (*idle)
		blame(r, "",
		    "the case asserts nothing: it states out.FORMAT, reject or "
		    "absent");
}

int
case_folder_read(struct arena *arena, const struct program *program,
    const char *path, struct prove_case *c, bool *idle, struct err *err)
{
	struct reading r = {
		.arena = arena,
		.program = program,
		.path = path,
		.c = c,
		.test = arena_alloc(arena, sizeof(*r.test)),
		.out_format = FORMAT_COUNT,
	};
	const char *slash = strrchr(path, '/');
	int result;

	*c = (struct prove_case){ .test = r.test };
	c->name =
	    arena_copy(arena, slice_text(slash != NULL ? slash + 1 : path));
	if (arena->failed)
		return err_nomem(err);
	result = read_entries(&r, err);
	check(&r, idle);
	return arena->failed ? err_nomem(err) : result;
}
