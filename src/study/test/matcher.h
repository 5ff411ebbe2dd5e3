/*
 * matcher: what a test expects of a value that cannot be written down.
 *
 *	${token:DOMAIN}               a token of a value in the input
 *	${token:DOMAIN of VALUE}      the token of that value
 *	${token:DOMAIN of A + B}      the token of several values together
 *	${token:DOMAIN same LABEL}    of one value wherever the label stands,
 *and of another under every other label
 *	${sealed:RECIPIENT}           sealed to it, for this policy and place
 *	${sealed:RECIPIENT of VALUE}  and that value, when opened
 *
 * A matcher is a whole value.  A value that begins with two or more `$` and `{`
 * stands for the text without its first `$`.
 */
#ifndef STUDY_MATCHER_H
#define STUDY_MATCHER_H

#include "study/test/test_keys.h"
#include "study/test/values.h"

enum matcher_kind { MATCHER_NONE, MATCHER_TOKEN, MATCHER_SEALED };

struct matcher {
	enum matcher_kind kind;
	struct slice name;     /* of the domain or recipient */
	struct slice of, same; /* p == NULL: not stated */
	struct slice text;     /* MATCHER_NONE: the text that is meant */
};

/* What matchers of one test are compared by. */
struct matching {
	struct arena *arena;
	struct test_keys *keys;
	const struct values *input;
	struct matched_label *labels; /* of `same`; a list in the arena */
};

/* Reads a value.  NULL, or what is wrong with it, a constant sentence. */
const char *matcher_read(
    const struct program *program, struct slice text, struct matcher *m);

/*
 * Whether a value at a place is what the matcher, not MATCHER_NONE, says.
 * NULL, or why not, a constant sentence.
 */
const char *matcher_accepts(struct matching *m, const struct matcher *matcher,
    const struct found_value *got);

/*
 * The text that stands for a value in what a test expects: its matcher, or
 * itself.  In the arena.
 */
struct slice matcher_guess(struct matching *m, const struct found_value *got);

/* The same for people: of a sealed value it says what is sealed. */
struct slice
matcher_describe(struct matching *m, const struct found_value *got);

#endif
