/*
 * csv_row: where a row of CSV ends, and each of its cells.
 *
 * The scan goes over bytes 64 at a time, once, and can be interrupted
 * anywhere.  It works on any encoding in which ASCII is itself.
 */
#ifndef FORMAT_CSV_ROW_H
#define FORMAT_CSV_ROW_H

#include "base/buf.h"
#include "base/charset.h"

/* Bytes beyond a window that must be readable, with any content. */
#define CSV_ROW_PAD 64

struct csv_row {
	uint32_t *ends; /* where cells end: at most `max` of them */
	size_t max;
	size_t count; /* cells met; of those beyond max nothing is known */
	size_t at;    /* offset from which the scan goes on */
	size_t cell;  /* offset of the cell at hand */
	size_t next;  /* offset behind the row, once it ended */
	bool quoted;  /* inside quotes */

	bool misquoted; /* a quote stands where none may */
	bool bare_cr;   /* a CR stands outside quotes, without an LF */
	bool ended;     /* by a line end, not by the end of the input */
	bool crlf;      /* that line end was CR LF */
};

/* A row without cells, for at most max of them; -1 without memory. */
int csv_row_init(struct csv_row *r, size_t max);
void csv_row_release(struct csv_row *r);

/* Begins a row at offset 0 of the window. */
void csv_row_begin(struct csv_row *r);

/*
 * Goes on to the end of the row.  False if it is not in the window; with eof,
 * which ends a row, too, that is so inside quotes alone.
 */
bool csv_row_scan(
    struct csv_row *r, uint8_t delimiter, struct slice window, bool eof);

/*
 * Lets the window begin at r->at, for a row of which nothing is wanted but its
 * end.
 */
void csv_row_forget(struct csv_row *r);

/* Cell i (below count and max) of the row that begins at p. */
static inline struct slice
csv_row_cell(const struct csv_row *r, const uint8_t *p, size_t i)
{
	size_t begin = i == 0 ? 0 : r->ends[i - 1] + (size_t)1;

	return (struct slice){ p + begin, r->ends[i] - begin };
}

static inline bool
csv_cell_is_quoted(struct slice cell)
{
	return cell.len > 0 && cell.p[0] == '"';
}

static inline bool
csv_cell_is_empty(struct slice cell)
{
	return cell.len == 0 || (cell.len == 2 && cell.p[0] == '"');
}

/*
 * The text of a cell that is not misquoted, as UTF-8: in the cell itself, or
 * in *spare, which is overwritten then.  False without memory, or if a byte
 * has no meaning.
 */
bool csv_cell_text(struct slice cell, enum charset from, struct buf *spare,
    struct slice *text);

/* Adds text as a cell, in quotes if it must. */
void csv_cell_add(struct buf *out, struct slice text, uint8_t delimiter);

#endif
