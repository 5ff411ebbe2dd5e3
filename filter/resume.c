#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "resume.h"

int
resume_check_options(const struct args *args, struct tamis_error *err)
{
	const char *out = args->value[OPT_OUT];

	if (args->value[OPT_CHECKPOINT] == NULL ||
	    (out != NULL && strcmp(out, "-") != 0))
		return 0;
	return cli_fail(
	    err, TAMIS_EUSAGE, "--checkpoint is given without a file for -o");
}

int
resume_open(struct resume *r, const struct args *args, const struct in *in,
    struct tamis_error *err)
{
	const char *path = args->value[OPT_CHECKPOINT];

	if (path == NULL)
		return 0;
	if (in_refuse_named(in, path, err) != 0 ||
	    tamis_checkpoint_open(&r->checkpoint, path, err) != 0)
		return -1;
	r->reached = tamis_checkpoint_reached(r->checkpoint);
	return 0;
}

void
resume_close(struct resume *r)
{
	tamis_checkpoint_close(r->checkpoint);
	r->checkpoint = NULL;
}

int
resume_begin(struct resume *r, struct tamis_error *err)
{
	return r->checkpoint == NULL
		   ? 0
		   : tamis_checkpoint_begin(r->checkpoint, err);
}

static int
quarantine_flags(const struct resume *r)
{
	if (!r->reached.begun)
		return O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
	return O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC |
	       (r->reached.complete ? 0 : O_CREAT);
}

int
resume_open_quarantine(const struct resume *r, int folder, const char *name)
{
	int fd = openat(folder, name, quarantine_flags(r), 0600);
	struct stat file;

	if (fd == -1 || (fstat(fd, &file) == 0 && out_is_own(&file)))
		return fd;
	close(fd);
	errno = EEXIST;
	return -1;
}

int
resume_open_out(const struct resume *r, struct out *o, const char *path,
    struct tamis_error *err)
{
	return r->checkpoint == NULL
		   ? out_open(o, path, err)
		   : out_open_part(o, path, r->reached.complete, err);
}

void
resume_say_begin(
    const struct resume *r, const struct args *args, const struct say *say)
{
	if (r->reached.records > 0 && !r->reached.complete)
		say_info(say, "%s: goes on behind record %" PRIu64,
		    args->value[OPT_CHECKPOINT], r->reached.records);
}

void
resume_say_end(
    const struct resume *r, const struct args *args, const struct say *say)
{
	if (r->reached.complete)
		say_info(say, "%s: the run is complete: nothing to do",
		    args->value[OPT_CHECKPOINT]);
}

int
resume_complete(struct resume *r, struct tamis_error *err)
{
	if (r->checkpoint == NULL || r->reached.complete)
		return 0;
	return tamis_checkpoint_complete(r->checkpoint, err);
}

void
resume_abandon(struct resume *r)
{
	struct tamis_error err;

	if (r->checkpoint != NULL && !r->reached.begun)
		tamis_checkpoint_discard(r->checkpoint, &err);
}
