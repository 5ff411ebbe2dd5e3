#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "opt.h"

/* Names longer than this are not compared. */
#define LONGEST 32

static size_t
least_of(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* How many characters to insert, remove or replace (Levenshtein). */
static size_t
distance(const char *a, const char *b)
{
	size_t row[LONGEST + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > LONGEST || lb > LONGEST)
		return LONGEST;
	for (size_t k = 0; k <= lb; k++)
		row[k] = k;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t k = 1; k <= lb; k++) {
			size_t above = row[k];
			size_t differs = a[i - 1] != b[k - 1];

			row[k] = least_of(
			    above + 1, row[k - 1] + 1, diagonal + differs);
			diagonal = above;
		}
	}
	return row[lb];
}

/* Whether word may be a slip of the pen for name. */
static bool
resembles(const char *word, const char *name)
{
	return distance(word, name) <= (strlen(name) > 3 ? 2 : 1);
}

const char *
opt_name(const struct command *c, char name[static COMMAND_NAME])
{
	snprintf(name, COMMAND_NAME, "%s%s%s", c->name,
	    c->verb == NULL ? "" : " ", c->verb == NULL ? "" : c->verb);
	return name;
}

static bool
is_spelling(const struct command *c, const char *word)
{
	return strcmp(word, c->name) == 0 ||
	       (c->letter != NULL && strcmp(word, c->letter) == 0) ||
	       (c->word != NULL && strcmp(word, c->word) == 0);
}

const struct command *
opt_find(int argc, char **argv, int *used)
{
	for (size_t i = 0; i < command_count && argc > 0; i++) {
		const struct command *c = &commands[i];

		if (!is_spelling(c, argv[0]))
			continue;
		*used = c->verb == NULL ? 1 : 2;
		if (c->verb == NULL ||
		    (argc > 1 && strcmp(argv[1], c->verb) == 0))
			return c;
	}
	return NULL;
}

bool
opt_has_verbs(const char *word)
{
	for (size_t i = 0; i < command_count; i++)
		if (commands[i].verb != NULL &&
		    strcmp(word, commands[i].name) == 0)
			return true;
	return false;
}

static void
hint_verbs(const struct say *say, const char *word)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];

		if (c->verb != NULL && strcmp(word, c->name) == 0)
			say_hint(say, "tamis %s %s %s", c->name, c->verb,
			    c->operands);
	}
}

static void
hint_command(const struct say *say, const char *word)
{
	for (size_t i = 0; i < command_count; i++) {
		if (!resembles(word, commands[i].name))
			continue;
		say_hint(say, "did you mean `%s`?", commands[i].name);
		return;
	}
	if (strstr(word, ".policy.json") != NULL)
		say_hint(say, "`tamis -p %s` filters records by it", word);
	else
		say_hint(say, "see `tamis help`");
}

void
opt_unknown_command(const struct say *say, int argc, char **argv)
{
	if (argc == 0) {
		say_error(say, "no command and no options");
		say_hint(say, "see `tamis help`");
	} else if (!opt_has_verbs(argv[0])) {
		say_error(say, "no command `%s`", argv[0]);
		hint_command(say, argv[0]);
	} else {
		say_error(say, "no command `%s%s%s`", argv[0],
		    argc > 1 ? " " : "", argc > 1 ? argv[1] : "");
		hint_verbs(say, argv[0]);
	}
}

enum opt_id
opt_nth(const struct command *c, size_t n)
{
	static const enum opt_id all[] = { OPT_COLOR, OPT_HELP, OPT_NONE };
	size_t own = 0;

	while (own <= n && c->options[own] != OPT_NONE)
		own++;
	return own > n ? c->options[n] : all[n - own];
}

/* Says what is wrong with the use of a command.  Returns -1. */
static int
usage(const struct say *say, const struct command *c)
{
	char name[COMMAND_NAME];

	say_hint(say, "see `tamis help %s`", opt_name(c, name));
	return -1;
}

static int
unknown_option(const struct say *say, const struct command *c, const char *word)
{
	enum opt_id id;

	say_error(say, "no option `%s`", word);
	for (size_t i = 0; (id = opt_nth(c, i)) != OPT_NONE; i++) {
		const char *name = option_rows[id].name;

		if (strncmp(word, "--", 2) != 0 || !resembles(word + 2, name))
			continue;
		say_hint(say, "did you mean `--%s`?", name);
		return -1;
	}
	return usage(say, c);
}

/*
 * For getopt_long(): long options are numbered from LONG, so that they are
 * told from letters in errors.  Both name the same row.
 */
#define LONG 256

struct getopt_tables {
	char letters[2 * OPT_COUNT + 2];
	struct option names[OPT_COUNT + 1];
};

static void
build_tables(const struct command *c, struct getopt_tables *t)
{
	size_t letters = 0, names = 0;
	enum opt_id id;

	/* The colon makes a missing value an error of its own. */
	t->letters[letters++] = ':';
	for (size_t i = 0; (id = opt_nth(c, i)) != OPT_NONE; i++) {
		const struct option_row *row = &option_rows[id];

		if (row->letter != 0) {
			t->letters[letters++] = row->letter;
			if (row->value != NULL)
				t->letters[letters++] = ':';
		}
		t->names[names++] = (struct option){ row->name,
			row->value != NULL ? required_argument : no_argument,
			NULL, LONG + (int)id };
	}
	t->letters[letters] = '\0';
	t->names[names] = (struct option){ NULL, 0, NULL, 0 };
}

/* The row of a command's option: letters mean other things to others. */
static enum opt_id
row_of(const struct command *c, int result)
{
	size_t i = 0;

	if (result >= LONG)
		return (enum opt_id)(result - LONG);
	while (option_rows[opt_nth(c, i)].letter != result)
		i++;
	return opt_nth(c, i);
}

/* An error of getopt_long(): what it returned, and the word it was at. */
static int
refuse(const struct say *say, const struct command *c, int result, char *word)
{
	char letter[] = { '-', (char)optopt, '\0' };

	if (result == ':') {
		say_error(say, "--%s needs a value: %s",
		    option_rows[row_of(c, optopt)].name,
		    option_rows[row_of(c, optopt)].value);
		return usage(say, c);
	}
	if (optopt >= LONG) {
		say_error(say, "--%s takes no value",
		    option_rows[row_of(c, optopt)].name);
		return usage(say, c);
	}
	return unknown_option(say, c, optopt == 0 ? word : letter);
}

static int
add_repeat(const struct say *say, struct args *args, enum opt_id id)
{
	if (args->repeat_count == OPT_REPEATS) {
		say_error(say, "--%s is given too often", option_rows[id].name);
		return usage(say, args->command);
	}
	args->repeats[args->repeat_count++] = (struct opt_repeat){ id, optarg };
	args->value[id] = optarg;
	return 0;
}

static int
set_value(const struct say *say, struct args *args, enum opt_id id)
{
	if (option_rows[id].repeats)
		return add_repeat(say, args, id);
	if (args->value[id] != NULL && option_rows[id].value != NULL) {
		say_error(say, "--%s is given twice", option_rows[id].name);
		return usage(say, args->command);
	}
	args->value[id] = optarg == NULL ? "" : optarg;
	return 0;
}

int
opt_missing(const struct say *say, const struct command *c, enum opt_id id)
{
	const struct option_row *row = &option_rows[id];

	say_error(say, "--%s is missing", row->name);
	if (row->choices != NULL)
		say_hint(say, "--%s is one of: %s", row->name, row->choices);
	return usage(say, c);
}

static int
check_complete(const struct say *say, const struct args *args)
{
	const struct command *c = args->command;

	for (const enum opt_id *id = c->required; *id != OPT_NONE; id++)
		if (args->value[*id] == NULL)
			return opt_missing(say, c, *id);
	if (args->operand_count < c->least) {
		say_error(say, "something is missing: %s", c->operands);
		return usage(say, c);
	}
	if (args->operand_count > c->most) {
		say_error(say, "unexpected `%s`", args->operands[c->most]);
		return usage(say, c);
	}
	return 0;
}

int
opt_number(const struct args *args, enum opt_id id, unsigned long least,
    unsigned long max, uint64_t *n, struct tamis_error *err)
{
	unsigned long number;

	if (args->value[id] == NULL)
		return 0;
	if (!cli_number(args->value[id], max, &number) || number < least)
		return cli_fail(err, TAMIS_EUSAGE,
		    "--%s takes a number from %lu to %lu", option_rows[id].name,
		    least, max);
	*n = number;
	return 0;
}

/* argv[0] stands for the command; what follows are options and operands. */
static int
parse_rest(int argc, char **argv, struct args *args, const struct say *say)
{
	struct getopt_tables tables;
	int result;

	build_tables(args->command, &tables);
	opterr = 0;
	while ((result = getopt_long(
		    argc, argv, tables.letters, tables.names, NULL)) != -1) {
		if (result == '?' || result == ':')
			return refuse(
			    say, args->command, result, argv[optind - 1]);
		if (set_value(say, args, row_of(args->command, result)) != 0)
			return -1;
	}
	args->operands = argv + optind;
	args->operand_count = argc - optind;
	return args->value[OPT_HELP] != NULL ? 0 : check_complete(say, args);
}

/* `key --help`, which is `help key`. */
static bool
asks_for_verbs(int argc, char **argv, struct args *args)
{
	const struct command *help;
	int used;

	if (argc != 3 || !opt_has_verbs(argv[1]))
		return false;
	help = opt_find(1, argv + 2, &used);
	if (help == NULL || help->run != cmd_help)
		return false;
	args->command = help;
	args->operands = argv + 1;
	args->operand_count = 1;
	return true;
}

int
opt_parse(int argc, char **argv, struct args *args, const struct say *say)
{
	int used = 0;

	*args = (struct args){ 0 };
	if (asks_for_verbs(argc, argv, args))
		return 0;
	args->command = opt_find(argc - 1, argv + 1, &used);
	if (args->command == NULL && argc > 1 && argv[1][0] == '-') {
		args->command = &commands[0];
		used = 0;
	}
	if (args->command == NULL) {
		opt_unknown_command(say, argc < 1 ? 0 : argc - 1, argv + 1);
		return -1;
	}
	return parse_rest(argc - used, argv + used, args, say);
}
