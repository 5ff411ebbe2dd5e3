/* tamis completion: what shells want to know of the table of commands. */
#include <stdio.h>
#include <string.h>

#include "opt.h"
#include "topic.h"

static const char *
first_choices(const struct command *c)
{
	return c->choices == NULL ? "" : c->choices;
}

/* Writes the commands' first words, each once, with blanks between. */
static void
put_words(void)
{
	for (size_t i = 0; i < command_count; i++)
		if (i == 0 || strcmp(commands[i].name, commands[i - 1].name))
			printf("%s%s", i == 0 ? "" : " ", commands[i].name);
}

static void
put_verbs(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (commands[i].verb != NULL && !strcmp(commands[i].name, name))
			printf(" %s", commands[i].verb);
}

static void
put_topics(void)
{
	for (size_t i = 0; i < topic_count; i++)
		printf(" %s", topics[i].name);
}

/* Writes text for single quotes; what is in `special` behind a backslash. */
static void
put_quoted(const char *text, const char *special)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			printf("'\\''");
		else if (strchr(special, *text) != NULL)
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

/*
 * Bash.
 */

static void
bash_values(void)
{
	for (size_t id = 0; id < OPT_COUNT; id++) {
		const struct option_row *row = &option_rows[id];

		if (row->choices == NULL)
			continue;
		printf("\t");
		if (row->letter != 0)
			printf("-%c | ", row->letter);
		printf("--%s) choices=\"%s\" ;;\n", row->name, row->choices);
	}
}

static void
bash_command(const struct command *c)
{
	char name[COMMAND_NAME];
	enum opt_id id;

	printf("\t\"%s\"*) options=\"", opt_name(c, name));
	for (size_t i = 0; (id = opt_nth(c, i)) != OPT_NONE; i++)
		printf("--%s ", option_rows[id].name);
	printf("\" operands=\"%s", first_choices(c));
	if (c->run == cmd_help) {
		put_words();
		put_topics();
	}
	printf("\" ;;\n");
}

static void
bash(void)
{
	printf("# bash completion for tamis, made by: tamis completion bash\n"
	       "_tamis() {\n"
	       "\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"
	       "\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tlocal words=\"${COMP_WORDS[1]} ${COMP_WORDS[2]}\"\n"
	       "\tlocal options= operands= choices=\n"
	       "\tCOMPREPLY=()\n"
	       "\t[[ $words != -* ]] || words=run\n"
	       "\tcase $words in\n");
	for (size_t i = 0; i < command_count; i++)
		bash_command(&commands[i]);
	printf("\tesac\n"
	       "\tcase $prev in\n");
	bash_values();
	printf("\t*)\n"
	       "\t\tif [[ $cur == -* ]]; then\n"
	       "\t\t\tchoices=$options\n"
	       "\t\telif ((COMP_CWORD == 1)); then\n"
	       "\t\t\tchoices=\"");
	put_words();
	printf("\"\n"
	       "\t\telif ((COMP_CWORD == 2)) && [[ ${COMP_WORDS[1]} == key ]]; "
	       "then\n"
	       "\t\t\tchoices=\"");
	put_verbs("key");
	printf("\"\n"
	       "\t\telse\n"
	       "\t\t\tchoices=$operands\n"
	       "\t\tfi\n"
	       "\t\t;;\n"
	       "\tesac\n"
	       "\tCOMPREPLY=($(compgen -W \"$choices\" -- \"$cur\"))\n"
	       "}\n"
	       "complete -o default -F _tamis tamis\n");
}

/*
 * Zsh.
 */

#define ZSH_SPECIAL "[]:\\"

static void
zsh_option(const struct option_row *row)
{
	printf(" \\\n\t\t\t");
	if (row->letter != 0)
		printf("'(-%c --%s)'{-%c,--%s}'", row->letter, row->name,
		    row->letter, row->name);
	else
		printf("'%s--%s", row->repeats ? "*" : "", row->name);
	printf("[");
	put_quoted(row->help, ZSH_SPECIAL);
	printf("]");
	if (row->choices != NULL)
		printf(":%s:(%s)", row->value, row->choices);
	else if (row->value != NULL)
		printf(":%s:_files", row->value);
	printf("'");
}

static void
zsh_command(const struct command *c)
{
	char name[COMMAND_NAME];
	enum opt_id id;

	printf("\t\"%s\"*)\n\t\t_arguments -S", opt_name(c, name));
	for (size_t i = 0; (id = opt_nth(c, i)) != OPT_NONE; i++)
		zsh_option(&option_rows[id]);
	printf(" \\\n\t\t\t'*:operand:");
	if (c->run == cmd_help) {
		printf("(");
		put_words();
		put_topics();
		printf(")");
	} else if (c->choices != NULL) {
		printf("(%s)", c->choices);
	} else {
		printf("_files");
	}
	printf("'\n\t\t;;\n");
}

static void
zsh(void)
{
	printf("#compdef tamis\n"
	       "# zsh completion for tamis, made by: tamis completion zsh\n"
	       "_tamis() {\n"
	       "\tlocal -a words_known\n"
	       "\tif ((CURRENT == 2)); then\n"
	       "\t\twords_known=(");
	put_words();
	printf(")\n"
	       "\t\tcompadd -a words_known\n"
	       "\t\treturn\n"
	       "\tfi\n"
	       "\tif ((CURRENT == 3)) && [[ $words[2] == key ]]; then\n"
	       "\t\twords_known=(");
	put_verbs("key");
	printf(" )\n"
	       "\t\tcompadd -a words_known\n"
	       "\t\treturn\n"
	       "\tfi\n"
	       "\tcase \"$words[2] $words[3]\" in\n");
	for (size_t i = 0; i < command_count; i++)
		zsh_command(&commands[i]);
	printf("\t*) _files ;;\n"
	       "\tesac\n"
	       "}\n"
	       "_tamis \"$@\"\n");
}

/*
 * Fish.
 */

static void
fish_option(const struct command *c, const struct option_row *row)
{
	printf("complete -c tamis -n '__fish_seen_subcommand_from %s%s%s'",
	    c->name,
	    c->verb == NULL ? "" : "; and __fish_seen_subcommand_from ",
	    c->verb == NULL ? "" : c->verb);
	if (row->letter != 0)
		printf(" -s %c", row->letter);
	printf(" -l %s", row->name);
	if (row->choices != NULL)
		printf(" -x -a '%s'", row->choices);
	else if (row->value != NULL)
		printf(" -r -F");
	printf(" -d '");
	put_quoted(row->help, "");
	printf("'\n");
}

static void
fish_command(const struct command *c)
{
	enum opt_id id;

	if (c->verb == NULL)
		printf("complete -c tamis -f -n __fish_use_subcommand -a %s "
		       "-d '",
		    c->name);
	else
		printf("complete -c tamis -f -n '__fish_seen_subcommand_from "
		       "%s' -a %s -d '",
		    c->name, c->verb);
	put_quoted(c->help, "");
	printf("'\n");
	if (c->choices != NULL)
		printf("complete -c tamis -f -n '__fish_seen_subcommand_from "
		       "%s' -a '%s'\n",
		    c->name, c->choices);
	for (size_t i = 0; (id = opt_nth(c, i)) != OPT_NONE; i++)
		fish_option(c, &option_rows[id]);
}

static void
fish(void)
{
	printf("# fish completion for tamis, made by: tamis completion fish\n"
	       "complete -c tamis -f -n __fish_use_subcommand -a key "
	       "-d 'keyrings and pairs of keys'\n");
	for (size_t i = 0; i < command_count; i++)
		fish_command(&commands[i]);
	printf("complete -c tamis -f -n '__fish_seen_subcommand_from help' "
	       "-a '");
	put_words();
	put_topics();
	printf("'\n");
}

enum exit_code
cmd_completion(const struct args *args, const struct say *say)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(args->operands[0], shells[i].name) != 0)
			continue;
		shells[i].print();
		return say_end(say, CLI_DONE);
	}
	say_error(say, "no shell `%s`", args->operands[0]);
	say_hint(say, "possible are bash, zsh and fish");
	return CLI_USAGE;
}
