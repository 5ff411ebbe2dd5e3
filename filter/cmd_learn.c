/* tamis learn: a draft of a policy from samples. */
#include <stdio.h>
#include <string.h>

#include "box.h"
#include "in.h"
#include "opt.h"

static int
read_dialect(const char *text, bool *hprim, struct tamis_error *err)
{
	*hprim = text != NULL && strcmp(text, "hprim") == 0;
	if (text == NULL || *hprim || strcmp(text, "hl7") == 0)
		return 0;
	return cli_fail(err, TAMIS_EUSAGE, "--dialect takes hl7 or hprim");
}

static bool
is_csv(const struct args *args)
{
	return strcmp(args->value[OPT_SAMPLES], "csv") == 0;
}

static int
read_options(const struct args *args, struct tamis_learning *learning,
    struct tamis_error *err)
{
	learning->format = args->value[OPT_SAMPLES];
	learning->encoding = args->value[OPT_ENCODING];
	if (cli_delimiter(args->value[OPT_DELIMITER], learning->format,
		&learning->delimiter, err) < 0)
		return -1;
	return read_dialect(args->value[OPT_DIALECT], &learning->hprim, err);
}

static int
learn(const struct args *args, const struct say *say, struct in *in,
    struct tamis_text *draft, const char **hint, struct tamis_error *err)
{
	struct tamis_learning learning = { 0 };

	if (read_options(args, &learning, err) < 0 ||
	    in_open(in, args->operands, args->operand_count, err) < 0)
		return -1;
	if (box_enter(args, say, NULL, 0, hint, err) == NULL)
		return -1;
	learning.inputs = in->inputs;
	learning.input_count = in->count;
	return tamis_learn(&learning, draft, err);
}

/* What most tables that cannot be read have in common. */
static const char about_tables[] =
    "cells end at ; unless --delimiter says another mark, and a table has a "
    "header, several samples the same";

enum exit_code
cmd_learn(const struct args *args, const struct say *say)
{
	struct tamis_text draft = { 0 };
	struct in in = { 0 };
	const char *hint = NULL;
	struct tamis_error err;
	enum exit_code code = CLI_DONE;

	if (learn(args, say, &in, &draft, &hint, &err) < 0) {
		if (err.code == TAMIS_EREJECT && is_csv(args))
			hint = about_tables;
		code = say_failure_hint(say, &err, hint);
	} else {
		fwrite(draft.p, 1, draft.len, stdout);
	}
	in_close(&in);
	tamis_text_free(&draft);
	return say_end(say, code);
}
