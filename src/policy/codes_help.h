/*
 * codes_help: what each code means, at length, with an example.
 *
 * An example is a policy, or a part of one, that gets the remark: a test loads
 * each of them.
 */
#ifndef POLICY_CODES_HELP_H
#define POLICY_CODES_HELP_H

#include "base/buf.h"
#include "policy/codes.h"

/* What stands around an example to make a policy of it. */
enum example_in {
	EXAMPLE_FILE,   /* nothing: it is the file */
	EXAMPLE_POLICY, /* the members that every policy has, and a kind */
	EXAMPLE_WHOLE,  /* the same, but the example has "records" */
	EXAMPLE_KIND,   /* a kind of JSON records: the example is members */
	EXAMPLE_FIELDS, /* the fields of such a kind */
};

struct code_help {
	const char *text; /* what is wrong, and what to do about it */
	enum example_in in;
	const char *example;    /* ` stands for " */
	const char *other_name; /* of a second file, or NULL, */
	const char *other;      /* and what is in it */
};

/* By enum policy_code. */
extern const struct code_help code_helps[CODE_COUNT];

/* The number of a code such as "E0102"; CODE_COUNT: there is none. */
enum policy_code code_find(struct slice code);

/* Adds a text with " for `. */
void code_quote(struct buf *out, const char *text);

/* Adds the policy that an example is part of. */
void code_example(struct buf *out, const struct code_help *help);

/* Adds the explanation of a code for a terminal. */
void code_explain(struct buf *out, enum policy_code code, bool color);

#endif
