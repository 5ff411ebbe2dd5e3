/*
 * The table of commands.  A new command is a row here, its function in opt.h,
 * and its file cmd_NAME.c.
 */
#include <limits.h>

#include "opt.h"

const struct command commands[] = {
	{
	    .name = "run",
	    .operands = "[FILE...]",
	    .most = INT_MAX,
	    .options = { OPT_POLICY, OPT_KEYS, OPT_KEY_FD, OPT_PASSPHRASE_FD,
		OPT_EPOCH, OPT_RECIPIENT, OPT_FORMAT, OPT_OUT, OPT_QUARANTINE,
		OPT_STATS, OPT_RECEIPT, OPT_SIGN, OPT_SIGN_PASSPHRASE_FD,
		OPT_CHECKPOINT, OPT_NO_PROGRESS, OPT_NO_SANDBOX },
	    .required = { OPT_POLICY },
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
		"disk; a run that\ncannot write its receipt ends with 74.\n\n"
		"With --checkpoint, a run that was ended by whatever is given "
		"again with the same\noptions and the same input, and goes on "
		"behind the last record that is on the\ndisk.  Until it is "
		"complete, the output is OUT.tamis-part.\n",
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
	    .options = { OPT_RECIPIENT, OPT_DENY_WARNINGS, OPT_JSON,
		OPT_SARIF },
	    .help = "find the mistakes in policies",
	    .more =
		"Prints each remark as FILE:LINE:COLUMN: error: text [E0102] "
		"on standard error,\nand one line per policy on standard "
		"output; with --json all of it as JSON there,\nand with "
		"--sarif as one log of SARIF.  Ends with 78 if a policy is "
		"refused.\n",
	    .examples =
		"  tamis check --deny-warnings policies/*.policy.jsonc\n",
	    .run = cmd_check,
	},
	{
	    .name = "explain",
	    .operands = "POLICY [PATH] | CODE",
	    .least = 1,
	    .most = 2,
	    .options = { OPT_RECIPIENT, OPT_LANG, OPT_HTML, OPT_AGAINST },
	    .help = "show what a policy lets out, and why",
	    .more =
		"Prints the register of a policy: what leaves, as what, when, "
		"why, on which basis\nand to whom, and what stays.  With PATH, "
		"what happens to that field, also when no\nrule names it.  A "
		"CODE such as E0102 is explained with an example.\n\n"
		"With --html, the register becomes one page without script "
		"that asks for nothing\nfrom anywhere; it prints well, and "
		"has a box to sign in.  With --against, it\nsays what changed "
		"since an older policy.\n",
	    .examples =
		"  tamis explain --lang fr policies/sidep-antigen.policy.jsonc\n"
		"  tamis explain sidep-antigen.policy.jsonc patient.nir\n"
		"  tamis explain --html register.html --lang fr "
		"sidep-antigen.policy.jsonc\n"
		"  tamis explain E0302\n",
	    .run = cmd_explain,
	},
	{
	    .name = "preview",
	    .operands = "SAMPLE",
	    .least = 1,
	    .most = 1,
	    .options = { OPT_POLICY, OPT_KEYS, OPT_KEY_FD, OPT_PASSPHRASE_FD,
		OPT_RECIPIENT, OPT_FORMAT, OPT_LANG, OPT_HTML, OPT_REAL,
		OPT_NO_SANDBOX },
	    .required = { OPT_POLICY },
	    .help = "show made-up records before and after, field by field",
	    .more =
		"Prints for each field of each record what was there, what "
		"leaves, and the rule, or\nthat none names it; on a terminal "
		"through the pager that PAGER names (less).\nTokens are made "
		"with keys that anybody can make, unless -k is given.\n\n"
		"SAMPLE must say that it is made up: in each record, or by an "
		"empty file\nSAMPLE.synthetic beside it.  "
		"--this-shows-real-data shows others.\n",
	    .examples =
		"  tamis preview -p sidep-antigen.policy.jsonc -f json "
		"sample.ndjson\n"
		"  tamis preview -p sidep-antigen.policy.jsonc -f csv --html "
		"preview.html sample.csv\n",
	    .run = cmd_preview,
	},
	{
	    .name = "diff",
	    .operands = "OLD NEW [SAMPLE]",
	    .least = 2,
	    .most = 3,
	    .options = { OPT_FORMAT, OPT_LANG, OPT_JSON, OPT_NO_SANDBOX },
	    .help = "compare what two policies let out",
	    .more =
		"Prints each difference as weaker (more may leave), stronger "
		"(less leaves) or\nchanged (neither).  What cannot be compared "
		"is weaker.  Ends with 1 if anything is.\n\n"
		"With SAMPLE, also from which places other values leave, and "
		"in how many of its\nrecords; never a value.\n",
	    .examples =
		"  tamis diff sidep-antigen.policy.jsonc new.policy.jsonc\n"
		"  tamis diff --json old.policy.jsonc new.policy.jsonc\n"
		"  tamis diff -f csv old.policy.jsonc new.policy.jsonc "
		"sample.csv\n",
	    .run = cmd_diff,
	},
	{
	    .name = "fmt",
	    .operands = "POLICY...",
	    .least = 1,
	    .most = INT_MAX,
	    .options = { OPT_WRITE, OPT_CHECK },
	    .help = "lay out policies: one layout for all",
	    .more =
		"Prints the POLICY (`-`: standard input) in its layout.  Only "
		"blanks and ends of\nlines change: what was laid out is read "
		"again, and is refused unless it has the\nsame keys, values "
		"and comments.\n",
	    .examples = "  tamis fmt -w policies/*.policy.jsonc\n"
			"  tamis fmt --check policies/*.policy.jsonc\n",
	    .run = cmd_fmt,
	},
	{
	    .name = "learn",
	    .operands = "[FILE...]",
	    .most = INT_MAX,
	    .options = { OPT_SAMPLES, OPT_DELIMITER, OPT_ENCODING, OPT_DIALECT,
		OPT_NO_SANDBOX },
	    .required = { OPT_SAMPLES },
	    .help = "draft a policy from samples",
	    .more =
		"Prints a policy that names every path of the samples and drops "
		"all of them, with\nhow many values stand there, how many "
		"different ones, and what they could be:\nchoose what has to "
		"leave.  No value of a sample is ever in it.\n",
	    .examples =
		"  tamis learn -f csv --delimiter , results.csv "
		">results.policy.jsonc\n"
		"  tamis learn -f hl7v2 samples/*.hl7 >results.policy.jsonc\n",
	    .run = cmd_learn,
	},
	{
	    .name = "schema",
	    .operands = "",
	    .help = "print the language of policies as JSON Schema, for "
		    "editors",
	    .more = "With it an editor explains keys, completes them and "
		    "underlines mistakes.\n",
	    .examples = "  tamis schema >policy.schema.json\n",
	    .run = cmd_schema,
	},
	{
	    .name = "test",
	    .operands = "POLICY|FOLDER...",
	    .least = 1,
	    .most = INT_MAX,
	    .options = { OPT_JUNIT, OPT_COVERAGE, OPT_UPDATE, OPT_WATCH,
		OPT_JSON },
	    .help = "run the tests of policies",
	    .more =
		"Tests stand in a policy, under `tests` of a kind, or beside "
		"it, in folders\nNAME.tests/CASE.  Of a FOLDER, every "
		"NAME.policy.jsonc in it is tested.  Keys are\nmade from the "
		"names of the tests; no keyring is needed.\n\n"
		"Ends with 1 if a test fails, a policy has no test, or tests "
		"reach less of it than\nits `coverage` asks for; with 78 if a "
		"policy is refused.  --update rewrites out.*\nand reject of the "
		"cases that fail: look at what changed.  It is refused where "
		"the\nvariable CI is set.\n",
	    .examples = "  tamis test policies\n"
			"  tamis test --junit results.xml sidep.policy.jsonc\n",
	    .run = cmd_test,
	},
	{
	    .name = "replay",
	    .operands = "FILE|FOLDER...",
	    .least = 1,
	    .most = INT_MAX,
	    .options = { OPT_POLICY, OPT_FORMAT, OPT_GOLDEN, OPT_UPDATE_GOLDEN,
		OPT_AGAINST, OPT_RATE, OPT_LANG, OPT_JSON, OPT_JUNIT, OPT_HTML,
		OPT_NO_PROGRESS, OPT_NO_SANDBOX },
	    .required = { OPT_POLICY },
	    .help = "report what a policy makes of whole data sets",
	    .more =
		"Reads the FILEs, and all files in the FOLDERs, and prints how "
		"many records are\nwritten and rejected, for which reasons and "
		"which ones first, which fields no\nrule names, which rules "
		"never matched, and how fast it was; never a value.\nKeys are "
		"those of tests; no keyring is needed.\n\n"
		"With --golden, what leaves of the file NAME is compared with "
		"DIR/NAME, and what is\nrejected with DIR/NAME.reject, place "
		"by place; with --against, with what another\npolicy makes.  "
		"--update writes DIR; it is refused where the variable CI is "
		"set.\n\n"
		"A file's format is that of -f, or for a FILE the only one of "
		"the policy, or what\nits name ends with: .json .ndjson "
		".jsonl .xml .csv .hl7 .hpr .hprim.  Names that\nbegin with a "
		"dot are left out.\n\n"
		"Ends with 1 if a file was not replayed, anything differs, or, "
		"with nothing to\ncompare with, a record was rejected.\n",
	    .examples =
		"  tamis replay -p sidep.policy.jsonc samples\n"
		"  tamis replay -p sidep.policy.jsonc --golden expected "
		"samples\n"
		"  tamis replay -p sidep.policy.jsonc --junit results.xml "
		"--html replay.html \\\n        samples\n"
		"  tamis replay -p sidep.policy.jsonc -f csv --rate 500 "
		"big.csv\n",
	    .run = cmd_replay,
	},
	{
	    .name = "key",
	    .verb = "new",
	    .operands = "KEYRING NAME...",
	    .least = 2,
	    .most = INT_MAX,
	    .options = { OPT_REVERSIBLE, OPT_PASSPHRASE, OPT_PASSPHRASE_FD },
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
	    .options = { OPT_REVERSIBLE, OPT_PASSPHRASE_FD },
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
	    .options = { OPT_PASSPHRASE_FD },
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
	    .options = { OPT_PASSPHRASE_FD },
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
	    .options = { OPT_PASSPHRASE_FD, OPT_JSON },
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
	    .options = { OPT_FOR, OPT_PASSPHRASE, OPT_PASSPHRASE_FD },
	    .required = { OPT_FOR },
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
	    .name = "key",
	    .verb = "passphrase",
	    .operands = "FILE",
	    .least = 1,
	    .most = 1,
	    .options = { OPT_PASSPHRASE_FD, OPT_NEW_PASSPHRASE_FD, OPT_REMOVE },
	    .help = "give a keyring or a secret key another passphrase",
	    .more =
		"Asks for the one that it has, if it has one, and then for the "
		"new one.  The keys\nstay.  A new file takes the place of the "
		"old one; copies of that still open with\nwhat they opened "
		"with.\n",
	    .examples = "  tamis key passphrase keyring\n"
			"  tamis key passphrase --passphrase-fd 3 "
			"--new-passphrase-fd 4 relay 3<old 4<new\n",
	    .run = cmd_key_passphrase,
	},
	{
	    .name = "unseal",
	    .operands = "[FILE...]",
	    .most = INT_MAX,
	    .options = { OPT_SECRET, OPT_MADE_BY, OPT_FORMAT, OPT_DELIMITER,
		OPT_OUT, OPT_SEALED, OPT_PASSPHRASE_FD, OPT_NO_PROGRESS,
		OPT_NO_SANDBOX },
	    .required = { OPT_SECRET },
	    .help = "open values and records that were sealed to you",
	    .more =
		"Reads records of the FILEs, or of standard input, and writes "
		"them with their\nsealed values opened, all else as it was.  A "
		"value that does not open, because it\nwas forged, moved, or "
		"sealed to somebody else, stays sealed; the first 100 are\ntold "
		"by the number of their record and their place there, and the "
		"run ends with 1.\n\n"
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
	    .options = { OPT_MADE_BY, OPT_KEYS, OPT_KEY_FD, OPT_PASSPHRASE_FD,
		OPT_FORMAT, OPT_LIST, OPT_OUT, OPT_NO_PROGRESS,
		OPT_NO_SANDBOX },
	    .required = { OPT_MADE_BY },
	    .help = "turn reversible tokens back into values",
	    .more =
		"Reads records of the policy's format and writes them with "
		"their reversible tokens\n(rv1.) replaced by values, in the "
		"one spelling in which they were normalized; all\nelse as it "
		"was.  With --list the input is tokens, one a line.\n\n"
		"A token that no key of the policy's domains opens stays; the "
		"first 100 are told by\nthe number of their record and their "
		"place there, and the run ends with 1.  Other\ntokens (tk1.) "
		"cannot be turned back by anybody.\n",
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
	    .options = { OPT_MADE_BY, OPT_KEYS, OPT_KEY_FD, OPT_PASSPHRASE_FD,
		OPT_DOMAIN, OPT_FROM, OPT_TO, OPT_OUT, OPT_NO_PROGRESS,
		OPT_NO_SANDBOX },
	    .required = { OPT_MADE_BY, OPT_DOMAIN, OPT_FROM, OPT_TO },
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
	    .options = { OPT_PUBLIC, OPT_OUTPUT, OPT_LINE, OPT_EXPECT, OPT_JSON,
		OPT_NO_SANDBOX },
	    .required = { OPT_PUBLIC },
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
	    .name = "audit",
	    .operands = "OUTPUT...",
	    .least = 1,
	    .most = INT_MAX,
	    .options = { OPT_POLICY, OPT_VALUES, OPT_FORMAT, OPT_JSON,
		OPT_NO_PROGRESS, OPT_NO_SANDBOX },
	    .required = { OPT_POLICY },
	    .help = "look for values that should have stayed, in any file",
	    .more =
		"Reads records of INPUT and looks in each OUTPUT, which may be "
		"any file, for the\nvalues that the policy tokenizes or seals: "
		"in any case, accents and grouping,\nbackwards, by eight of "
		"their digits, as digests without a key; and all this\nbehind "
		"escapes of JSON, XML, URLs and HL7 v2, base64, hexadecimal "
		"and UTF-16.\nWithout --against it looks for what has the "
		"shape of a NIR, an RPPS number, an\nIBAN, an e-mail address or "
		"a telephone number.\n\n"
		"Each line says what was found by OUTPUT and line, the path of "
		"the value, its\nspelling and its encoding, never the value.  "
		"Ends with 1 if anything was found.\nFirst it searches for what "
		"it plants itself, and ends with 70 if that is missed.\nNo key "
		"is needed.\n",
	    .examples =
		"  tamis audit -p sidep.policy.jsonc --against in.ndjson "
		"out.ndjson relay.log\n"
		"  tamis audit -p sidep.policy.jsonc relay.log\n",
	    .run = cmd_audit,
	},
	{
	    .name = "risk",
	    .operands = "[FILE...]",
	    .most = INT_MAX,
	    .options = { OPT_MADE_BY, OPT_FORMAT, OPT_QUASI, OPT_SENSITIVE,
		OPT_MIN_K, OPT_POPULATION, OPT_GROUPS, OPT_DELIMITER, OPT_JSON,
		OPT_NO_PROGRESS, OPT_NO_SANDBOX },
	    .help = "measure how well people hide among equal records",
	    .more = "Reads records of the FILEs, or of standard input, as "
		    "tamis writes them, and\ncounts groups that are equal at "
		    "the PATHs: k-anonymity, how many records are in\ngroups "
		    "smaller than K (5), the chance that a prosecutor (who "
		    "knows that\nsomebody is among the records) or a "
		    "journalist (who knows that they are among N\npeople) "
		    "recognizes a person, and what each step that makes a "
		    "PATH coarser would\nchange.  With --sensitive also "
		    "l-diversity (distinct, entropy) and t-closeness\n(earth "
		    "mover's distance: equal, and ordered for numbers).  A "
		    "missing value is a\nvalue of its own.\n\nWithout "
		    "--quasi, the PATHs are those that the policy "
		    "generalizes or truncates.\nPaths are written as in a "
		    "policy; a policy also says how records are "
		    "spelled.\nValues are shown of groups of at least K "
		    "records, and of no others; never what\nholds a NIR, "
		    "RPPS number, e-mail address, telephone number or "
		    "IBAN.\n\nWith more groups than --groups, what is "
		    "counted is a uniform sample of them;\nall that is said "
		    "then is called an estimate, and --min-k is not met.\n",
	    .examples =
		"  tamis risk -f json --quasi sexe,code_postal --sensitive "
		"resultat out.ndjson\n"
		"  tamis risk -p sidep.policy.jsonc -f csv --min-k 5 out.csv\n",
	    .run = cmd_risk,
	},
	{
	    .name = "generate",
	    .operands = "",
	    .options = { OPT_KIND, OPT_FROM_POLICY, OPT_FORMAT_OF, OPT_RECORDS,
		OPT_SEED, OPT_NASTY, OPT_OUT },
	    .help = "write synthetic records, of people whom nobody is",
	    .more =
		"The same seed gives the same bytes everywhere, and the same "
		"people in every format.\nNumbers of persons have the order "
		"number 000, which nobody has; every record says\nthat it is "
		"synthetic: a member, column or element `synthetic`, in HL7 "
		"v2 the\nprocessing id T of MSH-11.\n\n"
		"With --kind, to --nasty P percent of them happens what "
		"happens in real files: a\nNIR with a wrong key or without "
		"one, a telephone number of nine digits, a postcode\nof six, "
		"a NIR in the e-mail address, a second person in the comment, "
		"a name that is\nempty or has marks of all formats in it.\n\n"
		"With --from, there is a record for each rule, alternative "
		"and case in which no\nalternative applies, unless one "
		"before reaches it, too.  With --nasty, P percent\nare "
		"records that POLICY must reject, each for another reason.  "
		"Each was filtered\nbefore it is written, and does what it "
		"was made for.  What no record reaches is\ntold, and the exit "
		"code is then 1.  Where each record is a document (XML "
		"without\n`record`), OUT may be a folder, for a file each.\n",
	    .examples =
		"  tamis generate --kind sidep-antigen -f json -n 1000 "
		">records.ndjson\n"
		"  tamis generate --kind sidep-antigen -f hl7v2 --seed 7 "
		"--nasty 20 -o m.hl7\n"
		"  tamis generate --from sidep.policy.jsonc -f csv --nasty 50 "
		"-o in.csv\n",
	    .run = cmd_generate,
	},
	{
	    .name = "help",
	    .letter = "-h",
	    .word = "--help",
	    .operands = "[COMMAND | TOPIC]",
	    .most = 2,
	    .help = "explain a command or a topic",
	    .run = cmd_help,
	},
	{
	    .name = "completion",
	    .operands = "SHELL",
	    .choices = "bash zsh fish",
	    .least = 1,
	    .most = 1,
	    .help = "print what a shell needs to complete commands",
	    .more = "SHELL is bash, zsh or fish.\n",
	    .examples = "  source <(tamis completion bash)\n"
			"  tamis completion fish "
			">~/.config/fish/completions/tamis.fish\n",
	    .run = cmd_completion,
	},
	{
	    .name = "manual",
	    .operands = "PAGE",
	    .choices = "tamis tamis-policy",
	    .least = 1,
	    .most = 1,
	    .help = "print a manual page, for man to show",
	    .more = "PAGE is tamis or tamis-policy.\n",
	    .examples = "  tamis manual tamis | man -l -\n",
	    .run = cmd_manual,
	},
	{
	    .name = "version",
	    .word = "--version",
	    .operands = "",
	    .options = { OPT_JSON },
	    .help = "print the version",
	    .run = cmd_version,
	},
};

const size_t command_count = sizeof(commands) / sizeof(commands[0]);
