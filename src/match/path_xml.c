#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "match/path.h"

/* The text being read, and the steps found so far. */
struct reader {
	struct arena *arena;
	const struct namespace *namespaces;
	size_t namespace_count;
	struct slice text; /* a copy in the arena */
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
begins_name(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
	       c >= 0x80;
}

static bool
continues_name(uint8_t c)
{
	return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* What is wrong where a name should begin and none does. */
static const char *
why_no_name(const struct reader *r)
{
	if (at_end(r))
		return "a name is missing at the end";
	switch (r->text.p[r->at]) {
	case '*':
		return "* is not in the language: every name is written";
	case '.':
		return "steps such as . and .. are not in the language";
	case '[':
		return "a name is missing before the bracket";
	case '/':
		return "a name is missing between slashes";
	default:
		return "a name cannot begin with this character";
	}
}

static int
read_part(struct reader *r, struct slice *part)
{
	size_t begin = r->at;

	if (at_end(r) || !begins_name(r->text.p[r->at]))
		return fail(r, why_no_name(r));
	while (!at_end(r) && continues_name(r->text.p[r->at]))
		r->at++;
	*part = (struct slice){ r->text.p + begin, r->at - begin };
	return part->len > LIMIT_NAME
		   ? fail_at(r, begin, "the name is too long")
		   : 0;
}

/* The number of the namespace that a prefix stands for; 0: none. */
static uint8_t
find_prefix(const struct reader *r, struct slice prefix)
{
	if (slice_is(prefix, "xml"))
		return PATH_XML_NAMESPACE;
	for (size_t i = 0; i < r->namespace_count; i++)
		if (slice_equal(r->namespaces[i].prefix, prefix))
			return (uint8_t)(i + 2);
	return 0;
}

/* Reads a name with or without prefix, and adds what the machine calls it. */
static int
read_qname(struct reader *r, struct buf *symbol)
{
	uint8_t number = PATH_XML_NO_NAMESPACE;
	size_t begin = r->at;
	struct slice name;

	if (read_part(r, &name) < 0)
		return -1;
	if (take(r, ":")) {
		number = find_prefix(r, name);
		if (number == 0)
			return fail_at(
			    r, begin, "`namespaces` does not have this prefix");
		if (read_part(r, &name) < 0)
			return -1;
	}
	buf_add_byte(symbol, number);
	buf_add_slice(symbol, name);
	return 0;
}

/* The bytes gathered, in the arena; false without memory. */
static bool
keep(struct reader *r, const struct buf *symbol, struct slice *name)
{
	if (!symbol->failed)
		*name = arena_copy(r->arena, buf_slice(symbol));
	return !symbol->failed && name->p != NULL;
}

typedef int read_fn(struct reader *r, struct buf *symbol);

/* Lets `read` gather a name of the machine. */
static int
read_symbol(struct reader *r, read_fn *read, struct slice *name)
{
	struct buf symbol;
	int result;

	buf_init(&symbol, r->text.len * 2 + 1);
	result = read(r, &symbol);
	if (result == 0 && !keep(r, &symbol, name))
		result = fail_memory(r);
	buf_release(&symbol);
	return result;
}

static int
read_attribute_symbol(struct reader *r, struct buf *symbol)
{
	buf_add_byte(symbol, '@');
	return read_qname(r, symbol);
}

static int
read_operand_symbol(struct reader *r, struct buf *symbol)
{
	while (!take(r, "@")) {
		if (read_qname(r, symbol) < 0)
			return -1;
		if (!take(r, "/"))
			return 0;
		buf_add_byte(symbol, '/');
	}
	return read_attribute_symbol(r, symbol);
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

static int
add_name(struct reader *r, read_fn *read)
{
	struct step *step = add_step(r, STEP_NAME);

	return step == NULL ? -1 : read_symbol(r, read, &step->name);
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

static int
read_predicate(struct reader *r, struct predicate *predicate)
{
	if (!at_end(r) && r->text.p[r->at] >= '0' && r->text.p[r->at] <= '9')
		return fail(r, "positions such as [1] are not in the language");
	if (read_symbol(r, read_operand_symbol, &predicate->operand) < 0 ||
	    read_op(r, &predicate->op) < 0 ||
	    read_value(r, &predicate->value) < 0)
		return -1;
	return take(r, "]") ? 0 : fail(r, "the bracket is not closed");
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
	} while (take(r, "["));
	return 0;
}

static int
read_element(struct reader *r)
{
	if (add_name(r, read_qname) < 0)
		return -1;
	return take(r, "[") ? read_select(r) : 0;
}

static int
read_slashes(struct reader *r)
{
	if (take(r, "//"))
		return add_step(r, STEP_DEEP) == NULL ? -1 : 0;
	if (take(r, "/"))
		return 0;
	if (r->at == 0)
		return fail(r, at_end(r) ? "the path is empty"
					 : "the path begins with / or //");
	return fail(r, "a slash is missing here");
}

static int
add_text(struct reader *r)
{
	struct step *step = add_step(r, STEP_NAME);

	if (step != NULL)
		step->name = slice_text(PATH_XML_TEXT);
	return step == NULL ? -1 : 0;
}

/* Reads up to the end, which is an attribute or the text of an element. */
static int
read_steps(struct reader *r)
{
	if (!utf8_valid(r->text))
		return fail(r, "the path is not valid UTF-8");
	do {
		if (read_slashes(r) < 0)
			return -1;
		if (take(r, "@")) {
			if (add_name(r, read_attribute_symbol) < 0)
				return -1;
			return at_end(r)
				   ? 0
				   : fail(r, "nothing follows an attribute");
		}
		if (read_element(r) < 0)
			return -1;
	} while (!at_end(r));
	return add_text(r);
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
path_parse_xml(struct arena *a, struct slice text,
    const struct namespace *namespaces, size_t namespace_count,
    struct path *path, struct path_fault *fault)
{
	struct reader r = {
		.arena = a,
		.namespaces = namespaces,
		.namespace_count = namespace_count,
		.text = arena_copy(a, text),
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

struct slice
path_xml_name(const struct path *path)
{
	struct slice name = { NULL, 0 };

	for (size_t i = 0; i < path->step_count; i++)
		if (path->steps[i].kind == STEP_NAME &&
		    !slice_is(path->steps[i].name, PATH_XML_TEXT))
			name = path->steps[i].name;
	if (name.len > 0 && name.p[0] == '@')
		name = slice_skip(name, 1);
	return name.len > 0 ? slice_skip(name, 1) : name;
}
