#include "format/hl7v2_write.h"

struct hl7v2_writer
hl7v2_writer_of(const struct hl7v2_message *m, struct buf *out)
{
	return (struct hl7v2_writer){
		.out = out,
		.m = m,
		.begin = out->len,
	};
}

/* buf_reserve() without a call where there is room. */
static inline uint8_t *
reserve(struct buf *out, size_t n)
{
	if (out->p != NULL && n <= out->cap - out->len && !out->failed)
		return out->p + out->len;
	return buf_reserve(out, n);
}

/*
 * Lines.
 */

void
hl7v2_write_header(struct hl7v2_writer *w)
{
	struct slice line = w->m->lines.items[0];

	hl7v2_write_line(w, (struct slice){ line.p, w->m->declaration }, 2);
	hl7v2_write_name(w);
	w->in_header = true;
}

void
hl7v2_write_name(struct hl7v2_writer *w)
{
	if (!w->opened)
		buf_add_slice(w->out, w->name);
	w->opened = true;
}

/* Remembers where the character set would be stated, once it is passed. */
static void
mark_charset(struct hl7v2_writer *w, size_t field)
{
	if (w->charset_marks > 0 || field <= HL7V2_CHARSET_FIELD)
		return;
	w->charset_at = w->out->len;
	w->charset_marks = HL7V2_CHARSET_FIELD - w->written.field;
}

void
hl7v2_write_line_end(struct hl7v2_writer *w)
{
	struct slice end = w->m->lines.end;
	uint8_t *o;

	if (w->in_header)
		mark_charset(w, SIZE_MAX);
	w->in_header = false;
	o = reserve(w->out, end.len);
	if (o == NULL)
		return;
	/* CR, LF or both: one byte of the first, one of the last. */
	o[0] = end.p[0];
	o[end.len - 1] = end.p[end.len - 1];
	w->out->len += end.len;
}

/*
 * Values.
 */

/* Beyond what is written a buffer has room for a block. */
static inline uint8_t *
put_marks(uint8_t *o, size_t n, hl7v2_block mark)
{
	hl7v2_store(o, mark);
	if (n > HL7V2_BLOCK)
		memset(o, *o, n);
	return o + n;
}

static inline uint8_t *
put_raw(uint8_t *o, struct slice raw)
{
	if (raw.len > HL7V2_BLOCK)
		memcpy(o, raw.p, raw.len);
	else
		hl7v2_store(o, hl7v2_load(raw.p));
	return o + raw.len;
}

/*
 * Writes what stands before a value: the line's name, and marks.  Returns the
 * place of the value, which has room for `len` bytes; NULL without memory.
 */
static inline uint8_t *
begin_value(struct hl7v2_writer *w, const struct hl7v2_place *at, size_t len)
{
	const struct hl7v2_marks *marks = &w->m->marks;
	struct hl7v2_place *written = &w->written;
	size_t fields = at->field - written->field;
	uint8_t *o;

	if (w->in_header)
		mark_charset(w, at->field);
	o = reserve(
	    w->out, w->name.len + fields + 1 + at->component + at->sub + len);
	if (o == NULL)
		return NULL;
	if (!w->opened)
		o = put_raw(o, w->name);
	w->opened = true;
	if (fields > 0)
		o = put_marks(o, fields, marks->full.field);
	else if (!w->begun)
		*o++ = marks->repetition;
	if (!w->begun)
		*written = (struct hl7v2_place){ at->field, 1, 1 };
	w->begun = true;
	if (written->component < at->component) {
		o = put_marks(o, at->component - written->component,
		    marks->full.component);
		written->component = at->component;
		written->sub = 1;
	}
	o = put_marks(o, at->sub - written->sub, marks->full.sub);
	written->sub = at->sub;
	return o;
}

void
hl7v2_write_raw(
    struct hl7v2_writer *w, const struct hl7v2_place *at, struct slice raw)
{
	uint8_t *o = begin_value(w, at, raw.len);

	if (o != NULL)
		w->out->len = (size_t)(put_raw(o, raw) - w->out->p);
}

void
hl7v2_write_text(
    struct hl7v2_writer *w, const struct hl7v2_place *at, struct slice text)
{
	uint8_t *o = begin_value(w, at, text.len);

	if (o == NULL)
		return;
	w->out->len = (size_t)(o - w->out->p);
	hl7v2_encode(w->out, text, &w->m->marks);
}

/*
 * The end of a message.
 */

/* Makes room in what was written; NULL without memory. */
static uint8_t *
insert(struct buf *out, size_t at, size_t len)
{
	uint8_t *p = buf_reserve(out, len);

	if (p == NULL)
		return NULL;
	p = out->p + at;
	memmove(p + len, p, out->len - at);
	out->len += len;
	return p;
}

/* Puts MSH-18 where it belongs. */
static void
state_charset(struct hl7v2_writer *w, struct buf *scratch)
{
	static const uint8_t name[13 + FORMAT_PAD] = "UNICODE UTF-8";
	const struct hl7v2_marks *marks = &w->m->marks;
	size_t at = w->charset_at;
	bool passed = at < w->out->len && w->out->p[at] == marks->field;
	uint8_t *p;

	buf_reset(scratch);
	p = buf_reserve(scratch, HL7V2_CHARSET_FIELD);
	if (p != NULL && !passed)
		scratch->len =
		    (size_t)(put_marks(p, w->charset_marks, marks->full.field) -
			     scratch->p);
	hl7v2_encode(scratch, (struct slice){ name, 13 }, marks);
	if (passed)
		at += w->charset_marks;
	p = scratch->failed ? NULL : insert(w->out, at, scratch->len);
	if (p == NULL)
		w->out->failed = true;
	else
		memcpy(p, scratch->p, scratch->len);
}

/* Turns what was written into ISO-8859-1. */
static enum reason
write_latin_1(struct hl7v2_writer *w)
{
	uint8_t *o = w->out->p + w->begin, *end = w->out->p + w->out->len;

	for (const uint8_t *p = o; p < end; p++) {
		if (*p > 0xC3)
			return REASON_CHARSET;
		*o = *p;
		if (*p >= 0x80) {
			*o = (uint8_t)(p[0] << 6 | (p[1] & 0x3F));
			p++;
		}
		o++;
	}
	w->out->len = (size_t)(o - w->out->p);
	return REASON_NONE;
}

enum reason
hl7v2_write_finish(struct hl7v2_writer *w, struct buf *scratch)
{
	bool ascii;

	if (w->out->failed)
		return REASON_MEMORY;
	ascii = charset_is_ascii(buf_slice_from(w->out, w->begin));
	if (w->m->hprim)
		return ascii ? REASON_NONE : write_latin_1(w);
	if (w->states_charset || !ascii)
		state_charset(w, scratch);
	return w->out->failed ? REASON_MEMORY : REASON_NONE;
}
