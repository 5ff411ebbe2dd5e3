/*
 * opt: the options and the commands, as two tables with the user's sentences
 * (options.c, commands.c).  Parsing (opt.c), usage errors, and every help text
 * come from them.
 */
#ifndef OPT_H
#define OPT_H

#include "cli.h"
#include "say.h"

enum opt_id {
	OPT_NONE, /* ends a list */
	OPT_POLICY,
	OPT_KEYS,
	OPT_KEY_FD,
	OPT_PASSPHRASE,
	OPT_PASSPHRASE_FD,
	OPT_NEW_PASSPHRASE_FD,
	OPT_SIGN_PASSPHRASE_FD,
	OPT_REMOVE,
	OPT_REVERSIBLE,
	OPT_FOR,
	OPT_EPOCH,
	OPT_RECIPIENT,
	OPT_FORMAT,
	OPT_OUT,
	OPT_QUARANTINE,
	OPT_STATS,
	OPT_RECEIPT,
	OPT_SIGN,
	OPT_CHECKPOINT,
	OPT_NO_PROGRESS,
	OPT_NO_SANDBOX,
	OPT_PUBLIC,
	OPT_OUTPUT,
	OPT_LINE,
	OPT_EXPECT,
	OPT_DENY_WARNINGS,
	OPT_JSON,
	OPT_SARIF,
	OPT_WRITE,
	OPT_CHECK,
	OPT_MADE_BY,
	OPT_SECRET,
	OPT_SEALED,
	OPT_DELIMITER,
	OPT_SAMPLES,
	OPT_ENCODING,
	OPT_DIALECT,
	OPT_LIST,
	OPT_DOMAIN,
	OPT_FROM,
	OPT_TO,
	OPT_LANG,
	OPT_HTML,
	OPT_AGAINST,
	OPT_REAL,
	OPT_VALUES,
	OPT_KIND,
	OPT_FROM_POLICY,
	OPT_FORMAT_OF,
	OPT_RECORDS,
	OPT_SEED,
	OPT_NASTY,
	OPT_JUNIT,
	OPT_COVERAGE,
	OPT_UPDATE,
	OPT_WATCH,
	OPT_RATE,
	OPT_GOLDEN,
	OPT_UPDATE_GOLDEN,
	OPT_QUASI,
	OPT_SENSITIVE,
	OPT_MIN_K,
	OPT_POPULATION,
	OPT_GROUPS,
	OPT_COLOR,
	OPT_HELP,
	OPT_COUNT,
};

struct option_row {
	char letter;         /* or 0 */
	const char *name;    /* without dashes */
	const char *value;   /* placeholder; NULL for a switch */
	const char *help;    /* half a sentence */
	bool repeats;        /* may be given several times */
	const char *choices; /* words with blanks between; NULL: any value */
};

struct command;

/* A value of an option that repeats. */
struct opt_repeat {
	enum opt_id id;
	const char *value;
};

/* How many of them a command line may have. */
#define OPT_REPEATS 64

/* A command line that was understood. */
struct args {
	const struct command *command;
	const char *value[OPT_COUNT]; /* NULL: not given; "" for a switch */
	struct opt_repeat repeats[OPT_REPEATS]; /* in order; value[] has the
						   last one of each */
	int repeat_count;
	char **operands;
	int operand_count;
};

/* How many options a command may have, and the end of their list. */
#define OPT_MOST 24

struct command {
	const char *name, *verb;        /* "key", "new"; verb may be NULL */
	const char *letter, *word;      /* spellings as options, or NULL */
	const char *operands;           /* placeholders */
	const char *choices;            /* for the first operand; NULL: any */
	int least, most;                /* operands */
	enum opt_id options[OPT_MOST];  /* as shown; those of all follow */
	enum opt_id required[OPT_MOST]; /* of these */
	const char *help;               /* one sentence */
	const char *more;               /* paragraphs, each line ends with \n */
	const char *examples;           /* command lines, each ends with \n */
	enum exit_code (*run)(const struct args *args, const struct say *say);
};

extern const struct option_row option_rows[OPT_COUNT];
extern const struct command commands[];
extern const size_t command_count;

/*
 * Reads a command line.  Without a command, but with options, it is `run`.
 * Returns 0, or -1 when it is not understood, which has then been said.
 */
int opt_parse(int argc, char **argv, struct args *args, const struct say *say);

/*
 * Reads the number from least to max that an option gives; *n stays without
 * it.  TAMIS_EUSAGE.
 */
int opt_number(const struct args *args, enum opt_id id, unsigned long least,
    unsigned long max, uint64_t *n, struct tamis_error *err);

/* The command of these words, or NULL.  *used is how many it took. */
const struct command *opt_find(int argc, char **argv, int *used);

/* Writes a command's name with its verb.  Returns name. */
#define COMMAND_NAME 16
const char *opt_name(const struct command *c, char name[static COMMAND_NAME]);

/* Says that an option is missing, and what it could be.  Returns -1. */
int opt_missing(const struct say *say, const struct command *c, enum opt_id id);

/* Says that no command has this name, and which one was meant. */
void opt_unknown_command(const struct say *say, int argc, char **argv);

/*
 * The option of a command with this number, from 0 on, in the order in which
 * they are shown: its own, then those of all.  OPT_NONE behind the last.
 */
enum opt_id opt_nth(const struct command *c, size_t n);

/* Whether the word is the first of commands that have a verb behind it. */
bool opt_has_verbs(const char *word);

/* The commands, each in its own file. */
enum exit_code cmd_run(const struct args *args, const struct say *say);
enum exit_code cmd_check(const struct args *args, const struct say *say);
enum exit_code cmd_explain(const struct args *args, const struct say *say);
enum exit_code cmd_preview(const struct args *args, const struct say *say);
enum exit_code cmd_diff(const struct args *args, const struct say *say);
enum exit_code cmd_fmt(const struct args *args, const struct say *say);
enum exit_code cmd_learn(const struct args *args, const struct say *say);
enum exit_code cmd_schema(const struct args *args, const struct say *say);
enum exit_code cmd_test(const struct args *args, const struct say *say);
enum exit_code cmd_replay(const struct args *args, const struct say *say);
enum exit_code cmd_key_new(const struct args *args, const struct say *say);
enum exit_code cmd_key_add(const struct args *args, const struct say *say);
enum exit_code cmd_key_rotate(const struct args *args, const struct say *say);
enum exit_code cmd_key_revoke(const struct args *args, const struct say *say);
enum exit_code cmd_key_list(const struct args *args, const struct say *say);
enum exit_code cmd_key_pair(const struct args *args, const struct say *say);
enum exit_code
cmd_key_passphrase(const struct args *args, const struct say *say);
enum exit_code cmd_unseal(const struct args *args, const struct say *say);
enum exit_code cmd_reveal(const struct args *args, const struct say *say);
enum exit_code cmd_rekey(const struct args *args, const struct say *say);
enum exit_code cmd_verify(const struct args *args, const struct say *say);
enum exit_code cmd_audit(const struct args *args, const struct say *say);
enum exit_code cmd_risk(const struct args *args, const struct say *say);
enum exit_code cmd_generate(const struct args *args, const struct say *say);
enum exit_code cmd_help(const struct args *args, const struct say *say);
enum exit_code cmd_completion(const struct args *args, const struct say *say);
enum exit_code cmd_manual(const struct args *args, const struct say *say);
enum exit_code cmd_version(const struct args *args, const struct say *say);

/* Prints the help of a command on standard output. */
enum exit_code
cmd_help_about(const struct command *command, const struct say *say);

#endif
