/*
 * codes: every remark that can be made about a policy.
 *
 * A code is stable: it is never given another meaning, and one that is no
 * longer used is not used again (E0208).  E01 is about syntax, E02 names and
 * structure, E03 paths, E04 rules and actions, E05 conditions, E06 domains,
 * recipients, bases and used files; W07 are warnings and N08 hints.
 */
#ifndef POLICY_CODES_H
#define POLICY_CODES_H

#include "policy/policy.h"

/* X(name, level, code, title) */
#define POLICY_CODES(X)                                                      \
	X(UNREADABLE, ERROR, "E0101", "file cannot be read")                 \
	X(NOT_UTF8, ERROR, "E0102", "not plain UTF-8")                       \
	X(HIDDEN, ERROR, "E0103", "character that hides or misleads")        \
	X(SYNTAX, ERROR, "E0104", "not JSON")                                \
	X(OPEN_COMMENT, ERROR, "E0105", "comment without end")               \
	X(BAD_STRING, ERROR, "E0106", "string spelled wrongly")              \
	X(BAD_NUMBER, ERROR, "E0107", "number spelled wrongly")              \
	X(TRAILING_COMMA, ERROR, "E0108", "comma before a closing bracket")  \
	X(DUPLICATE_KEY, ERROR, "E0109", "key written twice")                \
	X(TOO_DEEP, ERROR, "E0110", "nested too deeply")                     \
	X(UNKNOWN_KEY, ERROR, "E0201", "unknown key")                        \
	X(WRONG_KIND, ERROR, "E0202", "value of another kind expected")      \
	X(MISSING_KEY, ERROR, "E0203", "missing key")                        \
	X(BAD_NAME, ERROR, "E0204", "name spelled wrongly")                  \
	X(BAD_DATE, ERROR, "E0205", "no such date")                          \
	X(EMPTY, ERROR, "E0206", "empty where something is needed")          \
	X(UNKNOWN_FORMAT, ERROR, "E0207", "unknown format")                  \
	X(OUT_OF_RANGE, ERROR, "E0209", "number out of range")               \
	X(BAD_LANGUAGE, ERROR, "E0210", "not a language code")               \
	X(IDLE_TEST, ERROR, "E0211", "test that states nothing")             \
	X(BAD_TEST, ERROR, "E0212", "test that cannot be read")              \
	X(BAD_PATH, ERROR, "E0301", "path that cannot be read")              \
	X(SAME_VALUES, ERROR, "E0302", "two paths for one value")            \
	X(BELOW_VALUE, ERROR, "E0303", "path below a value")                 \
	X(DEEP_RULE, ERROR, "E0304", "`**` releases without bounds")         \
	X(DEEP_WATCH, ERROR, "E0305", "`**` where one place is meant")       \
	X(BAD_RECORD, ERROR, "E0306", "not a record path")                   \
	X(OTHER_RECORD, ERROR, "E0307", "two record paths for one format")   \
	X(TOO_COMPLEX, ERROR, "E0308", "paths too complex together")         \
	X(DEEP_SEAL, ERROR, "E0309", "`**` or `//` in what is sealed")       \
	X(BAD_NEW, ERROR, "E0310", "not a place for a new field")            \
	X(UNKNOWN_ACTION, ERROR, "E0401", "unknown action")                  \
	X(FOREIGN_PARAM, ERROR, "E0402", "parameter of another action")      \
	X(MISSING_PARAM, ERROR, "E0403", "missing parameter")                \
	X(BAD_PARAM, ERROR, "E0404", "value that a key cannot have")         \
	X(BAD_PARAMS, ERROR, "E0405", "parameters that do not go together")  \
	X(UNKNOWN_TYPE, ERROR, "E0406", "unknown type")                      \
	X(NO_REASON, ERROR, "E0407", "rule without a reason")                \
	X(UNREACHABLE, ERROR, "E0408", "alternative that is never reached")  \
	X(SAME_WHEN, ERROR, "E0409", "two alternatives for one condition")   \
	X(LONE_MAX, ERROR, "E0410", "`max` without text")                    \
	X(OTHER_SHIFT, ERROR, "E0411", "two shifts for one person")          \
	X(NEW_RULE, ERROR, "E0412", "rule that a new field cannot have")     \
	X(BAD_FROM, ERROR, "E0413", "`from` missing or misplaced")           \
	X(UNJOINABLE, ERROR, "E0414", "values that would run together")      \
	X(UNKNOWN_DETECTOR, ERROR, "E0415", "unknown detector")              \
	X(KEPT_ECHO, ERROR, "E0416", "kept, and never to come out")          \
	X(SHORT_LITERAL, ERROR, "E0417", "too short to be looked for")       \
	X(UNKNOWN_CONDITION, ERROR, "E0501", "unknown condition")            \
	X(CIRCLE, ERROR, "E0502", "condition that rests on itself")          \
	X(BAD_CONDITION, ERROR, "E0503", "condition without one clear test") \
	X(HIDDEN_NAME, ERROR, "E0504", "condition defined in two places")    \
	X(BAD_CONSTANT, ERROR, "E0505", "constant that cannot be compared")  \
	X(BAD_AT, ERROR, "E0506", "`at` missing or misplaced")               \
	X(UNKNOWN_DOMAIN, ERROR, "E0601", "unknown domain")                  \
	X(UNKNOWN_BASIS, ERROR, "E0602", "unknown basis")                    \
	X(UNKNOWN_NORMALIZATION, ERROR, "E0603", "unknown normalization")    \
	X(KEY_MATERIAL, ERROR, "E0604", "a key in a policy")                 \
	X(BAD_KEY_NAME, ERROR, "E0605", "not the name of a key")             \
	X(BAD_USE, ERROR, "E0606", "file that may not be used")              \
	X(BAD_SHARE, ERROR, "E0607", "key that a used file may not have")    \
	X(DEFINED_TWICE, ERROR, "E0608", "name defined in two files")        \
	X(UNKNOWN_RECIPIENT, ERROR, "E0609", "unknown recipient")            \
	X(BAD_KEY_FILE, ERROR, "E0610", "not a recipient's public key")      \
	X(MIXED_KEY, ERROR, "E0611", "a key both reversible and one-way")    \
	X(REVERSIBLE_SHIFT, ERROR, "E0612", "shift by a reversible domain")  \
	X(UNUSED_CONDITION, WARNING, "W0701", "unused condition")            \
	X(UNUSED_DOMAIN, WARNING, "W0702", "unused domain")                  \
	X(UNUSED_BASIS, WARNING, "W0703", "unused basis")                    \
	X(UNUSED_RECIPIENT, WARNING, "W0704", "unused recipient")            \
	X(KEEPS_NAME, WARNING, "W0705", "identifying field kept")            \
	X(KEEPS_TYPE, WARNING, "W0706", "identifying type kept")             \
	X(KEEPS_TEXT, WARNING, "W0707", "free text kept")                    \
	X(NEGATIVE, WARNING, "W0708", "release worded negatively")           \
	X(LOOSE_TOKEN, WARNING, "W0709", "tokenized without a type")         \
	X(AMBIGUOUS, WARNING, "W0710", "kind that matches beside others")    \
	X(NO_KEY, WARNING, "W0711", "recipient without a public key")        \
	X(UNEVEN, WARNING, "W0712", "kept here, protected in another kind")  \
	X(UNTESTED, WARNING, "W0713", "coverage without a test")             \
	X(UNREACHED, WARNING, "W0714", "rule that no test reaches")          \
	X(JSONPATH, WARNING, "W0715", "path that begins with $")             \
	X(SPECIFIC_WINS, HINT, "N0801", "the more specific path wins")

enum policy_code {
#define X(name, level, code, title) CODE_##name,
	POLICY_CODES(X)
#undef X
	    CODE_COUNT,
};

struct policy_code_info {
	const char *code; /* "E0101" */
	enum note_level level;
	const char *title; /* a few words */
};

/* By enum policy_code. */
extern const struct policy_code_info policy_codes[CODE_COUNT];

#endif
