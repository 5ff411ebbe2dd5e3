#include "base/buf.h"
#include "base/utf8.h"
#include "match/path_read.h"

struct reader {
	struct path_reader in;
	const struct namespace *namespaces;
	size_t namespace_count;
};

bool
path_xml_is_namespace(struct slice uri)
{
	for (size_t i = 0; i < uri.len; i++)
		if (uri.p[i] <= ' ' || uri.p[i] >= 0x7F ||
		    strchr("\"&<>", uri.p[i]) != NULL)
			return false;
	return uri.len > 0 && uri.len <= LIMIT_NAME;
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
	if (path_at_end(&r->in))
		return "a name is missing at the end";
	switch (r->in.text.p[r->in.at]) {
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
	size_t begin = r->in.at;

	if (path_at_end(&r->in) || !begins_name(r->in.text.p[r->in.at]))
		return path_fail(&r->in, why_no_name(r));
	while (!path_at_end(&r->in) && continues_name(r->in.text.p[r->in.at]))
		r->in.at++;
	*part = (struct slice){ r->in.text.p + begin, r->in.at - begin };
	return part->len > LIMIT_NAME
		   ? path_fail_at(&r->in, begin, "the name is too long")
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
	size_t begin = r->in.at;
	struct slice name;

	if (read_part(r, &name) < 0)
		return -1;
	if (path_take(&r->in, ":")) {
		number = find_prefix(r, name);
		if (number == 0)
			return path_fail_at(&r->in, begin,
			    "`namespaces` does not have this prefix");
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
		*name = arena_copy(r->in.arena, buf_slice(symbol));
	return !symbol->failed && name->p != NULL;
}

typedef int read_fn(struct reader *r, struct buf *symbol);

/* Lets `read` gather a name of the machine. */
static int
read_symbol(struct reader *r, read_fn *read, struct slice *name)
{
	struct buf symbol;
	int result;

	buf_init(&symbol, r->in.text.len * 2 + 1);
	result = read(r, &symbol);
	if (result == 0 && !keep(r, &symbol, name))
		result = path_fail_memory(&r->in);
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
	while (!path_take(&r->in, "@")) {
		if (read_qname(r, symbol) < 0)
			return -1;
		if (!path_take(&r->in, "/"))
			return 0;
		buf_add_byte(symbol, '/');
	}
	return read_attribute_symbol(r, symbol);
}

static int
add_name(struct reader *r, read_fn *read)
{
	struct step *step = path_add_step(&r->in, STEP_NAME);

	if (step == NULL)
		return -1;
	step->place = read == read_qname ? STEP_CHILD : STEP_ANYWHERE;
	return read_symbol(r, read, &step->name);
}

static int
read_predicate(struct path_reader *in, void *ctx, struct predicate *predicate)
{
	struct reader *r = ctx;

	if (!path_at_end(in) && in->text.p[in->at] >= '0' &&
	    in->text.p[in->at] <= '9')
		return path_fail(
		    in, "positions such as [1] are not in the language");
	if (read_symbol(r, read_operand_symbol, &predicate->operand) < 0 ||
	    path_read_op(in, &predicate->op) < 0 ||
	    path_read_value(in, &predicate->value) < 0)
		return -1;
	return path_take(in, "]") ? 0
				  : path_fail(in, "the bracket is not closed");
}

static int
read_element(struct reader *r)
{
	if (add_name(r, read_qname) < 0)
		return -1;
	return path_take(&r->in, "[")
		   ? path_read_select(&r->in, read_predicate, r)
		   : 0;
}

static int
read_slashes(struct reader *r)
{
	if (path_take(&r->in, "//"))
		return path_add_step(&r->in, STEP_DEEP) == NULL ? -1 : 0;
	if (path_take(&r->in, "/"))
		return 0;
	if (r->in.at == 0)
		return path_fail(&r->in, path_at_end(&r->in)
					     ? "the path is empty"
					     : "the path begins with / or //");
	return path_fail(&r->in, path_next_is(&r->in, "(")
				     ? "no functions such as text(): the path "
				       "of an element is that of its text"
				     : "a slash is missing here");
}

static int
add_text(struct reader *r)
{
	struct step *step = path_add_step(&r->in, STEP_NAME);

	if (step == NULL)
		return -1;
	step->name = slice_text(PATH_XML_TEXT);
	step->place = STEP_TEXT;
	return 0;
}

/* Reads up to the end, which is an attribute or the text of an element. */
static int
read_steps(struct reader *r)
{
	if (!utf8_valid(r->in.text))
		return path_fail(&r->in, "the path is not valid UTF-8");
	do {
		if (read_slashes(r) < 0)
			return -1;
		if (path_take(&r->in, "@")) {
			if (add_name(r, read_attribute_symbol) < 0)
				return -1;
			return path_at_end(&r->in)
				   ? 0
				   : path_fail(&r->in,
					 "nothing follows an attribute");
		}
		if (read_element(r) < 0)
			return -1;
	} while (!path_at_end(&r->in));
	return add_text(r);
}

int
path_parse_xml(struct arena *a, struct slice text,
    const struct namespace *namespaces, size_t namespace_count,
    struct path *path, struct path_fault *fault)
{
	struct reader r;

	r.namespaces = namespaces;
	r.namespace_count = namespace_count;
	if (path_read_begin(&r.in, a, text, fault) < 0 || read_steps(&r) < 0)
		return -1;
	return path_read_end(&r.in, path);
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
