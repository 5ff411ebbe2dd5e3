/*
 * compare: what a test expects to be written, and what was.
 *
 * First the values, by record and place; then, if they agree, all that stands
 * around them.
 */
#ifndef STUDY_COMPARE_H
#define STUDY_COMPARE_H

#include "study/test/findings.h"
#include "study/test/matcher.h"

struct comparison {
	struct arena *arena;
	const struct program *program;
	enum format_id format;
	const bool *used; /* by rule id: whether it did anything */
	struct matching *matching;
	struct findings *findings;
};

/*
 * Compares the expected text with what was written; FORMAT_PAD bytes follow
 * both.  -1 without memory.
 */
int
compare_output(struct comparison *c, struct slice expected, struct slice got);

/* Adds what was written with matchers in place of tokens and sealed values:
 * what a test could expect.  -1 without memory. */
int compare_template(struct comparison *c, struct slice got, struct buf *out);

#endif
