#include "study/test/canon.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/limits.h"

/* A reading of JSON. */
struct reading {
	struct arena *arena;
	const uint8_t *p, *end;
	unsigned int depth;
};

/* A member whose value is written. */
struct member {
	struct slice name, value;
};

struct members {
	struct member *all;
	size_t count, cap;
};

static bool write_value(struct reading *r, struct buf *out);

static void
pass_blanks(struct reading *r)
{
	r->p = json_blank(r->p, r->end);
}

/* Passes a byte and blanks around it; false if it is not there. */
static bool
take(struct reading *r, uint8_t byte)
{
	pass_blanks(r);
	if (r->p == r->end || *r->p != byte)
		return false;
	r->p++;
	pass_blanks(r);
	return true;
}

/* Reads a string; adds what it means. */
static bool
read_string(struct reading *r, struct buf *meaning)
{
	enum json_fault fault;
	const uint8_t *close;
	bool escaped;

	if (r->p == r->end || *r->p != '"')
		return false;
	close = json_string(r->p + 1, r->end, &escaped, &fault);
	if (close == NULL)
		return false;
	json_unescape(meaning, slice_between(r->p + 1, close));
	r->p = close + 1;
	return true;
}

static bool
write_string(struct reading *r, struct buf *out)
{
	struct buf text;
	bool good;

	buf_init(&text, LIMIT_RECORD);
	good = read_string(r, &text);
	if (good)
		json_quote(out, buf_slice(&text));
	out->failed |= text.failed;
	buf_release(&text);
	return good;
}

static bool
write_scalar(struct reading *r, struct buf *out)
{
	static const char *const words[] = { "true", "false", "null" };
	struct slice rest = slice_between(r->p, r->end);
	enum json_fault fault;
	const uint8_t *end;

	for (size_t i = 0; i < 3; i++) {
		struct slice word = slice_text(words[i]);

		if (!slice_starts(rest, word))
			continue;
		buf_add_slice(out, word);
		r->p += word.len;
		return true;
	}
	end = json_number(r->p, r->end, &fault);
	if (end == NULL)
		return false;
	buf_add_slice(out, slice_between(r->p, end));
	r->p = end;
	return true;
}

static bool
write_items(struct reading *r, struct buf *out)
{
	buf_add_byte(out, '[');
	take(r, '[');
	if (!take(r, ']')) {
		do {
			if (out->p[out->len - 1] != '[')
				buf_add_byte(out, ',');
			if (!write_value(r, out))
				return false;
		} while (take(r, ','));
		if (!take(r, ']'))
			return false;
	}
	buf_add_byte(out, ']');
	return true;
}

static bool
add_member(
    struct reading *r, struct members *m, struct slice name, struct slice value)
{
	if (m->count == m->cap) {
		size_t cap = m->cap == 0 ? 16 : m->cap * 2;
		struct member *more = arena_array(r->arena, cap, sizeof(*more));

		if (more == NULL)
			return false;
		if (m->count > 0)
			memcpy(more, m->all, m->count * sizeof(*more));
		m->all = more;
		m->cap = cap;
	}
	m->all[m->count++] = (struct member){ arena_copy(r->arena, name),
		arena_copy(r->arena, value) };
	return !r->arena->failed;
}

static bool
read_member(struct reading *r, struct members *m)
{
	struct buf name, value;
	bool good;

	buf_init(&name, LIMIT_RECORD);
	buf_init(&value, 2 * LIMIT_RECORD);
	good = read_string(r, &name) && take(r, ':') &&
	       write_value(r, &value) && !name.failed && !value.failed &&
	       add_member(r, m, buf_slice(&name), buf_slice(&value));
	buf_release(&name);
	buf_release(&value);
	return good;
}

static int
compare_members(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return slice_order(x->name, y->name);
}

static bool
write_members(struct reading *r, struct buf *out)
{
	struct members m = { .all = NULL };

	take(r, '{');
	if (!take(r, '}')) {
		do
			if (!read_member(r, &m))
				return false;
		while (take(r, ','));
		if (!take(r, '}'))
			return false;
	}
	if (m.count > 0)
		qsort(m.all, m.count, sizeof(*m.all), compare_members);
	buf_add_byte(out, '{');
	for (size_t i = 0; i < m.count; i++) {
		if (i > 0)
			buf_add_byte(out, ',');
		json_quote(out, m.all[i].name);
		buf_add_byte(out, ':');
		buf_add_slice(out, m.all[i].value);
	}
	buf_add_byte(out, '}');
	return true;
}

static bool
write_value(struct reading *r, struct buf *out)
{
	bool good;

	pass_blanks(r);
	if (r->p == r->end || r->depth == LIMIT_DEPTH)
		return false;
	r->depth++;
	if (*r->p == '{')
		good = write_members(r, out);
	else if (*r->p == '[')
		good = write_items(r, out);
	else if (*r->p == '"')
		good = write_string(r, out);
	else
		good = write_scalar(r, out);
	r->depth--;
	return good;
}

int
canon_json(
    struct arena *arena, struct slice text, struct buf *out, size_t *fault)
{
	struct reading r = { .arena = arena };
	struct buf padded;
	bool good = true;

	/* Strings are scanned in blocks: bytes behind the text are read. */
	buf_init(&padded, 2 * LIMIT_RECORD);
	buf_add_slice(&padded, text);
	if (buf_reserve(&padded, 1) == NULL) {
		out->failed = true;
		buf_release(&padded);
		return -1;
	}
	r.p = padded.p;
	r.end = padded.p + padded.len;
	for (pass_blanks(&r); good && r.p < r.end; pass_blanks(&r)) {
		good = write_value(&r, out);
		buf_add_byte(out, '\n');
	}
	*fault = (size_t)(r.p - padded.p);
	buf_release(&padded);
	return good && !out->failed && !arena->failed ? 0 : -1;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
write_xml(struct slice text, struct buf *out)
{
	const uint8_t *end = text.p + text.len;
	bool behind_tag = true;

	for (const uint8_t *p = text.p; p < end;) {
		const uint8_t *q = p;

		while (behind_tag && q < end && is_blank(*q))
			q++;
		if (q > p && (q == end || *q == '<')) {
			p = q;
			continue;
		}
		behind_tag = *p == '>';
		buf_add_byte(out, *p++);
	}
}

static void
write_lines(struct slice text, struct buf *out)
{
	size_t before = out->len;

	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = text.p[i];

		if (c == '\n' && i > 0 && text.p[i - 1] == '\r')
			continue;
		buf_add_byte(out, c == '\n' ? '\r' : c);
	}
	while (out->len > before && out->p[out->len - 1] == '\r')
		out->len--;
}

void
canon_text(struct arena *arena, enum format_id format, struct slice text,
    struct buf *out)
{
	size_t fault;

	if (format == FORMAT_JSON)
		canon_json(arena, text, out, &fault);
	else if (format == FORMAT_XML)
		write_xml(text, out);
	else if (format == FORMAT_HL7V2)
		write_lines(text, out);
}
