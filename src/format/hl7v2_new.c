#include "format/hl7v2_new.h"

#include "base/limits.h"
#include "base/num.h"

/* Fields, components, subcomponents. */
#define LEVELS 3

/* A new field and its value, while they are written. */
struct new
{
	const struct hl7v2_message *m;
	struct slice segment;
	size_t numbers[LEVELS];
	struct slice text;
	struct buf *out, *spare;
	size_t before;
};

/* Bytes of the output, by their offsets. */
struct span {
	size_t begin, end;
};

static struct slice
name_of(const struct path *path)
{
	return path->steps[0].name;
}

/*
 * Lines of the output.
 */

/* The line at an offset, without its end. */
static struct span
line_at(const struct new *n, size_t at)
{
	struct slice rest = buf_slice_from(n->out, at);
	const uint8_t *p = memchr(rest.p, *n->m->lines.end.p, rest.len);

	return (struct span){ at, at + (size_t)(p - rest.p) };
}

/* The offset of the next line. */
static size_t
behind(const struct new *n, struct span line)
{
	return line.end + n->m->lines.end.len;
}

static bool
is_named(const struct new *n, struct span line)
{
	struct slice text = { n->out->p + line.begin, line.end - line.begin };

	return slice_starts(text, n->segment) &&
	       (text.len == n->segment.len ||
		   text.p[n->segment.len] == n->m->marks.field);
}

static bool
is_bare(const struct new *n, struct span line)
{
	return line.end - line.begin == n->segment.len;
}

/*
 * The line of the segment: the only one that has something, or else the first;
 * *found is false if there is none.  False if several have something.
 */
static bool
find_line(const struct new *n, struct span *line, bool *found)
{
	bool full = false;
	struct span at;

	*found = false;
	for (size_t i = n->before; i < n->out->len; i = behind(n, at)) {
		at = line_at(n, i);
		if (!is_named(n, at) || (*found && is_bare(n, at)))
			continue;
		if (full)
			return false;
		full = !is_bare(n, at);
		*found = true;
		*line = at;
	}
	return true;
}

/* Drops the lines of the segment in which nothing is. */
static void
drop_bare(const struct new *n)
{
	struct span at;

	for (size_t i = n->before; i < n->out->len;) {
		at = line_at(n, i);
		i = behind(n, at);
		if (!is_named(n, at) || !is_bare(n, at))
			continue;
		memmove(n->out->p + at.begin, n->out->p + i, n->out->len - i);
		n->out->len -= i - at.begin;
		i = at.begin;
	}
}

/* Adds a line that is a name alone. */
static struct span
add_line(struct new *n)
{
	size_t at = n->out->len;

	buf_add_slice(n->out, n->segment);
	buf_add_slice(n->out, n->m->lines.end);
	return (struct span){ at, at + n->segment.len };
}

/*
 * Parts of a line.
 */

/* By level. */
static uint8_t
mark_of(const struct new *n, size_t level)
{
	const struct hl7v2_marks *marks = &n->m->marks;

	return level == 0   ? marks->field
	       : level == 1 ? marks->component
			    : marks->sub;
}

/*
 * Goes over to the part with a number, from 0, of a span.  Returns how many
 * marks are missing before it; then the span is its place at the end.
 */
static size_t
find_part(const struct new *n, struct span *span, uint8_t mark, size_t number)
{
	const uint8_t *p = n->out->p;
	size_t end = span->begin;

	for (; number > 0 && span->begin < span->end; span->begin++)
		number -= p[span->begin] == mark;
	if (number > 0)
		return number;
	for (end = span->begin; end < span->end && p[end] != mark;)
		end++;
	span->end = end;
	return 0;
}

static bool
has_byte(const struct new *n, struct span span, uint8_t byte)
{
	return span.end > span.begin && memchr(n->out->p + span.begin, byte,
					    span.end - span.begin) != NULL;
}

static void
add_marks(struct buf *out, uint8_t mark, size_t count)
{
	while (count-- > 0)
		buf_add_byte(out, mark);
}

/*
 * Goes down to the place of the new value, a span without bytes, and puts what
 * has to stand before it into spare.  False if the place is taken.
 */
static bool
find_place(struct new *n, struct span *span)
{
	size_t level = 0, missing = 0;

	for (; level < LEVELS && missing == 0; level++) {
		/* Behind the name; HPRIM counts that as the first field. */
		size_t number = n->numbers[level] - (level > 0 || n->m->hprim);

		missing = find_part(n, span, mark_of(n, level), number);
		if (level == 0 && has_byte(n, *span, n->m->marks.repetition))
			return false;
		add_marks(n->spare, mark_of(n, level), missing);
	}
	for (; level < LEVELS; level++)
		add_marks(n->spare, mark_of(n, level), n->numbers[level] - 1);
	return span->begin == span->end;
}

/* Puts what spare holds into the output. */
static void
insert(struct new *n, size_t at)
{
	struct slice bytes = buf_slice(n->spare);

	if (n->spare->failed || buf_reserve(n->out, bytes.len) == NULL) {
		n->out->failed = true;
		return;
	}
	memmove(n->out->p + at + bytes.len, n->out->p + at, n->out->len - at);
	memcpy(n->out->p + at, bytes.p, bytes.len);
	n->out->len += bytes.len;
}

/* Adds the new field; false if it has no place. */
static bool
add(struct new *n)
{
	struct span line;
	bool found;

	if (!find_line(n, &line, &found))
		return false;
	if (!found && (n->m->hprim || n->segment.p[0] != 'Z'))
		return false;
	if (!found)
		line = add_line(n);
	if (n->out->failed)
		return true;
	buf_reset(n->spare);
	if (!find_place(n, &line))
		return false;
	hl7v2_encode(n->spare, n->text, &n->m->marks);
	insert(n, line.begin);
	return true;
}

/* The numbers of a path; the first repetition is meant. */
static void
read_numbers(const struct path *path, size_t numbers[static LEVELS])
{
	size_t level = 0;

	for (size_t i = 1; i < path->step_count; i++) {
		uint64_t number = 1;

		if (path->steps[i].kind != STEP_NAME)
			continue;
		num_u64(path->steps[i].name, &number);
		numbers[level++] = (size_t)number;
	}
	while (level < LEVELS)
		numbers[level++] = 1;
}

/* Adds the value that the engine holds at a path. */
static int
add_value(struct engine *e, const struct path *path, struct new *n)
{
	read_numbers(path, n->numbers);
	n->text = buf_slice(&e->result);
	if (!add(n))
		return engine_reject_path(e, REASON_TYPE, path->text);
	if (n->out->failed)
		return engine_reject(e, REASON_MEMORY);
	/* Constants and tokens make small values large. */
	if (n->out->len - n->before > LIMIT_RECORD)
		return engine_reject(e, REASON_RECORD_SIZE);
	return 0;
}

bool
hl7v2_new_in(const struct engine *e, struct slice name)
{
	for (size_t i = 0; i < engine_new_count(e); i++)
		if (slice_equal(name_of(engine_new_path(e, i)), name))
			return true;
	return false;
}

int
hl7v2_new_add(struct engine *e, const struct hl7v2_message *m, struct buf *out,
    size_t before, struct buf *spare)
{
	struct new n = { .m = m, .out = out, .spare = spare, .before = before };

	for (size_t i = 0; i < engine_new_count(e); i++) {
		const struct path *path = engine_new_path(e, i);
		enum value_kind kind = VALUE_TEXT;
		enum leaf leaf = engine_make(e, i, &kind);

		n.segment = name_of(path);
		if (leaf == LEAF_REJECT)
			return -1;
		/* What is empty is not written. */
		if (leaf == LEAF_APPLY && kind != VALUE_NULL &&
		    e->result.len > 0 && add_value(e, path, &n) < 0)
			return -1;
	}
	for (size_t i = 0; i < engine_new_count(e); i++) {
		n.segment = name_of(engine_new_path(e, i));
		drop_bare(&n);
	}
	return 0;
}
