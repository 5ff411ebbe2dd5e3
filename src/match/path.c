#include "base/ascii.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/utf8.h"
#include "match/path_read.h"

bool
path_is_reserved(uint8_t c)
{
	switch (c) {
	case '.':
	case '[':
	case ']':
	case '"':
	case '\'':
	case '*':
	case '=':
	case '!':
	case '^':
	case '\\':
	case 0x7F:
		return true;
	default:
		return c <= ' ';
	}
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
		return "every name is written; only ** may stand for some, as a step";
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
why_no_name(const struct path_reader *r)
{
	if (path_at_end(r))
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
check_name(struct path_reader *r, size_t begin, struct slice name)
{
	if (name.p == NULL)
		return path_fail_memory(r);
	if (name.len > LIMIT_NAME)
		return path_fail_at(r, begin, "the name is too long");
	if (name.len > 0 && memchr(name.p, 0, name.len) != NULL)
		return path_fail_at(r, begin, "a name cannot hold U+0000");
	return 0;
}

static int
read_bare(struct path_reader *r, struct slice *name)
{
	size_t begin = r->at;

	while (!path_at_end(r) && !path_is_reserved(r->text.p[r->at]))
		r->at++;
	if (r->at == begin)
		return path_fail(r, why_no_name(r));
	*name = (struct slice){ r->text.p + begin, r->at - begin };
	return check_name(r, begin, *name);
}

/* A copy of a string's inside, with its escapes resolved. */
static struct slice
unescape(struct path_reader *r, struct slice inside)
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
read_quoted(struct path_reader *r, struct slice *name)
{
	const uint8_t *begin = r->text.p + r->at + 1;
	enum json_fault fault;
	bool escaped;
	const uint8_t *end =
	    json_string(begin, r->text.p + r->text.len, &escaped, &fault);

	if (end == NULL && fault == JSON_CUT)
		return path_fail(r, "the closing quote of the name is missing");
	if (end == NULL)
		return path_fail(r, "the quoted name is not a JSON string");
	*name = unescape(r, slice_between(begin, end));
	if (check_name(r, r->at, *name) < 0)
		return -1;
	r->at = (size_t)(end + 1 - r->text.p);
	return 0;
}

static int
read_name(struct path_reader *r, struct slice *name)
{
	return path_next_is(r, "\"") ? read_quoted(r, name)
				     : read_bare(r, name);
}

/* Whether a position comes next, behind its bracket: digits and the other. */
static bool
next_is_position(const struct path_reader *r)
{
	size_t i = r->at;

	while (i < r->text.len && ascii_is_digit(r->text.p[i]))
		i++;
	return i > r->at && i < r->text.len && r->text.p[i] == ']';
}

static int
read_predicate(struct path_reader *r, void *ctx, struct predicate *predicate)
{
	(void)ctx;
	if (path_at_end(r))
		return path_fail(r, "the bracket is not closed");
	if (next_is_position(r))
		return path_fail(r, "the only position is [0], the first");
	if (read_name(r, &predicate->operand) < 0 ||
	    path_read_op(r, &predicate->op) < 0 ||
	    path_read_value(r, &predicate->value) < 0)
		return -1;
	if (!path_take(r, "]"))
		return path_fail(r, "the bracket is not closed");
	if (path_next_is(r, "[]") || path_next_is(r, "[0]"))
		return path_fail(
		    r, "neither [] nor [0] may follow a predicate");
	return 0;
}

static int
add_elements(struct path_reader *r, enum step_kind kind)
{
	return path_add_step(r, kind) == NULL ? -1 : 0;
}

static int
read_suffixes(struct path_reader *r)
{
	int result = 0;

	while (result == 0 && path_next_is(r, "[")) {
		if (path_take(r, "[]"))
			result = add_elements(r, STEP_EACH);
		else if (path_take(r, "[0]"))
			result = add_elements(r, STEP_FIRST);
		else if (path_take(r, "["))
			result = path_read_select(r, read_predicate, NULL);
	}
	return result;
}

static int
read_named(struct path_reader *r)
{
	struct slice name;

	if (read_name(r, &name) < 0 || path_add_name(r, name) < 0)
		return -1;
	return read_suffixes(r);
}

/* Reads a ** that begins at the place. */
static int
read_deep(struct path_reader *r)
{
	size_t begin = r->at;

	path_take(r, "**");
	if (path_at_end(r))
		return path_fail_at(r, begin, "** may not be the last step");
	if (!path_next_is(r, "."))
		return path_fail(r, "a dot is missing after **");
	if (path_next_is(r, ".**"))
		return path_fail(r, "** may not follow **");
	return path_add_step(r, STEP_DEEP) == NULL ? -1 : 0;
}

static int
read_step(struct path_reader *r)
{
	return path_next_is(r, "**") ? read_deep(r) : read_named(r);
}

static int
read_steps(struct path_reader *r)
{
	if (!utf8_valid(r->text))
		return path_fail(r, "the path is not valid UTF-8");
	do {
		if (read_step(r) < 0)
			return -1;
	} while (path_take(r, "."));
	if (path_at_end(r))
		return 0;
	if (path_next_is(r, "\"") || r->text.p[r->at - 1] == '"' ||
	    r->text.p[r->at - 1] == ']')
		return path_fail(r, "a dot or a bracket is missing here");
	return path_fail(r, why_not_bare(r->text.p[r->at]));
}

int
path_parse_json(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault)
{
	struct path_reader r;

	if (path_read_begin(&r, a, text, fault) < 0 || read_steps(&r) < 0)
		return -1;
	return path_read_end(&r, path);
}
