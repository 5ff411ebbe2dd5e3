#include "policy/below.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/trust.h"

/* How much of a policy's path names its folder, with the slash. */
static size_t
folder_len(const char *policy)
{
	const char *slash = strrchr(policy, '/');

	return slash == NULL ? 0 : (size_t)(slash - policy) + 1;
}

const char *
below_name(struct arena *a, const char *policy, struct slice path)
{
	size_t len = folder_len(policy);
	uint8_t *name = arena_alloc(a, len + path.len + 1);

	if (name == NULL)
		return NULL;
	memcpy(name, policy, len);
	memcpy(name + len, path.p, path.len);
	return (const char *)name;
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

/* Opens one component, the last of the path so far, in the folder `at`, which
 * it closes. */
static int
open_component(int at, const char *so_far, bool is_last, struct err *err)
{
	int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK |
		    (is_last ? 0 : O_DIRECTORY);
	const char *slash = strrchr(so_far, '/');
	int fd = -1;

	if (trust_folder(at, so_far, err) == 0)
		fd = openat(at, slash == NULL ? so_far : slash + 1, flags);
	close(at);
	return fd;
}

/* Goes down from the folder without ever following a symbolic link. */
static int
open_below(
    struct arena *a, const char *policy, struct slice path, struct err *err)
{
	struct slice rest = path, component;
	const char *name;
	int fd = file_open_folder(policy, &name);

	while (fd != -1 && next_component(&rest, &component)) {
		size_t end = (size_t)(component.p - path.p) + component.len;
		const char *so_far =
		    below_name(a, policy, (struct slice){ path.p, end });

		if (so_far == NULL) {
			close(fd);
			return -1;
		}
		fd = open_component(fd, so_far, rest.len == 0, err);
	}
	return fd;
}

int
below_read(struct arena *a, const char *policy, struct slice path,
    struct buf *text, struct err *err)
{
	const char *name = below_name(a, policy, path);
	int fd = name == NULL ? -1 : open_below(a, policy, path, err);
	int status;

	if (fd == -1)
		return err_set(err, ERR_INPUT, "cannot open a file");
	status = file_read_trusted(fd, name, text->max, text, err);
	close(fd);
	return status;
}
