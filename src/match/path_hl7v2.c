#include "base/ascii.h"
#include "base/num.h"
#include "match/path_read.h"

/* Fields behind the largest number that a path can spell are never named. */
#define NUMBER_DIGITS 3

static bool
is_capital(uint8_t c)
{
	return c >= 'A' && c <= 'Z';
}

/* Segments have three characters, lines of HPRIM one to three. */
static int
read_segment(struct path_reader *r, bool hprim)
{
	size_t begin = r->at;
	size_t least = hprim ? 1 : 3;

	while (!path_at_end(r) && r->at - begin < 3 &&
	       (is_capital(r->text.p[r->at]) ||
		   (r->at > begin && ascii_is_digit(r->text.p[r->at]))))
		r->at++;
	if (r->at - begin < least)
		return path_fail_at(r, begin,
		    hprim ? "a path begins with a type of line, such as P"
			  : "a path begins with a segment, such as PID");
	return path_add_name(
	    r, (struct slice){ r->text.p + begin, r->at - begin });
}

/* Reads a number from 1 on without leading zeros. */
static int
read_number(struct path_reader *r, struct slice *name, const char *why)
{
	size_t begin = r->at;

	while (!path_at_end(r) && ascii_is_digit(r->text.p[r->at]))
		r->at++;
	*name = (struct slice){ r->text.p + begin, r->at - begin };
	if (name->len == 0)
		return path_fail(r, why);
	if (name->p[0] == '0')
		return path_fail_at(
		    r, begin, "numbers begin at 1, without zeros");
	if (name->len > NUMBER_DIGITS)
		return path_fail_at(r, begin, "no message has so many parts");
	return 0;
}

/* What a predicate compares: numbers with dots between, at most `levels`. */
static int
read_operand(struct path_reader *r, struct slice *operand, int levels)
{
	size_t begin = r->at;
	struct slice number;

	do {
		if (levels-- == 0)
			return path_fail(r, "the operand goes too deep here");
		if (read_number(r, &number,
			"a predicate compares a number, as in [5='INS']") < 0)
			return -1;
	} while (path_take(r, "."));
	*operand = (struct slice){ r->text.p + begin, r->at - begin };
	return 0;
}

/* Such a predicate would never hold. */
static int
check_value(struct path_reader *r, size_t at, const struct predicate *p)
{
	if (p->op == PREDICATE_IS && p->value.len == 0)
		return path_fail_at(r, at,
		    "an empty part counts as missing, so "
		    "nothing equals an empty text");
	return 0;
}

/* ctx: an int, how many levels the operand may go down. */
static int
read_predicate(struct path_reader *r, void *ctx, struct predicate *p)
{
	const int *levels = ctx;
	size_t at;

	if (read_operand(r, &p->operand, *levels) < 0 ||
	    path_read_op(r, &p->op) < 0)
		return -1;
	at = r->at;
	if (path_read_value(r, &p->value) < 0 || check_value(r, at, p) < 0)
		return -1;
	return path_take(r, "]") ? 0
				 : path_fail(r, "the bracket is not closed");
}

/* The fields that say how a message is read: nobody's rule is asked. */
static bool
is_delimiter_field(const struct path_reader *r, bool hprim, struct slice field)
{
	struct slice segment = r->steps[0].name;
	uint64_t n;

	if (!num_u64(field, &n))
		return false;
	if (hprim)
		return n == 1 || (n == 2 && slice_is(segment, "H"));
	return n <= 2 && slice_is(segment, "MSH");
}

static int
read_field(struct path_reader *r, bool hprim)
{
	size_t begin = r->at;
	struct slice field;

	if (!path_take(r, "-"))
		return path_fail(
		    r, "a dash and the number of a field are missing");
	begin = r->at;
	if (read_number(r, &field, "a number is missing after the dash") < 0)
		return -1;
	if (is_delimiter_field(r, hprim, field))
		return path_fail_at(r, begin,
		    "this field is always written, no rule is about it");
	return path_add_name(r, field);
}

/* Components and subcomponents. */
static int
read_parts(struct path_reader *r)
{
	for (int level = 0; path_take(r, "."); level++) {
		struct slice name;

		if (level == 2)
			return path_fail(r, "subcomponents have no parts");
		if (read_number(r, &name, "a number is missing after the dot") <
		    0)
			return -1;
		if (path_add_name(r, name) < 0)
			return -1;
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
read_path(struct path_reader *r, bool hprim)
{
	int in_segment = 3, in_field = 2;

	if (read_segment(r, hprim) < 0)
		return -1;
	if (!hprim && is_batch_segment(r->steps[0].name))
		return path_fail_at(
		    r, 0, "segments of batches are in no message");
	if (path_take(r, "[") &&
	    path_read_select(r, read_predicate, &in_segment) < 0)
		return -1;
	if (read_field(r, hprim) < 0)
		return -1;
	if (path_take(r, "[")) {
		if (path_read_select(r, read_predicate, &in_field) < 0)
			return -1;
	} else if (path_add_step(r, STEP_EACH) == NULL) {
		return -1;
	}
	if (read_parts(r) < 0)
		return -1;
	return path_at_end(r) ? 0 : path_fail(r, "the path ends here");
}

int
path_parse_hl7v2(struct arena *a, struct slice text, bool hprim,
    struct path *path, struct path_fault *fault)
{
	struct path_reader r;

	if (path_read_begin(&r, a, text, fault) < 0 || read_path(&r, hprim) < 0)
		return -1;
	return path_read_end(&r, path);
}
