#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "out.h"
#include "same.h"
#include "view.h"

static int
read_language(
    struct tamis_view *view, const char *name, struct tamis_error *err)
{
	if (name == NULL || strcmp(name, "en") == 0)
		view->language = TAMIS_ENGLISH;
	else if (strcmp(name, "fr") == 0)
		view->language = TAMIS_FRENCH;
	else
		return cli_fail(err, TAMIS_EUSAGE, "--lang takes en or fr");
	return 0;
}

int
view_read(
    struct tamis_view *view, const struct args *args, struct tamis_error *err)
{
	struct say out;

	/* What --color says was read before; here it is about another stream.
	 */
	say_init_for(&out, args->value[OPT_COLOR], STDOUT_FILENO);
	view->color = out.color;
	return read_language(view, args->value[OPT_LANG], err);
}

static void
say_only_errors(void *ctx, const struct tamis_note *note)
{
	if (note->level == TAMIS_ERROR)
		say_note(ctx, note);
}

int
view_load(struct tamis_policy **policy, const char *path,
    const struct given *given, const struct say *say, struct tamis_error *err)
{
	struct say copy = *say;

	if (given == NULL)
		return tamis_policy_load(
		    policy, path, say_only_errors, &copy, err);
	return tamis_policy_load_with(policy, path, given->recipients,
	    given->recipient_count, say_only_errors, &copy, err);
}

enum exit_code
view_print(struct tamis_text *text, enum exit_code code, const struct say *say)
{
	fwrite(text->p, 1, text->len, stdout);
	tamis_text_free(text);
	return say_end(say, code);
}

void
view_put(const char *text)
{
	while (*text != '\0') {
		size_t control = say_control(text);

		fputc(control > 0 ? '?' : *text, stdout);
		text += control > 0 ? control : 1;
	}
}

int
view_write_all(int fd, const struct tamis_text *text, struct tamis_error *err)
{
	size_t done = 0;

	while (done < text->len) {
		ssize_t n = write(fd, text->p + done, text->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cli_fail_errno(
			    err, TAMIS_EIO, "the page cannot be written");
		done += (size_t)n;
	}
	return 0;
}

int
view_write(struct tamis_text *text, const struct args *args,
    const struct tamis_policy *policy, struct tamis_error *err)
{
	struct out out = OUT_CLOSED;
	int result = out_open(&out, args->value[OPT_HTML], err);

	if (result == 0)
		result = same_refuse(&out, args, policy, err);
	if (result == 0)
		result = same_refuse_operands(&out, args, "policy", err);
	if (result == 0)
		result = view_write_all(out.fd, text, err);
	if (result == 0)
		result = out_commit(&out, err);
	else
		out_discard(&out);
	tamis_text_free(text);
	return result;
}
