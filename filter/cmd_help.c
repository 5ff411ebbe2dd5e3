/* tamis help, tamis version: all of it from the table in commands.c. */
#include <stdio.h>
#include <string.h>

#include "jsonout.h"
#include "opt.h"
#include "topic.h"

#define OPTION_WIDTH 22

static void
print_options(const struct command *c)
{
	enum opt_id id;

	printf("\nOptions:\n");
	for (size_t i = 0; (id = opt_nth(c, i)) != OPT_NONE; i++) {
		const struct option_row *row = &option_rows[id];
		char left[40];

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

/* Prints the commands, or those that begin with a word. */
static void
print_commands(const char *word)
{
	printf("Commands:\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		char name[COMMAND_NAME];

		if (word == NULL || strcmp(c->name, word) == 0)
			printf("  %-14s  %s\n", opt_name(c, name), c->help);
	}
}

static enum exit_code
print_verbs(const char *word, const struct say *say)
{
	printf("usage: tamis %s COMMAND [OPTION...] ...\n\n", word);
	print_commands(word);
	printf("\nSee `tamis help %s COMMAND`.\n", word);
	return say_end(say, CLI_DONE);
}

static enum exit_code
print_overview(const struct say *say)
{
	printf("usage: tamis -p POLICY [-k KEYRING] [OPTION...] [FILE...]\n"
	       "       tamis COMMAND [OPTION...] ...\n\n"
	       "A sieve for health records: a policy says field by field what "
	       "may leave and how;\neverything else stays behind.\n\n");
	print_commands(NULL);
	printf("\nTopics:\n");
	for (size_t i = 0; i < topic_count; i++)
		printf("  %-14s  %s\n", topics[i].name, topics[i].title);
	printf("\nSee `tamis help COMMAND` and `tamis help TOPIC`.\n");
	return say_end(say, CLI_DONE);
}

enum exit_code
cmd_help(const struct args *args, const struct say *say)
{
	const struct topic *topic;
	const struct command *c;
	int used;

	if (args->operand_count == 0)
		return print_overview(say);
	topic = topic_find(args->operands[0]);
	if (topic != NULL && args->operand_count == 1) {
		topic_print(topic);
		return say_end(say, CLI_DONE);
	}
	if (args->operand_count == 1 && opt_has_verbs(args->operands[0]))
		return print_verbs(args->operands[0], say);
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
