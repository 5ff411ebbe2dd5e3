/* Walks over one JSON record. */
#include "format/json.h"

#include <stdlib.h>

#include "base/json.h"
#include "format/json_names.h"
#include "format/walker.h"
#include "match/path.h"

struct memory {
	const struct program_limits *limits;
	struct json_names names;
	struct buf decoded; /* names of this record that had escapes */
};

struct json_walk {
	struct walker *w;
	struct memory *m;
	const uint8_t *begin, *end; /* of the record */
	uint32_t depth;
	enum reason reason;
};

static const uint8_t *
fail(struct json_walk *j, enum reason reason)
{
	j->reason = reason;
	return NULL;
}

static const uint8_t *
fail_token(struct json_walk *j, enum json_fault fault)
{
	if (fault == JSON_CUT)
		return fail(j, REASON_CUT);
	return fail(j, fault == JSON_UTF8 ? REASON_UTF8 : REASON_SYNTAX);
}

/* What is wrong where a certain byte should have stood. */
static const uint8_t *
fail_at(struct json_walk *j, const uint8_t *p)
{
	return fail(j, p >= j->end ? REASON_CUT : REASON_SYNTAX);
}

/*
 * Scalars.
 */

static const uint8_t *
read_word(struct json_walk *j, const uint8_t *p, const char *word,
    enum value_kind kind, struct value *v)
{
	struct slice rest = slice_between(p, j->end), all = slice_text(word);

	if (!slice_starts(rest, all))
		return fail(
		    j, slice_starts(all, rest) ? REASON_CUT : REASON_SYNTAX);
	*v = (struct value){ .kind = kind };
	if (kind != VALUE_NULL)
		v->text = (struct slice){ p, all.len };
	return p + all.len;
}

static const uint8_t *
read_number(struct json_walk *j, const uint8_t *p, struct value *v)
{
	enum json_fault fault;
	const uint8_t *end = json_number(p, j->end, &fault);

	if (end == NULL)
		return fail_token(j, fault);
	*v = (struct value){ slice_between(p, end), VALUE_NUMBER };
	if (v->text.len > j->m->limits->number)
		return fail(j, REASON_NUMBER_SIZE);
	return end;
}

/* The inside of the string whose opening quote is at p, and what is behind. */
static const uint8_t *
read_string(
    struct json_walk *j, const uint8_t *p, struct slice *inside, bool *escaped)
{
	enum json_fault fault;
	const uint8_t *close = json_string(p + 1, j->end, escaped, &fault);

	if (close == NULL)
		return fail_token(j, fault);
	*inside = slice_between(p + 1, close);
	return close + 1;
}

static const uint8_t *
read_text(struct json_walk *j, const uint8_t *p, struct value *v)
{
	struct buf *text = &j->w->text;
	bool escaped;
	const uint8_t *end = read_string(j, p, &v->text, &escaped);

	v->kind = VALUE_TEXT;
	if (end == NULL || !escaped)
		return end;
	buf_reset(text);
	json_unescape(text, v->text);
	v->text = buf_slice(text);
	return text->failed ? fail(j, REASON_MEMORY) : end;
}

static const uint8_t *
read_scalar(struct json_walk *j, const uint8_t *p, struct value *v)
{
	switch (*p) {
	case '"':
		return read_text(j, p, v);
	case 't':
		return read_word(j, p, "true", VALUE_BOOLEAN, v);
	case 'f':
		return read_word(j, p, "false", VALUE_BOOLEAN, v);
	case 'n':
		return read_word(j, p, "null", VALUE_NULL, v);
	default:
		return read_number(j, p, v);
	}
}

static void
put(struct buf *out, const struct value *v)
{
	if (v->kind == VALUE_TEXT)
		json_quote(out, v->text);
	else if (v->kind == VALUE_NULL)
		buf_add_text(out, "null");
	else
		buf_add_slice(out, v->text);
}

static const uint8_t *
walk_scalar(struct json_walk *j, const uint8_t *p)
{
	struct value v, to;
	const uint8_t *end = read_scalar(j, p, &v);

	if (end == NULL)
		return NULL;
	switch (walker_meet(j->w, slice_between(p, end), &v, &to)) {
	case VISIT_FAIL:
		return fail(j, REASON_MEMORY);
	case VISIT_REPLACE:
		put(j->w->out, &to);
		break;
	case VISIT_LEAVE:
		break;
	}
	return end;
}

/*
 * Containers.
 */

static const uint8_t *walk_value(struct json_walk *j, const uint8_t *p);

/* The byte c at p, or behind blanks there; NULL if it is not there. */
static const uint8_t *
find_byte(struct json_walk *j, const uint8_t *p, uint8_t c)
{
	p = json_blank(p, j->end);
	return p < j->end && *p == c ? p : fail_at(j, p);
}

/* A name whose escapes are gone, valid until the record ends. */
static bool
decode_name(struct json_walk *j, struct slice *name)
{
	struct buf *b = &j->m->decoded;
	size_t at = b->len;

	/* All names together are shorter than the record: no move later. */
	if (at == 0 && buf_reserve(b, (size_t)(j->end - j->begin)) == NULL)
		return false;
	json_unescape(b, *name);
	*name = buf_slice_from(b, at);
	return !b->failed;
}

/* Reads `"name" :` at or behind p; returns where the value may begin. */
static const uint8_t *
read_name(struct json_walk *j, const uint8_t *p, struct slice *name)
{
	bool escaped;

	p = find_byte(j, p, '"');
	if (p != NULL)
		p = read_string(j, p, name, &escaped);
	if (p == NULL)
		return NULL;
	if (name->len > j->m->limits->name)
		return fail(j, REASON_NAME_SIZE);
	if (escaped && !decode_name(j, name))
		return fail(j, REASON_MEMORY);
	p = find_byte(j, p, ':');
	return p == NULL ? NULL : p + 1;
}

static bool
is_new(struct json_walk *j, enum json_named named)
{
	static const enum reason reasons_of[] = {
		[JSON_NEW] = REASON_NONE,
		[JSON_TWICE] = REASON_DUPLICATE,
		[JSON_NO_MEMORY] = REASON_MEMORY,
	};

	return named == JSON_NEW || fail(j, reasons_of[named]) != NULL;
}

/* A member's value at p, whose place is that of the object and the name. */
static const uint8_t *
walk_member(struct json_walk *j, const uint8_t *p, struct slice name)
{
	struct buf *place = &j->w->place;
	size_t before = place->len;

	/* While the record is checked, nobody asks where. */
	if (!j->w->checking)
		path_place_member(place, name);
	p = walk_value(j, p);
	place->len = before;
	return p;
}

/* What separates parts at or behind p: a comma, or the closing bracket. */
static const uint8_t *
read_separator(struct json_walk *j, const uint8_t *p, uint8_t close)
{
	p = json_blank(p, j->end);
	if (p < j->end && (*p == ',' || *p == close))
		return p;
	return fail_at(j, p);
}

/* The members from p, behind the bracket, to the closing one. */
static const uint8_t *
walk_members(struct json_walk *j, const uint8_t *p)
{
	struct json_names *names = &j->m->names;
	struct json_object object = json_names_begin(names);
	uint32_t members = 0;
	struct slice name;

	do {
		if (members++ == j->m->limits->members)
			return fail(j, REASON_MEMBERS);
		p = read_name(j, p, &name);
		if (p == NULL ||
		    !is_new(j, json_names_add(names, &object, name,
				   machine_sign(name.p, name.len))))
			return NULL;
		p = walk_member(j, p, name);
		if (p != NULL)
			p = read_separator(j, p, '}');
	} while (p != NULL && *p++ == ',');
	if (p == NULL || !is_new(j, json_names_end(names, &object)))
		return NULL;
	return p - 1;
}

static const uint8_t *
walk_elements(struct json_walk *j, const uint8_t *p)
{
	struct walker *w = j->w;
	uint32_t elements = 0;

	w->elements[w->element_count++] = w->place.len;
	do {
		if (elements++ == j->m->limits->members)
			return fail(j, REASON_MEMBERS);
		p = walk_value(j, p);
		if (p != NULL)
			p = read_separator(j, p, ']');
	} while (p != NULL && *p++ == ',');
	w->element_count--;
	return p == NULL ? NULL : p - 1;
}

static const uint8_t *
walk_container(struct json_walk *j, const uint8_t *p)
{
	uint8_t close = *p == '{' ? '}' : ']';
	const uint8_t *first = json_blank(p + 1, j->end);

	if (j->depth == j->m->limits->depth)
		return fail(j, REASON_DEPTH);
	if (first < j->end && *first == close)
		return first + 1;
	j->depth++;
	p = close == '}' ? walk_members(j, first) : walk_elements(j, first);
	j->depth--;
	return p == NULL ? NULL : p + 1;
}

/* The value at or behind p; returns what is behind it, or NULL. */
static const uint8_t *
walk_value(struct json_walk *j, const uint8_t *p)
{
	p = json_blank(p, j->end);
	if (p >= j->end)
		return fail(j, REASON_CUT);
	return *p == '{' || *p == '[' ? walk_container(j, p)
				      : walk_scalar(j, p);
}

enum reason
json_walk(const struct piece *piece, struct walker *w)
{
	struct json_walk j = {
		.w = w,
		.m = w->memory,
		.begin = piece->record.p,
		.end = piece->record.p + piece->record.len,
	};
	const uint8_t *end;

	buf_reset(&w->place);
	w->element_count = 0;
	buf_reset(&j.m->decoded);
	j.m->names.count = 0;
	end = walk_value(&j, j.begin);
	if (end != NULL && json_blank(end, j.end) != j.end)
		fail(&j, REASON_TRAILING);
	return j.reason;
}

void *
json_walk_new(const struct program *program)
{
	struct memory *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->limits = &program->limits;
	buf_init(&m->decoded, program->limits.record);
	return m;
}

void
json_walk_free(void *memory)
{
	struct memory *m = memory;

	if (m == NULL)
		return;
	json_names_release(&m->names);
	buf_wipe(&m->decoded);
	free(m);
}
