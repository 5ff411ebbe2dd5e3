/*
 * action: what a rule does to a value: decoded value in, decoded value out.
 *
 * Each action is one file: a settings struct, a table of its parameters, one
 * function, one constant.  The table alone serves reading, checking and
 * explaining a policy.  An action never knows where the value stands, in
 * which format, or what other fields hold; what it needs of them (the date an
 * age refers to, the person to whom a date belongs) is handed to it.
 */
#ifndef ACTION_ACTION_H
#define ACTION_ACTION_H

#include "action/normalize.h"
#include "action/type.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/value.h"
#include "crypto/offset.h"
#include "crypto/reversible.h"
#include "crypto/seal.h"
#include "crypto/token.h"

enum action_id {
	ACTION_KEEP,
	ACTION_DROP,
	ACTION_TOKENIZE,
	ACTION_TRUNCATE,
	ACTION_GENERALIZE,
	ACTION_MASK,
	ACTION_REPLACE,
	ACTION_MAP,
	ACTION_SHIFT,
	ACTION_SEAL,
	ACTION_COUNT,
};

/*
 * How a parameter is written in a policy, and stored in the settings.  One
 * that is not given takes its fallback; without a fallback it is stored as
 * zeros, but a path as -1.
 */
enum param_kind {
	PARAM_COUNT,     /* integer from min to max: uint32_t */
	PARAM_CHAR,      /* string of one character: uint32_t */
	PARAM_CHOICE,    /* string of a closed list: uint32_t, place from 1 */
	PARAM_SCALAR,    /* string, number, boolean, null: struct value */
	PARAM_TABLE,     /* object of strings to strings: struct action_table */
	PARAM_DOMAIN,    /* name of a domain: uint32_t, index in the program */
	PARAM_RECIPIENT, /* name of a recipient: likewise */
	PARAM_PATH,      /* path of another field: int32_t, operand index */
};

struct param {
	const char *name;
	enum param_kind kind;
	size_t offset; /* in the settings */
	bool required;
	uint32_t min, max;          /* PARAM_COUNT */
	const char *const *choices; /* PARAM_CHOICE; ends with NULL */
	const char *fallback;       /* PARAM_CHAR: its string, or NULL */
	const char *help;           /* one sentence */
};

struct action_pair {
	struct slice from, to;
};

struct action_table {
	const struct action_pair *pairs; /* sorted by `from`, bytewise */
	size_t count;
};

/* A pseudonym domain at work; what no rule uses is NULL. */
struct action_domain {
	struct token_maker *maker;     /* for tokens that are one-way, */
	struct reversible *reversible; /* or that can be turned back */
	struct offset_maker *offsets;  /* for dates */
	enum normalize_id normalize;
};

/* A recipient at work; NULL where no rule seals to it. */
struct action_recipient {
	struct sealer *sealer;
	struct slice name, policy; /* to which its values are bound */
};

/* What an action is handed besides the value. */
struct action_context {
	/* By index in the program. */
	const struct action_domain *domains;
	const struct action_recipient *recipients;

	struct buf *scratch; /* empty; for normalized values */
	struct slice at; /* text at the path that a PARAM_PATH names; p == NULL:
			    missing */
	struct slice place; /* of the value (match/path.h), for those actions
			       that bind it */
	const struct value *parts; /* of which a new field is made, there being
				      no value: one or more, or NULL */
	size_t part_count;
	enum type_id must; /* of the rule, already checked */
};

/* What became of the value. */
enum verdict {
	VERDICT_KEEP,    /* as received */
	VERDICT_DROP,    /* removed */
	VERDICT_CHANGED, /* *kind and the bytes added to out */
	VERDICT_INVALID, /* not a value this action can work on */
	VERDICT_REFUSE,  /* the rule asks for the record's rejection */
};

struct action {
	const char *name;
	const char *help;           /* one sentence for the register */
	const struct param *params; /* ends with a NULL name */
	size_t size;                /* of the settings; 0: none */

	/*
	 * Checks settings that are right one by one but not together.  NULL,
	 * or a constant sentence that says what is wrong.
	 */
	const char *(*check)(const void *config, enum type_id must);

	bool releases;     /* something of the value, or for it, may leave */
	bool releases_raw; /* the value leaves as received */
	bool binds;        /* it needs the value's place */

	/*
	 * Works on one present value (never null, never "").  Adds the result
	 * to out; *kind is preset to VALUE_TEXT.
	 */
	enum verdict (*apply)(const void *config,
	    const struct action_context *context, const struct value *in,
	    struct buf *out, enum value_kind *kind);
};

/* The table, by enum action_id. */
extern const struct action *const actions[ACTION_COUNT];

/* The action called name, or NULL. */
const struct action *action_find(struct slice name);

#endif
