/*
 * evaluate: conditions over the watched values of one record.
 *
 * Two-valued: a missing value makes a leaf false, and null and the empty
 * string are missing.  Each condition is evaluated at most once per record.
 */
#ifndef ENGINE_EVALUATE_H
#define ENGINE_EVALUATE_H

#include "engine/engine.h"

/* Whether a condition of the program holds; -1 (always) does. */
bool evaluate_condition(struct engine *e, int32_t condition);

/*
 * The value of an operand that has exactly one, or only equal ones.  False
 * when there is none, or they differ.
 */
bool evaluate_single(struct engine *e, uint32_t operand, struct slice *text);

/* What the watched values of an operand are together. */
enum evaluated { EVALUATED_NONE, EVALUATED_ONE, EVALUATED_SEVERAL };

/*
 * Like evaluate_single(), but tells a missing value from several different
 * ones, and *value has its kind.
 */
enum evaluated
evaluate_value(struct engine *e, uint32_t operand, struct value *value);

#endif
