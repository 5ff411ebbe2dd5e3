#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
folder_open(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL
			   ? strdup(".")
			   : strndup(path, (size_t)(slash - path) + 1);
	int fd;

	if (folder == NULL)
		return -1;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	*name = slash == NULL ? path : slash + 1;
	return fd;
}

int
folder_sync(int folder)
{
	/* Some network file systems cannot sync a folder. */
	return fsync(folder) == 0 || errno == EINVAL ? 0 : -1;
}
