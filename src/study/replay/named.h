/*
 * named: whether a rule names the place of a value.
 *
 * Places (match/path.h) do not say which element of an array a value is in, so
 * a rule with a predicate names its place for all of them.  A rule that drops
 * names all that is below its path, too.  Where a path leaves levels open, they
 * are only those that some path of the kind spells (match/machine.h).
 */
#ifndef STUDY_NAMED_H
#define STUDY_NAMED_H

#include "base/buf.h"
#include "program/program.h"

/* Where the values of a field stand. */
struct named_field {
	const struct slice *parts; /* of the place, with levels left open
				      between */
	size_t part_count;
	bool drops; /* also what is below */
};

struct named_kind {
	const struct named_field *fields;
	const struct slice *levels; /* that can be left open */
	size_t level_count;
};

/* Places that were asked for before. */
struct named_answer {
	const struct kind *kind;
	struct slice place; /* p == NULL: the slot is free */
	bool named;
};

struct named {
	const struct program *program;
	enum format_id format;
	struct arena arena;
	struct named_kind *kinds;     /* of the program; without fields: of
					 another format */
	struct named_answer *answers; /* by hash */
	size_t answer_count;
};

/* The program must outlive it.  -1 without memory. */
int named_init(
    struct named *n, const struct program *program, enum format_id format);
void named_release(struct named *n);

/*
 * Whether a rule of the kind names the place; of a record without a kind, one
 * of any kind of the format.
 */
bool named_has(struct named *n, const struct kind *kind, struct slice place);

#endif
