/*
 * test_text: the records of a test inside a policy, as a file of their format
 * would hold them.
 *
 * JSON stands as it is; XML and HL7 v2 are a string, or an array of lines; a
 * table is an object of cells by column, or an array of such rows.  Inside the
 * policy floor only.
 */
#ifndef POLICY_TEST_TEXT_H
#define POLICY_TEST_TEXT_H

#include "policy/compile.h"

/*
 * The text that `in` of a test stands for.  False after a note.  A table gets
 * the columns that the policy names and the test does not, with empty cells.
 */
bool test_text_in(struct compiler *c, enum format_id format,
    const struct node *node, struct slice *text);

/*
 * The same of `out`, which may have matchers, as objects: they become texts
 * (study/test/matcher.h).
 */
bool test_text_out(struct compiler *c, enum format_id format,
    const struct node *node, struct slice *text);

#endif
