#include "match/path.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"

/* The text being read, and the steps found so far. */
struct reader {
	struct arena *arena;
	struct slice text; /* JSON_PAD more bytes can be read */
	size_t at;
	struct path_fault *fault;
	struct step steps[LIMIT_STEPS];
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

static int
fail_memory(struct reader *r)
{
	return fail(r, NULL);
}

static bool
at_end(const struct reader *r)
{
	return r->at == r->text.len;
}

/* Whether the given characters come next. */
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
is_reserved(uint8_t c)
{
	return c <= ' ' || c == 0x7F || strchr(".[]\"'*=!^\\", c) != NULL;
}

/* What is wrong with a character that no bare name can hold. */
static const char *
why_not_bare(uint8_t c)
{
	switch (c) {
	case ' ':
	case '\t':
		return "a blank in a name must be quoted";
	case '*':
		return "only a whole step may be **";
	case '"':
		return "a quoted name begins at a dot or a bracket";
	case '\'':
		return "a name is quoted with \", not with '";
	case ']':
		return "a bracket is closed that was not opened";
	default:
		return "this character in a name must be quoted";
	}
}

/* What is wrong where a name should begin and none does. */
static const char *
why_no_name(const struct reader *r)
{
	if (at_end(r))
		return r->at == 0 ? "the path is empty"
				  : "a name is missing after the dot";
	switch (r->text.p[r->at]) {
	case '.':
		return "a name is missing before the dot";
	case '[':
		return "a name is missing before the bracket";
	default:
		return why_not_bare(r->text.p[r->at]);
	}
}

static int
check_name(struct reader *r, size_t begin, struct slice name)
{
	if (name.p == NULL)
		return fail_memory(r);
	if (name.len > LIMIT_NAME)
		return fail_at(r, begin, "the name is too long");
	if (name.len > 0 && memchr(name.p, 0, name.len) != NULL)
		return fail_at(r, begin, "a name cannot hold U+0000");
	return 0;
}

static int
read_bare(struct reader *r, struct slice *name)
{
	size_t begin = r->at;

	while (!at_end(r) && !is_reserved(r->text.p[r->at]))
		r->at++;
	if (r->at == begin)
		return fail(r, why_no_name(r));
	*name = (struct slice){ r->text.p + begin, r->at - begin };
	return check_name(r, begin, *name);
}

/* A copy of a string's inside, with its escapes resolved. */
static struct slice
unescape(struct reader *r, struct slice inside)
{
	struct slice name = { NULL, 0 };
	struct buf b;

	buf_init(&b, r->text.len);
	json_unescape(&b, inside);
	if (!b.failed)
		name = arena_copy(r->arena, buf_slice(&b));
	buf_release(&b);
	return name;
}

static int
read_quoted(struct reader *r, struct slice *name)
{
	const uint8_t *begin = r->text.p + r->at + 1;
	enum json_fault fault;
	bool escaped;
	const uint8_t *end =
	    json_string(begin, r->text.p + r->text.len, &escaped, &fault);

	if (end == NULL && fault == JSON_CUT)
		return fail(r, "the closing quote of the name is missing");
	if (end == NULL)
		return fail(r, "the quoted name is not a JSON string");
	*name = unescape(r, slice_between(begin, end));
	if (check_name(r, r->at, *name) < 0)
		return -1;
	r->at = (size_t)(end + 1 - r->text.p);
	return 0;
}

static int
read_name(struct reader *r, struct slice *name)
{
	return next_is(r, "\"") ? read_quoted(r, name) : read_bare(r, name);
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
	else if (at_end(r))
		return fail(r, "the bracket is not closed");
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
		return fail_memory(r);
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

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* Whether a position such as [0] comes next. */
static bool
next_is_position(const struct reader *r)
{
	size_t i = r->at;

	while (i < r->text.len && is_digit(r->text.p[i]))
		i++;
	return i > r->at && i < r->text.len && r->text.p[i] == ']';
}

/* Reads a predicate, just behind its opening bracket. */
static int
read_predicate(struct reader *r, struct predicate *predicate)
{
	if (at_end(r))
		return fail(r, "the bracket is not closed");
	if (next_is_position(r))
		return fail(r, "positions such as [0] are only for `from`");
	if (read_name(r, &predicate->operand) < 0 ||
	    read_op(r, &predicate->op) < 0 ||
	    read_value(r, &predicate->value) < 0)
		return -1;
	if (!take(r, "]"))
		return fail(r, "the bracket is not closed");
	return 0;
}

static struct step *
add_step(struct reader *r, enum step_kind kind)
{
	if (r->count == LIMIT_STEPS) {
		fail(r, "the path has too many steps");
		return NULL;
	}
	r->steps[r->count] = (struct step){ .kind = kind };
	return &r->steps[r->count++];
}

/* Reads predicates, as many as stand in a row, behind the first bracket. */
static int
read_select(struct reader *r)
{
	struct step *step = add_step(r, STEP_SELECT);
	struct predicate *predicates;

	if (step == NULL)
		return -1;
	predicates =
	    arena_array(r->arena, LIMIT_PREDICATES, sizeof(*predicates));
	if (predicates == NULL)
		return fail_memory(r);
	step->predicates = predicates;
	do {
		if (step->predicate_count == LIMIT_PREDICATES)
			return fail(r, "the step has too many predicates");
		if (read_predicate(r, &predicates[step->predicate_count++]) < 0)
			return -1;
		if (next_is(r, "[]"))
			return fail(r, "[] may not follow a predicate");
	} while (take(r, "["));
	return 0;
}

static int
read_suffixes(struct reader *r)
{
	while (next_is(r, "[")) {
		if (take(r, "[]")) {
			if (add_step(r, STEP_EACH) == NULL)
				return -1;
			continue;
		}
		take(r, "[");
		if (read_select(r) < 0)
			return -1;
	}
	return 0;
}

static int
read_named(struct reader *r)
{
	struct slice name;
	struct step *step;

	if (read_name(r, &name) < 0)
		return -1;
	step = add_step(r, STEP_NAME);
	if (step == NULL)
		return -1;
	step->name = name;
	return read_suffixes(r);
}

/* Reads a ** that begins at the place. */
static int
read_deep(struct reader *r)
{
	size_t begin = r->at;

	take(r, "**");
	if (at_end(r))
		return fail_at(r, begin, "** may not be the last step");
	if (!next_is(r, "."))
		return fail(r, "a dot is missing after **");
	if (next_is(r, ".**"))
		return fail(r, "** may not follow **");
	return add_step(r, STEP_DEEP) == NULL ? -1 : 0;
}

static int
read_step(struct reader *r)
{
	return next_is(r, "**") ? read_deep(r) : read_named(r);
}

static int
read_steps(struct reader *r)
{
	if (!utf8_valid(r->text))
		return fail(r, "the path is not valid UTF-8");
	do {
		if (read_step(r) < 0)
			return -1;
	} while (take(r, "."));
	if (at_end(r))
		return 0;
	if (next_is(r, "\"") || r->text.p[r->at - 1] == '"' ||
	    r->text.p[r->at - 1] == ']')
		return fail(r, "a dot or a bracket is missing here");
	return fail(r, why_not_bare(r->text.p[r->at]));
}

/* A copy of the text behind which strings can be scanned in blocks. */
static struct slice
copy_padded(struct arena *a, struct slice text)
{
	uint8_t *p = NULL;

	if (text.len <= SIZE_MAX - JSON_PAD)
		p = arena_alloc(a, text.len + JSON_PAD);
	if (p != NULL && text.len > 0)
		memcpy(p, text.p, text.len);
	return (struct slice){ p, text.len };
}

static bool
has_deep(const struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (steps[i].kind == STEP_DEEP)
			return true;
	return false;
}

int
path_parse_json(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault)
{
	struct reader r = {
		.arena = a,
		.text = copy_padded(a, text),
		.fault = fault,
	};
	struct step *steps;

	if (r.text.p == NULL)
		return fail_memory(&r);
	if (read_steps(&r) < 0)
		return -1;
	steps = arena_array(a, r.count, sizeof(*steps));
	if (steps == NULL)
		return fail_memory(&r);
	memcpy(steps, r.steps, r.count * sizeof(*steps));
	*path = (struct path){
		.text = r.text,
		.steps = steps,
		.step_count = r.count,
		.deep = has_deep(steps, r.count),
	};
	return 0;
}
