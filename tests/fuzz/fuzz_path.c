/*
 * Paths: each line of the input is one, in the notation of any format.  Those
 * that one notation can read become a machine together, and a machine must
 * lead nowhere that it does not have.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "match/machine.h"

/* More lines than this say nothing new, and selectors multiply. */
#define MAX_PATHS 12

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool fact)
{
	if (!fact)
		abort();
}

static void
check_selector(const struct machine *m, const struct machine_selector *s)
{
	uint32_t sums = 1;

	for (size_t i = 0; i < s->operand_count; i++) {
		const struct machine_operand *o = &s->operands[i];

		require(o->stride == sums);
		sums *= (uint32_t)o->class_count + 1;
		/* The text of a class belongs to the class. */
		for (size_t c = 0; c < o->class_count; c++)
			if (!o->classes[c].prefix)
				require(machine_classify(
					    o, o->classes[c].text) == c + 1);
	}
	for (uint32_t sum = 0; sum < sums; sum++)
		require(machine_select(s, sum) < m->state_count);
}

static void
check_edges(
    const struct machine *m, uint32_t state, const struct machine_state *s)
{
	for (uint64_t i = 0; s->edges != NULL && i <= s->mask; i++) {
		const struct machine_edge *e = &s->edges[i];

		if (e->name.p == NULL)
			continue;
		require(e->to < m->state_count);
		require(machine_child(m, state, e->name, e->sign) == e->to);
	}
}

static void
check_machine(const struct machine *m, size_t n)
{
	require(m->start < m->state_count);
	for (uint32_t i = 0; i < m->state_count; i++) {
		const struct machine_state *s = &m->states[i];

		require(s->each < m->state_count);
		require(s->first < m->state_count);
		require(s->winner == MACHINE_NONE || s->winner < n);
		for (uint32_t k = 0; k < s->accept_count; k++)
			require(s->accepts[k] < n);
		check_edges(m, i, s);
		if (s->selector != NULL)
			check_selector(m, s->selector);
	}
	require(m->states[MACHINE_DEAD].edges == NULL);
	require(m->states[MACHINE_DEAD].accept_count == 0);
}

static void
note_overlap(void *ctx, const struct machine_overlap *o)
{
	const size_t *n = ctx;

	require(o->a < *n && o->b < *n && o->a != o->b);
}

typedef int parse_fn(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault);

static int
parse_xml(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault)
{
	const struct namespace spaces[] = {
		{ slice_text("h"), slice_text("urn:h") },
		{ slice_text("a.b"), slice_text("urn:x") },
	};
	int result = path_parse_xml(a, text, spaces, 2, path, fault);

	/* It ends in an attribute or in the text of an element. */
	if (result == 0)
		require(path_xml_name(path).len > 0);
	return result;
}

static int
parse_hl7(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault)
{
	return path_parse_hl7v2(a, text, false, path, fault);
}

static int
parse_hprim(struct arena *a, struct slice text, struct path *path,
    struct path_fault *fault)
{
	return path_parse_hl7v2(a, text, true, path, fault);
}

static parse_fn *const notations[] = { path_parse_json, parse_xml, parse_hl7,
	parse_hprim, path_parse_csv };

/* Reads one line from a block of its exact size. */
static bool
parse(parse_fn *notation, struct arena *a, struct slice line, struct path *path)
{
	struct path_fault fault = { NULL, 0 };
	uint8_t *copy = malloc(line.len + (line.len == 0));
	int result;

	if (copy == NULL)
		return false;
	memcpy(copy, line.p, line.len);
	result = notation(a, (struct slice){ copy, line.len }, path, &fault);
	free(copy);
	require(result == 0 || fault.at <= line.len);
	return result == 0;
}

/* Takes a line off *rest. */
static struct slice
take_line(struct slice *rest)
{
	const uint8_t *end = memchr(rest->p, '\n', rest->len);
	struct slice line = *rest;

	if (end != NULL)
		line = slice_between(rest->p, end);
	*rest = slice_skip(*rest, line.len + (end != NULL));
	return line;
}

static void
check_notation(parse_fn *notation, struct slice rest)
{
	struct path paths[MAX_PATHS];
	const struct path *list[MAX_PATHS];
	const struct machine *m;
	struct arena a;
	size_t n = 0;

	arena_init(&a, (size_t)64 << 20);
	while (rest.len > 0 && n < MAX_PATHS) {
		if (!parse(notation, &a, take_line(&rest), &paths[n]))
			continue;
		list[n] = &paths[n];
		n++;
	}
	m = machine_build(&a, list, n, note_overlap, &n);
	if (m != NULL)
		check_machine(m, n);
	arena_release(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < sizeof(notations) / sizeof(notations[0]); i++)
		check_notation(notations[i], (struct slice){ data, size });
	return 0;
}
