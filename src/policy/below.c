#include "policy/below.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static int
open_folder(struct arena *a, const char *policy)
{
	const char *slash = strrchr(policy, '/');
	struct slice name = { (const uint8_t *)policy, 0 };

	if (slash == NULL)
		return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	name.len = (size_t)(slash - policy) + 1;
	name = arena_copy(a, name);
	if (name.p == NULL)
		return -1;
	return open((const char *)name.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
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

const char *
below_refusal(struct slice path)
{
	struct slice rest = path, component;

	if (path.len == 0)
		return "the name of a file is empty";
	if (path.p[0] == '/' || path.p[path.len - 1] == '/')
		return "a file is named by a path relative to the policy's "
		       "folder";
	while (next_component(&rest, &component))
		if (component.len == 0 || slice_is(component, ".") ||
		    slice_is(component, ".."))
			return "the file must lie in the policy's folder or "
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
open_below(struct arena *a, const char *policy, struct slice path)
{
	struct slice component;
	int fd = open_folder(a, policy);

	while (fd != -1 && next_component(&path, &component))
		fd = open_component(a, fd, component, path.len == 0);
	return fd;
}

static bool
is_regular(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

int
below_read(
    struct arena *a, const char *policy, struct slice path, struct buf *text)
{
	struct err err = { 0 };
	int fd = open_below(a, policy, path);
	int status = -1;

	if (fd == -1)
		return -1;
	if (is_regular(fd))
		status = file_read_fd(fd, "the file", text->max, text, &err);
	close(fd);
	return status;
}
