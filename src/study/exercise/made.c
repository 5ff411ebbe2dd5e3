#include "study/exercise/made.h"

/* Where a value can go. */
enum answer {
	PUT,
	TAKEN, /* another value is there */
	UNFIT, /* something else stands in the way */
};

/* A value on its way. */
struct putting {
	struct made *m;
	const struct path *path;
	const struct value *value;
	enum made_where where;
};

void
made_init(struct made *m, struct arena *arena, enum format_id format)
{
	*m = (struct made){ .arena = arena, .format = format };
}

/*
 * Names and elements.
 */

const struct made_name *
made_find(const struct made_element *element, struct slice name)
{
	const struct made_name *n = element->names;

	while (n != NULL && !slice_equal(n->name, name))
		n = n->next;
	return n != NULL && n->elements != NULL ? n : NULL;
}

bool
made_is_empty(const struct made_element *element)
{
	if (element->has_value)
		return false;
	for (const struct made_name *n = element->names; n != NULL; n = n->next)
		if (n->elements != NULL)
			return false;
	return true;
}

/* The name in an element, made if it is not there; NULL without memory. */
static struct made_name *
name_in(struct made *m, struct made_element *element, struct slice name)
{
	struct made_name **link = &element->names;

	while (*link != NULL && !slice_equal((*link)->name, name))
		link = &(*link)->next;
	if (*link == NULL) {
		*link = arena_alloc(m->arena, sizeof(**link));
		if (*link != NULL)
			(*link)->name = name;
	}
	return *link;
}

static struct made_element *
add_element(struct made *m, struct made_name *name)
{
	struct made_element **link = &name->elements;

	while (*link != NULL)
		link = &(*link)->next;
	*link = arena_alloc(m->arena, sizeof(**link));
	return *link;
}

static struct made_element *
first_element(struct made *m, struct made_name *name)
{
	return name->elements != NULL ? name->elements : add_element(m, name);
}

static bool
is_attribute(struct slice name)
{
	return name.len > 0 && name.p[0] == '@';
}

/* Whether an element of XML cannot have this in it, beside what it has. */
static bool
would_mix(const struct made_element *element, struct slice name)
{
	bool text = slice_is(name, PATH_XML_TEXT);

	if (is_attribute(name))
		return false;
	for (const struct made_name *n = element->names; n != NULL; n = n->next)
		if (n->elements != NULL && !is_attribute(n->name) &&
		    slice_is(n->name, PATH_XML_TEXT) != text)
			return true;
	return false;
}

/* Whether a name can stand in the element. */
static bool
may_hold(
    const struct made *m, const struct made_element *element, struct slice name)
{
	if (m->format == FORMAT_HL7V2)
		return true;
	return !element->has_value &&
	       !(m->format == FORMAT_XML && would_mix(element, name));
}

/*
 * Predicates.
 */

/* Takes the first name off an operand of a predicate. */
static struct slice
take_name(const struct made *m, struct slice *operand)
{
	char between = m->format == FORMAT_XML ? '/' : '.';
	struct slice name = *operand;

	if (m->format == FORMAT_JSON ||
	    !slice_take_until(operand, between, &name))
		operand->len = 0;
	return name;
}

/* The first element of a name in an element; NULL: there is none.  make: it is
 * made. */
static struct made_element *
child_in(
    struct made *m, struct made_element *element, struct slice name, bool make)
{
	struct made_name *next;

	if (element == NULL || (!make && made_find(element, name) == NULL))
		return NULL;
	next = name_in(m, element, name);
	return next == NULL ? NULL : first_element(m, next);
}

/* Where an operand leads from an element, likewise. */
static struct made_element *
operand_in(struct made *m, struct made_element *element, struct slice operand,
    bool segment, bool make)
{
	bool parts = m->format == FORMAT_HL7V2 && !segment;
	struct slice name = { NULL, 0 };

	while (operand.len > 0) {
		name = take_name(m, &operand);
		if (!parts || !slice_is(name, "1"))
			element = child_in(m, element, name, make);
		parts = m->format == FORMAT_HL7V2;
	}
	if (m->format == FORMAT_XML && !is_attribute(name))
		element = child_in(m, element, slice_text(PATH_XML_TEXT), make);
	return element;
}

static bool
holds(const struct predicate *p, struct slice text)
{
	switch (p->op) {
	case PREDICATE_IS:
		return slice_equal(text, p->value);
	case PREDICATE_IS_NOT:
		return !slice_equal(text, p->value);
	case PREDICATE_STARTS:
	default:
		return slice_starts(text, p->value);
	}
}

/* A value for which a predicate holds. */
static struct value
value_for(struct made *m, const struct predicate *p)
{
	uint8_t *longer;

	if (p->op == PREDICATE_IS)
		return (struct value){ p->value, VALUE_TEXT };
	if (p->op == PREDICATE_IS_NOT)
		return made_text(
		    slice_is(p->value, "other") ? "more" : "other");
	longer = arena_alloc(m->arena, p->value.len + 1);
	if (longer == NULL)
		return made_text("");
	memcpy(longer, p->value.p, p->value.len);
	longer[p->value.len] = '8';
	return (struct value){ { longer, p->value.len + 1 }, VALUE_TEXT };
}

/* Whether predicates hold for an element, or can be made to. */
static bool
fits(struct made *m, struct made_element *element, const struct step *step,
    bool segment)
{
	if (m->format != FORMAT_HL7V2 && element->has_value)
		return false;
	for (size_t i = 0; i < step->predicate_count; i++) {
		const struct predicate *p = &step->predicates[i];
		const struct made_element *at =
		    operand_in(m, element, p->operand, segment, false);

		if (at == NULL || !at->has_value) {
			if (element->closed)
				return false;
		} else if (!holds(p, at->value.text)) {
			return false;
		}
	}
	return true;
}

/* Makes predicates hold for an element. */
static void
fit(struct made *m, struct made_element *element, const struct step *step,
    bool segment)
{
	for (size_t i = 0; i < step->predicate_count; i++) {
		const struct predicate *p = &step->predicates[i];
		struct made_element *at =
		    operand_in(m, element, p->operand, segment, true);

		if (at == NULL || (at->has_value && holds(p, at->value.text)))
			continue;
		at->has_value = true;
		at->value = value_for(m, p);
	}
}

/*
 * The way of a value.
 */

static enum answer
go(struct putting *p, struct made_element *at, size_t step, bool in_array);

static const struct step *
step_at(const struct putting *p, size_t i)
{
	return i < p->path->step_count ? &p->path->steps[i] : NULL;
}

static bool
is_kind(const struct step *step, enum step_kind kind)
{
	return step != NULL && step->kind == kind;
}

static enum answer
end(struct putting *p, struct made_element *at)
{
	if (p->m->format != FORMAT_HL7V2 && at->names != NULL &&
	    !made_is_empty(at))
		return TAKEN;
	if (at->has_value)
		return slice_equal(at->value.text, p->value->text) &&
			       p->where != MADE_ALONE
			   ? PUT
			   : TAKEN;
	at->has_value = true;
	at->value = *p->value;
	return PUT;
}

/* What chooses among the elements of a name, and where the path goes on. */
struct choice {
	const struct step *select; /* NULL: any element will do */
	bool first;                /* only the first one */
	bool several;              /* there can be more than one */
	bool segment;              /* of HL7 v2 */
	size_t step;
};

static enum answer
try_element(struct putting *p, struct made_element *at, const struct choice *c)
{
	enum answer answer;

	if (c->select != NULL && !fits(p->m, at, c->select, c->segment))
		return UNFIT;
	answer = go(p, at, c->step, c->several);
	if (answer == PUT && c->select != NULL)
		fit(p->m, at, c->select, c->segment);
	return answer;
}

static enum answer
try_new(struct putting *p, struct made_name *name, const struct choice *c)
{
	struct made_element *at = add_element(p->m, name);
	enum answer answer;

	if (at == NULL)
		return UNFIT;
	answer = go(p, at, c->step, c->several);
	if (answer != PUT)
		return answer;
	if (c->select != NULL)
		fit(p->m, at, c->select, c->segment);
	at->closed = p->where == MADE_ALONE;
	return PUT;
}

static enum answer
choose(struct putting *p, struct made_name *name, const struct choice *c)
{
	struct made_element *at = name->elements;
	enum answer answer = UNFIT, got;

	for (; at != NULL; at = at->next) {
		got = try_element(p, at, c);
		if (got == PUT)
			return PUT;
		if (got == TAKEN)
			answer = TAKEN;
		if (c->first)
			return answer;
	}
	if (name->elements != NULL &&
	    (!c->several || (answer == TAKEN && p->where == MADE_FREE)))
		return answer;
	return try_new(p, name, c);
}

static bool
is_segment(const struct putting *p, size_t step)
{
	return p->m->format == FORMAT_HL7V2 && step == 0;
}

/* Whether a name can occur several times without more being said. */
static bool
repeats(const struct putting *p, size_t step)
{
	if (p->m->format == FORMAT_XML)
		return !is_attribute(p->path->steps[step].name) &&
		       !slice_is(p->path->steps[step].name, PATH_XML_TEXT);
	return is_segment(p, step);
}

/* How an array stands to the name of JSON that a path calls one, or not. */
static bool
agrees(struct putting *p, struct made_name *name, const struct choice *c)
{
	if (p->m->format != FORMAT_JSON)
		return true;
	if (c->several ? name->plain : name->array)
		return false;
	name->array = c->several;
	name->plain = !c->several;
	return true;
}

/*
 * From a name on, behind which stands the step.  An object in an element of an
 * array, for which something must hold, is one object: there is another one in
 * another element.
 */
static enum answer
go_on(struct putting *p, struct made_name *name, size_t step, bool in_array)
{
	bool root = p->m->format == FORMAT_XML && name == p->m->record.names;
	struct choice c = { .step = step,
		.segment = is_segment(p, step - 1),
		.several = !root && repeats(p, step - 1) };

	if (is_kind(step_at(p, c.step), STEP_FIRST)) {
		c.first = c.several = true;
		c.step++;
	} else if (is_kind(step_at(p, c.step), STEP_EACH)) {
		c.several = true;
		c.step++;
	}
	if (is_kind(step_at(p, c.step), STEP_SELECT)) {
		c.several |= p->m->format == FORMAT_HL7V2 ||
			     (p->m->format == FORMAT_JSON && !in_array &&
				 !name->plain && !p->m->objects);
		c.select = step_at(p, c.step++);
	}
	return agrees(p, name, &c) ? choose(p, name, &c) : UNFIT;
}

/* Whether a name is that of the part of HL7 v2 that what has no parts is. */
static bool
is_part_one(const struct putting *p, size_t step)
{
	size_t names = 0;

	if (p->m->format != FORMAT_HL7V2 ||
	    !slice_is(p->path->steps[step].name, "1"))
		return false;
	for (size_t i = 0; i < step; i++)
		names += p->path->steps[i].kind == STEP_NAME;
	return names >= 2;
}

/* Any number of levels: none, but in XML there is one root. */
static struct made_element *
pass_levels(const struct putting *p, struct made_element *at)
{
	const struct made_name *root = p->m->record.names;

	return p->m->format == FORMAT_XML && at == &p->m->record && root != NULL
		   ? root->elements
		   : at;
}

static enum answer
go(struct putting *p, struct made_element *at, size_t i, bool in_array)
{
	const struct step *step = step_at(p, i);
	struct slice name = MADE_NAMELESS;
	struct made_name *next;

	if (step == NULL)
		return end(p, at);
	if (step->kind == STEP_DEEP)
		return go(p, pass_levels(p, at), i + 1, in_array);
	if (step->kind == STEP_NAME) {
		if (is_part_one(p, i))
			return go(p, at, i + 1, false);
		name = step->name;
		i++;
	}
	if (!may_hold(p->m, at, name))
		return UNFIT;
	if (p->m->format == FORMAT_XML && at == &p->m->record &&
	    at->names != NULL && !slice_equal(at->names->name, name))
		return UNFIT;
	next = name_in(p->m, at, name);
	return next == NULL ? UNFIT : go_on(p, next, i, in_array);
}

void
made_hold(struct made *m, struct slice name)
{
	struct made_name *held;

	if (m->format == FORMAT_XML && m->record.names != NULL)
		return;
	held = name_in(m, &m->record, name);
	if (held != NULL)
		first_element(m, held);
}

bool
made_put(struct made *m, const struct path *path, const struct value *value,
    enum made_where where)
{
	struct putting p = {
		.m = m, .path = path, .value = value, .where = where
	};
	enum answer answer = go(&p, &m->record, 0, false);

	return answer == PUT || (answer == TAKEN && where == MADE_FREE);
}
