/*
 * value: one scalar of a record, decoded, as conditions and actions see it.
 *
 * The same four kinds serve all formats: JSON has all of them; CSV, XML and
 * HL7 v2 only have text.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include "base/slice.h"

enum value_kind { VALUE_TEXT, VALUE_NUMBER, VALUE_BOOLEAN, VALUE_NULL };

struct value {
	struct slice text; /* UTF-8; a number's lexeme, "true", "false", "" */
	enum value_kind kind;
};

/* null and the empty string: nothing is there. */
static inline bool
value_is_absent(const struct value *v)
{
	return v->kind == VALUE_NULL ||
	       (v->kind == VALUE_TEXT && v->text.len == 0);
}

#endif
