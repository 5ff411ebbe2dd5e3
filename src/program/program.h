/*
 * program: a compiled policy, and the meeting point of the library.
 *
 * The policy floor builds it, the engine obeys it; neither knows the other.
 * It is plain data in one arena, never changed after it was built, and may be
 * shared by threads.  Indexes are into the arrays of struct program.
 */
#ifndef PROGRAM_PROGRAM_H
#define PROGRAM_PROGRAM_H

#include "action/action.h"
#include "action/normalize.h"
#include "action/type.h"
#include "base/arena.h"
#include "base/charset.h"
#include "base/date.h"
#include "base/value.h"
#include "crypto/pair.h"
#include "match/machine.h"
#include "program/test_case.h"

enum format_id {
	FORMAT_JSON,
	FORMAT_XML,
	FORMAT_CSV,
	FORMAT_HL7V2,
	FORMAT_COUNT,
};

/* Names as in a policy: "json", "xml", "csv", "hl7v2". */
extern const char *const format_names[FORMAT_COUNT];

/* The format called name, or FORMAT_COUNT. */
enum format_id format_id_find(struct slice name);

/* The same for a caller's word, NULL if there is none; ERR_USAGE, with all
 * names: it is of no format. */
int format_id_read(const char *name, enum format_id *format, struct err *err);

/*
 * A condition.  Leaves look at the values of an operand as received; a
 * missing value makes a leaf false.
 */
enum condition_op {
	CONDITION_ALL,
	CONDITION_ANY,
	CONDITION_NOT,
	CONDITION_IN, /* also `is`, with one constant */
	CONDITION_EXISTS,
	CONDITION_MISSING, /* "exists": false */
	CONDITION_BEFORE,
	CONDITION_AFTER,
	CONDITION_AT_LEAST,
	CONDITION_AT_MOST,
	CONDITION_AGE_UNDER,
	CONDITION_AGE_FROM,
};

struct condition {
	enum condition_op op;
	bool every; /* all values must satisfy it, and there is one */

	const uint32_t *parts; /* conditions of ALL, ANY, NOT */
	size_t part_count;

	uint32_t operand;              /* of its format's stream */
	uint32_t at_operand;           /* AGE_*: the date the age refers to */
	const struct value *constants; /* IN: any; the others: one */
	size_t constant_count;
	struct date bound; /* BEFORE, AFTER: constants[0] as a date */
	uint32_t age;      /* AGE_*: full years */
};

/* One alternative of a field: an action and when it applies. */
struct rule {
	enum action_id action;
	const void *config;   /* the action's settings; NULL if it has none */
	int32_t when;         /* condition, or -1: always */
	int32_t at;           /* operand of the action's PARAM_PATH, or -1 */
	struct slice place;   /* of the values, where the action binds them */
	const uint32_t *from; /* of a new field: operands that it is made of */
	size_t from_count;

	enum type_id must;
	uint32_t text_max; /* TYPE_TEXT: most characters; 0: no limit */
	const struct slice *one_of; /* sorted bytewise */
	size_t one_of_count;
	bool invalid_drops;  /* a wrong value is dropped, not rejected */
	bool absent_rejects; /* a missing value rejects the record */
	bool splices;        /* kept without looking at the value */
	bool guards;         /* its values must not come out elsewhere */
	bool shows;          /* what leaves is searched for what must not */

	uint32_t id; /* index of this rule's counter, over all kinds */
	struct slice because, basis;
	unsigned int line, column; /* in the policy's file */
};

/* A path and its alternatives, in order. */
struct field {
	struct path path;
	const struct rule *rules;
	size_t rule_count;
	bool may_reject_absent; /* one of the rules has absent_rejects */
};

/* An operand whose values must not come out. */
struct guarded {
	uint32_t operand;
	int32_t keeper; /* the field that may let them leave, or -1 */
};

/* One kind of records. */
struct kind {
	struct slice name;
	enum format_id format;
	int32_t match; /* condition, or -1: any record of the format */
	const struct field *fields; /* those of the input, then new ones */
	size_t field_count;         /* of the input */
	size_t new_count; /* fields that are written but never read: their
			     paths are names alone */
	const struct machine *machine; /* accepts are indexes of fields */
	bool may_reject_absent;        /* one of the input's fields has */

	/* What may never come out. */
	bool nets; /* there is something: what leaves is searched */
	const struct guarded *guarded; /* by operand, ascending */
	size_t guarded_count;
	uint32_t detects; /* a bit for each enum detector */
	const struct slice *literals;
	size_t literal_count;
};

/* What a policy states about the spelling of a format. */
struct dialect {
	/* csv */
	uint8_t delimiter;
	enum charset encoding; /* output is always UTF-8 */

	/* xml: a prefix's place in the list is its number, see path.h */
	const struct namespace *namespaces;
	size_t namespace_count;

	/* hl7v2 */
	bool hprim; /* HPRIM Sante 2.x instead of HL7 v2 */
};

/*
 * What all kinds of one format share: the stream they are read from, and the
 * values to look at before anything is decided.
 */
struct stream {
	struct dialect dialect;
	const uint32_t *kinds;
	size_t kind_count;
	struct path record;         /* step_count 0: no record path */
	const struct machine *look; /* NULL: nothing to look at; accepts are
				       operands, several for one state */
	const struct path *operands;
	size_t operand_count;
};

struct domain {
	struct slice name, entity, key;
	enum normalize_id normalize;
	bool reversible; /* tokens can be turned back with the key */
};

/* Somebody to whom values are sealed. */
struct recipient {
	struct slice name, title;
	bool has_key; /* its public key is known */
	struct pair_public key;
};

struct program_limits {
	size_t record, value;
	uint32_t depth, name, number, members;
};

struct program {
	struct arena arena; /* owns everything below */

	struct slice name, version, title, purpose;
	struct slice canonical; /* the rules without layout, for their digest */
	struct program_limits limits;

	const struct domain *domains;
	size_t domain_count;
	const struct recipient *recipients;
	size_t recipient_count;
	const struct condition *conditions;
	size_t condition_count;
	const struct kind *kinds;
	size_t kind_count;
	struct stream streams[FORMAT_COUNT];
	uint32_t rule_count; /* counters a run needs: every rule has an id */

	const struct test_case *tests; /* those inside the policy */
	size_t test_count;
	uint32_t coverage; /* percent that tests must reach; 0: no floor */
};

/* All fields of a kind, new ones too. */
static inline size_t
kind_all_fields(const struct kind *kind)
{
	return kind->field_count + kind->new_count;
}

/*
 * The setting of a rule's parameter of a kind that is stored as one number.
 * False if its action has none.
 */
bool
rule_setting(const struct rule *rule, enum param_kind kind, uint32_t *setting);

/* The table of a rule's action.  False if it has none. */
bool rule_table(const struct rule *rule, struct action_table *table);

/* Whether a text is one of those that the rule accepts, or it has no list. */
bool rule_lists(const struct rule *rule, struct slice text);

/*
 * Whether characters of a value leave by the rule, in a form that could hide
 * another value: not those of a closed list, and none that are calculated.
 */
bool rule_shows(const struct rule *rule);

/* Whether values of a field are protected, wherever they do not leave. */
bool field_guards(const struct field *field);

/* Whether anything can leave by this field: not all of its rules drop. */
bool field_may_release(const struct field *field);

/* Whether a record of the format has one value at most at the path. */
bool path_is_single(const struct path *path, enum format_id format);

/* The recipient called name, or NULL. */
const struct recipient *
program_recipient(const struct program *program, struct slice name);

/* The built-in limits. */
struct program_limits program_limits_default(void);

/*
 * An empty program with the built-in limits, whose arena hands out at most
 * max bytes.  NULL when there is no memory; program_free() frees it.
 */
struct program *program_new(size_t max);

/*
 * Makes an empty program read a format as tamis writes it: by this policy, or
 * with this delimiter of CSV if policy is NULL.  It borrows from the policy.
 */
void program_reads_written(struct program *program,
    const struct program *policy, enum format_id format, uint8_t delimiter);

/* Frees everything; NULL is ignored. */
void program_free(struct program *program);

#endif
