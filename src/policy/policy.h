/*
 * policy: text to program, with notes for people.
 *
 * All mistakes of a policy are found in one call, one note each.  A policy
 * with an error is refused: there is no program of half a policy.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "base/err.h"
#include "base/slice.h"
#include "crypto/pair.h"
#include "program/program.h"

enum note_level { NOTE_ERROR, NOTE_WARNING, NOTE_HINT };

/* One remark about a policy. */
struct note {
	enum note_level level;
	const char *code; /* stable: "E0102", "W0601", "N0701" */
	const char *file;
	unsigned int line, column; /* from 1; the column counts characters */
	unsigned int width;        /* characters the remark is about */
	const char *text;          /* no capital, no full stop */
	struct slice source;       /* the line itself, for a caret */
};

typedef void note_fn(void *ctx, const struct note *note);

/*
 * Loads the policy in a file, and what it uses.  Every note is told in the
 * order of file and position; note may be NULL.  Returns 0 and a program that
 * the caller frees with program_free(), or -1: ERR_POLICY when there was an
 * error among the notes, ERR_NOMEM.  A file that cannot be read is a note, too.
 */
int policy_load(const char *path, note_fn *note, void *ctx,
    struct program **program, struct err *err);

/* The public key of a recipient, in place of the file that a policy names. */
struct policy_key {
	const char *recipient;
	struct pair_public key;
};

/* The same with such keys.  ERR_USAGE: the policy has no such recipient. */
int policy_load_with(const char *path, const struct policy_key *keys,
    size_t key_count, note_fn *note, void *ctx, struct program **program,
    struct err *err);

/*
 * The same for text in memory; name is for messages.  `use` is refused, and
 * recipients have no keys.
 */
int policy_parse(const char *name, struct slice text, note_fn *note, void *ctx,
    struct program **program, struct err *err);

#endif
