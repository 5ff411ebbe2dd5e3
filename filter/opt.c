#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "opt.h"

#define ON(id)   (UINT64_C(1) << OPT_##id)
#define ALWAYS   (ON(COLOR) | ON(HELP))
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What may be given several times. */
#define REPEATS (ON(EPOCH) | ON(RECIPIENT))

const struct option_row option_rows[OPT_COUNT] = {
	[OPT_POLICY] = { 'p', "policy", "POLICY",
	    "the policy to apply (required)" },
	[OPT_KEYS] = { 'k', "keys", "KEYRING",
	    "the keyring, if the policy makes tokens" },
	[OPT_KEY_FD] = { 0, "key-fd", "N",
	    "read the keyring from this descriptor instead" },
	[OPT_PASSPHRASE] = { 0, "passphrase", NULL,
	    "protect the keyring by a passphrase" },
	[OPT_PASSPHRASE_FD] = { 0, "passphrase-fd", "N",
	    "read the passphrase from this descriptor" },
	[OPT_REVERSIBLE] = { 0, "reversible", NULL,
	    "make keys for tokens that can be turned back" },
	[OPT_FOR] = { 0, "for", "USE", "seal or sign (required)" },
	[OPT_EPOCH] = { 0, "epoch", "NAME=N",
	    "use this epoch of a key, not the active one (repeatable)" },
	[OPT_RECIPIENT] = { 0, "recipient", "NAME=FILE",
	    "the public key of a recipient (repeatable)" },
	[OPT_FORMAT] = { 'f', "format", "FORMAT",
	    "the records' format, if the policy has several" },
	[OPT_OUT] = { 'o', "out", "OUT",
	    "write here instead of standard output: whole or not at all" },
	[OPT_QUARANTINE] = { 0, "quarantine", "FILE",
	    "note rejected records in this new file and go on" },
	[OPT_STATS] = { 0, "stats", "FILE",
	    "write counts per rule and reason here, as JSON" },
	[OPT_RECEIPT] = { 0, "receipt", "FILE",
	    "add a signed line about the run to this file" },
	[OPT_SIGN] = { 0, "sign", "SECRET", "sign the receipt with this key" },
	[OPT_NO_PROGRESS] = { 0, "no-progress", NULL,
	    "show no progress on a terminal" },
	[OPT_NO_SANDBOX] = { 0, "no-sandbox", NULL,
	    "let the process open files after it has begun to read" },
	[OPT_PUBLIC] = { 'i', "public", "PUBLIC",
	    "the public key of the signer (required)" },
	[OPT_OUTPUT] = { 0, "output", "OUT",
	    "this file must be the output of the last run" },
	[OPT_LINE] = { 0, "line", "N",
	    "the output is that of the run of this line" },
	[OPT_EXPECT] = { 0, "expect", "MARK",
	    "this line, as printed before, must be there" },
	[OPT_DENY_WARNINGS] = { 0, "deny-warnings", NULL,
	    "end with 1 if there is a warning" },
	[OPT_JSON] = { 0, "json", NULL, "print JSON objects, one a line" },
	[OPT_MADE_BY] = { 'p', "policy", "POLICY",
	    "the policy by which the records were made" },
	[OPT_SECRET] = { 'i', "secret", "SECRET",
	    "the secret key of the recipient (required)" },
	[OPT_SEALED] = { 0, "quarantine", NULL,
	    "read a quarantine, and write the records sealed in it" },
	[OPT_DELIMITER] = { 0, "delimiter", "MARK",
	    "between cells of CSV without a policy: ; (default) , | tab" },
	[OPT_LIST] = { 0, "list", NULL, "read tokens, one a line" },
	[OPT_DOMAIN] = { 0, "domain", "NAME",
	    "the policy's domain (required)" },
	[OPT_FROM] = { 0, "from", "EPOCH",
	    "the epoch of the first tokens (required)" },
	[OPT_TO] = { 0, "to", "EPOCH",
	    "the epoch of the second tokens (required)" },
	[OPT_COLOR] = { 0, "color", "WHEN",
	    "colour messages: auto (default), always, never" },
	[OPT_HELP] = { 'h', "help", NULL, "show this help" },
};

const struct command commands[] = {
	{
	    .name = "run",
	    .operands = "[FILE...]",
	    .most = INT_MAX,
	    .options = ALWAYS | ON(POLICY) | ON(KEYS) | ON(KEY_FD) |
		       ON(PASSPHRASE_FD) | ON(EPOCH) | ON(RECIPIENT) |
		       ON(FORMAT) | ON(OUT) | ON(QUARANTINE) | ON(STATS) |
		       ON(RECEIPT) | ON(SIGN) | ON(NO_PROGRESS) |
		       ON(NO_SANDBOX),
	    .required = ON(POLICY),
	    .help = "filter records: what the policy does not name stays here",
	    .more =
		"Reads the FILEs one after the other, or standard input (also "
		"`-`).  The word\n`run` may be left out.\n\n"
		"A record is written whole or rejected.  Without --quarantine "
		"the first rejected\nrecord stops the run (65), after the good "
		"ones before it were written.  With it,\neach rejected record "
		"is one line there, without its content, and the run ends\n"
		"with 1.  SIGUSR1 prints counters on standard error.\n\n"
		"With --receipt, OUT appears only when the receipt is on the "
		"disk; a run that\ncannot write its receipt ends with 74.\n",
	    .examples =
		"  tamis -p sidep.policy.jsonc -k keyring <in.ndjson >out.ndjson\n"
		"  tamis -p sidep.policy.jsonc -k keyring --quarantine bad.ndjson "
		"\\\n        --stats stats.json -o out.ndjson in.ndjson\n",
	    .run = cmd_run,
	},
	{
	    .name = "check",
	    .operands = "POLICY...",
	    .least = 1,
	    .most = INT_MAX,
	    .options = ALWAYS | ON(RECIPIENT) | ON(DENY_WARNINGS) | ON(JSON),
	    .help = "find the mistakes in policies",
	    .more =
		"Prints each remark as FILE:LINE:COLUMN: error: text [E0102] "
		"on standard error,\nand one line per policy on standard "
		"output; with --json all of it as JSON there.\nEnds with 78 if "
		"a policy is refused.\n",
	    .examples =
		"  tamis check --deny-warnings policies/*.policy.jsonc\n",
	    .run = cmd_check,
	},
	{
	    .name = "key",
	    .verb = "new",
	    .operands = "KEYRING NAME...",
	    .least = 2,
	    .most = INT_MAX,
	    .options =
		ALWAYS | ON(REVERSIBLE) | ON(PASSPHRASE) | ON(PASSPHRASE_FD),
	    .help = "create a keyring with a new random key for each name",
	    .more =
		"The file is readable by its owner alone, and is never written "
		"over an existing\none.  Whoever holds it can try which value a "
		"token stands for; whoever loses it\ncan never make the same "
		"tokens again.\n",
	    .examples =
		"  tamis key new keyring study-2021\n"
		"  tamis key new --reversible --passphrase lab-ring lab\n",
	    .run = cmd_key_new,
	},
	{
	    .name = "key",
	    .verb = "add",
	    .operands = "KEYRING NAME...",
	    .least = 2,
	    .most = INT_MAX,
	    .options = ALWAYS | ON(REVERSIBLE) | ON(PASSPHRASE_FD),
	    .help = "add a new random key for each name to a keyring",
	    .examples = "  tamis key add keyring study-2022\n",
	    .run = cmd_key_add,
	},
	{
	    .name = "key",
	    .verb = "rotate",
	    .operands = "KEYRING NAME",
	    .least = 2,
	    .most = 2,
	    .options = ALWAYS | ON(PASSPHRASE_FD),
	    .help = "give a key a new epoch, active from now on",
	    .more =
		"Tokens of the new epoch have nothing in common with those of "
		"the ones before.\nThe epoch that was active is old: what was "
		"made with it can still be read.\n",
	    .examples = "  tamis key rotate keyring study-2021\n",
	    .run = cmd_key_rotate,
	},
	{
	    .name = "key",
	    .verb = "revoke",
	    .operands = "KEYRING NAME EPOCH",
	    .least = 3,
	    .most = 3,
	    .options = ALWAYS | ON(PASSPHRASE_FD),
	    .help = "use an epoch of a key for nothing any more",
	    .more =
		"There is no way back.  If it was the active one, nothing is "
		"made with the key\nuntil it is rotated.\n",
	    .examples = "  tamis key revoke keyring study-2021 1\n",
	    .run = cmd_key_revoke,
	},
	{
	    .name = "key",
	    .verb = "list",
	    .operands = "KEYRING",
	    .least = 1,
	    .most = 1,
	    .options = ALWAYS | ON(PASSPHRASE_FD) | ON(JSON),
	    .help = "list the keys of a keyring, never their bytes",
	    .examples = "  tamis key list keyring\n",
	    .run = cmd_key_list,
	},
	{
	    .name = "key",
	    .verb = "pair",
	    .operands = "NAME",
	    .least = 1,
	    .most = 1,
	    .options = ALWAYS | ON(FOR),
	    .required = ON(FOR),
	    .help = "create a secret key NAME and its public key NAME.pub",
	    .more =
		"With the public key of a pair for seal, values are sealed that "
		"only the holder\nof the secret key can open.  The secret key of "
		"a pair for sign signs receipts,\nand its public key verifies "
		"them.\n",
	    .examples = "  tamis key pair --for seal laboratory\n",
	    .run = cmd_key_pair,
	},
	{
	    .name = "unseal",
	    .operands = "[FILE...]",
	    .most = INT_MAX,
	    .options = ALWAYS | ON(SECRET) | ON(MADE_BY) | ON(FORMAT) |
		       ON(DELIMITER) | ON(OUT) | ON(SEALED) | ON(NO_PROGRESS),
	    .required = ON(SECRET),
	    .help = "open values and records that were sealed to you",
	    .more =
		"Reads records of the FILEs, or of standard input, and writes "
		"them with their\nsealed values opened, all else as it was.  A "
		"value that does not open, because it\nwas forged, moved, or "
		"sealed to somebody else, stays sealed; each is told by the\n"
		"number of its record and its place there, and the run ends "
		"with 1.\n\n"
		"The policy says how the records are spelled, and only its own "
		"values open then.\nWithout it, -f does.  With --quarantine, "
		"rejected records come back byte for byte.\n",
	    .examples =
		"  tamis unseal -i sidep -p sidep.policy.jsonc -o in.ndjson "
		"out.ndjson\n"
		"  tamis unseal -i relay --quarantine rejected.ndjson "
		">rejected.hl7\n",
	    .run = cmd_unseal,
	},
	{
	    .name = "reveal",
	    .operands = "[FILE...]",
	    .most = INT_MAX,
	    .options = ALWAYS | ON(KEYS) | ON(KEY_FD) | ON(PASSPHRASE_FD) |
		       ON(MADE_BY) | ON(FORMAT) | ON(LIST) | ON(OUT) |
		       ON(NO_PROGRESS),
	    .required = ON(MADE_BY),
	    .help = "turn reversible tokens back into values",
	    .more =
		"Reads records of the policy's format and writes them with "
		"their reversible tokens\n(rv1.) replaced by values, in the "
		"one spelling in which they were normalized; all\nelse as it "
		"was.  With --list the input is tokens, one a line.\n\n"
		"A token that no key of the policy's domains opens stays; each "
		"is told by the\nnumber of its record and its place there, and "
		"the run ends with 1.  Other tokens\n(tk1.) cannot be turned "
		"back by anybody.\n",
	    .examples =
		"  tamis reveal -k keyring -p study.policy.jsonc out.ndjson\n"
		"  tamis reveal -k keyring -p study.policy.jsonc --list "
		"<tokens\n",
	    .run = cmd_reveal,
	},
	{
	    .name = "rekey",
	    .operands = "[FILE]",
	    .most = 1,
	    .options = ALWAYS | ON(MADE_BY) | ON(KEYS) | ON(KEY_FD) |
		       ON(PASSPHRASE_FD) | ON(DOMAIN) | ON(FROM) | ON(TO) |
		       ON(OUT) | ON(NO_PROGRESS),
	    .required = ON(MADE_BY) | ON(DOMAIN) | ON(FROM) | ON(TO),
	    .help = "pair the tokens of values under two epochs of a key",
	    .more =
		"Reads values, one a line, and writes the token of each under "
		"the one epoch, a\ntab, and its token under the other: with "
		"these pairs, what was linked under one\nepoch is linked "
		"under the other.  It takes the values, never the tokens "
		"alone.\nSeveral values of which one token is made stand on "
		"a line with tabs between.\n\n"
		"A line that is no value of the domain has no pair; it is told "
		"by its number, and\nthe run ends with 1.  Revoked epochs are "
		"refused.\n",
	    .examples = "  tamis rekey -p study.policy.jsonc -k keyring "
			"--domain patient \\\n        --from 1 --to 2 <values "
			">pairs.tsv\n",
	    .run = cmd_rekey,
	},
	{
	    .name = "verify",
	    .operands = "RECEIPTS",
	    .least = 1,
	    .most = 1,
	    .options = ALWAYS | ON(PUBLIC) | ON(OUTPUT) | ON(LINE) |
		       ON(EXPECT) | ON(JSON),
	    .required = ON(PUBLIC),
	    .help = "check that receipts are what was signed, and all there",
	    .more =
		"Looks at the form, the signature and the sums of every line, "
		"and whether each\nfollows the one before.  Says what is wrong "
		"with which line, and ends with 1\nthen.\n\n"
		"That lines are missing at the end can only be seen by someone "
		"who remembers:\nthe last line's mark is printed, and --expect "
		"MARK demands it the next time.\n",
	    .examples =
		"  tamis verify -i relay.pub --output out.ndjson receipts\n",
	    .run = cmd_verify,
	},
	{
	    .name = "help",
	    .letter = "-h",
	    .word = "--help",
	    .operands = "[COMMAND]",
	    .most = 2,
	    .options = ALWAYS,
	    .help = "explain a command",
	    .run = cmd_help,
	},
	{
	    .name = "version",
	    .word = "--version",
	    .operands = "",
	    .options = ALWAYS | ON(JSON),
	    .help = "print the version",
	    .run = cmd_version,
	},
};

const size_t command_count = COUNT(commands);

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

/* Whether word is a command that needs a verb. */
static bool
has_verbs(const char *word)
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
	say_hint(say, "see `tamis help`");
}

void
opt_unknown_command(const struct say *say, int argc, char **argv)
{
	if (argc == 0) {
		say_error(say, "no command and no options");
		say_hint(say, "see `tamis help`");
	} else if (!has_verbs(argv[0])) {
		say_error(say, "no command `%s`", argv[0]);
		hint_command(say, argv[0]);
	} else {
		say_error(say, "no command `%s%s%s`", argv[0],
		    argc > 1 ? " " : "", argc > 1 ? argv[1] : "");
		hint_verbs(say, argv[0]);
	}
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
	say_error(say, "no option `%s`", word);
	for (int id = 0; id < OPT_COUNT; id++) {
		const char *name = option_rows[id].name;

		if (!opt_allows(c, (enum opt_id)id) ||
		    strncmp(word, "--", 2) != 0 || !resembles(word + 2, name))
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

	/* The colon makes a missing value an error of its own. */
	t->letters[letters++] = ':';
	for (int id = 0; id < OPT_COUNT; id++) {
		const struct option_row *row = &option_rows[id];

		if (!opt_allows(c, (enum opt_id)id))
			continue;
		if (row->letter != 0) {
			t->letters[letters++] = row->letter;
			if (row->value != NULL)
				t->letters[letters++] = ':';
		}
		t->names[names++] = (struct option){ row->name,
			row->value != NULL ? required_argument : no_argument,
			NULL, LONG + id };
	}
	t->letters[letters] = '\0';
	t->names[names] = (struct option){ NULL, 0, NULL, 0 };
}

/* The row of a command's option: letters mean other things to others. */
static enum opt_id
row_of(const struct command *c, int result)
{
	int id = 0;

	if (result >= LONG)
		return (enum opt_id)(result - LONG);
	while (
	    option_rows[id].letter != result || !opt_allows(c, (enum opt_id)id))
		id++;
	return (enum opt_id)id;
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
	if ((REPEATS & UINT64_C(1) << id) != 0)
		return add_repeat(say, args, id);
	if (args->value[id] != NULL && option_rows[id].value != NULL) {
		say_error(say, "--%s is given twice", option_rows[id].name);
		return usage(say, args->command);
	}
	args->value[id] = optarg == NULL ? "" : optarg;
	return 0;
}

static int
check_complete(const struct say *say, const struct args *args)
{
	const struct command *c = args->command;

	for (size_t i = 0; i < OPT_COUNT; i++) {
		if ((c->required & UINT64_C(1) << i) == 0 ||
		    args->value[i] != NULL)
			continue;
		say_error(say, "--%s is missing", option_rows[i].name);
		return usage(say, c);
	}
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

int
opt_parse(int argc, char **argv, struct args *args, const struct say *say)
{
	int used = 0;

	*args = (struct args){ 0 };
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
