/* tamis fmt: policies in their one layout. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "opt.h"
#include "out.h"

/* A policy as it is and as it should be. */
struct policy_texts {
	const struct say *say;
	const char *path;
	mode_t mode;
	struct tamis_text was, laid_out;
};

static void
hear_note(void *ctx, const struct tamis_note *note)
{
	const struct policy_texts *p = ctx;

	say_note(p->say, note);
}

/* Opens a policy; `-` is standard input. */
static int
open_policy(struct policy_texts *p, struct tamis_error *err)
{
	struct stat file;
	int fd = STDIN_FILENO;

	if (strcmp(p->path, "-") != 0)
		fd = open(p->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd == -1)
		return cli_fail_errno(
		    err, TAMIS_EINPUT, "cannot open %s", p->path);
	if (fstat(fd, &file) == 0)
		p->mode = file.st_mode & 07777;
	return fd;
}

static int
read_policy(struct policy_texts *p, struct tamis_error *err)
{
	int fd = open_policy(p, err), result;

	if (fd == -1)
		return -1;
	result = tamis_policy_layout(
	    fd, p->path, hear_note, p, &p->was, &p->laid_out, err);
	if (fd != STDIN_FILENO)
		close(fd);
	return result;
}

static bool
differs(const struct policy_texts *p)
{
	return p->was.len != p->laid_out.len ||
	       memcmp(p->was.p, p->laid_out.p, p->was.len) != 0;
}

static int
write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* Puts the layout in the place of the file: whole or not at all. */
static int
replace(const struct policy_texts *p, struct tamis_error *err)
{
	struct out out = OUT_CLOSED;

	if (out_open(&out, p->path, err) < 0)
		return -1;
	if (write_all(out.fd, p->laid_out.p, p->laid_out.len) < 0 ||
	    fchmod(out.fd, p->mode) < 0) {
		cli_fail_errno(err, TAMIS_EIO, "cannot write %s", p->path);
		out_discard(&out);
		return -1;
	}
	return out_commit(&out, err);
}

static enum exit_code
lay_out(const char *path, const struct args *args, const struct say *say)
{
	struct policy_texts p = { .say = say, .path = path };
	struct tamis_error err;
	enum exit_code code = CLI_DONE;

	if (read_policy(&p, &err) < 0)
		return say_failure(say, &err);
	if (args->value[OPT_CHECK] != NULL) {
		if (differs(&p)) {
			printf("%s\n", path);
			code = CLI_FOUND;
		}
	} else if (args->value[OPT_WRITE] == NULL) {
		fwrite(p.laid_out.p, 1, p.laid_out.len, stdout);
	} else if (differs(&p) && replace(&p, &err) < 0) {
		code = say_failure(say, &err);
	}
	tamis_text_free(&p.was);
	tamis_text_free(&p.laid_out);
	return code;
}

static const char *
why_impossible(const struct args *args)
{
	bool write = args->value[OPT_WRITE] != NULL;
	bool check = args->value[OPT_CHECK] != NULL;

	if (write && check)
		return "--write changes what --check looks at";
	if (!write && !check && args->operand_count > 1)
		return "several files need --write or --check";
	for (int i = 0; write && i < args->operand_count; i++)
		if (strcmp(args->operands[i], "-") == 0)
			return "standard input cannot be written to";
	return NULL;
}

enum exit_code
cmd_fmt(const struct args *args, const struct say *say)
{
	const char *why = why_impossible(args);
	enum exit_code worst = CLI_DONE;

	if (why != NULL) {
		say_error(say, "%s", why);
		return CLI_USAGE;
	}
	for (int i = 0; i < args->operand_count; i++) {
		enum exit_code code = lay_out(args->operands[i], args, say);

		worst = code > worst ? code : worst;
	}
	return say_end(say, worst);
}
