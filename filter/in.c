#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "in.h"

static bool
has_standard_input(const struct in *in)
{
	for (size_t i = 0; i < in->count; i++)
		if (in->inputs[i].fd == STDIN_FILENO)
			return true;
	return false;
}

static int
open_standard(struct in *in, struct tamis_error *err)
{
	if (has_standard_input(in))
		return cli_fail(
		    err, TAMIS_EUSAGE, "standard input is named twice");
	if (isatty(STDIN_FILENO) == 1)
		return cli_fail(
		    err, TAMIS_EUSAGE, "standard input is a terminal");
	in->inputs[in->count++] =
	    (struct tamis_input){ STDIN_FILENO, "standard input" };
	return 0;
}

static int
open_file(struct in *in, const char *name, struct tamis_error *err)
{
	struct stat file;
	int fd = open(name, O_RDONLY | O_NOCTTY | O_CLOEXEC);

	if (fd == -1)
		return cli_fail_errno(err, TAMIS_EINPUT, "%s", name);
	in->inputs[in->count++] = (struct tamis_input){ fd, name };
	if (fstat(fd, &file) == 0 && S_ISDIR(file.st_mode))
		return cli_fail(err, TAMIS_EINPUT, "%s: a folder", name);
	return 0;
}

/* Known when every input is a regular file. */
static uint64_t
total_size(const struct in *in)
{
	uint64_t total = 0;

	for (size_t i = 0; i < in->count; i++) {
		struct stat file;

		if (fstat(in->inputs[i].fd, &file) != 0 ||
		    !S_ISREG(file.st_mode))
			return 0;
		total += (uint64_t)file.st_size;
	}
	return total;
}

int
in_open(struct in *in, char **names, int count, struct tamis_error *err)
{
	*in = (struct in){ 0 };
	in->inputs = calloc((size_t)count + 1, sizeof(*in->inputs));
	if (in->inputs == NULL)
		return cli_fail(err, TAMIS_ENOMEM, "out of memory");
	if (count == 0 && open_standard(in, err) != 0)
		return -1;
	for (int i = 0; i < count; i++) {
		bool standard = strcmp(names[i], "-") == 0;

		if ((standard ? open_standard(in, err)
			      : open_file(in, names[i], err)) != 0)
			return -1;
	}
	in->total = total_size(in);
	return 0;
}

void
in_close(struct in *in)
{
	for (size_t i = 0; i < in->count; i++)
		if (in->inputs[i].fd != STDIN_FILENO)
			close(in->inputs[i].fd);
	free(in->inputs);
	*in = (struct in){ 0 };
}

static int
refuse(
    const char *name, const struct tamis_input *input, struct tamis_error *err)
{
	return cli_fail(
	    err, TAMIS_EUSAGE, "%s is the input %s as well", name, input->name);
}

int
in_refuse(const struct in *in, const struct out *out, struct tamis_error *err)
{
	for (size_t i = 0; i < in->count; i++) {
		struct stat file;

		if (fstat(in->inputs[i].fd, &file) == 0 && out_is(out, &file))
			return refuse(out->name, &in->inputs[i], err);
	}
	return 0;
}

int
in_refuse_named(const struct in *in, const char *path, struct tamis_error *err)
{
	struct stat named, input;

	if (stat(path, &named) != 0)
		return 0;
	for (size_t i = 0; i < in->count; i++)
		if (fstat(in->inputs[i].fd, &input) == 0 &&
		    input.st_dev == named.st_dev &&
		    input.st_ino == named.st_ino)
			return refuse(path, &in->inputs[i], err);
	return 0;
}
