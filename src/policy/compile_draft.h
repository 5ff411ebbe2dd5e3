/*
 * compile_draft: conditions between text and program.
 *
 * A condition is read once (compile_condition.c), and becomes one of the
 * program for each format in which a rule names it.
 */
#ifndef POLICY_COMPILE_DRAFT_H
#define POLICY_COMPILE_DRAFT_H

#include "policy/compile.h"

/*
 * A condition as it was read, for any format.  A draft that names another
 * condition has `symbol` and nothing else.
 */
struct draft {
	struct place place;
	bool broken; /* noted; whatever rests on it stays silent */
	enum { FRESH, OPEN, DONE } walk;
	unsigned int height; /* drafts on the longest way down, when DONE */
	uint32_t lowered[FORMAT_COUNT]; /* index + 1; 0: not yet */

	struct symbol *symbol;
	enum condition_op op;
	bool every;
	struct draft **parts;
	size_t part_count;
	const struct node *field, *at;
	struct value *constants;
	size_t constant_count;
	struct date bound;
	uint32_t age;
};

/*
 * Makes a draft a condition of one format, once; its index in the program.
 * False when it is broken, which was noted, or memory ends.
 */
bool compile_draft(struct compiler *c, struct draft *d, enum format_id format,
    uint32_t *index);

#endif
