/*
 * values: what stands in a few records, as a list, and the same records with
 * other values.
 */
#ifndef STUDY_VALUES_H
#define STUDY_VALUES_H

#include "base/arena.h"
#include "base/value.h"
#include "format/format.h"

/* A value of a record; all texts are in the arena. */
struct found_value {
	uint64_t record; /* from 1 */
	struct slice place;
	struct value value;
	struct slice instead; /* p != NULL: what to write in its place */
	size_t order;         /* among all values */
};

struct values {
	struct arena *arena; /* borrowed */
	struct found_value *all;
	size_t count, cap;
	enum reason fault; /* the first record that cannot be read */
	uint64_t records;
};

/*
 * Lists the values of a text, which FORMAT_PAD bytes follow; of the program
 * only stream and limits count.  Empty values are left out.  -1 without
 * memory.
 */
int values_read(struct values *v, struct arena *arena,
    const struct program *program, enum format_id format, struct slice text);

/*
 * Writes the text that values were read from, with those that have an
 * `instead` replaced.  -1 without memory.
 */
int values_rewrite(const struct values *v, const struct program *program,
    enum format_id format, struct slice text, struct buf *out);

#endif
