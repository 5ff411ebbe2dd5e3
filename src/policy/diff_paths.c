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

/* Whether values of a field of the other side fall under a row's path. */
static bool
is_over(const struct fields *f, const struct register_row *row,
    const struct register_row *of)
{
	return f->alike && row->first && !row->is_new && !of->is_new &&
	       specific_than(&of->field->path, &row->field->path);
}

/* The same, and under none that is more specific. */
static bool
is_cover(const struct fields *f, int side, const struct register_row *row,
    const struct register_row *of)
{
	const struct register_kind *k = &f->d->kind[side];

	if (!is_over(f, row, of))
		return false;
	for (size_t i = 0; i < k->count; i++)
		if (is_over(f, &k->rows[i], of) &&
		    specific_than(&k->rows[i].field->path, &row->field->path))
			return false;
	return true;
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

static void
compare_covered(
    struct fields *f, int side, struct diff_rules own, struct diff_rules cover)
{
	struct slice path = own.rows->field->path.text;

	if (side == 1) {
		diff_fields(f->d, path, cover, own);
		return;
	}
	diff_fields(f->d, path, own, cover);
	compare_demand(f, cover);
}

/* A field of a side that the other one does not name. */
static void
compare_lone(struct fields *f, int side, struct diff_rules own)
{
	const struct register_kind *other = &f->d->kind[1 - side];
	const struct path *path = &own.rows->field->path;
	bool covered = false, whole = f->d->side[side].format != FORMAT_JSON;

	for (size_t i = 0; i < other->count; i++) {
		const struct register_row *row = &other->rows[i];

		if (!is_cover(f, 1 - side, row, own.rows))
			continue;
		compare_covered(f, side, own, rules_at(other, i));
		covered = true;
		whole |= specific_within(path, &row->field->path);
	}
	if (!covered) {
		compare_covered(f, side, own, (struct diff_rules){ 0 });
	} else if (side == 1 && !whole && field_may_release(own.rows->field)) {
		diff_begin(f->d);
		diff_tell_field(f->d, DIFF_WEAKER, DIFF_FIELD_ADDED, path->text,
		    WORD_SHAPE_WIDENED);
	}
	if (side == 1)
		compare_met(f, path->text, own);
}

static void
compare_lones(struct fields *f, int side)
{
	const struct register_kind *k = &f->d->kind[side];

	for (size_t i = 0; i < k->count; i++)
		if (k->rows[i].first &&
		    !is_named(f, 1 - side, k->rows[i].field))
			compare_lone(f, side, rules_at(k, i));
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

/* A field of a side that spells what no field of the other one does. */
static const struct field *
find_spelling(const struct fields *f, int side)
{
	const struct kind *own = f->d->kind[side].kind;
	struct names others = index_spelled(f->d, f->d->kind[1 - side].kind);

	for (size_t i = 0; i < own->field_count; i++) {
		const struct path *path = &own->fields[i].path;

		for (size_t s = 0; s < path->step_count; s++)
			if (path->steps[s].kind == STEP_NAME &&
			    (!f->alike ||
				names_find(&others, path->steps[s].name) ==
				    NAMES_NONE))
				return &own->fields[i];
	}
	return NULL;
}

/*
 * A ** passes through what any path spells.  A new rule takes it further, and
 * one that is gone not so far; either changes which values there must be.
 */
static void
compare_reach(struct fields *f)
{
	struct diff *d = f->d;
	const struct field *wider, *narrower;

	if (d->kind[0].kind == NULL || d->kind[1].kind == NULL)
		return;
	wider = find_spelling(f, 1);
	narrower = find_spelling(f, 0);
	for (size_t i = 0; i < d->kind[1].count; i++) {
		const struct register_row *row = &d->kind[1].rows[i];

		if (!row->first || !row->field->path.deep ||
		    !is_named(f, 0, row->field))
			continue;
		if (wider != NULL && field_may_release(row->field)) {
			diff_begin(d);
			buf_add_slice(&d->part[1], wider->path.text);
			diff_tell_field(d, DIFF_WEAKER, DIFF_FIELD_ADDED,
			    row->field->path.text, WORD_REACH_WIDENED);
		}
		if (wider != NULL || narrower != NULL)
			compare_demand(f, rules_at(&d->kind[1], i));
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
	compare_lones(&f, 1);
	compare_lones(&f, 0);
	compare_reach(&f);
}
