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

/*
 * Lines.
 */

void
hl7v2_write_header(struct hl7v2_writer *w)
{
	struct slice line = w->m->lines.items[0].text;

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

void
hl7v2_write_mark_charset(struct hl7v2_writer *w, size_t field)
{
	if (w->charset_marks > 0 || field <= HL7V2_CHARSET_FIELD)
		return;
	w->charset_at = w->out->len;
	w->charset_marks = HL7V2_CHARSET_FIELD - hl7v2_field_of(w->written);
}

void
hl7v2_write_line_end(struct hl7v2_writer *w)
{
	struct slice end = w->m->lines.end;
	uint8_t *o;

	if (w->in_header)
		hl7v2_write_mark_charset(w, SIZE_MAX);
	w->in_header = false;
	o = hl7v2_write_reserve(w->out, end.len);
	if (o == NULL)
		return;
	/* CR, LF or both: one byte of the first, one of the last. */
	o[0] = end.p[0];
	o[end.len - 1] = end.p[end.len - 1];
	w->out->len += end.len;
}

void
hl7v2_write_text(
    struct hl7v2_writer *w, struct hl7v2_place at, struct slice text)
{
	uint8_t *o;

	if (hl7v2_is_plain(text, &w->m->marks)) {
		hl7v2_write_raw(w, at, text);
		return;
	}
	o = hl7v2_write_begin(w, at, text.len);
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

/* The name of the character set, spelled as a value; in scratch if need be. */
static struct slice
charset_name(const struct hl7v2_marks *marks, struct buf *scratch)
{
	static const uint8_t name[13 + FORMAT_PAD] = "UNICODE UTF-8";
	struct slice text = { name, 13 };

	buf_reset(scratch);
	if (hl7v2_is_plain(text, marks))
		return text;
	hl7v2_encode(scratch, text, marks);
	return buf_slice(scratch);
}

/* Puts MSH-18 where it belongs. */
static void
state_charset(struct hl7v2_writer *w, struct buf *scratch)
{
	const struct hl7v2_marks *marks = &w->m->marks;
	struct slice name = charset_name(marks, scratch);
	size_t at = w->charset_at, missing = w->charset_marks;
	uint8_t *p;

	if (at < w->out->len && w->out->p[at] == marks->field) {
		at += missing;
		missing = 0;
	}
	p = scratch->failed ? NULL : insert(w->out, at, missing + name.len);
	if (p == NULL) {
		w->out->failed = true;
		return;
	}
	memset(p, marks->field, missing);
	memcpy(p + missing, name.p, name.len);
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
