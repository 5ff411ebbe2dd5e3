/* What happens to one field. */
#include "match/specific.h"
#include "policy/compile.h"
#include "policy/nearest.h"
#include "policy/register.h"
#include "policy/register_write.h"

/* What a path comes upon in the machine of a kind. */
enum meeting {
	MEETS_NOTHING,
	MEETS_FIELD,  /* the path is one of the field's */
	MEETS_WITHIN, /* the field is around it */
	MEETS_AROUND, /* it is around fields */
	MEETS_SOME,   /* only some of its values are a field's */
};

struct met {
	enum meeting what;
	const struct field *field; /* MEETS_FIELD, MEETS_WITHIN */
};

/* The value that the path states for an operand, or NULL. */
static const struct slice *
stated(const struct step *step, struct slice operand)
{
	for (size_t i = 0; i < step->predicate_count; i++)
		if (step->predicates[i].op == PREDICATE_IS &&
		    slice_equal(step->predicates[i].operand, operand))
			return &step->predicates[i].value;
	return NULL;
}

/* What selects the object in a state, or rather the elements of an array. */
static const struct machine_selector *
find_selector(const struct machine *m, uint32_t *state)
{
	uint32_t each = m->states[*state].each;

	if (m->states[each].selector != NULL ||
	    (m->states[*state].selector == NULL && each != MACHINE_DEAD))
		*state = each;
	return m->states[*state].selector;
}

/* Where a record leads whose operands have the values that a step states. */
static uint32_t
select_state(const struct machine *m, uint32_t state, const struct step *step)
{
	const struct machine_selector *selector = find_selector(m, &state);
	uint32_t sum = 0;

	if (selector == NULL)
		return state;
	for (size_t i = 0; i < selector->operand_count; i++) {
		const struct machine_operand *o = &selector->operands[i];
		const struct slice *value = stated(step, o->name);

		if (value != NULL)
			sum += machine_classify(o, *value) * o->stride;
	}
	return machine_select(selector, sum);
}

static uint32_t
next_state(const struct machine *m, uint32_t state, const struct step *step)
{
	switch (step->kind) {
	case STEP_NAME:
		/* Without a predicate: as if no operand were there. */
		if (m->states[state].selector != NULL)
			state = machine_select(m->states[state].selector, 0);
		return machine_child(m, state, step->name,
		    machine_sign(step->name.p, step->name.len));
	case STEP_EACH:
		return m->states[state].each;
	case STEP_FIRST:
		return m->states[state].first;
	case STEP_SELECT:
		return select_state(m, state, step);
	default:
		return state;
	}
}

/* In XML, an element that has no rule for its text may have some inside. */
static bool
is_text(const struct step *step)
{
	return step->kind == STEP_NAME && slice_is(step->name, PATH_XML_TEXT);
}

/* Goes the way that a value at the path goes. */
static struct met
walk(const struct kind *kind, const struct path *path)
{
	const struct machine *m = kind->machine;
	const struct field *within = NULL;
	uint32_t state = m->start, before = state;

	for (size_t i = 0; i < path->step_count; i++) {
		uint32_t winner = m->states[state].winner;

		if (winner != MACHINE_NONE)
			within = &kind->fields[winner];
		before = state;
		state = next_state(m, state, &path->steps[i]);
	}
	if (state == MACHINE_DEAD && path->step_count > 0 &&
	    is_text(&path->steps[path->step_count - 1]))
		state = before;
	if (m->states[state].winner != MACHINE_NONE)
		return (struct met){ MEETS_FIELD,
			&kind->fields[m->states[state].winner] };
	if (within != NULL)
		return (struct met){ MEETS_WITHIN, within };
	return (struct met){
		state != MACHINE_DEAD ? MEETS_AROUND : MEETS_NOTHING, NULL
	};
}

/* The field whose path is written so. */
static const struct field *
find_field(const struct kind *kind, struct slice text)
{
	for (size_t i = 0; i < kind_all_fields(kind); i++)
		if (slice_equal(kind->fields[i].path.text, text))
			return &kind->fields[i];
	return NULL;
}

/* A question about a path, on its way into a sheet. */
struct asking {
	struct writing w;
	struct slice text;
	struct path path; /* the same in the format of the kind at hand */
	const struct field *found; /* whose rules are said, or NULL */
	struct arena arena;        /* of the paths, and the rows */
	bool readable;             /* in one of the formats */
	bool answered;
};

/* The path, in XML of the element and not of its text. */
static struct path
around(const struct asking *a)
{
	struct path path = a->path;

	if (path.step_count > 0 && is_text(&path.steps[path.step_count - 1]))
		path.step_count--;
	return path;
}

typedef bool choose_fn(const struct asking *a, const struct field *field);

static bool
is_below(const struct asking *a, const struct field *field)
{
	struct path path = around(a);

	return path_leads_to(&path, &field->path);
}

static bool
is_surely_below(const struct asking *a, const struct field *field)
{
	return !a->path.deep && !field->path.deep && is_below(a, field);
}

/* Whether paths of which one has a ** end alike, and predicates may decide. */
static bool
may_end_alike(const struct path *a, const struct path *b)
{
	const struct step *x = &a->steps[a->step_count - 1];
	const struct step *y = &b->steps[b->step_count - 1];
	bool selects = a->deep;

	for (size_t i = 0; i < b->step_count; i++)
		selects |= b->steps[i].kind == STEP_SELECT;
	return selects && x->kind == y->kind && slice_equal(x->name, y->name);
}

/*
 * Whether all values that are asked about could be a field's as well as those
 * of the one that was found: a predicate is about objects and elements alike.
 */
static bool
is_beside(const struct asking *a, const struct path *path)
{
	return a->found != NULL && specific_than(&a->path, path) &&
	       !specific_than(&a->found->path, path);
}

/* Whether some of the values that are asked about are, or lie in, a field's. */
static bool
is_some(const struct asking *a, const struct field *field)
{
	const struct path *path = &field->path;

	if (field == a->found)
		return false;
	if (a->path.deep || path->deep)
		return may_end_alike(&a->path, path);
	return is_beside(a, path) || specific_than(path, &a->path) ||
	       paths_cross(path, &a->path) || path_leads_to(path, &a->path);
}

static bool
has_any(const struct asking *a, const struct kind *kind, choose_fn *choose)
{
	for (size_t i = 0; i < kind->field_count; i++)
		if (choose(a, &kind->fields[i]))
			return true;
	return false;
}

/* The most specific field that all values of the path are of, or NULL. */
static const struct field *
find_cover(const struct asking *a, const struct kind *kind)
{
	const struct field *found = NULL;

	for (size_t i = 0; i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];

		if (specific_than(&a->path, &field->path) &&
		    (found == NULL ||
			specific_than(&field->path, &found->path)))
			found = field;
	}
	return found;
}

/* What a path of which nothing is known but its steps comes upon. */
static struct met
meet_path(const struct asking *a, const struct kind *kind)
{
	const struct field *field = find_cover(a, kind);
	struct met met;

	if (field != NULL)
		return (struct met){ MEETS_FIELD, field };
	met = walk(kind, &a->path);
	if (met.field == NULL && has_any(a, kind, is_some))
		met.what = MEETS_SOME;
	else if (met.field == NULL && has_any(a, kind, is_surely_below))
		met.what = MEETS_AROUND;
	return met;
}

static struct met
meet(struct asking *a, const struct kind *kind)
{
	const struct program *program = a->w.view->document->program;
	const struct field *field = find_field(kind, a->text);
	struct met met = { MEETS_FIELD, field };
	struct path_fault fault;

	a->found = NULL;
	if (field != NULL)
		a->path = field->path;
	else if (compile_parse(&a->arena,
		     &program->streams[kind->format].dialect, kind->format,
		     a->text, &a->path, &fault) == 0)
		met = meet_path(a, kind);
	else
		return (struct met){ MEETS_NOTHING, NULL };
	a->readable = true;
	a->found = met.field;
	return met;
}

static void
list_fields(struct asking *a, const struct kind *kind, choose_fn *choose)
{
	for (size_t i = 0; i < kind_all_fields(kind); i++)
		if (choose(a, &kind->fields[i]))
			sheet_text(&a->w.sheet, WRITING_PATH,
			    kind->fields[i].path.text);
}

static void
put_sentence(struct asking *a, enum word which, struct slice fill)
{
	struct buf *text = writing_begin(&a->w);

	words_say(text, a->w.view->language, which, fill, (struct slice){ 0 });
	sheet_text(&a->w.sheet, 0, buf_slice(text));
}

/* The rules of a field, and in full the conditions that they name. */
static void
put_field(
    struct asking *a, const struct register_kind *k, const struct field *field)
{
	struct phrase p = register_phrase(a->w.view, k);

	for (size_t i = 0; i < k->count; i++)
		if (k->rows[i].field == field)
			writing_row(&a->w, &p, &k->rows[i]);
	for (size_t i = 0; i < k->count; i++) {
		const struct node *when = node_find(k->rows[i].node, "when");

		if (k->rows[i].field == field && when != NULL &&
		    when->kind == NODE_STRING)
			writing_condition(&a->w, &p, when->text,
			    phrase_named_condition(&p, when->text));
	}
}

/* What is more specific than the path, or crosses it. */
static void
put_some(struct asking *a, const struct kind *kind)
{
	put_sentence(a, WORD_SOME_RULES, a->text);
	list_fields(a, kind, is_some);
}

static void
put_met(struct asking *a, const struct register_kind *k, const struct met *met)
{
	bool drops = met->field != NULL && !field_may_release(met->field);

	writing_kind(&a->w, k);
	sheet_blank(&a->w.sheet);
	if (met->what == MEETS_AROUND) {
		put_sentence(a, WORD_AROUND, a->text);
		list_fields(a, k->kind, is_below);
		return;
	}
	if (met->what == MEETS_SOME) {
		put_some(a, k->kind);
		put_sentence(a, WORD_REST_DROPPED, a->text);
		return;
	}
	if (met->what == MEETS_WITHIN)
		put_sentence(a, drops ? WORD_WITHIN_DROPPED : WORD_WITHIN_VALUE,
		    met->field->path.text);
	else if (!slice_equal(met->field->path.text, a->text))
		put_sentence(a, WORD_RULE_FOR, met->field->path.text);
	if (met->what == MEETS_WITHIN ||
	    !slice_equal(met->field->path.text, a->text))
		sheet_blank(&a->w.sheet);
	put_field(a, k, met->field);
	if (has_any(a, k->kind, is_some)) {
		sheet_blank(&a->w.sheet);
		put_some(a, k->kind);
	}
}

static int
ask_kind(struct asking *a, size_t i, struct err *err)
{
	const struct document *d = a->w.view->document;
	struct met met = meet(a, &d->program->kinds[i]);
	struct register_kind rows;

	if (met.what == MEETS_NOTHING)
		return 0;
	if (register_rows(d, i, &a->arena, &rows, err) < 0)
		return -1;
	if (a->answered)
		sheet_blank(&a->w.sheet);
	put_met(a, &rows, &met);
	a->answered = true;
	return 0;
}

static void
put_nearest(struct asking *a)
{
	const struct program *program = a->w.view->document->program;
	struct nearest nearest = nearest_to(a->text);

	put_sentence(a, WORD_NO_RULE, a->text);
	for (size_t i = 0; i < program->kind_count; i++)
		for (size_t f = 0; f < kind_all_fields(&program->kinds[i]); f++)
			nearest_offer(
			    &nearest, program->kinds[i].fields[f].path.text);
	if (nearest.count == 0)
		return;
	put_sentence(a, WORD_NEAREST, a->text);
	for (size_t i = 0; i < nearest.count; i++)
		sheet_text(&a->w.sheet, WRITING_BADGE, nearest.found[i]);
}

static int
ask(struct asking *a, struct err *err)
{
	const struct program *program = a->w.view->document->program;

	for (size_t i = 0; i < program->kind_count; i++)
		if (ask_kind(a, i, err) < 0)
			return -1;
	if (a->arena.failed)
		return err_nomem(err);
	if (!a->readable)
		return err_set(err, ERR_USAGE,
		    "this is a path of none of the policy's formats");
	if (!a->answered)
		put_nearest(a);
	return 0;
}

int
register_path(struct buf *out, const struct register_view *view,
    struct slice path, struct err *err)
{
	struct asking a = { .text = path };
	int status;

	writing_init(&a.w, out, view);
	arena_init(&a.arena, view->document->program->arena.max);
	status = ask(&a, err);
	if (writing_end(&a.w, err) < 0)
		status = -1;
	arena_release(&a.arena);
	return status;
}
