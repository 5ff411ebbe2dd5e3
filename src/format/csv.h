/*
 * csv: tables of text with a header (RFC 4180), in the dialect that the policy
 * states: delimiter and encoding are never guessed.
 *
 * An input begins, after a byte order mark of UTF-8 and a line `sep=X` that
 * agrees with the delimiter (both optional, and left out), with the header.
 * Columns are found by their names, which are compared exactly once quotes and
 * encoding are gone.  A name that stands there twice, and a column that the
 * policy names and the header lacks, refuse the input.  Each further row is a
 * record; empty lines at the very end are none, unless the table has one
 * column.
 *
 * A quote opens a cell at its first byte only; inside, two stand for one; and
 * only a delimiter or the end of the row follows the closing one.  Rows that
 * break this, or have another number of cells or another line end than the
 * header, are rejected one by one: their end is known.  A cell that is never
 * closed ends the input.
 *
 * Output: the header with the columns that some rule may release, in the order
 * of the input, and behind them new ones in that of the policy, then a row for
 * each record.  Kept cells keep their bytes and
 * quotes; others are quoted if they must be.  All in UTF-8, with the line end
 * of the run's first header.  Text that a spreadsheet would take for a formula
 * is refused.
 *
 * Split (csv_split.c) scans every byte once and notes where cells end
 * (csv_row.h); it gives the header to csv_header.h, and rows to filter (csv.c),
 * which looks at those cells alone that the policy names.
 */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "format/csv_header.h"
#include "format/csv_row.h"
#include "format/format.h"

extern const struct format format_csv;

/* The memory of a run, shared by its two functions. */
struct csv {
	const struct dialect *dialect;
	const struct program_limits *limits;
	struct csv_header header;
	struct csv_row row;
	struct slice line_end; /* of the output */
	struct buf text;       /* of the cell at hand */

	/* Of the input at hand. */
	bool scanning;   /* the row at the window is begun */
	bool line_known; /* a line has ended */
	bool crlf;       /* in CR LF, as all must then */
};

/* For format_csv; the contracts are those of struct format. */
enum split csv_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);
enum reason csv_walk(const struct piece *piece, struct walker *w);
void *csv_walk_new(const struct program *program);
void csv_walk_free(void *memory);

#endif
