#include "folder.h"

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[32];

void
folder_make(void)
{
	snprintf(path, sizeof(path), "/tmp/tamis-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(path));
}

void
folder_remove(void)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	ck_assert_ptr_nonnull(folder);
	while ((entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(folder), entry->d_name, 0);
	}
	closedir(folder);
	ck_assert_int_eq(rmdir(path), 0);
}

const char *
folder_path(void)
{
	return path;
}

const char *
folder_file(const char *name)
{
	static char file[256];

	snprintf(file, sizeof(file), "%s/%s", path, name);
	return file;
}

void
folder_write(const char *name, struct slice content, unsigned int mode)
{
	int fd = open(
	    folder_file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	ck_assert_int_ne(fd, -1);
	ck_assert(write(fd, content.p, content.len) == (ssize_t)content.len);
	ck_assert_int_eq(fchmod(fd, mode), 0);
	ck_assert_int_eq(close(fd), 0);
}
