/*
 * hl7v2_lines: the segments of one message.
 *
 * All lines of a message end in the same way: CR, as the standard says, or LF
 * or CRLF.  Empty lines are skipped.
 */
#ifndef FORMAT_HL7V2_LINES_H
#define FORMAT_HL7V2_LINES_H

#include "engine/reason.h"
#include "format/hl7v2_index.h"

/* A line; its marks of fields are ends[first] and on of the index. */
struct hl7v2_line {
	struct slice text;
	uint32_t first, last; /* `last` of them is where the line ends */
};

struct hl7v2_lines {
	struct hl7v2_line *items; /* owned */
	size_t count, cap;
	struct slice end; /* CR, LF or CRLF; within the message, or static */
};

/*
 * Finds the lines of a message of at most max lines, given its marks.
 * REASON_NONE, REASON_SYNTAX (nothing there, or a control character other than
 * a tab), REASON_LINE_END (ends of two kinds), REASON_MEMBERS or REASON_MEMORY.
 */
enum reason hl7v2_lines_find(
    struct hl7v2_lines *l, const struct hl7v2_index *message, size_t max);

void hl7v2_lines_release(struct hl7v2_lines *l);

#endif
