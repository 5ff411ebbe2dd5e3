#include "format/json_new.h"

#include "base/json.h"
#include "base/limits.h"

/* Where the members of a path end in the output, and a new one may begin. */
struct spot {
	const struct path *path;
	size_t step;       /* the first that leads to nothing */
	const uint8_t *at; /* behind the last member of the object there */
	bool first;        /* it has no members */
};

/* The byte behind the string whose opening quote is at p. */
static const uint8_t *
skip_string(const uint8_t *p, const uint8_t *end)
{
	enum json_fault fault;
	bool escaped;

	return json_string(p + 1, end, &escaped, &fault) + 1;
}

static bool
ends_scalar(uint8_t c)
{
	return c <= ' ' || c == ',' || c == '}' || c == ']';
}

/* The byte behind the value at p. */
static const uint8_t *
skip_value(const uint8_t *p, const uint8_t *end)
{
	size_t open = 0;

	do {
		if (*p == '"') {
			p = skip_string(p, end);
			continue;
		}
		if (*p == '{' || *p == '[')
			open++;
		else if (*p == '}' || *p == ']')
			open--;
		p++;
	} while (open > 0);
	while (p < end && !ends_scalar(*p))
		p++;
	return p;
}

/* Whether the inside of a string is this name. */
static bool
is_name(struct slice inside, struct slice name, struct buf *spare)
{
	if (memchr(inside.p, '\\', inside.len) == NULL)
		return slice_equal(inside, name);
	buf_reset(spare);
	json_unescape(spare, inside);
	return slice_equal(buf_slice(spare), name);
}

/*
 * The value of the member called name of the object at p; or NULL, and *spot is
 * the end of its members.
 */
static const uint8_t *
find_member(const uint8_t *p, const uint8_t *end, struct slice name,
    struct buf *spare, struct spot *spot)
{
	const uint8_t *behind = p + 1;

	spot->first = true;
	for (p = json_blank(p + 1, end); *p != '}'; p = json_blank(p, end)) {
		const uint8_t *open = *p == ',' ? json_blank(p + 1, end) : p;
		const uint8_t *close = skip_string(open, end);
		struct slice inside = slice_between(open + 1, close - 1);

		p = json_blank(close, end); /* the colon */
		p = json_blank(p + 1, end);
		if (is_name(inside, name, spare))
			return p;
		p = behind = skip_value(p, end);
		spot->first = false;
	}
	spot->at = behind;
	return NULL;
}

/* Follows a path as far as it leads; false if it meets what is no object. */
static bool
follow(struct spot *spot, struct slice record, struct buf *spare)
{
	const uint8_t *end = record.p + record.len;
	const uint8_t *p = json_blank(record.p, end);

	for (spot->step = 0; spot->step < spot->path->step_count;
	     spot->step++) {
		if (*p != '{')
			return false;
		p = find_member(
		    p, end, spot->path->steps[spot->step].name, spare, spot);
		if (p == NULL)
			return true;
	}
	return false;
}

static void
add_value(struct buf *out, struct slice text, enum value_kind kind)
{
	if (kind == VALUE_NULL)
		buf_add_text(out, "null");
	else if (kind == VALUE_TEXT)
		json_quote(out, text);
	else
		buf_add_slice(out, text);
}

/* Spells the new member, in the objects that are missing around it. */
static void
spell(const struct spot *spot, struct slice text, enum value_kind kind,
    struct buf *member)
{
	size_t last = spot->path->step_count - 1;

	if (!spot->first)
		buf_add_byte(member, ',');
	for (size_t i = spot->step; i <= last; i++) {
		json_quote(member, spot->path->steps[i].name);
		buf_add_text(member, i < last ? ":{" : ":");
	}
	add_value(member, text, kind);
	for (size_t i = spot->step; i < last; i++)
		buf_add_byte(member, '}');
}

/* Inserts bytes in front of the byte at an offset. */
static bool
insert(struct buf *out, size_t at, struct slice bytes)
{
	if (buf_reserve(out, bytes.len) == NULL)
		return false;
	memmove(out->p + at + bytes.len, out->p + at, out->len - at);
	memcpy(out->p + at, bytes.p, bytes.len);
	out->len += bytes.len;
	return true;
}

/* Adds the value that the engine holds as the member at a path. */
static int
add_member(struct engine *e, const struct path *path, enum value_kind kind,
    struct buf *out, size_t before, struct buf *spare)
{
	struct spot spot = { .path = path };
	size_t at;

	if (!follow(&spot, buf_slice_from(out, before), spare))
		return engine_reject_path(e, REASON_TYPE, path->text);
	at = (size_t)(spot.at - out->p);
	buf_reset(spare);
	spell(&spot, buf_slice(&e->result), kind, spare);
	if (spare->failed || !insert(out, at, buf_slice(spare)))
		return engine_reject(e, REASON_MEMORY);
	/* Constants and tokens make small values large. */
	if (out->len - before > LIMIT_RECORD)
		return engine_reject(e, REASON_RECORD_SIZE);
	return 0;
}

int
json_new_add(
    struct engine *e, struct buf *out, size_t before, struct buf *spare)
{
	for (size_t i = 0; i < engine_new_count(e); i++) {
		enum value_kind kind = VALUE_TEXT;
		enum leaf leaf = engine_make(e, i, &kind);

		if (leaf == LEAF_REJECT)
			return -1;
		if (leaf == LEAF_APPLY && add_member(e, engine_new_path(e, i),
					      kind, out, before, spare) < 0)
			return -1;
	}
	return 0;
}
