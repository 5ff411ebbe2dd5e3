/*
 * path_read: what the readers of path notations share.
 *
 * Inside the match floor only.  A reader goes over a text and gathers steps;
 * a call that fails has noted why, and where.
 */
#ifndef MATCH_PATH_READ_H
#define MATCH_PATH_READ_H

#include "base/limits.h"
#include "match/path.h"

/* The text being read, and the steps found so far. */
struct path_reader {
	struct arena *arena;
	struct slice text; /* a copy in the arena; JSON_PAD more bytes can be
			      read */
	size_t at;
	struct path_fault *fault;
	struct step steps[LIMIT_STEPS];
	size_t count;
};

/* Each returns -1; without memory there is no reason to tell. */
int path_fail_at(struct path_reader *r, size_t at, const char *why);
int path_fail(struct path_reader *r, const char *why);
int path_fail_memory(struct path_reader *r);

/* Begins to read a text. */
int path_read_begin(struct path_reader *r, struct arena *a, struct slice text,
    struct path_fault *fault);

/* Makes a path of the steps. */
int path_read_end(struct path_reader *r, struct path *path);

static inline bool
path_at_end(const struct path_reader *r)
{
	return r->at == r->text.len;
}

/* Whether the given characters come next; path_take() passes them, too. */
bool path_next_is(const struct path_reader *r, const char *characters);
bool path_take(struct path_reader *r, const char *characters);

/* Whether only quoted names of JSON paths can hold a character. */
bool path_is_reserved(uint8_t c);

/* A new step; NULL when there are too many. */
struct step *path_add_step(struct path_reader *r, enum step_kind kind);

/* A step that takes a name. */
int path_add_name(struct path_reader *r, struct slice name);

/* =, != or ^=. */
int path_read_op(struct path_reader *r, enum predicate_op *op);

/* The characters between single quotes; two of them stand for one. */
int path_read_value(struct path_reader *r, struct slice *value);

/*
 * Predicates, as many as stand in a row, behind the first opening bracket:
 * `read` reads one and its closing bracket.
 */
typedef int path_predicate_fn(
    struct path_reader *r, void *ctx, struct predicate *predicate);
int path_read_select(struct path_reader *r, path_predicate_fn *read, void *ctx);

#endif
