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

/* buf_reserve() without a call where there is room. */
static inline uint8_t *
hl7v2_write_reserve(struct buf *out, size_t n)
{
	if (out->p != NULL && n <= out->cap - out->len && !out->failed)
		return out->p + out->len;
	return buf_reserve(out, n);
}

/* Remembers where the character set would be stated, once it is passed. */
void hl7v2_write_mark_charset(struct hl7v2_writer *w, size_t field);

/* Beyond what is written a buffer has room for two blocks. */
static inline uint8_t *
hl7v2_put_marks(uint8_t *o, size_t n, hl7v2_block mark)
{
	hl7v2_store(o, mark);
	if (n > HL7V2_BLOCK)
		memset(o, *o, n);
	return o + n;
}

static inline uint8_t *
hl7v2_put_raw(uint8_t *o, struct slice raw)
{
	/* Short values are of all lengths, and one copy serves most. */
	hl7v2_store(o, hl7v2_load(raw.p));
	hl7v2_store(o + HL7V2_BLOCK, hl7v2_load(raw.p + HL7V2_BLOCK));
	if (raw.len > 2 * HL7V2_BLOCK)
		memcpy(o, raw.p, raw.len);
	return o + raw.len;
}

/*
 * Writes what stands before a value: the line's name, and marks.  Returns the
 * place of the value, which has room for `len` bytes; NULL without memory.
 */
static inline uint8_t *
hl7v2_write_begin(
    struct hl7v2_writer *w, const struct hl7v2_place *at, size_t len)
{
	const struct hl7v2_marks *marks = &w->m->marks;
	struct hl7v2_place *written = &w->written;
	size_t fields = at->field - written->field;
	uint8_t *o;

	if (w->in_header)
		hl7v2_write_mark_charset(w, at->field);
	o = hl7v2_write_reserve(
	    w->out, w->name.len + fields + 1 + at->component + at->sub + len);
	if (o == NULL)
		return NULL;
	if (!w->opened)
		o = hl7v2_put_raw(o, w->name);
	w->opened = true;
	if (fields > 0)
		o = hl7v2_put_marks(o, fields, marks->full.field);
	else if (!w->begun)
		*o++ = marks->repetition;
	if (!w->begun)
		*written = (struct hl7v2_place){ at->field, 1, 1 };
	w->begun = true;
	if (written->component < at->component) {
		o = hl7v2_put_marks(o, at->component - written->component,
		    marks->full.component);
		written->component = at->component;
		written->sub = 1;
	}
	if (written->sub < at->sub) {
		o = hl7v2_put_marks(o, at->sub - written->sub, marks->full.sub);
		written->sub = at->sub;
	}
	return o;
}

/* A value that is spelled with the message's own marks. */
static inline void
hl7v2_write_raw(
    struct hl7v2_writer *w, const struct hl7v2_place *at, struct slice raw)
{
	uint8_t *o = hl7v2_write_begin(w, at, raw.len);

	if (o != NULL)
		w->out->len = (size_t)(hl7v2_put_raw(o, raw) - w->out->p);
}

/* A text, whose marks become escapes; FORMAT_PAD as in hl7v2_encode(). */
void hl7v2_write_text(
    struct hl7v2_writer *w, const struct hl7v2_place *at, struct slice text);

/*
 * Ends the message: states the character set in which it leaves.  REASON_NONE,
 * REASON_MEMORY, or REASON_CHARSET if it holds what cannot be written.
 */
enum reason hl7v2_write_finish(struct hl7v2_writer *w, struct buf *scratch);

#endif
