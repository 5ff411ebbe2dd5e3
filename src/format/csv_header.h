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

/* A column that the input does not have. */
struct csv_new {
	struct slice name;
	struct slice path; /* of the first field that fills it */
};

#define CSV_NOT_MADE UINT32_MAX

struct csv_header {
	const struct program *program;
	const struct stream *stream;

	/* Of the program. */
	struct csv_new *news; /* owned; in the order of the policy */
	uint32_t new_count;
	size_t room;     /* for new columns of a kind in `makes` */
	uint32_t *makes; /* owned: by kind, then by new column, the number of
			    the new field that fills it, or CSV_NOT_MADE */

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

/* For rows of a kind: the new field of each new column, or CSV_NOT_MADE. */
const uint32_t *csv_header_makes(const struct csv_header *h, size_t kind);

/*
 * Reads a header, whose cells are those of a good row.  The reason why the
 * input is refused, with the path it is about, or REASON_NONE.
 */
struct rejection csv_header_read(
    struct csv_header *h, const struct csv_row *row, struct slice line);

#endif
