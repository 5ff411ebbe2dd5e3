#include "base/limits.h"
#include "base/num.h"
#include "match/path.h"

/* Fields behind the largest number that a path can spell are never named. */
#define NUMBER_DIGITS 3

/* The text being read, and the steps found so far. */
struct reader {
	struct arena *arena;
	struct slice text; /* a copy in the arena */
	size_t at;
	bool hprim;
	struct path_fault *fault;
	struct step steps[PATH_HL7V2_STEPS];
	size_t count;
};

static int
fail_at(struct reader *r, size_t at, const char *why)
{
	*r->fault = (struct path_fault){ why, at };
	return -1;
}

static int
fail(struct reader *r, const char *why)
{
	return fail_at(r, r->at, why);
}

static bool
at_end(const struct reader *r)
{
	return r->at == r->text.len;
}

static bool
next_is(const struct reader *r, const char *characters)
{
	return slice_starts(slice_skip(r->text, r->at), slice_text(characters));
}

static bool
take(struct reader *r, const char *characters)
{
	if (!next_is(r, characters))
		return false;
	r->at += strlen(characters);
	return true;
}

static bool
is_capital(uint8_t c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static struct step *
add_step(struct reader *r, enum step_kind kind)
{
	r->steps[r->count] = (struct step){ .kind = kind };
	return &r->steps[r->count++];
}

/* Segments have three characters, lines of HPRIM one to three. */
static int
read_segment(struct reader *r)
{
	size_t begin = r->at;
	size_t least = r->hprim ? 1 : 3;

	while (!at_end(r) && r->at - begin < 3 &&
	       (is_capital(r->text.p[r->at]) ||
		   (r->at > begin && is_digit(r->text.p[r->at]))))
		r->at++;
	if (r->at - begin < least)
		return fail_at(r, begin,
		    r->hprim ? "a path begins with a type of line, such as P"
			     : "a path begins with a segment, such as PID");
	add_step(r, STEP_NAME)->name =
	    (struct slice){ r->text.p + begin, r->at - begin };
	return 0;
}

/* Reads a number from 1 on without leading zeros. */
static int
read_number(struct reader *r, struct slice *name, const char *why)
{
	size_t begin = r->at;

	while (!at_end(r) && is_digit(r->text.p[r->at]))
		r->at++;
	*name = (struct slice){ r->text.p + begin, r->at - begin };
	if (name->len == 0)
		return fail(r, why);
	if (name->p[0] == '0')
		return fail_at(r, begin, "numbers begin at 1, without zeros");
	if (name->len > NUMBER_DIGITS)
		return fail_at(r, begin, "no message has so many parts");
	return 0;
}

/* What a predicate compares: numbers with dots between, at most `levels`. */
static int
read_operand(struct reader *r, struct slice *operand, int levels)
{
	size_t begin = r->at;
	struct slice number;

	do {
		if (levels-- == 0)
			return fail(r, "the operand goes too deep here");
		if (read_number(r, &number,
			"a predicate compares a number, as in [5='INS']") < 0)
			return -1;
	} while (take(r, "."));
	*operand = (struct slice){ r->text.p + begin, r->at - begin };
	return 0;
}

static int
read_op(struct reader *r, enum predicate_op *op)
{
	if (take(r, "!="))
		*op = PREDICATE_IS_NOT;
	else if (take(r, "^="))
		*op = PREDICATE_STARTS;
	else if (take(r, "="))
		*op = PREDICATE_IS;
	else
		return fail(r, "a predicate compares with =, != or ^=");
	return 0;
}

/* Reads the characters between single quotes; two of them stand for one. */
static int
read_value(struct reader *r, struct slice *value)
{
	size_t begin = r->at;
	uint8_t *out;

	if (!take(r, "'"))
		return fail(r, "the value of a predicate needs single quotes");
	out = arena_alloc(r->arena, r->text.len - r->at + 1);
	if (out == NULL)
		return fail(r, NULL);
	*value = (struct slice){ out, 0 };
	while (!at_end(r)) {
		if (take(r, "''"))
			out[value->len++] = '\'';
		else if (take(r, "'"))
			return 0;
		else
			out[value->len++] = r->text.p[r->at++];
	}
	return fail_at(r, begin, "the closing quote of the value is missing");
}

/* Such a predicate would never hold. */
static int
check_value(struct reader *r, size_t at, const struct predicate *p)
{
	if (p->op == PREDICATE_IS && p->value.len == 0)
		return fail_at(r, at,
		    "an empty part counts as missing, so "
		    "nothing equals an empty text");
	return 0;
}

static int
read_predicate(struct reader *r, struct predicate *p, int levels)
{
	size_t at;

	if (read_operand(r, &p->operand, levels) < 0 || read_op(r, &p->op) < 0)
		return -1;
	at = r->at;
	if (read_value(r, &p->value) < 0 || check_value(r, at, p) < 0)
		return -1;
	return take(r, "]") ? 0 : fail(r, "the bracket is not closed");
}

/* Reads predicates, as many as stand in a row, behind the first bracket. */
static int
read_select(struct reader *r, int levels)
{
	struct step *step = add_step(r, STEP_SELECT);
	struct predicate *predicates =
	    arena_array(r->arena, LIMIT_PREDICATES, sizeof(*predicates));

	if (predicates == NULL)
		return fail(r, NULL);
	step->predicates = predicates;
	do {
		if (step->predicate_count == LIMIT_PREDICATES)
			return fail(r, "the step has too many predicates");
		if (read_predicate(
			r, &predicates[step->predicate_count++], levels) < 0)
			return -1;
	} while (take(r, "["));
	return 0;
}

/* The fields that say how a message is read: nobody's rule is asked. */
static bool
is_delimiter_field(const struct reader *r, struct slice field)
{
	struct slice segment = r->steps[0].name;
	uint64_t n;

	if (!num_u64(field, &n))
		return false;
	if (r->hprim)
		return n == 1 || (n == 2 && slice_is(segment, "H"));
	return n <= 2 && slice_is(segment, "MSH");
}

static int
read_field(struct reader *r)
{
	size_t begin = r->at;
	struct slice field;

	if (!take(r, "-"))
		return fail(r, "a dash and the number of a field are missing");
	begin = r->at;
	if (read_number(r, &field, "a number is missing after the dash") < 0)
		return -1;
	if (is_delimiter_field(r, field))
		return fail_at(r, begin,
		    "this field is always written, no rule is about it");
	add_step(r, STEP_NAME)->name = field;
	return 0;
}

/* Components and subcomponents. */
static int
read_parts(struct reader *r)
{
	for (int level = 0; take(r, "."); level++) {
		struct slice name;

		if (level == 2)
			return fail(r, "subcomponents have no parts");
		if (read_number(r, &name, "a number is missing after the dot") <
		    0)
			return -1;
		add_step(r, STEP_NAME)->name = name;
	}
	return 0;
}

static bool
is_batch_segment(struct slice name)
{
	return slice_is(name, "FHS") || slice_is(name, "BHS") ||
	       slice_is(name, "BTS") || slice_is(name, "FTS");
}

static int
read_path(struct reader *r)
{
	if (read_segment(r) < 0)
		return -1;
	if (!r->hprim && is_batch_segment(r->steps[0].name))
		return fail_at(r, 0, "segments of batches are in no message");
	if (take(r, "[") && read_select(r, 3) < 0)
		return -1;
	if (read_field(r) < 0)
		return -1;
	if (!take(r, "["))
		add_step(r, STEP_EACH);
	else if (read_select(r, 2) < 0)
		return -1;
	if (read_parts(r) < 0)
		return -1;
	return at_end(r) ? 0 : fail(r, "the path ends here");
}

int
path_parse_hl7v2(struct arena *a, struct slice text, bool hprim,
    struct path *path, struct path_fault *fault)
{
	struct reader r = {
		.arena = a,
		.text = arena_copy(a, text),
		.hprim = hprim,
		.fault = fault,
	};
	struct step *steps;

	if (r.text.p == NULL)
		return fail(&r, NULL);
	if (read_path(&r) < 0)
		return -1;
	steps = arena_array(a, r.count, sizeof(*steps));
	if (steps == NULL)
		return fail(&r, NULL);
	memcpy(steps, r.steps, r.count * sizeof(*steps));
	*path = (struct path){
		.text = r.text,
		.steps = steps,
		.step_count = r.count,
	};
	return 0;
}
