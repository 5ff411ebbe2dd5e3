/*
 * hl7v2_write: what leaves of a message.
 *
 * Positions have a meaning, so what is released is written with as many marks
 * before it as its place needs, and only then: nothing trails behind the last
 * part that left.
 */
#ifndef FORMAT_HL7V2_WRITE_H
#define FORMAT_HL7V2_WRITE_H

#include "base/limits.h"
#include "format/hl7v2_message.h"

#define HL7V2_CHARSET_FIELD 18 /* MSH-18 */

/*
 * Where in a line a value stands: its field, component and subcomponent, which
 * begin at 1.  As one number it is kept and compared at once.
 */
struct hl7v2_place {
	uint64_t number;
};

_Static_assert(LIMIT_MEMBERS <= UINT16_MAX, "a part has 16 bits of a place");

static inline struct hl7v2_place
hl7v2_place_of(uint32_t field, uint32_t component, uint32_t sub)
{
	return (struct hl7v2_place){ (uint64_t)field << 32 | component << 16 |
				     sub };
}

static inline uint32_t
hl7v2_field_of(struct hl7v2_place at)
{
	return (uint32_t)(at.number >> 32);
}

static inline uint32_t
hl7v2_component_of(struct hl7v2_place at)
{
	return (uint32_t)at.number >> 16;
}

static inline uint32_t
hl7v2_sub_of(struct hl7v2_place at)
{
	return at.number & UINT16_MAX;
}

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
hl7v2_write_line(struct hl7v2_writer *w, struct slice name, uint32_t before)
{
	w->name = name;
	w->written = hl7v2_place_of(before, 1, 1);
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

/*
 * buf_reserve() of something without a call where there is room.  What is put
 * behind a failure is never looked at.
 */
static inline uint8_t *
hl7v2_write_reserve(struct buf *out, size_t n)
{
	if (n <= out->cap - out->len)
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

/* Writes the marks between two places of one field. */
static inline uint8_t *
hl7v2_put_parts(uint8_t *o, struct hl7v2_place from, struct hl7v2_place to,
    const struct hl7v2_marks *marks)
{
	uint32_t sub = hl7v2_sub_of(from);
	uint32_t components = hl7v2_component_of(to) - hl7v2_component_of(from);

	if (components > 0) {
		o = hl7v2_put_marks(o, components, marks->full.component);
		sub = 1;
	}
	if (sub < hl7v2_sub_of(to))
		o = hl7v2_put_marks(o, hl7v2_sub_of(to) - sub, marks->full.sub);
	return o;
}

/*
 * Writes what stands before a value: the line's name, and marks.  Returns the
 * place of the value, which has room for `len` bytes; NULL without memory.
 */
static inline uint8_t *
hl7v2_write_begin(struct hl7v2_writer *w, struct hl7v2_place at, size_t len)
{
	const struct hl7v2_marks *marks = &w->m->marks;
	const uint32_t field = hl7v2_field_of(at);
	const size_t fields = field - hl7v2_field_of(w->written);
	struct hl7v2_place written = w->written;
	uint8_t *o;

	if (w->in_header)
		hl7v2_write_mark_charset(w, field);
	o = hl7v2_write_reserve(w->out, w->name.len + fields + 1 +
					    hl7v2_component_of(at) +
					    hl7v2_sub_of(at) + len);
	if (o == NULL)
		return NULL;
	if (!w->opened)
		o = hl7v2_put_raw(o, w->name);
	if (!w->begun) {
		if (fields > 0)
			o = hl7v2_put_marks(o, fields, marks->full.field);
		else
			*o++ = marks->repetition;
		written = hl7v2_place_of(field, 1, 1);
	}
	if (written.number != at.number)
		o = hl7v2_put_parts(o, written, at, marks);
	w->written = at;
	w->opened = true;
	w->begun = true;
	return o;
}

/* A value that is spelled with the message's own marks. */
static inline void
hl7v2_write_raw(struct hl7v2_writer *w, struct hl7v2_place at, struct slice raw)
{
	uint8_t *o = hl7v2_write_begin(w, at, raw.len);

	if (o != NULL)
		w->out->len = (size_t)(hl7v2_put_raw(o, raw) - w->out->p);
}

/* A text, whose marks become escapes; FORMAT_PAD as in hl7v2_encode(). */
void hl7v2_write_text(
    struct hl7v2_writer *w, struct hl7v2_place at, struct slice text);

/*
 * Ends the message: states the character set in which it leaves.  REASON_NONE,
 * REASON_MEMORY, or REASON_CHARSET if it holds what cannot be written.
 */
enum reason hl7v2_write_finish(struct hl7v2_writer *w, struct buf *scratch);

#endif
