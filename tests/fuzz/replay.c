/*
 * Feeds files to a fuzz target, without a fuzzer: each argument is a file or
 * a folder of files.  Fails when there is no input at all.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long inputs;

static int
fail(const char *path, const char *why)
{
	fprintf(stderr, "replay: %s: %s\n", path, why);
	return -1;
}

static int
replay_file(const char *path)
{
	struct err err = { .code = ERR_NONE };
	struct buf content;
	int result;

	buf_init(&content, LIMIT_RECORD);
	result = file_read(path, LIMIT_RECORD, &content, &err);
	if (result == 0) {
		LLVMFuzzerTestOneInput(content.p, content.len);
		inputs++;
	} else {
		fail(path, err.text);
	}
	buf_release(&content);
	return result;
}

/* The file of a folder, if it is a regular one. */
static int
replay_entry(const char *folder, const char *name)
{
	char path[4096];
	struct stat st;
	int len = snprintf(path, sizeof(path), "%s/%s", folder, name);

	if (len < 0 || (size_t)len >= sizeof(path))
		return fail(folder, "a name is too long");
	if (stat(path, &st) == -1)
		return fail(path, "cannot be examined");
	return S_ISREG(st.st_mode) ? replay_file(path) : 0;
}

static int
replay_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int result = 0;

	if (folder == NULL)
		return fail(path, "cannot be opened");
	while (result == 0 && (entry = readdir(folder)) != NULL)
		result = replay_entry(path, entry->d_name);
	closedir(folder);
	return result;
}

static int
replay(const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return fail(path, "there is no such file");
	return S_ISDIR(st.st_mode) ? replay_folder(path) : replay_file(path);
}

/* What the target is called: the program is called replay_NAME. */
static const char *
target(const char *program)
{
	static const char prefix[] = "replay_";
	const char *slash = strrchr(program, '/');
	const char *name = slash != NULL ? slash + 1 : program;

	if (strncmp(name, prefix, sizeof(prefix) - 1) == 0)
		name += sizeof(prefix) - 1;
	return name;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (replay(argv[i]) == -1)
			return EXIT_FAILURE;
	}
	printf("replay %s: %lu inputs\n", target(argv[0]), inputs);
	return inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
