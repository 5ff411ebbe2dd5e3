/* Conditions: what one implies about another. */
#include "base/num.h"
#include "policy/diff_part.h"

static const struct condition *
condition_at(const struct diff_side *side, uint32_t i)
{
	return &side->document->program->conditions[i];
}

static struct slice
operand_text(const struct diff_side *side, uint32_t i)
{
	return side->document->program->streams[side->format].operands[i].text;
}

static bool
same_operands(const struct diff_side *s, const struct condition *a,
    const struct diff_side *t, const struct condition *b)
{
	bool age = a->op == CONDITION_AGE_UNDER || a->op == CONDITION_AGE_FROM;

	return slice_equal(
		   operand_text(s, a->operand), operand_text(t, b->operand)) &&
	       (!age || slice_equal(operand_text(s, a->at_operand),
			    operand_text(t, b->at_operand)));
}

static bool
has_constant(const struct condition *c, const struct value *v)
{
	for (size_t i = 0; i < c->constant_count; i++)
		if (c->constants[i].kind == v->kind &&
		    slice_equal(c->constants[i].text, v->text))
			return true;
	return false;
}

static bool
all_in(const struct condition *a, const struct condition *b)
{
	for (size_t i = 0; i < a->constant_count; i++)
		if (!has_constant(b, &a->constants[i]))
			return false;
	return true;
}

/*
 * A date without zone is compared with a bound as both are written: only what
 * is said in one zone says the same of every date.
 */
static bool
same_zone(const struct date *a, const struct date *b)
{
	return a->has_zone == b->has_zone && a->zone == b->zone;
}

/* Whether the bound of a is at most that of b. */
static bool
is_at_most(const struct condition *a, const struct condition *b)
{
	int order;

	if (a->op == CONDITION_BEFORE || a->op == CONDITION_AFTER)
		return same_zone(&a->bound, &b->bound) &&
		       date_compare(&a->bound, &b->bound, &order) && order <= 0;
	return num_compare(
		   a->constants[0].text, b->constants[0].text, &order) &&
	       order <= 0;
}

/* Of two tests of the same kind and operands. */
static bool
test_implies(const struct condition *a, const struct condition *b)
{
	switch (a->op) {
	case CONDITION_IN:
		return all_in(a, b);
	case CONDITION_BEFORE:
	case CONDITION_AT_MOST:
		return is_at_most(a, b);
	case CONDITION_AFTER:
	case CONDITION_AT_LEAST:
		return is_at_most(b, a);
	case CONDITION_AGE_UNDER:
		return a->age <= b->age;
	case CONDITION_AGE_FROM:
		return a->age >= b->age;
	default:
		return true;
	}
}

static bool
leaf_implies(const struct diff_side *s, const struct condition *a,
    const struct diff_side *t, const struct condition *b)
{
	if (!same_operands(s, a, t, b))
		return false;
	/* Whatever passes a test is there. */
	if (b->op == CONDITION_EXISTS)
		return a->op != CONDITION_MISSING;
	return a->op == b->op && (a->every || !b->every) && test_implies(a, b);
}

/*
 * A question: whether condition a of the one side implies b of the other.
 * Conditions can rest on others in so many ways that answers would take for
 * ever; after so many steps the answer is no.
 */
#define STEPS_MAX 100000

struct question {
	const struct diff_side *of_a, *of_b;
	uint32_t a, b;
	size_t *steps;
};

static bool implies(struct question q);

/* Asks the same of each part of a, or of b. */
static size_t
count_implied(struct question q, bool parts_of_a)
{
	const struct condition *c =
	    parts_of_a ? condition_at(q.of_a, q.a) : condition_at(q.of_b, q.b);
	size_t n = 0;

	for (size_t i = 0; i < c->part_count; i++) {
		if (parts_of_a)
			q.a = c->parts[i];
		else
			q.b = c->parts[i];
		n += implies(q);
	}
	return n;
}

/* Sound, not complete: true means that it is so. */
static bool
implies(struct question q)
{
	const struct condition *a = condition_at(q.of_a, q.a);
	const struct condition *b = condition_at(q.of_b, q.b);

	if (*q.steps == 0)
		return false;
	--*q.steps;
	if (b->op == CONDITION_ALL)
		return count_implied(q, false) == b->part_count;
	if (a->op == CONDITION_ANY)
		return count_implied(q, true) == a->part_count;
	if (b->op == CONDITION_ANY && count_implied(q, false) > 0)
		return true;
	if (a->op == CONDITION_ALL)
		return count_implied(q, true) > 0;
	if (a->op == CONDITION_NOT && b->op == CONDITION_NOT)
		return implies((struct question){
		    q.of_b, q.of_a, b->parts[0], a->parts[0], q.steps });
	if (a->op <= CONDITION_NOT || b->op <= CONDITION_NOT)
		return false;
	return leaf_implies(q.of_a, a, q.of_b, b);
}

bool
diff_implies(const struct diff_side *from, int32_t b,
    const struct diff_side *to, int32_t a)
{
	size_t steps = STEPS_MAX;

	if (a < 0)
		return true;
	return b >= 0 && implies((struct question){
			     from, to, (uint32_t)b, (uint32_t)a, &steps });
}

/*
 * Whether an operand has one value at most, so that two texts cannot both be
 * there.
 */
static bool
is_single(const struct diff_side *side, uint32_t operand)
{
	const struct path *path =
	    &side->document->program->streams[side->format].operands[operand];

	return path_is_single(path, side->format);
}

static bool
any_in(const struct condition *a, const struct condition *b)
{
	for (size_t i = 0; i < a->constant_count; i++)
		for (size_t k = 0; k < b->constant_count; k++)
			if (slice_equal(
				a->constants[i].text, b->constants[k].text))
				return true;
	return false;
}

static bool
leaves_exclude(struct question q)
{
	const struct condition *a = condition_at(q.of_a, q.a);
	const struct condition *b = condition_at(q.of_b, q.b);

	if (!slice_equal(operand_text(q.of_a, a->operand),
		operand_text(q.of_b, b->operand)))
		return false;
	if (a->op == CONDITION_MISSING || b->op == CONDITION_MISSING)
		return a->op != b->op;
	return a->op == CONDITION_IN && b->op == CONDITION_IN &&
	       (is_single(q.of_a, a->operand) || (a->every && b->every)) &&
	       !any_in(a, b);
}

static bool excludes(struct question q);

/* How many parts of a exclude b. */
static size_t
count_excluded(struct question q)
{
	const struct condition *c = condition_at(q.of_a, q.a);
	size_t n = 0;

	for (size_t i = 0; i < c->part_count; i++) {
		q.a = c->parts[i];
		n += excludes(q);
	}
	return n;
}

/* Whether what a says is enough to see that b does not hold. */
static bool
rules_out(struct question q)
{
	const struct condition *a = condition_at(q.of_a, q.a);

	switch (a->op) {
	case CONDITION_ALL:
		return count_excluded(q) > 0;
	case CONDITION_NOT:
		return implies((struct question){
		    q.of_b, q.of_a, q.b, a->parts[0], q.steps });
	default:
		return false;
	}
}

/* Whether a and b never hold together.  Sound, not complete, like implies(). */
static bool
excludes(struct question q)
{
	struct question back = { q.of_b, q.of_a, q.b, q.a, q.steps };
	const struct condition *a = condition_at(q.of_a, q.a);
	const struct condition *b = condition_at(q.of_b, q.b);

	if (*q.steps == 0)
		return false;
	--*q.steps;
	if (a->op == CONDITION_ANY)
		return count_excluded(q) == a->part_count;
	if (b->op == CONDITION_ANY)
		return count_excluded(back) == b->part_count;
	if (rules_out(q) || rules_out(back))
		return true;
	return a->op > CONDITION_NOT && b->op > CONDITION_NOT &&
	       leaves_exclude(q);
}

bool
diff_excludes(const struct diff_side *older, int32_t a,
    const struct diff_side *newer, int32_t b)
{
	size_t steps = STEPS_MAX;

	return a >= 0 && b >= 0 &&
	       excludes((struct question){
		   older, newer, (uint32_t)a, (uint32_t)b, &steps });
}

enum diff_order
diff_when(const struct diff_side *older, int32_t a,
    const struct diff_side *newer, int32_t b)
{
	bool narrower = diff_implies(newer, b, older, a);
	bool wider = diff_implies(older, a, newer, b);

	if (narrower && wider)
		return ORDER_SAME;
	if (narrower)
		return ORDER_LESS;
	return wider ? ORDER_MORE : ORDER_OTHER;
}
