/*
 * The fields of a kind, the older and the newer ones: which rules of the other
 * policy their values fall under.
 */
#include "match/specific.h"
#include "policy/diff_part.h"
#include "policy/names.h"

static struct diff_rules
rules_at(const struct register_kind *k, size_t i)
{
	struct diff_rules r = { &k->rows[i], 1 };

	while (i + r.count < k->count &&
	       k->rows[i + r.count].field == r.rows->field)
		r.count++;
	return r;
}

/* Fields by path: their first rows. */
static struct names
index_fields(struct diff *d, const struct register_kind *k, size_t **rows)
{
	struct names names;

	names_init(&names, &d->arena);
	*rows = arena_array(&d->arena, k->count, sizeof(**rows));
	for (size_t i = 0; *rows != NULL && i < k->count; i++)
		if (k->rows[i].first) {
			uint32_t n =
			    names_add(&names, k->rows[i].field->path.text);

			if (n != NAMES_NONE)
				(*rows)[n] = i;
		}
	return names;
}

/* The fields of both sides at work. */
struct fields {
	struct diff *d;
	struct names names[2]; /* of their paths */
	size_t *rows[2];       /* the first rows of those */
	bool alike;            /* steps of both sides can be compared */
};

static bool
is_named(const struct fields *f, int side, const struct field *field)
{
	return names_find(&f->names[side], field->path.text) != NAMES_NONE;
}

bool
diff_steps_alike(const struct diff *d)
{
	const struct dialect *x =
	    &d->side[0].document->program->streams[d->side[0].format].dialect;
	const struct dialect *y =
	    &d->side[1].document->program->streams[d->side[1].format].dialect;

	if (x->namespace_count != y->namespace_count)
		return false;
	for (size_t i = 0; i < x->namespace_count; i++)
		if (!slice_equal(x->namespaces[i].uri, y->namespaces[i].uri))
			return false;
	return true;
}

/*
 * The rules of a kind under which values at another policy's path fall: those
 * of the most specific path that is less specific, or none.
 */
static struct diff_rules
find_cover(const struct fields *f, int side, const struct register_row *of)
{
	const struct register_kind *k = &f->d->kind[side];
	struct diff_rules found = { NULL, 0 };

	if (!f->alike)
		return found;
	for (size_t i = 0; i < k->count && !of->is_new; i++) {
		const struct path *path = &k->rows[i].field->path;

		if (!k->rows[i].first || k->rows[i].is_new ||
		    !specific_than(&of->field->path, path))
			continue;
		if (found.count == 0 ||
		    specific_than(path, &found.rows->field->path))
			found = rules_at(k, i);
	}
	return found;
}

/*
 * Values of a newer field may have fallen under an older one that is neither
 * more nor less specific, and is gone.
 */
static void
compare_met(struct fields *f, struct slice path, struct diff_rules own)
{
	const struct register_kind *k = &f->d->kind[0];

	for (size_t i = 0; f->alike && i < k->count; i++) {
		const struct register_row *row = &k->rows[i];
		struct diff_rules met;

		if (!row->first || row->is_new || own.rows->is_new ||
		    is_named(f, 1, row->field) ||
		    !paths_cross(&row->field->path, &own.rows->field->path))
			continue;
		met = rules_at(k, i);
		if (!diff_covers(f->d, met, own))
			diff_fields(f->d, path, met, own);
	}
}

static bool
demands(struct diff_rules r)
{
	for (size_t i = 0; i < r.count; i++)
		if (r.rows[i].rule->absent_rejects)
			return true;
	return false;
}

/* Values that had rules of their own now do for those that must be there. */
static void
compare_demand(struct fields *f, struct diff_rules cover)
{
	struct slice path;
	uint32_t n;

	if (!demands(cover))
		return;
	path = cover.rows->field->path.text;
	n = names_find(&f->names[0], path);
	if (n == NAMES_NONE ||
	    !demands(rules_at(&f->d->kind[0], f->rows[0][n])))
		return;
	diff_begin(f->d);
	diff_tell_field(
	    f->d, DIFF_WEAKER, DIFF_CHECK, path, WORD_DEMAND_REMOVED);
}

/* Each field of a side that the other one does not name. */
static void
compare_lone(struct fields *f, int side)
{
	const struct register_kind *k = &f->d->kind[side];

	for (size_t i = 0; i < k->count; i++) {
		struct slice path = k->rows[i].field->path.text;
		struct diff_rules own, cover;

		if (!k->rows[i].first ||
		    is_named(f, 1 - side, k->rows[i].field))
			continue;
		own = rules_at(k, i);
		cover = find_cover(f, 1 - side, own.rows);
		diff_fields(f->d, path, side == 0 ? own : cover,
		    side == 0 ? cover : own);
		if (side == 1)
			compare_met(f, path, own);
		else
			compare_demand(f, cover);
	}
}

static void
compare_shared(struct fields *f)
{
	const struct register_kind *k = &f->d->kind[1];

	for (size_t i = 0; i < k->count; i++) {
		struct slice path = k->rows[i].field->path.text;
		uint32_t n = names_find(&f->names[0], path);

		if (k->rows[i].first && n != NAMES_NONE)
			diff_fields(f->d, path,
			    rules_at(&f->d->kind[0], f->rows[0][n]),
			    rules_at(k, i));
	}
}

/* The names that fields of a kind spell. */
static struct names
index_spelled(struct diff *d, const struct kind *kind)
{
	struct names names;

	names_init(&names, &d->arena);
	for (size_t i = 0; i < kind->field_count; i++) {
		const struct path *path = &kind->fields[i].path;

		for (size_t s = 0; s < path->step_count; s++)
			if (path->steps[s].kind == STEP_NAME)
				names_add(&names, path->steps[s].name);
	}
	return names;
}

/* A field of the newer kind that spells what no field of the older one does. */
static const struct field *
find_spelling(const struct fields *f)
{
	const struct kind *newer = f->d->kind[1].kind;
	struct names older = index_spelled(f->d, f->d->kind[0].kind);

	for (size_t i = 0; i < newer->field_count; i++) {
		const struct path *path = &newer->fields[i].path;

		for (size_t s = 0; s < path->step_count; s++)
			if (path->steps[s].kind == STEP_NAME &&
			    (!f->alike ||
				names_find(&older, path->steps[s].name) ==
				    NAMES_NONE))
				return &newer->fields[i];
	}
	return NULL;
}

/* A ** passes through what any path spells: a new rule takes it further. */
static void
compare_reach(struct fields *f)
{
	struct diff *d = f->d;
	const struct field *by;

	if (d->kind[0].kind == NULL || d->kind[1].kind == NULL)
		return;
	by = find_spelling(f);
	for (size_t i = 0; by != NULL && i < d->kind[1].count; i++) {
		const struct register_row *row = &d->kind[1].rows[i];

		if (!row->first || !row->field->path.deep ||
		    !is_named(f, 0, row->field) ||
		    !field_may_release(row->field))
			continue;
		diff_begin(d);
		buf_add_slice(&d->part[1], by->path.text);
		diff_tell_field(d, DIFF_WEAKER, DIFF_FIELD_ADDED,
		    row->field->path.text, WORD_REACH_WIDENED);
	}
}

void
diff_paths(struct diff *d)
{
	struct fields f = { .d = d, .alike = diff_steps_alike(d) };

	for (int side = 0; side < 2; side++)
		f.names[side] = index_fields(d, &d->kind[side], &f.rows[side]);
	if (d->arena.failed)
		return;
	compare_shared(&f);
	compare_lone(&f, 1);
	compare_lone(&f, 0);
	compare_reach(&f);
}
