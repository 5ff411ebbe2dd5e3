#include "match/path_read.h"

#include "base/json.h"

int
path_fail_at(struct path_reader *r, size_t at, const char *why)
{
	*r->fault = (struct path_fault){ why, at };
	return -1;
}

int
path_fail(struct path_reader *r, const char *why)
{
	return path_fail_at(r, r->at, why);
}

int
path_fail_memory(struct path_reader *r)
{
	return path_fail(r, NULL);
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

int
path_read_begin(struct path_reader *r, struct arena *a, struct slice text,
    struct path_fault *fault)
{
	r->arena = a;
	r->text = copy_padded(a, text);
	r->at = 0;
	r->fault = fault;
	r->count = 0;
	return r->text.p == NULL ? path_fail_memory(r) : 0;
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
path_read_end(struct path_reader *r, struct path *path)
{
	struct step *steps = arena_array(r->arena, r->count, sizeof(*steps));

	if (steps == NULL)
		return path_fail_memory(r);
	memcpy(steps, r->steps, r->count * sizeof(*steps));
	*path = (struct path){
		.text = r->text,
		.steps = steps,
		.step_count = r->count,
		.deep = has_deep(steps, r->count),
	};
	return 0;
}

bool
path_next_is(const struct path_reader *r, const char *characters)
{
	return slice_starts(slice_skip(r->text, r->at), slice_text(characters));
}

bool
path_take(struct path_reader *r, const char *characters)
{
	if (!path_next_is(r, characters))
		return false;
	r->at += strlen(characters);
	return true;
}

struct step *
path_add_step(struct path_reader *r, enum step_kind kind)
{
	if (r->count == LIMIT_STEPS) {
		path_fail(r, "the path has too many steps");
		return NULL;
	}
	r->steps[r->count] = (struct step){ .kind = kind };
	return &r->steps[r->count++];
}

int
path_add_name(struct path_reader *r, struct slice name)
{
	struct step *step = path_add_step(r, STEP_NAME);

	if (step == NULL)
		return -1;
	step->name = name;
	return 0;
}

int
path_read_op(struct path_reader *r, enum predicate_op *op)
{
	if (path_take(r, "!="))
		*op = PREDICATE_IS_NOT;
	else if (path_take(r, "^="))
		*op = PREDICATE_STARTS;
	else if (path_take(r, "="))
		*op = PREDICATE_IS;
	else if (path_at_end(r))
		return path_fail(r, "the bracket is not closed");
	else
		return path_fail(r, "a predicate compares with =, != or ^=");
	return 0;
}

int
path_read_value(struct path_reader *r, struct slice *value)
{
	size_t begin = r->at;
	uint8_t *out;

	if (!path_take(r, "'"))
		return path_fail(
		    r, "the value of a predicate needs single quotes");
	out = arena_alloc(r->arena, r->text.len - r->at + 1);
	if (out == NULL)
		return path_fail_memory(r);
	*value = (struct slice){ out, 0 };
	while (!path_at_end(r)) {
		if (path_take(r, "''"))
			out[value->len++] = '\'';
		else if (path_take(r, "'"))
			return 0;
		else
			out[value->len++] = r->text.p[r->at++];
	}
	return path_fail_at(
	    r, begin, "the closing quote of the value is missing");
}

int
path_read_select(struct path_reader *r, path_predicate_fn *read, void *ctx)
{
	struct step *step = path_add_step(r, STEP_SELECT);
	struct predicate *predicates;

	if (step == NULL)
		return -1;
	predicates =
	    arena_array(r->arena, LIMIT_PREDICATES, sizeof(*predicates));
	if (predicates == NULL)
		return path_fail_memory(r);
	step->predicates = predicates;
	do {
		if (step->predicate_count == LIMIT_PREDICATES)
			return path_fail(r, "the step has too many predicates");
		if (read(r, ctx, &predicates[step->predicate_count++]) < 0)
			return -1;
	} while (path_take(r, "["));
	return 0;
}
