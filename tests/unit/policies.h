/*
 * policies: policy texts that are easy to write in C, and their notes.
 *
 * In a text, ` stands for " and @ marks where a note is expected.
 */
#ifndef UNIT_POLICIES_H
#define UNIT_POLICIES_H

#include "base/buf.h"
#include "policy/policy.h"

/* A policy around top-level members, members of a kind, and fields. */
#define POLICY_HEAD                                              \
	"`policy`: `p`, `version`: `2021-11-03`, `title`: `t`, " \
	"`purpose`: `p`,\n"
#define POLICY_TAIL "`records`: { `k`: { `format`: `json`, `fields`: {} } }\n}"
#define POLICY_KIND(members)                                                \
	"{\n" POLICY_HEAD "`records`: { `k`: { `format`: `json`,\n" members \
	"\n} } }"
#define POLICY_TOP(members)   "{\n" POLICY_HEAD members ",\n" POLICY_TAIL
#define POLICY_FIELDS(fields) POLICY_KIND("`fields`: {\n" fields "\n}")

/* The same with something before the records. */
#define POLICY_WITH(members, fields)                                    \
	"{\n" POLICY_HEAD members                                       \
	",\n`records`: { `k`: { `format`: `json`, `fields`: {\n" fields \
	"\n} } } }"

#define BECAUSE "`because`: `x`"

/* The text that a written one means, NUL-terminated; the caller frees it. */
struct buf policies_text(const char *written);

/*
 * "LINE:COLUMN CODE" for each code of the list and mark of the text, the k-th
 * code at the k-th mark, each followed by a newline.
 */
struct buf policies_expected(const char *written, const char *codes);

/* A note_fn that adds such a line to the buffer ctx. */
void policies_note(void *ctx, const struct note *note);

/*
 * Loads a written text that must be accepted without errors.  The caller
 * frees the program.
 */
struct program *policies_load(const char *written);

#endif
