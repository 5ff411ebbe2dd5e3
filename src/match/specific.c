#include "match/specific.h"

/* Whether every value for which p holds is one for which q holds. */
static bool
implies(const struct predicate *p, const struct predicate *q)
{
	if (!slice_equal(p->operand, q->operand))
		return false;
	switch (q->op) {
	case PREDICATE_IS:
		return p->op == PREDICATE_IS && slice_equal(p->value, q->value);
	case PREDICATE_STARTS:
		return p->op != PREDICATE_IS_NOT &&
		       slice_starts(p->value, q->value);
	default:
		break;
	}
	switch (p->op) {
	case PREDICATE_IS:
		return !slice_equal(p->value, q->value);
	case PREDICATE_STARTS:
		return !slice_starts(q->value, p->value);
	default:
		return slice_equal(p->value, q->value);
	}
}

static bool
any_implies(const struct step *step, const struct predicate *q)
{
	for (size_t i = 0; i < step->predicate_count; i++)
		if (implies(&step->predicates[i], q))
			return true;
	return false;
}

/* Whether the predicates of a imply all those of b. */
static bool
all_implied(const struct step *a, const struct step *b)
{
	for (size_t i = 0; i < b->predicate_count; i++)
		if (!any_implies(a, &b->predicates[i]))
			return false;
	return true;
}

/* The step at i, or NULL behind the last one. */
static const struct step *
step_at(const struct path *path, size_t i)
{
	return i < path->step_count ? &path->steps[i] : NULL;
}

static bool
has_kind(const struct step *step, enum step_kind kind)
{
	return step != NULL && step->kind == kind;
}

/* Whether a and b lead the same way, or a to the first of b's elements. */
static bool
same_way(const struct step *a, const struct step *b)
{
	if (a == NULL || b == NULL)
		return false;
	if (a->kind == STEP_NAME)
		return b->kind == STEP_NAME && slice_equal(a->name, b->name);
	return a->kind == b->kind ||
	       (a->kind == STEP_FIRST && b->kind == STEP_EACH);
}

bool
specific_than(const struct path *a, const struct path *b)
{
	bool strictly = false;
	size_t j = 0;

	if (a->deep || b->deep)
		return false;
	for (size_t i = 0; i < a->step_count; i++) {
		const struct step *x = step_at(a, i), *y = step_at(b, j);

		if (x->kind != STEP_SELECT) {
			if (!same_way(x, y))
				return false;
			strictly = strictly || x->kind != y->kind;
			j++;
		} else if (has_kind(y, STEP_SELECT)) {
			if (!all_implied(x, y))
				return false;
			strictly = strictly || !all_implied(y, x);
			j++;
		} else {
			strictly = true;
			j += has_kind(y, STEP_EACH);
		}
	}
	return strictly && j == b->step_count;
}

static size_t
count_selects(const struct path *path)
{
	size_t n = 0;

	for (size_t i = 0; i < path->step_count; i++)
		n += path->steps[i].kind == STEP_SELECT;
	return n;
}

bool
specific_within(const struct path *a, const struct path *b)
{
	return count_selects(a) == count_selects(b);
}

/* Whether no value fulfils both. */
static bool
excludes(const struct predicate *p, const struct predicate *q)
{
	if (!slice_equal(p->operand, q->operand))
		return false;
	if (p->op == PREDICATE_STARTS && q->op == PREDICATE_STARTS)
		return !slice_starts(p->value, q->value) &&
		       !slice_starts(q->value, p->value);
	if (p->op == PREDICATE_IS && q->op == PREDICATE_STARTS)
		return !slice_starts(p->value, q->value);
	return p->op == PREDICATE_IS &&
	       (q->op == PREDICATE_IS) != slice_equal(p->value, q->value);
}

static bool
any_excludes(const struct step *a, const struct step *b)
{
	for (size_t i = 0; i < a->predicate_count; i++)
		for (size_t k = 0; k < b->predicate_count; k++)
			if (excludes(&a->predicates[i], &b->predicates[k]) ||
			    excludes(&b->predicates[k], &a->predicates[i]))
				return true;
	return false;
}

static bool
is_element(const struct step *step)
{
	return has_kind(step, STEP_EACH) || has_kind(step, STEP_FIRST);
}

/* How many steps of b may lead where all of a lead; false: none do. */
static bool
may_follow(const struct path *a, const struct path *b, size_t *steps)
{
	size_t i = 0, j = 0;

	while (i < a->step_count || has_kind(step_at(b, j), STEP_SELECT)) {
		const struct step *x = step_at(a, i), *y = step_at(b, j);
		bool selects = has_kind(x, STEP_SELECT);

		if (selects && has_kind(y, STEP_SELECT)) {
			if (any_excludes(x, y))
				return false;
			i++, j++;
		} else if (selects) {
			i++;
			j += is_element(y);
		} else if (has_kind(y, STEP_SELECT)) {
			j++;
			i += is_element(x);
		} else if (same_way(x, y) || same_way(y, x)) {
			i++, j++;
		} else {
			return false;
		}
	}
	*steps = j;
	return true;
}

bool
paths_cross(const struct path *a, const struct path *b)
{
	size_t steps;

	return !a->deep && !b->deep && may_follow(a, b, &steps) &&
	       steps == b->step_count && !specific_than(a, b) &&
	       !specific_than(b, a);
}

bool
path_leads_to(const struct path *a, const struct path *b)
{
	size_t steps;

	return a->deep || b->deep ||
	       (may_follow(a, b, &steps) && steps < b->step_count);
}
