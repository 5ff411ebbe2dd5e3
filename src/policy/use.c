#include "policy/use.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "policy/names.h"
#include "policy/read.h"

/* The policy's folder, and what was read from it. */
struct folder {
	struct notes *notes;
	const char *path; /* of the policy */
	size_t prefix;    /* its bytes up to the file's own name */
	struct used_files *used;
};

static int
open_folder(const struct folder *f)
{
	struct slice name = { (const uint8_t *)f->path, f->prefix };
	struct slice copy = arena_copy(f->notes->arena, name);
	const char *folder = f->prefix > 0 ? (const char *)copy.p : ".";

	if (copy.p == NULL)
		return -1;
	return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Takes one component off a relative path; false at its end. */
static bool
next_component(struct slice *rest, struct slice *component)
{
	const uint8_t *slash;

	if (rest->len == 0)
		return false;
	slash = memchr(rest->p, '/', rest->len);
	*component = *rest;
	if (slash != NULL)
		component->len = (size_t)(slash - rest->p);
	*rest = slice_skip(*rest, component->len + (slash != NULL));
	return true;
}

/* NULL, or why a path may not be used. */
static const char *
refusal(struct slice path)
{
	struct slice rest = path, component;

	if (path.len == 0)
		return "the name of a file is empty";
	if (path.p[0] == '/' || path.p[path.len - 1] == '/')
		return "a used file is named by a path relative to the "
		       "policy's folder";
	while (next_component(&rest, &component))
		if (component.len == 0 || slice_is(component, ".") ||
		    slice_is(component, ".."))
			return "a used file lies in the policy's folder or "
			       "below it";
	return NULL;
}

/* Opens one component below the folder `at`, which it closes. */
static int
open_component(struct arena *a, int at, struct slice component, bool is_last)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK |
		    (is_last ? 0 : O_DIRECTORY);
	struct slice name = arena_copy(a, component);
	int fd = -1;

	if (name.p != NULL)
		fd = openat(at, (const char *)name.p, flags);
	close(at);
	return fd;
}

/* Goes down from the folder without ever following a symbolic link. */
static int
open_below(const struct folder *f, struct slice path)
{
	struct slice component;
	int fd = open_folder(f);

	while (fd != -1 && next_component(&path, &component))
		fd = open_component(
		    f->notes->arena, fd, component, path.len == 0);
	return fd;
}

static bool
is_regular(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

/* Reads a file below the folder; -1 if it cannot be read. */
static int
read_below(const struct folder *f, struct slice path, struct buf *text)
{
	struct err err = { 0 };
	int fd = open_below(f, path);
	int status = -1;

	if (fd == -1)
		return -1;
	if (is_regular(fd))
		status =
		    file_read_fd(fd, "used file", LIMIT_POLICY, text, &err);
	close(fd);
	return status;
}

/* The name in messages: beside the policy's own. */
static const char *
full_name(const struct folder *f, struct slice path)
{
	uint8_t *name = arena_alloc(f->notes->arena, f->prefix + path.len + 1);

	if (name == NULL)
		return NULL;
	memcpy(name, f->path, f->prefix);
	memcpy(name + f->prefix, path.p, path.len);
	return (const char *)name;
}

static void
check_sections(struct notes *notes, const struct node *root)
{
	static const char *const sections[] = { "bases", "domains",
		"conditions", "recipients", "$schema" };

	for (size_t i = 0; i < root->count; i++) {
		const struct member *m = &root->members[i];
		bool known = false;

		for (size_t j = 0; j < 5; j++)
			known |= slice_is(m->key, sections[j]);
		if (!known)
			notes_add(notes, CODE_BAD_SHARE, m->place,
			    "a used file may share bases, domains, conditions "
			    "and recipients, and nothing else");
	}
}

/* The tree of a used file, or NULL after a note. */
static struct node *
parse_used(struct folder *f, const struct node *entry, struct slice text,
    unsigned int order)
{
	const char *name = full_name(f, entry->text);
	struct source *source = NULL;
	struct node *root = NULL;

	if (name != NULL)
		source = source_new(f->notes->arena, name, text, order);
	if (source != NULL)
		root = parse_source(f->notes, source);
	if (!read_is(f->notes, root, NODE_OBJECT))
		return NULL;
	check_sections(f->notes, root);
	return root;
}

static void
use_file(struct folder *f, const struct node *entry, unsigned int order)
{
	struct node *root = NULL;
	struct buf text;

	buf_init(&text, LIMIT_POLICY);
	if (read_below(f, entry->text, &text) == -1)
		notes_add(f->notes, CODE_UNREADABLE, entry->place,
		    "`%.*s` cannot be read: it must be a regular file below "
		    "the policy's folder, without symbolic links",
		    SHOWN(entry->text));
	else
		root = parse_used(f, entry, buf_slice(&text), order);
	buf_release(&text);
	if (root != NULL)
		f->used->roots[f->used->count++] = root;
	else
		f->used->incomplete = true;
}

/* Whether an entry of `use` may be read; a note if not. */
static bool
check_entry(struct folder *f, const struct node *entry, struct names *seen)
{
	const char *why;

	if (!read_is(f->notes, entry, NODE_STRING))
		return false;
	why = refusal(entry->text);
	if (why == NULL && names_find(seen, entry->text) != NAMES_NONE)
		why = "this file is used already";
	if (why == NULL)
		return names_add(seen, entry->text) != NAMES_NONE;
	notes_add(f->notes, CODE_BAD_USE, entry->place, "%s", why);
	return false;
}

static void
use_list(struct folder *f, const struct node *list)
{
	struct names seen;

	names_init(&seen, f->notes->arena);
	if (list->count > LIMIT_USED_FILES) {
		notes_add(f->notes, CODE_OUT_OF_RANGE, list->place,
		    "at most %d files may be used", LIMIT_USED_FILES);
		f->used->incomplete = true;
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (check_entry(f, list->items[i], &seen))
			use_file(f, list->items[i], (unsigned int)i + 1);
		else
			f->used->incomplete = true;
	}
}

void
use_files(struct notes *notes, struct node *policy, const char *path,
    struct used_files *used)
{
	const struct member *use = node_member(policy, slice_text("use"));
	struct folder f = { .notes = notes, .path = path, .used = used };
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;

	used->incomplete = false;
	used->count = 0;
	used->roots = arena_array(
	    notes->arena, 1 + LIMIT_USED_FILES, sizeof(*used->roots));
	if (used->roots == NULL)
		return;
	used->roots[used->count++] = policy;
	if (use == NULL)
		return;
	if (path == NULL) {
		notes_add(notes, CODE_BAD_USE, use->place,
		    "a policy that is not a file cannot use files");
		used->incomplete = true;
		return;
	}
	f.prefix = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	if (read_is(notes, use->value, NODE_ARRAY))
		use_list(&f, use->value);
	else
		used->incomplete = true;
}
