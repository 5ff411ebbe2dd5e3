/*
 * tamis manual: the manual pages in mdoc(7), from the tables of commands,
 * options and topics.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "opt.h"
#include "topic.h"

static void
put_char(char c)
{
	static const struct {
		char c;
		const char *as;
	} spelled[] = {
		{ '\\', "\\e" },
		{ '`', "\\(ga" },
		{ '\'', "\\(aq" },
		{ '^', "\\(ha" },
		{ '~', "\\(ti" },
		{ '-', "\\-" },
	};

	for (size_t i = 0; i < sizeof(spelled) / sizeof(spelled[0]); i++) {
		if (spelled[i].c == c) {
			printf("%s", spelled[i].as);
			return;
		}
	}
	putchar(c);
}

/* Writes one line so that nothing in it is taken for a request. */
static void
put_line(const char *line, size_t len)
{
	if (len > 0 && line[0] == '.')
		printf("\\&");
	for (size_t i = 0; i < len; i++)
		put_char(line[i]);
	putchar('\n');
}

/* Writes a line of sentences, each on a line of its own. */
static void
put_sentences(const char *line, size_t len)
{
	size_t end = 0;

	while (end < len) {
		end++;
		if (end + 1 >= len || line[end - 1] != '.' || line[end] != ' ')
			continue;
		put_line(line, end);
		while (end < len && line[end] == ' ')
			end++;
		line += end;
		len -= end;
		end = 0;
	}
	put_line(line, len);
}

static void
put_text(const char *text)
{
	put_sentences(text, strlen(text));
}

/* Writes paragraphs; lines that begin with two blanks are an example. */
static void
put_paragraphs(const char *text)
{
	bool literal = false, gap = false;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		bool example = strncmp(text, "  ", 2) == 0;

		if (example != literal && len > 0) {
			printf(example ? ".Bd -literal -offset indent\n"
				       : ".Ed\n");
			literal = example;
		}
		if (len > 0 && gap && !literal)
			printf(".Pp\n");
		gap = len == 0;
		if (example)
			put_line(text + 2, len - 2);
		else if (len > 0)
			put_sentences(text, len);
		text += len + (text[len] == '\n');
	}
	if (literal)
		printf(".Ed\n");
}

static void
put_head(const char *name, char section, const char *about)
{
	printf(".\\\" Made by: tamis manual %s\n.Dd %s\n.Dt ", name,
	    TAMIS_RELEASED);
	for (const char *c = name; *c != '\0'; c++)
		putchar(toupper((unsigned char)*c));
	printf(" %c\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n", section, name, about);
}

/* Writes a word of a list, and then what it means. */
static void
put_item(const char *name, const char *help)
{
	printf(".It Cm ");
	put_text(name);
	put_text(help);
}

static void
put_topic(const struct topic *t)
{
	struct topic_word word;

	printf(".Sh ");
	for (const char *c = t->title; *c != '\0'; c++)
		putchar(toupper((unsigned char)*c));
	putchar('\n');
	put_paragraphs(t->text);
	for (size_t i = 0; topic_word(t, i, &word); i++) {
		if (i == 0)
			printf(".Bl -tag -width Ds\n");
		put_item(word.name, word.help);
	}
	if (t->list != TOPIC_TEXT)
		printf(".El\n");
}

static void
put_topics(bool of_policies)
{
	for (size_t i = 0; i < topic_count; i++)
		if (topics[i].of_policies == of_policies &&
		    strcmp(topics[i].name, "exit-codes") != 0)
			put_topic(&topics[i]);
}

static void
put_option(const struct option_row *row)
{
	printf(".It ");
	if (row->letter != 0)
		printf("Fl %c , ", row->letter);
	printf("Fl -%s", row->name);
	if (row->value != NULL)
		printf(" Ar %s", row->value);
	printf("\n");
	put_text(row->help);
}

static void
put_command(const struct command *c)
{
	char name[COMMAND_NAME];
	enum opt_id id;

	printf(".Ss tamis %s", opt_name(c, name));
	if (c->operands[0] != '\0')
		printf(" %s", c->operands);
	printf("\n");
	put_text(c->help);
	if (c->more != NULL) {
		printf(".Pp\n");
		put_paragraphs(c->more);
	}
	printf(".Bl -tag -width Ds\n");
	for (size_t i = 0; (id = opt_nth(c, i)) != OPT_NONE; i++)
		put_option(&option_rows[id]);
	printf(".El\n");
	if (c->examples != NULL)
		put_paragraphs(c->examples);
}

static void
put_exits(void)
{
	printf(".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < cli_exit_count; i++) {
		char number[4];

		snprintf(number, sizeof(number), "%d", (int)cli_exits[i].code);
		put_item(number, cli_exits[i].help);
	}
	printf(".El\n");
}

static void
page_tamis(void)
{
	char name[COMMAND_NAME];

	put_head("tamis", '1', "a sieve for health records");
	printf(".Sh SYNOPSIS\n.Nm\n.Fl p Ar POLICY\n.Op Fl k Ar KEYRING\n"
	       ".Op Ar option ...\n.Op Ar FILE ...\n");
	for (size_t i = 0; i < command_count; i++)
		printf(".Nm\n.Cm %s\n.Op Ar option ...\n%s%s%s",
		    opt_name(&commands[i], name),
		    commands[i].operands[0] == '\0' ? "" : ".Ar ",
		    commands[i].operands,
		    commands[i].operands[0] == '\0' ? "" : "\n");
	printf(".Sh DESCRIPTION\n"
	       ".Nm\nstands between the software of a pharmacy or laboratory "
	       "and everything outside,\nand filters health records.\n"
	       "A policy says field by field what may leave and in which form, "
	       "see\n.Xr tamis-policy 5 ;\nwhat it does not name stays "
	       "behind.\n");
	for (size_t i = 0; i < command_count; i++)
		put_command(&commands[i]);
	put_topics(false);
	printf(".Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
	       ".It Ev CREDENTIALS_DIRECTORY\n"
	       "The folder of systemd's credentials, where a keyring may "
	       "be.\n"
	       ".It Ev NO_COLOR , CLICOLOR_FORCE , TERM\n"
	       "Whether messages are coloured.\n"
	       ".El\n");
	put_exits();
	printf(".Sh SEE ALSO\n.Xr tamis-policy 5\n");
}

static void
page_policy(void)
{
	put_head("tamis-policy", '5', "policies of tamis");
	printf(
	    ".Sh DESCRIPTION\n"
	    "A policy is a file\n.Pa NAME.policy.jsonc :\nJSON with comments "
	    "and nothing else relaxed.\n"
	    "This page is the short form; the tutorial and the reference "
	    "are in\n.Pa policies/README.md\nof the source.\n");
	put_topics(true);
	printf(".Sh SEE ALSO\n.Xr tamis 1\n");
}

enum exit_code
cmd_manual(const struct args *args, const struct say *say)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} pages[] = { { "tamis", page_tamis },
		{ "tamis-policy", page_policy } };

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		if (strcmp(args->operands[0], pages[i].name) != 0)
			continue;
		pages[i].print();
		return say_end(say, CLI_DONE);
	}
	say_error(say, "no manual page `%s`", args->operands[0]);
	say_hint(say, "possible are tamis and tamis-policy");
	return CLI_USAGE;
}
