#include <stdio.h>
#include <string.h>

#include "topic.h"

static bool
library_word(enum tamis_words set, size_t i, struct topic_word *word)
{
	struct tamis_word w;

	if (!tamis_word(set, i, &w))
		return false;
	snprintf(word->name, sizeof(word->name), "%s%s%s",
	    w.of == NULL ? "" : w.of, w.of == NULL ? "" : " ", w.name);
	word->help = w.help;
	return true;
}

static bool
exit_word(size_t i, struct topic_word *word)
{
	if (i >= cli_exit_count)
		return false;
	snprintf(word->name, sizeof(word->name), "%d", (int)cli_exits[i].code);
	word->help = cli_exits[i].help;
	return true;
}

bool
topic_word(const struct topic *t, size_t i, struct topic_word *word)
{
	switch (t->list) {
	case TOPIC_WORDS:
		return library_word(t->set, i, word);
	case TOPIC_EXITS:
		return exit_word(i, word);
	case TOPIC_TEXT:
		break;
	}
	return false;
}

const struct topic topics[] = {
	{
	    .name = "rules",
	    .title = "What a rule says",
	    .of_policies = true,
	    .text =
		"A policy names the fields that may leave, each with a rule. "
		"What it does not name is\ndropped.\n\n"
		"  \"patient.nir\": { \"do\": \"tokenize\", \"as\": "
		"\"patient\", \"must\": \"nir\",\n"
		"                   \"because\": \"links the tests of a "
		"person\" }\n\n"
		"`do` is the action, `because` the reason that the register "
		"prints, `must` the type that\nvalues have (`max` characters "
		"at most for `text`), `oneOf` the values that are\npossible, "
		"`when` the condition for the rule, `invalid` (`reject` or "
		"`drop`) what\nhappens to a value that is not what must be, "
		"`absent` (`ok` or `reject`) what happens\nwithout a value, "
		"and `basis` names the legal basis.\n\n"
		"In an array of rules the first whose `when` holds is taken; "
		"if none holds, the field\nis dropped.\n",
	},
	{
	    .name = "actions",
	    .title = "What can be done to a field",
	    .of_policies = true,
	    .text = "`do` names the action of a rule.\n",
	    .list = TOPIC_WORDS,
	    .set = TAMIS_ACTIONS,
	},
	{
	    .name = "parameters",
	    .title = "How actions are told what to do",
	    .of_policies = true,
	    .text = "Keys of a rule, by its action.\n",
	    .list = TOPIC_WORDS,
	    .set = TAMIS_PARAMETERS,
	},
	{
	    .name = "types",
	    .title = "What a value can be required to be",
	    .of_policies = true,
	    .text = "`must` names the type of a rule's values.\n",
	    .list = TOPIC_WORDS,
	    .set = TAMIS_TYPES,
	},
	{
	    .name = "normalizations",
	    .title = "How spellings of one value become one",
	    .of_policies = true,
	    .text = "`normalize` of a domain: values that are the same after "
		    "it have the same token.\n",
	    .list = TOPIC_WORDS,
	    .set = TAMIS_NORMALIZATIONS,
	},
	{
	    .name = "paths",
	    .title = "How a field is named",
	    .of_policies = true,
	    .text =
		"Paths are those of the format.\n\n"
		"JSON: names with dots between, `[]` for each element of an "
		"array, `[0]` for the\nfirst, a predicate for the one meant, "
		"`**` for any level:\n\n"
		"  patient.nir\n"
		"  patient.prenoms[]\n"
		"  identifier[system='urn:oid:1.2.250.1.213.1.4.8'].value\n\n"
		"XML: a subset of XPath, whose prefixes are those of the "
		"kind's `namespaces`:\n\n"
		"  "
		"/h:ClinicalDocument/h:recordTarget/h:patientRole/h:id/@extension"
		"\n\n"
		"CSV: the name of the column, as it stands in the header.\n\n"
		"HL7 v2: segment, field, component, subcomponent, with "
		"predicates on components:\n\n"
		"  PID-3[5='INS-NIR'].1\n"
		"  OBX[3.1='94558-4']-5\n\n"
		"Predicates compare by `=`, `!=` and `^=` (begins with).  A "
		"path that begins with `+`\nis a new field.\n",
	},
	{
	    .name = "conditions",
	    .title = "When a rule is taken",
	    .of_policies = true,
	    .text =
		"A condition tests one field, or combines conditions. It sees "
		"the record as received.\n\n"
		"  { \"field\": \"test.resultat\", \"is\": \"P\" }\n"
		"  { \"all\": [\"positive\", { \"field\": \"age\", "
		"\"atLeast\": 18 }] }\n\n"
		"Tests: `is`, `in`, `exists`, `before`, `after`, `atLeast`, "
		"`atMost`, `ageUnder` and\n`ageFrom` (with `at`), and `every` "
		"with one of them. Combinations: `all`, `any`,\n`not`. The "
		"test of a missing value is false.\n",
	},
	{
	    .name = "formats",
	    .title = "What records can be written in",
	    .text =
		"`json`: one value a line or more, an array element by "
		"element, one document; FHIR.\n\n"
		"`xml`: a document, or its elements at the path `record`; "
		"CDA, HPRIM XML.\n\n"
		"`csv`: RFC 4180 with a header; `delimiter` and `encoding` "
		"are stated by the policy.\n\n"
		"`hl7v2`: messages, batches, MLLP frames; HPRIM Santé.\n\n"
		"Nothing is guessed: -f says which of a policy's formats the "
		"input has, and input of\nanother format is refused.\n",
	},
	{
	    .name = "keys",
	    .title = "Keyrings, pairs, and where keys come from",
	    .text =
		"Tokens are made with a key of a keyring, which `tamis key "
		"new` creates. Values are\nsealed to a public key, receipts "
		"signed by a secret one; `tamis key pair` creates\nboth.\n\n"
		"A keyring comes from -k FILE, from an open descriptor "
		"(--key-fd), or from the\ncredential `keyring` in "
		"$CREDENTIALS_DIRECTORY; never from an argument or another\n"
		"variable. A file that group or others can read, a symbolic "
		"link, and a folder that\nothers can write are refused.\n\n"
		"Whoever holds a keyring can try which value a token stands "
		"for. Whoever loses it\ncan never make the same tokens "
		"again.\n",
	},
	{
	    .name = "privacy",
	    .title = "What is said about records, and what never",
	    .text =
		"No message, count, receipt or line of a quarantine holds a "
		"byte of a record. They give\nits number, the byte where it "
		"begins, the policy's path and a reason. The record\nitself "
		"is kept only sealed, for the recipient `quarantine` of the "
		"policy.\n\n"
		"A token is a pseudonym: equal values have equal tokens, and "
		"pseudonymized data are\npersonal data.\n",
	},
	{
	    .name = "reasons",
	    .title = "Why a record is rejected",
	    .text = "The word in a quarantine, in statistics and receipts.\n",
	    .list = TOPIC_WORDS,
	    .set = TAMIS_REASONS,
	},
	{
	    .name = "exit-codes",
	    .title = "How a command ends",
	    .text = "The numbers from 64 on are those of sysexits(3).\n",
	    .list = TOPIC_EXITS,
	},
};

const size_t topic_count = sizeof(topics) / sizeof(topics[0]);

const struct topic *
topic_find(const char *name)
{
	for (size_t i = 0; i < topic_count; i++)
		if (strcmp(name, topics[i].name) == 0)
			return &topics[i];
	return NULL;
}

void
topic_print(const struct topic *t)
{
	struct topic_word word;

	printf("%s\n\n%s", t->title, t->text);
	for (size_t i = 0; topic_word(t, i, &word); i++) {
		if (i == 0)
			printf("\n");
		printf("  %-22s %s\n", word.name, word.help);
	}
}
