/*
 * csv_header: which columns of a CSV input the program is about.
 *
 * Names are looked up once, when the header is met; rows are then filtered by
 * the places of cells.
 */
#ifndef FORMAT_CSV_HEADER_H
#define FORMAT_CSV_HEADER_H

#include "engine/engine.h"
#include "format/csv_row.h"

/* A column that a machine knows, or that the output has. */
struct csv_use {
	uint32_t column;
	uint32_t state; /* of the machine; MACHINE_DEAD: always empty */
	bool written;   /* the output has the column */
};

/* What to do with the cells of a row, in their order. */
struct csv_plan {
	struct csv_use *uses; /* owned */
	size_t count;
};

struct csv_header {
	const struct program *program;
	const struct stream *stream;

	/* Of the input at hand. */
	size_t columns;
	struct csv_plan look;   /* empty if there is nothing to look at */
	struct csv_plan *kinds; /* owned; by index in the program */

	/* Of the run. */
	struct buf line;  /* the output's header, without line end */
	struct buf names; /* of its columns, a NUL behind each */
	bool known;       /* the two are set: an input had a header */

	/* Memory of csv_header_read(). */
	struct slice *texts;  /* owned: the names of the input's columns */
	struct slice *sorted; /* owned: the same */
	bool *written;        /* owned: by column */
	bool *met;            /* owned: by field or operand */
	struct buf text, spare;
};

/* -1 without memory; release it then, too. */
int csv_header_init(struct csv_header *h, const struct program *program);
void csv_header_release(struct csv_header *h);

/*
 * Reads a header, whose cells are those of a good row.  The reason why the
 * input is refused, with the path it is about, or REASON_NONE.
 */
struct rejection csv_header_read(
    struct csv_header *h, const struct csv_row *row, struct slice line);

#endif
