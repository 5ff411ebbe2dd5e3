/*
 * hl7v2_write: what leaves of a message.
 *
 * Positions have a meaning, so what is released is written with as many marks
 * before it as its place needs, and only then: nothing trails behind the last
 * part that left.
 */
#ifndef FORMAT_HL7V2_WRITE_H
#define FORMAT_HL7V2_WRITE_H

#include "format/hl7v2_message.h"

#define HL7V2_CHARSET_FIELD 18 /* MSH-18 */

/* Where in a line a value stands; all numbers begin at 1. */
struct hl7v2_place {
	size_t field, component, sub;
};

struct hl7v2_writer {
	struct buf *out;
	const struct hl7v2_message *m;
	struct slice name;          /* of the line */
	struct hl7v2_place written; /* in the line */
	bool opened;                /* the line has its name in the output */
	bool begun;     /* the repetition has something in the output */
	bool in_header; /* the line is the header */

	/*
	 * MSH-18 goes in last: what it says depends on what was written.  It
	 * stands in the output at charset_at, behind this many marks.
	 */
	bool states_charset; /* a rule lets it leave */
	size_t charset_at, charset_marks;
	size_t begin; /* of the message in the output */
};

/* A writer of the message m, behind what out holds. */
struct hl7v2_writer
hl7v2_writer_of(const struct hl7v2_message *m, struct buf *out);

/* Begins the header: its name and delimiters always leave. */
void hl7v2_write_header(struct hl7v2_writer *w);

/*
 * Begins another line, of which nothing is written yet; `before` is the
 * number in front of that of its first field.
 */
static inline void
hl7v2_write_line(struct hl7v2_writer *w, struct slice name, size_t before)
{
	w->name = name;
	w->written = (struct hl7v2_place){ before, 1, 1 };
	w->opened = false;
}

/* Writes the name of the line, if it is not there yet. */
void hl7v2_write_name(struct hl7v2_writer *w);

/* hl7v2_write_end() of a line of which something is there, or the header. */
void hl7v2_write_line_end(struct hl7v2_writer *w);

/* Ends the line, if anything of it is there. */
static inline void
hl7v2_write_end(struct hl7v2_writer *w)
{
	if (w->opened)
		hl7v2_write_line_end(w);
}

/* Begins a repetition; only what is released of it shows it. */
static inline void
hl7v2_write_repetition(struct hl7v2_writer *w)
{
	w->begun = false;
}

/* A value that is spelled with the message's own marks. */
void hl7v2_write_raw(
    struct hl7v2_writer *w, const struct hl7v2_place *at, struct slice raw);

/* A text, whose marks become escapes; FORMAT_PAD as in hl7v2_encode(). */
void hl7v2_write_text(
    struct hl7v2_writer *w, const struct hl7v2_place *at, struct slice text);

/*
 * Ends the message: states the character set in which it leaves.  REASON_NONE,
 * REASON_MEMORY, or REASON_CHARSET if it holds what cannot be written.
 */
enum reason hl7v2_write_finish(struct hl7v2_writer *w, struct buf *scratch);

#endif
