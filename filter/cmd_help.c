/* tamis help, tamis version: all of it from the table in commands.c. */
#include <stdio.h>
#include <string.h>

#include "jsonout.h"
#include "opt.h"

static const struct {
	enum exit_code code;
	const char *help;
} exits[] = {
	{ CLI_DONE, "done, and nothing was found" },
	{ CLI_FOUND,
	    "done, and something was found: rejected records, warnings" },
	{ CLI_USAGE, "the command line was not understood" },
	{ CLI_REJECTED,
	    "a record was rejected, and there was no --quarantine" },
	{ CLI_NOINPUT, "an input cannot be opened" },
	{ CLI_BUG, "a mistake of tamis" },
	{ CLI_CANTCREATE, "an output cannot be created" },
	{ CLI_IO, "reading, writing or memory failed" },
	{ CLI_PERMISSION, "a key file is missing, unsafe or damaged" },
	{ CLI_POLICY, "a policy was refused" },
};

#define OPTION_WIDTH 22

static void
print_options(const struct command *c)
{
	printf("\nOptions:\n");
	for (int id = 0; id < OPT_COUNT; id++) {
		const struct option_row *row = &option_rows[id];
		char left[40];

		if (!opt_allows(c, (enum opt_id)id))
			continue;
		snprintf(left, sizeof(left), "%c%c%c --%s %s",
		    row->letter == 0 ? ' ' : '-',
		    row->letter == 0 ? ' ' : row->letter,
		    row->letter == 0 ? ' ' : ',', row->name,
		    row->value == NULL ? "" : row->value);
		/* What is too long has a line of its own. */
		if (strlen(left) > OPTION_WIDTH) {
			printf("  %s\n", left);
			left[0] = '\0';
		}
		printf("  %-*s %s\n", OPTION_WIDTH, left, row->help);
	}
}

enum exit_code
cmd_help_about(const struct command *c, const struct say *say)
{
	char name[COMMAND_NAME];

	printf("usage: tamis %s [OPTION...]%s%s\n\n%s\n", opt_name(c, name),
	    c->operands[0] == '\0' ? "" : " ", c->operands, c->help);
	if (c->more != NULL)
		printf("\n%s", c->more);
	print_options(c);
	if (c->examples != NULL)
		printf("\nExamples:\n%s", c->examples);
	return say_end(say, CLI_DONE);
}

static enum exit_code
print_overview(const struct say *say)
{
	printf("usage: tamis -p POLICY [-k KEYRING] [OPTION...] [FILE...]\n"
	       "       tamis COMMAND [OPTION...] ...\n\n"
	       "A sieve for health records: a policy says field by field what "
	       "may leave and how;\neverything else stays behind.\n\n"
	       "Commands:\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		char name[COMMAND_NAME];

		printf("  %-10s  %s\n", opt_name(c, name), c->help);
	}
	printf("\nSee `tamis help COMMAND`.\n\nExit codes:\n");
	for (size_t i = 0; i < sizeof(exits) / sizeof(exits[0]); i++)
		printf("  %2d  %s\n", (int)exits[i].code, exits[i].help);
	return say_end(say, CLI_DONE);
}

enum exit_code
cmd_help(const struct args *args, const struct say *say)
{
	const struct command *c;
	int used;

	if (args->operand_count == 0)
		return print_overview(say);
	c = opt_find(args->operand_count, args->operands, &used);
	if (c == NULL || used < args->operand_count) {
		opt_unknown_command(say, args->operand_count, args->operands);
		return CLI_USAGE;
	}
	return cmd_help_about(c, say);
}

enum exit_code
cmd_version(const struct args *args, const struct say *say)
{
	struct jsonout j;

	if (args->value[OPT_JSON] == NULL) {
		printf("tamis %s\n", tamis_version());
	} else {
		jsonout_begin(&j, stdout);
		jsonout_text(&j, "event", "version");
		jsonout_text(&j, "tamis", tamis_version());
		jsonout_end(&j);
	}
	return say_end(say, CLI_DONE);
}
