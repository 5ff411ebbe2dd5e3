/*
 * words: all that registers and differences say of their own accord, in both
 * languages of their readers.
 *
 * A sentence has places {0} to {3}, which are filled when it is said; their
 * order is that of the language.
 */
#ifndef POLICY_WORDS_H
#define POLICY_WORDS_H

#include "action/action.h"
#include "base/buf.h"
#include "policy/parse.h"

enum language { LANGUAGE_EN, LANGUAGE_FR, LANGUAGE_COUNT };

/* Codes as in a policy: "en", "fr". */
extern const char *const language_codes[LANGUAGE_COUNT];

enum word {
	WORD_VERSION,
	WORD_PURPOSE,
	WORD_APPROVED,
	WORD_APPROVED_BY,
	WORD_APPROVED_ON,
	WORD_NOT_APPROVED,
	WORD_DIGEST,
	WORD_RECORDS,
	WORD_ANY_RECORD,
	WORD_ONLY_RECORDS,
	WORD_OTHERS_REJECTED,
	WORD_LEAVES,
	WORD_STAYS,
	WORD_REST_STAYS,
	WORD_NOTHING_LEAVES,
	WORD_FIELD,
	WORD_HOW,
	WORD_WHEN,
	WORD_WHY,
	WORD_BASIS,
	WORD_CHECK,
	WORD_ALWAYS,
	WORD_ELSE_DROPPED,
	WORD_ELSE,
	WORD_NEVER,
	WORD_NEVER_PROTECTED,
	WORD_NEVER_ECHO,
	WORD_NEVER_DETECT,
	WORD_NEVER_LITERALS,
	WORD_NEVER_ADDED,
	WORD_NEVER_REMOVED,
	WORD_CONDITIONS,
	WORD_BASES,
	WORD_RECIPIENTS,
	WORD_NO_RECIPIENTS,
	WORD_RECIPIENT_QUARANTINE,
	WORD_DOMAINS,
	WORD_DOMAIN,
	WORD_ONE_WAY,
	WORD_REVERSIBLE,
	WORD_NEW_FIELD,

	/* What becomes of a value. */
	WORD_KEEP,
	WORD_DROP,
	WORD_TOKEN,
	WORD_TOKEN_BACK,
	WORD_TOKEN_OF,
	WORD_FIRST_ONE,
	WORD_FIRST,
	WORD_LAST_ONE,
	WORD_LAST,
	WORD_STEP,
	WORD_MASK,
	WORD_MASK_BUT,
	WORD_MASK_BUT_BOTH,
	WORD_CONSTANT,
	WORD_TABLE,
	WORD_TABLE_DROPS,
	WORD_TABLE_REJECTS,
	WORD_SHIFT,
	WORD_SEAL,

	/* What it must be. */
	WORD_MUST,
	WORD_MUST_MAX,
	WORD_MUST_ONE_OF,
	WORD_INVALID_REJECTS,
	WORD_INVALID_DROPS,
	WORD_UNFIT_REJECTS,
	WORD_UNFIT_DROPS,
	WORD_LONE_REJECTS,
	WORD_LONE_DROPS,
	WORD_ABSENT_REJECTS,

	/* Conditions. */
	WORD_IS,
	WORD_IS_ONE_OF,
	WORD_EXISTS,
	WORD_MISSING,
	WORD_BEFORE,
	WORD_AFTER,
	WORD_AT_LEAST,
	WORD_AT_MOST,
	WORD_AGE_UNDER,
	WORD_AGE_FROM,
	WORD_EVERY,
	WORD_NOT,
	WORD_AND,
	WORD_OR,
	WORD_QUOTED,
	WORD_COLON,
	WORD_SEMICOLON,

	/* One field. */
	WORD_RULE_FOR,
	WORD_WITHIN_DROPPED,
	WORD_WITHIN_VALUE,
	WORD_AROUND,
	WORD_SOME_RULES,
	WORD_REST_DROPPED,
	WORD_NO_RULE,
	WORD_NEAREST,

	/* Differences: {0} is of the older policy, {1} of the newer one. */
	WORD_KIND_ADDED,
	WORD_KIND_REMOVED,
	WORD_MATCH_CHANGED,
	WORD_MATCH_UNSHARED,
	WORD_FIELD_ADDED,
	WORD_FIELD_REMOVED,
	WORD_REACH_WIDENED,
	WORD_SHAPE_WIDENED,
	WORD_FORM_CHANGED,
	WORD_WHEN_CHANGED,
	WORD_ALTERNATIVES_CHANGED,
	WORD_CHECK_CHANGED,
	WORD_NO_CHECK,
	WORD_DEMAND_REMOVED,
	WORD_REASON_CHANGED,
	WORD_PROTECTION_REMOVED,
	WORD_REVERSIBLE_NOW,
	WORD_ONE_WAY_NOW,
	WORD_DOMAIN_CHANGED,
	WORD_DOMAIN_SHARED,
	WORD_RECIPIENT_ADDED,
	WORD_RECIPIENT_REMOVED,
	WORD_RECIPIENT_CHANGED,
	WORD_LIMIT_CHANGED,
	WORD_SPELLING_CHANGED,
	WORD_WEAKER,
	WORD_STRONGER,
	WORD_CHANGED,
	WORD_NO_DIFFERENCES,
	WORD_DIFFERENCES,
	WORD_DIFFERENCES_TEXT,

	/* Records before and after. */
	WORD_PREVIEW,
	WORD_PREVIEW_TEXT,
	WORD_RECORD,
	WORD_RECORD_OF,
	WORD_RULE,
	WORD_UNNAMED,
	WORD_UNAPPLIED,
	WORD_UNMADE,

	/* The page. */
	WORD_REGISTER,
	WORD_SKIP,
	WORD_CONTENTS,
	WORD_GLANCE,
	WORD_SIGN,
	WORD_SIGN_TEXT,
	WORD_NAME,
	WORD_FUNCTION,
	WORD_DATE,
	WORD_SIGNATURE,
	WORD_EXAMPLES,
	WORD_EXAMPLES_TEXT,
	WORD_BEFORE_IT,
	WORD_AFTER_IT,
	WORD_IS_REJECTED,
	WORD_ABSENT,
	WORD_MADE_BY,
	WORD_TESTS,
	WORD_TESTS_NONE,
	WORD_TESTS_PASSED,
	WORD_TESTS_FAILED,
	WORD_COVERAGE,
	WORD_UNREACHED,
	WORD_PASSED,
	WORD_FAILED,
	WORD_COUNT,
};

/* A sentence as it stands in the table. */
const char *word(enum language l, enum word w);

/* Adds a sentence with its places filled, by n slices. */
void words_fill(
    struct buf *out, const char *sentence, const struct slice *fill, size_t n);

/* The same for one of the table with one or two places. */
void words_say(struct buf *out, enum language l, enum word w, struct slice a,
    struct slice b);

/* The name of an action, as of a badge: "kept". */
const char *words_badge(enum language l, enum action_id action);

/* What a type asks for. */
const char *words_type(enum language l, enum type_id type);

/*
 * What `to` of generalize makes of a value, with a place for the date of an
 * age; NULL for a word that is no such choice.
 */
const char *words_coarser(enum language l, struct slice to);

/* What a normalization makes of a value. */
const char *words_normal(enum language l, enum normalize_id normalize);

/*
 * A text of the policy in a language: that one, or else the one that the
 * policy shows by itself.  node was read as a text, or is NULL.
 */
struct slice words_of(const struct node *node, enum language l);

#endif
