/*
 * note: remarks collected while a policy is read, and told when it was read.
 *
 * A place is a span of bytes in a source; lines and columns are computed when
 * a note is told.  Text of a policy may be quoted in a note: it is cut to a
 * readable length, and what could mislead a terminal is shown as '?'.
 */
#ifndef POLICY_NOTE_H
#define POLICY_NOTE_H

#include "base/arena.h"
#include "base/buf.h"
#include "policy/codes.h"

/* One file of a policy. */
struct source {
	const char *name;
	struct slice text;     /* JSON_PAD bytes behind it can be read */
	const uint32_t *lines; /* where each line begins */
	size_t line_count;     /* at least 1 */
	unsigned int order;    /* among the files of the policy */
};

struct place {
	const struct source *source;
	uint32_t at, len;
};

/* Where a reader of a source stands. */
struct cursor {
	const struct source *source;
	uint32_t at;
	unsigned int line, column; /* from 1, in characters */
};

struct remark;

struct notes {
	struct arena *arena; /* borrowed; fails when a note cannot be kept */
	struct remark *first, **end;
	size_t count, errors;
};

/* For %.*s: as much of a slice as a message can show. */
#define SHOWN(s) note_shown(s), (const char *)(s).p
int note_shown(struct slice s);

/*
 * Makes a source of text, which it copies into the arena together with the
 * name.  NULL when memory ends.
 */
struct source *source_new(
    struct arena *a, const char *name, struct slice text, unsigned int order);

void notes_init(struct notes *n, struct arena *arena);

/* Adds a remark; format is a sentence without capital and full stop. */
void notes_add(struct notes *n, enum policy_code code, struct place place,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * Adds "unknown WHAT `WORD`", and "did you mean `BEST`?" unless best.p is
 * NULL.
 */
void notes_unknown(struct notes *n, enum policy_code code, struct place place,
    const char *what, struct slice word, struct slice best);

/* Tells all remarks in the order of file and position.  -1: no memory. */
int notes_tell(struct notes *n, note_fn *tell, void *ctx);

/* The beginning of a source. */
struct place place_first(const struct source *source);

/* The line of a place, from 1. */
unsigned int place_line(struct place place);

/*
 * Moves a cursor, zeroed at first, to a place.  Moving on is cheap, even when
 * the whole policy is one line.
 */
void cursor_move(struct cursor *c, struct place place);

/*
 * The place, one character long, where byte `at` of the meaning of a string
 * is written.
 */
struct place place_within(struct place string, struct slice meaning, size_t at);

/*
 * Whether a character could hide or disguise text from its reader: controls
 * other than those of layout, and changes of direction.
 */
bool note_is_misleading(uint32_t c);

#endif
