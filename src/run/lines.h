/*
 * lines: inputs whose records are lines, whatever is in them.
 */
#ifndef RUN_LINES_H
#define RUN_LINES_H

#include "format/format.h"

/*
 * As a format's split; for struct run_work.  The record is the line without
 * its end, LF or CRLF; the last line may lack one.
 */
enum split lines_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece);

#endif
