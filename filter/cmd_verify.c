/* tamis verify: whether receipts are what was signed. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "box.h"
#include "jsonout.h"
#include "opt.h"
#include "view.h"

struct verifying {
	const struct args *args;
	const struct say *say;
	const char *path;
	const char *hint; /* what to do about a failure, or NULL */
	bool json;
};

static int
enter_sandbox(void *ctx, struct tamis_error *err)
{
	struct verifying *v = ctx;

	return box_enter(v->args, v->say, NULL, 0, &v->hint, err) == NULL ? -1
									  : 0;
}

static void
fault_as_json(const struct verifying *v, uint64_t line, const char *text)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "fault");
	jsonout_text(&j, "file", v->path);
	jsonout_number(&j, "line", line);
	jsonout_text(&j, "text", text);
	jsonout_end(&j);
}

static void
hear_fault(void *ctx, uint64_t line, const char *text)
{
	const struct verifying *v = ctx;

	if (v->json)
		fault_as_json(v, line, text);
	else if (line == 0)
		say_error(v->say, "%s: %s", v->path, text);
	else
		say_error(v->say, "%s:%" PRIu64 ": %s", v->path, line, text);
}

static void
verdict_as_json(const struct verifying *v, const struct tamis_verified *found)
{
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "receipts");
	jsonout_text(&j, "file", v->path);
	jsonout_number(&j, "lines", found->lines);
	jsonout_number(&j, "faults", found->faults);
	jsonout_text(&j, "last", found->last);
	jsonout_end(&j);
}

static void
verdict_as_text(const struct verifying *v, const struct tamis_verified *found)
{
	view_put(v->path);
	printf(": %" PRIu64 " receipt%s, %" PRIu64 " fault%s", found->lines,
	    found->lines == 1 ? "" : "s", found->faults,
	    found->faults == 1 ? "" : "s");
	if (found->faults == 0)
		printf(", last %s", found->last);
	putchar('\n');
}

/* Reads the number of a line; 0 if none is given. */
static int
read_line_number(
    const struct args *args, uint64_t *line, struct tamis_error *err)
{
	const char *text = args->value[OPT_LINE];
	*line = 0;
	if (text == NULL)
		return 0;
	if (args->value[OPT_OUTPUT] == NULL)
		return cli_fail(
		    err, TAMIS_EUSAGE, "--line is given without --output");
	errno = 0;
	if (text[strspn(text, "0123456789")] == '\0')
		*line = strtoull(text, NULL, 10);
	if (*line == 0 || errno != 0)
		return cli_fail(
		    err, TAMIS_EUSAGE, "--line takes a number from 1 on");
	return 0;
}

enum exit_code
cmd_verify(const struct args *args, const struct say *say)
{
	struct verifying v = { .args = args,
		.say = say,
		.path = args->operands[0],
		.json = args->value[OPT_JSON] != NULL };
	struct tamis_verification job = {
		.receipts = v.path,
		.signer = args->value[OPT_PUBLIC],
		.expect = args->value[OPT_EXPECT],
		.output = args->value[OPT_OUTPUT],
		.opened = enter_sandbox,
		.fault = hear_fault,
		.ctx = &v,
	};
	struct tamis_verified found;
	struct tamis_error err;

	if (read_line_number(args, &job.output_line, &err) != 0 ||
	    tamis_verify(&job, &found, &err) != 0)
		return say_failure_hint(say, &err, v.hint);
	if (v.json)
		verdict_as_json(&v, &found);
	else
		verdict_as_text(&v, &found);
	return say_end(say, found.faults > 0 ? CLI_FOUND : CLI_DONE);
}
