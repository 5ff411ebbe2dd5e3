/*
 * Walks over one message: over its bytes as received, which are split by the
 * same marks in every character set.
 *
 * A line that HPRIM continues by lines A is joined first; it stays as it was
 * received unless one of its values is replaced.
 */
#include "format/hl7v2.h"

#include <stdlib.h>

#include "base/limits.h"
#include "format/hl7v2_message.h"
#include "format/walker.h"
#include "match/path.h"

#define CHARSET_FIELD 18 /* MSH-18 */

struct memory {
	const struct program_limits *limits;
	struct hl7v2_message message; /* of the record that was checked */
	struct buf utf8;              /* the value at hand, with its escapes */
	struct buf value;             /* a new one, as it is written */
	struct buf line;              /* joined */
};

struct hl7v2_walk {
	struct walker *w;
	struct memory *m;
	const struct hl7v2_marks *marks;
	struct slice name; /* of the line */
	size_t field, component, sub;
	bool wide; /* a new value is not ASCII */
};

/* What a value stands for. */
static enum reason
decode(struct hl7v2_walk *h, struct slice raw, struct slice *text)
{
	enum charset charset = h->m->message.charset;
	struct buf *utf8 = &h->m->utf8;
	enum reason reason;

	if (charset != CHARSET_UTF_8 && !charset_is_ascii(raw)) {
		buf_reset(utf8);
		if (!charset_to_utf8(charset, raw, utf8))
			return REASON_MEMORY;
		raw = buf_slice(utf8);
	}
	*text = raw;
	if (!hl7v2_has(raw, h->marks->full.escape))
		return REASON_NONE;
	buf_reset(&h->w->text);
	reason = hl7v2_decode(&h->w->text, raw, h->marks, charset);
	*text = buf_slice(&h->w->text);
	return reason;
}

static enum reason
put(struct hl7v2_walk *h, const struct value *v)
{
	struct buf *value = &h->m->value;

	buf_reset(value);
	if (v->kind != VALUE_NULL)
		hl7v2_encode(value, v->text, h->marks);
	if (value->failed)
		return REASON_MEMORY;
	h->wide |= !charset_is_ascii(buf_slice(value));
	return charset_from_utf8(
		   h->m->message.charset, buf_slice(value), h->w->out)
		   ? REASON_NONE
		   : REASON_CHARSET;
}

static void
put_place(struct hl7v2_walk *h)
{
	struct buf *place = &h->w->place;

	buf_reset(place);
	buf_add_slice(place, h->name);
	buf_add_byte(place, '-');
	buf_add_u64(place, h->field);
	buf_add_byte(place, '.');
	buf_add_u64(place, h->component);
	buf_add_byte(place, '.');
	buf_add_u64(place, h->sub);
	path_place_end_hl7v2(place);
}

static enum reason
walk_value(struct hl7v2_walk *h, struct slice raw)
{
	struct value v = { .kind = VALUE_TEXT }, to;
	enum reason reason = decode(h, raw, &v.text);

	if (reason != REASON_NONE)
		return reason;
	/* While the record is checked, nobody asks where. */
	if (!h->w->checking)
		put_place(h);
	switch (walker_meet(h->w, raw, &v, &to)) {
	case VISIT_FAIL:
		return REASON_MEMORY;
	case VISIT_REPLACE:
		return put(h, &to);
	case VISIT_LEAVE:
		break;
	}
	return REASON_NONE;
}

/*
 * The parts of what `rest` holds, between marks: *n numbers them, and `over`
 * goes over each that is not empty.
 */
typedef enum reason walk_fn(struct hl7v2_walk *h, struct slice raw);

static enum reason
walk_parts(struct hl7v2_walk *h, struct slice rest, hl7v2_block mark, size_t *n,
    walk_fn *over)
{
	enum reason reason = REASON_NONE;
	struct slice part;

	while (reason == REASON_NONE && hl7v2_next(&rest, mark, &part)) {
		if (++*n > h->m->limits->members)
			return REASON_MEMBERS;
		if (part.len > 0)
			reason = over(h, part);
	}
	return reason;
}

static enum reason
walk_component(struct hl7v2_walk *h, struct slice raw)
{
	h->sub = 0;
	return walk_parts(h, raw, h->marks->full.sub, &h->sub, walk_value);
}

static enum reason
walk_repetition(struct hl7v2_walk *h, struct slice raw)
{
	h->component = 0;
	return walk_parts(
	    h, raw, h->marks->full.component, &h->component, walk_component);
}

static enum reason
walk_field(struct hl7v2_walk *h, struct slice raw)
{
	size_t repetitions = 0;

	return walk_parts(
	    h, raw, h->marks->full.repetition, &repetitions, walk_repetition);
}

/* The fields of a line behind its first `len` bytes. */
static enum reason
walk_line(struct hl7v2_walk *h, struct slice line, size_t len)
{
	if (len >= line.len)
		return REASON_NONE;
	return walk_parts(h, slice_skip(line, len + 1), h->marks->full.field,
	    &h->field, walk_field);
}

static enum reason
walk_header(struct hl7v2_walk *h, struct slice line)
{
	h->name = (struct slice){ line.p, h->m->message.name };
	h->field = 2;
	return walk_line(h, line, h->m->message.declaration);
}

static enum reason
walk_body(struct hl7v2_walk *h, struct slice line)
{
	h->name = slice_between(line.p,
	    hl7v2_find(line.p, line.p + line.len, h->marks->full.field));
	/* HPRIM counts the name of the line as its first field. */
	h->field = h->m->message.hprim ? 1 : 0;
	return walk_line(h, line, h->name.len);
}

/*
 * Lines.
 */

static bool
is_line_end(uint8_t c)
{
	return c == '\r' || c == '\n';
}

/* The line at or behind p, empty ones left out; false: there is none. */
static bool
next_line(const uint8_t **p, const uint8_t *end, struct slice *line)
{
	const uint8_t *begin = *p;

	while (begin < end && is_line_end(*begin))
		begin++;
	*p = begin;
	while (*p < end && !is_line_end(**p))
		++*p;
	*line = slice_between(begin, *p);
	return line->len > 0;
}

static bool
continues(const struct hl7v2_walk *h, struct slice line)
{
	return h->m->message.hprim && line.p[0] == 'A' &&
	       (line.len == 1 || line.p[1] == h->marks->field);
}

/* Joins the lines A behind *p to a line; false: there are none. */
static bool
join(struct hl7v2_walk *h, struct slice *line, const uint8_t **p,
    const uint8_t *end)
{
	struct buf *joined = &h->m->line;
	const uint8_t *next = *p;
	struct slice more;

	buf_reset(joined);
	buf_add_slice(joined, *line);
	while (next_line(&next, end, &more) && continues(h, more)) {
		buf_add_slice(joined, slice_skip(more, more.len > 1 ? 2 : 1));
		*p = next;
	}
	if (*p == line->p + line->len)
		return false;
	*line = buf_slice(joined);
	return true;
}

/* A line that was joined from what is received up to `end`. */
static enum reason
walk_joined(struct hl7v2_walk *h, struct slice line, const uint8_t *begin,
    const uint8_t *end, walk_fn *over)
{
	struct walker *w = h->w;
	enum reason reason;

	if (h->m->line.failed)
		return REASON_MEMORY;
	if (!w->checking)
		walker_copy(w, begin);
	w->at = line.p;
	reason = over(h, line);
	if (w->at == line.p) {
		w->at = begin;
		return reason;
	}
	walker_copy(w, line.p + line.len);
	w->at = end;
	return reason;
}

static enum reason
walk_lines(struct hl7v2_walk *h, struct slice record)
{
	const uint8_t *p = record.p, *end = p + record.len;
	enum reason reason = REASON_NONE;
	walk_fn *over = walk_header;
	struct slice line;

	while (reason == REASON_NONE && next_line(&p, end, &line)) {
		const uint8_t *begin = line.p;

		reason = join(h, &line, &p, end)
			     ? walk_joined(h, line, begin, p, over)
			     : over(h, line);
		over = walk_body;
	}
	return reason;
}

/*
 * The character set, which a message of ASCII need not state.
 */

/* Where in a line, that may be short of fields, the field begins; *missing is
 * how many marks stand too few before it. */
static size_t
find_field(const struct hl7v2_walk *h, struct slice line, size_t field,
    size_t *missing)
{
	size_t i = 0;

	/* The mark behind MSH is its first field. */
	for (*missing = field - 1; *missing > 0 && i < line.len; i++)
		*missing -= line.p[i] == h->marks->field;
	return i;
}

/* Puts text in the place of out's bytes [at, end). */
static void
exchange(struct buf *out, size_t at, size_t end, struct slice text)
{
	size_t tail = out->len - end;

	if (buf_reserve(out, text.len) == NULL)
		return;
	memmove(out->p + at + text.len, out->p + end, tail);
	memcpy(out->p + at, text.p, text.len);
	out->len = at + text.len + tail;
}

/* States UTF-8 in the header, which begins at an offset of the output. */
static void
state_charset(struct hl7v2_walk *h, size_t header)
{
	struct buf *out = h->w->out, *text = &h->m->value;
	const uint8_t *p = out->p + header, *end;
	size_t missing, at;
	struct slice line;

	if (!next_line(&p, out->p + out->len, &line))
		return;
	at = find_field(h, line, CHARSET_FIELD, &missing);
	end = hl7v2_find(line.p + at, line.p + line.len, h->marks->full.field);
	buf_reset(text);
	while (missing-- > 0)
		buf_add_byte(text, h->marks->field);
	/* A copy, since more bytes are read than a text has. */
	buf_reset(&h->m->utf8);
	buf_add_text(&h->m->utf8, "UNICODE UTF-8");
	hl7v2_encode(text, buf_slice(&h->m->utf8), h->marks);
	if (text->failed || h->m->utf8.failed)
		out->failed = true;
	else
		exchange(out, (size_t)(line.p - out->p) + at,
		    (size_t)(end - out->p), buf_slice(text));
}

enum reason
hl7v2_walk(const struct piece *piece, struct walker *w)
{
	struct memory *m = w->memory;
	struct hl7v2_walk h = { .w = w, .m = m, .marks = &m->message.marks };
	size_t begin = w->out->len;
	enum reason reason = REASON_NONE;

	if (w->checking)
		reason = hl7v2_message_read(
		    &m->message, piece->record, m->limits->members);
	if (reason == REASON_NONE)
		reason = walk_lines(&h, piece->record);
	if (reason != REASON_NONE || !h.wide || !m->message.unstated)
		return reason;
	walker_copy(w, piece->record.p + piece->record.len);
	if (w->out->failed)
		return REASON_MEMORY;
	state_charset(&h, begin);
	return REASON_NONE;
}

void *
hl7v2_walk_new(const struct program *program)
{
	struct memory *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->limits = &program->limits;
	hl7v2_message_init(&m->message, program);
	buf_init(&m->utf8, program->limits.record * 3);
	/* An escape is at most five bytes. */
	buf_init(&m->value, program->limits.record * 5);
	buf_init(&m->line, program->limits.record);
	return m;
}

void
hl7v2_walk_free(void *memory)
{
	struct memory *m = memory;

	if (m == NULL)
		return;
	hl7v2_message_release(&m->message);
	buf_wipe(&m->utf8);
	buf_wipe(&m->value);
	buf_wipe(&m->line);
	free(m);
}
