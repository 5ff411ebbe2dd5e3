/* The table of explanations. */
#include "policy/codes_help.h"

#define KEEP "`do`: `keep`, `must`: `code`, `because`: `…`"
#define DROP "`do`: `drop`, `because`: `…`"

const struct code_help code_helps[CODE_COUNT] = {
	[CODE_UNREADABLE] = { "A file cannot be read: it is not there, it is no regular file, or "
			      "it is too long. What a policy uses lies in its own folder or below "
			      "it, and is reached without symbolic links.",
	    EXAMPLE_POLICY, .example = "`use`: [ `common/none.jsonc` ]" },
	[CODE_NOT_UTF8] = { "A policy is UTF-8 without a byte order mark, so that everybody "
			    "reads the same. Save the file in that encoding.",
	    EXAMPLE_FILE, .example = "\xEF\xBB\xBF{ `policy`: `p` }" },
	[CODE_HIDDEN] = { "A character here is invisible or changes the direction of the "
			  "text, so that what is read is not what is meant. Remove it.",
	    EXAMPLE_FILE, .example = "{ `policy`: `\xE2\x80\xAEp` }" },
	[CODE_SYNTAX] = { "The text is not JSON. Look at the place that is shown, and just "
			  "before it: a comma, a colon, a quote or a bracket is missing, or "
			  "too many.",
	    EXAMPLE_FILE,
	    .example = "{ `policy`: `p` `version`: `2021-11-03` }" },
	[CODE_OPEN_COMMENT] = { "A comment that begins with /* has no */ behind it.",
	    EXAMPLE_FILE, .example = "{ /* to be done\n  `policy`: `p` }" },
	[CODE_BAD_STRING] = { "A string has no closing quote on its line, holds a character that "
			      "must be escaped, or an escape that JSON does not know. A backslash "
			      "is written twice.",
	    EXAMPLE_FILE, .example = "{ `policy`: `\\q` }" },
	[CODE_BAD_NUMBER] = { "A number is spelled in a way that JSON does not have: with a zero "
			      "in front, without digits behind the point, or much too long.",
	    EXAMPLE_FILE, .example = "{ `coverage`: 01 }" },
	[CODE_TRAILING_COMMA] = { "JSON has no comma before a closing bracket. Remove it.",
	    EXAMPLE_FIELDS, .example = "`result`: { " KEEP ", }" },
	[CODE_DUPLICATE_KEY] = { "A key stands twice in one object. Most readers would take one of "
				 "the two without a word; here neither is guessed. Remove one.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: { " DROP " },\n`result`: { " KEEP " }" },
	[CODE_TOO_DEEP] = { "Objects and arrays, or conditions that rest on each other, are "
			    "nested more than 64 deep.",
	    EXAMPLE_FILE,
	    .example =
		"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]" },

	[CODE_UNKNOWN_KEY] = { "The language has no such key here. It is refused, not skipped: a "
			       "rule that silently does nothing would be believed in. Correct the "
			       "spelling, or remove it.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: { " KEEP ", `wen`: `positive` }" },
	[CODE_WRONG_KIND] = { "Something else is expected here, such as a string where a number "
			      "stands.",
	    EXAMPLE_POLICY, .example = "`limits`: 4096" },
	[CODE_MISSING_KEY] = { "A key that is required is not there.",
	    EXAMPLE_WHOLE,
	    .example =
		"`records`: { `test`: { `fields`: { `a`: { " DROP " } } } }" },
	[CODE_BAD_NAME] = { "Names are plain, because they stand in tokens, receipts and file "
			    "names: a small letter, then small letters, digits and dashes.",
	    EXAMPLE_POLICY,
	    .example =
		"`domains`: { `Patient`: { `entity`: `person`, `key`: `k` } }" },
	[CODE_BAD_DATE] = { "A date is a day of the calendar, YYYY-MM-DD. A version may have a "
			    "number behind it, as in 2021-11-03.2.",
	    EXAMPLE_POLICY, .example = "`approved`: { `on`: `2021-02-30` }" },
	[CODE_EMPTY] = { "Nothing stands where something is needed: an empty text is no "
			 "reason, and an empty list lets nothing through.",
	    EXAMPLE_FIELDS,
	    .example =
		"`result`: { `do`: `keep`, `oneOf`: [], `because`: `…` }" },
	[CODE_UNKNOWN_FORMAT] = { "Formats are json, xml, csv and hl7v2. FHIR in JSON is json; CDA "
				  "and HPRIM XML are xml.",
	    EXAMPLE_WHOLE,
	    .example =
		"`records`: { `test`: { `format`: `jason`, `fields`: {} } }" },
	[CODE_OUT_OF_RANGE] = { "A number is larger or smaller than it can be here. Limits of a "
				"policy can lower the built-in ones, never raise them.",
	    EXAMPLE_POLICY, .example = "`limits`: { `depth`: 1000 }" },
	[CODE_BAD_LANGUAGE] = { "A text in several languages is an object by language, each named "
				"by its two small letters.",
	    EXAMPLE_FIELDS,
	    .example =
		"`result`: { `do`: `drop`, `because`: { `english`: `…` } }" },
	[CODE_IDLE_TEST] = { "A test that states no output, no rejection and no absent texts "
			     "would always pass. Say what must come out, or what must not.",
	    EXAMPLE_KIND,
	    .example = "`fields`: {},\n`tests`: [ { `in`: {} } ]" },
	[CODE_BAD_TEST] = { "Tests of one kind have different names; their records are those of "
			    "its format: rows of a table are objects of cells, XML and HL7 v2 "
			    "are strings or arrays of lines.",
	    EXAMPLE_KIND,
	    .example = "`fields`: {},\n`tests`: [\n"
		       "  { `name`: `x`, `in`: {}, `out`: {} },\n"
		       "  { `name`: `x`, `in`: {}, `reject`: `kind` }\n]" },

	[CODE_BAD_PATH] = { "The path cannot be read in the notation of the records' format. A "
			    "name with a blank or dot in it stands in quotes; in JSON an "
			    "element of an array is [] or [0].",
	    EXAMPLE_FIELDS, .example = "`names[1]`: { " DROP " }" },
	[CODE_SAME_VALUES] = { "Two rules are about one value, and neither is more specific, so "
			       "nobody could say which holds. Write one rule with alternatives, "
			       "or make one path more specific by a predicate.",
	    EXAMPLE_FIELDS,
	    .example = "`id[type='a'].value`: { " DROP " },\n"
		       "`id[use='b'].value`: { " KEEP " }" },
	[CODE_BELOW_VALUE] = { "One rule treats a field as a value, another is about what is "
			       "inside it. A field is one or the other.",
	    EXAMPLE_FIELDS,
	    .example =
		"`patient`: { " DROP " },\n`patient.sex`: { " KEEP " }" },
	[CODE_DEEP_RULE] = { "A path with ** may lead to a field that nobody thought of. So it "
			     "may only drop, or release what a narrow `must` or `oneOf` bounds.",
	    EXAMPLE_FIELDS,
	    .example = "`**.display`: { `do`: `keep`, `because`: `…` }" },
	[CODE_DEEP_WATCH] = { "A condition looks at one place; ** names any number of them.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: { " KEEP
		       ",\n  `when`: { `field`: `**.code`, `is`: `P` "
		       "} }" },
	[CODE_BAD_RECORD] = { "A record path leads by names to the array, or element, whose "
			      "elements are the records: in JSON it ends in [].",
	    EXAMPLE_KIND, .example = "`record`: `Bundle.entry`, `fields`: {}" },
	[CODE_OTHER_RECORD] = { "All kinds of one format are read from one stream: they state the "
				"same record path and the same spelling.",
	    EXAMPLE_WHOLE,
	    .example =
		"`records`: {\n"
		"  `a`: { `format`: `json`, `record`: `x[]`, `fields`: {} },\n"
		"  `b`: { `format`: `json`, `record`: `y[]`, `fields`: {} }\n}" },
	[CODE_TOO_COMPLEX] = { "The paths of a kind state so many different predicates in one "
			       "place that all combinations would take too much memory. Use "
			       "fewer, or ask the same member everywhere.",
	    EXAMPLE_FIELDS,
	    .example = "`a[b='1'][c='1'][d='1'][e='1'].x`: { " DROP " },\n"
		       "`a[f='1'][g='1'][h='1'][i='1'].y`: { " DROP " },\n"
		       "`a[j='1'][k='1'][l='1'][m='1'].z`: { " DROP " }" },
	[CODE_DEEP_SEAL] = { "A sealed value is bound to its place in the record, so that it "
			     "cannot be moved to another one. A path with ** has no place.",
	    EXAMPLE_WHOLE,
	    .example =
		"`recipients`: { `lab`: { `name`: `The laboratory`, `key`: "
		"`lab.pub` } },\n"
		"`records`: { `test`: { `format`: `json`, `fields`: {\n"
		"  `**.phone`: { `do`: `seal`, `to`: `lab`, `must`: `phone`, "
		"`because`: `…` } } } }" },
	[CODE_BAD_NEW] = { "A new field stands in one place: its path has names only.",
	    EXAMPLE_FIELDS,
	    .example =
		"`+notes[].kind`: { `do`: `replace`, `with`: `x`, `because`: `…` "
		"}" },

	[CODE_UNKNOWN_ACTION] = { "`do` says what becomes of a value: keep, drop, tokenize, "
				  "truncate, generalize, mask, replace, map, shift or seal.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: { `do`: `kep`, `because`: `…` }" },
	[CODE_FOREIGN_PARAM] = { "This key belongs to another action, and would do nothing here.",
	    EXAMPLE_FIELDS, .example = "`result`: { " KEEP ", `first`: 2 }" },
	[CODE_MISSING_PARAM] = { "The action needs this key.", EXAMPLE_FIELDS,
	    .example =
		"`result`: { `do`: `map`, `table`: { `POS`: `P` }, `because`: `…` "
		"}" },
	[CODE_BAD_PARAM] = { "The key cannot have this value.", EXAMPLE_FIELDS,
	    .example =
		"`born`: { `do`: `generalize`, `to`: `yaer`, `because`: `…` }" },
	[CODE_BAD_PARAMS] = { "Each of these keys is possible, but not together, or one needs "
			      "another one.",
	    EXAMPLE_FIELDS,
	    .example =
		"`name`: { `do`: `truncate`, `first`: 1, `last`: 1, `because`: `…` "
		"}" },
	[CODE_UNKNOWN_TYPE] = { "`must` names no type of values.",
	    EXAMPLE_FIELDS,
	    .example =
		"`zip`: { `do`: `keep`, `must`: `postcode`, `because`: `…` }" },
	[CODE_NO_REASON] = { "Every rule says why, in plain language: whoever signs the policy "
			     "reads it.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: { `do`: `keep`, `must`: `code` }" },
	[CODE_UNREACHABLE] = { "An alternative without `when` always applies, so that none behind "
			       "it is ever reached. Put it last.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: [ { " DROP " }, { " KEEP " } ]" },
	[CODE_SAME_WHEN] = { "Two alternatives have the same condition: the second one is never "
			     "reached.",
	    EXAMPLE_FIELDS,
	    .example =
		"`a`: [\n"
		"  { " KEEP ", `when`: { `field`: `r`, `is`: `P` } },\n"
		"  { " DROP ", `when`: { `field`: `r`, `is`: `P` } } ]" },
	[CODE_LONE_MAX] = { "`max` counts the characters of a text, and goes with `must`: "
			    "`text`. Other types are bounded already.",
	    EXAMPLE_FIELDS, .example = "`result`: { " KEEP ", `max`: 10 }" },
	[CODE_OTHER_SHIFT] = { "All dates of one person move by the same number of days. With two "
			       "bounds they would move apart, and tell each other.",
	    EXAMPLE_WHOLE,
	    .example =
		"`domains`: { `d`: { `entity`: `person`, `key`: `k` } },\n"
		"`records`: { `stay`: { `format`: `json`, `fields`: {\n"
		"  `in`: { `do`: `shift`, `as`: `d`, `per`: `id`, `maxDays`: 30, "
		"`because`: `…` },\n"
		"  `out`: { `do`: `shift`, `as`: `d`, `per`: `id`, `maxDays`: 60, "
		"`because`: `…` } } } }" },
	[CODE_NEW_RULE] = { "A new field is a token or a constant: it has no value that could "
			    "be kept, checked or cut.",
	    EXAMPLE_FIELDS,
	    .example = "`+label`: { `do`: `keep`, `because`: `…` }" },
	[CODE_BAD_FROM] = { "The token of a new field is made `from` other fields; a field "
			    "that the input has is made of its own value.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: { " KEEP ", `from`: [ `x` ] }" },
	[CODE_UNJOINABLE] = { "A token of several values needs a normalization that keeps them "
			      "apart, or “Ann Adams” and “Anna Dams” would be one person.",
	    EXAMPLE_WHOLE,
	    .example =
		"`domains`: { `d`: { `entity`: `person`, `key`: `k` } },\n"
		"`records`: { `test`: { `format`: `json`, `fields`: {\n"
		"  `+who`: { `do`: `tokenize`, `as`: `d`, `from`: [ `name`, "
		"`first` ], `because`: `…` } } } }" },

	[CODE_UNKNOWN_DETECTOR] = { "Nothing of this name can be detected: nir, rpps, email, phone and "
				    "iban can.",
	    EXAMPLE_KIND,
	    .example =
		"`neverOutput`: { `detect`: [ `e-mail` ] },\n`fields`: { `result`: { " DROP
		" } }" },
	[CODE_KEPT_ECHO] = { "A rule lets these values leave as they are, so they cannot be "
			     "kept from coming out.",
	    EXAMPLE_KIND,
	    .example =
		"`neverOutput`: { `echo`: [ `result` ] },\n`fields`: { `result`: { " KEEP
		" } }" },
	[CODE_SHORT_LITERAL] = { "Two or three letters stand in many values by chance: what is "
				 "looked for has four letters or digits.",
	    EXAMPLE_KIND,
	    .example =
		"`neverOutput`: { `literals`: [ `Bo` ] },\n`fields`: { `result`: { " DROP
		" } }" },

	[CODE_UNKNOWN_CONDITION] = { "No condition has this name, in the kind or in the policy.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: { " KEEP ", `when`: `positive` }" },
	[CODE_CIRCLE] = { "A condition leads back to itself, so that it could never be "
			  "decided.",
	    EXAMPLE_POLICY,
	    .example = "`conditions`: { `a`: { `not`: `a` } }" },
	[CODE_BAD_CONDITION] = { "A condition is one test of one field, or one of all, any and not.",
	    EXAMPLE_POLICY,
	    .example = "`conditions`: { `adult`: { `field`: `age` } }" },
	[CODE_HIDDEN_NAME] = { "A name means one condition, wherever it is read: one of a kind "
			       "cannot hide one of the policy.",
	    EXAMPLE_WHOLE,
	    .example =
		"`conditions`: { `c`: { `field`: `r`, `is`: `P` } },\n"
		"`records`: { `test`: { `format`: `json`,\n"
		"  `conditions`: { `c`: { `field`: `s`, `is`: `N` } }, `fields`: {} "
		"} }" },
	[CODE_BAD_CONSTANT] = { "A date is compared with a date, a number with a number.",
	    EXAMPLE_POLICY,
	    .example =
		"`conditions`: { `c`: { `field`: `d`, `before`: `yesterday` } }" },
	[CODE_BAD_AT] = { "An age is counted to a date of the record, never to the clock: "
			  "`at` names its field. Other tests have no `at`.",
	    EXAMPLE_POLICY,
	    .example =
		"`conditions`: { `adult`: { `field`: `born`, `ageFrom`: 18 } }" },

	[CODE_UNKNOWN_DOMAIN] = { "No domain has this name.", EXAMPLE_FIELDS,
	    .example =
		"`nir`: { `do`: `tokenize`, `as`: `patient`, `must`: `nir`, "
		"`because`: `…` }" },
	[CODE_UNKNOWN_BASIS] = { "No legal basis has this name.",
	    EXAMPLE_FIELDS,
	    .example = "`result`: { " KEEP ", `basis`: `consent` }" },
	[CODE_UNKNOWN_NORMALIZATION] = { "`normalize` says how spellings of one value become one: none, "
					 "nir, digits, phone, email or identity-u15.",
	    EXAMPLE_POLICY,
	    .example =
		"`domains`: { `d`: { `entity`: `person`, `key`: `k`, `normalize`: "
		"`nri` } }" },
	[CODE_KEY_MATERIAL] = { "This looks like a key. A policy is read by many people and holds "
				"the name of a key only; if it was a real one, it is no longer "
				"secret: make another.",
	    EXAMPLE_POLICY,
	    .example = "`domains`: { `d`: { `entity`: `person`,\n"
		       "  `key`: `00112233445566778899aabbccddeeff` } }" },
	[CODE_BAD_KEY_NAME] = { "The name of a key stands in every token: a small letter, then "
				"small letters, digits and dashes, 32 characters at most.",
	    EXAMPLE_POLICY,
	    .example =
		"`domains`: { `d`: { `entity`: `person`, `key`: `My key` } }" },
	[CODE_BAD_USE] = { "A used file lies in the policy's folder or below it, and is named "
			   "once, by a path without `..`.",
	    EXAMPLE_POLICY, .example = "`use`: [ `../bases.jsonc` ]" },
	[CODE_BAD_SHARE] = { "A used file may share bases, domains, conditions and recipients. "
			     "What leaves is read in one place: in the policy.",
	    EXAMPLE_POLICY, .example = "`use`: [ `common.jsonc` ]",
	    "common.jsonc", "{ `records`: {} }" },
	[CODE_DEFINED_TWICE] = { "Two files define one name.", EXAMPLE_POLICY,
	    .example =
		"`use`: [ `common.jsonc` ],\n`bases`: { `consent`: `…` }",
	    "common.jsonc", "{ `bases`: { `consent`: `…` } }" },
	[CODE_UNKNOWN_RECIPIENT] = { "No recipient has this name.",
	    EXAMPLE_FIELDS,
	    .example =
		"`phone`: { `do`: `seal`, `to`: `agency`, `because`: `…` }" },
	[CODE_BAD_KEY_FILE] = { "The file is no public key to seal with. Recipients make theirs "
				"with `tamis key pair --for seal NAME` and hand over NAME.pub, "
				"never the secret half.",
	    EXAMPLE_POLICY,
	    .example =
		"`recipients`: { `lab`: { `name`: `The laboratory`, `key`: "
		"`lab.pub` } }",
	    "lab.pub", "hello\n" },
	[CODE_MIXED_KEY] = { "A key whose tokens can be turned back is for those alone: two "
			     "domains of which one is reversible have two keys.",
	    EXAMPLE_POLICY,
	    .example =
		"`domains`: {\n"
		"  `a`: { `entity`: `person`, `key`: `k` },\n"
		"  `b`: { `entity`: `sample`, `key`: `k`, `reversible`: true }\n}" },
	[CODE_REVERSIBLE_SHIFT] = { "Dates are moved by the key of a domain that is not reversible.",
	    EXAMPLE_WHOLE,
	    .example =
		"`domains`: { `d`: { `entity`: `person`, `key`: `k`, `reversible`: "
		"true } },\n"
		"`records`: { `stay`: { `format`: `json`, `fields`: {\n"
		"  `in`: { `do`: `shift`, `as`: `d`, `per`: `id`, `maxDays`: 30, "
		"`because`: `…` } } } }" },

	[CODE_UNUSED_CONDITION] = { "Nothing uses this condition. Perhaps a rule that should have it "
				    "as its `when` does not.",
	    EXAMPLE_POLICY,
	    .example =
		"`conditions`: { `positive`: { `field`: `r`, `is`: `P` } }" },
	[CODE_UNUSED_DOMAIN] = { "No rule makes tokens of this domain.",
	    EXAMPLE_POLICY,
	    .example =
		"`domains`: { `d`: { `entity`: `person`, `key`: `k` } }" },
	[CODE_UNUSED_BASIS] = { "No rule rests on this legal basis.",
	    EXAMPLE_POLICY, .example = "`bases`: { `consent`: `…` }" },
	[CODE_UNUSED_RECIPIENT] = { "Nothing is sealed to this recipient.",
	    EXAMPLE_POLICY,
	    .example =
		"`recipients`: { `lab`: { `name`: `The laboratory`, `key`: "
		"`lab.pub` } }" },
	[CODE_KEEPS_NAME] = { "A field whose name looks like that of an identity leaves as it "
			      "is. Tokenize, generalize or seal it, or drop it; if it must "
			      "leave, bound it with `oneOf`.",
	    EXAMPLE_FIELDS, .example = "`patient.nom`: { " KEEP " }" },
	[CODE_KEEPS_TYPE] = { "A value that points at one person, such as a telephone number, "
			      "leaves as it is.",
	    EXAMPLE_FIELDS,
	    .example =
		"`callback`: { `do`: `keep`, `must`: `phone`, `because`: `…` }" },
	[CODE_KEEPS_TEXT] = { "Anything may be written in this field, also a name. Say what the "
			      "value must be, or list the values with `oneOf`.",
	    EXAMPLE_FIELDS,
	    .example = "`status`: { `do`: `keep`, `because`: `…` }" },
	[CODE_NEGATIVE] = { "A record that lacks the fields of the condition releases this. "
			    "Say when it may leave (“positive”), not when it may not (“not "
			    "negative”).",
	    EXAMPLE_FIELDS,
	    .example = "`a`: { " KEEP ",\n"
		       "  `when`: { `not`: { `field`: `r`, `is`: `N` } } }" },
	[CODE_LOOSE_TOKEN] = { "Without `must`, anything that is written in this field becomes a "
			       "token, and a token hides that it was no identifier.",
	    EXAMPLE_WHOLE,
	    .example =
		"`domains`: { `d`: { `entity`: `person`, `key`: `k` } },\n"
		"`records`: { `test`: { `format`: `json`, `fields`: {\n"
		"  `nir`: { `do`: `tokenize`, `as`: `d`, `because`: `…` } } } }" },
	[CODE_AMBIGUOUS] = { "A kind without `match` takes every record of its format. A record "
			     "that another kind takes, too, is rejected.",
	    EXAMPLE_WHOLE,
	    .example =
		"`records`: {\n"
		"  `a`: { `format`: `json`, `fields`: {} },\n"
		"  `b`: { `format`: `json`, `match`: { `field`: `r`, `is`: `P` }, "
		"`fields`: {} }\n}" },
	[CODE_UNEVEN] = { "One kind hides a field, and another one, perhaps of another format, "
			  "lets it out: the one undoes what the other does. Fields are taken "
			  "for the same by their names, and by what they stand in.",
	    EXAMPLE_WHOLE,
	    .example =
		"`domains`: { `d`: { `entity`: `file`, `key`: `k` } },\n"
		"`records`: {\n"
		"  `a`: { `format`: `json`, `fields`: { `stay.file`: { `do`: "
		"`tokenize`, `as`: `d`, `must`: `code`, `because`: `…` } } },\n"
		"  `b`: { `format`: `csv`, `delimiter`: `;`, `encoding`: `utf-8`,\n"
		"    `fields`: { `File`: { `do`: `keep`, `must`: `code`, "
		"`because`: `…` } } }\n}" },
	[CODE_NO_KEY] = { "The recipient's public key cannot be read here. The policy is "
			  "sound, but no run can seal until the file is there, or "
			  "--recipient NAME=FILE names another.",
	    EXAMPLE_WHOLE,
	    .example =
		"`recipients`: { `lab`: { `name`: `The laboratory`, `key`: "
		"`lab.pub` } },\n"
		"`records`: { `test`: { `format`: `json`, `fields`: {\n"
		"  `phone`: { `do`: `seal`, `to`: `lab`, `must`: `phone`, "
		"`because`: `…` } } } }" },
	[CODE_UNTESTED] = { "The policy says how much of it tests must reach, and has none, "
			    "neither in itself nor in the folder NAME.tests beside it. Then "
			    "nothing shows that it does what it says.",
	    EXAMPLE_POLICY, .example = "`coverage`: 100" },
	[CODE_UNREACHED] = { "The policy has tests, and none of their records has a value to "
			     "which this rule applies. What it does has been shown to nobody: add a "
			     "test, or remove the rule.",
	    EXAMPLE_KIND,
	    .example =
		"`fields`: { `a`: { " DROP " }, `b`: { " DROP " } },\n"
		"`tests`: [ { `name`: `x`, `in`: { `a`: 1 }, `out`: {} } ]" },
	[CODE_JSONPATH] = { "Paths begin below the record, not with $ as in JSONPath: here $ is the "
			    "name of a member, like any other. Most likely no record has it, and "
			    "nothing would leave. Remove it; if there is such a member, put its name "
			    "in quotes.",
	    EXAMPLE_FIELDS, .example = "`$.result`: { " KEEP " }" },
	[CODE_SPECIFIC_WINS] = { "Two rules can be about one value, and the one whose path says "
				 "more about it wins. This is meant to be so; the hint only says "
				 "which one it is.",
	    EXAMPLE_FIELDS,
	    .example = "`id[].value`: { " DROP " },\n"
		       "`id[use='lab'].value`: { " KEEP " }" },
};
