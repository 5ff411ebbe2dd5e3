/*
 * slots: the places of a kind of records that a policy knows, and values for
 * them.
 *
 * A slot stands for each field of the kind and for each path that is looked at:
 * by conditions, as the date of an age, the person of a date, a part of a new
 * field, or because it is protected.
 */
#ifndef STUDY_SLOTS_H
#define STUDY_SLOTS_H

#include "engine/engine.h"
#include "study/exercise/example.h"

#define SLOT_NONE   UINT32_MAX
#define SLOT_VALUES 2

struct slot {
	const struct path *path;
	const struct field *field; /* NULL: no rule of the kind is about it */
	int32_t operand;           /* of the stream; -1: nothing looks at it */
	enum type_id type;         /* that its use asks for; or TYPE_ANY */
	bool used;                 /* of the kind; or of other kinds alone */
	bool several;              /* a record can have several values there */
	enum about about;

	/* Of the record at hand. */
	bool fixed;               /* the values must be these */
	bool wanted;              /* there must be a value */
	bool empty;               /* there must be none, */
	bool differ;              /* or two different ones, */
	const struct value *only; /* or one of these; NULL: any */
	size_t only_count;
	struct value values[SLOT_VALUES];
	size_t count;
	struct value *candidates; /* NULL: not drawn yet */
	size_t candidate_count;
	size_t good_count; /* the first ones: that some rule accepts */
};

struct slots {
	const struct program *program;
	const struct stream *stream;
	const struct kind *kind;
	struct slot *all; /* owned; fields of the kind first, in their order */
	size_t count;
	uint32_t *by_operand; /* owned */
	bool *asked; /* owned; conditions that the stream's kinds have */
};

/* Finds the slots of a kind.  -1: no memory; slots_release() frees all. */
int slots_init(
    struct slots *s, const struct program *program, const struct kind *kind);
void slots_release(struct slots *s);

/* Begins a record: nothing is decided. */
void slots_begin(struct slots *s);

/* Whether a rule accepts a value, as far as that can be told without others. */
bool slots_accepts(const struct rule *rule, const struct value *v);

/* The type of values that a rule is made for; TYPE_ANY: none in particular. */
enum type_id
slots_type_of(const struct program *program, const struct rule *rule);

/*
 * Draws the values that a slot may get, the best first: those that all rules of
 * its field accept, then any.  In the arena of the examples.
 */
void slots_draw(const struct slots *s, struct slot *slot, struct example *x);

/* What values of a path are about, by its names. */
enum about slots_about(enum format_id format, const struct path *path);

#endif
