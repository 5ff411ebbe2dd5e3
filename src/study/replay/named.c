#include "study/replay/named.h"

#include "base/limits.h"

/* Answers that are remembered, and slots for them. */
#define ANSWERS LIMIT_FIELDS
#define TABLE   (4 * ANSWERS)

/*
 * Places of fields.
 */

static void
add_place(const struct named *n, const struct path *path, struct buf *out)
{
	const struct dialect *d = &n->program->streams[n->format].dialect;

	switch (n->format) {
	case FORMAT_XML:
		path_place_xml(path, d->namespaces, out);
		break;
	case FORMAT_CSV:
		path_place_csv(path, out);
		break;
	case FORMAT_HL7V2:
		path_place_hl7v2(path, out);
		break;
	default:
		path_place_json(path, out);
	}
}

/*
 * The place of steps between which no level is left open; behind others, with a
 * mark before it.
 */
static struct slice
place_of(struct named *n, const struct step *steps, size_t count, bool is_first)
{
	const struct path part = { .steps = steps, .step_count = count };
	struct slice place;
	struct buf out;

	buf_init(&out, LIMIT_PROGRAM);
	/* Behind anything, the mark stands before the first name. */
	if (!is_first && n->format == FORMAT_JSON)
		buf_add_byte(&out, ' ');
	add_place(n, &part, &out);
	place = buf_slice(&out);
	if (place.len > 0 && place.p[0] == ' ')
		place = slice_skip(place, 1);
	place = arena_copy(&n->arena, place);
	n->arena.failed |= out.failed;
	buf_release(&out);
	return place;
}

static bool
drops(const struct field *field)
{
	for (size_t i = 0; i < field->rule_count; i++)
		if (field->rules[i].action == ACTION_DROP)
			return true;
	return false;
}

static void
init_field(struct named *n, const struct field *field, struct named_field *f)
{
	const struct path *path = &field->path;
	struct slice *parts =
	    arena_array(&n->arena, path->step_count + 1, sizeof(*parts));
	size_t begin = 0;

	*f = (struct named_field){ .parts = parts, .drops = drops(field) };
	for (size_t i = 0; parts != NULL && i <= path->step_count; i++) {
		if (i < path->step_count && path->steps[i].kind != STEP_DEEP)
			continue;
		parts[f->part_count++] =
		    place_of(n, path->steps + begin, i - begin, begin == 0);
		begin = i + 1;
	}
}

static size_t
count_names(const struct kind *kind)
{
	size_t n = 0;

	for (size_t f = 0; f < kind->field_count; f++)
		n += kind->fields[f].path.step_count;
	return n;
}

static bool
has_deep(const struct kind *kind)
{
	for (size_t f = 0; f < kind->field_count; f++)
		if (kind->fields[f].path.deep)
			return true;
	return false;
}

static bool
is_listed(const struct slice *list, size_t n, struct slice level)
{
	for (size_t i = 0; i < n; i++)
		if (slice_equal(list[i], level))
			return true;
	return false;
}

static void
add_levels(
    struct named *n, const struct path *path, struct slice *list, size_t *count)
{
	for (size_t i = 0; i < path->step_count; i++) {
		struct slice level;

		if (path->steps[i].kind != STEP_NAME)
			continue;
		level = place_of(n, &path->steps[i], 1, false);
		if (level.len > 0 && !is_listed(list, *count, level))
			list[(*count)++] = level;
	}
}

static void
init_kind(struct named *n, const struct kind *kind, struct named_kind *to)
{
	struct named_field *fields =
	    arena_array(&n->arena, kind->field_count + 1, sizeof(*fields));
	struct slice *levels = NULL;

	for (size_t f = 0; fields != NULL && f < kind->field_count; f++)
		init_field(n, &kind->fields[f], &fields[f]);
	if (has_deep(kind))
		levels =
		    arena_array(&n->arena, count_names(kind), sizeof(*levels));
	for (size_t f = 0; levels != NULL && f < kind->field_count; f++)
		add_levels(n, &kind->fields[f].path, levels, &to->level_count);
	to->fields = fields;
	to->levels = levels;
}

int
named_init(
    struct named *n, const struct program *program, enum format_id format)
{
	*n = (struct named){ .program = program, .format = format };
	arena_init(&n->arena, LIMIT_PROGRAM);
	n->answers = arena_array(&n->arena, TABLE, sizeof(*n->answers));
	n->kinds =
	    arena_array(&n->arena, program->kind_count + 1, sizeof(*n->kinds));
	for (size_t k = 0; n->kinds != NULL && k < program->kind_count; k++)
		if (program->kinds[k].format == format)
			init_kind(n, &program->kinds[k], &n->kinds[k]);
	return n->arena.failed ? -1 : 0;
}

void
named_release(struct named *n)
{
	arena_release(&n->arena);
}

/*
 * Asking.
 */

/* What stands before each level; 0: there are none. */
static const char marks[FORMAT_COUNT] = {
	[FORMAT_JSON] = '.',
	[FORMAT_XML] = '/',
	[FORMAT_HL7V2] = '.',
};

/* Whether a level ends there. */
static bool
is_boundary(const struct named *n, struct slice place, size_t at)
{
	return at == place.len || (n->format != FORMAT_CSV &&
				      place.p[at] == (uint8_t)marks[n->format]);
}

/* Where a part ends that stands at a boundary of the place; 0: it does not. */
static size_t
end_of_part(
    const struct named *n, struct slice place, size_t at, struct slice part)
{
	/* Places of JSON have no mark before the first level. */
	if (at == 0 && n->format == FORMAT_JSON)
		part = slice_skip(part, 1);
	if (!slice_starts(slice_skip(place, at), part) ||
	    !is_boundary(n, place, at + part.len))
		return 0;
	return at + part.len;
}

/* Where the level ends that begins there and can be left open; 0: none. */
static size_t
end_of_level(const struct named *n, const struct named_kind *kind,
    struct slice place, size_t at)
{
	for (size_t i = 0; i < kind->level_count; i++) {
		size_t end = end_of_part(n, place, at, kind->levels[i]);

		if (end > 0)
			return end;
	}
	return 0;
}

/*
 * Goes on behind the next occurrence of a part, over levels that can be left
 * open; of one that ends the place, unless it may be anywhere.
 */
static bool
find_part(const struct named *n, const struct named_kind *kind,
    struct slice place, size_t *at, struct slice part, bool anywhere)
{
	size_t i = *at;

	while (i < place.len) {
		size_t end = end_of_part(n, place, i, part);

		if (end > 0 && (anywhere || end == place.len)) {
			*at = end;
			return true;
		}
		i = end_of_level(n, kind, place, i);
		if (i == 0)
			return false;
	}
	return false;
}

static bool
is_at(const struct named *n, const struct named_kind *kind,
    const struct named_field *f, struct slice place)
{
	size_t last = f->part_count - 1, at = f->parts[0].len;

	if (!slice_starts(place, f->parts[0]) ||
	    (at > 0 && !is_boundary(n, place, at)))
		return false;
	for (size_t i = 1; i < f->part_count; i++)
		if (!find_part(
			n, kind, place, &at, f->parts[i], i < last || f->drops))
			return false;
	return at == place.len || f->drops;
}

static bool
has_kind(const struct named *n, size_t k, struct slice place)
{
	const struct named_kind *kind = &n->kinds[k];

	for (size_t f = 0; f < n->program->kinds[k].field_count; f++)
		if (is_at(n, kind, &kind->fields[f], place))
			return true;
	return false;
}

static bool
has(const struct named *n, const struct kind *kind, struct slice place)
{
	for (size_t k = 0; k < n->program->kind_count; k++)
		if (n->kinds[k].fields != NULL &&
		    (kind == NULL || kind == &n->program->kinds[k]) &&
		    has_kind(n, k, place))
			return true;
	return false;
}

/* FNV-1a with 64 bits, over the place and the kind's number. */
static size_t
hash(const struct named *n, const struct kind *kind, struct slice place)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	if (kind != NULL)
		h += 1 + (uint64_t)(kind - n->program->kinds);
	for (size_t i = 0; i < place.len; i++)
		h = (h ^ place.p[i]) * UINT64_C(0x100000001b3);
	return h % TABLE;
}

bool
named_has(struct named *n, const struct kind *kind, struct slice place)
{
	size_t i = hash(n, kind, place);
	struct named_answer *answer = &n->answers[i];
	bool named;

	while (answer->place.p != NULL &&
	       (answer->kind != kind || !slice_equal(answer->place, place))) {
		i = (i + 1) % TABLE;
		answer = &n->answers[i];
	}
	if (answer->place.p != NULL)
		return answer->named;
	named = has(n, kind, place);
	if (n->answer_count < ANSWERS) {
		answer->place = arena_copy(&n->arena, place);
		answer->kind = kind;
		answer->named = named;
		n->answer_count += answer->place.p != NULL;
	}
	return named;
}
