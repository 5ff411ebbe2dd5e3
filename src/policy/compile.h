/*
 * compile: the trees of a policy's files as a program.
 *
 * Inside the policy floor only.  Each part of the language has its file
 * compile_*.c; they share one struct compiler.  A part that is wrong is noted
 * once and left out; whatever rests on it stays silent.
 */
#ifndef POLICY_COMPILE_H
#define POLICY_COMPILE_H

#include "policy/names.h"
#include "policy/parse.h"
#include "program/program.h"

struct draft;
struct load;

/* A name that the policy defines, in whichever of its files. */
struct symbol {
	struct slice name;
	struct place place; /* of the name */
	struct node *node;
	bool own; /* defined in the policy itself, not in a file
		     that it uses */
	bool used;
	struct draft *draft; /* of a condition */
};

/* All names of one sort; numbers are indexes. */
struct symbols {
	const char *what; /* "domain", "condition", ... */
	struct names names;
	struct symbol *all;
};

/* Where the name of a condition is looked for. */
struct scope {
	const struct symbols *kind; /* NULL outside kinds */
	const struct symbols *policy;
};

/* The values to look at in records of one format. */
struct operands {
	struct names texts; /* of their paths */
	struct buf paths;   /* struct path */
};

struct compiler {
	const struct load *load;
	struct notes *notes;
	struct arena *work; /* lives as long as the notes */
	struct program *program;

	struct node *const *roots; /* the policy, then the files it uses */
	size_t root_count;
	bool incomplete; /* one of those files is missing or damaged */

	struct cursor cursor; /* at the last rule */
	struct symbols bases, recipients, domains, conditions;
	const struct node **max_days; /* by domain: of its first shift */
	struct buf lowered;           /* struct condition, by index */
	struct buf for_nothing;       /* a byte for each: whether it holds for a
					 record that lacks every field */
	struct operands operands[FORMAT_COUNT];
};

/* A rule's surroundings. */
struct site {
	enum format_id format;
	struct scope scope;
	const struct path *path; /* NULL if it cannot be read */
	struct place place;      /* of the rule, for its counter */
	bool after_drop; /* an alternative before it drops conditionally, */
	bool after_less; /* or lets out less than the value */
	bool is_new;     /* of a field that the input does not have */
};

/*
 * Compiles into c->program, whose arena is empty.  Returns -1 when an error
 * was noted or memory ended; the program may then only be freed.
 */
int compile_policy(struct compiler *c);

/*
 * Collects the members of `section` of all files.  Names defined in two files
 * are noted.
 */
void compile_symbols(struct compiler *c, struct symbols *s, const char *section,
    const char *what);

/* Collects the members of one object. */
void compile_own_symbols(struct compiler *c, struct symbols *s,
    const struct node *object, const char *what);

/* The symbol called name, or NULL. */
struct symbol *symbols_find(const struct symbols *s, struct slice name);

/*
 * The symbol that a string names.  NULL after a note; without one, if the
 * name may be in a file that is missing.
 */
struct symbol *compile_reference(struct compiler *c, const struct symbols *s,
    const struct node *node, enum policy_code unknown);

/* Parts of the top level. */
void compile_identity(struct compiler *c);
void compile_bases(struct compiler *c);
void compile_recipients(struct compiler *c);
void compile_limits(struct compiler *c);
void compile_domains(struct compiler *c);
void compile_kinds(struct compiler *c);

/*
 * Reads what a kind states about the spelling of its format into the format's
 * stream; `first` if no kind before did.
 */
void compile_dialect(struct compiler *c, const struct node *object,
    enum format_id format, bool first);

/* Reads the notation of a format; the contract of path_parse_json(). */
int compile_parse(struct arena *a, const struct dialect *dialect,
    enum format_id format, struct slice text, struct path *path,
    struct path_fault *fault);

/* A path in a format's notation; `text` is written at `place`, a string. */
bool compile_path(struct compiler *c, enum format_id format, struct place place,
    struct slice text, struct path *path);

/*
 * compile_path() of a key that begins with `+`, for which the input need not
 * have anything.
 */
bool compile_new_path(struct compiler *c, enum format_id format,
    struct place place, struct slice text, struct path *path);

/* How the notation of a format writes any depth. */
const char *compile_deep_mark(enum format_id format);

/* The place of a path (match/path.h) that is not deep. */
struct slice compile_place(
    struct compiler *c, enum format_id format, const struct path *path);

/* The number of the operand whose path a string is. */
bool compile_operand(struct compiler *c, enum format_id format,
    const struct node *node, uint32_t *operand);

/* Reads all conditions of a set, which may refer to each other. */
void compile_conditions(
    struct compiler *c, struct symbols *s, const struct scope *scope);

/*
 * Reads a condition where it is used, for one format.  Returns its index, or
 * -1 if it is broken.
 */
int32_t compile_condition(struct compiler *c, const struct scope *scope,
    struct node *node, enum format_id format);

/* Reads one alternative. */
void compile_rule(struct compiler *c, const struct site *site,
    const struct node *node, struct rule *rule);

/*
 * Reads the parameters of a rule's action into rule->config and rule->at;
 * rule->must is known.
 */
void compile_params(struct compiler *c, const struct site *site,
    const struct node *node, struct rule *rule);

/*
 * Reads what a rule of a new field is made of into rule->from, and refuses
 * what only other fields have; notes `from` in those.  rule->action is known.
 */
void compile_from(struct compiler *c, const struct site *site,
    const struct node *node, struct rule *rule);

/* Whether the field of a key is a new one. */
bool compile_is_new(struct slice key);

/* Reads the fields of a kind and builds its machine. */
void compile_fields(struct compiler *c, const struct scope *scope,
    const struct node *object, struct kind *kind);

/*
 * Reads the tests of all kinds, which are compiled, into the program;
 * `records` is the object of the kinds.
 */
void compile_tests(struct compiler *c, const struct node *records);

/*
 * Reads what may never come out of records of a kind (NULL: only what its rules
 * protect), whose fields are known.
 */
void
compile_never(struct compiler *c, const struct node *object, struct kind *kind);

/* A copy in the program's arena. */
struct slice compile_keep(struct compiler *c, struct slice s);

#endif
